/**
 * Functions whose definitions are looked at, patched and run again: `EXECUTE replace(pg_get_functiondef('f()'::regprocedure), 'old', 'new')`.
 * Their bodies are known to the letter, so that the new ones are, too.
 */
import { parseName } from '../ast.ts';
import type { NamedRoutine, ShownRoutine } from '../plpgsql/values.ts';
import { isBuiltinFunction } from '../known/builtin.ts';
import { type Context, conditionally, giveUp } from './context.ts';
import type { Entity, Overload } from './entity.ts';
import { patchedOverload } from './patched-body.ts';
import { findRoutine } from './resolve.ts';
import { replaceBody } from './statements/routine.ts';

/** A function as it was when it was looked at. */
interface Shown {
  readonly routine: Entity;
  readonly schema: string | undefined;
  readonly name: string;
  readonly overloads: readonly Overload[];
}

export class ShownRoutines {
  readonly #shown = new Map<string, Shown[]>();
  /** What is done again and again. */
  readonly repeated: { readonly routine: Entity; readonly replaced: ShownRoutine['replaced'] }[] = [];

  add(named: NamedRoutine, shown: readonly Shown[]): void {
    const key = JSON.stringify(named);
    this.#shown.set(key, [...(this.#shown.get(key) ?? []), ...shown]);
  }

  of(named: NamedRoutine): readonly Shown[] {
    return this.#shown.get(JSON.stringify(named)) ?? [];
  }
}

export function noteShown(context: Context, named: NamedRoutine): void {
  const name = parseName(named.name.replace(/\(.*$/s, '')) ?? [];
  const routines = named.isBare ? context.catalog.routinesNamed(named.name) : findRoutine(context, name).entities;
  context.shown?.add(
    named,
    [...routines].map((routine) => {
      const { schema, name: called, overloads } = routine;
      return { routine, schema, name: called, overloads };
    }),
  );
}

/** @param repeats whether it is done once more with what came of it */
export function remakeRoutine(context: Context, { routine: named, replaced }: ShownRoutine, repeats: boolean): void {
  const shown = context.shown?.of(named) ?? [];
  if (shown.length === 0 && named.isBare && isNowhere(context, named.name)) return;
  const made = shown.flatMap(({ routine, schema, name, overloads }) => {
    const isThere = context.catalog.find('routine', schema, name) === routine && !context.catalog.mayDiffer(routine);
    return overloads.map((overload) => {
      return { routine, overload: isThere ? patchedOverload(context, overload, replaced) : undefined };
    });
  });
  const [first, ...others] = made.flatMap(({ routine, overload }) =>
    overload === undefined ? [] : { routine, overload },
  );
  if (first === undefined || others.length < made.length - 1) {
    giveUp(context, `runs what it makes of the definition of function ${named.name}`, true);
    return;
  }
  // Of one function it is not always known by which settings it finds what it names.
  const isOne = others.every(
    ({ routine, overload }) => routine === first.routine && overload.signature === first.overload.signature,
  );
  if (isOne) haveBody(context, first);
  conditionally(context, () => {
    for (const each of isOne ? others : [first, ...others]) haveBody(context, each);
  });
  // A body that is read may be run any number of times.
  if (repeats || context.calling.length > 0)
    for (const { routine } of shown) context.shown?.repeated.push({ routine, replaced });
}

/** Whether a query for functions of the name finds none. */
function isNowhere({ catalog, beganEmpty }: Context, name: string): boolean {
  const isHidden = !beganEmpty || catalog.uncertain !== undefined || catalog.unknownExtensions.size > 0;
  return !isHidden && !isBuiltinFunction(name) && catalog.routinesNamed(name).size === 0;
}

function haveBody(
  context: Context,
  { routine, overload: patched }: { readonly routine: Entity; readonly overload: Overload },
): void {
  replaceBody(context, routine, patched);
  routine.overloads = routine.overloads.filter(
    (overload, at, all) => all.findIndex((other) => isAlike(other, overload)) === at,
  );
  context.catalog.changed();
}

function isAlike(one: Overload, other: Overload): boolean {
  return one.definition === other.definition && one.searchPath?.join() === other.searchPath?.join();
}

/** What is done several times has to have come to an end: once more, and nothing new comes of it. */
export function readRepeated(context: Context): void {
  for (const { routine, replaced } of context.shown?.repeated ?? []) {
    const isOver = routine.overloads.every((overload) => {
      const patched = patchedOverload(context, overload, replaced);
      return patched !== undefined && routine.overloads.some((other) => isAlike(other, patched));
    });
    if (!isOver) giveUp(context, `runs again what it made of the definition of ${routine.label}`, true);
  }
}
