/**
 * Things that take a while to make are made in a staging directory and moved into place by one rename, so that nobody ever sees
 * half of one. What a killed run left behind is removed by a later one.
 */
import { randomBytes } from 'node:crypto';
import { access, constants, mkdir, readdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { type UserError, usageError } from '../../migration/problem.ts';
import { codeOf, messageOf } from '../thrown.ts';

/** Far longer than anything takes to be made. Age, not a process id: other containers may share the directory. */
const ABANDONED_MS = 30 * 60_000;

/** `prefix-` and 12 random hexadecimal digits. */
export function randomName(prefix: string): string {
  return `${prefix}-${randomBytes(6).toString('hex')}`;
}

/** Where `withStaging` makes its directories, and what their names begin with. */
export const STAGING = 'staging';
export const STAGED = 'new';

/** Runs `make` with a new empty directory below `home`, on the same file system, and removes it afterwards. */
export async function withStaging<Result>(home: string, make: (directory: string) => Promise<Result>): Promise<Result> {
  const parent = path.join(home, STAGING);
  await mkdir(parent, { recursive: true }).catch((cause: unknown) => {
    throw cannotKeep(parent, cause);
  });
  await removeAbandoned(parent);
  const directory = path.join(parent, randomName(STAGED));
  await mkdir(directory).catch((cause: unknown) => {
    throw cannotKeep(parent, cause);
  });
  try {
    return await make(directory);
  } finally {
    await rm(directory, { recursive: true, force: true, maxRetries: 3 });
  }
}

const NOT_ALLOWED: ReadonlySet<string> = new Set(['EACCES', 'EPERM', 'EROFS']);

/** Whether the directory is there, and what is in it can be read, but nothing can be put there. */
export async function canOnlyBeRead(directory: string): Promise<boolean> {
  try {
    await access(directory, constants.R_OK | constants.X_OK);
  } catch {
    return false;
  }
  return await access(directory, constants.W_OK).then(
    () => false,
    (error: unknown) => NOT_ALLOWED.has(codeOf(error) ?? ''),
  );
}

/** Nothing can be made there: it cannot be written, or a file or a link that leads nowhere has its name. */
export function cannotKeep(directory: string, cause: unknown): UserError {
  return usageError(
    'home-not-writable',
    `PostgreSQL cannot be kept in ${directory}: ${messageOf(cause)}.`,
    'Name a directory that can be written with --cache-dir, or use your own server with --database-url.',
    { cause },
  );
}

/** Only names that `randomName` made of one of the prefixes, where there are any: the directory may have other things in it. */
export async function removeAbandoned(
  parent: string,
  prefixes?: readonly string[],
  abandonedMs = ABANDONED_MS,
): Promise<void> {
  const isOurs = (name: string): boolean =>
    prefixes?.some((prefix) => name.startsWith(`${prefix}-`) && /^[0-9a-f]{12}$/.test(name.slice(prefix.length + 1))) ??
    true;
  for (const name of (await readdir(parent).catch(() => [])).filter(isOurs)) {
    const directory = path.join(parent, name);
    const stats = await stat(directory).catch(() => undefined);
    if (stats !== undefined && Date.now() - stats.mtimeMs > abandonedMs) {
      await rm(directory, { recursive: true, force: true }).catch(() => undefined);
    }
  }
}
