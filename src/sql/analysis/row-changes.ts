/** What happens where rows of a relation change: triggers, rules, keys of partitions, references in both directions. */
import { actAsOwner } from './acting.ts';
import { conditionally, type Context, doubt } from './context.ts';
import type { Consequence } from './consequence.ts';
import type { Entity, Events, ForeignKey } from './entity.ts';
import { perform, performParts, readWholes, referencesTo, refuseForeign, useOf } from './perform.ts';
import { mayRefer } from './references.ts';
import { columnTypes } from './row-types.ts';

/** The resource that a publication of all tables changes: it refuses changes of rows that nothing identifies. */
export const ALL_TABLES_PUBLISHED = 'publications of all tables';

export function changeRows(context: Context, entity: Entity, op: 'insert' | 'update' | 'delete'): void {
  const { recorder } = context;
  refuseForeign(context, entity);
  if (entity.kind === 'view') actAsOwner(context, entity);
  if (entity.kind === 'sequence' || entity.kind === 'index') {
    doubt(context, entity, 'changes rows of');
    recorder.write(entity, 'changes');
    return;
  }
  setOff(context, entity, op);
  if (entity.kind === 'view') perform(context, writesThrough(entity, op));
  else {
    recorder.rows(entity, 'write');
    if (op === 'insert') recorder.placement.fill(entity);
    else recorder.placement.move(entity);
  }
  if (op !== 'insert') perform(context, [{ op: 'read', entity }]);
  // A row may have to move to another partition.
  if (op === 'update') {
    for (const child of entity.children)
      perform(context, [
        { op: 'delete', entity: child },
        { op: 'insert', entity: child },
      ]);
  }
}

/** What happens beside the change itself where rows of a relation change. */
export function setOff(context: Context, entity: Entity, op: 'insert' | 'update' | 'delete'): void {
  const { recorder } = context;
  // Triggers, rules or policies may have come to it unseen.
  doubt(context, entity, 'changes rows of');
  recorder.read(entity);
  readWholes(context, entity);
  recorder.touch(`privileges ${entity.resource}`, 'read', 'uses', `the privileges on ${entity.label}`);
  recorder.touch(ALL_TABLES_PUBLISHED, 'read', 'uses', ALL_TABLES_PUBLISHED);
  perform(context, useOf(columnTypes(entity)));
  // What a trigger gives a column may be a name.
  if (
    [...entity.owned].some((part) => part.kind === 'trigger' && fires(part, op)) &&
    mayRefer([{ op: 'read', entity }])
  )
    recorder.readDefinitions();
  performParts(context, entity, (part) => fires(part, op), op === 'insert');
  for (const index of entity.owned) if (index.kind === 'index') perform(context, index.consequences);
  referenceRows(context, entity, op);
  for (const child of entity.children) perform(context, [{ op, entity: child }]);
  // A row of a partition is a row of its parents, whose row triggers were cloned to it.
  for (const parent of entity.ancestors) performParts(context, parent, (part) => fires(part, op), false, entity);
  // Which partition it belongs to hangs on all keys above.
  if (op !== 'delete') for (const each of [entity, ...entity.ancestors]) performKey(context, each);
}

/** What the key of a partitioned table calls. */
export function performKey(context: Context, { kind, consequences }: Entity): void {
  if (kind === 'table') perform(context, consequences);
}

/** Parts that act when rows change: defaults, checks, triggers, rules, policies. */
function fires(part: Entity, op: keyof Events): boolean {
  switch (part.kind) {
    case 'trigger':
    case 'rule':
      return part.events === undefined || part.events[op];
    case 'column':
    case 'constraint':
      return op !== 'delete';
    default:
      return part.kind === 'policy';
  }
}

/** What triggers were to do at the end: names now mean what they mean now. */
export function performPostponed(context: Context): void {
  for (const part of context.session.postponed) {
    // Of a whole it may be any partition whose rows changed.
    const firing = part.home?.children.size === 0 ? part.home : undefined;
    conditionally(context, () => {
      perform({ ...context, firing }, part.consequences);
    });
  }
}

/** New rows look at the rows they refer to; rows that go are looked for in those that refer to them, or take them along. */
function referenceRows(context: Context, entity: Entity, op: 'insert' | 'update' | 'delete'): void {
  if (op !== 'delete') {
    for (const part of entity.owned) {
      if (part.foreignKey !== undefined) {
        lookUpReferred(context, part.foreignKey.to);
        actAsOwner(context, part.foreignKey.to);
      }
    }
  }
  if (op === 'insert') return;
  for (const { child, key } of referencesOf(context, entity)) {
    perform(context, [{ op: 'read', entity: child }]);
    actAsOwner(context, child);
    const { updates, deletes } = op === 'delete' ? key.onDelete : { ...key.onUpdate, deletes: false };
    if (updates) perform(context, [{ op: 'update', entity: child }]);
    if (deletes) perform(context, [{ op: 'delete', entity: child }]);
  }
}

/** A row that another refers to is looked for in all partitions, and not in tables that inherit. */
export function lookUpReferred({ recorder }: Context, to: Entity): void {
  for (const each of [to, ...to.partitions]) {
    recorder.read(each);
    recorder.rows(each, 'read');
  }
}

/** Who refers to rows of a table, or to those of the whole that it is a partition of. */
function referencesOf(
  { recorder }: Context,
  entity: Entity,
): readonly { readonly child: Entity; readonly key: ForeignKey }[] {
  return [entity, ...entity.ancestors].flatMap((to) => {
    recorder.touch(referencesTo(to), 'read', 'uses', `the references to ${to.label}`);
    return [...to.usedBy].flatMap(({ home: child, foreignKey }) =>
      child === undefined || foreignKey === undefined ? [] : [{ child, key: foreignKey }],
    );
  });
}

/** What a view reads, it writes to when it is updatable; if it is not, triggers or rules do something else instead. */
function writesThrough(view: Entity, op: 'insert' | 'update' | 'delete'): readonly Consequence[] {
  return view.consequences.flatMap((consequence): Consequence[] =>
    consequence.op === 'read' ? [consequence, { op, entity: consequence.entity }] : [consequence],
  );
}

/** Rows of several tables go at once, with those that refer to them when it cascades. */
export function truncate(
  context: Context,
  entity: Entity,
  cascade: boolean,
  restartIdentity: boolean,
  seen: Set<Entity> = new Set(),
): void {
  // Foreign keys may lead back.
  if (seen.has(entity)) return;
  seen.add(entity);
  const { recorder } = context;
  // References to it may have come unseen.
  doubt(context, entity, 'empties');
  recorder.read(entity);
  recorder.rows(entity, 'write');
  recorder.touch(ALL_TABLES_PUBLISHED, 'read', 'uses', ALL_TABLES_PUBLISHED);
  performParts(context, entity, (part) => part.kind === 'trigger' && part.events?.truncate !== false);
  if (restartIdentity) {
    for (const part of entity.owned) {
      for (const owned of [part, ...part.owned])
        if (owned.kind === 'sequence') perform(context, [{ op: 'reset', entity: owned }]);
    }
  }
  for (const child of entity.children) truncate(context, child, cascade, restartIdentity, seen);
  for (const { child } of referencesOf(context, entity)) {
    if (child === entity) continue;
    recorder.read(child);
    if (cascade) truncate(context, child, cascade, restartIdentity, seen);
  }
}
