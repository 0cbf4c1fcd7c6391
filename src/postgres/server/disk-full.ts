/** Recognises a full disk in all the shapes it reaches us in, so that a run in memory can start again on disk. */
import { lostConnection } from '../transient.ts';
import { causeOf, codeOf, messageOf } from '../thrown.ts';

export const MORE_ROOM = 'Free some room there, or name a directory on a larger disk with cache-dir.';

const NO_SPACE = /No space left on device|ENOSPC/;

/** PostgreSQL's disk_full and the operating system's. */
const FULL_CODES: ReadonlySet<string> = new Set(['53100', 'ENOSPC']);
/** Errors wrap errors; none of ours so deep. */
const MAX_CAUSES = 5;

/**
 * Whether the failure means that the server's file system is full.
 *
 * @param serverLog what the server wrote last (`logTail()`): when it had to give up, the client only sees a broken connection
 */
export function isDiskFull(failure: unknown, serverLog = ''): boolean {
  let error = failure;
  let lost = false;
  for (let depth = 0; error !== undefined && depth < MAX_CAUSES; depth += 1, error = causeOf(error)) {
    if (FULL_CODES.has(codeOf(error) ?? '') || NO_SPACE.test(messageOf(error))) return true;
    lost ||= lostConnection(error);
  }
  return tellsDiskFull(serverLog) && lost;
}

/** Whether a server that had to give up, or one of whose processes had to, says so. */
export function tellsDiskFull(serverLog: string): boolean {
  return NO_SPACE.test(serverLog);
}
