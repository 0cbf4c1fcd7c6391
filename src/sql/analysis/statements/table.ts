/** CREATE TABLE and its kin: columns, constraints, inheritance, partitions. */
import type { ColumnDef, Constraint, CreateStmt, RangeVar } from 'libpg-query';
import { nameOfRange, type Node, stringsOf, type TypeName, typeNameOf } from '../../ast.ts';
import { type Context, copying, defining, doubtCopied, forOneOf, giveUp, isConditional } from '../context.ts';
import { createPart, definitionStatement, findPart, setConsequences, touchReferences } from '../define.ts';
import type { Consequence } from '../consequence.ts';
import type { Entity, EntityKind } from '../entity.ts';
import { perform, performKey } from '../perform.ts';
import { consequencesOf, consequencesOn } from '../query.ts';
import { findGlobal, findOther, findRelation, findType, unknownName } from '../resolve.ts';
import { isType, rowTypes } from '../row-types.ts';
import { typeConsequences } from '../named-object.ts';
import { copyReferences, nameByDefault, noteReferences } from '../references.ts';
import { addConstraint } from './constraint.ts';
import { copyIndex, copyStatistics, copyToPartition } from './copied-index.ts';
import { becomeReferred } from './referred-partition.ts';
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

/**
 * A partition or child: what is done to the parent is done to it, and its rows are the parent's.
 *
 * @param parents the one, or all that it may be
 */
export function inherit(context: Context, child: Entity, parents: readonly Entity[], asPartition = false): void {
  forOneOf(context, parents, (parent) => {
    doubtCopied(context, parent, 'makes a child of');
    context.recorder.write(parent, 'alters');
    context.recorder.rows(parent, 'read');
    // Rows that are there must be where the keys say.
    if (asPartition) for (const each of [parent, ...parent.ancestors]) performKey(context, each);
    // A default partition is searched for rows that now belong elsewhere.
    if (asPartition) {
      for (const sibling of parent.children) {
        if (!sibling.takesTheRest) continue;
        for (const each of [sibling, ...sibling.descendants]) {
          context.recorder.read(each);
          context.recorder.rows(each, 'read');
        }
      }
    }
    parent.adopt(child);
    child.isPartition = asPartition || (isConditional(context) && child.isPartition);
    const indexes = [...parent.owned].filter(({ kind }) => asPartition && kind === 'index');
    for (const index of indexes)
      for (const each of [child, ...child.descendants]) copyToPartition(context, index, each);
    for (const part of parent.owned) {
      if (part.home === undefined) continue;
      for (const used of part.uses) context.recorder.read(used);
      if (part.foreignKey !== undefined) context.recorder.rows(part.foreignKey.to, 'read');
      perform(
        context,
        part.kind === 'trigger' || part.kind === 'rule' || part.kind === 'policy' ? [] : part.consequences,
      );
    }
    for (const each of [child, ...child.descendants]) {
      copyParts(context, parent, each);
      if (asPartition) becomeReferred(context, each);
    }
  });
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

/** What a child has of its parent goes when the parent's own goes, and stays when they are separated. */
export function copyParts(context: Context, parent: Entity, child: Entity): void {
  copyReferences(parent, child);
  for (const used of parent.uses) if (isType(used)) child.use(used);
  for (const part of parent.owned) {
    if (part.home !== undefined && goesToChild(part, child)) {
      copying(context, part, () => {
        copyPart(context, part, child);
      });
    }
  }
}

function goesToChild(part: Entity, child: Entity): boolean {
  if (part.kind === 'constraint') return !isKey(part) && (child.isPartition || !isReference(part));
  return part.kind === 'column';
}

/** Of a key a child has none, and a partition one of its own, by the name of an index of its own. */
export function isKey(constraint: Entity): boolean {
  return constraint.kind === 'constraint' && [...constraint.owned].some(({ kind }) => kind === 'index');
}

function isReference({ foreignKey, naming }: Entity): boolean {
  return foreignKey !== undefined || naming?.label === 'fkey';
}

function copyPart(context: Context, part: Entity, home: Entity): void {
  const copy = createPart(context, home, part.kind, part.name);
  for (const used of part.uses) copy.use(used);
  // What it has of its own it may keep.
  setConsequences(context, copy, [...copy.consequences, ...part.consequences]);
  copy.columns = part.columns;
  copy.naming ??= part.naming;
  if (part.kind === 'constraint') {
    context.recorder.constraintName(home.schema ?? '', part.name, 'add', 'creates');
  }
  copy.foreignKey = part.foreignKey;
  if (part.foreignKey !== undefined) touchReferences(context, part.foreignKey.to);
}

/** Bits of `TableLikeOption`. */
const INCLUDING_COMMENTS = 1;
const INCLUDING_CONSTRAINTS = 1 << 2;
const INCLUDING_INDEXES = 1 << 6;
const INCLUDING_STATISTICS = 1 << 7;

/** `LIKE other INCLUDING ALL` copies columns, and on request much else. */
function copyLike(context: Context, table: Entity, sources: readonly Entity[], options: number): void {
  forOneOf(context, sources, (source) => {
    doubtCopied(context, source, 'makes a table like');
    readComment(context, source, options);
    if ((options & INCLUDING_INDEXES) !== 0) context.recorder.readIndexes(source);
    copyReferences(source, table);
    for (const type of rowTypes(source)) table.use(type);
    for (const part of [...source.owned]) {
      for (const used of part.uses) context.recorder.read(used);
      if (part.home !== undefined && goesWithLike(part, options)) {
        copying(context, part, () => {
          copyPart(context, part, table);
        });
      }
      if (part.kind === 'index' && (options & INCLUDING_INDEXES) !== 0) copyIndex(context, part, table);
      if (part.kind === 'statistics' && (options & INCLUDING_STATISTICS) !== 0) copyStatistics(context, part, table);
      if (part.kind === 'index' || part.kind === 'statistics') readComment(context, part, options);
      if (options !== 0 && part.kind === 'column') copyIdentity(context, table, part);
    }
  });
}

/** Columns and what must not be null always; what is checked on request; references never, and keys by indexes of their own names. */
function goesWithLike(part: Entity, options: number): boolean {
  if (part.kind === 'column' || part.naming?.label === 'not_null') return true;
  return part.kind === 'constraint' && (options & INCLUDING_CONSTRAINTS) !== 0 && !isReference(part) && !isKey(part);
}

/** An identity column's copy has a sequence of its own, if that is copied too. A partition's column draws from its parent's. */
function copyIdentity(context: Context, table: Entity, column: Entity): void {
  const copy = findPart(table, 'column', column.name);
  if (copy === undefined) return;
  for (const consequence of column.consequences) {
    if (consequence.op !== 'draw' || consequence.entity.owner?.kind !== 'column') continue;
    // With the options of the other.
    context.recorder.read(consequence.entity);
    createOwnedSequence(context, table, column.name, copy, []);
    for (const sequence of copy.owned) sequence.certain = false;
  }
}

function readComment(context: Context, entity: Entity, options: number): void {
  if ((options & INCLUDING_COMMENTS) === 0) return;
  context.recorder.touch(`comment on ${entity.resource}`, 'read', 'reads', `the comment on ${entity.label}`);
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
        ...nameByDefault(context, part, constraint.raw_expr),
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
