/** RENAME and SET SCHEMA of everything. */
import type { AlterObjectSchemaStmt, ObjectType, RenameStmt } from 'libpg-query';
import { type Name, nameOf, type Node, nameOfRange } from '../../ast.ts';
import { ownAs } from '../acting.ts';
import { conditionally, type Context, doubt, forOneOf, giveUp, isConditional, isSearchedFirst } from '../context.ts';
import { definitionStatement, findPart, rename } from '../define.ts';
import { displayName, type Entity, type EntityKind, resourceName, SPACES_IN_SCHEMAS } from '../entity.ts';
import { findGlobal, findRelation, findType } from '../resolve.ts';
import { isHole } from '../../holes.ts';
import { asThoseOfParent } from './copied-parts.ts';
import { touchMembersMoved } from './extension.ts';
import { findObject, missing } from './object.ts';
import { meetArrayTypes } from './relation.ts';

export function renameObject(context: Context, statement: RenameStmt): void {
  definitionStatement(context);
  const to = statement.newname ?? '';
  const from = statement.subname ?? '';
  const kind = statement.renameType ?? 'OBJECT_TABLE';
  switch (kind) {
    case 'OBJECT_COLUMN':
    case 'OBJECT_ATTRIBUTE':
      renamePart(context, statement, 'column', from, to);
      return;
    case 'OBJECT_TABCONSTRAINT':
      renamePart(context, statement, 'constraint', from, to);
      return;
    case 'OBJECT_TRIGGER':
      renamePart(context, statement, 'trigger', from, to);
      return;
    case 'OBJECT_RULE':
      renamePart(context, statement, 'rule', from, to);
      return;
    case 'OBJECT_POLICY':
      renamePart(context, statement, 'policy', from, to);
      return;
    case 'OBJECT_DOMCONSTRAINT':
      for (const domain of findType(context, nameOf(statement.object)).entities)
        context.recorder.write(domain, 'alters');
      return;
    default:
      break;
  }
  const name = statement.relation === undefined ? nameOf(statement.object) : nameOfRange(statement.relation);
  const entities = objectsOf(
    context,
    kind,
    statement.relation === undefined ? statement.object : undefined,
    name,
    from,
  );
  if (entities.length === 0) movesUnknown(context, name.length > 0 ? name : [from], statement.missing_ok === true);
  forOneOf(context, entities, (entity) => {
    const before = entity.name;
    doubt(context, entity, 'renames');
    touchUsers(context, entity);
    renameTo(context, entity, entity.schema, to);
    if (entity.space === 'relation' || entity.space === 'type') meetArrayTypes(context, entity.schema ?? 'public', to);
    if (entity.space === 'role') ownAs(context, entity, before, to);
    if (entity.space !== 'schema') return;
    moveContents(context, before, to);
    if (isSearchedFirst(context, to))
      giveUp(context, `gives a schema the name in which others are looked up first`, true);
  });
}

/** Nobody knows what has that name, nor, from now on, what has the other. */
function movesUnknown(context: Context, name: Name, guarded: boolean): void {
  missing(context, name, guarded);
  const isThere = guarded ? context.catalog.uncertain !== undefined : !isConditional(context);
  if (isThere) giveUp(context, `gives ${name.join('.')}, which no migration makes, another name`, true);
}

/** What is in a schema is called otherwise when the schema is. */
function moveContents(context: Context, from: string, to: string): void {
  for (const space of SPACES_IN_SCHEMAS) {
    context.recorder.touch(`schema ${from}`, 'write', 'renames', `schema ${from}`);
    for (const entity of [...context.catalog.all(space, from)]) rename(context, entity, to, entity.name);
  }
  context.recorder.readMembers('relation', from);
  context.recorder.readMembers('type', from);
  context.recorder.readMembers('routine', from);
}

/** Relations are named by a range; roles, schemas and the like by a plain string; all else by an object. */
function objectsOf(
  context: Context,
  kind: ObjectType,
  object: Node | undefined,
  name: Name,
  subname: string,
): readonly Entity[] {
  if (object !== undefined) return findObject(context, kind, object);
  if (name.length > 0 && name[0] !== '') {
    return findRelation(context, name).entities;
  }
  return findObject(context, kind, { String: { sval: subname } });
}

function renameTo(context: Context, entity: Entity, schema: string | undefined, name: string): void {
  const before = entity.name;
  rename(context, entity, schema, name);
  if (entity.kind === 'index' || entity.owner?.kind === 'constraint') renameTwin(context, entity, before, name);
}

/** An index that a constraint made has the constraint's name, and keeps it. */
function renameTwin(context: Context, index: Entity, before: string, name: string): void {
  const table = index.uses.values().next().value;
  if (table === undefined) return;
  context.recorder.add(table, 'alters');
  const twin = findPart(table, 'constraint', before);
  // A check or reference may be called like it.
  if (twin?.owned.has(index) !== true) return;
  rename(context, twin, twin.schema, name);
  tieKey(context, table, index, name);
}

/** Definitions that show its name show another one now. */
function touchUsers(context: Context, entity: Entity): void {
  for (const user of entity.usedBy) context.recorder.read(user);
  for (const parent of entity.parents) context.recorder.read(parent);
}

function renamePart(context: Context, statement: RenameStmt, kind: EntityKind, from: string, to: string): void {
  const name = statement.relation === undefined ? nameOf(statement.object) : nameOfRange(statement.relation);
  const { entities } = findRelation(context, name);
  if (entities.length === 0) missing(context, name, statement.missing_ok === true);
  forOneOf(context, entities, (relation) => {
    doubt(context, relation, 'renames parts of');
    context.recorder.write(relation, 'alters');
    touchUsers(context, relation);
    if (isHole(from)) {
      renameAny(context, relation, kind, to);
      return;
    }
    renamePartOf(context, relation, kind, from, to);
    for (const child of relation.descendants) {
      const work = () => {
        renamePartOf(context, child, kind, from, to);
      };
      // Columns keep being those of the parent.
      if (kind === 'constraint') asThoseOfParent(context, child, work);
      else work();
    }
  });
}

/** One of its parts, and of those of its partitions, that is only known at run time. */
function renameAny(context: Context, relation: Entity, kind: EntityKind, to: string): void {
  for (const table of [relation, ...relation.descendants]) {
    const names = [...table.owned]
      .filter((part) => part.home !== undefined && part.kind === kind)
      .map(({ name }) => name);
    for (const name of names)
      conditionally(context, () => {
        renamePartOf(context, table, kind, name, to);
      });
  }
}

function renamePartOf(context: Context, relation: Entity, kind: EntityKind, from: string, to: string): void {
  context.recorder.write(relation, 'alters');
  const part = findPart(relation, kind, from);
  if (part === undefined) {
    context.recorder.touch(`any ${from}`, 'add', 'renames', `the name ${from}`);
    context.recorder.touch(`any ${to}`, 'add', 'renames', `the name ${to}`);
    // An index that it may have is renamed with it.
    if (kind !== 'constraint') return;
    for (const name of [from, to]) {
      const label = `the name ${displayName(relation.schema, name)}`;
      context.recorder.touch(resourceName('relation', relation.schema, name), 'write', 'renames', label);
    }
    return;
  }
  rename(context, part, part.schema, to);
  if (kind === 'column') {
    for (const owned of relation.owned) {
      // One of the first name may be there, too, which it does not stand on.
      if (owned.columns?.has(from) === true)
        owned.columns = isConditional(context) ? undefined : renamed(owned.columns, from, to);
      if (
        (owned.kind === 'constraint' || owned.kind === 'statistics') &&
        owned.naming?.columns.includes(from) === true
      ) {
        owned.naming = { ...owned.naming, columns: owned.naming.columns.map((name) => (name === from ? to : name)) };
        if (isConditional(context)) owned.certain = false;
      }
    }
    const type = relation.referring.get(from);
    if (type !== undefined) relation.refer(to, type);
  }
  for (const index of part.owned) {
    if (index.kind !== 'index' || index.name !== from) continue;
    asWhatItMayBe(context, index, () => {
      rename(context, index, index.schema, to);
    });
    tieKey(context, relation, index, to);
  }
}

/** Where both only may be called so by now, the one goes with the other by that name, too. */
function tieKey({ catalog }: Context, table: Entity, index: Entity, name: string): void {
  const renamed = catalog.find('relation', index.schema, name);
  if (renamed?.kind === 'index') findPart(table, 'constraint', name)?.share(renamed);
}

/** What happens to it because of what it belongs to does not happen if it is not there, or is something else. */
function asWhatItMayBe(context: Context, entity: Entity, work: () => void): void {
  if (entity.certain && entity.orElse === undefined) work();
  else conditionally(context, work);
}

function renamed(columns: ReadonlySet<string>, from: string, to: string): ReadonlySet<string> {
  return new Set([...columns].map((name) => (name === from ? to : name)));
}

export function setSchema(context: Context, statement: AlterObjectSchemaStmt): void {
  definitionStatement(context);
  const schema = statement.newschema ?? '';
  const kind = statement.objectType ?? 'OBJECT_TABLE';
  findGlobal(context, 'schema', schema);
  const name = statement.relation === undefined ? nameOf(statement.object) : nameOfRange(statement.relation);
  const entities = objectsOf(context, kind, statement.object, name, '');
  if (entities.length === 0) movesUnknown(context, name, statement.missing_ok === true);
  forOneOf(context, entities, (entity) => {
    touchUsers(context, entity);
    doubt(context, entity, 'moves');
    // What belongs to the other of the two goes along, under names that nobody knows here.
    if (entity.orElse !== undefined) giveUp(context, `moves what belongs to ${entity.label}`, true);
    if (entity.space === 'extension') touchMembersMoved(context, entity, schema);
    move(context, entity, schema);
  });
}

/** Indexes and sequences go where their table goes, an extension's members where it goes. */
function move(context: Context, entity: Entity, schema: string, seen = new Set<Entity>()): void {
  // Of what may be this or that, one may seem to be owned by the other.
  if (seen.has(entity)) return;
  seen.add(entity);
  // What belongs to a range type stays, and those of partitions, which belong to an index of the whole, stay with their tables.
  for (const owned of entity.kind === 'index' || entity.space === 'type' ? [] : [...entity.owned]) {
    // Statistics have a schema of their own.
    if (owned.space === 'statistics') continue;
    for (const each of owned.home === undefined ? [owned] : [...owned.owned]) {
      if (each.home !== undefined) continue;
      asWhatItMayBe(context, each, () => {
        move(context, each, schema, seen);
      });
    }
  }
  // The name of its array type has to be free there, and its own not that of another's.
  if (entity.schema !== undefined) context.recorder.absence('type', schema, `_${entity.name}`);
  if (entity.space === 'relation' || entity.space === 'type') meetArrayTypes(context, schema, entity.name);
  if (entity.schema !== undefined) rename(context, entity, schema, entity.name);
  else context.recorder.write(entity, 'alters');
  if (entity.kind === 'table') context.recorder.rows(entity, 'write');
}
