/** Writes a text of which parts are not known as SQL with placeholders, if it is certain what kind of thing each part is. */
import { HOLE } from '../holes.ts';
import { Scanner, type TokenKind } from '../scan.ts';
import type { DynamicSql, Hole } from './events.ts';
import { type Piece, pieceOf, type Text } from './values.ts';

/** Numbers that stand for unknown ones begin with this. */
const DIGITS = 918273640;

/** A part of the text that is being written. */
interface Span {
  readonly start: number;
  readonly end: number;
  readonly piece: Piece;
}

interface Draft {
  readonly sql: string;
  readonly spans: readonly Span[];
}

/** Undefined where an unknown part may be anything, or takes part in something that is neither a name nor a literal. */
export function render(parts: NonNullable<Text['parts']>): DynamicSql | undefined {
  const { shown } = pieceOf({ parts }) ?? {};
  if (shown !== undefined) return { sql: '', holes: [], remade: shown };
  const draft = draftOf(parts);
  if (draft === undefined) return undefined;
  const holes: Hole[] = [];
  const tokens: Draft[] = [];
  const names = new Map<string, string>();
  const sql = write(draft, (part, kind) => {
    const key = `${kind} ${signatureOf(part) ?? `only ${holes.length}`}`;
    const known = names.get(key);
    if (known !== undefined) return known;
    const placeholder = `${HOLE}${holes.length + 1}`;
    const { from, routine } = wholeOf(part) ?? {};
    holes.push({ placeholder, kind, from, ...(routine === undefined ? {} : { routine }) });
    tokens.push(part);
    names.set(key, placeholder);
    return placeholder;
  });
  return sql === undefined
    ? undefined
    : { sql, holes: holes.map((hole, at) => ({ ...hole, ...composedOf(at, holes, tokens) })) };
}

/** Which hole's text it holds, if another one is that text and nothing else. Other letters are folded where there are no quotes. */
function composedOf(at: number, holes: readonly Hole[], tokens: readonly Draft[]): Pick<Hole, 'composed'> {
  const token = tokens[at];
  const [own, ...others] = new Set(token?.spans.map(({ piece }) => piece.origin));
  if (token === undefined || own === undefined || others.length > 0 || wholeOf(token) !== undefined) return {};
  const around = textsAround(token);
  const isOwn = (each: Draft, place: number) => holes[place]?.kind === 'identifier' && wholeOf(each)?.origin === own;
  const of = holes[tokens.findIndex(isOwn)]?.placeholder;
  const isPlain = holes[at]?.kind === 'identifier' && around.every((text) => /^[a-z0-9_]*$/.test(text));
  return of === undefined || !isPlain ? {} : { composed: { of, around } };
}

function textsAround({ sql, spans }: Draft): readonly string[] {
  return [0, ...spans.map(({ end }) => end)].map((from, index) => sql.slice(from, spans[index]?.start ?? sql.length));
}

/** The piece that is all there is. */
function wholeOf({ sql, spans }: Draft): Piece | undefined {
  const [only, ...others] = spans;
  return only !== undefined && others.length === 0 && only.start === 0 && only.end === sql.length
    ? only.piece
    : undefined;
}

/** Equal for what is certainly the same text. */
function signatureOf({ sql, spans }: Draft): string | undefined {
  let signature = '';
  let at = 0;
  for (const { start, end, piece } of spans) {
    if (piece.origin === undefined) return undefined;
    signature += `${sql.slice(at, start)}{${piece.kind} ${piece.origin}}`;
    at = end;
  }
  return signature + sql.slice(at);
}

/** Something of the right kind in the place of each unknown part. */
function draftOf(parts: NonNullable<Text['parts']>): Draft | undefined {
  const spans: Span[] = [];
  let sql = '';
  for (const [index, part] of parts.entries()) {
    if (typeof part === 'string') {
      sql += part;
      continue;
    }
    if (part.kind === 'raw' || part.kind === 'definition') return undefined;
    const start = sql.length;
    // Behind a minus sign, a negative number would begin a comment.
    if (part.kind === 'digits' && sql.endsWith('-')) return undefined;
    sql +=
      part.kind === 'digits' ? String(DIGITS + index) : part.kind === 'literal' ? `'part_${index}'` : `part_${index}`;
    spans.push({ start, end: sql.length, piece: part });
  }
  return { sql, spans };
}

/** The placeholder for a part of the text. */
type NameFor = (part: Draft, kind: Hole['kind']) => string;

/** Token by token, since a name may be part of a longer one: `idx_` and a table's name. */
function write(draft: Draft, nameFor: NameFor): string | undefined {
  const { sql } = draft;
  const scanner = new Scanner(sql);
  const left = new Set(draft.spans);
  let written = '';
  let end = 0;
  for (let kind = scanner.next(); kind !== 'end'; kind = scanner.next()) {
    const inside = draft.spans.filter((span) => span.start < scanner.end && span.end > scanner.start);
    if (inside.length === 0) continue;
    const part = partOf({ sql, spans: inside }, scanner.start, scanner.end);
    const token = part === undefined ? undefined : writeToken(kind, part, nameFor);
    if (token === undefined) return undefined;
    written += sql.slice(end, scanner.start) + token;
    end = scanner.end;
    for (const span of inside) left.delete(span);
  }
  // What is in no token is in a comment, which a literal could end.
  if ([...left].some(({ piece }) => piece.kind === 'literal')) return undefined;
  return written + sql.slice(end);
}

/** A stretch of a text; undefined if it cuts one of these spans. */
function partOf({ sql, spans }: Draft, from: number, to: number): Draft | undefined {
  if (spans.some(({ start, end }) => start < from || end > to)) return undefined;
  const moved = spans.map(({ start, end, piece }) => ({ start: start - from, end: end - from, piece }));
  return { sql: sql.slice(from, to), spans: moved };
}

function writeToken(kind: TokenKind, token: Draft, nameFor: NameFor): string | undefined {
  const { sql, spans } = token;
  const kinds = spans.map(({ piece }) => piece.kind);
  const inner = partOf(token, 1, sql.length - 1);
  const isMore = kinds.some((each) => each === 'routine' || each === 'parameters' || each === 'made');
  if (kind === 'word') {
    const whole = wholeOf(token)?.kind;
    if (whole === 'routine' || whole === 'parameters' || whole === 'made') return nameFor(token, whole);
    return isMore || kinds.includes('plain') ? undefined : nameFor(token, 'identifier');
  }
  if (kind === 'number') return wholeOf(token)?.kind === 'digits' ? sql : undefined;
  if (kind === 'identifier' && sql.startsWith('"'))
    return inner === undefined || isMore ? undefined : nameFor(inner, 'identifier');
  if (kind !== 'string') return undefined;
  if (wholeOf(token)?.kind === 'literal') return `'${nameFor(token, 'literal')}'`;
  if (!sql.startsWith("'")) return writeDollarQuoted(token, nameFor);
  return inner === undefined || kinds.includes('literal') ? undefined : `'${nameFor(inner, 'literal')}'`;
}

/** In the body of a function or a DO statement, parts are what they are in SQL. */
function writeDollarQuoted(token: Draft, nameFor: NameFor): string | undefined {
  const { sql } = token;
  const [tag] = /^\$[^$]*\$/.exec(sql) ?? [];
  if (tag === undefined) return undefined;
  const inner = partOf(token, tag.length, sql.length - tag.length);
  const written = inner === undefined ? undefined : write(inner, nameFor);
  return written === undefined ? undefined : tag + written + tag;
}
