/** DROP, RENAME and SET SCHEMA of everything. */
import type { AlterObjectSchemaStmt, DropStmt, ObjectType, ObjectWithArgs, RenameStmt } from 'libpg-query';
import { type Name, nameOf, type Node, nameOfRange } from '../../ast.ts';
import { type Context, conditionally, isConditional } from '../context.ts';
import { definitionStatement, drop, findPart, rename } from '../define.ts';
import { displayName, type Entity, type EntityKind, resourceName } from '../entity.ts';
import { isHole } from '../holes.ts';
import { findGlobal, findRelation, findRoutine, findType, unknownName } from '../resolve.ts';
import { dropExtension, touchMembersMoved } from './extension.ts';
import { findObject } from './object.ts';
import { dropOther } from './operators.ts';
import { signatureOf } from './routine.ts';

export function dropObjects(context: Context, statement: DropStmt): void {
  definitionStatement(context);
  const cascade = statement.behavior === 'DROP_CASCADE';
  const guarded = statement.missing_ok === true;
  // All are gone together, so they do not stand in one another's way.
  for (const node of statement.objects ?? [])
    dropObject(context, statement.removeType ?? 'OBJECT_TABLE', node, guarded, cascade);
}

function dropObject(context: Context, kind: ObjectType, node: Node, guarded: boolean, cascade: boolean): void {
  const name = nameOf(node);
  switch (kind) {
    case 'OBJECT_TABLE':
    case 'OBJECT_VIEW':
    case 'OBJECT_MATVIEW':
    case 'OBJECT_INDEX':
    case 'OBJECT_SEQUENCE':
    case 'OBJECT_FOREIGN_TABLE':
      dropAll(context, findRelation(context, name).entities, name, guarded, cascade);
      return;
    case 'OBJECT_TYPE':
    case 'OBJECT_DOMAIN':
      dropAll(context, findType(context, name).entities, name, guarded, cascade);
      return;
    case 'OBJECT_FUNCTION':
    case 'OBJECT_PROCEDURE':
    case 'OBJECT_ROUTINE':
    case 'OBJECT_AGGREGATE':
      dropRoutine(context, node, name, guarded, cascade);
      return;
    case 'OBJECT_TRIGGER':
      dropPart(context, 'trigger', name, guarded, cascade);
      return;
    case 'OBJECT_RULE':
      dropPart(context, 'rule', name, guarded, cascade);
      return;
    case 'OBJECT_POLICY':
      dropPart(context, 'policy', name, guarded, cascade);
      return;
    case 'OBJECT_SCHEMA':
      dropSchema(context, name.at(-1) ?? '', cascade);
      return;
    case 'OBJECT_EXTENSION':
      dropExtension(context, name.at(-1) ?? '', guarded, cascade);
      return;
    default:
      dropOther(context, kind, node, guarded, cascade);
  }
}

function dropAll(context: Context, entities: readonly Entity[], name: Name, guarded: boolean, cascade: boolean): void {
  if (entities.length === 0) missing(context, name, guarded);
  // With several there is only one that it can be.
  if (entities.length > 1) {
    conditionally(context, () => {
      for (const entity of entities) dropWithReferences(context, entity, cascade);
    });
    return;
  }
  for (const entity of entities) {
    warnOfUnknownDependents(context, entity, cascade);
    dropWithReferences(context, entity, cascade);
  }
}

/** With an index go the foreign keys that stand on it; which index of a table that is, is not known. */
function dropWithReferences(context: Context, entity: Entity, cascade: boolean): void {
  const tables = entity.kind === 'index' && cascade ? [...entity.uses] : [];
  drop(context, entity, cascade);
  for (const table of tables) {
    for (const user of [...table.usedBy]) {
      if (user.foreignKey?.to !== table) continue;
      conditionally(context, () => {
        drop(context, user, cascade);
      });
    }
  }
}

/** What nobody can see may have been built on it, and would go too. */
function warnOfUnknownDependents(context: Context, entity: Entity, cascade: boolean): void {
  const { uncertain } = context.catalog;
  if (cascade && uncertain !== undefined && entity.number <= uncertain.since) {
    context.recorder.giveUp(
      `line ${context.recorder.line} drops ${entity.label} with all that depends on it, and an earlier migration ${uncertain.because}`,
    );
  }
}

function missing(context: Context, name: Name, guarded: boolean): void {
  context.recorder.touch(`any ${name.at(-1) ?? ''}`, 'add', 'drops', `the name ${name.join('.')}`);
  if (!guarded || context.catalog.uncertain !== undefined) unknownName(context, 'object', name);
}

/** One of several overloads, or the last. */
function dropRoutine(context: Context, node: Node, name: Name, guarded: boolean, cascade: boolean): void {
  const { entities } = findRoutine(context, name);
  if (entities.length === 0) missing(context, name, guarded);
  const signature = 'ObjectWithArgs' in node ? signatureOfArguments(node.ObjectWithArgs) : undefined;
  for (const routine of entities) {
    const rest =
      signature === undefined ? [] : routine.overloads.filter((overload) => overload.signature !== signature);
    const whole = rest.length === 0 && entities.length === 1;
    if (whole) {
      warnOfUnknownDependents(context, routine, cascade);
      drop(context, routine, cascade);
      continue;
    }
    context.recorder.write(routine, 'drops');
    context.recorder.nameChanges(routine);
    for (const used of routine.uses) context.recorder.read(used);
    for (const user of routine.usedBy) {
      if (cascade)
        conditionally(context, () => {
          drop(context, user, cascade);
        });
      else context.recorder.read(user);
    }
    // Whichever it was, what the others do stays known.
    if (!isConditional(context) && entities.length === 1) routine.overloads = rest;
    context.catalog.changed();
  }
}

function signatureOfArguments(object: ObjectWithArgs): string | undefined {
  if (object.args_unspecified === true) return undefined;
  const parameters = (object.objfuncargs ?? []).flatMap((node) =>
    'FunctionParameter' in node ? [node.FunctionParameter] : [],
  );
  return signatureOf(parameters);
}

function dropPart(context: Context, kind: EntityKind, name: Name, guarded: boolean, cascade: boolean): void {
  const part = name.at(-1) ?? '';
  const { entities } = findRelation(context, name.slice(0, -1));
  if (entities.length === 0) missing(context, name.slice(0, -1), guarded);
  for (const relation of entities) {
    const found = isHole(part)
      ? [...relation.owned].filter((owned) => owned.kind === kind)
      : [findPart(relation, kind, part)];
    const [only] = found;
    if (only === undefined && guarded) {
      // It is not there, unless somebody made it unseen.
      context.recorder.read(relation);
      context.recorder.touch(`any ${part}`, 'read', 'names', `${kind} ${part}`);
      if (context.catalog.uncertain !== undefined) unknownName(context, kind, [part]);
      continue;
    }
    context.recorder.write(relation, 'alters');
    for (const child of relation.descendants) context.recorder.write(child, 'alters');
    // It must be there, so somebody made it unseen.
    if (only === undefined && !isHole(part)) unknownName(context, kind, [part]);
    for (const each of found) {
      if (each === undefined) continue;
      if (isHole(part))
        conditionally(context, () => {
          drop(context, each, cascade);
        });
      else drop(context, each, cascade);
    }
  }
}

function dropSchema(context: Context, name: string, cascade: boolean): void {
  const { recorder, catalog } = context;
  const schema = findGlobal(context, 'schema', name);
  recorder.touch(`schema ${name}`, 'write', 'drops', `schema ${name}`);
  recorder.readMembers('relation', name);
  recorder.readMembers('type', name);
  recorder.readMembers('routine', name);
  if (cascade && catalog.uncertain !== undefined) {
    recorder.giveUp(
      `line ${recorder.line} drops schema ${name} with all that is in it, and an earlier migration ${catalog.uncertain.because}`,
    );
  }
  // Operators are known by their symbols alone, but in a schema that is not there is none.
  const mayBeThere = schema !== undefined || !context.beganEmpty;
  if (cascade && mayBeThere && [...catalog.all('operator')].length > 0) {
    recorder.giveUp(`line ${recorder.line} drops schema ${name} with all that is in it, perhaps operators`);
  }
  if (cascade) {
    for (const space of IN_SCHEMAS) {
      for (const entity of [...catalog.all(space, name)]) drop(context, entity, true);
    }
  }
  if (schema !== undefined) drop(context, schema, cascade);
}

const IN_SCHEMAS = [
  'relation',
  'type',
  'routine',
  'collation',
  'conversion',
  'operator class',
  'operator family',
  'statistics',
  'text search',
] as const;

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
  if (entities.length === 0) missing(context, name.length > 0 ? name : [from], statement.missing_ok === true);
  for (const entity of entities) {
    touchUsers(context, entity);
    renameTo(context, entity, entity.schema, to, entities.length > 1);
    if (entity.space === 'schema') moveContents(context, from === '' ? (name.at(-1) ?? '') : from, to);
  }
}

/** What is in a schema is called otherwise when the schema is. */
function moveContents(context: Context, from: string, to: string): void {
  for (const space of IN_SCHEMAS) {
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

function renameTo(
  context: Context,
  entity: Entity,
  schema: string | undefined,
  name: string,
  uncertain: boolean,
): void {
  const work = () => {
    const before = entity.name;
    rename(context, entity, schema, name);
    if (entity.kind === 'index' || entity.owner?.kind === 'constraint') renameTwin(context, entity, before, name);
  };
  if (uncertain) conditionally(context, work);
  else work();
}

/** An index that a constraint made has the constraint's name, and keeps it. */
function renameTwin(context: Context, index: Entity, before: string, name: string): void {
  const table = index.uses.values().next().value;
  if (table === undefined) return;
  context.recorder.add(table, 'alters');
  const twin = findPart(table, 'constraint', before);
  if (twin !== undefined && !isConditional(context)) context.catalog.rename(twin, twin.schema, name);
  if (twin !== undefined) context.recorder.nameChanges(twin);
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
  for (const relation of entities) {
    context.recorder.write(relation, 'alters');
    touchUsers(context, relation);
    for (const child of [relation, ...relation.descendants]) renamePartOf(context, child, kind, from, to);
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
      if (owned.columns?.has(from) === true) owned.columns = new Set([...owned.columns, to]);
    }
  }
  for (const index of part.owned) {
    if (index.kind === 'index' && index.name === from) rename(context, index, index.schema, to);
  }
}

export function setSchema(context: Context, statement: AlterObjectSchemaStmt): void {
  definitionStatement(context);
  const schema = statement.newschema ?? '';
  const kind = statement.objectType ?? 'OBJECT_TABLE';
  findGlobal(context, 'schema', schema);
  const name = statement.relation === undefined ? nameOf(statement.object) : nameOfRange(statement.relation);
  const entities = objectsOf(context, kind, statement.object, name, '');
  if (entities.length === 0) missing(context, name, statement.missing_ok === true);
  for (const entity of entities) {
    touchUsers(context, entity);
    if (entity.space === 'extension') touchMembersMoved(context, entity, schema);
    move(context, entity, schema);
  }
}

/** Indexes and sequences go where their table goes, an extension's members where it goes. */
function move(context: Context, entity: Entity, schema: string, seen = new Set<Entity>()): void {
  // Of what may be this or that, one may seem to be owned by the other.
  if (seen.has(entity)) return;
  seen.add(entity);
  for (const owned of [...entity.owned]) {
    if (owned.home === undefined) move(context, owned, schema, seen);
    else for (const below of [...owned.owned]) if (below.home === undefined) move(context, below, schema, seen);
  }
  // The name of its array type has to be free there.
  if (entity.schema !== undefined) context.recorder.absence('type', schema, `_${entity.name}`);
  if (entity.schema !== undefined) rename(context, entity, schema, entity.name);
  else context.recorder.write(entity, 'alters');
  if (entity.kind === 'table') context.recorder.rows(entity, 'write');
}
