/** CREATE TABLE and its kin, in the order in which PostgreSQL makes columns, keys, copies and references. */
import type { ColumnDef, Constraint, CreateStmt, RangeVar } from 'libpg-query';
import { nameOfRange, type Node, stringsOf, type TypeName, typeNameOf } from '../../ast.ts';
import { type Context, defining, doubtCopied, giveUp } from '../context.ts';
import { createPart, definitionStatement, setConsequences } from '../define.ts';
import type { Consequence } from '../consequence.ts';
import type { Entity, EntityKind } from '../entity.ts';
import { perform } from '../perform.ts';
import { consequencesOf, consequencesOn } from '../query.ts';
import { findGlobal, findOther, findRelation, findType, unknownName } from '../resolve.ts';
import { typeConsequences } from '../named-object.ts';
import { nameByDefault, noteReferences } from '../references.ts';
import { addConstraint } from './constraint.ts';
import { copyLike, copyParts, inherit } from './copied-parts.ts';
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
  // They are looked for before it is there: one of its own name is elsewhere on the search path.
  const parents = (statement.inhRelations ?? []).map((node) => tableOf(context, node));
  const likenesses = (statement.tableElts ?? []).map((node) =>
    'TableLikeClause' in node ? tablesNamed(context, node.TableLikeClause.relation) : [],
  );
  const table = createRelation(context, range, kind, statement.if_not_exists);
  if (statement.accessMethod !== undefined) findGlobal(context, 'access method', statement.accessMethod);
  const { making } = context.session;
  context.session.making = table;
  defining(context, table, () => {
    defineTable(context, table, statement, parents, likenesses);
  });
  context.session.making = making;
}

function tableOf(context: Context, node: Node): readonly Entity[] {
  return 'RangeVar' in node ? tablesNamed(context, node.RangeVar) : [];
}

export function tablesNamed(context: Context, range: RangeVar | undefined): readonly Entity[] {
  if (range === undefined) return [];
  const { entities } = findRelation(context, nameOfRange(range));
  if (entities.length === 0) unknownName(context, 'table', nameOfRange(range));
  return entities;
}

/** Columns, constraints and parents of a new table. */
function defineTable(
  context: Context,
  table: Entity,
  statement: CreateStmt,
  parents: readonly (readonly Entity[])[],
  likenesses: readonly (readonly Entity[])[],
): void {
  const bound = statement.partbound;
  table.takesTheRest = bound?.is_default === true;
  for (const candidates of parents) inherit(context, table, candidates, bound !== undefined);
  if (statement.ofTypename !== undefined) beOf(context, table, statement.ofTypename);
  const elements = statement.tableElts ?? [];
  // What comes first may have the name that PostgreSQL would choose for what comes later.
  const later: ColumnConstraint[] = [];
  for (const node of elements) if ('ColumnDef' in node) addColumn(context, table, node.ColumnDef, later);
  for (const node of elements) {
    if ('Constraint' in node) addSoonOrLater(context, table, { constraint: node.Constraint, column: undefined }, later);
    else if (!('ColumnDef' in node || 'TableLikeClause' in node))
      giveUp(context, 'has a table element of an unknown kind', true);
  }
  const ofType = (...types: string[]) => later.filter(({ constraint }) => types.includes(constraint.contype ?? ''));
  const addAll = (constraints: readonly ColumnConstraint[]) => {
    for (const { constraint, column } of constraints) addConstraint(context, table, constraint, column);
  };
  addAll([...ofType('CONSTR_PRIMARY'), ...ofType('CONSTR_UNIQUE', 'CONSTR_EXCLUSION')]);
  for (const [position, node] of elements.entries()) {
    if ('TableLikeClause' in node)
      copyLike(context, table, likenesses[position] ?? [], node.TableLikeClause.options ?? 0);
  }
  addAll(ofType('CONSTR_FOREIGN'));
  const rest = consequencesOf(context, [statement.partspec, statement.partbound, statement.options]);
  perform(context, rest);
  setConsequences(context, table, [...table.consequences, ...rest]);
}

interface ColumnConstraint {
  readonly constraint: Constraint;
  /** The column it is written at, if at one. */
  readonly column: string | undefined;
}

/** PostgreSQL makes keys when the rest of a new table is there, the primary one first, then what LIKE brings, and references last. */
const MADE_LATER: ReadonlySet<string> = new Set([
  'CONSTR_PRIMARY',
  'CONSTR_UNIQUE',
  'CONSTR_EXCLUSION',
  'CONSTR_FOREIGN',
]);

/** @param later where there is such an order: what is to be made later */
function addSoonOrLater(
  context: Context,
  table: Entity,
  { constraint, column }: ColumnConstraint,
  later: ColumnConstraint[] | undefined,
): void {
  if (later !== undefined && MADE_LATER.has(constraint.contype ?? '')) later.push({ constraint, column });
  else addConstraint(context, table, constraint, column);
}

/** A typed table changes with its type. */
export function beOf(context: Context, table: Entity, typeName: TypeName): void {
  useType(context, table, typeName);
  for (const type of findType(context, typeNameOf(typeName)).entities) {
    doubtCopied(context, type, 'makes a table of');
    type.adopt(table);
    copyParts(context, type, table);
  }
}

/** @param later constraints of it that are made after other things of a new table */
export function addColumn(context: Context, table: Entity, column: ColumnDef, later?: ColumnConstraint[]): void {
  const name = column.colname ?? '';
  const part = createPart(context, table, 'column', name);
  const type = column.typeName;
  if (type !== undefined) {
    const serial = serialType(type);
    if (serial) createOwnedSequence(context, table, name, part, []);
    else useType(context, part, type);
  }
  useCollation(context, part, column);
  joinConsequences(context, part, consequencesOf(context, column.raw_default));
  for (const node of column.constraints ?? [])
    if ('Constraint' in node) columnConstraint(context, table, part, name, node.Constraint, later);
}

export function useCollation(context: Context, part: Entity, { collClause }: Pick<ColumnDef, 'collClause'>): void {
  if (collClause === undefined) return;
  for (const entity of findOther(context, 'collation', stringsOf(collClause.collname)).entities) part.use(entity);
}

function columnConstraint(
  context: Context,
  table: Entity,
  part: Entity,
  column: string,
  constraint: Constraint,
  later: ColumnConstraint[] | undefined,
): void {
  switch (constraint.contype) {
    case 'CONSTR_DEFAULT':
    case 'CONSTR_GENERATED':
      joinConsequences(context, part, [
        ...consequencesOn(context, table, constraint.raw_expr),
        ...nameByDefault(context, table.referring.get(part.name), constraint.raw_expr),
      ]);
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
      addSoonOrLater(context, table, { constraint, column }, later);
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
  noteReferences(entity, type, consequences);
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
