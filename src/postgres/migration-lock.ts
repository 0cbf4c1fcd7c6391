/**
 * Lets one run at a time migrate a database: who comes second waits, and then finds the first one's migrations applied.
 *
 * An advisory lock of the session, on a connection of its own, since migrations begin with `DISCARD ALL`, which lets go of a
 * session's locks. It is asked for again and again and never waited for inside PostgreSQL: a session that waits there holds a
 * snapshot, for which the other run's `CREATE INDEX CONCURRENTLY` would wait in turn. The lock ends with its connection, so a run
 * that was killed leaves none.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { usageError } from '../migration/problem.ts';
import { type ConnectionLimits, openDatabase, type Target } from './database.ts';
import { connectionError } from './connection-error.ts';
import { otherHolder } from './advisory-lock.ts';
import { LEFT_RUNNING } from './in-flight.ts';
import type { RetryNotice } from './retry.ts';
import { lostConnection } from './transient.ts';

/** Ours among the advisory locks of a database: the first eight bytes of SHA-256 of `migrate-action`, as a signed number. */
export const MIGRATION_LOCK_KEY = '-25187423501124987';
const POLL_MS = 200;

export interface MigrationLock {
  /**
   * Makes sure that the lock is held, and takes it again if its connection was lost.
   *
   * @returns whether it had been lost, so that another run may have migrated meanwhile
   * @throws UserError (usage) when another run keeps it for longer than the lock timeout
   */
  ensure(): Promise<boolean>;
  /** Lets go of it; nothing needs to be held for that, and it may be called again. */
  release(): Promise<void>;
}

/** For a database that nobody else can reach. */
export const NO_LOCK: MigrationLock = { ensure: () => Promise.resolve(false), release: () => Promise.resolve() };

export interface LockReporter {
  /** Told once each time that another run is waited for. */
  waits(text: string): void;
  onRetry(notice: RetryNotice): void;
}

/** Prepares the lock of a database; `ensure` takes it. */
export function migrationLock(target: Target, limits: ConnectionLimits, reporter: LockReporter): MigrationLock {
  // One connection, and so always the same one for as long as it lives.
  const database = openDatabase(target, { ...limits, poolSize: 1 }, (notice) => {
    reporter.onRetry(notice);
  });
  let holder: number | undefined;
  let released: Promise<void> | undefined;

  /** Undefined when the connection turned out to be dead; the next one is another. */
  const attempt = async (): Promise<Attempt | undefined> => {
    try {
      return await database.withSession(async (session) => {
        const [row] = await session.rows(TRY, [MIGRATION_LOCK_KEY, holder ?? 0]).catch((error: unknown) => {
          if (lostConnection(error)) return [];
          throw error;
        });
        return row as unknown as Attempt | undefined;
      });
    } catch (error) {
      throw connectionError(error);
    }
  };

  return {
    async ensure() {
      // Later, what is marked is our own.
      const isFirst = holder === undefined;
      const deadline = limits.lockTimeoutMs === 0 ? Infinity : performance.now() + limits.lockTimeoutMs;
      for (let told = false; ;) {
        const answer = await attempt();
        if (answer?.held === true) {
          const wasLost = holder !== undefined && holder !== answer.pid;
          holder = answer.pid;
          if (!isFirst || answer.left == null) return wasLost;
        }
        const who = whoIsAtIt(answer);
        if (performance.now() > deadline) throw stillAtIt(who, answer, limits.lockTimeoutMs);
        if (!told && answer !== undefined) {
          told = true;
          reporter.waits(`${who} is migrating this database. Waiting for it to end.`);
        }
        await sleep(POLL_MS);
      }
    },
    release: () => (released ??= database.close()),
  };
}

interface Attempt {
  readonly held: boolean;
  readonly pid: number;
  /** The backend that holds the lock instead of ours. */
  readonly owner: number | null;
  /** The backend that is still at what an earlier run began. */
  readonly left: number | null;
}

/** A session that holds the lock already does not take it a second time. */
const TRY = `
  select case when pg_catalog.pg_backend_pid() = $2::int then true
              else pg_catalog.pg_try_advisory_lock($1::bigint) end as held,
         pg_catalog.pg_backend_pid() as pid,
         ${otherHolder('$1::bigint')} as owner,
         ${LEFT_RUNNING} as "left"`;

function whoIsAtIt(answer: Attempt | undefined): string {
  if (answer?.held === true) return `Process ${answer.left} of the server, which a killed run has left,`;
  return `Another run${answer?.owner == null ? '' : ` (process ${answer.owner} of the server)`}`;
}

function stillAtIt(who: string, answer: Attempt | undefined, timeoutMs: number): Error {
  const end = answer?.held === true ? `end it with SELECT pg_terminate_backend(${answer.left}), ` : '';
  return usageError(
    'migration-in-progress',
    `${who} has been migrating this database for the ${timeoutMs / 1000} s that we waited.`,
    `Start again when it has ended, ${end}or wait longer with --lock-timeout.`,
  );
}
