/**
 * Sends a migration right behind the one that runs on its connection, so that PostgreSQL goes from one to the other without waiting
 * for us to hear of the first and to wake it with the second.
 *
 * The second must not run unless the first is applied. Where the first is refused, its transaction is left open and failed, and
 * PostgreSQL refuses everything behind it. Two things would leave none. What PostgreSQL cannot parse is refused before anything of its
 * message runs, so the BEGIN is a message of its own. And a COMMIT may fail: whatever PostgreSQL would check at it is checked right before
 * it; and what fails all the same is noticed, and the database thrown away.
 */
import { RESET, type Session } from '../postgres/session.ts';
import { lostConnection } from '../postgres/transient.ts';
import { type Message, splitFirst } from './message.ts';
import type { Runnable } from './runnable.ts';

/** The last statement before the COMMIT of a migration that others may be sent behind: checks what was put off until then. */
export const SETTLE = 'SET CONSTRAINTS ALL IMMEDIATE';

/** What reads the text of a message, as functions do that audit rows. */
const READS_MESSAGES =
  /\b(?:current_query|pg_stat_activity|pg_stat_get_activity|pg_stat_get_backend_activity|pg_stat_statements)\b/i;

/** Whether the migration, or what it makes and others set off, may write down what was sent, in which nothing may then be for our sake only. */
export function readsMessages({ framing }: Runnable): boolean {
  return framing.steps.some(({ statement }) => READS_MESSAGES.test(statement.text));
}

/** A migration that was sent before the end of the one before it was known. */
export interface Ahead {
  readonly runnable: Runnable;
  /** Where it was sent. */
  readonly session: Session;
  /** The reset before it. Rejects when the transaction of the one before is still open, in which this one is refused. */
  readonly cleared: Promise<unknown>;
  /** What it reports. */
  readonly reports: Promise<readonly string[]>;
}

/** The database is not what file order gives: something ran on what should have been there before it, and was not. */
export class Spoiled extends Error {
  constructor(id: string) {
    super(`${id} and what was sent with it did not run one on top of the other.`);
  }
}

/** @param message a whole transaction, settled before its COMMIT, as something else may be sent behind it */
export function sendFirst(session: Session, message: Message): Promise<readonly string[]> {
  const [begin, rest] = splitFirst(message);
  const [, reports = Promise.resolve([])] = session.runAll([begin.text, rest.text]);
  return reports;
}

/** @param message of the follower, like that of `sendFirst` */
export function sendAhead(session: Session, runnable: Runnable, message: Message): Ahead {
  const [begin, rest] = splitFirst(message);
  const sent = session.runAll([RESET, begin.text, rest.text]);
  const [cleared = Promise.resolve([]), , reports = Promise.resolve([])] = sent;
  return { runnable, session, cleared, reports };
}

/** Whether it runs on a clean session. */
export async function isCleared({ cleared }: Ahead): Promise<boolean> {
  return await succeeds(cleared);
}

/** Whether PostgreSQL refused the reset. Where the connection was lost nobody knows what became of it. */
export async function wasNotCleared({ cleared }: Ahead): Promise<boolean> {
  return await cleared.then(
    () => false,
    (error: unknown) => !lostConnection(error),
  );
}

export async function isApplied({ reports }: Ahead): Promise<boolean> {
  return await succeeds(reports);
}

async function succeeds(work: Promise<unknown>): Promise<boolean> {
  return await work.then(
    () => true,
    () => false,
  );
}
