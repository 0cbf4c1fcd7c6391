/**
 * A second opinion: PostgreSQL's own PL/pgSQL parser, as the library has it, names most of the SQL in a body, but not all: defaults
 * of variables whose type it does not know are missing. So the body is read here, and what the library names has to be found in it.
 */
import type { Parser } from '../parse.ts';
import { depthOf, isToken, tokenize, type Token } from './tokens.ts';

/** What the library puts in where it writes CASE and the arguments of cursors as other SQL. */
const ADDED = new Set(['select', 'in', 'as', '(', ')', ',']);
const CASE_VARIABLE = /^"__Case__Variable_\d+__"$/;

/** A clause about what of the library's reading is not among `texts`. Throws what the library throws. */
export function auditBody(parser: Parser, definition: string, texts: Iterable<string>): string | undefined {
  const counts = new Map<string, number>();
  for (const text of texts) {
    for (const token of tokenize(text)) counts.set(keyOf(token), (counts.get(keyOf(token)) ?? 0) + 1);
  }
  const parsed: unknown = parseBody(parser, definition);
  let queries = 0;
  for (const query of queriesOf(parsed)) {
    queries += 1;
    for (const token of query) {
      const key = keyOf(token);
      const left = (counts.get(key) ?? 0) - 1;
      counts.set(key, left);
      if (left < 0 && !ADDED.has(key) && !CASE_VARIABLE.test(key))
        return `${token.text} in a place that is not understood`;
    }
  }
  // Without a body in it, the library has not taken the text for PL/pgSQL.
  return queries === 0 && !JSON.stringify(parsed).includes('"action"')
    ? 'a body that the parser does not see'
    : undefined;
}

/** The library refuses some types of results that PostgreSQL does not mind: `mood[]`. What a body runs does not depend on it. */
function parseBody(parser: Parser, definition: string): unknown {
  try {
    return parser.parsePlPgSQLSync(definition);
  } catch (error) {
    const refusal = error instanceof Error ? error.message : String(error);
    if (!/cannot return type/.test(refusal)) throw error;
    return parser.parsePlPgSQLSync(
      definition.replace(/\bRETURNS\s+(?!TABLE\b)[^\s(]+(?:\s*\[\s*\])+/i, 'RETURNS text'),
    );
  }
}

function keyOf({ kind, word, text }: Token): string {
  return kind === 'word' ? word : text;
}

function* queriesOf(value: unknown): Iterable<readonly Token[]> {
  if (Array.isArray(value)) {
    for (const item of value) yield* queriesOf(item);
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, item] of Object.entries(value)) {
      if (key === 'query' && typeof item === 'string')
        yield 'parseMode' in value ? queryOf(item, value.parseMode) : tokenize(item);
      else yield* queriesOf(item);
    }
  }
}

/** The parse modes of assignments, by how many parts the target's name has. */
const ASSIGNMENTS: readonly unknown[] = [3, 4, 5];

/** An assignment's target is a name, and SQL only if it has subscripts. */
function queryOf(query: string, parseMode: unknown): readonly Token[] {
  const tokens = tokenize(query);
  if (!ASSIGNMENTS.includes(parseMode)) return tokens;
  let depth = 0;
  const operator = tokens.findIndex((token) => {
    depth += depthOf(token);
    return depth === 0 && (isToken(token, ':=') || isToken(token, '='));
  });
  const target = tokens.slice(0, operator);
  return [...(target.some((token) => isToken(token, '[')) ? target : []), ...tokens.slice(operator + 1)];
}
