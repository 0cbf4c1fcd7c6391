/** The arguments of calls, as far as they are constants, and what comes of them. */
import type { Arguments } from '../plpgsql/variables.ts';
import type { Argument, Effect } from './consequence.ts';
import type { Entity, Overload } from './entity.ts';

/** The values of a function's parameters, as far as they are known. What is not given has its default. */
export function valuesOf(given: Effect['given'], { parameters = [], defaults = [] }: Overload): Arguments | undefined {
  if (given === undefined) return undefined;
  const byPlace = given.flatMap((argument) => (isNamed(argument) ? [] : [argument]));
  const byName = new Map(given.filter(isNamed).map(({ name, value }) => [name, value]));
  if (byName.size === 0) return [...byPlace, ...defaults.slice(byPlace.length)];
  return parameters.map((name, place) => {
    if (place < byPlace.length) return byPlace[place];
    return name !== undefined && byName.has(name) ? byName.get(name) : defaults[place];
  });
}

/** Without the values where nothing hangs on them, so that many calls which differ in them alone are one. */
export function asFarAsNeeded(given: Effect['given'], { overloads }: Entity): Effect['given'] {
  if (given === undefined || overloads.some(asksForValues)) return given;
  return given.map((argument) => (isNamed(argument) ? { name: argument.name, value: undefined } : undefined));
}

/** Whether a parameter names an object, or may be part of a text that is run. */
function asksForValues({ references = [], language, definition }: Overload): boolean {
  return references.some((type) => type !== undefined) || (language === 'plpgsql' && /execute/i.test(definition));
}

/** An argument that is NULL is not one that is unknown. */
export function keyOfGiven(given: Effect['given']): string {
  return JSON.stringify(given?.map((text) => (text === undefined ? 0 : text)));
}

function isNamed(argument: Argument): argument is Exclude<Argument, string | null | undefined> {
  return typeof argument === 'object' && argument !== null;
}
