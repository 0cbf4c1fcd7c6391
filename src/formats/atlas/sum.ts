/**
 * `atlas.sum`: what Atlas knows a migrations directory by, so that nobody changes it unnoticed.
 *
 * Rules, from https://atlasgo.io/concepts/migration-directory-integrity and `sql/migrate/dir.go`: every file has the SHA-256 of the
 * names and contents of all files up to and including it, and the first line has that of all names and hashes. A file whose first
 * line says `atlas:sum ignore` counts by its name alone and has no line. Files are taken byte for byte.
 */
import { createHash } from 'node:crypto';
import type { Problem } from '../../migration/problem.ts';

export const SUM_FILE = 'atlas.sum';

export interface SummedFile {
  readonly name: string;
  readonly bytes: Buffer;
  /** By `atlas:sum ignore`. */
  readonly ignored: boolean;
}

/** Base64, without the `h1:` before it, by file name, in the files' order. */
export type FileHashes = ReadonlyMap<string, string>;

export function hashFiles(files: readonly SummedFile[]): FileHashes {
  const hashes = new Map<string, string>();
  const running = createHash('sha256');
  for (const { name, bytes, ignored } of files) {
    running.update(name);
    if (ignored) continue;
    running.update(bytes);
    hashes.set(name, running.copy().digest('base64'));
  }
  return hashes;
}

function totalOf(hashes: FileHashes): string {
  const total = createHash('sha256');
  for (const [name, hash] of hashes) total.update(name).update(hash);
  return total.digest('base64');
}

/** The text of `atlas.sum` for these hashes. */
export function formatSum(hashes: FileHashes): string {
  return [`h1:${totalOf(hashes)}`, ...[...hashes].map(([name, hash]) => `${name} h1:${hash}`), ''].join('\n');
}

const CURE = 'If the change is meant, run: atlas migrate hash';

/** What differs between the file and the directory: as Atlas does, the first difference only, since all hashes after it differ too. */
export function checkSum(text: string, actual: FileHashes): Problem[] {
  const wrong = (message: string, line: number, path: string): Problem[] => [
    {
      severity: 'error',
      code: 'checksum-mismatch',
      message,
      path,
      line: path === SUM_FILE ? line : undefined,
      hint: CURE,
    },
  ];
  const [first = '', ...rest] = text.split('\n');
  const lines = rest.at(-1) === '' ? rest.slice(0, -1) : rest;
  const recorded = new Map<string, string>();
  for (const [index, line] of lines.entries()) {
    const split = line.indexOf('h1:');
    if (split === -1) return wrong(`${SUM_FILE}:${index + 2} is not a file name and a hash.`, index + 2, SUM_FILE);
    recorded.set(line.slice(0, split).trim(), line.slice(split + 3));
  }
  if (first.replace(/^h1:/, '') !== totalOf(recorded)) {
    return wrong(`The first line of ${SUM_FILE} does not sum up the lines below it.`, 1, SUM_FILE);
  }
  const names = [...actual.keys()];
  for (const [index, [name, hash]] of [...recorded].entries()) {
    if (names[index] === name && actual.get(name) === hash) continue;
    const line = index + 2;
    if (!actual.has(name)) return wrong(`${name}, listed in ${SUM_FILE}:${line}, has been removed.`, line, SUM_FILE);
    if (names[index] === name) return wrong(`${name} has been edited since ${SUM_FILE} was written.`, line, name);
    return wrong(added(names[index] ?? name), line, names[index] ?? name);
  }
  const next = names[recorded.size];
  return next === undefined ? [] : wrong(added(next), 0, next);
}

function added(name: string): string {
  return `${name} has been added since ${SUM_FILE} was written.`;
}
