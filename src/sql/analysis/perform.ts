/** Touches everything that consequences reach, through views, policies and calls. Where rows change, more happens: `row-changes.ts`. */
import { actAsOwner } from './acting.ts';
import { conditionally, type Context, doubt, giveUp } from './context.ts';
import type { Consequence, Effect } from './consequence.ts';
import type { Entity } from './entity.ts';
import { keyOfMade } from './commands.ts';
import { asFarAsNeeded, keyOfGiven } from './given.ts';
import { NAMES_IN_USE } from './references.ts';
import { Seen } from './placement.ts';
import { DEFAULT_SEARCH_PATH } from './session-start.ts';
import { columnTypes, isType, rowTypes, typesIn } from './row-types.ts';

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
        if (consequence.adds === true)
          context.recorder.touch(consequence.resource, 'add', 'adds to', consequence.label);
        else context.recorder.touch(consequence.resource, 'read', 'uses', consequence.label);
        if (consequence.byNumber !== undefined) context.recorder.placement.lookOver(consequence.byNumber);
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
function performOnce(context: Context, full: Effect): void {
  const { entity } = full;
  const { done, catalog } = context;
  const given = asFarAsNeeded(full.given, entity, catalog);
  const effect = { ...full, given };
  if (done.version !== catalog.version) {
    done.version = catalog.version;
    done.keys.clear();
  }
  const key = keyOf(context, effect);
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

/** A number where nothing but the object matters, as a number is found at once. */
function keyOf(context: Context, { op, entity, given, argv }: Effect): string | number {
  const path = context.session.searchPath;
  if (path === DEFAULT_SEARCH_PATH && given === undefined && argv === undefined && context.made === undefined)
    return entity.number * OPERATIONS.length + OPERATIONS.indexOf(op);
  const told = argv === undefined ? '' : ` ${context.firing?.number ?? ''} ${JSON.stringify(argv)}`;
  // Bodies are read by the search path of the moment.
  return `${op} ${entity.number} ${path.join()}${given === undefined ? '' : ` ${keyOfGiven(given)}`}${told}${keyOfMade(context)}`;
}

const OPERATIONS: readonly Effect['op'][] = [
  'read',
  'insert',
  'update',
  'delete',
  'use',
  'call',
  'alter',
  'draw',
  'reset',
];

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
      context.changeRows(context, entity, op);
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
  const known = columns !== undefined && [...columns].every((name) => hasColumn(relation, name));
  perform(context, useOf(rowTypes(relation, known ? columns : undefined)));
}

function hasColumn(relation: Entity, wanted: string): boolean {
  for (const { kind, name } of relation.owned) if (kind === 'column' && name === wanted) return true;
  return false;
}

export function useOf(entities: Iterable<Entity>): readonly Effect[] {
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

/** Several foreign tables may show the same rows, which are elsewhere. */
export function refuseForeign(context: Context, entity: Entity): void {
  if (entity.kind !== 'foreign table') return;
  const because = `uses ${entity.label}, whose rows are elsewhere`;
  giveUp(context, because, false);
  context.recorder.reachOutside(because);
}

/**
 * @param isNew whether it is for a new row
 * @param firing whose rows change: a partition's, it may be
 */
export function performParts(
  context: Context,
  entity: Entity,
  which: (part: Entity) => boolean,
  isNew = false,
  firing: Entity = entity,
): void {
  // More may come while these are performed.
  const parts: Entity[] = [];
  for (const part of entity.owned) if (part.consequences.length > 0 && part.home !== undefined) parts.push(part);
  for (const part of parts) {
    if (!which(part)) continue;
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
