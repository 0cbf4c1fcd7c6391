/** Brings rows of a bookkeeping table that were written in another order into that of the set: they get each other's ids and times. */
import { quoteLiteral } from '../../sql/quote.ts';

export interface RowOrder {
  /** As SQL names it. */
  readonly table: string;
  /** SQL, as text, for which migration a row of the table `t` is about. */
  readonly key: string;
  /** What `key` gives for the migrations of the set, in file order. */
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
  const { table, key, keys, id, times, where = 'true' } = rows;
  if (keys.length < 2) return [];
  const columns = [...(id === undefined ? [] : [id]), ...times];
  const [first = ''] = columns;
  const own =
    `SELECT DISTINCT ON (o.place) t.ctid AS at, o.place, ${list(columns, (column) => `t.${column}`)} FROM ${table} AS t` +
    ` JOIN unnest(ARRAY[${list(keys, (each) => quoteLiteral(each).trim())}]::text[]) WITH ORDINALITY AS o (key, place)` +
    ` ON o.key = ${key} WHERE ${where} ORDER BY o.place, t.${first} DESC`;
  const sorted = columns.map(
    (column) => `by_${column} AS (SELECT ${column}, row_number() OVER (ORDER BY ${column}) AS n FROM own)`,
  );
  const joins = columns.map((column) => `JOIN by_${column} USING (n)`);
  const values = columns.map((column) => `${column} = ${newValue(column, rows)}`);
  const move =
    `WITH own AS (${own}), placed AS (SELECT at, row_number() OVER (ORDER BY place) AS n FROM own), ${sorted.join(', ')}` +
    ` UPDATE ${table} AS t SET ${values.join(', ')} FROM placed ${joins.join(' ')} WHERE t.ctid = placed.at AND ${isWrong(columns, rows)}`;
  const back = id === undefined ? [] : [`UPDATE ${table} SET ${id} = -${ASIDE} - ${id} WHERE ${id} <= -${ASIDE}`];
  return [NO_NESTED_LOOPS, move, ...back, AS_BEFORE];
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
