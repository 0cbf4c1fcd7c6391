/** CREATE TABLE and its kin: columns, constraints, inheritance, partitions. */
import type { ColumnDef, Constraint, CreateStmt, RangeVar } from 'libpg-query';
import { nameOfRange, type Node, stringsOf, type TypeName, typeNameOf } from '../../ast.ts';
import { type Context, giveUp } from '../context.ts';
import { create, createPart, definitionStatement, findPart, setConsequences, touchReferences } from '../define.ts';
import type { Consequence, Entity, EntityKind } from '../entity.ts';
import { perform } from '../perform.ts';
import { consequencesOf, consequencesOn } from '../query.ts';
import { findGlobal, findRelation, findType, unknownName } from '../resolve.ts';
import { typeConsequences } from '../named-object.ts';
import { addConstraint } from './constraint.ts';
import { createRelation, isThere } from './relation.ts';
import { createOwnedSequence } from './sequence.ts';

export function createTable(context: Context, statement: CreateStmt): void {
  createTableOf(context, statement, 'table');
}

export function createTableOf(context: Context, statement: CreateStmt, kind: EntityKind): void {
  const range = statement.relation;
  if (range === undefined) return;
  definitionStatement(context);
  if (statement.if_not_exists === true && isThere(context, range)) return;
  const table = createRelation(context, range, kind);
  if (statement.accessMethod !== undefined) findGlobal(context, 'access method', statement.accessMethod);
  defineTable(context, table, statement);
}

/** Columns, constraints and parents of a new table. */
export function defineTable(context: Context, table: Entity, statement: CreateStmt): void {
  const parents = [...(statement.inhRelations ?? [])].flatMap((node) => ('RangeVar' in node ? [node.RangeVar] : []));
  for (const parent of parents) inherit(context, table, parent);
  if (statement.ofTypename !== undefined) useType(context, table, statement.ofTypename);
  for (const node of statement.tableElts ?? []) if ('ColumnDef' in node) addColumn(context, table, node.ColumnDef);
  for (const node of statement.tableElts ?? []) {
    if ('Constraint' in node) addConstraint(context, table, node.Constraint, undefined);
    else if ('TableLikeClause' in node)
      copyLike(context, table, node.TableLikeClause.relation, node.TableLikeClause.options ?? 0);
    else if (!('ColumnDef' in node)) giveUp(context, 'has a table element of an unknown kind', true);
  }
  const rest = consequencesOf(context, [statement.partspec, statement.partbound, statement.options]);
  perform(context, rest);
  table.useAll(rest);
}

/** A partition or child: what is done to the parent is done to it, and its rows are the parent's. */
export function inherit(context: Context, child: Entity, parentName: RangeVar): void {
  const { entities } = findRelation(context, nameOfRange(parentName));
  if (entities.length === 0) unknownName(context, 'table', nameOfRange(parentName));
  for (const parent of entities) {
    context.recorder.write(parent, 'alters');
    context.recorder.rows(parent, 'read');
    parent.adopt(child);
    for (const part of parent.owned) {
      if (part.home !== parent) {
        // Indexes of a partitioned table are made for its partitions as well, with names of their own.
        if (part.kind === 'index') createPart(context, child, 'constraint', part.name).certain = false;
        continue;
      }
      for (const used of part.uses) context.recorder.read(used);
      if (part.foreignKey !== undefined) context.recorder.rows(part.foreignKey.to, 'read');
      perform(
        context,
        part.kind === 'trigger' || part.kind === 'rule' || part.kind === 'policy' ? [] : part.consequences,
      );
      // What the child has of its parent goes when the parent's own goes.
      if (part.kind === 'column' || part.kind === 'constraint') copyPart(context, part, child);
    }
  }
}

function copyPart(context: Context, part: Entity, home: Entity): void {
  const copy = createPart(context, home, part.kind, part.name);
  for (const used of part.uses) copy.use(used);
  copy.consequences = part.consequences;
  copy.columns = part.columns;
  copy.foreignKey = part.foreignKey;
  if (part.foreignKey !== undefined) touchReferences(context, part.foreignKey.to);
}

/** `LIKE other INCLUDING ALL` copies columns, and on request much else. */
function copyLike(context: Context, table: Entity, range: RangeVar | undefined, options: number): void {
  if (range === undefined) return;
  const { entities } = findRelation(context, nameOfRange(range));
  if (entities.length === 0) unknownName(context, 'table', nameOfRange(range));
  for (const source of entities) {
    for (const part of source.owned) {
      for (const used of part.uses) context.recorder.read(used);
      if (part.home === source && (part.kind === 'column' || options !== 0)) copyPart(context, part, table);
      if (part.kind === 'index') makeCopiedIndex(context, table, part);
      if (options !== 0 && part.kind === 'column') copyIdentity(context, table, part);
    }
  }
}

/** An identity column's copy has a sequence of its own, if that is copied too. */
function copyIdentity(context: Context, table: Entity, column: Entity): void {
  const copy = findPart(table, 'column', column.name);
  if (copy === undefined) return;
  for (const owned of column.owned) {
    if (owned.kind !== 'sequence') continue;
    createOwnedSequence(context, table, column.name, copy, []);
    for (const sequence of copy.owned) sequence.certain = false;
  }
}

/** Its name follows the columns, as if it had been made without a name. */
function makeCopiedIndex(context: Context, table: Entity, index: Entity): void {
  const columns = index.columns === undefined ? ['expr'] : [...index.columns];
  for (const label of ['idx', 'key', 'pkey', 'excl']) {
    const name = `${table.name}_${label === 'pkey' ? '' : `${columns.join('_')}_`}${label}`;
    const copy = create(context, 'relation', 'index', table.schema ?? 'public', name);
    copy.certain = false;
    copy.consequences = index.consequences;
    copy.columns = index.columns;
    table.own(copy);
  }
}

export function addColumn(context: Context, table: Entity, column: ColumnDef): void {
  const name = column.colname ?? '';
  const part = createPart(context, table, 'column', name);
  const type = column.typeName;
  if (type !== undefined) {
    const serial = serialType(type);
    if (serial) createOwnedSequence(context, table, name, part, []);
    else useType(context, part, type);
  }
  const collation = column.collClause;
  const others = consequencesOf(context, [
    ...(collation === undefined ? [] : [{ CollateClause: collation } as Node]),
    ...(column.raw_default === undefined ? [] : [column.raw_default]),
  ]);
  joinConsequences(context, part, others);
  for (const node of column.constraints ?? [])
    if ('Constraint' in node) columnConstraint(context, table, part, name, node.Constraint);
}

function columnConstraint(context: Context, table: Entity, part: Entity, column: string, constraint: Constraint): void {
  switch (constraint.contype) {
    case 'CONSTR_DEFAULT':
    case 'CONSTR_GENERATED':
      joinConsequences(context, part, consequencesOn(context, table, constraint.raw_expr));
      return;
    case 'CONSTR_IDENTITY':
      createOwnedSequence(context, table, column, part, constraint.options ?? []);
      return;
    case 'CONSTR_NULL':
    case 'CONSTR_ATTR_ENFORCED':
    case 'CONSTR_ATTR_NOT_ENFORCED':
    case 'CONSTR_ATTR_DEFERRABLE':
    case 'CONSTR_ATTR_NOT_DEFERRABLE':
    case 'CONSTR_ATTR_DEFERRED':
    case 'CONSTR_ATTR_IMMEDIATE':
      return;
    default:
      addConstraint(context, table, constraint, column);
  }
}

const SERIAL: ReadonlySet<string> = new Set(['serial', 'serial2', 'serial4', 'serial8', 'bigserial', 'smallserial']);

function serialType(type: TypeName): boolean {
  const name = typeNameOf(type);
  return name.length === 1 && SERIAL.has(name[0] ?? '');
}

/** Values of the type will be there: it cannot go first, and what it checks is checked. */
export function useType(context: Context, entity: Entity, type: TypeName): void {
  const consequences = typeConsequences(context, type);
  perform(context, consequences);
  entity.useAll(consequences);
  if (type.pct_type === true) return;
  // An extension's type belongs to the extension: it is found by its name above.
  findType(context, stringsOf(type.names));
}

/** Adds what a default, a check or a generated column does to what its part did before. */
export function joinConsequences(context: Context, part: Entity, more: readonly Consequence[]): void {
  if (more.length === 0) return;
  setConsequences(context, part, [...part.consequences, ...more]);
  // Existing rows get the value, or are checked.
  perform(context, more);
}
