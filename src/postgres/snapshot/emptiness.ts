/** Whether a database is as it was created, so that a dump can be restored into it. */
import { FIRST_USER_OID, membersOf } from '../fingerprint/catalog-sql.ts';
import type { Session } from '../session.ts';

/**
 * What a dump of an empty database would not hold, by the catalog it is in; what can only be in something else of these is left out. What belongs to an extension came with the server's image; so did indexes and row
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
  ['pg_collation', 'collname'],
  ['pg_conversion', 'conname'],
  ['pg_operator', 'oprname'],
  ['pg_opfamily', 'opfname'],
  ['pg_opclass', 'opcname'],
  ['pg_ts_config', 'cfgname'],
  ['pg_ts_dict', 'dictname'],
  ['pg_cast', "'a cast'"],
  ['pg_language', 'lanname'],
  ['pg_default_acl', "'default privileges'"],
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
  const [row] = await session.rows(`SELECT min(name) AS name FROM (${EVERYTHING}) AS found`);
  return typeof row?.['name'] === 'string' ? row['name'] : undefined;
}

/** A query for all that is there: `catalog`, `oid` and `name`. */
export const EVERYTHING = KINDS.map(
  ([catalog, name, condition = 'true']) =>
    `SELECT '${catalog}' AS catalog, oid, ${name}::text AS name FROM ${catalog}
     WHERE oid >= ${FIRST_USER_OID} AND oid NOT IN (${membersOf(catalog)}) AND ${condition}`,
).join(' UNION ALL ');
