/**
 * What a PL/pgSQL body may run, as a flat list: each statement and each expression of it. A statement that were left out would be
 * worse than a body that cannot be read; so whatever is not understood makes the whole body unreadable.
 */
import type { Parser } from '../parse.ts';
import { isTooHeavy } from '../weight.ts';
import { auditBody } from './audit.ts';
import type { BodyEvent } from './events.ts';
import { findSource, type Source } from './source.ts';
import { readFunction } from './statements.ts';
import { type Block, stepsIn, Unreadable } from './syntax.ts';
import { TokenReader } from './tokens.ts';
import type { Fired, Inputs } from './variables.ts';
import { Walker } from './walk.ts';

/**
 * Reads the body of a whole CREATE FUNCTION, CREATE PROCEDURE or DO statement in PL/pgSQL. Default values and types of parameters
 * belong to the statement, not to its body. Never throws: what cannot be read is one event.
 *
 * @param given what a call is known to give the input parameters, in their order; a trigger function gets nothing
 * @param fired what that is told instead
 */
export function readBody(
  parser: Parser,
  definition: string,
  given: Inputs = NOTHING_GIVEN,
  fired?: Fired,
): readonly BodyEvent[] {
  const { values } = given;
  if (values.some((value) => value !== undefined)) return read(parser, definition, given);
  // Most trigger functions do the same for each table.
  const told = fired !== undefined && MAY_ASK_FOR_TABLE.test(definition) ? fired : undefined;
  const key = `${values.length} ${told === undefined ? '' : JSON.stringify(told)} ${definition}`;
  const known = kept.get(key);
  if (known !== undefined) return known;
  const events = read(parser, definition, { values }, told);
  if (definition.length <= LONGEST_KEPT) {
    if (kept.size >= MOST_KEPT) kept.clear();
    kept.set(key, events);
  }
  return events;
}

/**
 * The types of its variables: all that PostgreSQL looks up when a function is made. The rest is read when something may call it,
 * which takes several times as long, and many a function is made and called by no migration. Empty for a body without structure.
 */
export function declaredTypes(parser: Parser, definition: string): readonly BodyEvent[] {
  if (!/declare/i.test(definition)) return [];
  try {
    return [...stepsIn([blockOf(sourceOf(parser, definition))])].filter((step) => step.kind === 'type');
  } catch {
    return [];
  }
}

const NOTHING_GIVEN: Inputs = { values: [] };
const MAY_ASK_FOR_TABLE = /tg_(?:table|rel|argv|nargs)/i;

/** A body is read whenever something may call its function. */
const kept = new Map<string, readonly BodyEvent[]>();
const MOST_KEPT = 2000;
/** In characters. */
const LONGEST_KEPT = 10_000;

function read(parser: Parser, definition: string, given: Inputs, fired?: Fired): readonly BodyEvent[] {
  try {
    const source = sourceOf(parser, definition);
    const walker = new Walker(parser, source, blockOf(source), given, fired);
    walker.walk();
    const { events, queries } = walker;
    const texts = [...textsOf(events), ...queries];
    const unknown = checkTexts(parser, texts) ?? auditBody(parser, definition, texts);
    return unknown === undefined ? events : [unreadable(unknown)];
  } catch (error) {
    if (error instanceof Unreadable) return [unreadable(error.message)];
    const reason = error instanceof Error ? error.message : String(error);
    return [unreadable(`PL/pgSQL that cannot be parsed (${reason})`)];
  }
}

/** For the parser a body is a string, as which it is light, before it is taken apart. */
function sourceOf(parser: Parser, definition: string): Source {
  const source = findSource(parser, definition);
  if (isTooHeavy(source.body)) throw new Unreadable('a body that is too large to be read');
  return source;
}

function blockOf({ body, line }: Source): Block {
  return readFunction(new TokenReader(body, line));
}

function unreadable(because: string): BodyEvent {
  return { kind: 'unreadable', because, conditional: false, line: 1 };
}

function textsOf(events: readonly BodyEvent[]): string[] {
  return events.flatMap((event) => (event.kind === 'statement' || event.kind === 'expression' ? [event.sql] : []));
}

/** A clause about a text that PostgreSQL's parser does not take for SQL. */
function checkTexts(parser: Parser, texts: readonly string[]): string | undefined {
  for (const text of texts) {
    try {
      if (parser.parseSync(text).stmts?.length !== 1) return `"${text}", which is not one statement`;
    } catch (error) {
      return `"${text}", which is not SQL (${error instanceof Error ? error.message : String(error)})`;
    }
  }
  return undefined;
}
