/** Making relations, and choosing names for those that have none. */
import type { RangeVar } from 'libpg-query';
import { nameOfRange } from '../../ast.ts';
import { objectName } from '../auto-names.ts';
import { type Context, isConditional, TEMPORARY } from '../context.ts';
import { create, placeOf } from '../define.ts';
import { displayName, type Entity, type EntityKind, resourceName, type Space } from '../entity.ts';

/** Whether something of this name exists for sure, in the schema where it would be made. */
export function isThere(context: Context, range: RangeVar): boolean {
  const [schema, name] = placeOf(context, nameOfRange(range), range.relpersistence === 't');
  const existing = context.catalog.find('relation', schema, name);
  if (existing === undefined || !context.catalog.isSure(existing)) return false;
  context.recorder.read(existing, 'names');
  return true;
}

/** @param ifNotExists whether the statement says so */
export function createRelation(context: Context, range: RangeVar, kind: EntityKind, ifNotExists = false): Entity {
  const [schema, name] = placeOf(context, nameOfRange(range), range.relpersistence === 't');
  const relation = create(context, 'relation', kind, schema, name, ifNotExists || isConditional(context));
  if (schema === TEMPORARY) return relation;
  context.recorder.rows(relation, 'write');
  meetArrayTypes(context, schema, name);
  return relation;
}

/** A row type's array is called like the table with an underscore: who takes that name asks it to make way, or is refused. */
export function meetArrayTypes(context: Context, schema: string, name: string): void {
  if (name.startsWith('_')) context.recorder.absence('relation', schema, name.replace(/^_+/, ''));
}

/** Whether something has a name. */
export type Taken = 'surely' | 'perhaps' | 'no';

/**
 * The first name of its kind that nobody has, or all that may be the first; every name tried matters.
 *
 * @param takenBy whether something else has the name
 */
export function freeNames(
  context: Context,
  schema: string,
  table: string,
  column: string | undefined,
  label: string,
  space: Space = 'relation',
  takenBy: (name: string) => Taken = () => 'no',
): readonly string[] {
  const names: string[] = [];
  for (let pass = 0; ; pass += 1) {
    const name = objectName(table, column, pass === 0 ? label : `${label}${pass}`);
    const other = context.catalog.find(space, schema, name);
    context.recorder.absence(space, schema, name);
    const byConstraint = takenBy(name);
    // Whoever asks for it finds nothing, or what is made here, if that constraint should after all be called otherwise.
    if (byConstraint === 'surely' && other === undefined)
      context.recorder.touch(
        resourceName(space, schema, name),
        'write',
        'names',
        `the name ${displayName(schema, name)}`,
      );
    const taken = [byConstraint, other === undefined ? 'no' : context.catalog.isSure(other) ? 'surely' : 'perhaps'];
    if (taken.includes('surely')) continue;
    names.push(name);
    if (!taken.includes('perhaps')) return names;
  }
}

/**
 * A name that no constraint of the schema has, and whether it is the first one that is free; others that may be are touched.
 *
 * @param first the number of the first one that is tried; 0 is none
 */
export function freeConstraintName(
  context: Context,
  schema: string,
  table: string,
  column: string | undefined,
  label: string,
  first = 0,
): { readonly name: string; readonly isSure: boolean } {
  let isSure = true;
  for (let pass = first; ; pass += 1) {
    const name = objectName(table, column, pass === 0 ? label : `${label}${pass}`);
    const taken = takenByConstraint(context, schema, name);
    if (taken === 'no') return { name, isSure };
    // It may be called so.
    if (taken === 'perhaps') {
      isSure = false;
      context.recorder.constraintName(schema, name, 'write', 'creates');
      context.recorder.touch(`any ${name}`, 'add', 'changes', `the name ${name}`);
    }
  }
}

/** Whether a constraint of the schema has the name, which then matters. */
export function takenByConstraint(context: Context, schema: string, name: string): Taken {
  const { catalog, recorder } = context;
  const others = [...catalog.named(name)].filter(({ kind, home }) => kind === 'constraint' && home?.schema === schema);
  if (others.length === 0) return 'no';
  recorder.constraintName(schema, name, 'read', 'names');
  return others.some((other) => catalog.isSure(other) && !other.loose) ? 'surely' : 'perhaps';
}
