/**
 * The files of a directory store. A file that others can see is whole and is never written into: it comes by a rename and goes by a
 * removal, which leaves it to those who have it open.
 *
 * A file's modification time says when it was written, its access time when it was last used. The access time is set, since file
 * systems mounted without it would not keep it by themselves.
 */
import { constants, type Stats } from 'node:fs';
import { copyFile, link, lstat, mkdir, open, readdir, rename, rm, utimes } from 'node:fs/promises';
import path from 'node:path';
import { makePassableDirectory } from '../../postgres/server/account.ts';
import { randomName } from '../../postgres/server/staging.ts';
import { codeOf } from '../../postgres/thrown.ts';
import { isEntry, readName } from '../keys.ts';
import type { KeptEntry } from '../store.ts';

/** Far longer than anything takes to be written to, which makes a file young again. */
const ABANDONED_MS = 30 * 60_000;
/** Of a file that is read as a whole. */
const PART_BYTES = 64 * 1024;
/** Errors that mean that there is no such file; the last is that of a network disk from which it was removed. */
const GONE: ReadonlySet<string> = new Set(['ENOENT', 'ENOTDIR', 'ESTALE']);

/** What is above it may be the managed servers' home, which the account they run as has to pass. */
export async function createDirectory(directory: string): Promise<void> {
  await makePassableDirectory(path.dirname(directory));
  await mkdir(directory).catch((error: unknown) => {
    if (codeOf(error) !== 'EEXIST') throw error;
  });
}

/** What is known of the file without opening it, or undefined when there is none. */
export async function statOf(file: string): Promise<Stats | undefined> {
  try {
    return await lstat(file);
  } catch (error) {
    if (isGone(error)) return undefined;
    throw error;
  }
}

/**
 * What is in the file, unless it is larger than that or no regular file: a pipe would keep us waiting, and a device never ends. It is
 * asked of what was opened, since another file may have taken the name meanwhile, and the size counts as it is read.
 */
export async function readLimited(file: string, limitBytes: number): Promise<Buffer> {
  const name = path.basename(file);
  // Of a link there is the system's word ELOOP, which nobody would know what to do with.
  if ((await lstat(file)).isSymbolicLink()) throw new Error(`${name} is no file`);
  const handle = await open(file, constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOFOLLOW);
  try {
    if (!(await handle.stat()).isFile()) throw new Error(`${name} is no file`);
    const parts: Buffer[] = [];
    let bytes = 0;
    while (bytes <= limitBytes) {
      const { bytesRead, buffer } = await handle.read(Buffer.allocUnsafe(PART_BYTES), 0, PART_BYTES);
      if (bytesRead === 0) break;
      parts.push(buffer.subarray(0, bytesRead));
      bytes += bytesRead;
    }
    if (bytes > limitBytes) throw new Error(`${name} is larger than ${limitBytes} bytes`);
    return Buffer.concat(parts);
  } finally {
    await handle.close();
  }
}

export function isGone(error: unknown): boolean {
  return GONE.has(codeOf(error) ?? '');
}

/** Makes the file with `write` under another name in its directory and moves it into place. */
export async function publish(file: string, write: (staged: string) => Promise<void>): Promise<void> {
  const staged = path.join(path.dirname(file), randomName('.new'));
  try {
    await write(staged);
    await rename(staged, file);
  } finally {
    await rm(staged, { force: true });
  }
}

/** Gives the file a second name where that is possible: it takes no time and no room. Else a copy, or what is as good as one. */
export async function share(from: string, to: string): Promise<void> {
  try {
    await link(from, to);
  } catch (error) {
    if (isGone(error)) throw error;
    await copy(from, to);
  }
}

/** Without a sync: after a power failure the file may be damaged, and everybody checks what he gets. */
export async function copy(from: string, to: string): Promise<void> {
  await copyFile(from, to, constants.COPYFILE_FICLONE);
}

/** Marks the file as used just now. Of a file that is somebody else's, or on a read-only disk, only its owner can say so. */
export async function touch(file: string, { mtime }: Stats): Promise<void> {
  await utimes(file, new Date(), mtime).catch(() => undefined);
}

/** Files of ours: whoever named the wrong directory may have others there, which nobody shall count or remove. */
export async function listFiles(directory: string, prefix = ''): Promise<KeptEntry[]> {
  const names = await readdir(directory).catch((error: unknown) => {
    if (isGone(error)) return [];
    throw error;
  });
  const entries = await Promise.all(
    names
      .filter((name) => name.startsWith(prefix) && readName(name) !== undefined)
      .map(async (key): Promise<KeptEntry[]> => {
        const stats = await statOf(path.join(directory, key)).catch(() => undefined);
        if (stats?.isFile() !== true) return [];
        const usedAt = new Date(Math.max(stats.atimeMs, stats.mtimeMs));
        return [{ key, bytes: stats.size, writtenAt: stats.mtime, usedAt }];
      }),
  );
  return entries.flat();
}

/**
 * Removes what was not used for longest until the rest is no larger than the limit: entries first, since documents are small and
 * cannot be made again. Several processes that do so at the same time come to the same choice.
 *
 * @param spared stays in any case
 */
export async function evict(directory: string, limitBytes: number, spared: string): Promise<void> {
  const entries = await listFiles(directory);
  let bytes = entries.reduce((sum, entry) => sum + entry.bytes, 0);
  const order = (a: KeptEntry, b: KeptEntry) =>
    Number(isEntry(b.key)) - Number(isEntry(a.key)) ||
    a.usedAt.getTime() - b.usedAt.getTime() ||
    (a.key < b.key ? -1 : 1);
  entries.sort(order);
  for (const entry of entries) {
    if (bytes <= limitBytes) return;
    if (entry.key === spared) continue;
    await rm(path.join(directory, entry.key), { force: true });
    bytes -= entry.bytes;
  }
}

/** What `publish` and `withLock` make. */
const PASSING = /^\.(?:new-[0-9a-f]{12}$|lock-migrate-action-v)/;

/** Removes what killed processes left behind. */
export async function removeAbandoned(directory: string): Promise<void> {
  for (const name of (await readdir(directory)).filter((each) => PASSING.test(each))) {
    const file = path.join(directory, name);
    const stats = await statOf(file).catch(() => undefined);
    if (stats !== undefined && Date.now() - stats.mtimeMs > ABANDONED_MS) await rm(file, { force: true });
  }
}
