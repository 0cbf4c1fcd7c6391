/** Queries for a view, or for another server, that no migration has made so far: they find nothing, and nothing is done with it. */
import type { SelectStmt } from 'libpg-query';
import { conjuncts, constantString, has, nameOfRange, type Node, stringsOf } from '../ast.ts';
import { isCatalogRelation } from '../known/builtin.ts';
import type { Guard } from '../plpgsql/events.ts';
import type { Context } from './context.ts';
import { findRelation } from './resolve.ts';

/** Of the catalogs of views the columns that hold their names. */
const NAMES: ReadonlyMap<string, string> = new Map([
  ['views', 'table_name'],
  ['pg_views', 'viewname'],
  ['pg_matviews', 'matviewname'],
]);

/** Whether a query certainly has no rows, or a condition certainly does not hold; its own lookups are touched where it runs. */
export function isInVain(context: Context, { sql, isCondition }: Guard): boolean {
  // What nobody can see may have made it.
  if (!context.beganEmpty || context.catalog.uncertain !== undefined) return false;
  const parsed = context.parse(sql);
  const [only, ...others] = typeof parsed === 'string' ? [] : parsed;
  if (only === undefined || others.length > 0 || !('SelectStmt' in only)) return false;
  return isCondition ? holdsNever(context, only.SelectStmt) : hasNoRows(context, only.SelectStmt);
}

/** `SELECT EXISTS (…) AND …` */
function holdsNever(context: Context, { targetList: [target] = [], fromClause }: SelectStmt): boolean {
  // A function that calls itself may find what it has made.
  if (context.calling.length > 0 || fromClause !== undefined) return false;
  if (target === undefined || !('ResTarget' in target)) return false;
  return conjuncts(target.ResTarget.val).some((condition) => {
    if (!('SubLink' in condition) || condition.SubLink.subLinkType !== 'EXISTS_SUBLINK') return false;
    const { subselect } = condition.SubLink;
    if (subselect === undefined || !('SelectStmt' in subselect)) return false;
    const { targetList, groupClause, havingClause } = subselect.SelectStmt;
    // `SELECT count(*)` has a row.
    const hasOwnRow =
      groupClause !== undefined || havingClause !== undefined || has(targetList, (tag) => tag === 'FuncCall');
    return !hasOwnRow && hasNoRows(context, subselect.SelectStmt);
  });
}

function hasNoRows(context: Context, { fromClause = [], whereClause, withClause, op }: SelectStmt): boolean {
  const [source, ...more] = fromClause;
  if (source === undefined || more.length > 0 || withClause !== undefined || !('RangeVar' in source)) return false;
  if (op !== undefined && op !== 'SETOP_NONE') return false;
  const range = source.RangeVar;
  if (!findRelation(context, nameOfRange(range)).builtin) return false;
  const { catalog } = context;
  const areNames = (column: string, isMissing: (name: string) => boolean) =>
    conjuncts(whereClause).some((condition) => {
      const name = constantOf(condition, column);
      return name !== undefined && isMissing(name);
    });
  if (range.relname === 'pg_foreign_server')
    return areNames('srvname', () => !catalog.everHad('server') && catalog.unknownExtensions.size === 0);
  const column = NAMES.get(range.relname ?? '');
  // An extension may have brought it.
  if (column === undefined || catalog.everHad('extension')) return false;
  return areNames(column, (name) => !isBuiltin(name) && !catalog.everHadRelation(name));
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
