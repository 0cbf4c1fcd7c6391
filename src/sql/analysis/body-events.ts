/** Reads the events of a PL/pgSQL body: SQL as it stands, and SQL that is put together at run time as far as it is known. */
import { readDynamic } from './dynamic-sql.ts';
import type { BodyEvent } from '../plpgsql/events.ts';
import type { Use } from '../plpgsql/syntax.ts';
import { parseName } from '../ast.ts';
import { readAssigned } from './assigned.ts';
import { conditionally, type Context, giveUp } from './context.ts';
import type { Entity } from './entity.ts';
import { noteShown, readRepeated, ShownRoutines } from './remade-routines.ts';
import { isReference } from './named-object.ts';
import { isInVain } from './never-made.ts';
import { perform, useRow } from './perform.ts';
import { haveCommon, Seen } from './placement.ts';
import { consequencesOf } from './query.ts';
import { ANY_COLUMN, mayRefer } from './references.ts';
import { findOther, findRelation, findType } from './resolve.ts';

export function readEvents(outside: Context, events: readonly BodyEvent[]): void {
  const context: Context = { ...outside, shown: new ShownRoutines() };
  readAssigned(context, events);
  for (const event of events) {
    if (event.kind === 'assigned' || isNeverReached(context, event)) continue;
    if (event.kind !== 'type' && event.kind !== 'shown' && event.conditional) {
      conditionally(context, () => {
        readEvent(context, event);
      });
    } else {
      readEvent(context, event);
    }
  }
  readRepeated(context);
}

function readEvent(context: Context, event: Exclude<BodyEvent, { kind: 'assigned' }>): void {
  switch (event.kind) {
    case 'statement':
      context.readText(context, event.sql, goesByOrder(context, event), event.given);
      return;
    case 'expression':
      context.readText(context, event.sql, undefined, event.given);
      return;
    case 'type':
      readType(context, event.name);
      if (event.collation !== undefined) findOther(context, 'collation', event.collation);
      return;
    case 'shown':
      noteShown(context, event.routine);
      return;
    case 'dynamic':
      readDynamic(context, event.statements, goesByOrder(context, event), event.repeats);
      return;
    default:
      giveUp(context, `runs ${event.because}`, true);
  }
}

function isNeverReached(context: Context, event: BodyEvent): boolean {
  return 'onlyIf' in event && event.onlyIf?.some((guard) => isInVain(context, guard)) === true;
}

/** Whether it matters which row of a result is the first: a round for one may find what those before have added, by a trigger perhaps. */
function goesByOrder(context: Context, { takesFirst = false, rounds = [] }: Use): boolean {
  if (takesFirst) return true;
  const seen = new Seen();
  context.recorder.placement.note(seen, () => {
    conditionally(context, () => {
      for (const sql of rounds) perform(context, consequencesOf(context, context.parse(sql)));
    });
  });
  return haveCommon(seen.changed, seen.scanned) || haveCommon(seen.changed, seen.inside);
}

/** A variable's type: `orders%ROWTYPE`, `orders.total%TYPE`, or one written as in SQL. */
function readType(context: Context, text: string): void {
  const [, name = text, suffix] = /^(.*?)\s*%\s*(ROWTYPE|TYPE)\b/is.exec(text) ?? [];
  const plain = parseName(name.replace(/^setof\s+/i, '').replace(/\s*(\(.*|\[.*)$/s, ''));
  if (suffix === undefined) {
    // What it is given may be a name.
    if (plain !== undefined && isReference({ names: plain.map((part) => ({ String: { sval: part } })) }))
      context.recorder.readDefinitions();
    // Spellings such as `character varying` are all PostgreSQL's own.
    if (plain !== undefined && !isUnnamed(plain.join('.'))) {
      const types = findType(context, plain).entities.map((entity) => ({ op: 'use', entity }) as const);
      perform(context, types);
      if (mayRefer(types)) context.recorder.readDefinitions();
    }
    return;
  }
  if (plain === undefined) return;
  // `variable%TYPE` names nothing outside.
  const relation = suffix.toUpperCase() === 'ROWTYPE' ? plain : plain.slice(0, -1);
  if (relation.length === 0) return;
  const column = relation === plain ? undefined : plain.at(-1);
  for (const entity of findRelation(context, relation).entities) {
    context.recorder.read(entity);
    // What it is given is read as a value of those types.
    useRow(context, entity, column === undefined ? undefined : new Set([column]));
    if (mayReferBy(entity, column)) context.recorder.readDefinitions();
  }
}

/** Whether a row, or a column of it, may hold what stands for an object. */
function mayReferBy(entity: Entity, column: string | undefined): boolean {
  const { referring } = entity;
  if (column !== undefined && referring.size > 0) return referring.has(column) || referring.has(ANY_COLUMN);
  return mayRefer([{ op: 'use', entity }]);
}

const UNNAMED: ReadonlySet<string> = new Set([
  'record',
  'refcursor',
  'trigger',
  'int',
  'integer',
  'bigint',
  'smallint',
  'boolean',
  'real',
  'decimal',
  'numeric',
]);

function isUnnamed(name: string): boolean {
  return UNNAMED.has(name);
}
