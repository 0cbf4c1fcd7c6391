/**
 * The digest of a migration: equal digest means equal content on top of equal ancestors, on any machine.
 *
 * It covers what decides what PostgreSQL is sent (the up script with everything it includes, its transaction mode, its
 * directives) and the digests of the direct dependencies, so that a change shows in everything after it and in nothing else.
 * Names and paths are not in it: a renamed file is the same migration.
 */
import { createHash } from 'node:crypto';
import type { Migration } from './migration.ts';

/** Part of every digest: a change to what is hashed changes them all. */
const DIGEST_VERSION = 'migrate-action digest 1';

/**
 * @param included texts that the up script brings in from other files, in order
 * @param dependencies digests of the direct dependencies, in any order
 * @returns 64 hexadecimal digits
 */
export function digest(migration: Migration, included: readonly string[], dependencies: readonly string[]): string {
  const hash = createHash('sha256');
  // Every part goes in with its length, so that no two different lists of parts read the same.
  const add = (part: string) => hash.update(`${Buffer.byteLength(part)}:`).update(part);
  add(DIGEST_VERSION);
  add(migration.up.transaction);
  add(migration.up.dialect);
  add(JSON.stringify(migration.directives, Object.keys(migration.directives).sort()));
  add(normalise(migration.up.text));
  add(String(included.length));
  included.forEach((text) => add(normalise(text)));
  [...dependencies].sort().forEach(add);
  return hash.digest('hex');
}

/** White space at line ends and at the end of the file is an editor's business. Line ends are LF already. */
function normalise(text: string): string {
  return `${text.replace(/[ \t]+$/gm, '').trimEnd()}\n`;
}
