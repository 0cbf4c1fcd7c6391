/** PostgreSQL's ways to put values into a text: quote_ident(), quote_literal(), format(). */
import type { Parser } from '../parse.ts';
import { quoteIdentifier, quoteLiteral } from '../quote.ts';
import { build, constantOf, pieceOf, type Text, UNKNOWN, type Value } from './values.ts';

type Parts = Text['parts'];

/** As quote_ident() and %I write it. */
export function asIdentifier(parser: Parser, parts: Parts): Parts {
  if (parts === null) return null;
  const constant = constantOf({ parts });
  if (constant !== undefined) return [isPlainName(parser, constant) ? constant : quoteIdentifier(constant)];
  const piece = pieceOf({ parts });
  return [{ kind: 'identifier', from: piece?.from, origin: piece?.origin }];
}

function isPlainName(parser: Parser, name: string): boolean {
  if (!/^[a-z_][a-z0-9_]*$/.test(name)) return false;
  const [token] = parser.scanSync(name).tokens;
  return token !== undefined && ['NO_KEYWORD', 'UNRESERVED_KEYWORD'].includes(token.keywordName);
}

/** As quote_literal() writes it. */
export function asLiteral(parts: Parts): Parts {
  if (parts === null) return null;
  const constant = constantOf({ parts });
  if (constant !== undefined) return [quoteLiteral(constant)];
  const piece = pieceOf({ parts });
  return [{ kind: 'literal', from: piece?.from, origin: piece?.origin }];
}

/** As quote_nullable() and %L write it. */
export function asNullable(parts: Parts): Parts {
  return parts === null ? ['NULL'] : asLiteral(parts);
}

const SPECIFIER = /%(?:%|(\d+\$)?(-)?(\*(?:\d+\$)?|\d+)?([sIL]))/g;

/** What format() makes of its arguments, the format first. */
export function format(parser: Parser, [template, ...values]: readonly Value[]): Value {
  if (template?.kind !== 'texts') return UNKNOWN;
  // Where the format itself is made of pieces, signs in those would be taken for specifiers.
  if (template.texts.some((text) => text.parts !== null && constantOf(text) === undefined)) return UNKNOWN;
  return build([template, ...values], ([parts, ...args]) => {
    const text = constantOf({ parts: parts ?? null });
    if (text === undefined) return null;
    const filled = fill(parser, text, args);
    return filled === undefined ? [{ kind: 'raw' }] : filled;
  });
}

/** Undefined for what format() refuses, and for widths, which nobody uses in SQL. */
function fill(parser: Parser, template: string, values: readonly Parts[]): Parts | undefined {
  const parts: NonNullable<Parts>[number][] = [];
  let end = 0;
  let next = 0;
  for (const match of template.matchAll(SPECIFIER)) {
    const before = template.slice(end, match.index);
    if (before.includes('%')) return undefined;
    parts.push(before);
    end = match.index + match[0].length;
    const [all, position, minus, width, kind] = match;
    if (all === '%%') {
      parts.push('%');
      continue;
    }
    if (minus !== undefined || width !== undefined) return undefined;
    const at: number = position === undefined ? next : Number.parseInt(position, 10) - 1;
    next = at + 1;
    const value = values[at];
    if (value === undefined) return undefined;
    // An identifier may not be null: that is an error, and as good as a text that is null.
    const written = kind === 'I' ? asIdentifier(parser, value) : kind === 'L' ? asNullable(value) : (value ?? []);
    if (written === null) return null;
    parts.push(...written);
  }
  const rest = template.slice(end);
  return rest.includes('%') ? undefined : [...parts, rest];
}
