/**
 * Two hashes of a migration. Names and paths are in neither: a renamed file is the same migration.
 *
 * The *content digest* covers what PostgreSQL is sent, whatever files, variables and programs it comes from, in which transactions, and
 * the directives. Comments and white space between statements are not sent; what is inside of a statement is, to the last blank. The
 * *digest* covers the digests of the direct dependencies too: equal digest means equal content on top of equal ancestors, on any machine,
 * so that a change shows in everything after it and in nothing else.
 */
import { hash } from 'node:crypto';
import type { Migration } from './migration.ts';

/** Part of every hash of its kind: a change to what is hashed changes them all. */
const CONTENT_VERSION = 'migrate-action content 2';
const DIGEST_VERSION = 'migrate-action digest 2';

/**
 * @param sent what its up script makes PostgreSQL be sent, as texts
 * @returns 64 hexadecimal digits
 */
export function contentDigest({ up, directives }: Migration, sent: readonly string[]): string {
  return hashOfParts([
    CONTENT_VERSION,
    up.transaction,
    JSON.stringify(directives, Object.keys(directives).sort()),
    ...sent,
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
