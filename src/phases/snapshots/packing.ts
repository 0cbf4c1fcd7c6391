/** Where snapshots and packages lie on a machine of one's own until they are kept. */
import path from 'node:path';
import { removeAbandoned } from '../../postgres/server/staging.ts';

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
  if (path.basename(directory) === WORK_DIRECTORY) await removeAbandoned(directory, PREFIXES, olderThanMs);
}
