/** DROP of everything. */
import type { DropStmt, ObjectType, ObjectWithArgs } from 'libpg-query';
import { type Name, nameOf, type Node } from '../../ast.ts';
import { type Context, conditionally, doubt, forOneOf, isConditional } from '../context.ts';
import { definitionStatement, drop, findPart, namesInUseChange } from '../define.ts';
import { type Entity, type EntityKind, SPACES_IN_SCHEMAS } from '../entity.ts';
import { isHole } from '../../holes.ts';
import { findGlobal, findRelation, findRoutine, findType, unknownName } from '../resolve.ts';
import { dropExtension } from './extension.ts';
import { missing } from './object.ts';
import { dropOther } from './operators.ts';
import { isSame, mayBeSame, signatureOf } from './signature.ts';

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
  forOneOf(context, entities, (entity) => {
    warnOfUnknownDependents(context, entity, cascade);
    // What it stands on, and what it refers to, may not be what it was.
    doubt(context, entity, 'drops');
    dropWithReferences(context, entity, cascade);
  });
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
  if (cascade && uncertain !== undefined && context.catalog.mayDiffer(entity)) {
    context.recorder.giveUp(
      `line ${context.recorder.line} drops ${entity.label} with all that depends on it, and an earlier migration ${uncertain.because}`,
    );
  }
}

/** One of several overloads, or the last. */
function dropRoutine(context: Context, node: Node, name: Name, guarded: boolean, cascade: boolean): void {
  const { entities } = findRoutine(context, name);
  if (entities.length === 0) missing(context, name, guarded);
  const signature = 'ObjectWithArgs' in node ? signatureOfArguments(node.ObjectWithArgs) : undefined;
  for (const routine of entities) {
    const rest =
      signature === undefined ? [] : routine.overloads.filter((overload) => !isSame(overload.signature, signature));
    const whole = rest.length === 0 && entities.length === 1;
    if (whole) {
      warnOfUnknownDependents(context, routine, cascade);
      drop(context, routine, cascade);
      continue;
    }
    context.recorder.write(routine, 'drops');
    context.recorder.nameChanges(routine);
    namesInUseChange(context, routine);
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
    // It may have been the last.
    if (rest.length > 0 && rest.every((overload) => mayBeSame(overload.signature, signature ?? '')))
      conditionally(context, () => {
        drop(context, routine, cascade);
      });
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
  forOneOf(context, entities, (relation) => {
    const found = isHole(part)
      ? [...relation.owned].filter((owned) => owned.kind === kind)
      : [findPart(relation, kind, part)];
    const [only] = found;
    if (only === undefined && guarded) {
      // It is not there, unless somebody made it unseen.
      context.recorder.read(relation);
      context.recorder.touch(`any ${part}`, 'read', 'names', `${kind} ${part}`);
      if (context.catalog.uncertain !== undefined) unknownName(context, kind, [part]);
      return;
    }
    context.recorder.write(relation, 'alters');
    for (const child of relation.descendants) context.recorder.write(child, 'alters');
    // It must be there, so somebody made it unseen; or it may be one that somebody did.
    if (isHole(part)) doubt(context, relation, 'alters');
    else if (only === undefined) unknownName(context, kind, [part]);
    for (const each of found) {
      if (each === undefined) continue;
      if (isHole(part))
        conditionally(context, () => {
          drop(context, each, cascade);
        });
      else drop(context, each, cascade);
    }
  });
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
    for (const space of SPACES_IN_SCHEMAS) {
      for (const entity of [...catalog.all(space, name)]) drop(context, entity, true);
    }
  }
  if (schema !== undefined) drop(context, schema, cascade);
}
