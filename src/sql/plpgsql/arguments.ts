/** What the functions that a text calls are given, as far as that follows from what is known of variables. */
import { arrayText, constantText, type Fields, type Node as SqlNode, tagOf, walk } from '../ast.ts';
import type { Parser } from '../parse.ts';
import { isTooHeavy } from '../weight.ts';
import { Evaluator } from './evaluate.ts';
import { type Parameter, parametersOf } from './source.ts';
import { combinations, constantOf, known, textsOf, type Text, type Value } from './values.ts';
import { type Arguments, type Inputs, Variables } from './variables.ts';

/** By where in a text, in bytes, a call stands: what its arguments are, once for each case that there is. */
export type GivenArguments = ReadonlyMap<number, readonly Arguments[]>;

/** Undefined where of no argument more is known than the text itself says. */
export function argumentsIn(parser: Parser, sql: string, evaluator: Evaluator): GivenArguments | undefined {
  if (!sql.includes('(') || isTooHeavy(sql)) return undefined;
  const found = new Map<number, readonly Arguments[]>();
  for (const { stmt } of parser.parseSync(sql).stmts ?? []) {
    for (const { args, location } of stmt === undefined ? [] : callsIn(stmt)) {
      if (args.every(isWritten)) continue;
      const cases = combinations(args.map((arg) => written(evaluator.value(valueOf(arg)))));
      const given = (cases ?? []).map((texts) => texts.map((parts) => (parts === null ? null : constantOf({ parts }))));
      if (given.some((values) => values.some((value) => value !== undefined))) found.set(location, given);
    }
  }
  return found.size === 0 ? undefined : found;
}

/** The same of a function in SQL, by what is known of its parameters. */
export function argumentsInBody(
  parser: Parser,
  { definition, body }: { readonly definition: string; readonly body: string },
  given: Inputs | undefined,
): GivenArguments | undefined {
  if (given?.values.some((value) => value !== undefined) !== true) return undefined;
  const parameters = parametersIn(parser, definition);
  if (parameters === undefined) return undefined;
  let lastId = 0;
  const nextId = () => (lastId += 1);
  const variables = new Variables(parser, { parameters, isTrigger: false }, given, undefined, nextId);
  const evaluator = new Evaluator(
    parser,
    (path) => variables.lookup(path),
    () => undefined,
    nextId,
  );
  try {
    return argumentsIn(parser, body, evaluator);
  } catch {
    // Whoever reads the body says what is wrong with it.
    return undefined;
  }
}

function parametersIn(parser: Parser, definition: string): readonly Parameter[] | undefined {
  try {
    const [only] = parser.parseSync(definition).stmts ?? [];
    const statement = only?.stmt;
    if (statement === undefined || !('CreateFunctionStmt' in statement)) return undefined;
    return parametersOf(statement.CreateFunctionStmt.parameters);
  } catch {
    return undefined;
  }
}

interface Call {
  readonly args: readonly SqlNode[];
  readonly location: number;
}

/** Calls in places where no column is in sight, so that every name is a variable's. */
function callsIn(statement: SqlNode): readonly Call[] {
  const tag = tagOf(statement);
  const fields = (statement as unknown as Readonly<Record<string, Fields>>)[tag] ?? {};
  const isPlain = tag === 'CallStmt' || (tag === 'SelectStmt' && !COLUMNS_COME_FROM.some((clause) => clause in fields));
  if (!isPlain) return [];
  const calls: Call[] = [];
  walk(statement, (below, { args, location }) => {
    if (below === 'SubLink') return true;
    if (below === 'FuncCall' && typeof location === 'number' && Array.isArray(args))
      calls.push({ args: args as SqlNode[], location });
    return false;
  });
  return calls;
}

const COLUMNS_COME_FROM = ['fromClause', 'withClause', 'valuesLists', 'larg', 'rarg'];

function valueOf(arg: SqlNode): SqlNode {
  return 'NamedArgExpr' in arg ? (arg.NamedArgExpr.arg ?? arg) : arg;
}

/** It says itself what it is. */
function isWritten(arg: SqlNode): boolean {
  const value = valueOf(arg);
  return 'A_Const' in value || constantText(value) !== undefined;
}

/** An array as a text, where that needs no quotes. */
function written(value: Value): readonly Text[] {
  if (value.kind !== 'array') return textsOf(value);
  const words = value.elements.map(([only, ...others]) => (only && others.length === 0 ? constantOf(only) : undefined));
  const text = arrayText(words);
  return textsOf(text === undefined ? value : known(text));
}
