/** The arguments of calls, as far as they are constants, and what comes of them. */
import { constantText, type Node, typeNameOf, type TypeName } from '../ast.ts';
import { isBuiltinType } from '../known/builtin.ts';
import { ofType } from '../plpgsql/types.ts';
import type { Arguments } from '../plpgsql/variables.ts';
import type { Catalog } from './catalog.ts';
import type { Argument, Effect } from './consequence.ts';
import type { Entity, Overload } from './entity.ts';

/**
 * Arguments as far as they are constants, by which a body may name tables.
 *
 * @param values what is known of them beyond what they say
 */
export function argumentsOf(args: readonly Node[], values: Arguments): readonly Argument[] {
  return args.map((node, place) => {
    if (!('NamedArgExpr' in node)) return textGiven(node) ?? values[place];
    return { name: node.NamedArgExpr.name ?? '', value: textGiven(node.NamedArgExpr.arg) ?? values[place] };
  });
}

/** A constant, unless a cast to `varchar(3)`, to a number or the like makes another text of it. */
function textGiven(node: Node | undefined): string | undefined {
  const text = constantText(node);
  for (let cast = node; cast !== undefined && 'TypeCast' in cast; cast = cast.TypeCast.arg)
    if (cast.TypeCast.typeName !== undefined && text !== undefined && !staysAsGiven(cast.TypeCast.typeName, text))
      return undefined;
  return text;
}

function staysAsGiven(type: TypeName, text: string): boolean {
  const kind = ofType(type);
  if (kind === 'integer') return /^(?:0|[1-9]\d{0,8})$/.test(text);
  if (kind !== 'other') return kind !== 'plain';
  // One of the migrations' own is read as what its parameter is.
  return type.typmods === undefined && !isBuiltinType(typeNameOf(type).at(-1) ?? '');
}

/** The values of a function's parameters, as far as they are known. What is not given has its default. */
export function valuesOf(given: Effect['given'], overload: Overload): Arguments | undefined {
  const { parameters = [], defaults = [], definition } = overload;
  // Something stands also in the place of what a procedure gives back.
  if (given === undefined || /\bprocedure\b[^]*\bout\b/i.test(definition)) return undefined;
  const byPlace = given.flatMap((argument) => (isNamed(argument) ? [] : [argument]));
  const byName = new Map(given.filter(isNamed).map(({ name, value }) => [name, value]));
  if (byName.size === 0) return [...byPlace, ...defaults.slice(byPlace.length)];
  return parameters.map((name, place) => {
    if (place < byPlace.length) return byPlace[place];
    return name !== undefined && byName.has(name) ? byName.get(name) : defaults[place];
  });
}

/** Without the values where nothing hangs on them, so that many calls which differ in them alone are one. */
export function asFarAsNeeded(given: Effect['given'], routine: Entity, catalog: Catalog): Effect['given'] {
  if (given === undefined || asksForValues(routine, catalog, new Set())) return given;
  return given.map((argument) => (isNamed(argument) ? { name: argument.name, value: undefined } : undefined));
}

/** Whether a parameter names an object, may be part of a text that is run, or is handed on to what does so with it. */
function asksForValues(routine: Entity, catalog: Catalog, seen: Set<Entity>): boolean {
  if (seen.has(routine)) return false;
  seen.add(routine);
  return routine.overloads.some((overload) => {
    const { references = [], language, definition } = overload;
    if (references.some((type) => type !== undefined)) return true;
    if (language !== 'plpgsql' && language !== 'sql') return false;
    if (language === 'plpgsql' && /execute/i.test(definition)) return true;
    return calledIn(overload).some((name) =>
      [...catalog.routinesNamed(name)].some((other) => asksForValues(other, catalog, seen)),
    );
  });
}

/** All that may be names of functions that it calls. */
function calledIn(overload: Overload): readonly string[] {
  let names = called.get(overload);
  if (names === undefined) {
    const calls = overload.definition.matchAll(/(?:"((?:[^"]|"")+)"|([\p{L}_][\p{L}\p{N}_$]*))\s*\(/gu);
    names = [
      ...new Set([...calls].map(([, quoted, word = '']) => quoted?.replaceAll('""', '"') ?? word.toLowerCase())),
    ];
    called.set(overload, names);
  }
  return names;
}

const called = new WeakMap<Overload, readonly string[]>();

/** An argument that is NULL is not one that is unknown. */
export function keyOfGiven(given: Effect['given']): string {
  return JSON.stringify(given?.map((text) => (text === undefined ? 0 : text)));
}

export function isNamed(argument: Argument): argument is Exclude<Argument, string | null | undefined> {
  return typeof argument === 'object' && argument !== null;
}
