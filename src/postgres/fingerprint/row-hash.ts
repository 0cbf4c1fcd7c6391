/** The query that boils a table down to hashes which do not depend on the order of its rows. */

export interface ReadableTable {
  /** Its qualified name. */
  readonly sql: string;
  readonly columns: readonly ReadableColumn[];
}

export interface ReadableColumn {
  /** As SQL needs it quoted. */
  readonly name: string;
  /** How its values become text: by a cast, by the type's output function, or not at all. */
  readonly mode: 'text' | 'output' | 'physical';
}

/**
 * One row of `at` (the number given), `rows`, `combination`, and for each column in order `counts` of its values that are not null and
 * `sums` of their hashes. One scan; every value is turned into text once.
 *
 * @param leftOut columns that `combination` does not cover, beside physical ones
 */
export function hashQuery(table: ReadableTable, leftOut: readonly string[], at: number): string {
  const { columns } = table;
  const covered = columns.flatMap(({ name, mode }, index) =>
    mode === 'physical' || leftOut.includes(name) ? [] : [`h${index}`],
  );
  const each = (aggregate: (hash: string) => string) =>
    columns.length === 0 ? `'{}'::text[]` : `ARRAY[${columns.map((_, index) => aggregate(`h${index}`)).join(', ')}]`;
  // The hash of a record is a linear sum of those of its fields: unhashed, the sum over rows would only know columns.
  const combination =
    covered.length === 0
      ? '0'
      : `coalesce(sum(hashint8extended(hash_record_extended(ROW(${covered.join(', ')}), 0), 0)), 0)`;
  // OFFSET 0 keeps the planner from putting the hashes where they are used, which is twice.
  return `SELECT ${at} AS at, count(*)::text AS rows, ${combination}::text AS combination,
      ${each((hash) => `count(${hash})::text`)} AS counts, ${each((hash) => `coalesce(sum(${hash}), 0)::text`)} AS sums
    FROM (SELECT ${columns.map((column, index) => `${hashOf(column)} AS h${index}`).join(', ')} FROM ONLY ${table.sql} OFFSET 0) AS hashed`;
}

function hashOf({ name, mode }: ReadableColumn): string {
  switch (mode) {
    case 'physical':
      return `CASE WHEN ${name} IS NOT NULL THEN 0 END::bigint`;
    case 'text':
      return `hashtextextended(${name}::text COLLATE "C", 0)`;
    case 'output':
      // A composite value of nulls IS NULL and yet is a value.
      return `hashtextextended(CASE WHEN num_nulls(${name}) = 0 THEN concat(${name}) END COLLATE "C", 0)`;
  }
}
