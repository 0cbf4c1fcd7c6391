/** Touches everything that consequences reach: through views, triggers, foreign keys, rules, policies, partitions and calls. */
import { actAsOwner } from './acting.ts';
import { conditionally, type Context, DEFAULT_SEARCH_PATH, doubt, giveUp } from './context.ts';
import type { Consequence, Effect } from './consequence.ts';
import type { Entity, Events } from './entity.ts';
import { mayRefer, NAMES_IN_USE } from './references.ts';
import { Seen } from './placement.ts';
import { columnTypes, isType, rowTypes, typesIn } from './row-types.ts';

/** The resource that a publication of all tables changes: it refuses changes of rows that nothing identifies. */
export const ALL_TABLES_PUBLISHED = 'publications of all tables';

/** The resource that foreign keys add to: rows that go or change are looked for in every table that refers to theirs. */
export function referencesTo(entity: Entity): string {
  return `references to ${entity.resource}`;
}

export function perform(context: Context, consequences: readonly Consequence[]): void {
  for (const consequence of consequences) {
    switch (consequence.op) {
      case 'lookup':
        lookUp(context, consequence.name);
        break;
      case 'mention':
        context.recorder.touch(consequence.resource, 'read', 'uses', consequence.label);
        break;
      case 'opaque':
        giveUp(context, consequence.because, consequence.mayDefine);
        if (consequence.outside === true) context.recorder.reachOutside(consequence.because);
        break;
      default:
        performOnce(context, consequence);
    }
  }
}

function lookUp(context: Context, name: string | undefined): void {
  const { recorder, catalog } = context;
  if (name === undefined) {
    recorder.readDefinitions();
    return;
  }
  recorder.readName(name);
  // An array type is called as its elements with an underscore.
  if (name.startsWith('_')) lookUp(context, name.slice(1));
  for (const entity of catalog.named(name)) {
    recorder.read(entity, 'reads');
    if (entity.space === 'relation') {
      recorder.readIndexes(entity);
      recorder.touch(referencesTo(entity), 'read', 'uses', `the references to ${entity.label}`);
    }
    // Definitions are shown with the names of what they use, and beside what goes with them.
    for (const part of [entity, ...entity.owned]) for (const used of part.uses) recorder.read(used);
    useShownTypes(context, entity);
    for (const other of [...entity.owned, ...entity.parents, ...entity.children])
      if (other.home === undefined) recorder.read(other);
    if (entity.schema !== undefined)
      recorder.touch(`schema ${entity.schema}`, 'read', 'uses', `schema ${entity.schema}`);
  }
  if (catalog.uncertain !== undefined && catalog.named(name).size === 0) recorder.readDefinitions();
}

/** Columns of a view are shown with their types, and constants of a definition as values of the types of what stands beside them. */
function useShownTypes(context: Context, entity: Entity): void {
  const tables = entity.kind === 'index' ? entity.uses : [entity.home ?? entity];
  for (const table of tables) perform(context, useOf(rowTypes(table)));
  for (const { consequences, overloads } of [entity, ...entity.owned])
    for (const each of [{ consequences }, ...overloads]) perform(context, useOf(typesIn(each.consequences)));
}

/** The same on the same catalog touches nothing new, and a row's triggers may well lead back to where they began. */
function performOnce(context: Context, effect: Effect): void {
  const { op, entity, given, argv } = effect;
  const { done, catalog } = context;
  if (done.version !== catalog.version) {
    done.version = catalog.version;
    done.keys.clear();
  }
  const path = context.session.searchPath;
  // Bodies are read by the search path of the moment.
  const place = path === DEFAULT_SEARCH_PATH ? '' : path.join();
  const told = argv === undefined ? '' : ` ${context.firing?.number ?? ''} ${JSON.stringify(argv)}`;
  const key: string = `${op} ${entity.number} ${place}${given === undefined ? '' : ` ${keyOfGiven(given)}`}${told}`;
  const before = done.keys.get(key);
  if (before !== undefined) context.recorder.placement.repeat(before);
  if (before !== undefined || done.active.has(key)) return;
  done.left -= 1;
  if (done.left <= 0) {
    giveUp(context, 'sets off more than can be followed', true);
    return;
  }
  const seen = new Seen();
  done.keys.set(key, seen);
  done.active.add(key);
  context.recorder.placement.note(seen, () => {
    performOne(context, effect);
    for (const other of entity.aliases) performOne(context, { ...effect, entity: other });
  });
  done.active.delete(key);
}

/** An argument that is NULL is not one that is unknown. */
export function keyOfGiven(given: Effect['given']): string {
  return JSON.stringify(given?.map((text) => (text === undefined ? 0 : text)));
}

function performOne(context: Context, { op, entity, given, argv }: Effect): void {
  const { recorder } = context;
  switch (op) {
    case 'use':
      recorder.read(entity);
      useTypes(context, entity);
      return;
    case 'read':
      readRelation(context, entity);
      return;
    case 'alter':
      alterEntry(context, entity);
      return;
    case 'call':
      recorder.read(entity, 'calls');
      // Arguments are read as values of its parameters' types.
      useTypesOf(context, entity);
      actAsOwner(context, entity);
      context.callRoutine(context, entity, given, argv);
      return;
    case 'draw':
    case 'reset':
      recorder.draws = true;
      if (op === 'draw') recorder.placement.draw();
      recorder.read(entity);
      recorder.rows(entity, 'write');
      return;
    default:
      changeRows(context, entity, op);
  }
}

/** Whoever uses it finds it otherwise, and with a table its indexes, with an index its table. */
function alterEntry({ recorder }: Context, entity: Entity): void {
  recorder.write(entity, 'alters');
  for (const owned of entity.owned) {
    for (const index of [owned, ...owned.owned]) if (index.kind === 'index') recorder.write(index, 'alters');
  }
  if (entity.kind === 'index') for (const table of entity.uses) recorder.write(table, 'alters');
}

/** What a domain checks, what a composite type is made of. */
function useTypes(context: Context, entity: Entity): void {
  // It may check otherwise by now.
  if (entity.kind === 'domain') doubt(context, entity, 'uses values of');
  if (entity.kind === 'domain' && entity.referring.size > 0) context.recorder.readDefinitions();
  perform(
    context,
    entity.consequences.filter((consequence) => entity.kind === 'domain' || consequence.op === 'use'),
  );
  if (entity.kind === 'domain') useTypesOf(context, entity);
  if (entity.kind === 'table') useTypesOf(context, entity);
  for (const part of entity.owned) if (part.kind === 'column') perform(context, useOf(part.uses));
}

/** The types that something is made of: what a constant beside it is read as. */
export function useTypesOf(context: Context, entity: Entity): void {
  perform(context, useOf([...entity.uses].filter(isType)));
}

/**
 * What a constant beside the columns of a relation is read as: its columns' types.
 *
 * @param columns names in an expression, if not all matter; one that is no column may stand for the row as a whole
 */
export function useRow(context: Context, relation: Entity, columns?: ReadonlySet<string>): void {
  const own = new Set([...relation.owned].filter(({ kind }) => kind === 'column').map(({ name }) => name));
  const known = columns !== undefined && [...columns].every((name) => own.has(name));
  perform(context, useOf(rowTypes(relation, known ? columns : undefined)));
}

function useOf(entities: Iterable<Entity>): readonly Effect[] {
  return [...entities].map((entity) => ({ op: 'use', entity }));
}

function readRelation(context: Context, entity: Entity): void {
  const { recorder } = context;
  refuseForeign(context, entity);
  recorder.read(entity, 'reads');
  if (entity.kind === 'view') actAsOwner(context, entity);
  recorder.touch(`privileges ${entity.resource}`, 'read', 'uses', `the privileges on ${entity.label}`);
  switch (entity.kind) {
    case 'view':
      // It may be made of another query by now.
      doubt(context, entity, 'reads');
      perform(context, entity.consequences);
      return;
    case 'index':
      // Its size is that of its table's rows.
      for (const table of entity.uses)
        if (table.space === 'relation') perform(context, [{ op: 'read', entity: table }]);
      return;
    default:
      recorder.rows(entity, 'read');
      recorder.placement.scan(entity);
      if (entity.referring.size > 0) recorder.touch(NAMES_IN_USE, 'read', 'reads', NAMES_IN_USE);
      perform(context, useOf(columnTypes(entity)));
      performParts(context, entity, (part) => part.kind === 'policy');
      for (const child of entity.children) perform(context, [{ op: 'read', entity: child }]);
      readWholes(context, entity);
  }
}

/** What rows a partition has follows from its bounds and from the keys of all that it is a part of. */
export function readWholes({ recorder }: Context, { ancestors }: Entity): void {
  for (const whole of ancestors) if (whole.kind === 'table') recorder.read(whole);
}

function changeRows(context: Context, entity: Entity, op: 'insert' | 'update' | 'delete'): void {
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

/** Several foreign tables may show the same rows, which are elsewhere. */
function refuseForeign(context: Context, entity: Entity): void {
  if (entity.kind !== 'foreign table') return;
  const because = `uses ${entity.label}, whose rows are elsewhere`;
  giveUp(context, because, false);
  context.recorder.reachOutside(because);
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

/**
 * @param isNew whether it is for a new row
 * @param firing whose rows change: a partition's, it may be
 */
function performParts(
  context: Context,
  entity: Entity,
  which: (part: Entity) => boolean,
  isNew = false,
  firing: Entity = entity,
): void {
  for (const part of [...entity.owned]) {
    if (part.consequences.length === 0 || part.home === undefined || !which(part)) continue;
    if (part.deferrable) context.session.postponed.add(part);
    // Whether a row comes to it is not known.
    conditionally(context, () => {
      const work = () => {
        perform(part.kind === 'trigger' ? { ...context, firing } : context, part.consequences);
      };
      if (part.kind === 'column') context.recorder.placement.noteColumn(part, isNew, work);
      else work();
    });
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
  for (const { child, cascades } of referencesOf(context, entity)) {
    perform(context, [{ op: 'read', entity: child }]);
    actAsOwner(context, child);
    if (cascades)
      perform(context, [
        { op: 'update', entity: child },
        { op: 'delete', entity: child },
      ]);
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
): readonly { readonly child: Entity; readonly cascades: boolean }[] {
  return [entity, ...entity.ancestors].flatMap((to) => {
    recorder.touch(referencesTo(to), 'read', 'uses', `the references to ${to.label}`);
    return [...to.usedBy].flatMap(({ home: child, foreignKey }) =>
      child === undefined || foreignKey === undefined ? [] : [{ child, cascades: foreignKey.cascades }],
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
