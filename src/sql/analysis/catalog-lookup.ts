/**
 * What a query over the system catalogs depends on: `SELECT 1 FROM pg_type WHERE typname = 'mood'` on objects called mood, and
 * nothing else. A query that does not pin names down depends on every definition there is.
 */
import { isCatalogRelation } from '../known/builtin.ts';
import {
  constantString,
  type Fields,
  type Node,
  parseName,
  type RangeVar,
  stringsOf,
  typeNameOf,
  walk,
} from '../ast.ts';
import { clip } from './auto-names.ts';
import type { Context } from './context.ts';
import type { Consequence } from './entity.ts';
import { namedObject } from './named-object.ts';

/** Columns whose value is the name of what the row is about. */
const NAMING_COLUMNS: ReadonlySet<string> = new Set(
  `relname tablename table_name viewname matviewname indexname sequencename sequence_name typname proname routine_name specific_name
   conname constraint_name tgname trigger_name polname policyname nspname schema_name rolname usename role_name extname pubname
   evtname lanname collname oprname amname opcname rulename stxname udt_name user_defined_type_name domain_name
   event_object_table`.split(/\s+/),
);
/** Columns that hold the identity of what the row is about: compared with a constant of a `reg…` type, they name it. */
const IDENTIFYING_COLUMNS: ReadonlySet<string> = new Set(
  'oid attrelid conrelid indrelid indexrelid tgrelid polrelid seqrelid adrelid enumtypid contypid typrelid inhrelid prrelid'.split(
    ' ',
  ),
);
/** They do not change with any migration, or say nothing about definitions. */
const CONSTANT: ReadonlySet<string> = new Set(
  `pg_available_extensions pg_available_extension_versions pg_settings pg_file_settings pg_timezone_names pg_timezone_abbrevs
   pg_database pg_config pg_hba_file_rules pg_stat_activity pg_stat_ssl pg_locks pg_tablespace information_schema_catalog_name
   sql_features sql_implementation_info sql_parts sql_sizing character_sets`.split(/\s+/),
);
/** Their rows connect objects in ways that a name does not bound. */
const CONNECTING: ReadonlySet<string> = new Set('pg_depend pg_shdepend'.split(' '));

interface Source {
  readonly relation: string;
  readonly alias: string;
}

/** Whether an unqualified name is that of a WITH query. */
type IsQuery = (name: string) => boolean;

export function catalogLookups(context: Context, select: Fields, isQuery: IsQuery): readonly Consequence[] {
  const sources = catalogSources(select['fromClause'], isQuery).filter(({ relation }) => !CONSTANT.has(relation));
  if (sources.length === 0) return [];
  const values = sources.some(({ relation }) => relation === 'pg_sequences') ? sequences(context) : [];
  return [...values, ...lookups(context, select, sources, isQuery)];
}

/** This catalog tells not only of what sequences there are, but where they stand. */
function sequences({ catalog }: Context): readonly Consequence[] {
  return [...catalog.all('relation')].flatMap((entity) =>
    entity.kind === 'sequence' ? { op: 'read' as const, entity } : [],
  );
}

function lookups(
  context: Context,
  select: Fields,
  sources: readonly Source[],
  isQuery: IsQuery,
): readonly Consequence[] {
  if (sources.some(({ relation }) => CONNECTING.has(relation))) return [{ op: 'lookup' }];
  const joins = joinConditions(select['fromClause']);
  const strict = [...conjuncts(select['whereClause'] as Node | undefined), ...joins.inner];
  const aliases = new Set(sources.map(({ alias }) => alias));
  const consequences = strict.flatMap((condition) => namesIn(context, condition, aliases, isQuery) ?? []);
  const conditions = [...strict, ...joins.outer];
  if (consequences.length === 0) return [{ op: 'lookup' }];
  // Every catalog must be tied to a name, or by a join to one that is.
  const isTied = ({ alias }: Source) =>
    sources.length === 1 || conditions.some((condition) => mentions(condition, alias));
  return sources.every(isTied) ? consequences : [{ op: 'lookup' }];
}

function catalogSources(from: unknown, isQuery: IsQuery): Source[] {
  const sources: Source[] = [];
  walk(from, (tag, fields) => {
    if (tag === 'RangeSubselect' || tag === 'SubLink') return true;
    if (tag !== 'RangeVar') return false;
    const range = fields as RangeVar;
    const relation = range.relname ?? '';
    if (range.schemaname === undefined && isQuery(relation)) return true;
    if (isCatalogRelation(range.schemaname, relation))
      sources.push({ relation, alias: range.alias?.aliasname ?? relation });
    return true;
  });
  return sources;
}

/** The parts of a condition that must all hold. */
export function conjuncts(node: Node | undefined): Node[] {
  if (node === undefined) return [];
  if ('BoolExpr' in node && node.BoolExpr.boolop === 'AND_EXPR') return (node.BoolExpr.args ?? []).flatMap(conjuncts);
  return [node];
}

/** An outer join keeps rows for which its condition does not hold. */
function joinConditions(from: unknown): { readonly inner: readonly Node[]; readonly outer: readonly Node[] } {
  const inner: Node[] = [];
  const outer: Node[] = [];
  walk(from, (tag, fields) => {
    if (tag === 'RangeSubselect') return true;
    if (tag === 'JoinExpr') {
      const found = conjuncts(fields['quals'] as Node | undefined);
      (fields['jointype'] === 'JOIN_INNER' ? inner : outer).push(...found);
    }
    return false;
  });
  return { inner, outer };
}

/** What `column = constant`, `constant = column` or `column IN (constants)` names; undefined if it names nothing. */
function namesIn(
  context: Context,
  condition: Node,
  aliases: ReadonlySet<string>,
  isQuery: IsQuery,
): readonly Consequence[] | undefined {
  if (!('A_Expr' in condition)) return undefined;
  const { kind, name, lexpr, rexpr } = condition.A_Expr;
  const symbol = stringsOf(name).at(-1);
  if (symbol !== '=' || (kind !== 'AEXPR_OP' && kind !== 'AEXPR_IN' && kind !== 'AEXPR_OP_ANY')) return undefined;
  const left = columnOf(lexpr, aliases);
  const right = columnOf(rexpr, aliases);
  const column = left ?? right;
  const values = valuesOf(left === undefined ? lexpr : rexpr);
  if (column === undefined || values === undefined) return undefined;
  if (NAMING_COLUMNS.has(column)) {
    const texts = values.map(constantString);
    return texts.every((text) => text !== undefined)
      ? texts.map((text) => ({ op: 'lookup', name: clip(text) }))
      : undefined;
  }
  if (!IDENTIFYING_COLUMNS.has(column)) return undefined;
  const found = values.map((value) => identified(context, value, isQuery));
  return found.every((one) => one !== undefined) ? found.flat() : undefined;
}

/** The column's name, if it is a catalog's. */
function columnOf(node: Node | undefined, aliases: ReadonlySet<string>): string | undefined {
  if (node === undefined) return undefined;
  // `lower(relname)` would stand for several names: only casts are seen through.
  if ('TypeCast' in node) return columnOf(node.TypeCast.arg, aliases);
  if (!('ColumnRef' in node)) return undefined;
  const parts = stringsOf(node.ColumnRef.fields);
  const relation = parts.at(-2);
  return relation === undefined || aliases.has(relation) ? parts.at(-1) : undefined;
}

function valuesOf(node: Node | undefined): readonly Node[] | undefined {
  if (node === undefined) return undefined;
  if ('List' in node) return node.List.items ?? [];
  if ('A_ArrayExpr' in node) return node.A_ArrayExpr.elements ?? [];
  if ('TypeCast' in node && node.TypeCast.arg !== undefined && 'A_ArrayExpr' in node.TypeCast.arg)
    return valuesOf(node.TypeCast.arg);
  return [node];
}

/** `'orders'::regclass`, also behind `::oid`, `to_regclass('orders')`, and `(SELECT oid FROM pg_class WHERE relname = 'orders')`. */
function identified(context: Context, node: Node, isQuery: IsQuery): readonly Consequence[] | undefined {
  if ('SubLink' in node) return ofSubquery(context, node.SubLink.subselect, isQuery);
  if ('TypeCast' in node) {
    const { arg, typeName } = node.TypeCast;
    const type = typeName === undefined ? '' : (typeNameOf(typeName).at(-1) ?? '');
    const text = type.startsWith('reg') && arg !== undefined && 'A_Const' in arg ? constantString(arg) : undefined;
    if (text !== undefined) return lookedUp(context, type, text);
    return arg === undefined ? undefined : identified(context, arg, isQuery);
  }
  if ('FuncCall' in node) {
    const name = stringsOf(node.FuncCall.funcname).at(-1) ?? '';
    const text = constantString(node.FuncCall.args?.[0]);
    return name.startsWith('to_reg') && text !== undefined
      ? lookedUp(context, name.slice('to_'.length), text)
      : undefined;
  }
  return undefined;
}

/** What a query for the identity of an object of a name looks up. */
function ofSubquery(context: Context, query: Node | undefined, isQuery: IsQuery): readonly Consequence[] | undefined {
  if (query === undefined || !('SelectStmt' in query)) return undefined;
  const { fromClause = [], targetList = [], withClause } = query.SelectStmt;
  const [target] = targetList;
  const [source] = fromClause;
  // By its target it is an object of the one catalog it looks at.
  const isIdentity =
    withClause === undefined &&
    fromClause.length === 1 &&
    targetList.length === 1 &&
    source !== undefined &&
    'RangeVar' in source &&
    target !== undefined &&
    'ResTarget' in target &&
    columnOf(target.ResTarget.val, new Set([source.RangeVar.alias?.aliasname ?? source.RangeVar.relname ?? ''])) ===
      'oid';
  if (!isIdentity) return undefined;
  const found = catalogLookups(context, query.SelectStmt as Fields, isQuery);
  return found.length > 0 && found.every(isNamed) ? found : undefined;
}

/** Whether it is about known objects or names only. */
export function isNamed(consequence: Consequence): boolean {
  return consequence.op !== 'lookup' || consequence.name !== undefined;
}

/** The object itself, and what the catalogs show of its name beside its definition: comments, grants. */
function lookedUp(context: Context, type: string, text: string): readonly Consequence[] {
  const name = parseName(text.replace(/\(.*$/s, ''))?.at(-1) ?? text.split('.').at(-1)?.replaceAll('"', '');
  return [...namedObject(context, type, text), { op: 'lookup', name }];
}

function mentions(condition: Node, alias: string): boolean {
  let found = false;
  walk(condition, (tag, fields) => {
    if (tag === 'ColumnRef') {
      const parts = stringsOf(fields['fields'] as Node[] | undefined);
      found ||= parts.length === 1 || parts.at(-2) === alias;
    }
    return tag === 'SubLink';
  });
  return found;
}
