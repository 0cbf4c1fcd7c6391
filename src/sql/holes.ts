/** Parts of SQL put together at run time that nobody knows: placeholders stand for them in the text that is read, as names or as strings. */

import { quoteIdentifier } from './quote.ts';

export const HOLE = 'migrate_action_hole_';

export function isHole(text: string): boolean {
  return text.includes(HOLE);
}

/** The text with this name wherever one of the placeholders stands. */
export function filledWith(sql: string, placeholders: readonly string[], name: string): string {
  return sql.replaceAll(new RegExp(`"?(?:${placeholders.join('|')})\\b"?`, 'g'), () => quoteIdentifier(name));
}

/** What a name in a sentence may be said to be of. */
const KINDS = [
  'relation|table|foreign table|view|materialized view|index|sequence|type|domain|function|object',
  'column|constraint|trigger|rule|policy|schema|role|extension|operator|operator class|operator family|collation',
  'conversion|text search|language|access method|foreign-data wrapper|server|publication|subscription|statistics',
  'tablespace|event trigger',
].join('|');
/** A name that a placeholder is part of, its schema and what is said of it included. */
const TOLD = new RegExp(String.raw`(?:\bthe ((?:\w+ )?name) |\b(${KINDS}) )?[^\s,;()]*${HOLE}\d+[^\s,;()]*`, 'g');
const UNKNOWN = 'only known at run time';

/** A sentence or a part of one for a person, who has never seen a placeholder: `table …` becomes `a table whose name is …`. */
export function withoutHoles(told: string): string {
  if (!isHole(told)) return told;
  return told.replaceAll(TOLD, (_, name: string | undefined, kind: string | undefined) => {
    if (name !== undefined) return `a ${name} that is ${UNKNOWN}`;
    if (kind === undefined) return `something whose name is ${UNKNOWN}`;
    return `${/^[aeio]/.test(kind) ? 'an' : 'a'} ${kind} whose name is ${UNKNOWN}`;
  });
}
