/** Whether what a query sorts by tells all of its rows apart, so that there is one order for them. */
import { type Fields, has, type Node, nodesOf, stringsOf } from '../ast.ts';
import type { Context } from './context.ts';
import { givesRows, isAggregate, type Queries } from './from-items.ts';
import { openItems } from './open-items.ts';

/** Whether a query sorts its rows, and none may stand before or behind another as well. */
export function isSorted(context: Context, query: Fields, outer?: Queries): boolean {
  const sorts = sortsOf(query, 'sortClause');
  return sorts.length > 0 && areTold(context, query, sorts, outer);
}

/** What it sorts by, where that is called by its place or name among the outputs: the output. */
export function sortsOf(query: Fields, clause: string): readonly Node[] {
  const targets = nodesOf(query, 'targetList').flatMap((node) => ('ResTarget' in node ? [node.ResTarget] : []));
  return nodesOf(query, clause).flatMap((node) => {
    const by = 'SortBy' in node ? node.SortBy.node : node;
    if (by === undefined) return [];
    if ('A_Const' in by) return targets[(by.A_Const.ival?.ival ?? 0) - 1]?.val ?? [];
    const [name, ...rest] = 'ColumnRef' in by ? stringsOf(by.ColumnRef.fields) : [];
    const meant = rest.length === 0 ? targets.find((target) => target.name === name && name !== undefined) : undefined;
    return meant?.val ?? by;
  });
}

/** Whether rows with the same in all that they are sorted by are the same to whoever takes some of them. */
export function areTold(context: Context, query: Fields, sorts: readonly Node[], outer?: Queries): boolean {
  if (query['larg'] !== undefined) return false;
  const groups = sortsOf(query, 'groupClause');
  const isOne = groups.length === 0 && isAggregate(query['targetList']);
  const outputs = nodesOf(query, 'targetList').map((node) => ('ResTarget' in node ? node.ResTarget.val : node));
  // A function may give several rows of one, and sorted by what it gives they are told as well.
  const isGiven = (output: unknown) =>
    !givesRows(context, output) || sorts.some((sort) => textOf(sort) === textOf(output));
  if (!outputs.every(isGiven)) return false;
  if (isOne || outputs.every((output) => follows(output, sorts))) return true;
  if (groups.length > 0) return groups.every((group) => follows(group, sorts));
  return openItems(context, query, sorts, outer)?.length === 0;
}

/** Whether a value is the same wherever these are. */
export function follows(output: Node | undefined, sorts: readonly Node[]): boolean {
  const known = new Set(sorts.map(textOf));
  if (output === undefined || known.has(textOf(output))) return true;
  if (isAggregate(output)) return false;
  return !has({ at: output }, (tag, fields) => {
    if (tag === 'SubLink' || tag === 'A_Star') return true;
    if (tag === 'FuncCall') return 'over' in fields;
    return tag === 'ColumnRef' && !known.has(textOf({ ColumnRef: fields }));
  });
}

function textOf(node: unknown): string {
  return JSON.stringify(node, (key, value: unknown) => (key === 'location' ? undefined : value));
}
