/** The rows of tables, the content of large objects and the values of sequences. */
import type { Session } from '../session.ts';
import { codeOf, messageOf } from '../thrown.ts';
import { transientReason } from '../transient.ts';
import { FIRST_USER_OID, lasting, sorted } from './catalog-sql.ts';
import { type ColumnImage, type TableImage, type VolatileColumns, volatileAmong } from './image.ts';
import { hashQuery, type ReadableColumn, type ReadableTable } from './row-hash.ts';
import { inSnapshot } from './snapshot.ts';

/** Many small tables share a query, as a query costs more than a few rows; but so does planning one that is too long. */
const COLUMNS_PER_QUERY = 300;
const SEQUENCES_PER_QUERY = 500;

/** SQLSTATEs that say something of this moment and not of the table: resources, and somebody's interference. */
const PASSING = /^(53|57)/;

/** The name under which the large objects stand among the tables; those of tables have a schema or quotes. */
export const LARGE_OBJECTS = 'large objects';

/** What is known of a table before its rows are read. */
interface FoundTable extends ReadableTable {
  /** As in `DatabaseImage.tables`. */
  readonly name: string;
  /** No block of it was ever filled, or all have been given back. */
  readonly empty: boolean;
  readonly unreadable: string | undefined;
}

/** The rows of all tables, partitions and materialized views, but for foreign and temporary ones. */
export async function readTables(
  session: Session,
  withoutRows: readonly string[],
  volatile: VolatileColumns,
): Promise<Map<string, TableImage>> {
  const found = await inSnapshot(session, () => findTables(session, withoutRows));
  return hashTables(session, found, volatile);
}

/** The same images; those of tables with volatile columns read again without these. */
export async function rereadTables(
  session: Session,
  images: ReadonlyMap<string, TableImage>,
  volatile: VolatileColumns,
): Promise<ReadonlyMap<string, TableImage>> {
  const outdated = (name: string) => {
    const image = images.get(name);
    if (image === undefined || image.unreadable !== undefined) return false;
    return image.leftOut.join() !== volatileAmong(image.columns.keys(), name, volatile).join();
  };
  if (![...images.keys()].some(outdated)) return images;
  const largeObjects = images.get(LARGE_OBJECTS);
  const found = await inSnapshot(session, () => findTables(session, []));
  const tables = found.filter(({ name }) => outdated(name));
  const read = new Map([...images, ...(await hashTables(session, tables, volatile))]);
  // They have one column only, so there is no combination to read again.
  if (largeObjects !== undefined) read.set(LARGE_OBJECTS, leavingOut(LARGE_OBJECTS, largeObjects, volatile));
  return read;
}

/** Types whose values the server gives out in the order of events. */
const PHYSICAL_TYPES = ['oid', 'xid', 'xid8', 'cid', 'tid', 'pg_lsn', 'pg_snapshot', 'txid_snapshot', 'oidvector'];

/** The columns and how they become text: a user's own type might have a cast to text that says less than its output. */
const COLUMNS = `
  SELECT coalesce(jsonb_agg(jsonb_build_array(quote_ident(a.attname),
    CASE WHEN a.atttypid IN (${PHYSICAL_TYPES.map((type) => `'${type}'::regtype, '${type}[]'::regtype`).join(', ')}) THEN 'physical'
         WHEN a.atttypid >= ${FIRST_USER_OID} THEN 'output' ELSE 'text' END)
    ORDER BY quote_ident(a.attname) COLLATE "C"), '[]')
  FROM pg_attribute AS a WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped`;

/** `regnamespace` would write a schema's name with quotes already. */
const NAME_IN_SQL = "format('%I.%I', (SELECT nspname FROM pg_namespace WHERE oid = c.relnamespace), c.relname)";

async function findTables(session: Session, withoutRows: readonly string[]): Promise<readonly FoundTable[]> {
  const rows = await session.rows(
    `SELECT c.oid::regclass::text AS name, ${NAME_IN_SQL} AS sql, (${COLUMNS}) AS columns,
       (c.relkind = 'm' AND NOT c.relispopulated)
         OR ((SELECT amname = 'heap' FROM pg_am WHERE oid = c.relam) AND pg_relation_size(c.oid) = 0) AS empty,
       CASE WHEN NOT has_schema_privilege(c.relnamespace, 'USAGE') OR NOT has_table_privilege(c.oid, 'SELECT') THEN 'permission denied'
            WHEN row_security_active(c.oid) THEN 'row level security hides rows' END AS unreadable
     FROM pg_class AS c
     WHERE c.relkind IN ('r', 'm') AND c.relpersistence <> 't' AND c.oid >= ${FIRST_USER_OID} AND ${lasting('c.relnamespace')}
       AND c.oid <> ALL (SELECT to_regclass(name) FROM unnest($1::text[]) AS name WHERE to_regclass(name) IS NOT NULL)
     ORDER BY c.oid::regclass::text COLLATE "C"`,
    [withoutRows],
  );
  return rows.map((row) => ({
    name: String(row['name']),
    sql: String(row['sql']),
    // The query above made it.
    columns: (row['columns'] as [string, ReadableColumn['mode']][]).map(([name, mode]) => ({ name, mode })),
    empty: row['empty'] === true,
    unreadable: typeof row['unreadable'] === 'string' ? row['unreadable'] : undefined,
  }));
}

async function hashTables(
  session: Session,
  found: readonly FoundTable[],
  volatile: VolatileColumns,
): Promise<Map<string, TableImage>> {
  const leftOut = ({ name, columns }: FoundTable) =>
    volatileAmong(
      columns.map((column) => column.name),
      name,
      volatile,
    );
  const images = new Map<string, TableImage>();
  const toRead: FoundTable[] = [];
  for (const table of found) {
    if (table.unreadable !== undefined) images.set(table.name, unreadableTable(table.unreadable));
    else if (table.empty) images.set(table.name, tableImage(table, '0', '0', [], [], leftOut(table)));
    else toRead.push(table);
  }
  const read = async (tables: readonly FoundTable[]) => {
    const sql = tables.map((table, index) => hashQuery(table, leftOut(table), index)).join(' UNION ALL ');
    // A transaction for each: locks are kept until its end, and the server has room for a limited number.
    const rows = await inSnapshot(session, () => session.rows(sql));
    for (const row of rows) {
      const table = tables[Number(row['at'])];
      if (table === undefined) continue;
      const image = tableImage(
        table,
        String(row['rows']),
        String(row['combination']),
        row['counts'] as string[],
        row['sums'] as string[],
        leftOut(table),
      );
      images.set(table.name, image);
    }
  };
  for (const chunk of chunks(toRead)) {
    try {
      await read(chunk);
    } catch (error) {
      throwIfPassing(error);
      // One of them cannot be read, say because a generated column fails: which one?
      for (const table of chunk) {
        await read([table]).catch((tableError: unknown) => {
          throwIfPassing(tableError);
          images.set(table.name, unreadableTable(messageOf(tableError)));
        });
      }
    }
  }
  return new Map([...images].sort(([a], [b]) => (a < b ? -1 : 1)));
}

function* chunks(tables: readonly FoundTable[]): Generator<readonly FoundTable[]> {
  let chunk: FoundTable[] = [];
  let size = 0;
  for (const table of tables) {
    if (chunk.length > 0 && size + table.columns.length > COLUMNS_PER_QUERY) {
      yield chunk;
      chunk = [];
      size = 0;
    }
    chunk.push(table);
    size += table.columns.length;
  }
  if (chunk.length > 0) yield chunk;
}

function tableImage(
  table: FoundTable,
  rows: string,
  combination: string,
  counts: readonly string[],
  sums: readonly string[],
  leftOut: readonly string[],
): TableImage {
  const columns = table.columns.map(({ name, mode }, index): [string, ColumnImage] => [
    name,
    { values: Number(counts[index] ?? 0), hash: mode === 'physical' ? undefined : (sums[index] ?? '0') },
  ]);
  return { rows: Number(rows), columns: new Map(columns), combination, leftOut };
}

function leavingOut(name: string, image: TableImage, volatile: VolatileColumns): TableImage {
  return { ...image, leftOut: volatileAmong(image.columns.keys(), name, volatile) };
}

function unreadableTable(reason: string): TableImage {
  return { rows: 0, columns: new Map(), combination: '', leftOut: [], unreadable: reason };
}

function throwIfPassing(error: unknown): void {
  if (transientReason(error) !== undefined || PASSING.test(codeOf(error) ?? '57')) throw error;
}

/** The content of large objects as a multiset: what refers to them by their OIDs cannot be followed. Undefined if there are none. */
export async function readLargeObjects(session: Session, volatile: VolatileColumns): Promise<TableImage | undefined> {
  const [row] = await inSnapshot(session, () => session.rows('SELECT count(*) AS rows FROM pg_largeobject_metadata'));
  const count = Number(row?.['rows']);
  if (count === 0) return undefined;
  try {
    const [content] = await inSnapshot(session, () =>
      session.rows(
        `SELECT sum(hashtextextended(concat_ws('|', sha256(lo_get(l.oid)), l.lomowner::regrole, ${sorted('l.lomacl')},
           obj_description(l.oid, 'pg_largeobject')), 0))::text AS hash FROM pg_largeobject_metadata AS l`,
      ),
    );
    const hash = String(content?.['hash']);
    const columns = new Map([['content', { values: count, hash }]]);
    return leavingOut(LARGE_OBJECTS, { rows: count, columns, combination: '0', leftOut: [] }, volatile);
  } catch (error) {
    throwIfPassing(error);
    return unreadableTable(messageOf(error));
  }
}

/** Where every sequence stands, but for temporary ones and those owned by the tables that are not looked at. */
export async function readSequences(session: Session, withoutRows: readonly string[]): Promise<Map<string, string>> {
  return inSnapshot(session, async () => {
    const found = await session.rows(
      `SELECT c.oid::regclass::text AS name, ${NAME_IN_SQL} AS sql,
         has_schema_privilege(c.relnamespace, 'USAGE') AND has_sequence_privilege(c.oid, 'SELECT') AS readable
       FROM pg_class AS c
       WHERE c.relkind = 'S' AND c.relpersistence <> 't' AND c.oid >= ${FIRST_USER_OID}
         AND NOT EXISTS (SELECT FROM pg_depend AS d JOIN unnest($1::text[]) AS name ON d.refobjid = to_regclass(name)
           WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype IN ('a', 'i') AND d.refclassid = 'pg_class'::regclass)
       ORDER BY c.oid::regclass::text COLLATE "C"`,
      [withoutRows],
    );
    const values = new Map(found.map(({ name }) => [String(name), 'not readable: permission denied']));
    const readable = found.filter((row) => row['readable'] === true);
    for (let at = 0; at < readable.length; at += SEQUENCES_PER_QUERY) {
      const chunk = readable.slice(at, at + SEQUENCES_PER_QUERY);
      const sql = chunk.map(
        ({ sql: name }, index) => `SELECT ${index} AS at, last_value::text, is_called FROM ${String(name)}`,
      );
      for (const row of await session.rows(sql.join(' UNION ALL '))) {
        const name = String(chunk[Number(row['at'])]?.['name']);
        values.set(name, `${String(row['last_value'])}${row['is_called'] === true ? '' : ', not yet used'}`);
      }
    }
    return values;
  });
}
