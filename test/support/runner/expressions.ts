/** `${{ … }}` as GitHub evaluates it, by GitHub's own evaluator. */
import { data, Evaluator, Lexer, Parser } from '@actions/expressions';

/** What JSON can hold: workflow files, contexts and the values of expressions. */
export type Value = string | number | boolean | null | readonly Value[] | Values;
export interface Values {
  readonly [name: string]: Value;
}

/** What `success()`, `failure()` and `cancelled()` say; `always()` needs no telling. */
export interface Status {
  readonly success: boolean;
  readonly failure: boolean;
  readonly cancelled: boolean;
}

export interface Scope {
  /** By name; those that are left out are empty. */
  readonly contexts: Values;
  /** Only where a condition is judged. */
  readonly status?: Status;
}

const NOTHING: Values = Object.fromEntries(
  ['github', 'env', 'vars', 'job', 'jobs', 'steps', 'runner', 'secrets', 'strategy', 'matrix', 'needs', 'inputs'].map(
    (name) => [name, {}],
  ),
);
const STATUS_FUNCTIONS = ['success', 'failure', 'cancelled', 'always'] as const;

/** An expression without its braces. */
export function evaluate(expression: string, scope: Scope): Value {
  return plain(evaluateData(expression, scope));
}

/**
 * A text, or all texts in a structure, with the values of the expressions in it. A text that is one expression and nothing else keeps the
 * type of its value.
 */
export function fill(value: Value, scope: Scope): Value {
  if (typeof value === 'string') return fillText(value, scope);
  if (value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) return (value as readonly Value[]).map((each) => fill(each, scope));
  return Object.fromEntries(Object.entries(value as Values).map(([name, each]) => [name, fill(each, scope)]));
}

/** The same for a mapping of variables or inputs, whose values all end as text. */
export function fillStrings(values: Values | undefined, scope: Scope): Record<string, string> {
  return Object.fromEntries(
    Object.entries(values ?? {}).map(([name, value]) => [name, asText(fill(value, scope))] as const),
  );
}

/** Judges an `if`, with or without braces. One that asks for no status means `success() && (…)`. */
export function holds(condition: Value | undefined, scope: Scope & { readonly status: Status }): boolean {
  const text = asText(condition ?? '').trim();
  const [only, ...others] = parts(text);
  const expression = only !== undefined && 'expression' in only && others.length === 0 ? only.expression : text;
  if (expression.trim() === '') return scope.status.success;
  const asksForStatus = new Lexer(expression)
    .lex()
    .tokens.some(
      ({ lexeme }, index, tokens) =>
        (STATUS_FUNCTIONS as readonly string[]).includes(lexeme.toLowerCase()) && tokens[index + 1]?.lexeme === '(',
    );
  return evaluate(asksForStatus ? `!!(${expression})` : `success() && !!(${expression})`, scope) === true;
}

/** A value as it stands in a text. */
export function asText(value: Value): string {
  return revive(value).coerceString();
}

function evaluateData(expression: string, { contexts, status }: Scope): data.ExpressionData {
  const known = { ...NOTHING, ...contexts };
  const answers = { ...status, always: true };
  const functions = STATUS_FUNCTIONS.map((name) => ({
    name,
    minArgs: 0,
    maxArgs: 0,
    call: () => new data.BooleanData(answers[name] ?? false),
  }));
  const tree = new Parser(
    new Lexer(expression).lex().tokens,
    Object.keys(known),
    status === undefined ? [] : functions,
  ).parse();
  const byName = new Map(functions.map((each) => [each.name as string, each]));
  return new Evaluator(tree, revive(known) as data.Dictionary, byName).evaluate();
}

function fillText(text: string, scope: Scope): Value {
  const found = parts(text);
  const [only] = found;
  if (found.length === 1 && only !== undefined && 'expression' in only) return evaluate(only.expression, scope);
  return found
    .map((part) => ('literal' in part ? part.literal : evaluateData(part.expression, scope).coerceString()))
    .join('');
}

type Part = { readonly literal: string } | { readonly expression: string };

/** The parser of workflows does this too, but on the text as it is indented in the file, which is good for squiggles only. */
function parts(text: string): Part[] {
  const found: Part[] = [];
  let rest = text;
  for (let start = rest.indexOf('${{'); start !== -1; start = rest.indexOf('${{')) {
    // Two braces within quotes end nothing.
    const [whole, expression] = /^\$\{\{((?:'[^']*'|[^'])*?)\}\}/.exec(rest.slice(start)) ?? [];
    if (whole === undefined || expression === undefined) throw new Error(`The expression has no end: ${text}`);
    if (start > 0) found.push({ literal: rest.slice(0, start) });
    found.push({ expression });
    rest = rest.slice(start + whole.length);
  }
  if (rest !== '') found.push({ literal: rest });
  return found;
}

function revive(value: Value): data.ExpressionData {
  return JSON.parse(JSON.stringify(value), data.reviver) as data.ExpressionData;
}

function plain(value: data.ExpressionData): Value {
  return JSON.parse(JSON.stringify(value, data.replacer)) as Value;
}
