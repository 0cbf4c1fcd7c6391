/** A lock that processes on several machines can share: a file that only one of them can create. */
import { open, rm, stat } from 'node:fs/promises';
import { setTimeout } from 'node:timers/promises';
import { codeOf } from '../../postgres/thrown.ts';

/** A lock is held for milliseconds. One that is older was left behind by a process that was killed. */
const ABANDONED_MS = 5000;
/** Beyond this, going on without the lock is the lesser evil. */
const LONGEST_WAIT_MS = 8000;
const POLL_MS = 10;

/** Runs `work` while nobody else runs his with the same lock. */
export async function withLock<Result>(lock: string, work: () => Promise<Result>): Promise<Result> {
  const locked = await take(lock);
  try {
    return await work();
  } finally {
    if (locked) await rm(lock, { force: true });
  }
}

/**
 * Two that wait for an abandoned lock might both come to hold one, since a file can be removed only by its name. Both write whole
 * files even then.
 */
async function take(lock: string): Promise<boolean> {
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
