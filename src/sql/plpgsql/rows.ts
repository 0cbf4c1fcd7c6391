/** What is known of the rows a query returns. */
import type { Node as SqlNode, RangeSubselect, RangeVar, SelectStmt } from 'libpg-query';
import { conjuncts, constantString, stringsOf } from '../ast.ts';
import { isCatalogWithout } from './catalog-columns.ts';
import {
  chosen,
  constantOf,
  either,
  elementsOf,
  known,
  NULL,
  type Row,
  type Text,
  textsOf,
  unknown,
  UNKNOWN,
  type Value,
} from './values.ts';

/** Evaluates an expression in which `columns` are looked up before variables. */
export type Evaluate = (node: SqlNode, columns: Columns) => Value;

/** The value of a column by its name, perhaps qualified; undefined if it is none that is known. */
export type Columns = (path: readonly string[]) => Value | undefined;

/** Columns of the system's catalogs that hold an object's name, none of which has the same name but another meaning elsewhere. */
const NAMES = new Set(
  (
    'relname nspname conname attname proname typname tgname indexname tablename schemaname viewname matviewname sequencename ' +
    'policyname polname rulename rolname usename groname datname spcname extname evtname collname lanname opcname opfname ' +
    'srvname fdwname pubname subname stxname statistics_name foreign_table_name foreign_table_schema foreign_server_name ' +
    'table_name table_schema table_catalog column_name constraint_name constraint_schema trigger_name trigger_schema ' +
    'event_object_table event_object_schema event_object_column routine_name routine_schema specific_name specific_schema ' +
    'sequence_name sequence_schema schema_name view_name view_schema domain_name domain_schema udt_name udt_schema ' +
    'unique_constraint_name unique_constraint_schema tableowner indexowner viewowner sequenceowner schema_owner role_name'
  ).split(' '),
);

/** One of a query's FROM items: what is known of it by itself. */
interface Item {
  readonly name: string;
  /** Of a catalog: what it is called itself. */
  readonly catalog?: string | undefined;
  readonly isCatalog: boolean;
  /** Whether a row may be without it, as an outer join makes it. */
  readonly isOptional?: boolean;
  /** In order, where they are all known. */
  readonly columns?: readonly { readonly name: string; readonly value: Value }[] | undefined;
}

/**
 * A row of a query. `id` is one that no other query and no other run of this one has; `text` is the query itself, if it is to be
 * named as where its values come from.
 */
export function rowOf(query: SelectStmt, evaluate: Evaluate, id: string, text: string | undefined): Row {
  const nothing: Row = { field: () => UNKNOWN, column: () => UNKNOWN };
  const items = itemsOf(query, evaluate, id);
  const columns = columnsOf(items, wantedIn(query.whereClause, items, evaluate), id, text);
  if (query.valuesLists !== undefined) {
    const values = valuesColumns(query.valuesLists, evaluate, id);
    return { ...nothing, column: (index) => values[index] ?? UNKNOWN };
  }
  if (query.op !== undefined && query.op !== 'SETOP_NONE') return nothing;
  // Evaluated at once: variables may have other values by the time a column is asked for.
  const targets: { name: string; value: Value }[] = [];
  let hasStar = false;
  for (const node of query.targetList ?? []) {
    if (!('ResTarget' in node) || node.ResTarget.val === undefined) return nothing;
    const { name, val } = node.ResTarget;
    if (isStar(val)) {
      hasStar = true;
      continue;
    }
    targets.push({ name: name ?? nameOfTarget(val), value: elementOf(evaluate(val, columns), val, id) });
  }
  return {
    field(name) {
      const named = targets.filter((target) => target.name === name);
      const [only] = named;
      if (named.length > 1) return UNKNOWN;
      if (only !== undefined) return only.value;
      return hasStar ? (columns([name]) ?? UNKNOWN) : UNKNOWN;
    },
    column(index) {
      return hasStar ? UNKNOWN : (targets[index]?.value ?? UNKNOWN);
    },
  };
}

/** `SELECT unnest(…)` gives one row for each element. */
function elementOf(value: Value, node: SqlNode, id: string): Value {
  if (!('FuncCall' in node) || !SEVERAL.has(stringsOf(node.FuncCall.funcname).at(-1) ?? '')) return value;
  const elements = elementsOf(value);
  return elements === undefined ? UNKNOWN : chosen(elements, id);
}

/** Functions whose elements are known as those of an array. */
const SEVERAL = new Set(['unnest', 'generate_series']);

function isStar(node: SqlNode): boolean {
  return 'ColumnRef' in node && (node.ColumnRef.fields ?? []).some((field) => 'A_Star' in field);
}

/** The name that PostgreSQL gives a column without AS. */
function nameOfTarget(node: SqlNode): string {
  if ('ColumnRef' in node) return stringsOf(node.ColumnRef.fields).at(-1) ?? '';
  if ('FuncCall' in node) return stringsOf(node.FuncCall.funcname).at(-1) ?? '';
  if ('TypeCast' in node) {
    const inner = node.TypeCast.arg === undefined ? '' : nameOfTarget(node.TypeCast.arg);
    return inner === '' ? (stringsOf(node.TypeCast.typeName?.names).at(-1) ?? '') : inner;
  }
  return '';
}

function itemsOf(query: SelectStmt, evaluate: Evaluate, id: string): Item[] {
  const local = new Set(
    (query.withClause?.ctes ?? []).map((node) => ('CommonTableExpr' in node ? node.CommonTableExpr.ctename : '')),
  );
  let count = 0;
  const read = (node: SqlNode): Item[] => {
    count += 1;
    const choice = `${id}.${count}`;
    if ('JoinExpr' in node) {
      // Names given to a join as a whole would hide those in it.
      const { jointype, larg, rarg, alias } = node.JoinExpr;
      if (alias !== undefined || larg === undefined || rarg === undefined) return [OPAQUE];
      const joined = [...read(larg), ...read(rarg)];
      return jointype === 'JOIN_INNER' ? joined : joined.map(optional);
    }
    if ('RangeVar' in node) return [relationItem(node.RangeVar, local)];
    if ('RangeSubselect' in node) return [subselectItem(node.RangeSubselect, evaluate, choice)];
    if ('RangeFunction' in node) return [unnestItem(node, evaluate, choice)];
    return [OPAQUE];
  };
  return (query.fromClause ?? []).flatMap(read);
}

/** An outer join has rows without a counterpart. */
function optional(item: Item): Item {
  return {
    ...item,
    isOptional: true,
    columns: item.columns?.map(({ name, value }) => ({ name, value: either(value, NULL) })),
  };
}

const OPAQUE: Item = { name: '', isCatalog: false };

function relationItem({ schemaname, relname = '', alias }: RangeVar, local: ReadonlySet<string | undefined>): Item {
  const inCatalog = schemaname === 'pg_catalog' || schemaname === 'information_schema';
  const isCatalog = inCatalog || (schemaname === undefined && relname.startsWith('pg_') && !local.has(relname));
  const isPlain = isCatalog && alias?.colnames === undefined;
  return { name: alias?.aliasname ?? relname, isCatalog: isPlain, catalog: isPlain ? relname : undefined };
}

function subselectItem({ subquery, alias }: RangeSubselect, evaluate: Evaluate, choice: string): Item {
  const name = alias?.aliasname ?? '';
  const lists = subquery !== undefined && 'SelectStmt' in subquery ? subquery.SelectStmt.valuesLists : undefined;
  if (lists === undefined) return { name, isCatalog: false };
  const names = stringsOf(alias?.colnames);
  const values = valuesColumns(lists, evaluate, choice);
  return {
    name,
    isCatalog: false,
    columns: values.map((value, at) => ({ name: names[at] ?? `column${at + 1}`, value })),
  };
}

function unnestItem(node: Extract<SqlNode, { RangeFunction: unknown }>, evaluate: Evaluate, choice: string): Item {
  const { functions = [], alias } = node.RangeFunction;
  const name = alias?.aliasname ?? '';
  const [only, ...others] = functions;
  const [call] = only !== undefined && 'List' in only ? (only.List.items ?? []) : [];
  if (call === undefined || others.length > 0 || !('FuncCall' in call)) return { name, isCatalog: false };
  const { funcname, args = [] } = call.FuncCall;
  const called = stringsOf(funcname).at(-1) ?? '';
  if (called === 'pg_event_trigger_ddl_commands' && alias?.colnames === undefined)
    return { name: name === '' ? called : name, isCatalog: false, columns: commandColumns(choice) };
  if (!SEVERAL.has(called) || args.length === 0 || (called === 'unnest' && args.length > 1))
    return { name, isCatalog: false };
  const elements = elementsOf(evaluate(call, () => undefined));
  if (elements === undefined) return { name, isCatalog: false };
  const column = stringsOf(alias?.colnames)[0] ?? alias?.aliasname ?? called;
  return { name, isCatalog: false, columns: [{ name: column, value: chosen(elements, choice) }] };
}

/** What an event trigger is told of the command at whose end it fires, as far as it names anything. */
function commandColumns(choice: string): NonNullable<Item['columns']> {
  return [
    { name: 'objid', value: unknown('digits', { isMade: true, origin: `${choice}.objid` }) },
    { name: 'object_identity', value: unknown('made', { origin: `${choice}.object_identity` }) },
  ];
}

/** Each column of VALUES, whose rows go together. */
function valuesColumns(lists: readonly SqlNode[], evaluate: Evaluate, choice: string): Value[] {
  const rows = lists.map((list) => ('List' in list ? (list.List.items ?? []) : []));
  const width = Math.max(0, ...rows.map((row) => row.length));
  return Array.from({ length: width }, (_, column) => {
    const elements = rows.map((row): readonly Text[] => {
      const cell = row[column];
      return textsOf(cell === undefined ? UNKNOWN : evaluate(cell, () => undefined));
    });
    return chosen(elements, choice);
  });
}

/** Whether a column of these is one of `pg_proc`. */
function isOfRoutine([only, ...others]: readonly Item[]): boolean {
  return only?.catalog === 'pg_proc' && others.length === 0;
}

/** What WHERE wants columns to be, by their names as they are written: `table_name = 'a'`, `t.table_name IN ('a', 'b')`. */
function wantedIn(
  condition: SqlNode | undefined,
  items: readonly Item[],
  evaluate: Evaluate,
): ReadonlyMap<string, readonly string[]> {
  const constantsOf = (node: SqlNode) => {
    const constant = constantString(node);
    if (constant !== undefined || !isNoColumn(node, items)) return [constant];
    return textsOf(evaluate(node, () => undefined)).flatMap(({ parts }) =>
      parts === null ? [] : constantOf({ parts }),
    );
  };
  return new Map(conjuncts(condition).flatMap((each) => wantedBy(each, constantsOf) ?? []));
}

/** Whether a name is a variable: the columns of all that is beside it are called otherwise. */
function isNoColumn(node: SqlNode, items: readonly Item[]): boolean {
  const [name, ...more] = 'ColumnRef' in node ? stringsOf(node.ColumnRef.fields) : [];
  return name !== undefined && more.length === 0 && !items.some((item) => mayHave(item, name));
}

/** Whether a name without a qualifier may be that of its column, or its own as a row. */
function mayHave({ name, catalog, columns }: Item, called: string): boolean {
  if (name === called || columns !== undefined)
    return name === called || columns?.some((one) => one.name === called) === true;
  return !isCatalogWithout(catalog ?? '', called);
}

function wantedBy(
  condition: SqlNode,
  constantsOf: (node: SqlNode) => readonly (string | undefined)[],
): [[column: string, texts: readonly string[]]] | undefined {
  if (!('A_Expr' in condition)) return undefined;
  const { kind, name, lexpr, rexpr } = condition.A_Expr;
  if (stringsOf(name).join() !== '=' || (kind !== 'AEXPR_OP' && kind !== 'AEXPR_IN')) return undefined;
  if (lexpr === undefined || rexpr === undefined || !('ColumnRef' in lexpr)) return undefined;
  const texts = ('List' in rexpr ? (rexpr.List.items ?? []) : [rexpr]).flatMap(constantsOf);
  const known = texts.filter((text) => text !== undefined);
  return known.length === texts.length ? [[stringsOf(lexpr.ColumnRef.fields).join('.'), known]] : undefined;
}

function columnsOf(
  items: readonly Item[],
  wanted: ReadonlyMap<string, readonly string[]>,
  id: string,
  text: string | undefined,
): Columns {
  return (path) => {
    const column = path.at(-1) ?? '';
    const origin = `${id}.${path.join('.')}`;
    const qualifier = path.length > 1 ? path.at(-2) : undefined;
    const candidates = items.filter((item) =>
      qualifier === undefined ? mayHave(item, column) : item.name === qualifier,
    );
    if (candidates.length === 0) return undefined;
    const found = candidates.flatMap(({ columns = [] }) => columns.filter(({ name }) => name === column));
    const [only, ...others] = found;
    if (only !== undefined && others.length === 0) return only.value;
    const unknowns = candidates.filter(({ columns }) => columns === undefined);
    const isName = NAMES.has(column) && unknowns.length > 0 && unknowns.every(({ isCatalog }) => isCatalog);
    const texts = isName ? wanted.get(path.join('.')) : undefined;
    if (texts !== undefined)
      return chosen(
        texts.map((each) => textsOf(known(each))),
        origin,
      );
    const routines =
      column === 'oid' && isOfRoutine(candidates) ? wanted.get([...path.slice(0, -1), 'proname'].join('.')) : undefined;
    if (routines !== undefined)
      return chosen(
        routines.map((name) => textsOf(unknown('digits', { origin, routine: { name, isBare: true } }))),
        origin,
      );
    return unknown(isName ? 'name' : 'raw', {
      from: text,
      origin,
      present: isName && !candidates.some(({ isOptional }) => isOptional),
    });
  };
}
