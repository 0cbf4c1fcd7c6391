/**
 * What a run leaves in somebody's database for as long as it lasts, so that the run after one that was killed knows its rows.
 *
 * Migrations that run side by side are recorded in the order in which they end, and at the end of the run their rows are brought into file
 * order (`Bookkeeping.finish`). One that is killed never gets there; and which rows were its own, the tool's table does not say. So each
 * migration writes into a large object, in its own transaction, by which transaction it was recorded. The next run takes the rows of
 * these transactions for its own if everything else in the table is as it was when the killed run began; if anybody has written there
 * since, all stays as it is.
 *
 * A large object is in no schema, so no migration that goes through tables comes upon it; anybody may make one; and what two transactions
 * write on different pages of it does not conflict. The run's last statement removes it.
 */
import { createHash } from 'node:crypto';
import type { Bookkeeping } from '../migration/bookkeeping.ts';
import type { Migration } from '../migration/migration.ts';
import type { Session } from '../postgres/session.ts';
import { sqlStateOf } from '../postgres/thrown.ts';
import { quoteLiteral } from '../sql/quote.ts';

/** Of its comment, by which it is found. What follows: a hash of the rows that were there before, and the table. */
const LABEL = 'migrate-action: unfinished run, ';
/** What PostgreSQL keeps of a large object in one row. */
const PAGE_BYTES = 2048;
/** More than a number of a transaction and a hash take. */
const ENTRY_BYTES = 100;
/** PostgreSQL's INV_READ. */
const READ = 0x40000;

export interface Trace {
  /** The tool's, which also leaves the trace, and with its last statement removes it. */
  readonly bookkeeping: Bookkeeping;
  /** What runs that were cut off applied, if nobody else has written to the table since. */
  readonly own: ReadonlySet<Migration>;
  /** What the user is told of it. */
  readonly note?: string | undefined;
}

/**
 * Goes on with the trace of a run that was cut off, or begins one. Books exist; the session has no transaction open.
 *
 * @param migrations the whole set
 * @param leavesOne whether the run has to be known if it is cut off
 */
export async function openTrace(
  session: Session,
  bookkeeping: Bookkeeping,
  migrations: readonly Migration[],
  leavesOne: boolean,
): Promise<Trace> {
  const none: Trace = { bookkeeping, own: new Set() };
  if (bookkeeping.finish === undefined) return none;
  try {
    await session.run('BEGIN');
    const found = await find(session, bookkeeping);
    const { kept, own, note } = await goOn(session, bookkeeping, migrations, found);
    const object = kept ?? (leavesOne ? await begin(session, bookkeeping) : undefined);
    await session.run('COMMIT');
    return { bookkeeping: object === undefined ? bookkeeping : traced(bookkeeping, migrations, object), own, note };
  } catch (error) {
    // Somebody took away the right to make large objects, or keeps his books in a view: runs do without, as a trace is for the worst.
    if (sqlStateOf(error) === undefined) throw error;
    await session.run('ROLLBACK');
    return none;
  }
}

interface Kept {
  /** As SQL has it. */
  readonly oid: string;
  /** Where nothing is written yet. */
  readonly page: number;
}

interface Found extends Kept {
  readonly others: string;
  /** Transactions, and hashes of the versions that each recorded. */
  readonly entries: readonly (readonly [string, string])[];
}

async function find(session: Session, { table }: Bookkeeping): Promise<readonly Found[]> {
  const traces = await session.rows(
    `SELECT d.objoid::text AS oid, d.description AS label, lo_lseek64(lo_open(d.objoid, ${READ}), 0, 2)::float8 AS size
     FROM pg_catalog.pg_description AS d JOIN pg_catalog.pg_largeobject_metadata AS m ON m.oid = d.objoid
     JOIN pg_catalog.pg_roles AS r ON r.oid = m.lomowner AND r.rolname = current_user
     WHERE d.classoid = 'pg_catalog.pg_largeobject'::regclass AND starts_with(d.description, ${quoteLiteral(LABEL)})`,
  );
  const found: Found[] = [];
  for (const { oid, label, size } of traces) {
    const [, others = '', of] = /^(\w+) (.*)$/s.exec(String(label).slice(LABEL.length)) ?? [];
    if (of !== table) continue;
    const page = Math.ceil(Number(size) / PAGE_BYTES);
    const rows = await session.rows(
      `SELECT encode(lo_get($1, n * ${PAGE_BYTES}, ${ENTRY_BYTES}), 'hex') AS entry FROM generate_series(0::bigint, $2) AS n`,
      [oid, page - 1],
    );
    const texts = rows.map(({ entry }) => Buffer.from(String(entry), 'hex').toString().replaceAll('\0', ''));
    const entries = texts.map((text) => text.split(' ')).map(([xid = '', hash = '']) => [xid, hash] as const);
    found.push({ oid: String(oid), page, others, entries: entries.filter(([xid]) => xid !== '') });
  }
  return found;
}

/** What is left of a run that was cut off is gone on with, or removed if nothing can be made of it. */
async function goOn(
  session: Session,
  bookkeeping: Bookkeeping,
  migrations: readonly Migration[],
  found: readonly Found[],
): Promise<Omit<Trace, 'bookkeeping'> & { readonly kept?: Kept }> {
  const [one, ...more] = found;
  if (one === undefined) return { own: new Set() };
  const { others, alive } = await rowsOf(session, bookkeeping, one.entries);
  if (more.length === 0 && others === one.others) {
    const hashes = new Set(one.entries.flatMap(([xid, hash]) => (alive.has(xid) ? [hash] : [])));
    const own = new Set(migrations.filter(({ version }) => hashes.has(hashOf(version))));
    const note = `An earlier run was cut off; its rows of ${bookkeeping.table} are brought into file order with those of this one.`;
    return { kept: one, own, note: own.size > 0 ? note : undefined };
  }
  for (const { oid } of found) await session.rows('SELECT lo_unlink($1)', [oid]);
  const note =
    `An earlier run was cut off, and somebody has written to ${bookkeeping.table} since, ` +
    'so the rows there stay in the order in which its migrations ended.';
  return { own: new Set(), note };
}

/** What there is in the table: of the transactions given, which; and a hash that any change of all else changes. */
async function rowsOf(
  session: Session,
  { table }: Bookkeeping,
  entries: Found['entries'],
): Promise<{ others: string; alive: ReadonlySet<string> }> {
  const [row] = await session.rows(
    `SELECT encode(sha256(convert_to(coalesce(string_agg(x, ',' ORDER BY x) FILTER (WHERE NOT x = ANY ($1)), ''), 'UTF8')), 'hex') AS others,
       coalesce(array_agg(DISTINCT x) FILTER (WHERE x = ANY ($1)), '{}') AS alive
     FROM (SELECT xmin::text COLLATE "C" AS x FROM ${table}) AS t`,
    [entries.map(([xid]) => xid)],
  );
  return { others: String(row?.['others']), alive: new Set(row?.['alive'] as readonly string[]) };
}

async function begin(session: Session, bookkeeping: Bookkeeping): Promise<Kept> {
  const { others } = await rowsOf(session, bookkeeping, []);
  const [row] = await session.rows('SELECT lo_create(0)::text AS oid');
  const oid = String(row?.['oid']);
  await session.run(`COMMENT ON LARGE OBJECT ${oid} IS ${quoteLiteral(`${LABEL}${others} ${bookkeeping.table}`)}`);
  return { oid, page: 0 };
}

/** Statements are for a session of which nobody knows what a migration has set there, and for an object that somebody may have removed. */
function traced(bookkeeping: Bookkeeping, migrations: readonly Migration[], { oid, page }: Kept): Bookkeeping {
  const places = new Map(migrations.map((migration, index) => [migration, page + index]));
  const ifThere = `FROM pg_catalog.pg_largeobject_metadata AS m WHERE m.oid OPERATOR(pg_catalog.=) '${oid}'::pg_catalog.oid`;
  const entry = (migration: Migration) =>
    `SELECT pg_catalog.lo_put(m.oid, ${(places.get(migration) ?? 0) * PAGE_BYTES}, pg_catalog.convert_to(` +
    `pg_catalog.format('%s %s', pg_catalog.pg_current_xact_id()::pg_catalog.xid, '${hashOf(migration.version)}'), 'UTF8')) ${ifThere}`;
  return {
    ...bookkeeping,
    record: (migration) => [...bookkeeping.record(migration), entry(migration)],
    finish: (own) => [...(bookkeeping.finish?.(own) ?? []), `SELECT pg_catalog.lo_unlink(m.oid) ${ifThere}`],
  };
}

function hashOf(version: string): string {
  return createHash('sha256').update(version).digest('hex');
}
