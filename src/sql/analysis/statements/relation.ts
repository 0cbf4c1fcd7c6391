/** Making relations, and choosing names for those that have none. */
import type { RangeVar } from 'libpg-query';
import { nameOfRange } from '../../ast.ts';
import { objectName } from '../auto-names.ts';
import { type Context, isConditional, TEMPORARY } from '../context.ts';
import { create, placeOf } from '../define.ts';
import { type Entity, type EntityKind, resourceName, type Space } from '../entity.ts';

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
  // A row type's array is called like the table with an underscore; who has that name is asked to make way.
  if (name.startsWith('_')) context.recorder.absence('relation', schema, name.replace(/^_+/, ''));
  return relation;
}

/**
 * The first name of its kind that nobody has; every name tried matters, and the next one too where somebody may have it.
 *
 * @param isTaken whether something else has the name
 */
export function freeName(
  context: Context,
  schema: string,
  table: string,
  column: string | undefined,
  label: string,
  space: Space = 'relation',
  isTaken: (name: string) => boolean = () => false,
): string {
  let free: string | undefined;
  for (let pass = 0; ; pass += 1) {
    const name = objectName(table, column, pass === 0 ? label : `${label}${pass}`);
    const taken = context.catalog.find(space, schema, name);
    context.recorder.absence(space, schema, name);
    if (isTaken(name) || (taken !== undefined && context.catalog.isSure(taken))) continue;
    if (free !== undefined)
      context.recorder.touch(resourceName(space, schema, name), 'write', 'creates', `the name ${name}`);
    free ??= name;
    if (taken === undefined) return free;
  }
}

/** Whether a constraint of the schema has the name, which then matters. */
export function isConstraint(context: Context, schema: string, name: string): boolean {
  const taken = [...context.catalog.named(name)].some(
    (entity) => entity.kind === 'constraint' && entity.home?.schema === schema,
  );
  if (taken) context.recorder.touch(`constraint ${schema}.${name}`, 'read', 'names', `the constraint name ${name}`);
  return taken;
}
