/** The parts of a bookkeeping table's name, as `bookkeepingTable` writes it: `drizzle.log` or `"drizzle"."log"`. */

export interface TableName {
  readonly schema: string;
  readonly name: string;
}

const PARTS = /^(?<schema>"(?:[^"]|"")*"|[^."]+)\.(?<name>"(?:[^"]|"")*"|[^"]+)$/;

/** Both parts without quotes. The name must be schema-qualified, as every bookkeeping table's is. */
export function tableName(table: string): TableName {
  const groups = PARTS.exec(table)?.groups;
  if (groups === undefined) throw new Error(`The bookkeeping table ${table} is not schema-qualified.`);
  return { schema: unquote(groups['schema'] ?? ''), name: unquote(groups['name'] ?? '') };
}

function unquote(name: string): string {
  return name.startsWith('"') ? name.slice(1, -1).replaceAll('""', '"') : name;
}
