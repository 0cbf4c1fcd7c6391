/**
 * What a query over the system catalogs depends on: `SELECT 1 FROM pg_type WHERE typname = 'mood'` on objects called mood, and
 * nothing else. A query that does not pin names down depends on every definition there is.
 */
import { conjuncts, constantString, type Fields, type Node, parseName, stringsOf, typeNameOf, walk } from '../ast.ts';
import { clip } from './auto-names.ts';
import {
  areBound,
  catalogSources,
  columnOf,
  isIdentifying,
  isNaming,
  type IsQuery,
  joinConditions,
  type Source,
} from './catalog-joins.ts';
import type { Context } from './context.ts';
import type { Consequence } from './consequence.ts';
import { namedObject } from './named-object.ts';
import { STATISTICS } from './recorder.ts';

/** They do not change with any migration, or say nothing about definitions. */
const CONSTANT: ReadonlySet<string> = new Set(
  `pg_available_extensions pg_available_extension_versions pg_settings pg_file_settings pg_timezone_names pg_timezone_abbrevs
   pg_database pg_config pg_hba_file_rules pg_stat_activity pg_stat_ssl pg_locks pg_tablespace information_schema_catalog_name
   sql_features sql_implementation_info sql_parts sql_sizing character_sets`.split(/\s+/),
);
/** Their rows connect objects in ways that a name does not bound. */
const CONNECTING: ReadonlySet<string> = new Set('pg_depend pg_shdepend'.split(' '));

export function catalogLookups(context: Context, select: Fields, isQuery: IsQuery): readonly Consequence[] {
  const sources = catalogSources(select['fromClause'], isQuery).filter(({ relation }) => !isConstant(relation, select));
  if (sources.length === 0) return [];
  const values = sources.some(({ relation }) => relation === 'pg_sequences') ? sequences(context) : [];
  const isOfRows = sources.some(({ relation }) => /^pg_stat(s|istic)/.test(relation));
  const known: readonly Consequence[] =
    isOfRows || tells(select, /^rel(tuples|pages|allvisible)$/)
      ? [{ op: 'mention', resource: STATISTICS, label: STATISTICS }]
      : [];
  const found = lookups(context, select, sources, isQuery);
  return [...values, ...known, ...found, ...(found.every(isNamed) ? [] : [lookedOver(select)])];
}

/** An order by names is the query's own, one by identities is that in which objects were made. */
function lookedOver(select: Fields): Consequence {
  const byNumber = tells({ sortClause: select['sortClause'] }, /(?:^oid|relid|objid|typid)$/);
  const resource = byNumber ? 'the identities of objects' : 'the order of the system catalogs';
  return { op: 'mention', resource, label: resource, byNumber };
}

/**
 * What could be installed is always the same, as long as nobody asks for what is, and so are the databases: who owns them, and may do
 * what there, is not.
 */
function isConstant(relation: string, select: Fields): boolean {
  if (!CONSTANT.has(relation)) return false;
  if (relation === 'pg_database') return !tells(select, /^(?!dat(?:name|coll|ctype|loc|icu)|encoding$|oid$)/);
  return !relation.startsWith('pg_available') || !tells(select, /^installed/);
}

/** Whether a query speaks of such a column, or of all. */
function tells(select: Fields, column: RegExp): boolean {
  let found = false;
  walk(select, (tag, fields) => {
    found ||= tag === 'A_Star';
    if (tag === 'ColumnRef') found ||= column.test(stringsOf(fields['fields'] as Node[] | undefined).at(-1) ?? '');
    return false;
  });
  return found;
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
  const strict = [...conjuncts(select['whereClause'] as Node | undefined), ...joins.inner.flatMap(conjuncts)];
  const bound = new Set<Source>();
  const consequences = strict.flatMap((condition) => {
    const named = namesIn(context, condition, sources, isQuery);
    if (named !== undefined) bound.add(named.source);
    return named?.consequences ?? [];
  });
  // Every catalog must be tied to a name, or by a join to one that is.
  const outer = joins.outer.map(({ condition, kept }) => ({ conditions: conjuncts(condition), kept }));
  return areBound(sources, bound, [{ conditions: strict }, ...outer]) ? consequences : [{ op: 'lookup' }];
}

/** What `column = constant`, `constant = column` or `column IN (constants)` names; undefined if it names nothing. */
function namesIn(
  context: Context,
  condition: Node,
  sources: readonly Source[],
  isQuery: IsQuery,
): { readonly source: Source; readonly consequences: readonly Consequence[] } | undefined {
  if (!('A_Expr' in condition)) return undefined;
  const { kind, name, lexpr, rexpr } = condition.A_Expr;
  const symbol = stringsOf(name).at(-1);
  if (symbol !== '=' || (kind !== 'AEXPR_OP' && kind !== 'AEXPR_IN' && kind !== 'AEXPR_OP_ANY')) return undefined;
  const left = columnOf(lexpr, sources);
  const column = left ?? columnOf(rexpr, sources);
  const values = valuesOf(left === undefined ? lexpr : rexpr);
  if (column === undefined || values === undefined) return undefined;
  const { source } = column;
  if (isNaming(column)) {
    const texts = values.map(constantString);
    return texts.every((text) => text !== undefined)
      ? { source, consequences: texts.map((text) => ({ op: 'lookup', name: clip(text) })) }
      : undefined;
  }
  if (!isIdentifying(column)) return undefined;
  const found = values.map((value) => identified(context, value, isQuery));
  return found.every((one) => one !== undefined) ? { source, consequences: found.flat() } : undefined;
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
    columnOf(target.ResTarget.val, catalogSources(fromClause, isQuery))?.column === 'oid';
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
