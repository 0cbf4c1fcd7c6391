/** Every kind of statement of the grammar, handled on purpose. One that nobody thought of makes its migration opaque. */
import type {
  CopyStmt,
  CreateSchemaStmt,
  ExecuteStmt,
  ExplainStmt,
  LockStmt,
  ReindexStmt,
  SelectStmt,
  TruncateStmt,
  VacuumStmt,
} from 'libpg-query';
import { type Fields, nameOfRange, type Node, type RangeVar, tagOf, typeNameOf, walk } from '../ast.ts';
import { actAsOwner, actingAs } from './acting.ts';
import { tagsOf, tellsWhatItMakes } from './commands.ts';
import { type Context, conditionally, forOneOf, giveUp, isConditional, isSearchedFirst } from './context.ts';
import { createGlobal, definitionStatement, fireEventTriggers } from './define.ts';
import { entitiesOf } from './consequence.ts';
import type { Entity } from './entity.ts';
import { typeConsequences } from './named-object.ts';
import { perform, readWholes } from './perform.ts';
import { truncate } from './row-changes.ts';
import { consequencesOf } from './query.ts';
import { findGlobal, findRelation, unknownName, findType } from './resolve.ts';
import { alterTable } from './statements/alter-table.ts';
import { dropObjects } from './statements/drop.ts';
import {
  createIndex,
  createStatistics,
  createTableAs,
  createView,
  refreshView,
  selectInto,
} from './statements/index-and-view.ts';
import { choiceOf } from './matching.ts';
import { orderOf } from './row-order.ts';
import { OTHER_STATEMENTS } from './statements/others.ts';
import { renameObject, setSchema } from './statements/rename.ts';
import { alterFunction, call, createFunction, runBlock } from './statements/routine.ts';
import { alterSequence, createSequence } from './statements/sequence.ts';
import { discard, endTransaction, prepare, preparedFor, setConstraints, setVariable } from './statements/session.ts';
import { createTable } from './statements/table.ts';
import {
  alterEventTrigger,
  alterPolicy,
  createEventTrigger,
  createPolicy,
  createRule,
  createTrigger,
} from './statements/trigger.ts';
import { alterDomain, alterEnum, createComposite, createDomain, createEnum, createRange } from './statements/type.ts';

/** @param fields the statement's node; its shape is what the grammar has for this tag */
type Handler = (context: Context, fields: never, sql: string) => void;

const HANDLERS: Readonly<Record<string, Handler>> = {
  ...OTHER_STATEMENTS,
  SelectStmt: select,
  InsertStmt: change('InsertStmt'),
  UpdateStmt: change('UpdateStmt'),
  DeleteStmt: change('DeleteStmt'),
  MergeStmt: change('MergeStmt'),
  CopyStmt: copy,
  TruncateStmt: truncateTables,
  CallStmt: call,
  DoStmt: runBlock,
  ExplainStmt: explain,
  DeclareCursorStmt: queryOf,
  PrepareStmt: prepare,
  ExecuteStmt: execute,
  LockStmt: lock,
  VacuumStmt: vacuum,
  ReindexStmt: reindex,
  VariableSetStmt: setVariable,
  TransactionStmt: endTransaction,
  DiscardStmt: discard,
  ConstraintsSetStmt: setConstraints,
  CreateStmt: createTable,
  CreateTableAsStmt: createTableAs,
  AlterTableStmt: alterTable,
  IndexStmt: createIndex,
  ViewStmt: createView,
  RefreshMatViewStmt: refreshView,
  CreateStatsStmt: createStatistics,
  CreateSeqStmt: createSequence,
  AlterSeqStmt: alterSequence,
  CreateFunctionStmt: createFunction,
  AlterFunctionStmt: alterFunction,
  CreateTrigStmt: createTrigger,
  RuleStmt: createRule,
  CreatePolicyStmt: createPolicy,
  AlterPolicyStmt: alterPolicy,
  CreateEventTrigStmt: createEventTrigger,
  AlterEventTrigStmt: alterEventTrigger,
  CreateEnumStmt: createEnum,
  AlterEnumStmt: alterEnum,
  CompositeTypeStmt: createComposite,
  CreateRangeStmt: createRange,
  CreateDomainStmt: createDomain,
  AlterDomainStmt: alterDomain,
  CreateSchemaStmt: createSchema,
  DropStmt: dropObjects,
  RenameStmt: renameObject,
  AlterObjectSchemaStmt: setSchema,
  // They change nothing that outlives the session or is of any concern to another migration.
  VariableShowStmt: nothing,
  DeallocateStmt: nothing,
  ClosePortalStmt: nothing,
  FetchStmt: nothing,
  NotifyStmt: nothing,
  ListenStmt: nothing,
  UnlistenStmt: nothing,
  CheckPointStmt: nothing,
  LoadStmt: nothing,
  ClusterStmt: cluster,
  // They concern the whole database or cluster, and what comes after in ways that are not followed.
  ...opaque('works on whole databases', [
    'CreatedbStmt',
    'DropdbStmt',
    'AlterDatabaseStmt',
    'AlterDatabaseRefreshCollStmt',
  ]),
  ...opaque('changes settings of the server', ['AlterSystemStmt']),
  ...opaque('moves everything in a tablespace', ['AlterTableMoveAllStmt']),
};

export function readStatement(context: Context, node: Node, sql: string, takesFirst = false): void {
  const tag = tagOf(node);
  const handler = Object.hasOwn(HANDLERS, tag) ? HANDLERS[tag] : undefined;
  if (handler === undefined) {
    giveUp(context, `has a statement of an unknown kind (${tag})`, true);
    return;
  }
  const written = (node as unknown as Readonly<Record<string, Fields>>)[tag] ?? {};
  const fields = tag === 'CreateTableAsStmt' ? withPrepared(context, written) : written;
  findArguments(context, tag, fields);
  const choice = choiceOf(context, tag, fields, takesFirst);
  context.recorder.placement.noteStatement(tag, fields, choice, orderOf(context, tag, fields), () => {
    const inside: Context = { ...context, tags: tagsOf(tag) };
    const written = context.recorder.defines(() => {
      handler(inside, fields as never, sql);
    });
    if (written !== undefined) fireEventTriggers(inside, tellsWhatItMakes(tag) ? written : undefined);
  });
}

/** Statements about what is told from others of its name by the types of its arguments. */
const ABOUT_OVERLOADS = new Set(
  `AlterFunctionStmt AlterObjectSchemaStmt AlterObjectDependsStmt AlterOperatorStmt AlterOwnerStmt CommentStmt CreateCastStmt
   CreateOpClassStmt CreateTransformStmt DropStmt GrantStmt RenameStmt SecLabelStmt AlterExtensionContentsStmt`.split(
    /\s+/,
  ),
);

/** Those types are looked up by the search path: one of the same name in a schema before would be found instead. */
function findArguments(context: Context, tag: string, statement: Fields): void {
  if (!ABOUT_OVERLOADS.has(tag)) return;
  walk(statement, (below, fields) => {
    if (below !== 'ObjectWithArgs') return false;
    const types = (fields['objargs'] ?? []) as readonly Node[];
    for (const node of types) {
      if (!('TypeName' in node)) continue;
      if (node.TypeName.pct_type === true) perform(context, typeConsequences(context, node.TypeName));
      else findType(context, typeNameOf(node.TypeName));
    }
    return true;
  });
}

function nothing(): void {
  // On purpose.
}

function opaque(because: string, tags: readonly string[]): Readonly<Record<string, Handler>> {
  const handler = (context: Context) => {
    giveUp(context, because, false);
  };
  return Object.fromEntries(tags.map((tag) => [tag, handler]));
}

function select(context: Context, statement: SelectStmt): void {
  const consequences = consequencesOf(context, statement, 'SelectStmt');
  perform(context, consequences);
  if (statement.intoClause !== undefined) selectInto(context, statement, consequences);
}

function change(tag: string): Handler {
  return (context: Context, fields: Fields) => {
    perform(context, consequencesOf(context, fields, tag));
  };
}

function copy(context: Context, statement: CopyStmt): void {
  perform(
    context,
    consequencesOf(
      context,
      [statement.query, statement.whereClause].filter((node) => node !== undefined),
    ),
  );
  const { filename, is_from: isFrom, is_program: isProgram, relation: range } = statement;
  if (isFrom === true && filename !== undefined)
    context.recorder.reachOutside(isProgram === true ? 'runs a program on the server' : 'reads a file of the server');
  if (range === undefined) return;
  const { entities, builtin } = findRelation(context, nameOfRange(range));
  if (entities.length === 0 && !builtin) unknownName(context, 'table', nameOfRange(range));
  perform(
    context,
    entities.map((entity) => ({ op: isFrom === true ? 'insert' : 'read', entity })),
  );
  if (isFrom === true && entities.some(({ referring }) => referring.size > 0)) context.recorder.readDefinitions();
}

function truncateTables(context: Context, statement: TruncateStmt): void {
  for (const node of statement.relations ?? []) {
    if (!('RangeVar' in node)) continue;
    const { entities } = findRelation(context, nameOfRange(node.RangeVar));
    if (entities.length === 0) unknownName(context, 'table', nameOfRange(node.RangeVar));
    for (const entity of entities) {
      truncate(context, entity, statement.behavior === 'DROP_CASCADE', statement.restart_seqs === true);
    }
  }
}

/** It may run what it explains; where it does not, nothing is lost by thinking so. */
function explain(context: Context, statement: ExplainStmt): void {
  const { query } = statement;
  if (query === undefined) return;
  conditionally(context, () => {
    readStatement(context, query, '');
  });
}

/** It is planned again when something has changed since it was prepared, so it is read as if it stood here. */
function execute(context: Context, statement: ExecuteStmt): void {
  perform(context, consequencesOf(context, statement.params));
  forOneOf(context, preparedFor(context, statement), ({ query }) => {
    if (query !== undefined) readStatement(context, query, '');
  });
}

/** `CREATE TABLE … AS EXECUTE …` with all that its rows may be made of in the place of the name. */
function withPrepared(context: Context, statement: Fields): Fields {
  const query = statement['query'] as Node;
  if (!('ExecuteStmt' in query)) return statement;
  const { params = [] } = query.ExecuteStmt;
  const prepared = preparedFor(context, query.ExecuteStmt).map((each) => [each.query, each.argtypes]);
  return { ...statement, query: [prepared, params].flat(3) };
}

function queryOf(context: Context, statement: { readonly query?: Node }): void {
  perform(context, consequencesOf(context, statement.query));
}

/** With NOWAIT it depends on whether anybody uses the table at that moment. */
function lock(context: Context, statement: LockStmt): void {
  for (const node of statement.relations ?? []) {
    if (!('RangeVar' in node)) continue;
    touchRelation(context, node.RangeVar, statement.nowait === true);
    // Whatever the mode, nothing changes.
    for (const entity of findRelation(context, nameOfRange(node.RangeVar)).entities) noteLocks(context, entity);
  }
}

/** A view's relations are locked with it. */
function noteLocks(context: Context, entity: Entity, seen: Set<Entity> = new Set()): void {
  if (seen.has(entity)) return;
  seen.add(entity);
  context.recorder.locks.add(`${entity.schema ?? ''}.${entity.name}`);
  const more = entity.kind === 'view' ? entitiesOf(entity.consequences) : entity.descendants;
  for (const each of more) noteLocks(context, each, seen);
}

function touchRelation(context: Context, range: RangeVar, rewrite: boolean): void {
  const { entities, builtin } = findRelation(context, nameOfRange(range));
  if (entities.length === 0 && !builtin) unknownName(context, 'relation', nameOfRange(range));
  for (const entity of entities) {
    for (const each of [entity, ...entity.descendants]) {
      if (rewrite) context.recorder.write(each, 'alters');
      else context.recorder.read(each);
      context.recorder.rows(each, 'read');
    }
    readWholes(context, entity);
    for (const table of [entity, ...entity.uses]) {
      // An index is filled from its table.
      if (entity.kind === 'index' && table.space === 'relation') {
        context.recorder.read(table);
        context.recorder.rows(table, 'read');
      }
      // Functions of indexes are called by the owner of their table.
      actAsOwner(context, table);
    }
    for (const owned of entity.owned)
      if (owned.kind === 'index' || owned.kind === 'statistics') perform(context, owned.consequences);
    if (entity.kind === 'view') perform(context, entity.consequences);
  }
}

/** ANALYZE and VACUUM: functions in indexes and statistics are called, and what is known of rows decides how others look for them. */
function vacuum(context: Context, statement: VacuumStmt): void {
  const ranges = (statement.rels ?? []).flatMap((node) =>
    'VacuumRelation' in node && node.VacuumRelation.relation !== undefined ? [node.VacuumRelation.relation] : [],
  );
  for (const range of ranges) touchRelation(context, range, false);
  const named = ranges.flatMap((range) => findRelation(context, nameOfRange(range)).entities);
  const all = [...context.catalog.all('relation')].filter(
    ({ kind }) => kind === 'table' || kind === 'materialized view',
  );
  if (ranges.length === 0) context.recorder.readDefinitions();
  for (const entity of ranges.length === 0 ? all : named) {
    for (const each of [entity, ...entity.descendants]) {
      context.recorder.rows(each, 'read');
      context.recorder.statistics(each, 'write');
    }
  }
}

function cluster(context: Context, statement: { readonly relation?: RangeVar }): void {
  if (statement.relation === undefined) context.recorder.readDefinitions();
  else touchRelation(context, statement.relation, true);
}

function reindex(context: Context, statement: ReindexStmt): void {
  definitionStatement(context);
  if (statement.relation === undefined) context.recorder.readDefinitions();
  else touchRelation(context, statement.relation, true);
}

function createSchema(context: Context, statement: CreateSchemaStmt): void {
  definitionStatement(context);
  const name = statement.schemaname ?? statement.authrole?.rolename;
  if (name === undefined || isSearchedFirst(context, name)) {
    giveUp(context, 'makes the schema in which unqualified names are looked up first', true);
    return;
  }
  if (statement.authrole?.rolename !== undefined) findGlobal(context, 'role', statement.authrole.rolename);
  const existing = context.catalog.find('schema', undefined, name);
  if (statement.if_not_exists === true && existing !== undefined && context.catalog.isSure(existing)) {
    context.recorder.read(existing, 'names');
  } else {
    createGlobal(context, 'schema', 'schema', name);
  }
  if ((statement.schemaElts ?? []).length === 0) return;
  if (isConditional(context)) giveUp(context, 'makes a schema with contents under a condition', true);
  // Its elements are made in it, and look there first.
  const before = context.session.searchPath;
  context.session.searchPath = [name, ...before];
  const owner = statement.authrole?.rolename;
  actingAs(context, new Set(owner === undefined ? [] : [owner]), () => {
    for (const node of statement.schemaElts ?? []) readStatement(context, node, '');
  });
  context.session.searchPath = before;
}
