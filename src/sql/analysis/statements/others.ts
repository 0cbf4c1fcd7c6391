/** Statements about the rarer kinds of object. */
import type {
  AlterObjectDependsStmt,
  AlterPublicationStmt,
  CommentStmt,
  CreateForeignServerStmt,
  CreateForeignTableStmt,
  CreatePublicationStmt,
  SecLabelStmt,
} from 'libpg-query';
import { nameOf, nameOfRange, type Node } from '../../ast.ts';
import { type Context, giveUp } from '../context.ts';
import { createGlobal, definitionStatement } from '../define.ts';
import type { Entity } from '../entity.ts';
import { useRow } from '../perform.ts';
import { ALL_TABLES_PUBLISHED } from '../row-changes.ts';
import { consequencesOf } from '../query.ts';
import { findGlobal, findRelation, unknownName } from '../resolve.ts';
import { alterExtension, alterExtensionContents, createExtension } from './extension.ts';
import { findObject, oneKind } from './object.ts';
import { createCast, createOperatorClass, createOperatorFamily, define, opaqueDefinition } from './operators.ts';
import { alterDatabaseSettings, alterRoleSettings } from './lasting-settings.ts';
import {
  alterDefaultPrivileges,
  alterRole,
  changeOwner,
  createRole,
  dropRole,
  grant,
  grantRole,
} from './privileges.ts';
import { createTableOf } from './table.ts';
import { alterConfiguration } from './text-search.ts';

const NOTHING: Node = { List: { items: [] } };

type Handler = (context: Context, statement: never, sql: string) => void;

export const OTHER_STATEMENTS: Readonly<Record<string, Handler>> = {
  CommentStmt: comment,
  SecLabelStmt: comment,
  GrantStmt: grant,
  GrantRoleStmt: grantRole,
  AlterDefaultPrivilegesStmt: alterDefaultPrivileges,
  CreateRoleStmt: createRole,
  AlterRoleStmt: alterRole,
  AlterRoleSetStmt: alterRoleSettings,
  AlterDatabaseSetStmt: alterDatabaseSettings,
  DropRoleStmt: dropRole,
  AlterOwnerStmt: changeOwner,
  CreateExtensionStmt: createExtension,
  AlterExtensionStmt: alterExtension,
  AlterExtensionContentsStmt: alterExtensionContents,
  AlterObjectDependsStmt: dependOnExtension,
  DefineStmt: define,
  CreateCastStmt: createCast,
  CreateOpClassStmt: createOperatorClass,
  CreateOpFamilyStmt: createOperatorFamily,
  CreatePublicationStmt: createPublication,
  AlterPublicationStmt: alterPublication,
  AlterTSConfigurationStmt: alterConfiguration,
  CreateFdwStmt: createWrapper,
  CreateForeignServerStmt: createServer,
  CreateForeignTableStmt: createForeignTable,
  CreateUserMappingStmt: mapUser,
  AlterUserMappingStmt: mapUser,
  DropUserMappingStmt: mapUser,
  ImportForeignSchemaStmt: importForeignSchema,
  ...all(opaqueDefinition, [
    'AlterOpFamilyStmt',
    'AlterOperatorStmt',
    'AlterTypeStmt',
    'AlterStatsStmt',
    'CreateTransformStmt',
    'CreateConversionStmt',
    'AlterCollationStmt',
    'AlterTSDictionaryStmt',
    'CreatePLangStmt',
    'CreateAmStmt',
    'AlterFdwStmt',
    'AlterForeignServerStmt',
    'CreateSubscriptionStmt',
    'AlterSubscriptionStmt',
    'DropSubscriptionStmt',
    'CreateTableSpaceStmt',
    'DropTableSpaceStmt',
    'AlterTableSpaceOptionsStmt',
    'DropOwnedStmt',
    'ReassignOwnedStmt',
  ]),
};

function all(handler: Handler, tags: readonly string[]): Readonly<Record<string, Handler>> {
  return Object.fromEntries(tags.map((tag) => [tag, handler]));
}

/** The tables are those of another server. */
function importForeignSchema(context: Context, statement: unknown): void {
  opaqueDefinition(context, statement);
  context.recorder.reachOutside('asks another server for its tables');
}

/** The last one stays, so comments on one object keep their order. */
function comment(context: Context, statement: CommentStmt | SecLabelStmt): void {
  definitionStatement(context);
  const kind = statement.objtype ?? 'OBJECT_TABLE';
  context.recorder.definitionsChange();
  const shown = nameOf(statement.object).at(-1) ?? '';
  context.recorder.touch(`any ${shown}`, 'add', 'changes', `the comment on ${shown}`);
  for (const entity of findObject(context, kind, statement.object ?? NOTHING)) {
    context.recorder.read(entity);
    const told = entity.home ?? entity;
    context.recorder.touch(`comment on ${told.resource}`, 'write', 'changes', `the comment on ${told.label}`);
  }
  // What no migration made is told apart by its kind and bare name, however it is written.
  context.recorder.touch(`comment on ${oneKind(kind)} ${shown}`, 'write', 'changes', `the comment on ${shown}`);
}

function dependOnExtension(context: Context, statement: AlterObjectDependsStmt): void {
  definitionStatement(context);
  const name = statement.extname?.sval ?? '';
  const extension = findGlobal(context, 'extension', name);
  const node: Node | undefined =
    statement.relation === undefined
      ? statement.object
      : { List: { items: nameOfRange(statement.relation).map((text): Node => ({ String: { sval: text } })) } };
  for (const entity of findObject(context, statement.objectType ?? 'OBJECT_TABLE', node ?? NOTHING)) {
    context.recorder.write(entity, 'alters');
    if (extension !== undefined) extension.own(entity);
  }
}

/** A published table refuses changes of rows that nothing identifies. */
function createPublication(context: Context, statement: CreatePublicationStmt): void {
  definitionStatement(context);
  const publication = createGlobal(context, 'publication', 'publication', statement.pubname ?? '');
  if (statement.for_all_tables === true) publishAny(context);
  publish(context, publication, statement.pubobjects);
}

/** Which tables it had before matters where it takes others instead, or publishes otherwise. */
function alterPublication(context: Context, statement: AlterPublicationStmt): void {
  definitionStatement(context);
  const name = statement.pubname ?? '';
  const publication = findGlobal(context, 'publication', name);
  if (publication === undefined) {
    unknownName(context, 'publication', [name]);
    context.recorder.touch(`publication ${name}`, 'write', 'alters', `publication ${name}`);
  } else context.recorder.write(publication, 'alters');
  const isPart = statement.pubobjects !== undefined && statement.action !== 'AP_SetObjects';
  if (!isPart) publishAny(context);
  // Those that are not among the new ones go.
  if (statement.action === 'AP_SetObjects')
    for (const used of publication?.uses ?? []) if (used.kind === 'table') addPublished(context, used);
  publish(context, publication, statement.pubobjects);
}

function addPublished({ recorder }: Context, table: Entity): void {
  for (const part of [table, ...table.descendants]) recorder.add(part);
}

function publishAny({ recorder }: Context): void {
  recorder.touch(ALL_TABLES_PUBLISHED, 'write', 'changes', ALL_TABLES_PUBLISHED);
}

function publish(context: Context, publication: Entity | undefined, objects: readonly Node[] = []): void {
  for (const node of objects) {
    if (!('PublicationObjSpec' in node)) continue;
    const range = node.PublicationObjSpec.pubtable?.relation;
    if (range === undefined) {
      publishAny(context);
      const { name } = node.PublicationObjSpec;
      const schema = name === undefined ? undefined : findGlobal(context, 'schema', name);
      if (schema !== undefined) publication?.use(schema);
      continue;
    }
    const { entities } = findRelation(context, nameOfRange(range));
    if (entities.length === 0) unknownName(context, 'table', nameOfRange(range));
    for (const table of entities) {
      publication?.use(table);
      addPublished(context, table);
      useRow(context, table);
    }
    // A function that chooses rows cannot go before it.
    for (const consequence of consequencesOf(context, node.PublicationObjSpec.pubtable?.whereClause)) {
      if ('entity' in consequence) publication?.use(consequence.entity);
    }
  }
}

function createWrapper(context: Context, statement: { readonly fdwname?: string }): void {
  definitionStatement(context);
  createGlobal(context, 'foreign-data wrapper', 'foreign-data wrapper', statement.fdwname ?? '');
  giveUp(context, 'makes a foreign-data wrapper, whose functions are not followed', false);
}

function createServer(context: Context, statement: CreateForeignServerStmt): void {
  definitionStatement(context);
  const wrapper = findGlobal(context, 'foreign-data wrapper', statement.fdwname ?? '');
  for (const extension of context.catalog.all('extension')) context.recorder.read(extension);
  const server = createGlobal(context, 'server', 'server', statement.servername ?? '');
  if (wrapper !== undefined) server.use(wrapper);
}

function createForeignTable(context: Context, statement: CreateForeignTableStmt): void {
  const { base } = statement;
  if (base?.relation === undefined) return;
  createTableOf(context, base, 'foreign table');
  const server = findGlobal(context, 'server', statement.servername ?? '');
  for (const table of findRelation(context, nameOfRange(base.relation)).entities) useServer(table, server);
}

function useServer(table: Entity, server: Entity | undefined): void {
  if (server !== undefined) table.use(server);
}

function mapUser(
  context: Context,
  statement: { readonly servername?: string; readonly user?: { readonly rolename?: string } },
): void {
  definitionStatement(context);
  const server = findGlobal(context, 'server', statement.servername ?? '');
  if (server !== undefined) context.recorder.write(server, 'alters');
  const role = statement.user?.rolename;
  if (role !== undefined) findGlobal(context, 'role', role);
}
