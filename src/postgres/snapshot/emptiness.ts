/** Whether a database is as it was created, so that a dump can be restored into it. */
import { FIRST_USER_OID, membersOf } from '../fingerprint/catalog-sql.ts';
import type { Session } from '../session.ts';

/**
 * What a dump of an empty database would not hold. What belongs to an extension came with the server's image; so did indexes and row
 * types of its tables, which are no members of it.
 */
const KINDS: readonly (readonly [catalog: string, name: string, condition?: string])[] = [
  ['pg_namespace', 'nspname', "nspname !~ '^pg_(temp|toast)'"],
  [
    'pg_class',
    'relname',
    "relkind IN ('r', 'p', 'v', 'm', 'f', 'S', 'c') AND relnamespace::regnamespace::text !~ '^pg_(temp|toast)'",
  ],
  ['pg_proc', 'proname'],
  ['pg_type', 'typname', "typtype IN ('e', 'd', 'r')"],
  ['pg_publication', 'pubname'],
  ['pg_foreign_data_wrapper', 'fdwname'],
  ['pg_event_trigger', 'evtname'],
  ['pg_largeobject_metadata', "'a large object'"],
];

/**
 * @param session in the transaction of `inSnapshot`
 * @returns the name of something that is there, undefined when there is nothing
 */
export async function whatIsThere(session: Session): Promise<string | undefined> {
  const queries = KINDS.map(
    ([catalog, name, condition = 'true']) =>
      `SELECT ${name}::text AS name FROM ${catalog} WHERE oid >= ${FIRST_USER_OID} AND oid NOT IN (${membersOf(catalog)}) AND ${condition}`,
  );
  const [row] = await session.rows(`SELECT min(name) AS name FROM (${queries.join(' UNION ALL ')}) AS found`);
  return typeof row?.['name'] === 'string' ? row['name'] : undefined;
}
