/**
 * Whether what comes of a statement hangs on the order in which it finds the rows of tables: it takes the first ones, numbers them or
 * puts them in a row, and nothing that it sorts by tells all of them apart.
 */
import { type Fields, has, lastOf, type Node, nodesOf, stringsOf, walk } from '../ast.ts';
import type { Context } from './context.ts';
import { givesRows, type Queries } from './from-items.ts';
import { openItems } from './open-items.ts';
import { findRoutine } from './resolve.ts';
import { areTold, follows, isSorted, sortsOf } from './sorting.ts';

/** What a statement has to do with the order of rows, asked where it may matter. */
export interface Order {
  /** Whether the rows come in an order that the statement itself gives. */
  isOwn(): boolean;
  /** Whether what comes of it hangs on the order in which it finds rows. */
  matters(): boolean;
}

export function orderOf(context: Context, tag: string, statement: Fields): Order {
  return {
    isOwn: () => ordersItself(context, tag, statement),
    matters: () => goesByOrder(context, tag, statement),
  };
}

function ordersItself(context: Context, tag: string, fields: Fields): boolean {
  const query = tag === 'SelectStmt' ? fields : queryOf(fields);
  if (tag === 'InsertStmt' && query === undefined) return true;
  if (query === undefined || changesInside([fields['withClause'], query['withClause']])) return false;
  return isSorted(context, query, namesHidden(fields)) || nodesOf(query, 'valuesLists').length > 0;
}

/** The query of INSERT or CREATE TABLE AS. */
export function queryOf(fields: Fields): Fields | undefined {
  const node = (fields['selectStmt'] ?? fields['query']) as Node | undefined;
  return node !== undefined && 'SelectStmt' in node ? (node.SelectStmt as Fields) : undefined;
}

function changesInside(tree: unknown): boolean {
  return has(tree, (tag) => ['InsertStmt', 'UpdateStmt', 'DeleteStmt', 'MergeStmt'].includes(tag));
}

/** What a query of WITH stands for is not followed into those inside: it only hides tables of its name. */
function namesHidden(statement: unknown): Queries {
  const hidden = new Map<string, { readonly query: Fields; readonly visible: Queries }>();
  walk(statement, (tag, { ctename }) => {
    if (tag === 'CommonTableExpr') hidden.set(String(ctename), { query: {}, visible: hidden });
    return false;
  });
  return hidden;
}

/** Nodes that go by the order of rows wherever they stand. */
const BY_ORDER = new Set(
  'CurrentOfExpr JsonArrayAgg JsonObjectAgg JsonArrayQueryConstructor RangeTableSample'.split(' '),
);

function goesByOrder(context: Context, tag: string, statement: Fields): boolean {
  const outer = namesHidden(statement);
  return has({ [tag]: statement }, (below, fields) => {
    switch (below) {
      case 'ColumnRef':
        return stringsOf(fields['fields'] as Node[] | undefined).at(-1) === 'ctid';
      case 'InsertStmt':
        return leavesOut(context, fields, outer);
      case 'SubLink':
        return fields['subLinkType'] === 'ARRAY_SUBLINK' && !isList(context, fields['subselect'] as Node, outer);
      case 'RangeFunction':
        // They are numbered, or stand beside those of another.
        return (
          (fields['ordinality'] === true || nodesOf(fields, 'functions').length > 1) &&
          givesRows(context, fields['functions'])
        );
      case 'SelectStmt':
        return takesSome(context, fields, outer) || callsByOrder(context, fields, outer);
      default:
        return BY_ORDER.has(below) || (below === 'FuncCall' && SIZES.has(lastOf(fields['funcname'])));
    }
  });
}

/** Whether INSERT passes rows over that conflict with one before, and not all that conflict are the same. */
function leavesOut(context: Context, fields: Fields, outer: Queries): boolean {
  const conflict = fields['onConflictClause'] as { action?: string; infer?: Fields } | undefined;
  const query = queryOf(fields);
  if (conflict?.action !== 'ONCONFLICT_NOTHING' || query === undefined || 'valuesLists' in query) return false;
  const named = nodesOf(fields, 'cols').map((node) => ('ResTarget' in node ? node.ResTarget.name : undefined));
  const targets = nodesOf(query, 'targetList').map((node) => ('ResTarget' in node ? node.ResTarget.val : undefined));
  const elements = nodesOf(conflict.infer ?? {}, 'indexElems');
  const columns = elements.map((node) => ('IndexElem' in node ? node.IndexElem.name : undefined));
  const isNamed = columns.length > 0 && columns.every((name) => name !== undefined && named.includes(name));
  // Without names of columns it may conflict in any of them.
  if (!isNamed || has(targets, (tag) => tag === 'A_Star')) return true;
  const values = columns.flatMap((name) => targets[named.indexOf(name)] ?? []);
  return !isSorted(context, query, outer) && !areTold(context, query, values, outer);
}

/** Whether what an array is made of comes in an order, or is one row. */
function isList(context: Context, node: Node, outer: Queries): boolean {
  const query = 'SelectStmt' in node ? (node.SelectStmt as Fields) : {};
  return 'valuesLists' in query || areTold(context, query, sortsOf(query, 'sortClause'), outer);
}

function takesSome(context: Context, query: Fields, outer: Queries): boolean {
  // With `DISTINCT ON` the first of each kind is taken.
  const kinds = nodesOf(query, 'distinctClause').some(isGivenNode) ? sortsOf(query, 'distinctClause') : [];
  if (kinds.length === 0 && !('limitCount' in query) && !('limitOffset' in query)) return false;
  return !('valuesLists' in query) && !areTold(context, query, [...kinds, ...sortsOf(query, 'sortClause')], outer);
}

/** A bare DISTINCT has one empty node. */
function isGivenNode(node: unknown): boolean {
  return typeof node === 'object' && node !== null && Object.keys(node).length > 0;
}

function callsByOrder(context: Context, query: Fields, outer: Queries): boolean {
  if (query['larg'] !== undefined) return false;
  const groups = sortsOf(query, 'groupClause');
  return has(
    Object.values(query),
    (tag, fields) => {
      if (tag !== 'FuncCall' || 'agg_distinct' in fields) return false;
      const windows = windowsOf(query, fields);
      const isAggregating = joinsRows(context, fields);
      const isNumbering = windows.length > 0 && (OF_A_WINDOW.has(lastOf(fields['funcname'])) || windows.some(isOfRows));
      if (!isAggregating && !isNumbering) return false;
      const sorts = [
        ...nodesOf(fields, 'agg_order'),
        ...windows.flatMap((window) => [...nodesOf(window, 'orderClause'), ...nodesOf(window, 'partitionClause')]),
      ].map((node) => ('SortBy' in node ? (node.SortBy.node ?? node) : node));
      if (isAggregating && nodesOf(fields, 'args').every((arg) => follows(arg, [...sorts, ...groups]))) return false;
      if (windows.length > 0 && groups.length > 0) return !groups.every((group) => follows(group, sorts));
      return openItems(context, query, [...sorts, ...groups], outer)?.length !== 0;
    },
    'SelectStmt',
  );
}

/** Whether it is an aggregate whose value hangs on the order in which it is given values. */
function joinsRows(context: Context, call: Fields): boolean {
  const name = stringsOf(call['funcname'] as Node[]);
  const last = name.at(-1) ?? '';
  if (IN_A_ROW.has(last)) return true;
  if (OF_NUMBERS.has(last)) return nodesOf(call, 'args').some((arg) => !isExact(arg));
  return findRoutine(context, name).entities.some(({ overloads }) =>
    overloads.some(({ language }) => language === 'aggregate'),
  );
}

/** Whether a number is surely none that is rounded whenever another is added. */
function isExact(node: Node): boolean {
  if ('TypeCast' in node) return EXACT.has(stringsOf(node.TypeCast.typeName?.names).at(-1) ?? '');
  if ('CaseExpr' in node) {
    const { args = [], defresult } = node.CaseExpr;
    const results = [...args.map((arg) => ('CaseWhen' in arg ? arg.CaseWhen.result : undefined)), defresult];
    return results.every((result) => result === undefined || isExact(result));
  }
  return 'A_Const' in node || ('FuncCall' in node && lastOf(node.FuncCall.funcname) === 'count');
}

/** The window of a call, with the one that it adds to. */
function windowsOf(query: Fields, call: Fields): readonly Fields[] {
  const own = call['over'] as Fields | undefined;
  if (own === undefined) return [];
  const name = own['refname'] ?? own['name'];
  const named = nodesOf(query, 'windowClause').flatMap((node) =>
    'WindowDef' in node ? [node.WindowDef as Fields] : [],
  );
  return [own, ...named.filter((window) => name !== undefined && window['name'] === name)];
}

/** Whether its frame is counted in rows, so that some of those with the same order are in it and others are not. */
function isOfRows(window: Fields): boolean {
  return (Number(window['frameOptions'] ?? 0) & FRAME_OF_ROWS) !== 0;
}

/** `FRAMEOPTION_ROWS` of PostgreSQL's parser. */
const FRAME_OF_ROWS = 0x4;
const IN_A_ROW = new Set(
  `any_value array_agg json_agg json_agg_strict json_object_agg json_object_agg_strict json_object_agg_unique
   json_object_agg_unique_strict jsonb_agg jsonb_agg_strict jsonb_object_agg jsonb_object_agg_strict jsonb_object_agg_unique
   jsonb_object_agg_unique_strict string_agg xmlagg`.split(/\s+/),
);
const OF_A_WINDOW = new Set('first_value lag last_value lead nth_value ntile row_number'.split(' '));
/** Of numbers with a floating point they give another one in another order. */
const OF_NUMBERS = new Set(
  `avg corr covar_pop covar_samp regr_avgx regr_avgy regr_intercept regr_r2 regr_slope regr_sxx regr_sxy regr_syy stddev stddev_pop
   stddev_samp sum var_pop var_samp variance`.split(/\s+/),
);
const EXACT = new Set('int2 int4 int8 interval money numeric'.split(' '));
/** What a table takes up hangs on where its rows have been. */
const SIZES = new Set('pg_relation_size pg_table_size pg_total_relation_size pg_indexes_size'.split(' '));
