/** Table constraints, with the indexes and foreign keys they make. */
import type { Constraint } from 'libpg-query';
import { nameOfRange, stringsOf, type Node } from '../../ast.ts';
import { columnsPart, indexColumns, namingOfEither } from '../auto-names.ts';
import { type Context, defining, forOneOf, giveUp, isConditional } from '../context.ts';
import { create, createPart, drop, rename, setConsequences, touchReferences } from '../define.ts';
import { Entity, type ForeignKey } from '../entity.ts';
import { perform, readWholes, useRow } from '../perform.ts';
import { lookUpReferred } from '../row-changes.ts';
import { columnsIn, consequencesOn } from '../query.ts';
import { findRelation, unknownName } from '../resolve.ts';
import { copyToPartition } from './copied-index.ts';
import { referToPartition } from './referred-partition.ts';
import { freeConstraintName, freeNames, takenByConstraint } from './relation.ts';

/**
 * @param column the column it is written at, if at one
 * @param withParts partitions get a key of their own; not by ONLY
 */
export function addConstraint(
  context: Context,
  table: Entity,
  constraint: Constraint,
  column: string | undefined,
  withParts = true,
): void {
  switch (constraint.contype) {
    case 'CONSTR_CHECK':
      addCheck(context, table, constraint, column);
      return;
    case 'CONSTR_NOTNULL':
      addNotNull(context, table, stringsOf(constraint.keys)[0] ?? column ?? '', constraint);
      return;
    case 'CONSTR_PRIMARY':
    case 'CONSTR_UNIQUE':
    case 'CONSTR_EXCLUSION':
      addIndexed(context, table, constraint, column, withParts);
      return;
    case 'CONSTR_FOREIGN':
      addForeignKey(context, table, constraint, column);
      return;
    default:
      giveUp(context, `has a constraint of an unknown kind (${String(constraint.contype)})`, true);
  }
}

function addCheck(context: Context, table: Entity, constraint: Constraint, column: string | undefined): void {
  const columns = columnsIn(constraint.raw_expr);
  const only = columns?.size === 1 ? [...columns][0] : undefined;
  const part = namePart(context, table, constraint, column ?? only, 'check');
  part.columns = columns;
  const consequences = consequencesOn(context, table, constraint.raw_expr);
  setConsequences(context, part, consequences);
  // Rows that are there are checked.
  perform(context, consequences);
}

/** From version 18 on it is a constraint with a name, one for a column; before, there being one more does no harm. */
export function addNotNull(context: Context, table: Entity, column: string, constraint: Constraint = {}): void {
  for (const { naming } of table.owned) if (naming?.label === 'not_null' && naming.columns[0] === column) return;
  const part = namePart(context, table, constraint, column, 'not_null');
  part.columns = new Set([column]);
  part.naming = { columns: [column], label: 'not_null' };
}

/** It goes with its name. */
export function dropNotNull(context: Context, table: Entity, column: string): void {
  for (const part of [...table.owned]) {
    if (part.naming?.label === 'not_null' && part.naming.columns[0] === column) drop(context, part, false);
  }
}

/** The constraint under its own name, or the one that PostgreSQL would choose. */
export function namePart(
  context: Context,
  table: Entity,
  constraint: Constraint,
  column: string | undefined,
  label: string,
): Entity {
  const schema = table.schema ?? 'public';
  const given = constraint.conname;
  const { name, isSure } =
    given === undefined
      ? freeConstraintName(context, schema, table.name, column, label)
      : { name: given, isSure: true };
  // PostgreSQL chooses names that no other constraint of the schema has; a given one may repeat them.
  context.recorder.constraintName(schema, name, given === undefined ? 'write' : 'add', 'creates');
  const part = createPart(context, table, 'constraint', name);
  // What drops the name may not drop it.
  part.loose ||= !isSure;
  return part;
}

function addIndexed(
  context: Context,
  table: Entity,
  constraint: Constraint,
  column: string | undefined,
  withParts: boolean,
): void {
  const schema = table.schema ?? 'public';
  const existing = constraint.indexname;
  const elements = constraint.exclusions ?? [];
  const keys = stringsOf(constraint.keys);
  const columns =
    elements.length > 0 ? exclusionColumns(elements) : keys.length > 0 ? keys : column === undefined ? [] : [column];
  const kind =
    constraint.contype === 'CONSTR_PRIMARY' ? 'pkey' : constraint.contype === 'CONSTR_UNIQUE' ? 'key' : 'excl';
  if (existing !== undefined) {
    adoptIndex(context, table, existing, constraint.conname, kind);
    return;
  }
  const naming = { columns: [...columns, ...stringsOf(constraint.including)], label: kind };
  const names =
    constraint.conname === undefined
      ? freeNames(
          context,
          schema,
          table.name,
          kind === 'pkey' ? undefined : columnsPart(naming.columns),
          kind,
          'relation',
          // PostgreSQL chooses a name that no other constraint of the schema has, either.
          (each) => takenByConstraint(context, schema, each),
        )
      : [constraint.conname];
  const consequences = consequencesOn(context, table, [elements, elements.map(comparison), constraint.where_clause]);
  const own = elements.length > 0 ? columnsOfExclusion(elements, constraint.where_clause) : new Set(naming.columns);
  forOneOf(context, names, (name) => {
    const other = context.catalog.find('relation', schema, name);
    const index = create(context, 'relation', 'index', schema, name);
    index.columns = index.loose ? undefined : own;
    index.isUnique = kind !== 'excl';
    index.naming = namingOfEither(index, other, naming);
    index.use(table);
    table.own(index);
    const part = createPart(context, table, 'constraint', name);
    part.columns = index.columns;
    part.own(index);
    const manner = constraint.conname === undefined ? 'write' : 'add';
    context.recorder.constraintName(schema, name, manner, 'creates');
    defining(context, index, () => {
      setConsequences(context, index, consequences);
    });
    for (const child of withParts ? table.partitions : []) copyToPartition(context, index, child);
  });
  perform(context, consequences);
  if (kind === 'pkey') for (const each of columns) addNotNull(context, table, each);
  if (elements.length > 0 || constraint.without_overlaps === true) {
    const method = constraint.access_method ?? 'gist';
    context.recorder.touch(`access method ${method}`, 'read', 'uses', `access method ${method}`);
  }
}

/** The use of the operator that an element of an exclusion constraint has beside its expression. */
function comparison(element: Node): Node {
  const operator = 'List' in element ? element.List.items?.[1] : undefined;
  return { A_Expr: operator !== undefined && 'List' in operator ? { name: operator.List.items ?? [] } : {} };
}

function exclusionColumns(elements: readonly Node[]): readonly string[] {
  const parameters = elements.flatMap((node) => ('List' in node ? (node.List.items ?? []).slice(0, 1) : []));
  return indexColumns(parameters);
}

/** The columns it stands on, those of expressions too; undefined when any may be. */
function columnsOfExclusion(elements: readonly Node[], where: Node | undefined): ReadonlySet<string> | undefined {
  const parameters = elements.flatMap((node) => ('List' in node ? (node.List.items ?? []).slice(0, 1) : []));
  const plain = parameters.flatMap((node) => ('IndexElem' in node ? (node.IndexElem.name ?? []) : []));
  const others = columnsIn([parameters, where]);
  return others && new Set([...plain, ...others]);
}

/** `UNIQUE USING INDEX`: the index takes the constraint's name. */
function adoptIndex(
  context: Context,
  table: Entity,
  indexName: string,
  constraintName: string | undefined,
  label: string,
): void {
  const { entities } = findRelation(context, table.schema === undefined ? [indexName] : [table.schema, indexName]);
  for (const index of entities) {
    context.recorder.write(index, 'alters');
    const part = createPart(context, table, 'constraint', constraintName ?? indexName);
    part.columns = index.columns;
    if (constraintName !== undefined && constraintName !== indexName) {
      rename(context, index, index.schema, constraintName);
    }
    part.own(index);
    table.own(index);
    if (label === 'pkey') for (const each of index.columns ?? []) addNotNull(context, table, each);
    if (isConditional(context)) index.naming = undefined;
    else if (index.naming !== undefined) index.naming = { ...index.naming, label };
  }
}

function addForeignKey(context: Context, table: Entity, constraint: Constraint, column: string | undefined): void {
  const own = stringsOf(constraint.fk_attrs);
  const columns = own.length > 0 ? own : column === undefined ? [] : [column];
  const first = namePart(context, table, constraint, columnsPart(columns), 'fkey');
  first.columns = isConditional(context) ? undefined : new Set(columns);
  first.naming = { columns, label: 'fkey' };
  const range = constraint.pktable;
  if (range === undefined) return;
  const { entities } = findRelation(context, nameOfRange(range));
  if (entities.length === 0) unknownName(context, 'table', nameOfRange(range));
  // Values of the two are compared, perhaps by a cast that one of their types has.
  useRow(context, table, new Set(columns));
  const others = stringsOf(constraint.pk_attrs);
  for (const to of entities) {
    useRow(context, to, others.length > 0 ? new Set(others) : undefined);
    const part = keyTo(context, first, to);
    part.use(to);
    for (const child of to.partitions) {
      context.recorder.read(child);
      referToPartition(context, part, child);
    }
    // Which of its indexes the key stands on, and whether rows that are there refer to rows that are.
    context.recorder.read(to, 'uses');
    readWholes(context, to);
    context.recorder.readIndexes(to);
    if (constraint.skip_validation !== true) lookUpReferred(context, to);
    part.foreignKey = actionsOf(to, constraint, isConditional(context) ? part.foreignKey : undefined);
    touchReferences(context, to);
  }
  context.catalog.changed();
}

/** @param before what it is unless this happens */
function actionsOf(
  to: Entity,
  { fk_del_action: onDelete, fk_upd_action: onUpdate }: Constraint,
  before?: ForeignKey,
): ForeignKey {
  const sets = (action: string | undefined) => action === 'n' || action === 'd';
  return {
    to,
    onDelete: {
      deletes: onDelete === 'c' || before?.onDelete.deletes === true,
      updates: sets(onDelete) || before?.onDelete.updates === true,
    },
    onUpdate: { updates: onUpdate === 'c' || sets(onUpdate) || before?.onUpdate.updates === true },
  };
}

/** One of its name may be there already, and refer to another table; or it is not known to which of several. */
function keyTo(context: Context, part: Entity, to: Entity): Entity {
  if (part.foreignKey === undefined || part.foreignKey.to === to || part.home === undefined) return part;
  const other = context.catalog.add(new Entity('part', 'constraint', part.schema, part.name, part.home));
  other.certain = false;
  part.home.own(other);
  return other;
}
