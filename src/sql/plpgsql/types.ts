/** What a value's type says of its text. */
import type { TypeName } from 'libpg-query';
import { stringsOf } from '../ast.ts';
import type { Parser } from '../parse.ts';
import { asReferences } from './quoting.ts';
import {
  constantOf,
  elementsOf,
  pieceOf,
  ofTexts,
  textsOf,
  unknown,
  UNKNOWN,
  type Piece,
  type Text,
  type Value,
} from './values.ts';

/**
 * - `text`: takes any text as it is.
 * - `integer`, `name`, `plain`: whatever it is, it is written as such a piece. `name` is what `regclass` and its like give.
 * - `routine`: what `regprocedure` gives, which may well be the call of a function without arguments.
 * - `short`: the type `name`.
 * - `row`: a record, whose fields are those of the query.
 * - `other`: may write a text in another way than it was given.
 */
export type TypeKind = 'text' | 'texts' | 'short' | 'integer' | 'name' | 'routine' | 'plain' | 'row' | 'other';

const TEXT = ['text', 'varchar', 'character varying', 'citext'];
const INTEGERS = ['int', 'integer', 'int2', 'int4', 'int8', 'smallint', 'bigint', 'oid', 'serial', 'bigserial'];
const NAMES = ['regclass', 'regtype', 'regproc', 'regnamespace', 'regrole'];
const PLAIN = [
  'uuid',
  'bool',
  'boolean',
  'date',
  'timestamp',
  'timestamptz',
  'time',
  'timetz',
  'numeric',
  'interval',
  'float8',
  'float4',
  'double precision',
  'real',
];

function kindOf(name: string): TypeKind {
  if (TEXT.includes(name)) return 'text';
  if (INTEGERS.includes(name)) return 'integer';
  if (NAMES.includes(name)) return 'name';
  if (name === 'regprocedure') return 'routine';
  if (name === 'name') return 'short';
  if (PLAIN.includes(name)) return 'plain';
  return name === 'record' ? 'row' : 'other';
}

/**
 * The kind of a type in SQL.
 *
 * @param isCut whether its length, if it has one, counts: that of a parameter does not
 */
export function ofType(
  { names, arrayBounds, typmods, setof, pct_type: isReference }: TypeName,
  isCut = true,
): TypeKind {
  const parts = stringsOf(names);
  const [name = '', schema] = [...parts].reverse();
  if (setof === true || isReference === true || (schema !== undefined && schema !== 'pg_catalog')) return 'other';
  const kind = kindOf(name);
  if (arrayBounds !== undefined) return kind === 'text' || kind === 'short' ? 'texts' : 'other';
  // A cast to varchar(3) cuts what is longer.
  return kind === 'text' && typmods !== undefined && isCut ? 'other' : kind;
}

/** The kind of a type as a declaration writes it. */
export function ofDeclaredType(text: string): TypeKind {
  const type = text.toLowerCase().replace(/\s+/g, ' ').trim();
  const plain = /^(?:pg_catalog\.)?([a-z0-9_ ]+?)( ?\(.*\))?( ?\[\d*\]| array)?( with(out)? time zone)?$/.exec(type);
  const kind = kindOf(plain?.[1] ?? '');
  if (plain?.[3] === undefined) return kind;
  return kind === 'text' || kind === 'short' ? 'texts' : 'other';
}

/** The type `name` cuts what is longer. */
const SHORT = /^[\x20-\x7e]{0,63}$/;

/** A value once it is of such a type. */
export function toType(parser: Parser, value: Value, kind: TypeKind): Value {
  switch (kind) {
    case 'text':
      return value.kind === 'counter' || value.kind === 'row' ? { kind: 'texts', texts: textsOf(value) } : value;
    case 'texts': {
      if (value.kind === 'list' || value.kind === 'array') return value;
      const elements = elementsOf(value);
      return elements === undefined ? UNKNOWN : { kind: 'array', elements };
    }
    case 'integer':
      return value.kind === 'counter' ? value : mapUnlessNull(value, 'digits', /^(?:0|[1-9]\d*)$/);
    case 'short':
      return mapUnlessNull(value, 'raw', SHORT);
    case 'name':
      return mapUnlessNull(
        ofTexts(
          textsOf(value)
            .map(asMade)
            .flatMap((text) => asReferences(parser, text)),
        ),
        'name',
        WRITTEN_NAME,
      );
    case 'routine':
      return ofTexts(textsOf(value).map(asRoutine));
    case 'plain':
      return mapUnlessNull(value, 'plain', /^\b$/);
    case 'row':
      return value.kind === 'row' ? value : UNKNOWN;
    case 'other':
      return UNKNOWN;
  }
}

/** It keeps its origin: the same value is the same function. */
function asRoutine(text: Text): Text {
  if (text.parts === null) return text;
  const constant = constantOf(text);
  const { from, origin, routine } = pieceOf(text) ?? {};
  const named = constant === undefined ? routine : { name: constant, isBare: false };
  return { parts: [{ kind: 'routine', from, origin, routine: named }], choices: text.choices };
}

/** What a command has made stays that when it is called by its name. */
function asMade(text: Text): Text {
  const { isMade, origin } = pieceOf(text) ?? {};
  return isMade === true ? { ...text, parts: [{ kind: 'made', origin }] } : text;
}

const WRITTEN_NAME = /^(?:[a-z_][a-z0-9_]*|"(?:[^"]|"")+")(?:\.(?:[a-z_][a-z0-9_]*|"(?:[^"]|"")+"))?$/;

const LONG: ReadonlySet<Piece['kind']> = new Set(['routine', 'parameters', 'definition', 'made']);

/** Whether it fits into the type `name`, which cuts whatever else is longer. */
function isName(kind: Piece['kind'] | undefined): boolean {
  return kind !== undefined && !LONG.has(kind);
}

/** Texts that are of the form `same` are written as they are. */
function mapUnlessNull(value: Value, kind: 'raw' | 'digits' | 'name' | 'plain', same: RegExp): Value {
  const pieces = unknown(kind);
  const texts = textsOf(value).map((text): Text => {
    const constant = constantOf(text);
    if (text.parts === null || (constant !== undefined && same.test(constant))) return text;
    // A name that is not known is no longer for having this type.
    if (kind === 'raw' && isName(pieceOf(text)?.kind)) return text;
    if (kind === 'name' && pieceOf(text)?.kind === 'made') return text;
    return { parts: textsOf(pieces)[0]?.parts ?? null, choices: text.choices };
  });
  return ofTexts(texts);
}
