/** Columns whose values stand for objects, as those of `regclass` do: read from names, and written as what the objects are called by then. */
import type { SelectStmt } from 'libpg-query';
import { constantString, type Fields, type Node, stringsOf, typeNameOf, type TypeName, walk } from '../ast.ts';
import { isHole } from '../holes.ts';
import type { Context } from './context.ts';
import { type Consequence, entitiesOf } from './consequence.ts';
import type { Entity } from './entity.ts';
import { isReference, namedObject } from './named-object.ts';

/** What may be a column of any name. */
export const ANY_COLUMN = '';
/** The resource that whatever gives an object another name, or ends it, adds to. */
export const NAMES_IN_USE = 'names of objects';
/** The resource of those that are called so. What is shown of one depends on whether another is found before it. */
export function namesInUse(name: string): string {
  return `${NAMES_IN_USE} called ${name}`;
}

/** What a value may name that only the run knows. */
export const UNBOUNDED: Consequence = { op: 'lookup' };
/** What is looked for where it is not known of which type a value is. */
const ANY_KIND: ReadonlySet<string> = new Set(['regclass', 'regtype', 'regproc', 'regnamespace', 'regrole']);

interface Target {
  readonly column: string;
  readonly value: Node | undefined;
}

/** A column gets this type, or whole rows of these. */
export function noteReferences(part: Entity, type: TypeName, types: readonly Consequence[]): void {
  const home = part.home ?? part;
  const reference = referenceIn(type, types);
  if (reference !== undefined) home.refer(part.home === undefined ? ANY_COLUMN : part.name, reference);
}

/**
 * By which type values of this one stand for objects; empty where not all of a value does so, undefined where nothing does.
 *
 * @param types what it is looked up as
 */
export function referenceIn(type: TypeName, types: readonly Consequence[]): string | undefined {
  if (isReference(type)) return typeNameOf(type).at(-1) ?? '';
  return mayRefer(types) ? '' : undefined;
}

/** The same of all that a relation holds. */
export function referencesIn(relation: Entity): Iterable<string> {
  if (relation.kind !== 'view') return relation.referring.values();
  return mayRefer([{ op: 'read', entity: relation }]) ? [''] : [];
}

/**
 * Beside values of such types a constant is one of them: in a comparison, in CASE, in UNION. That nothing stands on what it may mean
 * is on purpose, as most constants mean nothing by it.
 */
export function readConstants(context: Context, tree: unknown, types: Iterable<string>): void {
  const { recorder, catalog } = context;
  const given = types instanceof Set ? (types as ReadonlySet<string>) : new Set(types);
  if (given.size === 0) return;
  const kinds = given.has('') ? ANY_KIND : given;
  walk(tree, (tag, { arg, sval }) => {
    if (tag === 'TypeCast') return constantString(arg as Node | undefined) !== undefined;
    const text = tag === 'A_Const' ? (sval as { sval?: string } | undefined)?.sval : undefined;
    if (text === undefined) return false;
    // Several names: privileges, or an array, which JSON is not.
    if (isHole(text) || kinds.has('aclitem') || /^\{[^:]+\}$/.test(text)) recorder.readDefinitions();
    for (const found of [...kinds].flatMap((kind) => namedObject(context, kind, text))) {
      if ('entity' in found) recorder.read(found.entity);
      // What is no name would be refused.
      if (found.op !== 'lookup' || found.name === undefined) continue;
      recorder.readName(found.name);
      for (const entity of catalog.named(found.name)) if (entity.home === undefined) recorder.read(entity);
    }
    return false;
  });
}

/** What one has, the other has too. */
export function copyReferences(from: Entity, to: Entity): void {
  for (const [column, type] of from.referring) to.refer(column, type);
  if (from.kind === 'view' && mayRefer([{ op: 'read', entity: from }])) to.refer(ANY_COLUMN, '');
}

/** Whether a query may give such values. */
export function mayRefer(consequences: readonly Consequence[], seen: Set<Entity> = new Set()): boolean {
  return entitiesOf(consequences).some((entity) => {
    if (seen.has(entity)) return false;
    seen.add(entity);
    if (entity.referring.size > 0 || (entity.kind === 'view' && mayRefer(entity.consequences, seen))) return true;
    // A function that gives them may name anything.
    return entity.overloads.some((overload) => overload.consequences.some(isUnbounded));
  });
}

function isUnbounded(consequence: Consequence): boolean {
  return consequence.op === 'lookup' && consequence.name === undefined;
}

/** The names that a statement gives to such columns of a table. */
export function namesGiven(context: Context, relation: Entity, tag: string, fields: Fields): readonly Consequence[] {
  if (tag === 'DeleteStmt') return [];
  if (relation.kind === 'view') return mayRefer([{ op: 'read', entity: relation }]) ? [UNBOUNDED] : [];
  if (relation.referring.size === 0) return [];
  const targets = targetsOf(tag, fields);
  if (targets === undefined) return [UNBOUNDED];
  return targets.flatMap(({ column, value }): readonly Consequence[] => {
    const type = relation.referring.get(column) ?? relation.referring.get(ANY_COLUMN);
    if (type === undefined || isNothing(value)) return [];
    const text = constantString(value);
    return text === undefined || type === '' ? [UNBOUNDED] : namedObject(context, type, text);
  });
}

/** What a default of a column or parameter of such a type means by a constant. */
export function nameByDefault(
  context: Context,
  type: string | undefined,
  expression: Node | undefined,
): readonly Consequence[] {
  if (type === undefined || isNothing(expression)) return [];
  const text = constantString(expression);
  return text === undefined || type === '' ? [UNBOUNDED] : namedObject(context, type, text);
}

/** Defaults are seen to where they are defined, and what is taken over from the row that was to be inserted with that row. */
function isNothing(value: Node | undefined): boolean {
  if (value === undefined) return false;
  if ('ColumnRef' in value) return stringsOf(value.ColumnRef.fields).at(-2) === 'excluded';
  return 'SetToDefault' in value || ('A_Const' in value && value.A_Const.isnull === true);
}

/** Columns and what they get; undefined if that is not known. */
function targetsOf(tag: string, fields: Fields): readonly Target[] | undefined {
  if (tag === 'UpdateStmt') return assignments(fields['targetList'] as readonly Node[] | undefined);
  const columns = (fields['cols'] as readonly Node[] | undefined)?.map(nameOfTarget);
  const select = fields['selectStmt'] as Node | undefined;
  if (tag !== 'InsertStmt' || columns === undefined) return undefined;
  const rows = select !== undefined && 'SelectStmt' in select ? rowsOf(select.SelectStmt) : [];
  const conflict = fields['onConflictClause'] as { targetList?: Node[] } | undefined;
  return [
    ...columns.flatMap((column, place) => rows.map((row) => ({ column, value: row[place] }))),
    ...assignments(conflict?.targetList),
  ];
}

/** The expressions of each row, as far as they are told apart. */
function rowsOf({ valuesLists, targetList, op, larg, rarg }: SelectStmt): readonly (readonly (Node | undefined)[])[] {
  if (op !== undefined && op !== 'SETOP_NONE')
    return [larg, rarg].flatMap((side) => (side === undefined ? [] : rowsOf(side)));
  if (valuesLists !== undefined) return valuesLists.map((row) => ('List' in row ? (row.List.items ?? []) : []));
  const values = (targetList ?? []).map((node) => ('ResTarget' in node ? node.ResTarget.val : undefined));
  // What stands behind a star has no known place.
  const star = values.findIndex((node) => isStar(node));
  return [star < 0 ? values : values.slice(0, star)];
}

function isStar(node: Node | undefined): boolean {
  const last = node !== undefined && 'ColumnRef' in node ? node.ColumnRef.fields?.at(-1) : undefined;
  return last !== undefined && 'A_Star' in last;
}

function assignments(targets: readonly Node[] = []): readonly Target[] {
  return targets.map((node) => ({
    column: nameOfTarget(node),
    value: 'ResTarget' in node ? node.ResTarget.val : undefined,
  }));
}

function nameOfTarget(node: Node): string {
  return 'ResTarget' in node ? (node.ResTarget.name ?? '') : '';
}
