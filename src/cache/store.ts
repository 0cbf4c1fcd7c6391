/**
 * Where things are kept between runs: bytes under a key. What is kept is a help and never a need, so nothing here may fail a run;
 * whoever calls turns an error into a note.
 */
import { mkdir, open, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { makePassableDirectory } from '../postgres/server/account.ts';
import { randomName } from '../postgres/server/staging.ts';
import { codeOf } from '../postgres/thrown.ts';

export interface Store {
  /** What stores of this kind are called in a note: the directory. */
  readonly place: string;
  /** @returns undefined when there is nothing; rejects when there is something that cannot be read */
  read(key: string): Promise<Buffer | undefined>;
  /** Replaces what is there at once: a reader finds the old or the new, never a part. */
  write(key: string, bytes: Uint8Array): Promise<void>;
  /**
   * Runs `work`, which reads and then writes the key, while nobody else does so. Left out where a store has no means for it; two
   * writers at the same time may then lose what one of them learned.
   */
  exclusively?(key: string, work: () => Promise<void>): Promise<void>;
}

/** A lock is held for milliseconds. One that is older was left behind by a process that was killed. */
const ABANDONED_MS = 5000;
/** Beyond this, going on without the lock is the lesser evil. */
const LONGEST_WAIT_MS = 8000;
const POLL_MS = 10;
/** A file for each set that ran on this machine; those not written for longest go first. */
const MOST_FILES = 200;

/**
 * @param directory created by the first write
 */
export function directoryStore(directory: string): Store {
  const fileOf = (key: string) => path.join(directory, key);
  return {
    place: directory,
    read: async (key) => {
      try {
        return await readFile(fileOf(key));
      } catch (error) {
        if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR') return undefined;
        throw error;
      }
    },
    write: async (key, bytes) => {
      await create(directory);
      const staged = fileOf(randomName('.new'));
      try {
        await writeFile(staged, bytes);
        await rename(staged, fileOf(key));
      } finally {
        await rm(staged, { force: true });
      }
      await prune(directory);
    },
    exclusively: async (key, work) => {
      await create(directory);
      const lock = fileOf(`.lock-${key}`);
      const locked = await takeLock(lock);
      try {
        await work();
      } finally {
        if (locked) await rm(lock, { force: true });
      }
    },
  };
}

/** What is above it may be the managed servers' home, which the account they run as has to pass. */
async function create(directory: string): Promise<void> {
  await makePassableDirectory(path.dirname(directory));
  await mkdir(directory).catch((error: unknown) => {
    if (codeOf(error) !== 'EEXIST') throw error;
  });
}

/**
 * Two that wait for an abandoned lock might both come to hold one, since a file can be removed only by its name. Both are whole
 * writes even then.
 */
async function takeLock(lock: string): Promise<boolean> {
  const giveUpAt = Date.now() + LONGEST_WAIT_MS;
  while (Date.now() < giveUpAt) {
    try {
      await (await open(lock, 'wx')).close();
      return true;
    } catch (error) {
      if (codeOf(error) !== 'EEXIST') throw error;
    }
    const stats = await stat(lock).catch(() => undefined);
    if (stats !== undefined && Date.now() - stats.mtimeMs > ABANDONED_MS) await rm(lock, { force: true });
    else await setTimeout(POLL_MS * (0.5 + Math.random()));
  }
  return false;
}

async function prune(directory: string): Promise<void> {
  const names = await readdir(directory);
  if (names.length <= MOST_FILES) return;
  const files = await Promise.all(
    names.map(async (name) => {
      const file = path.join(directory, name);
      return { file, mtimeMs: (await stat(file).catch(() => undefined))?.mtimeMs ?? Infinity };
    }),
  );
  files.sort((a, b) => b.mtimeMs - a.mtimeMs);
  for (const { file } of files.slice(MOST_FILES)) await rm(file, { force: true });
}
