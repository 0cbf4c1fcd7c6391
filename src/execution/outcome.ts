/** What a run is told, what it tells while it goes on, and what it gives. */
import type { Migration } from '../migration/migration.ts';
import type { Problem } from '../migration/problem.ts';
import type { Failure } from '../migration/result.ts';
import type { MigrationLock } from '../postgres/migration-lock.ts';
import type { RetryNotice } from '../postgres/retry.ts';
import type { Observer } from './observer.ts';

export interface Applied {
  readonly migration: Migration;
  /** When the last attempt began, as `performance.now()` has it. */
  readonly startedAt: number;
  readonly ms: number;
  /** On which of the run's connections, from 0. */
  readonly lane: number;
  readonly attempts: number;
}

export interface FailedMigration extends Applied {
  readonly failure: Failure;
  readonly cause: Error;
}

/** What a run tells while it goes on. With several jobs, migrations start before others have ended. */
export interface Progress {
  started(migration: Migration): void;
  applied(applied: Applied): void;
  failed(migration: Migration): void;
  retrying(migration: Migration, notice: RetryNotice): void;
}

export interface ApplyOptions {
  /** How many migrations may run side by side, each on a connection of the database's pool. Default 1: one by one, in file order. */
  readonly jobs?: number | undefined;
  /** Held before each migration; one that another run applied while it was lost is not applied again. */
  readonly lock?: MigrationLock | undefined;
  readonly observer?: Observer | undefined;
  /** Those of the runnables that are in the database already. */
  readonly present?: ReadonlySet<Migration> | undefined;
  /**
   * The database is thrown away unless this run comes through: it may be left in a state that its tool does not understand, and the
   * run ends where going on would give other data than file order.
   */
  readonly disposable?: boolean | undefined;
  /** Asked whenever one has been applied: whether those that run are to be the last for now. */
  readonly pauses?: (() => boolean) | undefined;
}

/** Whatever ended the run early, what is applied is a closed set, and the books say so. */
export interface Outcome {
  /** In the order in which they ended. */
  readonly applied: readonly Applied[];
  /** The first in file order of those that failed. */
  readonly failed?: FailedMigration | undefined;
  /** The others that were running when it failed, and failed too; in file order. */
  readonly alsoFailed: readonly FailedMigration[];
  /** The one after which the observer had no trust in the graph any more. It is applied. */
  readonly distrusted?: Migration | undefined;
  /**
   * The one that would have had to be tried again although that gives other data, on a disposable database; or that was rolled back while
   * what had been sent behind it was not.
   */
  readonly raced?: Migration | undefined;
  /** Whether it ended because it was to pause, with others left to apply. */
  readonly paused: boolean;
  readonly problems: readonly Problem[];
}
