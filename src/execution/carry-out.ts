/** Runs one migration on a session, and records it. */
import type { Bookkeeping } from '../migration/bookkeeping.ts';
import type { Migration } from '../migration/migration.ts';
import type { Session } from '../postgres/session.ts';
import { split } from '../sql/split.ts';
import { transactionControl } from '../sql/transactions.ts';
import { Refusal } from './failure.ts';
import { type Message, stepMessage, transactionMessages } from './message.ts';
import type { Observer } from './observer.ts';
import type { Runnable } from './runnable.ts';

/** What goes wrong before anything was sent. */
export const NOTHING_SENT: Message = { text: '', parts: [] };

export interface Around {
  readonly observer?: Observer | undefined;
  /** A statement for right after the BEGIN. */
  readonly first?: string | undefined;
  /** A statement for right before the COMMIT. */
  readonly last?: string | undefined;
}

/** What is sent for a migration that is one transaction, bookkeeping and all. */
export function wholeMessages(
  { migration, framing }: Runnable,
  bookkeeping: Bookkeeping,
  { observer, first, last }: Around,
): readonly Message[] {
  const { timeoutMs } = migration.directives;
  const observation = observer?.around(migration);
  const before = [
    'BEGIN',
    ...(first === undefined ? [] : [first]),
    ...(observation?.before ?? []),
    ...(timeoutMs === undefined ? [] : [`SET LOCAL statement_timeout = ${timeoutMs}`]),
  ];
  const after = [
    ...OWN_IDENTITY,
    ...(observation?.after ?? []),
    ...bookkeeping.record(migration),
    ...(last === undefined ? [] : [last]),
    'COMMIT',
  ];
  return transactionMessages(before, framing.steps, after);
}

/** Undoes what the script may have done to the session's identity, so that the bookkeeping is written as the user who connected. */
const OWN_IDENTITY = ['RESET SESSION AUTHORIZATION', 'RESET ROLE'];

/**
 * Sends a migration that is one transaction: it has an effect whole or not at all.
 *
 * @returns what the observer's statements reported
 * @throws Refusal, with a transaction still open
 */
export async function runWhole(session: Session, messages: readonly Message[]): Promise<readonly string[]> {
  return (await send(session, messages, 0, true)).reports;
}

/**
 * Sends a migration statement by statement, each committed by itself or as the script says.
 *
 * @throws Refusal, which says how many statements stay; a transaction may still be open
 */
export async function runByStatement(
  session: Session,
  { migration, framing }: Runnable,
  bookkeeping: Bookkeeping,
): Promise<void> {
  const begun = framing.kind === 'autocommit' && framing.begun;
  const timeout = migration.directives.timeoutMs;
  if (timeout !== undefined) await session.run(`SET statement_timeout = ${timeout}`);
  if (begun) await session.run('BEGIN');
  const messages = framing.steps.map(stepMessage);
  const { completed, committed } = await send(session, messages);
  // What the script left open belongs to the transaction that its tool would commit. Without one, psql would drop it unsaid.
  if (session.inTransaction && !begun) {
    const error = new Error('The script ends within a transaction that it began and never commits.');
    throw new Refusal(error, messages.at(-1) ?? NOTHING_SENT, committed);
  }
  await send(session, recordMessages(session, migration, bookkeeping), completed);
}

function recordMessages(session: Session, migration: Migration, bookkeeping: Bookkeeping): readonly Message[] {
  const record = [...OWN_IDENTITY, ...bookkeeping.record(migration), 'COMMIT'];
  return transactionMessages(session.inTransaction ? [] : ['BEGIN'], [], record);
}

/**
 * Sends messages one by one; a refusal says how many statements of the script stay.
 *
 * @param already statements of the script that were completed before
 * @param whole they are one transaction, which nothing among them may end
 * @returns statements of the script that are completed now, those of them that stay whatever happens next, and what was reported
 */
async function send(
  session: Session,
  messages: readonly Message[],
  already = 0,
  whole = false,
): Promise<{ completed: number; committed: number; reports: readonly string[] }> {
  const reports: string[] = [];
  let completed = already;
  let committed = session.inTransaction ? 0 : already;
  for (const [index, message] of messages.entries()) {
    try {
      if (message.gexec === true) {
        for (const text of await session.fields(message.text)) {
          if (whole) refuseControl(text);
          await session.run(text);
        }
      } else if (whole && index === messages.length - 1 && message.copyData === undefined) {
        reports.push(...(await session.runLast(message.text)));
      } else {
        reports.push(...(await session.run(message.text, message.copyData)));
      }
    } catch (error) {
      throw new Refusal(error as Error, message, committed);
    }
    // What a transaction has completed matters only where it may be ended before the last message.
    if (whole) continue;
    completed += message.parts.filter((part) => part.statement !== undefined).length;
    if (!session.inTransaction || endsTransaction(message)) committed = completed;
  }
  return { completed, committed, reports };
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
