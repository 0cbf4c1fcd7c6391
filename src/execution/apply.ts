/**
 * Applies migrations to a database, each in its own transaction unless it is marked otherwise, as many side by side as may run so.
 *
 * A migration and its bookkeeping row are committed together, so a failure, a lost connection or the end of this process leaves
 * a set of whole migrations that contains all its dependencies. What cannot run in a transaction is recorded after its last
 * statement, and a failure says which of its statements stay.
 */
import type { Bookkeeping } from '../migration/bookkeeping.ts';
import type { Database } from '../postgres/database.ts';
import { settingsOfNewSessions } from '../postgres/lasting-settings.ts';
import { type MigrationLock, NO_LOCK } from '../postgres/migration-lock.ts';
import { Lane } from './lane.ts';
import type { ApplyOptions, Outcome, Progress } from './outcome.ts';
import { Run } from './run.ts';
import type { Runnable } from './runnable.ts';
import { isChain } from './schedule.ts';

export type { Applied, ApplyOptions, FailedMigration, Outcome, Progress } from './outcome.ts';
export type { Runnable } from './runnable.ts';

/**
 * Applies those that are not present.
 *
 * @param runnables the whole set, in file order
 */
export async function apply(
  database: Database,
  runnables: readonly Runnable[],
  bookkeeping: Bookkeeping,
  progress: Progress,
  options: ApplyOptions = {},
): Promise<Outcome> {
  const { jobs = 1, present } = options;
  const parallel = runsSideBySide(runnables, bookkeeping, options);
  const leave = runnables.some(({ migration, leaves }) => leaves === true && present?.has(migration) !== true);
  const settings = leave ? await database.withSession(settingsOfNewSessions) : undefined;
  const lanes = await openLanes(database, parallel ? Math.min(jobs, database.poolSize, runnables.length) : 1, settings);
  try {
    return await new Run(database, runnables, bookkeeping, progress, options, lanes).toEnd();
  } finally {
    await Promise.all(lanes.map((lane) => lane.close()));
  }
}

/** Whether some may be committed before others that come before them in file order. */
export function runsSideBySide(
  runnables: readonly Runnable[],
  bookkeeping: Bookkeeping,
  { jobs = 1, present, disposable }: ApplyOptions,
): boolean {
  const mustKeepOrder = bookkeeping.newestOnly === true && disposable !== true;
  return jobs > 1 && !mustKeepOrder && !isChain(runnables, present);
}

/** Applies all one by one, in the order given. */
export async function applyInOrder(
  database: Database,
  runnables: readonly Runnable[],
  bookkeeping: Bookkeeping,
  progress: Progress,
  lock: MigrationLock = NO_LOCK,
): Promise<Outcome> {
  return await apply(database, runnables, bookkeeping, progress, { lock });
}

/**
 * All are connected before the first migration, so that what one of them sets for the database or the role holds for none of them.
 * A server that is short of connections gets fewer; that there is none at all, the first migration finds out.
 */
async function openLanes(database: Database, count: number, settings: string | undefined): Promise<readonly Lane[]> {
  const lanes = Array.from({ length: count }, () => new Lane(database, settings));
  if (count === 1) return lanes;
  const opened = await Promise.allSettled(lanes.map((lane) => lane.open()));
  return lanes.filter((_, index) => index === 0 || opened[index]?.status === 'fulfilled');
}
