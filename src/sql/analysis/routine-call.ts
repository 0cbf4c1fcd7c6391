/** What calling a function does, as far as its body can be read. */
import { readBody } from '../plpgsql/body.ts';
import { type Context, conditionally, giveUp } from './context.ts';
import type { Effect, Entity, Overload } from './entity.ts';
import { perform } from './perform.ts';
import { readEvents } from './body-events.ts';

export function callRoutine(context: Context, routine: Entity, given?: Effect['given']): void {
  if (context.calling.has(routine)) return;
  const inside: Context = { ...context, calling: new Set([...context.calling, routine]) };
  conditionally(inside, () => {
    for (const overload of routine.overloads) callOverload(inside, routine, overload, given);
  });
}

function callOverload(context: Context, routine: Entity, overload: Overload, given: Effect['given']): void {
  const { arity } = overload;
  if (arity !== undefined && given !== undefined && (given.length < arity.least || given.length > arity.most)) return;
  perform(context, overload.consequences);
  const { searchPath } = overload;
  const inside = searchPath === undefined ? context : { ...context, session: { ...context.session, searchPath } };
  switch (overload.language) {
    case 'sql':
      if (overload.body !== undefined) context.readText(inside, overload.body);
      break;
    case 'plpgsql':
      readEvents(inside, readBody(context.parser, overload.definition, withDefaults(given, overload)));
      break;
    case 'c':
    case 'internal':
    case 'aggregate':
    case 'extension':
      break;
    default:
      giveUp(context, `calls ${routine.label}, whose language ${overload.language} is not read`, true);
  }
}

/** What is not given has its default. */
function withDefaults(given: Effect['given'], { defaults = [] }: Overload): Effect['given'] {
  return given === undefined ? undefined : [...given, ...defaults.slice(given.length)];
}
