/** What the names of migration files have in common, whichever tool they belong to. */
import type { Problem } from '../../migration/problem.ts';

/** The last part of a relative path: `a/b.sql` gives `b.sql`. */
export function baseName(file: string): string {
  return file.slice(file.lastIndexOf('/') + 1);
}

/** The relative path without its last part, `''` for a file directly in the directory. */
export function folderOf(file: string): string {
  return file.slice(0, Math.max(0, file.lastIndexOf('/')));
}

/** The files directly in the directory, for tools that do not look below it. */
export function topLevel(files: readonly string[]): string[] {
  return files.filter((file) => !file.includes('/'));
}

/** The last part of the path without the first of these suffixes that it ends in: `a/1_b.up.sql` gives `1_b`. */
export function stem(file: string, ...suffixes: readonly string[]): string {
  const name = baseName(file);
  const suffix = suffixes.find((candidate) => name.endsWith(candidate));
  return suffix === undefined ? name : name.slice(0, name.length - suffix.length);
}

/** What a person would say for `add_order_lines` or `add-order-lines`: `add order lines`. */
export function describe(name: string): string {
  return name.replaceAll(/[_-]+/g, ' ').trim();
}

/** By code unit, as `<` compares: what Go, Rust and C call comparing bytes, for the ASCII that names are made of. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Versions of decimal digits by their value; they may be larger than a JavaScript number holds exactly. */
export function compareNumeric(a: string, b: string): number {
  const left = BigInt(a);
  const right = BigInt(b);
  return left < right ? -1 : left > right ? 1 : 0;
}

/** The largest version that tools keep in a signed 64-bit integer (Go `int64`, Rust `i64`, PostgreSQL `bigint`). */
export const MAX_INT64 = 2n ** 63n - 1n;

/** Decimal digits without leading zeros, as a tool records a number: `0042` gives `42`. */
export function canonicalNumber(digits: string): string {
  return BigInt(digits).toString();
}

/** A file or directory with the version that its tool reads from its name. */
export interface Versioned {
  readonly version: string;
  readonly path: string;
}

/** One error for every file whose version an earlier one has already taken, naming both. */
export function duplicateVersions(items: readonly Versioned[]): Problem[] {
  const first = new Map<string, string>();
  const problems: Problem[] = [];
  for (const { version, path } of items) {
    const earlier = first.get(version);
    if (earlier === undefined) {
      first.set(version, path);
      continue;
    }
    problems.push({
      severity: 'error',
      code: 'duplicate-version',
      message: `${earlier} and ${path} both have version ${version}.`,
      path,
      hint: 'Give one of them a version of its own.',
    });
  }
  return problems;
}

/** At most three of the files (first, middle, last): enough to see whose markers they carry. */
export function sampleOf(files: readonly string[]): string[] {
  const picks = new Set([files[0], files[files.length >> 1], files.at(-1)]);
  return [...picks].filter((file) => file !== undefined);
}

/** For SQL files that lie where the tool looks, but whose names it does not take for migrations. */
export function ignoredFile(file: string, tool: string, expected: string): Problem {
  return {
    severity: 'info',
    code: 'ignored-file',
    message: `${tool} does not take ${file} for a migration.`,
    path: file,
    hint: `If it is one, name it like ${expected}.`,
  };
}

/** For a down script that has no up script to take back. */
export function orphanDown(file: string): Problem {
  return {
    severity: 'warning',
    code: 'missing-up',
    message: `${file} is a down script without an up script.`,
    path: file,
    hint: 'Add the up script or remove this file.',
  };
}
