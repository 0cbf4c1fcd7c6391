/**
 * Brings rows of a bookkeeping table that were written in another order into that of the set: they get each other's ids and times.
 * Only for rows that one run wrote: what is older tells when and in which order things were, and is not ours to change.
 */
import { quoteLiteral } from '../../sql/quote.ts';

export interface RowOrder {
  /** As SQL names it. */
  readonly table: string;
  /** SQL, as text, for which migration a row of the table `t` is about. */
  readonly key: string;
  /** What `key` gives for the migrations whose rows take part, in file order. */
  readonly keys: readonly string[];
  /** A column of unique integers, if the table has one. */
  readonly id?: string | undefined;
  /** Columns of times. */
  readonly times: readonly string[];
  /** No two times may be the same, since the tool goes by them alone. */
  readonly strictly?: boolean | undefined;
  /** SQL condition for the rows of `t` that take part; of several about one migration it is the newest. */
  readonly where?: string | undefined;
}

/** What ids are lowered by while they change hands, so that none is there twice at any moment. */
const ASIDE = 1_000_000_000;

/** Nobody has counted the new table's rows, so PostgreSQL takes them for few and would compare each with each. */
const NO_NESTED_LOOPS = 'SET LOCAL enable_nestloop = off';
const AS_BEFORE = 'SET LOCAL enable_nestloop TO DEFAULT';

/**
 * Statements that hand the ids and the times that are there out again in file order, each sorted by itself; they change no row whose
 * order is right. For one transaction.
 */
export function inFileOrder(rows: RowOrder): readonly string[] {
  const { table, key, keys, id, times, where } = rows;
  if (keys.length < 2) return [];
  const columns = [...(id === undefined ? [] : [id]), ...times];
  const [first = ''] = columns;
  const own = newest({ table, key, keys, where }, first, columns);
  const sorted = columns.map(
    (column) => `by_${column} AS (SELECT ${column}, row_number() OVER (ORDER BY ${column}) AS n FROM own)`,
  );
  const joins = columns.map((column) => `JOIN by_${column} USING (n)`);
  const values = columns.map((column) => `${column} = ${newValue(column, rows)}`);
  const move =
    `WITH own AS (${own}), placed AS (SELECT at, row_number() OVER (ORDER BY place) AS n FROM own), ${sorted.join(', ')}` +
    ` UPDATE ${table} AS t SET ${values.join(', ')} FROM placed ${joins.join(' ')} WHERE t.ctid = placed.at AND ${isWrong(columns, rows)}`;
  return [NO_NESTED_LOOPS, move, ...(id === undefined ? [] : [back(table, id)]), AS_BEFORE];
}

/**
 * Statements that give rows the numbers right behind those of all others, if there are others: what was free when they were written
 * may stand before some of those, or leave a gap. For one transaction, before `inFileOrder`.
 *
 * @param number the column of unique integers
 */
export function behindOthers(
  rows: Pick<RowOrder, 'table' | 'key' | 'keys' | 'where'>,
  number: string,
): readonly string[] {
  const { table, keys } = rows;
  if (keys.length === 0) return [];
  const next =
    `SELECT at, (SELECT max(${number}) FROM ${table} WHERE ctid NOT IN (SELECT at FROM own))` +
    ` + row_number() OVER (ORDER BY ${number}) AS n FROM own`;
  const move =
    `WITH own AS (${newest(rows, number, [number])}), next AS (${next}) UPDATE ${table} AS t` +
    ` SET ${number} = -${ASIDE} - next.n FROM next WHERE t.ctid = next.at AND next.n <> t.${number}`;
  return [move, back(table, number)];
}

/** A statement that gives each row its place among all of them, where there are no others: those written at once may have taken the same. */
export function inPlaces(rows: Pick<RowOrder, 'table' | 'key' | 'keys' | 'where'>, number: string): readonly string[] {
  if (rows.keys.length === 0) return [];
  return [
    `WITH own AS (${newest(rows, number, [number])}) UPDATE ${rows.table} AS t SET ${number} = own.place` +
      ` FROM own WHERE t.ctid = own.at AND own.place <> t.${number}`,
  ];
}

/** Selects the row of each key, by its place among the keys. */
function newest(
  { table, key, keys, where = 'true' }: Pick<RowOrder, 'table' | 'key' | 'keys' | 'where'>,
  first: string,
  columns: readonly string[],
): string {
  return (
    `SELECT DISTINCT ON (o.place) t.ctid AS at, o.place, ${list(columns, (column) => `t.${column}`)} FROM ${table} AS t` +
    ` JOIN unnest(ARRAY[${list(keys, (each) => quoteLiteral(each).trim())}]::text[]) WITH ORDINALITY AS o (key, place)` +
    ` ON o.key = ${key} WHERE ${where} ORDER BY o.place, t.${first} DESC`
  );
}

/** Ends what lowered ids by `ASIDE`. */
function back(table: string, id: string): string {
  return `UPDATE ${table} SET ${id} = -${ASIDE} - ${id} WHERE ${id} <= -${ASIDE}`;
}

function newValue(column: string, { id, strictly }: RowOrder): string {
  if (column === id) return `-${ASIDE} - by_${column}.${column}`;
  const value = `by_${column}.${column}`;
  return strictly === true ? `${value} + n * interval '1 microsecond'` : value;
}

function isWrong(columns: readonly string[], { strictly }: RowOrder): string {
  if (strictly !== true) {
    return `(${list(columns, (column) => `t.${column}`)}) IS DISTINCT FROM (${list(columns, (column) => `by_${column}.${column}`)})`;
  }
  // All rows or none: microseconds that were added to some must not take them past others.
  const steps = columns.map((column) => `${column} <= lag(${column}) OVER (ORDER BY place) AS back_${column}`);
  return `EXISTS (SELECT FROM (SELECT ${steps.join(', ')} FROM own) AS s WHERE ${columns.map((column) => `back_${column}`).join(' OR ')})`;
}

function list(items: readonly string[], render: (item: string) => string): string {
  return items.map(render).join(', ');
}
