/** By what snapshots of a set, and the migrations in them, are told apart. */
import type { Remembered } from '../../graph/snapshot-miss.ts';
import type { Planned } from '../../graph/snapshot-choice.ts';
import { hashOfParts } from '../../migration/digest.ts';
import { DEFAULT_LIMITS } from '../../postgres/database.ts';
import { sentBy } from '../../sql/program.ts';
import type { Work } from '../work.ts';
import type { PreparedMigration } from '../placed.ts';

/** Which set it is: what shapes its database and is in no migration's digest. */
export function setOf({ plan, bookkeeping, init, limits }: Work): string {
  return hashOfParts([
    plan.format,
    bookkeeping.table,
    ...bookkeeping.create,
    ...init.runnables.flatMap(({ framing }) => sentBy(framing.steps)),
    ...VISIBLE_LIMITS.filter((name) => limits[name] !== DEFAULT_LIMITS[name]).map((name) => `${name} ${limits[name]}`),
  ]);
}

/**
 * Limits of a session that its SQL can tell. One that is hit mostly fails the migration, and then nothing is kept; but SQL may catch what
 * failed and go on (`WHEN lock_not_available`), read them, and write them down: `current_setting`, a function's `SET … FROM CURRENT`.
 * How long connecting may take, and how many connections there may be, no SQL knows.
 */
const VISIBLE_LIMITS = ['statementTimeoutMs', 'lockTimeoutMs', 'idleInTransactionTimeoutMs'] as const;

export function memberOf(
  { migration, digest, content }: PreparedMigration,
  { bookkeeping }: Work,
): Remembered & Planned {
  const { id, version, description } = migration;
  const more = bookkeeping.alsoRecorded?.(migration) ?? [];
  const record = hashOfParts([id, version, description, bookkeeping.checksum?.(migration) ?? '', ...more]);
  return { id, digest, content, record };
}

/** What the books will say of each migration, as hashes, in file order. */
export function recordsOf(work: Work): readonly string[] {
  return work.runnables.map((each) => memberOf(each, work).record);
}

/** The whole of a plan: which set, and which migrations with which records, in which order. */
export function closedSetOf(work: Work): string {
  return hashOfParts([setOf(work), ...work.runnables.map((each) => markOf(memberOf(each, work)))]);
}

/** Of each migration, in file order: in which set, on top of what, with which record. See `Lesson`. */
export function placesOf(work: Work): readonly string[] {
  const set = setOf(work);
  return work.runnables.map((each) => hashOfParts([set, markOf(memberOf(each, work))]));
}

/** How something comes in that none of these identities covers, as the end of a sentence. */
export function whyBeyond({ plan, init }: Work): string | undefined {
  const beyond = plan.migrations.find(({ beyondDigest }) => beyondDigest !== false);
  if (beyond !== undefined) return `of ${beyond.id}, ${String(beyond.beyondDigest)}`;
  return init.outside === undefined ? undefined : `of the SQL before the migrations, ${init.outside}`;
}

/** The one hash by which a manifest knows a migration and its record. */
export function markOf({ digest, record }: Remembered): string {
  return hashOfParts([digest, record]);
}
