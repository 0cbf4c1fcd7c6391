/**
 * What a run that was killed has left running. PostgreSQL notices that a client is gone when it has something to say to it: until then
 * it goes on with the message it has, to its COMMIT. The lock of that run is free meanwhile, and what it will have applied is not
 * recorded yet.
 *
 * So whatever migrates a database of others is marked for as long as it runs, by an advisory lock that keeps nobody out, and who comes
 * next waits until nobody has it.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { usageError } from '../migration/problem.ts';
import type { Session } from './session.ts';

/** Ours among the advisory locks: the first eight bytes of SHA-256 of `migrate-action in flight`, as a signed number. */
const KEY = '7794890921995600027';
const POLL_MS = 200;

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

/**
 * Returns when nothing that an earlier run began still runs. For whoever has the migration lock, and has begun nothing yet.
 *
 * @param timeoutMs 0: for as long as it takes
 * @param waits told once, if there is anything to wait for
 * @throws UserError (usage) after the timeout
 */
export async function waitForLeftRunning(
  session: Session,
  timeoutMs: number,
  waits: (text: string) => void,
): Promise<void> {
  const deadline = timeoutMs === 0 ? Infinity : performance.now() + timeoutMs;
  for (let told = false; ; told = true) {
    const [first] = await session.rows(IN_FLIGHT, [KEY]);
    if (first === undefined) return;
    const who = `Process ${String(first['pid'])} of the server`;
    if (performance.now() > deadline) throw stillRunning(who, Number(first['pid']), timeoutMs);
    if (!told) waits(`${who} is still at what an earlier run began. Waiting for it to end.`);
    await sleep(POLL_MS);
  }
}

const IN_FLIGHT = `
  select l.pid from pg_catalog.pg_locks l
  where l.locktype = 'advisory' and l.granted and l.objsubid = 1 and l.pid <> pg_catalog.pg_backend_pid()
    and l.database = (select oid from pg_catalog.pg_database where datname = pg_catalog.current_database())
    and (l.classid::bigint << 32) | l.objid::bigint = $1::bigint
  order by l.pid limit 1`;

function stillRunning(who: string, pid: number, timeoutMs: number): Error {
  return usageError(
    'migration-in-progress',
    `${who} is still at what an earlier run began, after the ${timeoutMs / 1000} s that we waited.`,
    `Start again when it has ended, end it with SELECT pg_terminate_backend(${pid}), or wait longer with --lock-timeout (input "lock-timeout").`,
  );
}
