/** Who holds an advisory lock of the database that one is connected to. */

/**
 * An expression: the process of the server that holds it, other than this one, or null. Of several that share it, one.
 *
 * @param key one number, as SQL writes it
 */
export function otherHolder(key: string): string {
  return `(select min(l.pid) from pg_catalog.pg_locks l
          where l.locktype = 'advisory' and l.granted and l.objsubid = 1
            and l.database = (select oid from pg_catalog.pg_database where datname = pg_catalog.current_database())
            and (l.classid::bigint << 32) | l.objid::bigint = ${key}
            and l.pid <> pg_catalog.pg_backend_pid())`;
}
