/**
 * Applies migrations to a database, each in its own transaction unless it is marked otherwise, as many side by side as may run so.
 *
 * A migration and its bookkeeping row are committed together, so a failure, a lost connection or the end of this process leaves
 * a set of whole migrations that contains all its dependencies. What cannot run in a transaction is recorded after its last
 * statement, and a failure says which of its statements stay.
 */
import type { Bookkeeping } from '../migration/bookkeeping.ts';
import type { Migration } from '../migration/migration.ts';
import type { Failure } from '../migration/result.ts';
import { type Problem, UserError } from '../migration/problem.ts';
import type { Database } from '../postgres/database.ts';
import { type MigrationLock, NO_LOCK } from '../postgres/migration-lock.ts';
import { MIGRATION_RETRIES, retryTransient, type RetryNotice } from '../postgres/retry.ts';
import { MessageError, type Session } from '../postgres/session.ts';
import { lostConnection, transientReason } from '../postgres/transient.ts';
import { isRecorded } from './books.ts';
import { NOTHING_SENT, runByStatement, runWhole, wholeMessages } from './carry-out.ts';
import { describeFailure, Refusal } from './failure.ts';
import { Lane } from './lane.ts';
import type { Message } from './message.ts';
import type { Observer } from './observer.ts';
import type { Runnable } from './runnable.ts';
import { isChain, Schedule } from './schedule.ts';

export type { Runnable } from './runnable.ts';

export interface Applied {
  readonly migration: Migration;
  readonly ms: number;
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
  /** The one that would have had to be tried again although that gives other data, on a disposable database. It was rolled back. */
  readonly raced?: Migration | undefined;
  readonly problems: readonly Problem[];
}

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
  const mustKeepOrder = bookkeeping.newestOnly === true && options.disposable !== true;
  const parallel = jobs > 1 && !mustKeepOrder && !isChain(runnables, present);
  const lanes = await openLanes(database, parallel ? Math.min(jobs, database.poolSize, runnables.length) : 1);
  try {
    return await new Run(database, runnables, bookkeeping, progress, options, lanes).toEnd();
  } finally {
    await Promise.all(lanes.map((lane) => lane.close()));
  }
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
async function openLanes(database: Database, count: number): Promise<readonly Lane[]> {
  const lanes = Array.from({ length: count }, () => new Lane(database));
  if (count === 1) return lanes;
  const opened = await Promise.allSettled(lanes.map((lane) => lane.open()));
  return lanes.filter((_, index) => index === 0 || opened[index]?.status === 'fulfilled');
}

interface Refused {
  readonly runnable: Runnable;
  readonly ms: number;
  readonly attempts: number;
  readonly refusal: Refusal;
}

interface Tries {
  count: number;
  /** Where the last one ran: with its connection lost it may still be running there, to commit when it is done. */
  backend: number | undefined;
  /** Whether the next one waits until nothing else runs. */
  yields: boolean;
}

class Run {
  readonly #database: Database;
  readonly #migrations: readonly Migration[];
  readonly #bookkeeping: Bookkeeping;
  readonly #progress: Progress;
  readonly #lock: MigrationLock;
  readonly #observer: Observer | undefined;
  readonly #disposable: boolean;
  readonly #lanes: readonly Lane[];
  readonly #schedule: Schedule;
  /** Of those that run or will soon. */
  readonly #messages = new Map<Runnable, readonly Message[]>();
  readonly #tries = new Map<Runnable, Tries>();
  readonly #applied: Applied[] = [];
  readonly #refused: Refused[] = [];
  readonly #repeated = new Set<Migration>();
  #lockWasLost = false;
  #distrusted: Migration | undefined;
  #raced: Migration | undefined;
  #defect: { readonly error: unknown } | undefined;

  constructor(
    database: Database,
    runnables: readonly Runnable[],
    bookkeeping: Bookkeeping,
    progress: Progress,
    { lock = NO_LOCK, observer, present, disposable = false }: ApplyOptions,
    lanes: readonly Lane[],
  ) {
    this.#database = database;
    this.#migrations = runnables.map(({ migration }) => migration);
    this.#bookkeeping = bookkeeping;
    this.#progress = progress;
    this.#lock = lock;
    this.#observer = observer;
    this.#disposable = disposable;
    this.#lanes = lanes;
    this.#schedule = new Schedule(runnables, lanes.length, present);
  }

  async toEnd(): Promise<Outcome> {
    const idle = [...this.#lanes];
    await new Promise<void>((resolve) => {
      const startMore = () => {
        for (let lane = idle.pop(); lane !== undefined; lane = idle.pop()) {
          const runnable = this.#schedule.next();
          if (runnable === undefined) {
            idle.push(lane);
            break;
          }
          const taken = lane;
          void this.#carryOut(taken, runnable)
            .catch((error: unknown) => {
              this.#defect ??= { error };
              this.#schedule.stop();
            })
            .then(() => {
              idle.push(taken);
              startMore();
            });
        }
        if (this.#schedule.running === 0) resolve();
        else setImmediate(prepareNext);
      };
      const prepareNext = () => {
        this.#prepareNext();
      };
      startMore();
    });
    if (this.#defect !== undefined) throw this.#defect.error;
    return this.#outcome();
  }

  /** From start to end; how it ended goes to the schedule. */
  async #carryOut(lane: Lane, runnable: Runnable): Promise<void> {
    const { migration } = runnable;
    const tries = this.#triesOf(runnable);
    const before = tries.count;
    if (before === 0) this.#progress.started(migration);
    let began = performance.now();
    try {
      const reports = await retryTransient(
        async (attempt) => {
          tries.count = before + attempt;
          began = performance.now();
          this.#lockWasLost = (await this.#lock.ensure()) || this.#lockWasLost;
          return await lane.run((session) => this.#tryOnce(session, runnable, tries));
        },
        MIGRATION_RETRIES,
        (notice) => {
          this.#willRetry(runnable, tries, { ...notice, attempt: before + notice.attempt });
        },
        (error) => {
          // Statements that were committed one by one must not run twice.
          if (runnable.framing.kind !== 'transaction' || this.#mustNotRepeat(runnable)) return false;
          tries.yields = this.#schedule.running > 1 && !lostConnection(error);
          return !tries.yields;
        },
      );
      const done = { migration, ms: performance.now() - began, attempts: tries.count };
      this.#applied.push(done);
      this.#messages.delete(runnable);
      this.#schedule.applied(runnable);
      this.#progress.applied(done);
      if (reports !== undefined) this.#observe(migration, reports);
    } catch (error) {
      const reason = transientReason(error);
      if (tries.yields && reason !== undefined) {
        this.#willRetry(runnable, tries, { attempt: tries.count, reason, error: error as Error });
        this.#schedule.again(runnable);
      } else if (reason !== undefined && this.#mustNotRepeat(runnable)) {
        this.#raced ??= migration;
        this.#schedule.failed(runnable);
      } else {
        this.#refuse(runnable, error, performance.now() - began, tries.count);
      }
    }
  }

  #triesOf(runnable: Runnable): Tries {
    const known = this.#tries.get(runnable);
    const tries: Tries =
      known === undefined ? { count: 0, backend: undefined, yields: false } : { ...known, yields: false };
    this.#tries.set(runnable, tries);
    return tries;
  }

  /**
   * One try. In a transaction it has an effect whole or not at all.
   *
   * @returns what the observer's statements reported; undefined when they were not run
   */
  async #tryOnce(session: Session, runnable: Runnable, tries: Tries): Promise<readonly string[] | undefined> {
    if (tries.backend !== undefined && !(await session.endOther(tries.backend))) {
      throw new MessageError(new Error('The session of the try before was lost, and the server has not ended it.'), 0);
    }
    tries.backend = session.backend;
    // The try before may have been committed, and only the answer lost.
    const again = tries.count > 1 || this.#lockWasLost;
    if (again && (await isRecorded(session, this.#bookkeeping, runnable.migration, this.#migrations))) return undefined;
    if (runnable.framing.kind === 'transaction') {
      const reports = await runWhole(session, this.#messagesOf(runnable));
      return this.#observer === undefined ? undefined : reports;
    }
    await runByStatement(session, runnable, this.#bookkeeping);
    return undefined;
  }

  #messagesOf(runnable: Runnable): readonly Message[] {
    const known = this.#messages.get(runnable);
    if (known !== undefined) return known;
    const messages = wholeMessages(runnable, this.#bookkeeping, this.#observer);
    this.#messages.set(runnable, messages);
    return messages;
  }

  /** Puts together what will be sent next while PostgreSQL is busy. */
  #prepareNext(): void {
    try {
      for (const runnable of this.#schedule.upcoming(this.#lanes.length)) {
        if (runnable.framing.kind === 'transaction') this.#messagesOf(runnable);
      }
    } catch {
      // It is tried again, and told, when its turn comes.
    }
  }

  #observe(migration: Migration, reports: readonly string[]): void {
    if (this.#observer?.observed(migration, reports) !== false) return;
    this.#distrusted ??= migration;
    this.#schedule.stop();
  }

  #mustNotRepeat(runnable: Runnable): boolean {
    return this.#disposable && this.#lanes.length > 1 && runnable.repeatSafe === false;
  }

  #willRetry({ migration, repeatSafe }: Runnable, tries: Tries, notice: RetryNotice): void {
    this.#database.counts.retries += 1;
    // Where the connection holds, the try is over, and its session may serve somebody else by now.
    if (!lostConnection(notice.error)) tries.backend = undefined;
    if (repeatSafe === false) this.#repeated.add(migration);
    this.#progress.retrying(migration, notice);
  }

  /** What goes wrong around the script is told like what goes wrong in it, since other migrations stay applied. */
  #refuse(runnable: Runnable, error: unknown, ms: number, attempts: number): void {
    this.#schedule.failed(runnable);
    if (error instanceof MessageError || error instanceof UserError) {
      const refusal = error instanceof Refusal ? error : new Refusal(error, NOTHING_SENT, 0);
      this.#refused.push({ runnable, ms, attempts, refusal });
      this.#progress.failed(runnable.migration);
    } else {
      this.#defect ??= { error };
    }
  }

  #outcome(): Outcome {
    const inFileOrder = (a: Refused, b: Refused) =>
      this.#placeOf(a.runnable.migration) - this.#placeOf(b.runnable.migration);
    const [failed, ...alsoFailed] = this.#refused
      .toSorted(inFileOrder)
      .map(({ runnable: { migration, framing }, ms, attempts, refusal }): FailedMigration => {
        const place = this.#placeOf(migration);
        const failure = describeFailure(migration, framing, refusal, {
          later: this.#migrations.filter((other, index) => index > place && this.#isApplied(other)),
          alsoFailed: this.#refused
            .map((other) => ({ migration: other.runnable.migration, message: other.refusal.message }))
            .filter((other) => other.migration !== migration),
        });
        return { migration, ms, attempts, failure, cause: refusal.cause };
      });
    return {
      applied: this.#applied,
      failed,
      alsoFailed,
      distrusted: this.#distrusted,
      raced: this.#raced,
      problems: [...this.#repeated].map(sequenceGap),
    };
  }

  #placeOf(migration: Migration): number {
    return this.#migrations.indexOf(migration);
  }

  #isApplied(migration: Migration): boolean {
    return this.#applied.some((done) => done.migration === migration);
  }
}

function sequenceGap({ id, up }: Migration): Problem {
  return {
    severity: 'warning',
    code: 'sequence-gap',
    message: `${id} was tried again after another session got in its way. What its first try drew from sequences stays drawn, so ids it gives may be greater than in another run.`,
    path: up.path,
    hint: 'Where that matters, start again from an empty database.',
  };
}
