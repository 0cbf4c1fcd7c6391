/**
 * A function with another body: what comes of it when replace() goes over all that pg_get_functiondef() shows. Of that the body is known to
 * the letter, and what stands before it only by its words; so a text to be replaced has to have a
 * word or a sign that stands nowhere but in a body.
 */
import { type Node, stringsOf } from '../ast.ts';
import { isHole } from '../holes.ts';
import { isBuiltinFunction, isBuiltinType } from '../known/builtin.ts';
import { literalOf } from '../plpgsql/source.ts';
import type { ShownRoutine } from '../plpgsql/values.ts';
import type { Context } from './context.ts';
import type { Overload } from './entity.ts';

/** What PostgreSQL begins the tags around a body with; more of the first is more than a body. */
const TAGS = ['$function', '$procedure'];

/** Undefined where something else than the body may become another one. */
export function patchedOverload(
  context: Context,
  overload: Overload,
  replaced: ShownRoutine['replaced'],
): Overload | undefined {
  const source = overload.isSetOtherwise === true ? undefined : sourceOf(context, overload);
  if (source === undefined) return undefined;
  const { before, body, after } = source;
  let patched = body;
  for (const [old, by] of replaced) {
    if (old === '') continue;
    const next = patched.replaceAll(old, () => by);
    const isWhole = [body, old, by].every((text) => !TAGS.some((tag) => text.includes(tag)));
    if (!isWhole || reachesOut(patched, old, by, next)) return undefined;
    if (!hasOwnSign(source, overload, old) && !hasOwnWord(context, source, overload, old)) return undefined;
    patched = next;
  }
  const tag = tagFor(patched);
  return {
    ...overload,
    definition: `${before}${tag}${patched}${tag}${after}`,
    body: overload.body === undefined ? undefined : patched,
  };
}

interface Source {
  readonly before: string;
  readonly body: string;
  readonly after: string;
  /** Whether the defaults of its parameters are, if it has any. */
  readonly areConstants: boolean;
}

/** The body and what stands around it, if it is one that can be written otherwise. */
function sourceOf(context: Context, { definition, language, body: inSql }: Overload): Source | undefined {
  if (isHole(definition) || (language !== 'plpgsql' && (language !== 'sql' || inSql === undefined))) return undefined;
  const trees = context.parse(definition);
  const [only, ...others] = typeof trees === 'string' ? [] : trees;
  if (only === undefined || others.length > 0 || !('CreateFunctionStmt' in only)) return undefined;
  const { parameters = [] } = only.CreateFunctionStmt;
  const areConstants = parameters.every((node) => {
    const value = 'FunctionParameter' in node ? node.FunctionParameter.defexpr : undefined;
    return value === undefined || isConstant(value);
  });
  const texts = (only.CreateFunctionStmt.options ?? []).flatMap((node) => {
    if (!('DefElem' in node) || node.DefElem.defname !== 'as' || node.DefElem.arg === undefined) return [];
    return 'List' in node.DefElem.arg ? stringsOf(node.DefElem.arg.List.items) : [];
  });
  const [body, ...more] = texts;
  const literal = body === undefined || more.length > 0 ? undefined : literalOf(definition, body);
  if (body === undefined || literal === undefined) return undefined;
  return { before: definition.slice(0, literal.start), body, after: definition.slice(literal.end), areConstants };
}

function isConstant(node: Node): boolean {
  return 'A_Const' in node || ('TypeCast' in node && node.TypeCast.arg !== undefined && isConstant(node.TypeCast.arg));
}

/** Whether a text is replaced that begins before the body, or ends behind it. */
function reachesOut(body: string, old: string, by: string, next: string): boolean {
  return TAGS.some((tag) => {
    const [open, close] = [`AS ${tag}$`, `${tag}$\n`];
    return `${open}${body}${close}`.replaceAll(old, () => by) !== `${open}${next}${close}`;
  });
}

const SIGNS = ['=', '%', '<', '>', '+', '*', '/', '|', ';'];

/**
 * Whether a text has a sign of an expression: where defaults are constants, there is none before the body that is not written there. A
 * constant may be cast, but not a part of something.
 */
function hasOwnSign({ before, after, areConstants }: Source, { searchPath = [] }: Overload, old: string): boolean {
  const around = `${before} ${after} ${searchPath.join(' ')}`;
  const isOwn = (sign: string) => old.includes(sign) && !around.includes(sign);
  return areConstants && (SIGNS.some(isOwn) || /\.[\p{L}_][\p{L}\p{N}_$]*::/u.test(old));
}

const WORD = /[\p{L}\p{N}_$]+/gu;
/** Of the settings that are shown there. */
const SHOWN = ['search_path', 'public', 'pg_temp', 'pg_catalog'];

/**
 * Whether a text has a word that cannot be among those before the body: such as are written in the definition, or PostgreSQL's own, or names of
 * what has one. A word at either end of the text may be a part of a longer one.
 */
function hasOwnWord(
  { parser, catalog }: Context,
  { before, after }: Source,
  { searchPath = [] }: Overload,
  old: string,
): boolean {
  const written = new Set(
    [...SHOWN, ...searchPath.join(' ').matchAll(WORD), ...`${before} ${after}`.matchAll(WORD)].map(lowered),
  );
  return [...old.matchAll(WORD)].some((match) => {
    const word = lowered(match);
    const isInside = match.index > 0 && match.index + word.length < old.length;
    if (!isInside || !/^[a-z_]\w\w/.test(word) || written.has(word)) return false;
    if (isBuiltinType(word) || isBuiltinFunction(word)) return false;
    if (parser.scanSync(word).tokens[0]?.keywordName !== 'NO_KEYWORD') return false;
    return [...catalog.named(word)].every(({ home }) => home !== undefined);
  });
}

function lowered(word: string | RegExpMatchArray): string {
  return (typeof word === 'string' ? word : word[0]).toLowerCase();
}

/** A tag for dollar quotes that the text does not have. */
function tagFor(text: string): string {
  let number = 0;
  while (text.includes(`$body${number}`)) number += 1;
  return `$body${number}$`;
}
