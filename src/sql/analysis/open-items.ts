/**
 * Of which parts of a FROM several rows may come together with the same of the others: a table of which all columns of a unique key are
 * compared with what comes from outside of the clause, or from rows that are known to be one, gives one row.
 */
import { type Fields, lastOf, nameOfRange, type Node, nodesOf, type RangeVar, stringsOf, walk } from '../ast.ts';
import type { Context } from './context.ts';
import { columnsOf, type Item, itemOf, partsOf, type Queries, queriesOf } from './from-items.ts';
import { findRelation } from './resolve.ts';

interface ItsColumn {
  readonly item: Item;
  readonly column: string;
}

/** A comparison of a column of an item with something that is told by rows of others, by their aliases. */
interface Comparison extends ItsColumn {
  readonly needs: ReadonlySet<string>;
}

/**
 * Of what stands in FROM that which may give several rows with the same in what they are sorted by; undefined if it cannot be followed.
 */
export function openItems(
  context: Context,
  statement: Fields,
  sorts: readonly Node[],
  outer?: Queries,
): readonly Item[] | undefined {
  const items: Item[] = [];
  const conditions: Condition[] = [];
  const queries = queriesOf(statement, outer);
  for (const node of nodesOf(statement, 'fromClause'))
    if (collect(context, node, queries, items, conditions) === undefined) return undefined;
  conditions.push({ tree: statement['whereClause'], of: items });
  const target = statement['relation'] === undefined ? [] : targetOf(context, statement['relation'] as RangeVar);
  const comparisons = conditions.flatMap(({ tree, of }) =>
    conjuncts(tree).flatMap((each) => comparisonsIn(each, items, target).filter(({ item }) => of.includes(item))),
  );
  const sorted = sorts.flatMap((node) => columnOf(node, items, target) ?? []);
  return [...several(items, comparisons, sorted)];
}

/** What has to hold, and the items whose rows it keeps. */
interface Condition {
  readonly tree: unknown;
  readonly of: readonly Item[];
}

/** Adds what stands in a part of FROM; undefined if that cannot be followed. */
function collect(
  context: Context,
  node: Node,
  queries: Queries,
  items: Item[],
  conditions: Condition[],
): readonly Item[] | undefined {
  if (!('JoinExpr' in node)) {
    const item = itemOf(context, node, queries);
    if (item !== undefined) items.push(item);
    return item && [item];
  }
  const { jointype, larg, rarg, quals, usingClause, isNatural, alias } = node.JoinExpr;
  const left = larg && collect(context, larg, queries, items, conditions);
  const right = rarg && collect(context, rarg, queries, items, conditions);
  if (left === undefined || right === undefined) return undefined;
  if (isNatural === true || usingClause !== undefined || alias !== undefined) return undefined;
  if (jointype !== 'JOIN_INNER' && jointype !== 'JOIN_LEFT') return undefined;
  conditions.push({ tree: quals, of: jointype === 'JOIN_LEFT' ? right : [...left, ...right] });
  return [...left, ...right];
}

/** Those that may give several rows. Each that gives one makes others known. */
function several(
  items: readonly Item[],
  comparisons: readonly Comparison[],
  sorted: readonly ItsColumn[],
): ReadonlySet<Item> {
  const open = new Set(items);
  for (let before = -1; before !== open.size;) {
    before = open.size;
    const aliases = new Set([...open].map(({ alias }) => alias));
    for (const item of open) {
      const given = new Set(
        comparisons
          .filter((each) => each.item === item && [...each.needs].every((alias) => !aliases.has(alias)))
          .map(({ column }) => column),
      );
      const isTold = (keys: Item['keys']) => keys.some((key) => [...key].every((column) => given.has(column)));
      const isGiven = item.isOrdered || isTold(item.keys);
      for (const each of sorted) if (each.item === item) given.add(each.column);
      if (isGiven || isTold(item.wholeKeys)) open.delete(item);
    }
  }
  return open;
}

function targetOf(context: Context, range: RangeVar): readonly ReadonlySet<string>[] {
  return findRelation(context, nameOfRange(range)).entities.map(({ owned }) => columnsOf(owned));
}

function comparisonsIn(tree: Node, items: readonly Item[], target: readonly ReadonlySet<string>[]): Comparison[] {
  if (!('A_Expr' in tree) || tree.A_Expr.kind !== 'AEXPR_OP' || lastOf(tree.A_Expr.name) !== '=') return [];
  const { lexpr, rexpr } = tree.A_Expr;
  const sides = [
    [lexpr, rexpr],
    [rexpr, lexpr],
  ];
  return sides.flatMap(([one, other]) => {
    const found = columnOf(one, items, target);
    if (found === undefined) return [];
    const needs = needsOf(other, items);
    return needs.has(found.item.alias) ? [] : [{ ...found, needs }];
  });
}

/** Whose column it is, if it is one and of one item. */
function columnOf(
  node: Node | undefined,
  items: readonly Item[],
  target: readonly ReadonlySet<string>[],
): ItsColumn | undefined {
  const [column, alias, ...more] = node !== undefined && 'ColumnRef' in node ? partsOf(node).reverse() : [];
  if (column === undefined || more.length > 0) return undefined;
  const [item, ...others] = items.filter((each) =>
    alias === undefined ? each.columns?.has(column) !== false : each.alias === alias,
  );
  const isOfTarget = alias === undefined && target.some((columns) => columns.has(column));
  return item === undefined || others.length > 0 || isOfTarget ? undefined : { item, column };
}

/** The items whose rows an expression may be about. */
function needsOf(expression: unknown, items: readonly Item[]): ReadonlySet<string> {
  const needs = new Set<string>();
  walk(expression, (tag, fields) => {
    // What a query of its own reads of the others is not looked for.
    if (tag === 'SubLink') for (const { alias } of items) needs.add(alias);
    if (tag !== 'ColumnRef') return false;
    const [name = '', ...rest] = stringsOf(fields['fields'] as Node[] | undefined);
    for (const { alias, columns } of items) {
      const isMeant = rest.length === 0 ? name === alias || columns?.has(name) !== false : name === alias;
      if (isMeant) needs.add(alias);
    }
    return false;
  });
  return needs;
}

function conjuncts(tree: unknown): readonly Node[] {
  if (typeof tree !== 'object' || tree === null) return [];
  const node = tree as Node;
  if ('BoolExpr' in node && node.BoolExpr.boolop === 'AND_EXPR') return (node.BoolExpr.args ?? []).flatMap(conjuncts);
  return [node];
}
