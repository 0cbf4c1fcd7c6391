/** Roles, grants and owners. Roles are the whole cluster's. */
import type {
  AlterDefaultPrivilegesStmt,
  AlterOwnerStmt,
  AlterRoleStmt,
  CreateRoleStmt,
  DropRoleStmt,
  GrantRoleStmt,
  GrantStmt,
  RoleSpec,
} from 'libpg-query';
import { nameOf, nameOfRange, type Node } from '../../ast.ts';
import { type Context, forOneOf, isConditional } from '../context.ts';
import { grantToEverybody, own } from '../acting.ts';
import { createGlobal, DEFAULT_PRIVILEGES, definitionStatement } from '../define.ts';
import type { Verb } from '../../footprint.ts';
import type { Entity } from '../entity.ts';
import type { Recorder } from '../recorder.ts';
import { findGlobal } from '../resolve.ts';
import { findObject, oneKind } from './object.ts';

/** `PUBLIC`, `CURRENT_USER` and the like name nobody. */
function role(context: Context, spec: RoleSpec | undefined): Entity | undefined {
  return spec?.roletype === 'ROLESPEC_CSTRING' ? findGlobal(context, 'role', spec.rolename ?? '') : undefined;
}

function roles(context: Context, nodes: readonly Node[] | undefined): readonly Entity[] {
  return (nodes ?? []).flatMap((node) => {
    if ('AccessPriv' in node) return findGlobal(context, 'role', node.AccessPriv.priv_name ?? '') ?? [];
    return 'RoleSpec' in node ? (role(context, node.RoleSpec) ?? []) : [];
  });
}

export function grant(context: Context, statement: GrantStmt): void {
  definitionStatement(context);
  const grantees = granteesOf(context, statement.grantees);
  touchNames(context, statement);
  context.recorder.definitionsChange();
  for (const entity of targets(context, statement)) {
    const told = entity.home ?? entity;
    context.recorder.read(told);
    context.recorder.touch(`privileges ${told.resource}`, 'write', 'changes', `the privileges on ${told.label}`);
    // A role that has been granted anything cannot be dropped.
    for (const grantee of grantees) told.use(grantee);
  }
  context.catalog.changed();
}

/** Whoever acts as one of them later may do more, or less. Grants on different things to one role need no order. */
function granteesOf(context: Context, nodes: readonly Node[] | undefined): readonly Entity[] {
  return (nodes ?? []).flatMap((node) => {
    if ('RoleSpec' in node && node.RoleSpec.roletype === 'ROLESPEC_PUBLIC') grantToEverybody(context);
    if (!('RoleSpec' in node) || node.RoleSpec.roletype !== 'ROLESPEC_CSTRING') return [];
    const name = node.RoleSpec.rolename ?? '';
    context.recorder.touch(`role ${name}`, 'add', 'adds to', `role ${name}`);
    return context.catalog.find('role', undefined, name) ?? [];
  });
}

/** What no migration made is told apart by its kind and bare name: however it is written, it has the same privileges. */
function touchNames(context: Context, statement: GrantStmt): void {
  if (statement.targtype === 'ACL_TARGET_ALL_IN_SCHEMA') return;
  for (const node of statement.objects ?? []) {
    // A database may be named by what only the run knows.
    const name = statement.objtype === 'OBJECT_DATABASE' ? 'databases' : bareName(node);
    const resource = `privileges on ${oneKind(statement.objtype)} ${name}`;
    context.recorder.touch(resource, 'write', 'changes', `the privileges on ${name}`);
    // The catalogs show them to whoever asks for the name.
    nameShowsOther(context.recorder, name);
  }
}

function bareName(node: Node): string {
  if ('RangeVar' in node) return node.RangeVar.relname ?? '';
  if ('Integer' in node) return String(node.Integer.ival ?? 0);
  if ('Float' in node) return node.Float.fval ?? '';
  return nameOf(node).at(-1) ?? '';
}

function targets(context: Context, statement: GrantStmt): readonly Entity[] {
  const kind = statement.objtype ?? 'OBJECT_TABLE';
  const objects = statement.objects ?? [];
  if (statement.targtype !== 'ACL_TARGET_ALL_IN_SCHEMA') {
    return objects.flatMap((node) => {
      if ('RangeVar' in node)
        return findObject(context, 'OBJECT_TABLE', { List: { items: nameOfRange(node.RangeVar).map(stringNode) } });
      return findObject(context, kind, node);
    });
  }
  const space = kind === 'OBJECT_TABLE' || kind === 'OBJECT_SEQUENCE' ? 'relation' : 'routine';
  return objects.flatMap((node) => {
    const schema = nameOf(node).at(-1) ?? '';
    context.recorder.touch(`schema ${schema}`, 'read', 'uses', `schema ${schema}`);
    context.recorder.readMembers(space, schema);
    return [...context.catalog.all(space, schema)].filter(
      ({ kind: found }) => found !== 'index' && found !== 'type' && found !== 'domain',
    );
  });
}

function stringNode(text: string): Node {
  return { String: { sval: text } };
}

export function grantRole(context: Context, statement: GrantRoleStmt): void {
  definitionStatement(context);
  for (const node of [...(statement.granted_roles ?? []), ...(statement.grantee_roles ?? [])])
    alterNamed(context, node);
  const granted = roles(context, statement.granted_roles);
  for (const member of roles(context, statement.grantee_roles)) for (const one of granted) member.use(one);
}

/** Changes a role whether a migration made it or not. */
function alterNamed(context: Context, node: Node): void {
  for (const entity of roles(context, [node])) context.recorder.write(entity, 'alters');
  const name =
    'AccessPriv' in node ? node.AccessPriv.priv_name : 'RoleSpec' in node ? node.RoleSpec.rolename : undefined;
  if (name !== undefined) touchRole(context, name, 'alters');
}

/** The catalogs show a role to whoever asks for its name, whether a migration made it or not. */
export function touchRole({ recorder }: Context, name: string, verb: Verb): void {
  recorder.touch(`role ${name}`, 'write', verb, `role ${name}`);
  nameShowsOther(recorder, name);
}

/** What the catalogs show of a name, and to whoever looks at all of them, is not the same any more. */
function nameShowsOther(recorder: Recorder, name: string): void {
  recorder.touch(`any ${name}`, 'add', 'changes', `the name ${name}`);
  recorder.definitionsChange();
}

export function alterDefaultPrivileges(context: Context, statement: AlterDefaultPrivilegesStmt): void {
  definitionStatement(context);
  context.recorder.touch(DEFAULT_PRIVILEGES, 'write', 'changes', DEFAULT_PRIVILEGES);
  // That new schemas have privileges of their own is looked at nowhere else.
  if (statement.action?.objtype === 'OBJECT_SCHEMA') context.recorder.readDefinitions();
  const grantees = roles(context, statement.action?.grantees);
  const holder = createGlobal(context, 'role', 'role', DEFAULT_PRIVILEGES);
  for (const grantee of grantees) holder.use(grantee);
  for (const node of statement.options ?? []) {
    if (!('DefElem' in node) || node.DefElem.arg === undefined || !('List' in node.DefElem.arg)) continue;
    const items = node.DefElem.arg.List.items ?? [];
    if (node.DefElem.defname === 'schemas')
      for (const item of items) findGlobal(context, 'schema', nameOf(item).at(-1) ?? '');
    else for (const entity of roles(context, items)) holder.use(entity);
  }
}

export function createRole(context: Context, statement: CreateRoleStmt): void {
  definitionStatement(context);
  const entity = createGlobal(context, 'role', 'role', statement.role ?? '');
  for (const node of optionRoles(statement.options)) {
    alterNamed(context, node);
    for (const other of roles(context, [node])) entity.use(other);
  }
}

/** The roles that it is made a member of, or that are made members of it. */
function optionRoles(options: readonly Node[] | undefined): readonly Node[] {
  return (options ?? []).flatMap((node) =>
    'DefElem' in node && node.DefElem.arg !== undefined && 'List' in node.DefElem.arg
      ? (node.DefElem.arg.List.items ?? [])
      : [],
  );
}

export function alterRole(context: Context, statement: AlterRoleStmt): void {
  definitionStatement(context);
  const entity = role(context, statement.role);
  if (entity !== undefined) context.recorder.write(entity, 'alters');
  // CURRENT_USER and the like have no name.
  touchRole(context, statement.role?.rolename ?? context.user ?? 'postgres', 'alters');
  for (const node of optionRoles(statement.options)) alterNamed(context, node);
}

export function dropRole(context: Context, statement: DropRoleStmt): void {
  definitionStatement(context);
  for (const node of statement.roles ?? []) {
    if (!('RoleSpec' in node)) continue;
    const entity = role(context, node.RoleSpec);
    const name = node.RoleSpec.rolename ?? '';
    touchRole(context, name, 'drops');
    // Whatever it owns or was granted, by default privileges too, keeps it: not all of that is known.
    context.recorder.readDefinitions();
    if (entity === undefined) continue;
    context.recorder.write(entity, 'drops');
    context.recorder.nameChanges(entity);
    // What is thought to stand on it still is not gone with it: PostgreSQL would have refused.
    if (!isConditional(context)) context.catalog.remove(entity);
    else entity.certain = false;
  }
  context.catalog.changed();
}

export function changeOwner(context: Context, statement: AlterOwnerStmt): void {
  definitionStatement(context);
  role(context, statement.newowner);
  const node =
    statement.relation === undefined
      ? statement.object
      : ({ List: { items: nameOfRange(statement.relation).map(stringNode) } } as const);
  const kind = statement.objectType ?? 'OBJECT_TABLE';
  const name = node === undefined ? '' : bareName(node);
  context.recorder.touch(`owner of ${oneKind(kind)} ${name}`, 'write', 'alters', `the owner of ${name}`);
  // Also of what no migration made.
  nameShowsOther(context.recorder, name);
  const objects = findObject(context, kind, node);
  // One that no migration made, such as `public`, is there all the same.
  if (objects.length === 0 && kind === 'OBJECT_SCHEMA')
    context.recorder.touch(`schema ${name}`, 'write', 'alters', `schema ${name}`);
  forOneOf(context, objects, (entity) => {
    context.recorder.write(entity, 'alters');
    if (statement.newowner?.rolename !== undefined) own(context, entity, statement.newowner.rolename);
  });
  context.catalog.changed();
}
