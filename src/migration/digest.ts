/**
 * Two hashes of a migration. Names and paths are in neither: a renamed file is the same migration.
 *
 * The *content digest* covers what decides what PostgreSQL is sent: the up script with everything it includes, the values of the
 * variables it asks for, its transaction mode, its directives. The *digest* covers the digests of the direct dependencies too: equal digest means equal content on top of equal
 * ancestors, on any machine, so that a change shows in everything after it and in nothing else.
 */
import { hash } from 'node:crypto';
import type { Migration } from './migration.ts';

/** Part of every hash of its kind: a change to what is hashed changes them all. */
const CONTENT_VERSION = 'migrate-action content 1';
const NONE: ReadonlyMap<string, string> = new Map();
const DIGEST_VERSION = 'migrate-action digest 2';

/**
 * @param included texts that the up script brings in from other files and from programs, each kind in order
 * @param variables from outside, that the script asks for
 * @returns 64 hexadecimal digits
 */
export function contentDigest(
  migration: Migration,
  included: readonly string[],
  variables: ReadonlyMap<string, string> = NONE,
): string {
  const { up, directives } = migration;
  return hashOfParts([
    CONTENT_VERSION,
    up.transaction,
    up.dialect,
    JSON.stringify(directives, Object.keys(directives).sort()),
    normalise(up.text),
    ...included.map(normalise),
    ...(variables.size === 0 ? [] : [JSON.stringify([...variables].sort())]),
  ]);
}

/**
 * @param content the migration's content digest
 * @param dependencies digests of the direct dependencies, in any order
 * @returns 64 hexadecimal digits
 */
export function digest(content: string, dependencies: readonly string[]): string {
  return hashOfParts([DIGEST_VERSION, content, ...[...dependencies].sort()]);
}

/**
 * Every part goes in with its length, so that no two different lists of parts read the same.
 *
 * @returns 64 hexadecimal digits
 */
export function hashOfParts(parts: readonly string[]): string {
  return hash('sha256', parts.map((part) => `${Buffer.byteLength(part)}:${part}`).join(''));
}

/** White space at line ends and at the end of the file is an editor's business. Line ends are LF already. */
function normalise(text: string): string {
  return `${text.replace(/[ \t]+$/gm, '').trimEnd()}\n`;
}
