/**
 * Whether a statement takes one of several rows, and nobody says which: an UPDATE takes one of those that its FROM gives for a row,
 * PL/pgSQL's INTO the first.
 *
 * They are one for sure where keys say so: a table of which all columns of a unique key are compared with what comes from outside of the
 * clause, or from rows that are known to be one, gives one row.
 */
import { type Fields, has, lastOf, nameOfRange, type Node, nodesOf, type RangeVar, stringsOf, walk } from '../ast.ts';
import type { Context } from './context.ts';
import type { Entity } from './entity.ts';
import { columnsOf, isAggregate, type Item, itemOf, partsOf, type Queries, queriesOf } from './from-items.ts';
import { findRelation } from './resolve.ts';

/** A comparison of a column of an item with something that is told by rows of others, by their aliases. */
interface Comparison {
  readonly item: Item;
  readonly column: string;
  readonly needs: ReadonlySet<string>;
}

/** Tables of which it may be any row; undefined: it may be any row of whatever is read. */
export type Choice = ReadonlySet<Entity> | undefined;
const NO_CHOICE: Choice = new Set();

/** @param takesFirst whether only the first row of the statement's result is taken */
export function choiceOf(context: Context, tag: string, statement: Fields, takesFirst: boolean): Choice {
  let choice = takesFirst && tag === 'SelectStmt' ? choiceOfFirst(context, statement) : NO_CHOICE;
  // Only the WITH of a whole statement may hold a change.
  if (tag !== 'UpdateStmt' && !('withClause' in statement)) return choice;
  walk({ [tag]: statement }, (below, fields) => {
    if (below === 'UpdateStmt' && hasColumns(fields['targetList']))
      choice = both(choice, choiceFrom(context, fields, fields === statement ? undefined : hidden(statement)));
    return choice === undefined;
  });
  return choice;
}

function both(one: Choice, other: Choice): Choice {
  return one === undefined || other === undefined ? undefined : new Set([...one, ...other]);
}

function choiceOfFirst(context: Context, query: Fields): Choice {
  if (nodesOf(query, 'sortClause').length > 0 || nodesOf(query, 'valuesLists').length > 0) return NO_CHOICE;
  if (query['larg'] !== undefined) return undefined;
  const isOne = nodesOf(query, 'groupClause').length === 0 && isAggregate(query['targetList']);
  return isOne ? NO_CHOICE : choiceFrom(context, query);
}

/** Names of WITH around an UPDATE: which of them it sees, and so what they are to it, is not followed. */
function hidden(statement: Fields): Queries {
  return new Map([...queriesOf(statement)].map(([name, { visible }]) => [name, { query: {}, visible }]));
}

/** @param statement a SELECT, or an UPDATE, whose own table gives one row at a time */
function choiceFrom(context: Context, statement: Fields, outer?: Queries): Choice {
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
  return [...several(items, comparisons)].reduce<Choice>(
    (choice, { table }) => both(choice, table && new Set([table])),
    NO_CHOICE,
  );
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
function several(items: readonly Item[], comparisons: readonly Comparison[]): ReadonlySet<Item> {
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
      if (item.isOrdered || item.keys.some((key) => [...key].every((column) => given.has(column)))) open.delete(item);
    }
  }
  return open;
}

function targetOf(context: Context, range: RangeVar): readonly ReadonlySet<string>[] {
  return findRelation(context, nameOfRange(range)).entities.map(({ owned }) => columnsOf(owned));
}

function hasColumns(tree: unknown): boolean {
  return has(tree, (tag) => tag === 'ColumnRef');
}

function comparisonsIn(tree: Node, items: readonly Item[], target: readonly ReadonlySet<string>[]): Comparison[] {
  if (!('A_Expr' in tree) || tree.A_Expr.kind !== 'AEXPR_OP' || lastOf(tree.A_Expr.name) !== '=') return [];
  const { lexpr, rexpr } = tree.A_Expr;
  const sides = [
    [lexpr, rexpr],
    [rexpr, lexpr],
  ];
  return sides.flatMap(([one, other]) => {
    const [column, alias, ...more] = one !== undefined && 'ColumnRef' in one ? partsOf(one).reverse() : [];
    if (column === undefined || more.length > 0) return [];
    const mayBe = items.filter((item) =>
      alias === undefined ? item.columns?.has(column) !== false : item.alias === alias,
    );
    const [item, ...others] = mayBe;
    const isOfTarget = alias === undefined && target.some((columns) => columns.has(column));
    if (item === undefined || others.length > 0 || isOfTarget) return [];
    const needs = needsOf(other, items);
    return needs.has(item.alias) ? [] : [{ item, column, needs }];
  });
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
