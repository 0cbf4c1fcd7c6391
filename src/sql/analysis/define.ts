/** Makes, changes and drops entities of the catalog, and touches what goes with it. */
import { ownByActing } from './acting.ts';
import { mayFire } from './commands.ts';
import { type Context, conditionally, creationSchema, giveUp, isConditional, TEMPORARY } from './context.ts';
import type { Consequence } from './consequence.ts';
import { Entity, type EntityKind, resourceName, type Space } from './entity.ts';
import { keptCalls } from './kept-calls.ts';
import { perform, referencesTo } from './perform.ts';
import { NAMES_IN_USE, namesInUse } from './references.ts';
import { isType, typesIn, withFields } from './row-types.ts';
import { isHole } from '../holes.ts';
import { splitName } from './resolve.ts';
import type { Name } from '../ast.ts';

/** Privileges that new objects are born with. */
export const DEFAULT_PRIVILEGES = 'default privileges';
export const EVENT_TRIGGERS = 'event triggers';

/** Everything that changes a definition fires the event triggers there are. */
export function definitionStatement(context: Context): void {
  context.recorder.touch(EVENT_TRIGGERS, 'read', 'uses', EVENT_TRIGGERS);
  context.recorder.noteDefinition();
  // Nothing is made so far.
  fireEventTriggers(context, NOTHING);
}

const NOTHING: ReadonlySet<Entity> = new Set();

/** What each of them defines sets off the others again: with more than these, following them takes seconds for each statement. */
const MOST_SETTING_OFF_EACH_OTHER = 2;

/**
 * Also at the end of the statement, when what it defines is there: a trigger, say, of a table that they write to.
 *
 * @param made what it has made and altered, as far as that is known
 */
export function fireEventTriggers(context: Context, made: ReadonlySet<Entity> | undefined): void {
  const triggers = [...context.catalog.all('event trigger')].filter(({ tags }) => mayFire(tags, context.tags));
  if (context.isInEventTrigger === true && triggers.length > MOST_SETTING_OFF_EACH_OTHER) {
    giveUp(context, 'sets off event triggers that set each other off', true);
    return;
  }
  for (const trigger of triggers) {
    conditionally(context, () => {
      perform({ ...context, isInEventTrigger: true, made }, trigger.consequences);
    });
  }
}

/** Where an object of this name is made: `[schema, name]`. */
export function placeOf(context: Context, name: Name, temporary = false): readonly [schema: string, name: string] {
  const [schema, object] = splitName(name);
  return [temporary ? TEMPORARY : (schema ?? creationSchema(context)), object];
}

/**
 * An object that lives in a schema. What has the name already stays where it is uncertain which of the two there will be.
 *
 * @param guarded whether it is no error that something has the name already
 */
export function create(
  context: Context,
  space: Space,
  kind: EntityKind,
  schema: string,
  name: string,
  guarded = isConditional(context),
): Entity {
  const { catalog, recorder } = context;
  touchSchema(context, schema);
  recorder.touch(DEFAULT_PRIVILEGES, 'read', 'uses', DEFAULT_PRIVILEGES);
  const found = catalog.find(space, schema, name);
  // Under a condition that does not hold, or in vain: what is there keeps its name.
  const isInVain =
    found !== undefined && isConditional(context) && !isReplaceable(found, kind) && catalog.isSure(found);
  // Of what belongs to the one nothing belongs to the other.
  const isEither = found !== undefined && !isInVain && guarded && found.kind !== kind;
  // Made for sure, where something only may have been: that was not there.
  const isOnlyOne = found !== undefined && !guarded && !catalog.isSure(found) && !isReplaceable(found, kind);
  const existing = isInVain || isEither || isOnlyOne ? undefined : found;
  // Which of the two it is, is not known.
  const isOneOfTwo = existing !== undefined && guarded && !isReplaceable(existing, kind);
  if (isOnlyOne) catalog.remove(found);
  const entity = existing ?? new Entity(space, kind, schema, name);
  if (isInVain) {
    entity.certain = false;
  } else if (existing === undefined) {
    entity.certain = !isConditional(context);
    entity.temporary = schema === TEMPORARY;
    entity.insteadOfUnseen = guarded && catalog.uncertain !== undefined && !entity.temporary;
    catalog.add(entity);
    if (isEither) {
      entity.orElse = found.kind;
      giveUp(context, `makes ${kind} ${name}, which may be a ${found.kind} already`, false);
    }
  } else {
    catalog.changed();
    // It is there in any case now, the one or the other.
    if (!isConditional(context)) entity.certain = true;
    if (!guarded) entity.orElse = undefined;
    entity.kind = kind;
  }
  ownByActing(context, entity);
  recorder.write(entity, 'creates');
  // Where several are called so, their names are shown with their schemas.
  if ([...catalog.named(name)].some((other) => other.home === undefined && other !== entity))
    namesInUseChange(context, entity);
  entity.loose = existing === undefined ? isEither || entity.insteadOfUnseen : existing.loose || isOneOfTwo;
  recorder.nameChanges(entity);
  return entity;
}

/** Whether a statement that makes one of its name may be about it: one more function of that name, or another query for a view. */
function isReplaceable({ space, kind }: Entity, made: EntityKind): boolean {
  return space === 'routine' || (kind === 'view' && made === 'view');
}

/** An object outside of schemas. */
export function createGlobal(context: Context, space: Space, kind: EntityKind, name: string): Entity {
  const { catalog, recorder } = context;
  const existing = catalog.find(space, undefined, name);
  const entity = existing ?? catalog.add(new Entity(space, kind, undefined, name));
  if (existing === undefined) entity.certain = !isConditional(context);
  else catalog.changed();
  recorder.write(entity, 'creates');
  recorder.nameChanges(entity);
  return entity;
}

/** A column, constraint, trigger … of a relation, which it changes. */
export function createPart(context: Context, home: Entity, kind: EntityKind, name: string): Entity {
  const { catalog, recorder } = context;
  const existing = findPart(home, kind, name);
  const part = existing ?? catalog.add(new Entity('part', kind, home.schema, name, home));
  home.own(part);
  if (existing === undefined) part.certain = !isConditional(context);
  else catalog.changed();
  recorder.nameChanges(part);
  return part;
}

export function findPart(home: Entity, kind: EntityKind, name: string): Entity | undefined {
  for (const part of home.owned) if (part.home !== undefined && part.kind === kind && part.name === name) return part;
  return undefined;
}

/** Consequences known now replace those before, or join them where either may hold. */
export function setConsequences(context: Context, entity: Entity, found: readonly Consequence[]): void {
  const consequences = keptCalls(context, found);
  leaveTypes(context, entity);
  entity.consequences = distinct(isConditional(context) ? [...entity.consequences, ...consequences] : consequences);
  entity.useAll(consequences);
  context.catalog.changed();
}

/** What it has been built on may have been fields of the types of a query's columns, which nothing could alter for that. */
export function leaveTypes({ recorder }: Context, { consequences, overloads }: Entity): void {
  for (const built of [{ consequences }, ...overloads]) {
    if (built.consequences.length === 0) continue;
    for (const type of withFields(typesIn(built.consequences))) recorder.read(type);
  }
}

/** Once is enough: what is joined again and again must not grow. */
function distinct(consequences: readonly Consequence[]): readonly Consequence[] {
  const keyOf = (consequence: Consequence) =>
    'entity' in consequence
      ? `${consequence.op} ${consequence.entity.number} ${JSON.stringify([consequence.given, consequence.argv])}`
      : JSON.stringify(consequence);
  return [...new Map(consequences.map((consequence) => [keyOf(consequence), consequence])).values()];
}

/** Objects in a schema keep it from being dropped. */
export function touchSchema(context: Context, schema: string | undefined): void {
  if (schema === undefined || schema === TEMPORARY) return;
  const label = `schema ${schema}`;
  context.recorder.touch(resourceName('schema', undefined, schema), 'read', 'uses', label);
}

/**
 * Drops an entity with what belongs to it, and under CASCADE with what was built on it. Where it is uncertain whether that happens
 * it stays, and everything is touched all the same.
 */
export function drop(context: Context, entity: Entity, cascade: boolean, seen = new Set<Entity>()): void {
  if (seen.has(entity)) return;
  seen.add(entity);
  const { catalog, recorder } = context;
  recorder.write(entity, 'drops');
  recorder.nameChanges(entity);
  namesInUseChange(context, entity);
  touchSchema(context, entity.schema);
  leaveTypes(context, entity);
  if (entity.foreignKey !== undefined) {
    touchReferences(context, entity.foreignKey.to);
    // Each has triggers of the key.
    for (const part of entity.foreignKey.to.partitions) recorder.read(part);
  }
  touchConstraintName(context, entity);
  if (entity.kind === 'event trigger') recorder.touch(EVENT_TRIGGERS, 'write', 'changes', EVENT_TRIGGERS);
  for (const used of [...entity.uses, ...entity.parents]) {
    // Its table has one less, also where it belongs to an index of the whole.
    if (entity.kind === 'index' && used.kind !== 'index')
      for (const table of [used, ...used.descendants]) recorder.add(table, 'alters');
    else recorder.read(used);
  }
  leaveTheRest(context, entity);
  if (entity.isPartition) clonedTriggersChange(context, entity);
  // Its rows were rows of theirs.
  for (const parent of entity.ancestors) recorder.rows(parent, 'write');
  if (entity.owner !== undefined && entity.home === undefined)
    recorder.add(entity.owner.home ?? entity.owner, 'alters');
  const dropToo = (other: Entity, isSure: boolean) => {
    // What may be something else does not go then.
    if (isSure && !other.loose && other.orElse === undefined) drop(context, other, cascade, seen);
    else
      conditionally(context, () => {
        drop(context, other, cascade, seen);
      });
  };
  for (const owned of [...entity.owned]) dropToo(owned, true);
  for (const key of keysOf(entity)) dropToo(key, entity.certain && !entity.loose);
  for (const user of [...entity.usedBy]) {
    const isTwin = entity.kind === 'index' && user.kind === 'index';
    // Without the one that it may be built on it may be built on another.
    if (cascade || isTwin) dropToo(user, cascade && entity.certain && !isTwin && !mayStay(entity, user));
    else if (entity.isPartition && user.home !== undefined && user.kind === 'constraint') keyEnds(context, user);
    else recorder.read(user);
  }
  for (const child of [...entity.children]) dropToo(child, true);
  const { home } = entity;
  if (entity.kind === 'column' && home !== undefined && !seen.has(home)) {
    for (const other of [...home.owned]) {
      const standing = stands(other, entity.name);
      if (standing !== 'no') dropToo(other, standing === 'surely');
    }
    // Of views and foreign keys it is only known that they use its table.
    if (cascade) for (const user of [...home.usedBy]) dropToo(user, false);
  }
  // A part of what may be this or that goes with the one and stays with the other.
  if (isConditional(context) || (entity.home !== undefined && entity.loose)) {
    entity.certain = false;
    catalog.changed();
  } else {
    catalog.remove(entity);
  }
}

/** The key whose index it is: that of a partition goes with the index of the whole. */
function keysOf(index: Entity): readonly Entity[] {
  if (index.kind !== 'index') return [];
  const parts = [...index.uses].flatMap((table) => [...table.owned]);
  return parts.filter((part) => part.kind === 'constraint' && part.owned.has(index));
}

/** A partition, at whatever depth, has triggers called like those of all that it is a part of, or has them no more. */
export function clonedTriggersChange({ recorder }: Context, { ancestors }: Entity): void {
  for (const whole of ancestors)
    for (const part of whole.owned) if (part.kind === 'trigger') recorder.nameChanges(part);
}

/** A key that refers to a whole has one more for each of its partitions, which goes with that. */
export function keyEnds(context: Context, key: Entity): void {
  if (key.home !== undefined) context.recorder.add(key.home, 'alters');
  touchConstraintName(context, key);
}

/** Rows that a partition would have taken may come to the default one, once it is gone. */
export function leaveTheRest({ recorder }: Context, partition: Entity): void {
  for (const parent of partition.parents) {
    for (const sibling of parent.children) {
      if (!sibling.takesTheRest || sibling === partition) continue;
      for (const each of [sibling, ...sibling.descendants]) recorder.write(each, 'alters');
    }
  }
}

/** Values of columns that refer to it are shown otherwise from now on. */
export function namesInUseChange({ recorder }: Context, { home, name }: Entity): void {
  if (home !== undefined) return;
  for (const resource of [NAMES_IN_USE, namesInUse(name)]) recorder.touch(resource, 'add', 'changes', resource);
}

/** Whether something of a relation goes with one of its columns. */
export function stands(owned: Entity, column: string): 'surely' | 'perhaps' | 'no' {
  if (owned.kind !== 'index' && owned.kind !== 'constraint' && owned.kind !== 'statistics') {
    return owned.kind === 'trigger' || owned.kind === 'policy' || owned.kind === 'rule' ? 'perhaps' : 'no';
  }
  if (owned.columns === undefined || isHole(column)) return 'perhaps';
  return owned.columns.has(column) ? 'surely' : 'no';
}

/**
 * A column may lose no more than its default, a domain a check, a table a column, a publication a table, and a function may have a body by
 * now that does not stand on it, or be one of several of its name. What calls a function or operator by its name may call another of it.
 */
function mayStay(entity: Entity, user: Entity): boolean {
  if (user.kind === 'table' && isType(entity)) return true;
  if ([...user.uses].some((other) => isNamesake(entity, other))) return true;
  const isCalled = entity.space === 'operator' || (entity.space === 'routine' && user.kind !== 'trigger');
  if (isCalled && user.kind !== 'event trigger') return true;
  if (user.kind === 'column' || user.kind === 'publication' || user.kind === 'function') return true;
  return user.kind === 'domain' && entity.space !== 'type';
}

/** Which of them is meant where both are used may not have been clear. */
function isNamesake(entity: Entity, other: Entity): boolean {
  return other !== entity && other.space === entity.space && other.name === entity.name;
}

/** Names that PostgreSQL chooses for constraints are not used twice in a schema, whichever tables they are of. */
export function touchConstraintName(context: Context, entity: Entity, name = entity.name): void {
  if (entity.kind !== 'constraint' || entity.home === undefined) return;
  context.recorder.constraintName(entity.home.schema ?? '', name, 'write', 'changes');
}

/** A foreign key comes or goes. */
export function touchReferences(context: Context, to: Entity): void {
  context.recorder.touch(referencesTo(to), 'add', 'adds to', `the references to ${to.label}`);
}

/**
 * Gives it another name or schema. Where that is uncertain, both names are there from now on, and so they are where the other one is
 * taken: IF EXISTS does nothing if it is not there itself.
 */
export function rename(context: Context, entity: Entity, schema: string | undefined, name: string): void {
  const { catalog, recorder } = context;
  recorder.write(entity, 'renames');
  recorder.nameChanges(entity);
  namesInUseChange(context, entity);
  touchConstraintName(context, entity);
  touchSchema(context, entity.schema);
  touchSchema(context, schema);
  const taken = entity.home === undefined ? catalog.find(entity.space, schema, name) : undefined;
  // Which of several functions of a name it is for is not worked out.
  const isOverloaded = entity.space === 'routine' && (entity.overloads.length > 1 || taken !== undefined);
  const mayBeInVain = taken !== undefined && !catalog.isSure(entity);
  if (isConditional(context) || ((isOverloaded || mayBeInVain) && taken !== entity)) {
    const alias = taken ?? new Entity(entity.space, entity.kind, schema, name, entity.home);
    if (alias !== entity) joinTo(alias, entity);
    alias.certain = false;
    entity.certain = false;
    if (entity.home === undefined) catalog.add(alias);
    recorder.write(alias, 'renames');
    namesInUseChange(context, alias);
    recorder.nameChanges(alias);
    return;
  }
  for (const part of entity.owned) touchConstraintName(context, part);
  // It can only be one that is not there.
  if (taken !== undefined && taken !== entity) catalog.remove(taken);
  catalog.rename(entity, schema, name);
  namesInUseChange(context, entity);
  recorder.write(entity, 'renames');
  recorder.nameChanges(entity);
  touchConstraintName(context, entity);
  for (const part of entity.owned) touchConstraintName(context, part);
}

/** What an object is, another one of its kind may be too. */
function joinTo(other: Entity, entity: Entity): void {
  entity.alias(other);
  for (const used of entity.uses) other.use(used);
  for (const user of entity.usedBy) user.use(other);
  for (const owned of entity.owned) {
    other.share(owned);
    owned.loose = true;
  }
  for (const child of entity.children) other.adopt(child);
  for (const parent of entity.parents) parent.adopt(other);
  other.owner ??= entity.owner;
  entity.owner?.share(other);
  other.consequences = distinct([...other.consequences, ...entity.consequences]);
  other.columns = entity.columns;
  for (const [column, type] of entity.referring) other.refer(column, type);
  other.naming ??= entity.naming;
  other.ownedBy = new Set([...other.ownedBy, ...entity.ownedBy]);
  other.isPartition ||= entity.isPartition;
  other.takesTheRest ||= entity.takesTheRest;
  other.events ??= entity.events;
  other.foreignKey ??= entity.foreignKey;
  other.overloads = [...other.overloads, ...entity.overloads];
  other.temporary ||= entity.temporary;
}
