/** What a table has of another: as its child or partition, or by LIKE. */
import { conditionally, type Context, copying, doubtCopied, forOneOf, isConditional } from '../context.ts';
import { clonedTriggersChange, createPart, findPart, setConsequences, touchReferences } from '../define.ts';
import type { Entity } from '../entity.ts';
import { perform } from '../perform.ts';
import { lookUpReferred, performKey } from '../row-changes.ts';
import { copyReferences } from '../references.ts';
import { isType, rowTypes } from '../row-types.ts';
import { copyIndex, copyStatistics, copyToPartition } from './copied-index.ts';
import { becomeReferred } from './referred-partition.ts';
import { createOwnedSequence } from './sequence.ts';

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
    if (asPartition) {
      for (const each of [parent, ...parent.ancestors]) {
        context.recorder.read(each);
        performKey(context, each);
      }
    }
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
      if (part.foreignKey !== undefined) lookUpReferred(context, part.foreignKey.to);
      perform(
        context,
        part.kind === 'trigger' || part.kind === 'rule' || part.kind === 'policy' ? [] : part.consequences,
      );
    }
    for (const each of [child, ...child.descendants]) {
      copyParts(context, parent, each);
      if (asPartition) becomeReferred(context, each);
    }
    if (asPartition) clonedTriggersChange(context, child);
  });
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

/**
 * Runs `work` as what happens to parts of a table because it happens to those of a parent. What a child declared itself, too, or another
 * parent gave it, it keeps; a partition keeps nothing.
 */
export function asThoseOfParent(context: Context, table: Entity, work: () => void): void {
  if (table.isPartition) work();
  else conditionally(context, work);
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
export function copyLike(context: Context, table: Entity, sources: readonly Entity[], options: number): void {
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
