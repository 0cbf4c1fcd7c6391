/**
 * A second opinion: PostgreSQL's own PL/pgSQL parser, as the library has it, names most of the SQL in a body, but not all: defaults
 * of variables whose type it does not know are missing. So the body is read here, and what the library names has to be found in it.
 */
import type { Fields } from '../ast.ts';
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
  const queries = queriesOf(parsed);
  for (const query of queries) {
    for (const token of query) {
      const key = keyOf(token);
      const left = (counts.get(key) ?? 0) - 1;
      counts.set(key, left);
      if (left < 0 && !ADDED.has(key) && !CASE_VARIABLE.test(key))
        return `${token.text} in a place that is not understood`;
    }
  }
  // Without a body in it, the library has not taken the text for PL/pgSQL.
  return queries.length === 0 && !JSON.stringify(parsed).includes('"action"')
    ? 'a body that the parser does not see'
    : undefined;
}

/** The library knows no types of the database's own, and so refuses what PostgreSQL does not mind. What a body runs hangs on neither. */
function parseBody(parser: Parser, definition: string): unknown {
  try {
    return parser.parsePlPgSQLSync(definition);
  } catch (error) {
    const refusal = error instanceof Error ? error.message : String(error);
    const accepted = acceptable(definition, refusal);
    if (accepted === definition) throw error;
    return parseBody(parser, accepted);
  }
}

/** The definition without what the library refused, or as it is. */
function acceptable(definition: string, refusal: string): string {
  if (/cannot return type/.test(refusal)) {
    // `mood[]`
    return definition.replace(/\bRETURNS\s+(?!TABLE\b)[^\s(]+(?:\s*\[\s*\])+/i, 'RETURNS text');
  }
  // `orders.total%TYPE` of a parameter or as what is returned.
  if (/Not implemented/.test(refusal)) return withoutTypesOfColumns(definition);
  // `r.m`, where nobody has told it what a row of `orders%ROWTYPE` is made of.
  if (/is not a known variable/.test(refusal)) return rewrite(definition, withRecords);
  // A variable of a type such as `mood` is taken for a record, which only one alone may be given.
  return /record variable cannot be part|is not a scalar variable|near ","/.test(refusal)
    ? rewrite(definition, withSingleTargets)
    : definition;
}

/** The definition with its body, which is a string in it, written otherwise. */
function rewrite(definition: string, ofBody: (body: string) => string): string {
  let written = '';
  let end = 0;
  for (const { kind, text, start, end: behind } of tokenize(definition)) {
    const [tag] = kind === 'string' ? (/^\$[^$]*\$/.exec(text) ?? []) : [];
    if (tag === undefined) continue;
    written += definition.slice(end, start) + tag + ofBody(text.slice(tag.length, -tag.length)) + tag;
    end = behind;
  }
  return written + definition.slice(end);
}

/** With `text` in the place of types of columns, outside of the body. */
function withoutTypesOfColumns(definition: string): string {
  const tokens = tokenize(definition);
  let written = '';
  let end = 0;
  for (const [at, token] of tokens.entries()) {
    const percent = tokens[at - 1];
    if (token.word !== 'type' || percent === undefined || !isToken(percent, '%')) continue;
    let first = at - 2;
    while (tokens[first - 1]?.text === '.') first -= 2;
    written += `${definition.slice(end, tokens[first]?.start)}text`;
    end = token.end;
  }
  return written + definition.slice(end);
}

/** With variables of the type `record`, of which any field is accepted, in the place of those of a relation's row type. */
function withRecords(body: string): string {
  const tokens = tokenize(body);
  let written = '';
  let end = 0;
  let isDeclaring = false;
  for (const [at, token] of tokens.entries()) {
    if (isToken(token, 'declare') || isToken(token, 'begin')) isDeclaring = isToken(token, 'declare');
    if (!isDeclaring || !(isToken(token, 'declare') || isToken(token, ';'))) continue;
    const isConstant = tokens[at + 2]?.word === 'constant';
    const first = at + (isConstant ? 3 : 2);
    const mark = afterPath(tokens, first);
    const [from, percent, to] = [tokens[first], tokens[mark], tokens[mark + 1]];
    if (from === undefined || percent === undefined || !isToken(percent, '%') || to?.word !== 'rowtype') continue;
    written += `${body.slice(end, from.start)}record`;
    end = to.end;
  }
  return written + body.slice(end);
}

/** With the first of the variables after each INTO or FOR, and no others. */
function withSingleTargets(text: string): string {
  const tokens = tokenize(text);
  let written = '';
  let end = 0;
  for (let at = 0; at < tokens.length; at += 1) {
    const token = tokens[at];
    if (token === undefined) break;
    if (!isToken(token, 'into') && !isToken(token, 'for')) continue;
    const isStrict = tokens[at + 1]?.word === 'strict';
    const first = afterPath(tokens, at + (isStrict ? 2 : 1));
    let last = first;
    while (tokens[last]?.text === ',') last = afterPath(tokens, last + 1);
    const [from, to] = [tokens[first - 1], tokens[last - 1]];
    if (last === first || from === undefined || to === undefined) continue;
    written += text.slice(end, from.end);
    end = to.end;
    at = last - 1;
  }
  return written + text.slice(end);
}

/** The place behind a variable's name, its fields and subscripts. */
function afterPath(tokens: readonly Token[], start: number): number {
  let at = start + 1;
  for (let depth = 0; ; at += 1) {
    const token = tokens[at];
    if (token === undefined || token.kind === 'end') return at;
    if (depth === 0 && isToken(token, '.')) at += 1;
    else if (depth === 0 && !isToken(token, '[')) return at;
    else depth += depthOf(token);
  }
}

function keyOf({ kind, word, text }: Token): string {
  return kind === 'word' ? word : text;
}

function queriesOf(value: unknown, queries: (readonly Token[])[] = []): readonly (readonly Token[])[] {
  if (Array.isArray(value)) {
    for (const item of value) queriesOf(item, queries);
  } else if (typeof value === 'object' && value !== null) {
    const fields = value as Fields;
    for (const key in fields) {
      const item = fields[key];
      if (key === 'query' && typeof item === 'string') queries.push(queryOf(item, fields['parseMode']));
      else if (typeof item === 'object') queriesOf(item, queries);
    }
  }
  return queries;
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
