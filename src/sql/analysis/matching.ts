/**
 * Whether a statement takes one of several rows, and nobody says which: an UPDATE takes one of those that its FROM gives for a row,
 * PL/pgSQL's INTO the first. They are one for sure where keys say so.
 */
import { type Fields, has, nodesOf, walk } from '../ast.ts';
import type { Context } from './context.ts';
import type { Entity } from './entity.ts';
import { givesRows, isAggregate, type Queries, queriesOf } from './from-items.ts';
import { openItems } from './open-items.ts';
import { queryOf } from './row-order.ts';
import { isSorted } from './sorting.ts';

/** Tables of which it may be any row; undefined: it may be any row of whatever is read. */
export type Choice = ReadonlySet<Entity> | undefined;
const NO_CHOICE: Choice = new Set();

/** @param takesFirst whether only the first row of the statement's result is taken */
export function choiceOf(context: Context, tag: string, statement: Fields, takesFirst: boolean): Choice {
  let choice = takesFirst ? choiceOfFirst(context, tag, statement) : NO_CHOICE;
  // Only the WITH of a whole statement may hold a change, and without a FROM its own table gives one row at a time.
  if (!('withClause' in statement) && (tag !== 'UpdateStmt' || !('fromClause' in statement))) return choice;
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

function choiceOfFirst(context: Context, tag: string, statement: Fields): Choice {
  if (tag === 'SelectStmt') return choiceOfFirstRow(context, statement);
  if (!('returningClause' in statement)) return NO_CHOICE;
  switch (tag) {
    case 'InsertStmt': {
      const query = queryOf(statement);
      // Whether names of WITH around it are those of tables is not followed.
      return query && ('withClause' in statement ? undefined : choiceOfFirstRow(context, query));
    }
    case 'UpdateStmt':
    case 'DeleteStmt': {
      const { relation, withClause, whereClause } = statement;
      const others = [...nodesOf(statement, 'fromClause'), ...nodesOf(statement, 'usingClause')];
      return choiceFrom(context, { withClause, whereClause, fromClause: [{ RangeVar: relation }, ...others] });
    }
    default:
      return undefined;
  }
}

function choiceOfFirstRow(context: Context, query: Fields): Choice {
  if (isSorted(context, query) || nodesOf(query, 'valuesLists').length > 0) return NO_CHOICE;
  if (query['larg'] !== undefined) return undefined;
  if (givesRows(context, query['targetList'])) return undefined;
  const isOne = nodesOf(query, 'groupClause').length === 0 && isAggregate(query['targetList']);
  return isOne ? NO_CHOICE : choiceFrom(context, query);
}

/** Names of WITH around an UPDATE: which of them it sees, and so what they are to it, is not followed. */
function hidden(statement: Fields): Queries {
  return new Map([...queriesOf(statement)].map(([name, { visible }]) => [name, { query: {}, visible }]));
}

/** @param statement a SELECT, or an UPDATE, whose own table gives one row at a time */
function choiceFrom(context: Context, statement: Fields, outer?: Queries): Choice {
  const open = openItems(context, statement, [], outer);
  return open?.reduce<Choice>((choice, { table }) => both(choice, table && new Set([table])), NO_CHOICE);
}

function hasColumns(tree: unknown): boolean {
  return has(tree, (tag) => tag === 'ColumnRef');
}
