/**
 * The questions about relations. Each answer is a JSON array whose first element says what it is.
 *
 * They run amid a migration's transaction, with whatever `search_path` and roles it left, so all names are qualified, operators too.
 */
import { REPORT_COLUMN } from '../session.ts';

/** OIDs below are PostgreSQL's own. */
export const FIRST_OWN_OID = "'16384'::pg_catalog.oid";

/**
 * `["lock", oid, mode, kind, schema, name, …owners]` for each lock that this session holds on a relation; schema and name are
 * quoted where they need be, and null if it is gone. Owners, as below, are only told by `withOwners`.
 *
 * The functions behind the views, and one that names an object instead of a join: planning is most of what this costs.
 */
export function locksQuery(withOwners: boolean): string {
  return `SELECT pg_catalog.json_build_array('lock', l.relation, l.mode, i.type, i.schema, i.name${
    withOwners ? `, ${ownersOf('l.relation')}` : ''
  })::pg_catalog.text AS ${REPORT_COLUMN}
FROM pg_catalog.pg_lock_status() AS l, pg_catalog.pg_identify_object('1259'::pg_catalog.oid, l.relation, 0) AS i
WHERE l.pid OPERATOR(pg_catalog.=) pg_catalog.pg_backend_pid() AND l.relation OPERATOR(pg_catalog.>=) ${FIRST_OWN_OID}`;
}

/**
 * One answer for all relations that are not temporary: `["relations", above, tick, [oid, kind, …], …]`, each as above.
 *
 * @param above an OID: only those with a higher one
 */
export function relationsQuery(tick: number, above: number): string {
  const others = above === 0 ? '' : ` AND c.oid OPERATOR(pg_catalog.>) '${above}'::pg_catalog.oid`;
  const relation = `pg_catalog.json_build_array(c.oid, i.type, i.schema, i.name, ${ownersOf('c.oid')})`;
  return `SELECT pg_catalog.concat('["relations",${above},${tick}', pg_catalog.string_agg(pg_catalog.concat(',', ${relation}), ''), ']') AS ${REPORT_COLUMN}
FROM pg_catalog.pg_class AS c, pg_catalog.pg_identify_object('1259'::pg_catalog.oid, c.oid, 0) AS i
WHERE c.oid OPERATOR(pg_catalog.>=) ${FIRST_OWN_OID} AND c.relpersistence OPERATOR(pg_catalog.<>) 't' AND c.relkind OPERATOR(pg_catalog.<>) 't'${others}`;
}

/**
 * Two elements: the table that an index is of, and `[table that a sequence is owned by or a partition is of, whether it is of an
 * extension]`.
 */
function ownersOf(oid: string): string {
  return `(SELECT x.indrelid FROM pg_catalog.pg_index AS x WHERE x.indexrelid OPERATOR(pg_catalog.=) ${oid}),
  (SELECT pg_catalog.json_build_array(
      pg_catalog.min(d.refobjid) FILTER (WHERE d.refclassid OPERATOR(pg_catalog.=) '1259'::pg_catalog.oid AND (d.refobjsubid OPERATOR(pg_catalog.>) 0 OR d.deptype OPERATOR(pg_catalog.=) 'a')),
      pg_catalog.bool_or(d.deptype OPERATOR(pg_catalog.=) 'e'))
    FROM pg_catalog.pg_depend AS d
    WHERE d.classid OPERATOR(pg_catalog.=) '1259'::pg_catalog.oid AND d.objid OPERATOR(pg_catalog.=) ${oid} AND d.deptype OPERATOR(pg_catalog.<>) 'n')`;
}
