/**
 * Sends a migration right behind the one that runs on its connection, so that PostgreSQL goes from one to the other without waiting
 * for us to hear of the first and to wake it with the second.
 *
 * The second must not run unless the first is applied. Where the first is refused, its transaction is left open and failed, and
 * PostgreSQL refuses everything behind it. Only a COMMIT that fails leaves none, so between the two stands a question that then fails in
 * a transaction of its own: a setting, made within the first one's transaction, has to be there.
 */
import { RESET, type Session } from '../postgres/session.ts';
import type { Runnable } from './runnable.ts';

/** The last statement before the COMMIT of a migration that others may be sent behind. */
export const MARK = "SET migrate_action.applied = '1'";

/** Fails, and leaves a failed transaction, unless a transaction with the mark was committed since the last reset. */
const GUARD = "BEGIN;\nSELECT pg_catalog.current_setting('migrate_action.applied')::pg_catalog.int4;\nCOMMIT";

/** A migration that was sent before the end of the one before it was known. */
export interface Ahead {
  readonly runnable: Runnable;
  /** Rejects when the one before was not applied; then this one was not run. */
  readonly allowed: Promise<unknown>;
  /** What it reports. */
  readonly reports: Promise<readonly string[]>;
}

/** @param message of the follower, whole, with the mark */
export function sendAhead(session: Session, runnable: Runnable, message: string): Ahead {
  const [guard, reset, reports] = session.runAll([GUARD, RESET, message]);
  const allowed = Promise.all([guard, reset]);
  allowed.catch(() => undefined);
  return { runnable, allowed, reports: reports ?? Promise.resolve([]) };
}
