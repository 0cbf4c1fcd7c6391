/** PostgreSQL's own parser, loaded when it is first needed. */
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { setFlagsFromString } from 'node:v8';
import type * as libpgQuery from 'libpg-query';
import type { Node } from 'libpg-query';
import type { Problem } from '../migration/problem.ts';
import { withFewerRows } from './literal-rows.ts';
import { offsetAfter, Positions } from './position.ts';
import type { Statement } from './program.ts';
import { HEAVIEST, isTooHeavy } from './weight.ts';

export type Parser = typeof libpgQuery;

/** The major version of PostgreSQL whose grammar it has. */
export const GRAMMAR_MAJOR = 17;

let loading: Promise<Parser> | undefined;

/** Its functions whose names end in `Sync` can be called at once. Takes about 50 ms, the first time. */
export function loadParser(): Promise<Parser> {
  loading ??= load();
  return loading;
}

async function load(): Promise<Parser> {
  // The parser is a CommonJS module that looks for its WebAssembly file in `__dirname`, which an ES module bundle does not have.
  (globalThis as { __dirname?: string }).__dirname ??= path.dirname(fileURLToPath(import.meta.url));
  // V8's optimizing compiler takes the grammar's one huge function so seriously that it costs a third of a second and, on Node 24,
  // half a gigabyte; the baseline compiler's code parses a whole set in less time than that.
  setFlagsFromString('--no-wasm-tier-up');
  setFlagsFromString('--no-wasm-dynamic-tiering');
  // Functions are compiled when they are first called; until then most of the grammar need not be looked at, either.
  setFlagsFromString('--wasm-lazy-validation');
  const parser = await import('libpg-query');
  await parser.loadModule();
  return parser;
}

/** Trees take far more memory than text: so many texts of that many characters are kept. */
const MOST_KEPT = 2000;
const LONGEST_KEPT = 2000;

/** The same parser for texts that are parsed again and again, such as what the bodies of functions run. Trees must not be changed. */
export function remembering(parser: Parser): Parser {
  const known = new Map<string, libpgQuery.ParseResult>();
  const parseSync = (sql: string) => {
    const before = known.get(sql);
    if (before !== undefined) return before;
    const parsed = parser.parseSync(sql);
    if (sql.length <= LONGEST_KEPT) {
      if (known.size >= MOST_KEPT) known.clear();
      known.set(sql, parsed);
    }
    return parsed;
  };
  return { ...parser, parseSync };
}

/**
 * The statements of a text as the parser's trees, or why there are none, as a clause: `has a syntax error: …`.
 *
 * @param parser from `loadParser`
 */
export function parseStatements(parser: Parser, sql: string): Trees {
  if (isTooHeavy(sql)) return treesOfFewer(parser, sql, HEAVIEST);
  try {
    return treesOf(parser, sql);
  } catch (error) {
    return refused(error);
  }
}

/** Trees, or why there are none, as a clause. */
export type Trees = readonly Node[] | string;

export interface ParsedStatement {
  readonly trees: Trees;
  readonly problem?: Problem;
}

/**
 * The same of one statement of a script, and what its author should hear of it, as a warning: the grammar is that of one version,
 * and only a server of the right one can say for sure. A script's statements are parsed one by one, so that a bad one does not hide
 * the next.
 *
 * @param heaviest what is not parsed as a whole, as a test has it
 */
export function parseStatement(parser: Parser, statement: Statement, heaviest = HEAVIEST): ParsedStatement {
  const { text, path, line, column } = statement;
  if (isTooHeavy(text, heaviest)) {
    const message = `${path}:${line} has a statement of ${sizeOf(text)}, whose syntax is not checked.`;
    const problem: Problem = { severity: 'info', code: 'statement-too-large', message, path, line, column };
    return { trees: treesOfFewer(parser, text, heaviest), problem };
  }
  try {
    return { trees: treesOf(parser, text) };
  } catch (error) {
    return { trees: refused(error), problem: problemOf(parser, statement, error) };
  }
}

function treesOf(parser: Parser, sql: string): readonly Node[] {
  return (parser.parseSync(sql).stmts ?? []).flatMap(({ stmt }) => stmt ?? []);
}

/** Of a statement that is too large for the parser: those of a smaller one that touches the same, where there is one. */
function treesOfFewer(parser: Parser, sql: string, heaviest: number): Trees {
  const fewer = withFewerRows(sql);
  if (fewer !== undefined && !isTooHeavy(fewer, heaviest)) {
    try {
      return treesOf(parser, fewer);
    } catch {
      // What is wrong with it, its author would not find there.
    }
  }
  return `has a statement of ${sizeOf(sql)}, which is too large to be read`;
}

function sizeOf(sql: string): string {
  return `${(Buffer.byteLength(sql) / (1024 * 1024)).toFixed(1)} MiB`;
}

function refused(error: unknown): Trees {
  const reason = error instanceof Error ? error.message : String(error);
  // What a statement of nothing but comments gives.
  return reason === 'Query cannot be empty' ? [] : `has SQL that PostgreSQL's parser refuses (${reason})`;
}

function problemOf(parser: Parser, statement: Statement, error: unknown): Problem {
  const { text, path, line, column } = statement;
  if (!parser.hasSqlDetails(error)) {
    const reason = error instanceof Error ? error.message : String(error);
    const message = `${path}:${line} has a statement whose syntax cannot be checked: ${reason}.`;
    return { severity: 'info', code: 'syntax-unchecked', message, path, line, column };
  }
  const offset = offsetAfter(text, error.sqlDetails?.cursorPosition ?? 0);
  const place = new Positions(text, statement).at(offset);
  const variable = /^:["']?([\p{L}_]\w*)/u.exec(text.slice(offset))?.[1];
  const hint = variable && `If :${variable} is a variable of psql's, give its value: --set ${variable}=…`;
  const message = `${path}:${place.line} ${error.message}`;
  return { severity: 'warning', code: 'syntax', message, path, ...place, ...(hint === undefined ? {} : { hint }) };
}
