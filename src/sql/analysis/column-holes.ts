/** Holes in the text of dynamic SQL that stand for columns of what is known: which ones they are changes nothing that is touched. */
import { type Fields, type Node, stringsOf, tagOf, walk } from '../ast.ts';
import { isBuiltinType } from '../known/builtin.ts';
import { conditionally, type Context } from './context.ts';
import type { Overload } from './entity.ts';
import { perform } from './perform.ts';

const DML: ReadonlySet<string> = new Set(['SelectStmt', 'InsertStmt', 'UpdateStmt', 'DeleteStmt']);

/** Whether each of these placeholders is nothing but the name of a column: `UPDATE t SET hole = $1`, `SELECT $1.hole`, `WHERE t.hole = 1`. */
export function areColumns(trees: readonly Node[] | string, placeholders: readonly string[]): boolean {
  return standOnlyIn(trees, placeholders, (statement) =>
    DML.has(tagOf(statement)) ? columnNames(statement) : undefined,
  );
}

/**
 * Whether each of these placeholders is nothing but one of the names that `namesIn` finds.
 *
 * @param namesIn undefined of a statement that is none of those in question
 */
export function standOnlyIn(
  trees: readonly Node[] | string,
  placeholders: readonly string[],
  namesIn: (statement: Node) => readonly string[] | undefined,
): boolean {
  const names = typeof trees === 'string' ? [undefined] : trees.map(namesIn);
  if (names.includes(undefined)) return false;
  const found = names.flatMap((each) => each ?? []);
  const text = JSON.stringify(trees);
  return placeholders.every(
    (placeholder) => text.split(placeholder).length - 1 === found.filter((name) => name === placeholder).length,
  );
}

/** Every name in a statement that stands for a column or for a field of a parameter. */
function columnNames(statement: Node): readonly string[] {
  const names: string[] = [];
  walk(statement, (tag, fields: Fields) => {
    if (tag === 'ResTarget' && typeof fields['name'] === 'string') names.push(fields['name']);
    if (tag === 'ColumnRef') names.push(...stringsOf(fields['fields'] as Node[] | undefined).slice(-1));
    if (tag === 'A_Indirection') names.push(...fieldsOf(fields));
    return false;
  });
  return names;
}

function fieldsOf({ arg, indirection }: Fields): readonly string[] {
  const isParameter = typeof arg === 'object' && arg !== null && 'ParamRef' in arg;
  return isParameter ? stringsOf(indirection as Node[] | undefined) : [];
}

/** What is no field of a row may be a function that is called with it. */
export function callWithRows(context: Context): void {
  conditionally(context, () => {
    for (const routine of context.catalog.all('routine')) {
      if (routine.overloads.some(mayTakeRow)) perform(context, [{ op: 'call', entity: routine }]);
    }
  });
}

/** PostgreSQL's own types that take values of any. */
const ANY = /^(?:any|record$)/;

function mayTakeRow({ arity, signature }: Overload): boolean {
  if (arity !== undefined && (arity.least > 1 || arity.most < 1)) return false;
  const [type = '', ...others] = signature.split(',');
  return others.length > 0 || ANY.test(type) || !isBuiltinType(type);
}
