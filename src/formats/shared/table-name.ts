/** Names of bookkeeping tables: as asked for by the user, and their parts. */
import { quoteIdentifier } from '../../sql/quote.ts';

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

/** The bookkeeping table as SQL names it: the tool's own, or the name asked for, quoted, in `public` when it names no schema. */
export function bookkeepingTable(own: string, asked: string | undefined): string {
  if (asked === undefined) return own;
  const [first, rest] = /^("(?:[^"]|"")*"|[^."]+)\.(.+)$/s.exec(asked)?.slice(1) ?? [];
  const parts = first === undefined || rest === undefined ? ['public', asked] : [first, rest];
  return parts.map((part) => quoteIdentifier(unquote(part))).join('.');
}

function unquote(name: string): string {
  return /^"(?:[^"]|"")+"$/.test(name) ? name.slice(1, -1).replaceAll('""', '"') : name;
}
