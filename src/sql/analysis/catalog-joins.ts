/**
 * The catalogs that a query looks at, and which of them its conditions bind to objects that it names: by themselves, or as what
 * belongs to a bound one. `pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace` with a name for `n` shows everything in a schema.
 */
import { isCatalogRelation } from '../known/builtin.ts';
import { type Node, type RangeVar, stringsOf, walk } from '../ast.ts';

export interface Source {
  readonly relation: string;
  readonly alias: string;
}

export interface CatalogColumn {
  readonly source: Source;
  readonly column: string;
}

/** Whether an unqualified name is that of a WITH query. */
export type IsQuery = (name: string) => boolean;

/** Columns whose value is the name of what the row is about. */
const NAMING_COLUMNS: ReadonlySet<string> = new Set(
  `relname tablename table_name viewname matviewname indexname sequencename sequence_name typname proname routine_name specific_name
   conname constraint_name tgname trigger_name polname policyname nspname schema_name rolname usename role_name extname pubname
   evtname lanname collname oprname amname opcname rulename stxname user_defined_type_name event_object_table`.split(
    /\s+/,
  ),
);
/** Columns that hold the identity of what the row is about, or belongs to. */
const OWNING_COLUMNS: ReadonlySet<string> = new Set(
  'attrelid conrelid indrelid indexrelid tgrelid polrelid seqrelid adrelid enumtypid contypid typrelid inhrelid prrelid ev_class'.split(
    ' ',
  ),
);
/** What the names of a catalog's columns begin with. */
const PREFIXES: ReadonlyMap<string, string> = new Map(
  `pg_class rel pg_namespace nsp pg_attribute att pg_type typ pg_proc pro pg_constraint con pg_index ind pg_trigger tg pg_policy pol
   pg_enum enum pg_roles rol pg_authid rol pg_extension ext pg_publication pub pg_event_trigger evt pg_language lan pg_collation coll
   pg_operator opr pg_statistic_ext stx pg_sequence seq pg_attrdef ad pg_inherits inh`
    .split(/\s+/)
    .flatMap((word, place, words) => (place % 2 === 0 ? [[word, words[place + 1] ?? ''] as const] : [])),
);

/** Whether the value of a column is the name of what its row is about, and not of what that uses. */
export function isNaming({ source: { relation }, column }: CatalogColumn): boolean {
  if (/^domain(s|_constraints)$/.test(relation) && column === 'domain_name') return true;
  if (/^pg_available_extension/.test(relation)) return column === 'name';
  // What is published hangs on other tables, schemas and partitions as well.
  if (relation === 'pg_publication_tables') return false;
  // What a view or constraint uses is told beside its own name.
  if (relation.endsWith('_usage') && relation !== 'key_column_usage') return column === 'constraint_name';
  return NAMING_COLUMNS.has(column);
}

/** Whether the value of a column is the identity of what its row is about or belongs to. */
export function isIdentifying({ column }: CatalogColumn): boolean {
  return column === 'oid' || OWNING_COLUMNS.has(column);
}

export function catalogSources(from: unknown, isQuery: IsQuery): Source[] {
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

/** The column of one of the catalogs, if it is known of which. */
export function columnOf(node: Node | undefined, sources: readonly Source[]): CatalogColumn | undefined {
  if (node === undefined) return undefined;
  // `lower(relname)` would stand for several names: only casts are seen through.
  if ('TypeCast' in node) return columnOf(node.TypeCast.arg, sources);
  if (!('ColumnRef' in node)) return undefined;
  const parts = stringsOf(node.ColumnRef.fields);
  const [column, alias] = [parts.at(-1), parts.at(-2)];
  if (column === undefined) return undefined;
  const possible =
    alias !== undefined
      ? sources.filter((source) => source.alias === alias)
      : sources.length === 1
        ? sources
        : sources.filter(({ relation }) => column.startsWith(PREFIXES.get(relation) ?? ' '));
  const [source, ...others] = possible;
  return source === undefined || others.length > 0 ? undefined : { source, column };
}

/** The conditions of a query's joins. An outer join keeps rows of some tables for which its condition does not hold. */
export function joinConditions(from: unknown): {
  readonly inner: readonly Node[];
  readonly outer: readonly { readonly condition: Node; readonly kept: ReadonlySet<string> }[];
} {
  const inner: Node[] = [];
  const outer: { condition: Node; kept: ReadonlySet<string> }[] = [];
  walk(from, (tag, fields) => {
    if (tag === 'RangeSubselect') return true;
    const condition = fields['quals'] as Node | undefined;
    if (tag !== 'JoinExpr' || condition === undefined) return false;
    const kind = fields['jointype'];
    if (kind === 'JOIN_INNER') inner.push(condition);
    else {
      const sides = kind === 'JOIN_LEFT' ? ['larg'] : kind === 'JOIN_RIGHT' ? ['rarg'] : ['larg', 'rarg'];
      const kept = sides.flatMap((side) => catalogSources([fields[side]], () => false));
      outer.push({ condition, kept: new Set(kept.map(({ alias }) => alias)) });
    }
    return false;
  });
  return { inner, outer };
}

/** Conditions that hold for all rows, but those of tables that an outer join keeps. */
interface Conditions {
  readonly conditions: readonly Node[];
  readonly kept?: ReadonlySet<string>;
}

/** Whether all are bound. @param bound those that are by themselves */
export function areBound(
  sources: readonly Source[],
  bound: ReadonlySet<Source>,
  joined: readonly Conditions[],
): boolean {
  const links = joined.flatMap(({ conditions, kept }) =>
    conditions
      .flatMap((condition) => linksOf(condition, sources))
      .filter(([{ source }]) => kept?.has(source.alias) !== true),
  );
  const reached = new Set(bound);
  for (const from of reached) {
    for (const [one, other] of links) if (other.source === from && isOf(one, other)) reached.add(one.source);
  }
  return sources.every((source) => reached.has(source));
}

/** `a.attrelid = c.oid`, both ways round. */
function linksOf(condition: Node, sources: readonly Source[]): readonly (readonly [CatalogColumn, CatalogColumn])[] {
  if (!('A_Expr' in condition) || condition.A_Expr.kind !== 'AEXPR_OP') return [];
  const { name, lexpr, rexpr } = condition.A_Expr;
  const [left, right] = [columnOf(lexpr, sources), columnOf(rexpr, sources)];
  if (stringsOf(name).at(-1) !== '=' || left === undefined || right === undefined) return [];
  return [
    [left, right],
    [right, left],
  ];
}

/** Whether the row of one follows from that of the other: it is the one that is meant there, or belongs to it. */
function isOf(one: CatalogColumn, other: CatalogColumn): boolean {
  return isIdentifying(one) || (isNaming(one) && isNaming(other));
}
