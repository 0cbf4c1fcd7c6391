/** PostgreSQL's ways to put values into a text: quote_ident(), quote_literal(), format(). */
import { parseName } from '../ast.ts';
import type { Parser } from '../parse.ts';
import { PLAIN_NAME, quoteIdentifier, quoteLiteral } from '../quote.ts';
import {
  build,
  constantOf,
  ofTexts,
  orNull,
  type Piece,
  pieceOf,
  type Text,
  textsOf,
  UNKNOWN,
  type Value,
} from './values.ts';

type Parts = Text['parts'];

/** As quote_ident() and %I write it. */
export function asIdentifier(parser: Parser, parts: Parts): Parts {
  if (parts === null) return null;
  const constant = constantOf({ parts });
  if (constant !== undefined) return [needsNoQuotes(parser, constant) ? constant : quoteIdentifier(constant)];
  return [{ ...quoted(parts), kind: 'identifier' }];
}

/** What `regclass` and its like write: a name with quotes where it needs them, and without its schema where that is searched. */
export function asReferences(parser: Parser, text: Text): readonly Text[] {
  const name = parseName(constantOf(text) ?? '');
  if (name === undefined || name.length > 2) return [text];
  const parts = name.map((part) => (needsNoQuotes(parser, part) ? part : quoteIdentifier(part)));
  return parts.map((_, from) => ({ ...text, parts: [parts.slice(from).join('.')] }));
}

function needsNoQuotes(parser: Parser, name: string): boolean {
  if (!PLAIN_NAME.test(name)) return false;
  const [token] = parser.scanSync(name).tokens;
  return token !== undefined && ['NO_KEYWORD', 'UNRESERVED_KEYWORD'].includes(token.keywordName);
}

/** As quote_literal() writes it. */
export function asLiteral(parts: Parts): Parts {
  if (parts === null) return null;
  const constant = constantOf({ parts });
  if (constant !== undefined) return [quoteLiteral(constant)];
  return [{ ...quoted(parts), kind: 'literal' }];
}

/** As quote_nullable() and %L write it: never null. */
export function asNullable(parts: Parts): Parts {
  if (parts === null) return ['NULL'];
  return asLiteral(parts)?.map((part) => (typeof part === 'string' ? part : { ...part, present: true })) ?? null;
}

/** What remains known of a text once it is quoted. */
function quoted(parts: NonNullable<Parts>): Omit<Piece, 'kind'> {
  const { from, origin } = pieceOf({ parts }) ?? {};
  return { from, origin, present: parts.every((part) => typeof part === 'string' || part.present === true) };
}

const SPECIFIER = /%(?:%|(\d+\$)?(-)?(\*(?:\d+\$)?|\d+)?([sIL]))/g;

/** What stands between two values in a format, or one of the values, counted from 0. */
type Item = string | { readonly at: number; readonly as: 's' | 'I' | 'L' };

/** What format() makes of its arguments, the format first. */
export function format(parser: Parser, [template, ...values]: readonly Value[]): Value {
  if (template?.kind !== 'texts') return UNKNOWN;
  // With nothing to fill in, a sign in what is not known makes it fail, or, doubled, is one of an unknown name.
  if (values.length === 0 && template.texts.every(({ parts }) => !signsIn(parts))) return template;
  const formats = new Map<string, readonly Item[]>();
  for (const text of template.texts) {
    if (text.parts === null) continue;
    // Where the format itself is made of pieces, signs in those would be taken for specifiers.
    const constant = constantOf(text);
    const items = constant === undefined ? undefined : itemsOf(constant);
    if (constant === undefined || items === undefined) return UNKNOWN;
    formats.set(constant, items);
  }
  const items = [...formats.values()].flat().filter((item) => typeof item === 'object');
  const filled = values.map((value, at) => {
    const uses = items.filter((item) => item.at === at).map((item) => item.as);
    // To %I null is an error, to %s an empty text, and a literal hole may be NULL.
    if (formats.size === 1 && uses.includes('I')) return ofTexts(textsOf(value).filter(({ parts }) => parts !== null));
    return uses.includes('s') ? orNull(value) : value;
  });
  return build([template, ...filled], ([parts, ...args]) => {
    const items = formats.get(constantOf({ parts: parts ?? null }) ?? '');
    return parts === null || items === undefined ? null : fill(parser, items, args);
  });
}

function signsIn(parts: Parts): boolean {
  return parts?.some((part) => typeof part === 'string' && part.includes('%')) === true;
}

/** Undefined for what format() refuses, and for widths, which nobody uses in SQL. */
function itemsOf(template: string): readonly Item[] | undefined {
  const items: Item[] = [];
  let end = 0;
  let next = 0;
  for (const match of template.matchAll(SPECIFIER)) {
    const before = template.slice(end, match.index);
    if (before.includes('%')) return undefined;
    items.push(before);
    end = match.index + match[0].length;
    const [all, position, minus, width, as] = match;
    if (all === '%%') {
      items.push('%');
      continue;
    }
    if (minus !== undefined || width !== undefined) return undefined;
    const at: number = position === undefined ? next : Number.parseInt(position, 10) - 1;
    next = at + 1;
    items.push({ at, as: as === 'I' || as === 'L' ? as : 's' });
  }
  const rest = template.slice(end);
  return rest.includes('%') ? undefined : [...items, rest];
}

/** Null where format() fails, which is as good as a text that is null: nothing is run. */
function fill(parser: Parser, items: readonly Item[], values: readonly Parts[]): Parts {
  const parts: NonNullable<Parts>[number][] = [];
  for (const item of items) {
    if (typeof item === 'string') {
      parts.push(item);
      continue;
    }
    const value = values[item.at];
    if (value === undefined) return null;
    const written = item.as === 'I' ? asIdentifier(parser, value) : item.as === 'L' ? asNullable(value) : (value ?? []);
    if (written === null) return null;
    parts.push(...written);
  }
  return parts;
}
