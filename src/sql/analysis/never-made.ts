/** Queries for the definition of a view that no migration has made so far: they find nothing, and nothing is done with it. */
import { conjuncts, constantString, nameOfRange, type Node, stringsOf } from '../ast.ts';
import { isCatalogRelation } from '../known/builtin.ts';

import type { Context } from './context.ts';
import { findRelation } from './resolve.ts';

/** Of the catalogs of views the columns that hold their names. */
const NAMES: ReadonlyMap<string, string> = new Map([
  ['views', 'table_name'],
  ['pg_views', 'viewname'],
  ['pg_matviews', 'matviewname'],
]);

/** Whether a query certainly has no rows; its own lookups are touched where it runs. */
export function findsNothing(context: Context, sql: string): boolean {
  const { catalog, beganEmpty } = context;
  // What nobody can see may have made it, or an extension brought it.
  if (!beganEmpty || catalog.uncertain !== undefined || catalog.everHad('extension')) return false;
  const parsed = context.parse(sql);
  const [only, ...others] = typeof parsed === 'string' ? [] : parsed;
  if (only === undefined || others.length > 0 || !('SelectStmt' in only)) return false;
  const { fromClause = [], whereClause, withClause } = only.SelectStmt;
  const [source, ...more] = fromClause;
  if (source === undefined || more.length > 0 || withClause !== undefined || !('RangeVar' in source)) return false;
  const range = source.RangeVar;
  const column = NAMES.get(range.relname ?? '');
  if (column === undefined || !findRelation(context, nameOfRange(range)).builtin) return false;
  return conjuncts(whereClause).some((condition) => {
    const name = constantOf(condition, column);
    return name !== undefined && !isBuiltin(name) && !catalog.everHadRelation(name);
  });
}

/** The constant that a condition wants a column to be. */
function constantOf(condition: Node, column: string): string | undefined {
  if (!('A_Expr' in condition)) return undefined;
  const { kind, name, lexpr, rexpr } = condition.A_Expr;
  if (kind !== 'AEXPR_OP' || stringsOf(name).join() !== '=' || lexpr === undefined || !('ColumnRef' in lexpr))
    return undefined;
  return stringsOf(lexpr.ColumnRef.fields).at(-1) === column ? constantString(rexpr) : undefined;
}

function isBuiltin(name: string): boolean {
  return isCatalogRelation(undefined, name) || isCatalogRelation('information_schema', name);
}
