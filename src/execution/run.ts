/** One run over a set: takes what the schedule gives, carries it out on the connections there are, and judges how it ended. */
import type { Bookkeeping } from '../migration/bookkeeping.ts';
import type { Migration } from '../migration/migration.ts';
import { type Problem, UserError } from '../migration/problem.ts';
import type { Database } from '../postgres/database.ts';
import { MARK_OF_SESSION } from '../postgres/in-flight.ts';
import { type MigrationLock, NO_LOCK } from '../postgres/migration-lock.ts';
import { MIGRATION_RETRIES, retryTransient, type RetryNotice } from '../postgres/retry.ts';
import { MessageError, type Session } from '../postgres/session.ts';
import { lostConnection, transientReason, waitedReason } from '../postgres/transient.ts';
import {
  type Ahead,
  isApplied,
  isCleared,
  readsMessages,
  sendAhead,
  sendFirst,
  Spoiled,
  wasNotCleared,
} from './ahead.ts';
import { isRecorded } from './books.ts';
import { NOTHING_SENT, runByStatement, runWhole } from './carry-out.ts';
import { Refusal } from './failure.ts';
import type { Lane } from './lane.ts';
import { splitFirst } from './message.ts';
import type { Observer } from './observer.ts';
import { Outbox } from './outbox.ts';
import type { Applied, ApplyOptions, Outcome, Progress } from './outcome.ts';
import { type Attempt, failedMigrations, type Refused } from './refused.ts';
import type { Runnable } from './runnable.ts';
import { Schedule } from './schedule.ts';

interface Tries {
  count: number;
  /** Where the last one ran: with its connection lost it may still be running there, to commit when it is done. */
  backend: number | undefined;
  /** What had been sent behind it there. */
  behind: Migration | undefined;
  /** Whether the next one waits until nothing else runs. */
  yields: boolean;
}

export class Run {
  readonly #database: Database;
  readonly #migrations: readonly Migration[];
  readonly #bookkeeping: Bookkeeping;
  readonly #progress: Progress;
  readonly #lock: MigrationLock;
  readonly #observer: Observer | undefined;
  readonly #disposable: boolean;
  readonly #pauses: (() => boolean) | undefined;
  readonly #lanes: readonly Lane[];
  readonly #schedule: Schedule;
  readonly #outbox: Outbox;
  readonly #tries = new Map<Runnable, Tries>();
  readonly #applied: Applied[] = [];
  readonly #refused: Refused[] = [];
  readonly #repeated = new Set<Migration>();
  #paused = false;
  #lockWasLost = false;
  #distrusted: Migration | undefined;
  #raced: Migration | undefined;
  #defect: { readonly error: unknown } | undefined;

  constructor(
    database: Database,
    runnables: readonly Runnable[],
    bookkeeping: Bookkeeping,
    progress: Progress,
    { lock = NO_LOCK, observer, present, disposable = false, pauses }: ApplyOptions,
    lanes: readonly Lane[],
  ) {
    this.#database = database;
    this.#migrations = runnables.map(({ migration }) => migration);
    this.#bookkeeping = bookkeeping;
    this.#progress = progress;
    this.#lock = lock;
    this.#observer = observer;
    this.#disposable = disposable;
    this.#pauses = pauses;
    this.#lanes = lanes;
    // Not on somebody's database, nor in file order with one job, the reference that everything else is held against.
    const pipelines = disposable && lanes.length > 1 && !runnables.some(readsMessages);
    this.#outbox = new Outbox(bookkeeping, { observer, marks: lock !== NO_LOCK, pipelines });
    this.#schedule = new Schedule(runnables, lanes.length, present);
  }

  async toEnd(): Promise<Outcome> {
    const idle = [...this.#lanes];
    await new Promise<void>((resolve) => {
      const startMore = () => {
        for (let lane = idle.pop(); lane !== undefined; lane = idle.pop()) {
          const runnable = lane.ahead?.runnable ?? this.#schedule.next();
          if (runnable === undefined) {
            idle.push(lane);
            break;
          }
          // Where a connection puts rows hangs on where it put some before, so those that must be alone share one.
          const taken = runnable.alone === true ? exchange(idle, lane, this.#lanes[0]) : lane;
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
        this.#outbox.prepare(this.#schedule.upcoming(this.#lanes.length));
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
          return await lane.run((session) => this.#tryOnce(lane, session, runnable, tries), runnable.leaves);
        },
        MIGRATION_RETRIES,
        (notice) => {
          this.#willRetry(runnable, tries, { ...notice, attempt: before + notice.attempt });
        },
        (error) => {
          if (!this.#mayRepeat(runnable)) return false;
          tries.yields = this.#schedule.running > 1 && !lostConnection(error);
          return !tries.yields;
        },
      );
      const done = { migration, ...this.#timing(lane, began), attempts: tries.count };
      this.#applied.push(done);
      this.#outbox.forget(runnable);
      this.#schedule.applied(runnable);
      this.#progress.applied(done);
      if (reports === undefined) this.#observer?.missed(migration, runnable.framing.kind !== 'transaction');
      else this.#observe(migration, reports);
      if (!this.#paused && this.#pauses?.() === true) {
        this.#paused = true;
        this.#schedule.stop();
      }
    } catch (error) {
      const waited = this.#schedule.running > 1 ? waitedReason(error) : undefined;
      tries.yields ||= waited !== undefined && this.#mayRepeat(runnable);
      const reason = transientReason(error) ?? waited;
      if (tries.yields && reason !== undefined) {
        this.#willRetry(runnable, tries, { attempt: tries.count, reason, error: error as Error });
        this.#schedule.again(runnable);
      } else if (error instanceof Spoiled || (reason !== undefined && this.#mustNotRepeat(runnable))) {
        this.#raced ??= migration;
        this.#schedule.failed(runnable);
      } else {
        this.#refuse(runnable, error, { ...this.#timing(lane, began), attempts: tries.count });
      }
    }
  }

  #timing(lane: Lane, startedAt: number): Omit<Attempt, 'attempts'> {
    return { startedAt, ms: performance.now() - startedAt, lane: this.#lanes.indexOf(lane) };
  }

  #triesOf(runnable: Runnable): Tries {
    const known = this.#tries.get(runnable);
    const tries: Tries =
      known === undefined
        ? { count: 0, backend: undefined, behind: undefined, yields: false }
        : { ...known, yields: false };
    this.#tries.set(runnable, tries);
    return tries;
  }

  /**
   * One try. In a transaction it has an effect whole or not at all.
   *
   * @returns what the observer's statements reported; undefined when they were not run
   */
  async #tryOnce(
    lane: Lane,
    session: Session,
    runnable: Runnable,
    tries: Tries,
  ): Promise<readonly string[] | undefined> {
    if (tries.backend !== undefined && !(await session.endOther(tries.backend))) {
      throw new MessageError(new Error('The session of the try before was lost, and the server has not ended it.'), 0);
    }
    tries.backend = (lane.ahead?.session ?? session).backend;
    // The try before may have been committed, and only the answer lost.
    const again = tries.count > 1 || this.#lockWasLost;
    if (again) {
      const isDone = (each: Migration) => isRecorded(session, this.#bookkeeping, each, this.#migrations);
      if (await isDone(runnable.migration)) return undefined;
      if (tries.behind !== undefined && (await isDone(tries.behind))) this.#spoil(runnable);
    }
    if (this.#outbox.markOf(runnable) === 'session') await session.run(MARK_OF_SESSION);
    if (runnable.framing.kind === 'transaction') {
      const reports = await this.#runWhole(lane, session, runnable);
      return this.#observer === undefined ? undefined : reports;
    }
    await runByStatement(session, runnable, this.#bookkeeping);
    return undefined;
  }

  /** Runs a migration that may have been sent already, and sends another one behind it where that can be. */
  async #runWhole(lane: Lane, session: Session, runnable: Runnable): Promise<readonly string[]> {
    const messages = this.#outbox.messagesOf(runnable);
    const only = this.#outbox.onlyMessageOf(runnable);
    if (only === undefined) return await runWhole(session, messages);
    const sent = lane.ahead;
    lane.ahead = undefined;
    try {
      // On another connection than the one that it was sent on and that was lost, nothing may come behind it.
      const isElsewhere = sent !== undefined && sent.session !== session;
      const follower = isElsewhere ? undefined : this.#schedule.follower(runnable);
      if (sent === undefined && follower === undefined) return await runWhole(session, messages);
      const reports = sent?.reports ?? sendFirst(session, only);
      if (follower !== undefined) this.#sendBehind(lane, session, follower);
      if (sent !== undefined && !isElsewhere && (await wasNotCleared(sent))) {
        // A setting that the one before left cut the reset short, and this one may have run on all the others.
        if (await isApplied(sent)) this.#spoil(runnable);
        this.#putBack(lane);
        await session.run('ROLLBACK');
        await session.reset();
        return await runWhole(session, messages);
      }
      return await reports;
    } catch (error) {
      const isLost = lostConnection(error);
      const ahead = this.#putBack(lane, isLost ? session.backend : undefined);
      const tries = this.#tries.get(runnable);
      if (isLost && tries !== undefined) tries.behind = ahead?.runnable.migration;
      if (!isLost && ahead !== undefined && (await isCleared(ahead))) this.#spoil(runnable);
      if (error instanceof Refusal || error instanceof Spoiled) throw error;
      throw new Refusal(error as Error, splitFirst(only)[1], 0);
    }
  }

  /** It did not run as in file order, or what was sent behind it ran without it: nobody wants that database, even if more come to it. */
  #spoil({ migration }: Runnable): never {
    this.#raced ??= migration;
    throw new Spoiled(migration.id);
  }

  /** One that cannot travel so, or was tried before, goes the usual way. */
  #sendBehind(lane: Lane, session: Session, follower: Runnable): void {
    const fresh = follower.framing.kind === 'transaction' && !this.#tries.has(follower);
    const only = fresh ? this.#outbox.onlyMessageOf(follower) : undefined;
    if (only === undefined) this.#schedule.putBack(follower);
    else lane.ahead = sendAhead(session, follower, only);
  }

  /**
   * The one that was sent behind was not run, since the one before it was not applied; or it does not matter any more.
   *
   * @param lost where nobody knows whether either was: the backend they were sent to
   * @returns it, if there is one
   */
  #putBack(lane: Lane, lost?: number): Ahead | undefined {
    const { ahead } = lane;
    if (ahead === undefined) return undefined;
    lane.ahead = undefined;
    if (lost !== undefined)
      this.#tries.set(ahead.runnable, { count: 1, backend: lost, behind: undefined, yields: false });
    this.#schedule.putBack(ahead.runnable);
    return ahead;
  }

  #observe(migration: Migration, reports: readonly string[]): void {
    if (this.#observer?.observed(migration, reports) !== false) return;
    this.#distrusted ??= migration;
    this.#schedule.stop();
  }

  /** Statements that were committed one by one must not run twice. */
  #mayRepeat(runnable: Runnable): boolean {
    return runnable.framing.kind === 'transaction' && !this.#mustNotRepeat(runnable);
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
  #refuse(runnable: Runnable, error: unknown, attempt: Attempt): void {
    this.#schedule.failed(runnable);
    if (error instanceof MessageError || error instanceof UserError) {
      const refusal = error instanceof Refusal ? error : new Refusal(error, NOTHING_SENT, 0);
      this.#refused.push({ runnable, attempt, refusal });
      this.#progress.failed(runnable.migration);
    } else {
      this.#defect ??= { error };
    }
  }

  #outcome(): Outcome {
    const [failed, ...alsoFailed] = failedMigrations(this.#refused, this.#applied, this.#migrations);
    const ended = failed ?? this.#distrusted ?? this.#raced;
    return {
      applied: this.#applied,
      paused: this.#paused && ended === undefined && this.#schedule.left > 0,
      failed,
      alsoFailed,
      distrusted: this.#distrusted,
      raced: this.#raced,
      problems: [...this.#repeated].map(sequenceGap),
    };
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

/** Takes the lane that is wanted instead of the one taken, if it is idle. */
function exchange(idle: Lane[], taken: Lane, wanted: Lane | undefined): Lane {
  const place = wanted === undefined ? -1 : idle.indexOf(wanted);
  if (wanted === undefined || place === -1) return taken;
  idle[place] = taken;
  return wanted;
}
