/** Changes of the system catalogs by hand: an update of what is known nowhere else, on objects that the statement names. */
import { type Fields, type Node, type RangeVar } from '../ast.ts';
import { catalogLookups, isNamed } from './catalog-lookup.ts';
import type { Context } from './context.ts';
import type { Consequence } from './consequence.ts';

/** Columns that say how an object works, or what is known of its rows, but not what it is made of. */
const MANNERS: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  ['pg_index', new Set(['indisready', 'indisvalid', 'indisclustered'])],
  ['pg_class', new Set(['reltuples', 'relpages', 'relallvisible'])],
]);

const UNBOUNDED: Consequence = { op: 'opaque', because: 'changes the system catalogs themselves', mayDefine: true };

/** @param fields a statement that changes rows of a catalog */
export function catalogChanges(context: Context, tag: string, fields: Fields): readonly Consequence[] {
  const range = fields['relation'] as RangeVar;
  const isPlain = tag === 'UpdateStmt' && fields['fromClause'] === undefined && fields['withClause'] === undefined;
  if (!isPlain || !changesManners(range, fields['targetList'] as readonly Node[] | undefined)) return [UNBOUNDED];
  const query = { fromClause: [{ RangeVar: range }], whereClause: fields['whereClause'] };
  const found = catalogLookups(context, query, () => false);
  return found.every(isNamed)
    ? found.flatMap((consequence) => [consequence, ...alterations(context, consequence)])
    : [UNBOUNDED];
}

function changesManners({ relname = '' }: RangeVar, targets: readonly Node[] = []): boolean {
  const columns = MANNERS.get(relname);
  return (
    columns !== undefined &&
    targets.every((target) => 'ResTarget' in target && columns.has(target.ResTarget.name ?? ''))
  );
}

/** Whatever has the name, in any schema. */
function alterations({ catalog }: Context, consequence: Consequence): readonly Consequence[] {
  if ('entity' in consequence) return [{ op: 'alter', entity: consequence.entity }];
  if (consequence.op !== 'lookup' || consequence.name === undefined) return [];
  return [...catalog.named(consequence.name)].map((entity): Consequence => ({ op: 'alter', entity }));
}
