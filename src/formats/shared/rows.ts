/** Rows of a bookkeeping table as node-postgres gives them, checked to be of the shape the tool writes. */
import { usageError } from '../../migration/problem.ts';

export type Row = Readonly<Record<string, unknown>>;

/** A text or number column as text; node-postgres gives `bigint` as text and `integer` as a number. */
export function textField(row: Row, column: string, table: string): string {
  const value = row[column];
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'bigint') return value.toString();
  throw otherShape(column, table);
}

export function booleanField(row: Row, column: string, table: string): boolean {
  const value = row[column];
  if (typeof value === 'boolean') return value;
  throw otherShape(column, table);
}

/** A `bytea` column as lower-case hexadecimal digits. */
export function hexField(row: Row, column: string, table: string): string {
  const value = row[column];
  if (value instanceof Uint8Array) return Buffer.from(value).toString('hex');
  throw otherShape(column, table);
}

function otherShape(column: string, table: string) {
  return usageError(
    'foreign-bookkeeping',
    `The table ${table} does not have the column "${column}" as the migration tool writes it.`,
    'Name the right format, or the right bookkeeping table.',
  );
}
