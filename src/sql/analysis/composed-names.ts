/**
 * Names in the text of dynamic SQL that are put together of the name of the relation that it is about, as in
 * `CREATE INDEX idx_%s ON %I`: with the one, the other is known.
 */
import type { Hole } from '../plpgsql/events.ts';
import { PLAIN_NAME } from '../quote.ts';
import { filledWith } from '../holes.ts';
import { clip } from './auto-names.ts';

/**
 * The text with each such name written out, where it can be nothing but a name by itself.
 *
 * @param relation the placeholder that stands for the relation
 * @param name what that is called
 * @param isPart whether a placeholder is only the name of a part of the relation
 */
export function withComposed(
  sql: string,
  holes: readonly Hole[],
  relation: string,
  name: string,
  isPart: (placeholder: string) => boolean,
): string {
  // Others are written with quotes or are none, or in another case.
  if (!PLAIN_NAME.test(name)) return sql;
  let written = sql;
  for (const { placeholder, composed } of holes) {
    if (composed?.of !== relation || !(isPart(placeholder) || isOfIndex(sql, placeholder))) continue;
    written = filledWith(written, [placeholder], clip(composed.around.join(name)));
  }
  return written;
}

/** The name of an index that is made stands by itself: the schema is that of the table. */
function isOfIndex(sql: string, placeholder: string): boolean {
  const before = String.raw`^\s*CREATE\s+(?:UNIQUE\s+)?INDEX\s+(?:CONCURRENTLY\s+)?(?:IF\s+NOT\s+EXISTS\s+)?`;
  return new RegExp(`${before}"?${placeholder}\\b"?\\s+ON\\b`, 'i').test(sql) && sql.split(placeholder).length === 2;
}
