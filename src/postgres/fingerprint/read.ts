/** Reads the image of a database: its catalogs in one transaction for each session, its rows in several. */
import type { Session } from '../session.ts';
import type { CatalogQuery, Catalogs } from './catalog-sql.ts';
import { CODE_QUERIES } from './code.ts';
import { ENVIRONMENT_QUERIES } from './environment.ts';
import { type DatabaseImage, NOTHING_VOLATILE, type VolatileColumns } from './image.ts';
import { RELATION_QUERIES } from './relations.ts';
import { LARGE_OBJECTS, readLargeObjects, readSequences, readTables, rereadTables } from './rows.ts';
import { inSnapshot } from './snapshot.ts';

export interface ImageOptions {
  /** Include roles, tablespaces and what else databases of one server share. Default: no. */
  readonly clusterWide?: boolean | undefined;
  /** Tables as SQL names them, schema-qualified, whose rows and own sequences are not looked at; they need not exist. Default: none. */
  readonly withoutRows?: readonly string[] | undefined;
  /** The columns that the hashes of rows leave out. Default: none. */
  readonly volatile?: VolatileColumns | undefined;
}

const CATALOG_QUERIES: readonly CatalogQuery[] = [...RELATION_QUERIES, ...CODE_QUERIES, ...ENVIRONMENT_QUERIES];

/**
 * Reads everything that a fingerprint is made of. Changes nothing and sets nothing that outlasts the call. What this user may
 * not read is said in the image.
 *
 * @param session outside of a transaction
 * @param beside another one of the same kind, to read half of the catalogs on at the same time, where nobody changes them meanwhile
 */
export async function readImage(
  session: Session,
  options: ImageOptions = {},
  beside?: Session,
): Promise<DatabaseImage> {
  const withoutRows = options.withoutRows ?? [];
  const volatile = options.volatile ?? NOTHING_VOLATILE;
  const sessions = beside === undefined ? [session] : [session, beside];
  const objects = await readObjects(sessions, options.clusterWide ?? false);
  const tables = await readTables(session, withoutRows, volatile);
  const largeObjects = await readLargeObjects(session, volatile);
  if (largeObjects !== undefined) tables.set(LARGE_OBJECTS, largeObjects);
  return { objects, tables, sequences: await readSequences(session, withoutRows) };
}

/**
 * The second pass, for an image that was read before it was known what is volatile: reads again which values stand together in
 * the rows of those tables that have volatile columns, without these. Only those tables are read.
 *
 * @param session on the database of the image, which is as it was
 */
export async function withoutVolatile(
  session: Session,
  image: DatabaseImage,
  volatile: VolatileColumns,
): Promise<DatabaseImage> {
  return { ...image, tables: await rereadTables(session, image.tables, volatile) };
}

async function readObjects(sessions: readonly Session[], clusterWide: boolean): Promise<ReadonlyMap<string, string>> {
  const queries = CATALOG_QUERIES.values();
  const found: [string, string][] = [];
  // Each takes the next query as soon as it has the answer to its last.
  await Promise.all(
    sessions.map((session) =>
      inSnapshot(session, async () => {
        const catalogs = await factsOf(session, clusterWide);
        for (const query of queries) {
          const sql = query(catalogs);
          if (sql === undefined) continue;
          for (const { object, definition } of await session.rows(sql))
            found.push([String(object), textOf(definition)]);
        }
      }),
    ),
  );
  // Some kinds may share a name (a comment on each of two objects that are called alike); then both definitions count.
  const objects = new Map<string, string>();
  for (const [object, definition] of found.sort(byText)) {
    const other = objects.get(object);
    objects.set(object, other === undefined ? definition : `${other}\n${definition}`);
  }
  return objects;
}

async function factsOf(session: Session, clusterWide: boolean): Promise<Catalogs> {
  const [facts] = await session.rows(`
    SELECT current_setting('server_version_num')::int / 10000 AS major,
      has_column_privilege('pg_subscription', 'subconninfo', 'SELECT') AS subscriptions,
      has_table_privilege('pg_authid', 'SELECT') AS passwords`);
  return {
    major: Number(facts?.['major']),
    maySeeSubscriptions: facts?.['subscriptions'] === true,
    maySeePasswords: facts?.['passwords'] === true,
    clusterWide,
  };
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function byText([a, aText]: [string, string], [b, bText]: [string, string]): number {
  if (a !== b) return a < b ? -1 : 1;
  return aText < bText ? -1 : Number(aText > bText);
}
