/** CREATE INDEX, CREATE VIEW, CREATE TABLE AS, extended statistics. */
import type {
  Alias,
  CreateStatsStmt,
  CreateTableAsStmt,
  IndexStmt,
  RefreshMatViewStmt,
  SelectStmt,
  ViewStmt,
} from 'libpg-query';
import { type Fields, nameOfRange, type Node, stringsOf, walk } from '../../ast.ts';
import { actAsOwner } from '../acting.ts';
import { columnsPart, indexColumns, namingOfEither } from '../auto-names.ts';
import { type Context, defining, doubt, forOneOf, isConditional } from '../context.ts';
import { create, definitionStatement, placeOf, setConsequences } from '../define.ts';
import { type Consequence, entitiesOf } from '../consequence.ts';
import type { Entity } from '../entity.ts';
import { perform } from '../perform.ts';
import { columnsIn, consequencesOf, consequencesOn } from '../query.ts';
import { givesReferences } from '../reference-outputs.ts';
import { ANY_COLUMN, mayRefer } from '../references.ts';
import { findRelation, unknownName } from '../resolve.ts';
import { typesIn, withFields } from '../row-types.ts';
import { copyToPartition, nameStatistics } from './copied-index.ts';
import { createRelation, freeNames, isThere } from './relation.ts';

/** Characters. Names made of so much of column names and a table's name are not shortened in ways that matter. */
const SURELY_WHOLE = 24;

export function createIndex(context: Context, statement: IndexStmt): void {
  const range = statement.relation;
  if (range === undefined) return;
  definitionStatement(context);
  const { entities } = findRelation(context, nameOfRange(range));
  if (entities.length === 0) unknownName(context, 'table', nameOfRange(range));
  forOneOf(context, entities, (table) => {
    createIndexOn(context, table, statement);
  });
}

function createIndexOn(context: Context, table: Entity, statement: IndexStmt): void {
  const { recorder, catalog } = context;
  const schema = table.schema ?? 'public';
  doubt(context, table, 'makes an index of');
  const elements = [...(statement.indexParams ?? []), ...(statement.indexIncludingParams ?? [])];
  const columns = indexColumns(elements);
  // Also of an index that is there already the operator classes are looked up.
  const consequences = consequencesOn(context, table, [elements, statement.whereClause, statement.options]);
  if (statement.idxname !== undefined && statement.if_not_exists === true) {
    const existing = catalog.find('relation', schema, statement.idxname);
    if (existing !== undefined && catalog.isSure(existing)) {
      recorder.read(existing, 'names');
      recorder.readAll(consequences);
      // Its table and columns have to be there before PostgreSQL finds out that nothing is to be done.
      for (const each of [table, ...table.descendants]) recorder.read(each);
      return;
    }
  }
  const label = statement.primary === true ? 'pkey' : statement.unique === true ? 'key' : 'idx';
  const names =
    statement.idxname === undefined
      ? freeNames(context, schema, table.name, columnsPart(columns), label === 'pkey' ? label : 'idx')
      : [statement.idxname];
  const inExpressions = columnsIn([elements.map(expressionOf), statement.whereClause]);
  // What partitions have stands for what their parents have.
  if (table.descendants.size + table.ancestors.size === 0)
    recorder.newIndex(table, columns, columnsPart(columns).length > SURELY_WHOLE);
  else recorder.add(table);
  actAsOwner(context, table);
  forOneOf(context, names, (name) => {
    const guarded = statement.if_not_exists === true || isConditional(context);
    const other = context.catalog.find('relation', schema, name);
    const index = create(context, 'relation', 'index', schema, name, guarded);
    index.columns =
      index.loose || inExpressions === undefined ? undefined : new Set([...plainColumns(elements), ...inExpressions]);
    index.use(table);
    table.own(index);
    index.isUnique = statement.unique === true && statement.whereClause === undefined;
    index.naming = namingOfEither(index, other, { columns, label: 'idx' });
    defining(context, index, () => {
      setConsequences(context, index, consequences);
    });
    // ON ONLY.
    if (statement.relation?.inh !== true) return;
    for (const child of table.partitions) {
      copyToPartition(context, index, child);
      recorder.add(child);
    }
  });
  perform(context, consequences);
  // A class that a type has by default for another method than B-tree may be an extension's.
  if (statement.accessMethod !== undefined && statement.accessMethod !== 'btree') {
    recorder.touch(
      `access method ${statement.accessMethod}`,
      'read',
      'uses',
      `access method ${statement.accessMethod}`,
    );
  }
}

function expressionOf(node: Node): Node | undefined {
  return 'IndexElem' in node ? node.IndexElem.expr : undefined;
}

function plainColumns(elements: readonly Node[]): readonly string[] {
  return elements.flatMap((node) =>
    'IndexElem' in node && node.IndexElem.name !== undefined ? [node.IndexElem.name] : [],
  );
}

export function createView(context: Context, statement: ViewStmt): void {
  const range = statement.view;
  if (range === undefined) return;
  definitionStatement(context);
  const consequences = consequencesOf(context, [statement.query, statement.options]);
  // One on temporary tables is temporary.
  const isTemporary = entitiesOf(consequences).some(({ temporary }) => temporary);
  const view = createRelation(context, isTemporary ? { ...range, relpersistence: 't' } : range, 'view');
  defineView(context, view, consequences);
  if (givesReferences(statement.query)) view.refer(ANY_COLUMN, '');
}

/** What a view is made of from now on. */
export function defineView(context: Context, view: Entity, consequences: readonly Consequence[]): void {
  defineQuery(context, view, consequences);
  // Replacing it changes the rule that every view on it is made of.
  for (const user of view.usedBy) context.recorder.read(user);
}

/** What it reads by its definition cannot go before it. */
function defineQuery(context: Context, view: Entity, consequences: readonly Consequence[]): void {
  for (const used of [...view.uses]) {
    context.recorder.read(used);
    if (context.recorder.conditions === 0) view.disuse(used);
  }
  setConsequences(context, view, consequences);
  if (view.kind === 'materialized view' && mayRefer(consequences)) view.refer(ANY_COLUMN, '');
  context.recorder.readAll(consequences, 'reads');
  // A lookup in the catalogs is part of the definition, and happens when the view is read.
}

/** CREATE TABLE AS, CREATE MATERIALIZED VIEW. */
export function createTableAs(context: Context, statement: CreateTableAsStmt): void {
  const range = statement.into?.rel;
  if (range === undefined) return;
  definitionStatement(context);
  const isView = statement.objtype === 'OBJECT_MATVIEW';
  // The query is looked at before the name is.
  const consequences = consequencesOf(context, statement.query);
  if (statement.if_not_exists === true && isThere(context, range)) {
    context.recorder.readAll(consequences);
    return;
  }
  if (statement.into?.skipData !== true) perform(context, consequences);
  const relation = createRelation(context, range, isView ? 'materialized view' : 'table', statement.if_not_exists);
  context.recorder.placement.fill(relation);
  defining(context, relation, () => {
    if (isView) defineQuery(context, relation, consequences);
    else haveColumnsOf(relation, statement.query, consequences);
    if (givesReferences(statement.query)) relation.refer(ANY_COLUMN, '');
  });
  perform(context, consequencesOf(context, statement.into?.options));
}

/** `SELECT … INTO new_table`. */
export function selectInto(context: Context, statement: SelectStmt, consequences: readonly Consequence[]): void {
  const into = statement.intoClause;
  if (into?.rel === undefined) return;
  definitionStatement(context);
  const table = createRelation(context, into.rel, 'table');
  context.recorder.placement.fill(table);
  haveColumnsOf(table, statement, consequences);
  if (givesReferences(statement)) table.refer(ANY_COLUMN, '');
}

/** Its columns may have any type that the query's sources have, and hold whole rows of them. */
function haveColumnsOf(table: Entity, query: unknown, consequences: readonly Consequence[]): void {
  // Of a composite value it may be a field.
  for (const type of withFields(typesIn(consequences))) table.use(type);
  if (mayRefer(consequences)) table.refer(ANY_COLUMN, '');
  if (takesRows(query)) table.useAll(consequences.filter(({ op }) => op === 'read'));
}

/** Whether a query speaks of something by the name of one of its sources: of a row, or of a column called like it. */
function takesRows(query: unknown): boolean {
  const sources = new Set<string | undefined>();
  const columns: string[] = [];
  walk(query, (tag, fields: Fields) => {
    if (tag === 'RangeVar') sources.add(fields['relname'] as string);
    sources.add((fields['alias'] as Alias | undefined)?.aliasname);
    const names = tag === 'ColumnRef' ? stringsOf(fields['fields'] as Node[] | undefined) : [];
    if (names.length === 1) columns.push(...names);
    return false;
  });
  return columns.some((name) => sources.has(name));
}

export function refreshView(context: Context, statement: RefreshMatViewStmt): void {
  const range = statement.relation;
  if (range === undefined) return;
  definitionStatement(context);
  const { entities } = findRelation(context, nameOfRange(range));
  if (entities.length === 0) unknownName(context, 'materialized view', nameOfRange(range));
  for (const view of entities) {
    doubt(context, view, 'refreshes');
    // The catalogs tell whether it has been filled.
    context.recorder.add(view, 'alters');
    context.recorder.rows(view, 'write');
    context.recorder.placement.fill(view);
    actAsOwner(context, view);
    perform(context, view.consequences);
    for (const index of view.owned) if (index.kind === 'index') perform(context, index.consequences);
  }
}

function statisticsColumns(elements: readonly Node[] = []): readonly string[] {
  return elements.map((node) => ('StatsElem' in node ? node.StatsElem.name : undefined) ?? 'expr');
}

/** The columns that statistics go with, plain or in expressions; undefined when any may be. */
function standingOn(elements: readonly Node[] = []): ReadonlySet<string> | undefined {
  const plain = elements.flatMap((node) => ('StatsElem' in node ? (node.StatsElem.name ?? []) : []));
  const others = columnsIn(elements);
  return others && new Set([...plain, ...others]);
}

export function createStatistics(context: Context, statement: CreateStatsStmt): void {
  definitionStatement(context);
  const ranges = (statement.relations ?? []).flatMap((node) => ('RangeVar' in node ? [node.RangeVar] : []));
  for (const range of ranges) {
    forOneOf(context, findRelation(context, nameOfRange(range)).entities, (table) => {
      const given = stringsOf(statement.defnames);
      const columns = statisticsColumns(statement.exprs);
      const home = table.schema ?? 'public';
      const places =
        given.length > 0
          ? [placeOf(context, given)]
          : nameStatistics(context, home, table, columns).map((name) => [home, name] as const);
      forOneOf(context, places, ([schema, name]) => {
        const existing = context.catalog.find('statistics', schema, name);
        if (statement.if_not_exists === true && existing !== undefined && context.catalog.isSure(existing)) {
          context.recorder.read(existing, 'names');
          return;
        }
        const guarded = statement.if_not_exists === true || isConditional(context);
        const statistics = create(context, 'statistics', 'statistics', schema, name, guarded);
        statistics.use(table);
        table.own(statistics);
        statistics.columns = statistics.loose ? undefined : standingOn(statement.exprs);
        statistics.naming = namingOfEither(statistics, existing, { columns, label: 'stat' });
        context.recorder.add(table);
        const consequences = consequencesOn(context, table, statement.exprs);
        defining(context, statistics, () => {
          setConsequences(context, statistics, consequences);
        });
        perform(context, consequences);
      });
    });
  }
}
