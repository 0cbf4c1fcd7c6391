/** What stands in FROM, and by which of its columns its rows are told apart. */
import { type Fields, has, lastOf, nameOfRange, type Node, nodesOf, type RangeVar, stringsOf } from '../ast.ts';
import type { Context } from './context.ts';
import type { Entity } from './entity.ts';
import { findRelation, findRoutine } from './resolve.ts';

/** One of what stands in FROM. */
export interface Item {
  readonly alias: string;
  /** If it is nothing but a table. */
  readonly table?: Entity | undefined;
  /** Columns that are known by name; undefined where any may be. */
  readonly columns: ReadonlySet<string> | undefined;
  /** Sets of columns of which no two of its rows have the same values; an empty one means that there is one row at most. */
  readonly keys: readonly ReadonlySet<string>[];
  /** Those of the keys that tell apart rows with NULL, too. */
  readonly wholeKeys: readonly ReadonlySet<string>[];
  /** Whether it gives its rows in an order of its own: that is as good as one row. */
  readonly isOrdered: boolean;
}

/** The queries of WITH that a clause may name, each with those that it may name itself. */
export type Queries = ReadonlyMap<string, { readonly query: Fields; readonly visible: Queries }>;
const NO_QUERIES: Queries = new Map();

export function itemOf(context: Context, node: Node, queries: Queries): Item | undefined {
  if ('RangeVar' in node) return relationItem(context, node.RangeVar, queries);
  if ('RangeFunction' in node) {
    const { alias, functions } = node.RangeFunction;
    return givenBy(functions, (alias as Alias | undefined)?.aliasname ?? '', context);
  }
  if (!('RangeSubselect' in node)) return undefined;
  const { subquery, alias } = node.RangeSubselect;
  if (subquery === undefined || !('SelectStmt' in subquery)) return undefined;
  const query = subquery.SelectStmt as Fields;
  const item = queryItem(context, alias?.aliasname ?? '', query, queries);
  return alias?.colnames === undefined || item?.isOrdered === true ? item : undefined;
}

interface Alias {
  readonly aliasname?: string;
}

/** What a function gives comes in an order that follows from its arguments, unless its body asks tables for rows. */
function givenBy(functions: unknown, alias: string, context: Context): Item {
  return { ...ordered(alias), isOrdered: !givesRows(context, functions) };
}

/** Whether something calls a function, one that migrations made, that gives several rows as it finds them. */
export function givesRows(context: Context, tree: unknown): boolean {
  return has(tree, (tag, { funcname }) => {
    if (tag !== 'FuncCall') return false;
    const { entities } = findRoutine(context, stringsOf(funcname as Node[]));
    return entities.some(({ overloads }) =>
      overloads.some(({ language, takesFirst }) => WITH_A_BODY.has(language) && takesFirst !== true),
    );
  });
}

const WITH_A_BODY = new Set(['sql', 'plpgsql']);

function ordered(alias: string): Item {
  return { alias, columns: undefined, keys: [], wholeKeys: [], isOrdered: true };
}

function relationItem(context: Context, range: RangeVar, queries: Queries): Item | undefined {
  const alias = range.alias?.aliasname ?? range.relname ?? '';
  if (range.alias?.colnames !== undefined) return undefined;
  const named = range.schemaname === undefined ? queries.get(range.relname ?? '') : undefined;
  if (named !== undefined) return queryItem(context, alias, named.query, named.visible);
  const [table, ...others] = findRelation(context, nameOfRange(range)).entities;
  // Children have keys of their own.
  if (table === undefined || others.length > 0 || table.kind !== 'table' || table.children.size > 0) return undefined;
  const owned = [...table.owned];
  const keysOf = (of: (columns: ReadonlySet<string>, label: string | undefined) => boolean) =>
    owned.flatMap(({ kind, isUnique, certain, loose, columns, naming }) =>
      kind === 'index' && isUnique && certain && !loose && columns !== undefined && of(columns, naming?.label)
        ? [columns]
        : [],
    );
  const present = new Set(
    owned.flatMap(({ naming, certain }) => (naming?.label === 'not_null' && certain ? naming.columns : [])),
  );
  const wholeKeys = keysOf((columns, label) => label === 'pkey' || [...columns].every((name) => present.has(name)));
  return { alias, table, columns: columnsOf(table.owned), keys: keysOf(() => true), wholeKeys, isOrdered: false };
}

export function columnsOf(owned: Iterable<{ readonly kind: string; readonly name: string }>): ReadonlySet<string> {
  return new Set([...owned].filter(({ kind }) => kind === 'column').map(({ name }) => name));
}

/** A query has as keys what it groups by, what it tells apart, and the keys of the one table it is of. */
function queryItem(context: Context, alias: string, query: Fields, queries: Queries): Item | undefined {
  if ('withClause' in query) return undefined;
  if (nodesOf(query, 'valuesLists').length > 0) return ordered(alias);
  if (query['larg'] !== undefined || !('targetList' in query) || mayMultiply(query['targetList'])) return undefined;
  const outputs = new Map<string, string | undefined>();
  for (const node of nodesOf(query, 'targetList')) {
    const target = 'ResTarget' in node ? node.ResTarget : undefined;
    const source = plainColumn(target?.val);
    const name = target?.name ?? source;
    if (name === '*' || name === undefined) return undefined;
    outputs.set(name, source);
  }
  const named = (columns: readonly (string | undefined)[]): readonly ReadonlySet<string>[] => {
    const found = columns.map((column) =>
      column === undefined ? undefined : [...outputs].find(([, source]) => source === column)?.[0],
    );
    return found.includes(undefined) ? [] : [new Set(found.filter((each) => each !== undefined))];
  };
  const columns = new Set(outputs.keys());
  const item = (keys: readonly ReadonlySet<string>[], wholeKeys = keys): Item => ({
    alias,
    columns,
    keys,
    wholeKeys,
    isOrdered: false,
  });
  const groups = nodesOf(query, 'groupClause');
  if (groups.length > 0) return item(named(groups.map(plainColumn)));
  if (isAggregate(query['targetList'])) return item([new Set()]);
  const kinds = (query['distinctClause'] ?? []) as readonly Node[];
  if (kinds.length > 0) {
    const isOn = kinds.some((node) => Object.keys(node).length > 0);
    return item(isOn ? named(kinds.map(plainColumn)) : [columns]);
  }
  const [from, ...others] = nodesOf(query, 'fromClause');
  const only = from !== undefined && others.length === 0 ? itemOf(context, from, queries) : undefined;
  const kept = (keys: Item['keys'] = []) => keys.flatMap((key) => named([...key]));
  return item(kept(only?.keys), kept(only?.wholeKeys));
}

/** Aggregates that many use: one in a query without groups makes one row of all. */
const AGGREGATES = new Set(
  'array_agg avg bit_and bit_or bool_and bool_or count every json_agg json_object_agg jsonb_agg jsonb_object_agg max min string_agg sum xmlagg'.split(
    ' ',
  ),
);

export function isAggregate(targets: unknown): boolean {
  return has(targets, (tag, fields) => AGGREGATES.has(calledBy(tag, fields)), 'SubLink');
}

/** What is called, but for a window's sake; empty for any other node. */
function calledBy(tag: string, fields: Fields): string {
  return tag === 'FuncCall' && !('over' in fields) ? lastOf(fields['funcname']) : '';
}

/** Functions that give one value, of those that stand in such queries. */
const OF_ONE_VALUE = new Set(
  'btrim concat concat_ws date_trunc format gen_random_uuid json_build_object jsonb_build_object left length lower ltrim md5 now regexp_replace replace right round rtrim split_part substring to_char upper'.split(
    ' ',
  ),
);

/** A function that gives several values makes several rows of one. */
function mayMultiply(targets: unknown): boolean {
  const gives = (name: string) => name !== '' && !AGGREGATES.has(name) && !OF_ONE_VALUE.has(name);
  return has(targets, (tag, fields) => gives(calledBy(tag, fields)), 'SubLink');
}

/** @param outer what is visible around the statement */
export function queriesOf(statement: Fields, outer: Queries = NO_QUERIES): Queries {
  const clause = statement['withClause'] as
    { readonly ctes?: readonly Node[]; readonly recursive?: boolean } | undefined;
  return (clause?.ctes ?? []).reduce<Queries>((visible, node) => {
    const { ctename = '', ctequery, aliascolnames } = 'CommonTableExpr' in node ? node.CommonTableExpr : {};
    const query = ctequery !== undefined && 'SelectStmt' in ctequery ? (ctequery.SelectStmt as Fields) : {};
    // Of what cannot be followed nothing is known but that it hides a table of that name.
    const isFollowed = aliascolnames === undefined && clause?.recursive !== true;
    return new Map([...visible, [ctename, { query: isFollowed ? query : {}, visible }]]);
  }, outer);
}

/** The name of a column that stands alone, `*` for all; undefined for anything else. */
function plainColumn(node: Node | undefined): string | undefined {
  if (node === undefined || !('ColumnRef' in node)) return undefined;
  const parts = node.ColumnRef.fields ?? [];
  return parts.some((part) => 'A_Star' in part) ? '*' : partsOf(node).at(-1);
}

export function partsOf(node: Extract<Node, { ColumnRef: unknown }>): string[] {
  return stringsOf(node.ColumnRef.fields);
}
