/**
 * What a run that was killed has left running. PostgreSQL notices that a client is gone when it has something to say to it: until then
 * it goes on with the message it has, to its COMMIT. The lock of that run is free meanwhile, and what it will have applied is not
 * recorded yet.
 *
 * So whatever migrates a database of others is marked for as long as it runs, by an advisory lock that keeps nobody out, and who comes
 * next waits until nobody has it (`migration-lock.ts`).
 */
import { otherHolder } from './advisory-lock.ts';

/** Ours among the advisory locks: the first eight bytes of SHA-256 of `migrate-action in flight`, as a signed number. */
const KEY = '7794890921995600027';

/** For right after BEGIN; it ends with the transaction. */
export const MARK_OF_TRANSACTION = `SELECT pg_catalog.pg_advisory_xact_lock_shared(${KEY})`;
/** A message before others of the same session, until that is reset. */
export const MARK_OF_SESSION = `SELECT pg_catalog.pg_advisory_lock_shared(${KEY})`;
/** What PostgreSQL takes only before a transaction's first query. */
const MUST_BE_FIRST = /\bset\s+(?:local\s+)?transaction|\btransaction_(?:isolation|read_only|deferrable)\b/i;

/** Whether a script's transaction may have no query of ours before it. */
export function mustBeFirst(text: string): boolean {
  return MUST_BE_FIRST.test(text);
}

/** The process of the server that is still at something so marked, as an expression. */
export const LEFT_RUNNING = otherHolder(KEY);
