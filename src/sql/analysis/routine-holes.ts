/**
 * Holes in the text of dynamic SQL that stand for functions, as in `REVOKE ALL ON FUNCTION %s FROM anon` for each row of `pg_proc`. The
 * statements that are listed here do something to the functions that they name, and to nothing else: they are read for each one that may
 * be meant.
 */
import type { ObjectWithArgs } from 'libpg-query';
import { type Name, type Node, parseName, stringsOf } from '../ast.ts';
import { isHole } from '../holes.ts';
import type { DynamicSql, Hole } from '../plpgsql/events.ts';
import { quoteIdentifier } from '../quote.ts';
import { standOnlyIn } from './column-holes.ts';
import type { Context } from './context.ts';
import type { Entity } from './entity.ts';

/** So many functions are gone through for one EXECUTE. */
const MOST_ROUTINES = 5000;

/** The functions that may be meant, by names as they may be written. */
interface Candidates {
  readonly names: readonly Name[];
  /** Whether it is none but these. */
  readonly areAll: boolean;
}

/** @returns whether it was such a statement, and has been read */
export function readForRoutines(context: Context, { sql, holes }: DynamicSql): boolean {
  const trees = context.parse(sql);
  const names = holes.filter(({ kind }) => kind !== 'literal');
  const [only, ...others] = typeof trees === 'string' ? [] : trees;
  const named = only === undefined || others.length > 0 ? undefined : routineIn(only);
  if (only === undefined || named === undefined || context.catalog.uncertain !== undefined) return false;
  const isNowhereElse = standOnlyIn(
    [only],
    names.map(({ placeholder }) => placeholder),
    () => textsIn(named),
  );
  const place = placeOf(named, names);
  if (!isNowhereElse || place === undefined) return false;
  const candidates = candidatesFor(context, stringsOf(named.objname), names);
  if (candidates.names.length > MOST_ROUTINES) return false;
  // What is built on any function at all is not worth following.
  if (cascades(only) && !candidates.areAll) return false;
  // Others are PostgreSQL's own and those of extensions: whoever defines anything about them is seen by that.
  if (!candidates.areAll) context.recorder.readDefinitions();
  for (const name of candidates.names)
    context.readText(
      context,
      sql.replace(place, () => name.map(quoteIdentifier).join('.')),
    );
  // Who gets privileges, even where no function is known.
  if (!candidates.areAll && 'GrantStmt' in only) context.readText(context, sql);
  return true;
}

const ROUTINES: ReadonlySet<unknown> = new Set(['OBJECT_FUNCTION', 'OBJECT_PROCEDURE', 'OBJECT_ROUTINE']);

/** What the statement names its one function by. */
function routineIn(statement: Node): ObjectWithArgs | undefined {
  if ('AlterFunctionStmt' in statement) return statement.AlterFunctionStmt.func;
  const objects =
    'GrantStmt' in statement && ROUTINES.has(statement.GrantStmt.objtype)
      ? statement.GrantStmt.objects
      : 'DropStmt' in statement && ROUTINES.has(statement.DropStmt.removeType)
        ? statement.DropStmt.objects
        : 'AlterOwnerStmt' in statement && ROUTINES.has(statement.AlterOwnerStmt.objectType)
          ? [statement.AlterOwnerStmt.object].filter((object) => object !== undefined)
          : [];
  const [only, ...others] = objects ?? [];
  return only !== undefined && others.length === 0 && 'ObjectWithArgs' in only ? only.ObjectWithArgs : undefined;
}

/** Whether what is built on it goes too. */
function cascades(statement: Node): boolean {
  return 'DropStmt' in statement && statement.DropStmt.behavior === 'DROP_CASCADE';
}

function textsIn(tree: unknown): readonly string[] {
  if (typeof tree === 'string') return [tree];
  return typeof tree === 'object' && tree !== null ? Object.values(tree).flatMap(textsIn) : [];
}

/** Where the name stands in the text, and with it the arguments where they are not known; undefined where holes do not go together so. */
function placeOf(
  { objname, objargs = [], args_unspecified: isBare }: ObjectWithArgs,
  holes: readonly Hole[],
): RegExp | undefined {
  const name = stringsOf(objname);
  const parts = name.map((part) => `"?${part.replace(/[^\w]/g, String.raw`\$&`)}\\b"?`);
  const parameters = holes.find(({ kind }) => kind === 'parameters')?.placeholder;
  const isWhole = holes.some(({ kind, placeholder }) => kind === 'routine' && name.includes(placeholder));
  // A routine brings its own arguments.
  if (isWhole && (name.length > 1 || isBare !== true)) return undefined;
  if (parameters === undefined) return new RegExp(parts.join(String.raw`\s*\.\s*`), 'i');
  if (name.includes(parameters) || objargs.length !== 1) return undefined;
  return new RegExp(String.raw`${parts.join(String.raw`\s*\.\s*`)}\s*\(\s*${parameters}\s*\)`, 'i');
}

function candidatesFor(context: Context, name: Name, holes: readonly Hole[]): Candidates {
  const { catalog } = context;
  const [called = '', schema] = name.toReversed();
  const named = (bare: string): Candidates => {
    const entities = [...catalog.routinesNamed(bare)];
    return { names: entities.length === 0 ? [[bare]] : entities.map(fullName), areAll: true };
  };
  const { routine } = holes.find(({ placeholder }) => placeholder === called) ?? {};
  if (routine !== undefined) {
    const written = routine.isBare ? undefined : parseName(routine.name.replace(/\(.*$/s, ''));
    if (routine.isBare) return named(routine.name);
    if (written !== undefined) return { names: [written], areAll: true };
  }
  if (!name.some(isHole)) return { names: [name], areAll: true };
  if (!isHole(called)) return named(called);
  const all = catalog.all('routine', schema === undefined || isHole(schema) ? undefined : schema);
  return { names: [...all].map(fullName), areAll: false };
}

function fullName({ schema, name }: Entity): Name {
  return schema === undefined ? [name] : [schema, name];
}
