/** The PL/pgSQL text that a CREATE FUNCTION, CREATE PROCEDURE or DO statement holds. */
import type { Node as SqlNode, TypeName } from 'libpg-query';
import type { Parser } from '../parse.ts';
import { Scanner } from '../scan.ts';
import { Unreadable } from './syntax.ts';

export interface Parameter {
  /** Absent where it can only be called by number. */
  readonly name?: string | undefined;
  readonly type?: TypeName | undefined;
  /** Whether a call gives it a value. */
  readonly isInput: boolean;
}

export interface Source {
  readonly body: string;
  /** Where the body begins, 1-based in the definition. */
  readonly line: number;
  /** The name that parameters can be qualified with; a DO statement has none. */
  readonly name?: string | undefined;
  readonly parameters: readonly Parameter[];
  readonly isTrigger: boolean;
}

/** Throws `Unreadable` for anything but one statement with a body in PL/pgSQL. */
export function findSource(parser: Parser, definition: string): Source {
  const [only, ...others] = parser.parseSync(definition).stmts ?? [];
  const statement = only?.stmt;
  if (statement === undefined || others.length > 0) throw new Unreadable('not exactly one statement');
  if ('DoStmt' in statement) {
    const body = bodyOf(statement.DoStmt.args);
    return { body, line: lineOfBody(definition, body), parameters: [], isTrigger: false };
  }
  if (!('CreateFunctionStmt' in statement)) throw new Unreadable('a statement that has no body');
  const { options, parameters, funcname = [], returnType, sql_body: atomic } = statement.CreateFunctionStmt;
  if (atomic !== undefined) throw new Unreadable('a body in SQL');
  const body = bodyOf(options);
  return {
    body,
    line: lineOfBody(definition, body),
    name: lastString(funcname),
    parameters: parametersOf(parameters),
    isTrigger: lastString(returnType?.names ?? []) === 'trigger',
  };
}

function bodyOf(options: readonly SqlNode[] = []): string {
  let body: string | undefined;
  let language = 'plpgsql';
  for (const option of options) {
    if (!('DefElem' in option)) continue;
    const { defname, arg } = option.DefElem;
    if (arg === undefined) continue;
    if (defname === 'language') language = stringOf(arg) ?? '';
    if (defname === 'as') body = 'List' in arg ? lastString(arg.List.items ?? []) : stringOf(arg);
  }
  if (language.toLowerCase() !== 'plpgsql') throw new Unreadable(`a body in the language ${language}`);
  if (body === undefined) throw new Unreadable('no body');
  return body;
}

function stringOf(node: SqlNode): string | undefined {
  return 'String' in node ? (node.String.sval ?? '') : undefined;
}

function lastString(nodes: readonly SqlNode[]): string | undefined {
  const last = nodes.at(-1);
  return last === undefined ? undefined : stringOf(last);
}

/** VARIADIC is left out: such a parameter holds an array of what is given. */
const INPUTS = new Set(['FUNC_PARAM_DEFAULT', 'FUNC_PARAM_IN', 'FUNC_PARAM_INOUT']);

export function parametersOf(nodes: readonly SqlNode[] = []): Parameter[] {
  return nodes.flatMap((node) => {
    if (!('FunctionParameter' in node)) return [];
    const { name, argType, mode = 'FUNC_PARAM_DEFAULT' } = node.FunctionParameter;
    return [{ name, type: argType, isInput: INPUTS.has(mode) }];
  });
}

function lineOfBody(definition: string, body: string): number {
  const literal = literalOf(definition, body);
  // With escapes, or in several pieces: its lines are not those of the definition.
  return literal === undefined ? 1 : definition.slice(0, literal.start).split('\n').length;
}

/** The literal in a definition that is its body. */
export function literalOf(
  definition: string,
  body: string,
): { readonly start: number; readonly end: number } | undefined {
  const scanner = new Scanner(definition);
  for (let kind = scanner.next(); kind !== 'end'; kind = scanner.next()) {
    if (kind !== 'string') continue;
    const text = definition.slice(scanner.start, scanner.end);
    const open = /^\$[^$]*\$|^'/.exec(text)?.[0];
    if (open === undefined) continue;
    const inner = text.slice(open.length, -open.length);
    if (inner === body || (open === "'" && inner.replaceAll("''", "'") === body))
      return { start: scanner.start, end: scanner.end };
  }
  return undefined;
}
