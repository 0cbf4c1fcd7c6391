/** Values that a body gives to what may stand for an object, such as a field of a record that is a `regclass`: they are read as names. */
import type { BodyEvent } from '../plpgsql/events.ts';
import { entitiesOf } from './consequence.ts';
import { conditionally, type Context } from './context.ts';
import { consequencesOf } from './query.ts';
import { givesReferences } from './reference-outputs.ts';
import { mayRefer, readConstants } from './references.ts';

type Assigned = Extract<BodyEvent, { kind: 'assigned' }>;

/** Looks at all of a body: what a record is made of, its queries say. */
export function readAssigned(context: Context, events: readonly BodyEvent[]): void {
  const assigned = events.filter((event) => event.kind === 'assigned');
  if (assigned.some((event) => isOfParameter(context, event))) context.recorder.readDefinitions();
  const hasField = assigned.some(({ isField }) => isField);
  if (!hasField && !events.some(isRecord)) return;
  const trees = events.flatMap(textsOf).map((sql) => context.parse(sql));
  let isNamed = trees.some(givesReferences);
  // Most databases have no such columns at all.
  if (!isNamed && isAnywhere(context)) {
    conditionally(context, () => {
      const consequences = consequencesOf(context, trees);
      isNamed =
        assigned.some(({ parameter }) => parameter !== undefined) ||
        mayRefer(consequences) ||
        entitiesOf(consequences).some(({ overloads }) =>
          overloads.some(({ definition }) => /\brecord\b/i.test(definition)),
        );
    });
  }
  if (!isNamed) return;
  if (hasField) context.recorder.readDefinitions();
  // Beside a field.
  readConstants(context, trees, ['']);
}

function isRecord(event: BodyEvent): boolean {
  return event.kind === 'type' && event.name.trim().toLowerCase() === 'record';
}

function textsOf(event: BodyEvent): readonly string[] {
  if (event.kind === 'statement' || event.kind === 'expression') return [event.sql];
  return event.kind === 'dynamic' ? event.statements.map(({ sql }) => sql) : [];
}

function isOfParameter({ calling }: Context, { parameter }: Assigned): boolean {
  if (parameter === undefined) return false;
  const { references = [], parameters = [] } = calling.at(-1)?.overload ?? {};
  // By number it may be any.
  return references.some(
    (type, place) => type !== undefined && (parameter.startsWith('$') || parameters[place] === parameter),
  );
}

function isAnywhere({ catalog }: Context): boolean {
  return (['relation', 'type', 'routine'] as const).some((space) =>
    [...catalog.all(space)].some((entity) => mayRefer([{ op: 'use', entity }])),
  );
}
