/** Which columns PostgreSQL's own catalogs certainly do not have, so that a name beside them is a variable's. */

/** What the names of all of their columns begin with, also of those that a later version may add. */
const BEGINNINGS: ReadonlyMap<string, string> = new Map([
  ['pg_attribute', 'att'],
  ['pg_authid', 'rol'],
  ['pg_class', 'rel'],
  ['pg_constraint', 'con'],
  ['pg_extension', 'ext'],
  ['pg_index', 'ind'],
  ['pg_inherits', 'inh'],
  ['pg_namespace', 'nsp'],
  ['pg_policy', 'pol'],
  ['pg_proc', 'pro'],
  ['pg_roles', 'rol'],
  ['pg_trigger', 'tg'],
  ['pg_type', 'typ'],
]);

/** Of those whose columns have nothing in common: all. */
const COLUMNS: ReadonlyMap<string, ReadonlySet<string>> = new Map(
  Object.entries({
    pg_indexes: 'schemaname tablename indexname tablespace indexdef',
    pg_matviews: 'schemaname matviewname matviewowner tablespace hasindexes ispopulated definition',
    pg_tables: 'schemaname tablename tableowner tablespace hasindexes hasrules hastriggers rowsecurity',
    pg_views: 'schemaname viewname viewowner definition',
  }).map(([view, columns]) => [view, new Set(columns.split(' '))]),
);

/** Those that every table has. */
const SYSTEM = /^(?:oid|tableoid|ctid|[cx]m(?:in|ax))$/;

export function isCatalogWithout(catalog: string, column: string): boolean {
  const columns = COLUMNS.get(catalog);
  if (columns !== undefined) return !columns.has(column);
  const beginning = BEGINNINGS.get(catalog);
  return beginning !== undefined && !column.startsWith(beginning) && !SYSTEM.test(column);
}
