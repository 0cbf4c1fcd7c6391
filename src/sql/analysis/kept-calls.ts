/** Calls in what is kept and runs later: a default, a check, a view, a policy, a body that was looked up when it was made. */
import type { Context } from './context.ts';
import type { Argument, Consequence } from './consequence.ts';
import type { Overload } from './entity.ts';
import { isNamed } from './given.ts';
import { namedObject } from './named-object.ts';
import { UNBOUNDED } from './references.ts';

/**
 * A constant that names an object for a function, as one of type `regclass` does, was looked up when it was written down. It stays that
 * object, under whatever name: as which text the function will get it, nobody knows.
 */
export function keptCalls(context: Context, consequences: readonly Consequence[]): readonly Consequence[] {
  return consequences.flatMap((consequence): readonly Consequence[] => {
    if (consequence.op !== 'call' || consequence.given === undefined) return [consequence];
    const { overloads } = consequence.entity;
    const named: Consequence[] = [];
    const given = consequence.given.map((argument, place): Argument => {
      const text = isNamed(argument) ? argument.value : argument;
      if (typeof text !== 'string') return argument;
      const types = new Set(overloads.flatMap((overload) => referenceAt(overload, placeOf(argument, place, overload))));
      if (types.size === 0) return argument;
      for (const type of types) named.push(...(type === '' ? [UNBOUNDED] : namedObject(context, type, text)));
      return isNamed(argument) ? { ...argument, value: undefined } : undefined;
    });
    return [{ ...consequence, given }, ...named];
  });
}

function placeOf(argument: Argument, place: number, { parameters = [] }: Overload): number {
  return isNamed(argument) ? parameters.indexOf(argument.name) : place;
}

/** By which type the parameter there names an object, if it does. One that is variadic comes last. */
function referenceAt({ references = [] }: Overload, place: number): readonly string[] {
  return place < 0 ? [] : [references[Math.min(place, references.length - 1)] ?? []].flat();
}
