/** Where snapshots and packages lie on a machine of one's own until they are kept. */
import { mkdir, mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { PackingThings } from '../../migration/kept-entry.ts';
import { canOnlyBeRead, removeAbandoned, STAGED, STAGING, withStaging } from '../../postgres/server/staging.ts';

/** In the home of the managed servers. */
export const WORK_DIRECTORY = 'packing';
const PREFIXES: readonly string[] = ['snapshot', 'restored', 'package'];

/**
 * Removes what killed runs left behind: nobody lists it, and no limit counts it. A job's own directory goes with the job, and what is
 * in it may have to wait for the job's end.
 *
 * @param olderThanMs default: far longer than a run takes to keep what it has made
 */
export async function sweepPacking(directory: string, olderThanMs?: number): Promise<void> {
  if (path.basename(directory) !== WORK_DIRECTORY) return;
  await removeAbandoned(directory, PREFIXES, olderThanMs);
  await removeAbandoned(path.join(directory, STAGING), [STAGED], olderThanMs);
}

/** What lies there now, of runs that go on or of killed ones; files of others are not counted. */
export async function listPacking(directory: string): Promise<PackingThings | undefined> {
  const names = await readdir(directory, { recursive: true }).catch(() => []);
  const isOurs = (name: string) =>
    [STAGING, ...PREFIXES.map((prefix) => `${prefix}-`)].some((one) => name.startsWith(one));
  const stats = await Promise.all(
    names.filter(isOurs).map((name) => stat(path.join(directory, name)).catch(() => undefined)),
  );
  const there = stats.flatMap((each) => (each?.isFile() === true ? each : []));
  if (there.length === 0) return undefined;
  return {
    place: directory,
    files: there.length,
    bytes: there.reduce((sum, { size }) => sum + size, 0),
    writtenAt: new Date(Math.max(...there.map(({ mtimeMs }) => mtimeMs))).toISOString(),
  };
}

/** Whether nothing can be put there, as what it is or would be made in can only be read. */
export async function isClosed(workDirectory: string): Promise<boolean> {
  return (await canOnlyBeRead(workDirectory)) || (await canOnlyBeRead(path.dirname(workDirectory)));
}

/** Runs `work` with a new empty directory, and removes it afterwards; below the system's temporary one where ours is closed. */
export async function withWorkDirectory<T>(workDirectory: string, work: (directory: string) => Promise<T>): Promise<T> {
  if (!(await isClosed(workDirectory))) {
    await mkdir(workDirectory, { recursive: true });
    return await withStaging(workDirectory, work);
  }
  const directory = await mkdtemp(path.join(os.tmpdir(), 'migrate-action-'));
  try {
    return await work(directory);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}
