/**
 * Applies migrations to a database, one after the other, each in its own transaction unless it is marked otherwise.
 *
 * A migration and its bookkeeping row are committed together, so a failure, a lost connection or the end of this process leaves
 * the database at the last good migration. What cannot run in a transaction is recorded after its last statement, and a failure
 * says which of its statements stay.
 */
import type { Bookkeeping } from '../migration/bookkeeping.ts';
import type { Migration } from '../migration/migration.ts';
import type { Failure } from '../migration/result.ts';
import { UserError } from '../migration/problem.ts';
import type { Database } from '../postgres/database.ts';
import { type MigrationLock, NO_LOCK } from '../postgres/migration-lock.ts';
import { MIGRATION_RETRIES, retryTransient, type RetryNotice } from '../postgres/retry.ts';
import { MessageError, type Session } from '../postgres/session.ts';
import { lostConnection } from '../postgres/transient.ts';
import { split } from '../sql/split.ts';
import { type Framing, transactionControl } from '../sql/transactions.ts';
import { isRecorded } from './books.ts';
import { describeFailure, Refusal } from './failure.ts';
import { type Message, stepMessage, transactionMessages } from './message.ts';

/** A migration ready to run. */
export interface Runnable {
  readonly migration: Migration;
  readonly framing: Framing;
  /**
   * Ids of migrations that come before it in the list and must be applied first. Left out: nothing is known, so it keeps its place
   * between all before it and all after it.
   */
  readonly dependsOn?: readonly string[] | undefined;
  /** Must not run beside any other. What is not one transaction never does. */
  readonly alone?: boolean | undefined;
  /** Milliseconds, as recorded before. */
  readonly expectedMs?: number | undefined;
  /** `false`: a second try may give other data than the first would have, since sequences are not rolled back. */
  readonly repeatSafe?: boolean | undefined;
}

export interface Applied {
  readonly migration: Migration;
  readonly ms: number;
  readonly attempts: number;
}

export interface FailedMigration extends Applied {
  readonly failure: Failure;
  readonly cause: Error;
}

/** What a run tells while it goes on. */
export interface Progress {
  started(migration: Migration): void;
  applied(applied: Applied): void;
  failed(migration: Migration): void;
  retrying(migration: Migration, notice: RetryNotice): void;
}

/**
 * Applies all, in the order given.
 *
 * @param lock held before each; a migration that another run applied while it was lost is not applied again
 * @returns what was applied, and the failure that ended it early, if one did
 */
export async function applyInOrder(
  database: Database,
  runnables: readonly Runnable[],
  bookkeeping: Bookkeeping,
  progress: Progress,
  lock: MigrationLock = NO_LOCK,
): Promise<{ applied: readonly Applied[]; failed?: FailedMigration }> {
  const applied: Applied[] = [];
  let lockWasLost = false;
  for (const runnable of runnables) {
    const { migration } = runnable;
    progress.started(migration);
    let attempts = 0;
    let began = performance.now();
    const tries: Tries = { backend: undefined };
    try {
      await retryTransient(
        async (attempt) => {
          attempts = attempt;
          began = performance.now();
          lockWasLost = (await lock.ensure()) || lockWasLost;
          await applyOnce(database, runnable, bookkeeping, attempt > 1 || lockWasLost, tries);
        },
        MIGRATION_RETRIES,
        (notice) => {
          database.counts.retries += 1;
          // Where the connection holds, the try is over, and its session may serve somebody else by now.
          if (!lostConnection(notice.error)) tries.backend = undefined;
          progress.retrying(migration, notice);
        },
        // Statements that were committed one by one must not run twice.
        () => runnable.framing.kind === 'transaction',
      );
    } catch (error) {
      const refusal = asRefusal(error);
      progress.failed(migration);
      const failure = describeFailure(migration, runnable.framing, refusal);
      return { applied, failed: { migration, ms: performance.now() - began, attempts, failure, cause: refusal.cause } };
    }
    const done = { migration, ms: performance.now() - began, attempts };
    applied.push(done);
    progress.applied(done);
  }
  return { applied };
}

/** What goes wrong around the script is told like what goes wrong in it, since migrations before this one stay applied. */
function asRefusal(error: unknown): Refusal {
  if (error instanceof Refusal) return error;
  if (error instanceof MessageError || error instanceof UserError) return new Refusal(error, NOTHING_SENT, 0);
  throw error;
}

const NOTHING_SENT: Message = { text: '', parts: [] };

/** Where the last try ran: with its connection lost it may still be running there, to commit when it is done. */
interface Tries {
  backend: number | undefined;
}

/** One try. In a transaction it has an effect whole or not at all. */
async function applyOnce(
  database: Database,
  runnable: Runnable,
  bookkeeping: Bookkeeping,
  again: boolean,
  tries: Tries,
): Promise<void> {
  await database.withSession(async (session) => {
    if (tries.backend !== undefined && !(await session.endOther(tries.backend))) {
      throw new MessageError(new Error('The session of the try before was lost, and the server has not ended it.'), 0);
    }
    tries.backend = session.backend;
    // The try before may have been committed, and only the answer lost.
    if (again && (await isRecorded(session, bookkeeping, runnable.migration))) return;
    await session.reset();
    const { framing } = runnable;
    try {
      if (framing.kind === 'transaction') await runWhole(session, runnable, bookkeeping);
      else await runByStatement(session, runnable, bookkeeping, framing.begun);
    } catch (error) {
      await rollBack(session);
      throw error;
    }
  });
}

/** Undoes what the script may have done to the session's identity, so that the bookkeeping is written as the user who connected. */
const OWN_IDENTITY = ['RESET SESSION AUTHORIZATION', 'RESET ROLE'];

async function runWhole(session: Session, { migration, framing }: Runnable, bookkeeping: Bookkeeping): Promise<void> {
  const timeout = migration.directives.timeoutMs;
  const before = timeout === undefined ? ['BEGIN'] : ['BEGIN', `SET LOCAL statement_timeout = ${timeout}`];
  const after = [...OWN_IDENTITY, ...bookkeeping.record(migration), 'COMMIT'];
  await send(session, transactionMessages(before, framing.steps, after), 0, true);
}

async function runByStatement(
  session: Session,
  { migration, framing }: Runnable,
  bookkeeping: Bookkeeping,
  begun: boolean,
): Promise<void> {
  const timeout = migration.directives.timeoutMs;
  if (timeout !== undefined) await session.run(`SET statement_timeout = ${timeout}`);
  if (begun) await session.run('BEGIN');
  const messages = framing.steps.map(stepMessage);
  const { completed, committed } = await send(session, messages);
  const record = [...OWN_IDENTITY, ...bookkeeping.record(migration), 'COMMIT'];
  // What the script left open belongs to the transaction that its tool would commit. Without one, psql would drop it unsaid.
  if (session.inTransaction && !begun) {
    const error = new Error('The script ends within a transaction that it began and never commits.');
    throw new Refusal(error, messages.at(-1) ?? NOTHING_SENT, committed);
  }
  await send(session, transactionMessages(session.inTransaction ? [] : ['BEGIN'], [], record), completed);
}

/**
 * Sends messages one by one; a refusal says how many statements of the script stay.
 *
 * @param already statements of the script that were completed before
 * @param whole they are one transaction, which nothing among them may end
 * @returns statements of the script that are completed now, and those of them that stay whatever happens next
 */
async function send(
  session: Session,
  messages: readonly Message[],
  already = 0,
  whole = false,
): Promise<{ completed: number; committed: number }> {
  let completed = already;
  let committed = session.inTransaction ? 0 : already;
  for (const message of messages) {
    try {
      if (message.gexec === true) {
        for (const text of await session.fields(message.text)) {
          if (whole) refuseControl(text);
          await session.run(text);
        }
      } else {
        await session.run(message.text, message.copyData);
      }
    } catch (error) {
      throw new Refusal(error as Error, message, committed);
    }
    completed += message.parts.filter((part) => part.statement !== undefined).length;
    if (!session.inTransaction || endsTransaction(message)) committed = completed;
  }
  return { completed, committed };
}

/** What `\gexec` runs is known only now, after the script was found to control no transactions. */
function refuseControl(text: string): void {
  const control = split(text, '').statements.find((statement) => transactionControl(statement) !== undefined);
  if (control !== undefined) {
    throw new Error(`\\gexec would run ${control.text}, but the migration is one transaction.`);
  }
}

/** COMMIT AND CHAIN ends a transaction and yet leaves one open. */
function endsTransaction(message: Message): boolean {
  return message.parts.some(
    ({ statement }) => statement !== undefined && transactionControl(statement)?.kind === 'end',
  );
}

/** After a refusal, so that the connection can be used again. A connection that cannot even do this is thrown away by its pool. */
async function rollBack(session: Session): Promise<void> {
  try {
    await session.run('ROLLBACK');
  } catch {
    // The refusal itself says what went wrong.
  }
}
