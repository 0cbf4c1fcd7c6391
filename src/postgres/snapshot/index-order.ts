/** In which order indexes were made, which a dump does not keep: it makes them by their names. */
import type { Session } from '../session.ts';

/**
 * Copies of a table (`LIKE … INCLUDING INDEXES`, partitions) have its indexes, in the order in which those were made, under names that
 * follow from their columns: `c_id_idx`, `c_id_idx1`. So it is told only by several on the same columns. The same goes for statistics.
 *
 * @returns whether a database that was restored from a dump would give other names
 */
export async function losesIndexOrder(session: Session): Promise<boolean> {
  const [row] = await session.rows(`
    SELECT EXISTS (
      SELECT FROM (
        SELECT row_number() OVER (PARTITION BY x.indrelid, x.indkey::text, k.oid IS NULL ORDER BY x.indexrelid) AS made,
          row_number() OVER (PARTITION BY x.indrelid, x.indkey::text, k.oid IS NULL ORDER BY c.relname COLLATE "C") AS named
        FROM pg_catalog.pg_index AS x JOIN pg_catalog.pg_class AS c ON c.oid = x.indexrelid
          LEFT JOIN pg_catalog.pg_constraint AS k ON k.conindid = x.indexrelid AND k.contype IN ('p', 'u', 'x')
        WHERE c.relnamespace NOT IN ('pg_catalog'::regnamespace, 'pg_toast'::regnamespace)
        UNION ALL
        SELECT row_number() OVER (PARTITION BY stxrelid, stxkeys::text ORDER BY oid),
          row_number() OVER (PARTITION BY stxrelid, stxkeys::text ORDER BY stxname COLLATE "C")
        FROM pg_catalog.pg_statistic_ext
      ) AS each WHERE made <> named
    ) AS lost`);
  return row?.['lost'] === true;
}
