/** What formats ask of a script before anybody runs it: the first words of its statements, and its tool's own delimiters made PostgreSQL's. */
import { stepOf } from '../../sql/copy.ts';
import type { Statement } from '../../sql/program.ts';
import { StatementReader } from '../../sql/reader.ts';
import { Scanner } from '../../sql/scan.ts';

export interface RoughStatement extends Pick<Statement, 'text' | 'line'> {
  /** Its first words outside parentheses, in upper case; quoted names are left out. */
  readonly words: readonly string[];
  /** `COPY … FROM STDIN`, with its data behind it. */
  readonly copies: boolean;
}

/** The most words of a statement that anybody here asks about. */
const MAX_WORDS = 12;

/** The statements of a text and what they begin with. What is wrong with the text is left for those who run it. */
export function roughStatements(text: string): RoughStatement[] {
  const reader = new StatementReader({ text, path: '', line: 1, dialect: 'sql' }, []);
  const statements: RoughStatement[] = [];
  for (;;) {
    const stop = reader.next();
    if (stop === 'command' || stop === 'variable') {
      reader.keep();
      continue;
    }
    const statement = reader.take();
    if (statement !== undefined) {
      const copies = stepOf(statement, reader, []).kind === 'copy';
      statements.push({ text: statement.text, line: statement.line, words: firstWords(statement.text), copies });
    }
    if (stop === 'end') return statements;
  }
}

function firstWords(text: string): string[] {
  const words: string[] = [];
  const scanner = new Scanner(text);
  let depth = 0;
  for (let kind = scanner.next(); kind !== 'end' && words.length < MAX_WORDS; kind = scanner.next()) {
    if (kind === 'open') depth += 1;
    else if (kind === 'close') depth -= 1;
    else if (kind === 'word' && depth === 0) words.push(text.slice(scanner.start, scanner.end).toUpperCase());
  }
  return words;
}

/**
 * The text with every delimiter of a tool's own replaced by a semicolon where one is missing, lines kept, so that PostgreSQL's rules
 * cut it at the same places. A delimiter inside quotes or dollar quotes is text; inside a comment it is one only if it begins it.
 */
export function useSemicolons(text: string, delimiter: RegExp): string {
  const pattern = new RegExp(delimiter.source, `${delimiter.flags.replaceAll(/[gy]/g, '')}y`);
  const scanner = new Scanner(text);
  let result = '';
  let copied = 0;
  /** Whether a token has come since the last semicolon. */
  let open = false;
  let lastToken = 0;
  const takeAt = (at: number): number | undefined => {
    pattern.lastIndex = at;
    const found = pattern.exec(text)?.[0] ?? '';
    if (found === '') return undefined;
    result +=
      text.slice(copied, lastToken) + (open ? ';' : '') + text.slice(lastToken, at) + found.replaceAll(/[^\n]/g, '');
    copied = at + found.length;
    lastToken = copied;
    open = false;
    return copied;
  };
  for (;;) {
    const from = scanner.end;
    const kind = scanner.next();
    const taken = firstIn(text, from, scanner.start, takeAt) ?? (kind === 'end' ? undefined : takeAt(scanner.start));
    if (taken !== undefined) {
      scanner.end = taken;
      continue;
    }
    if (kind === 'end') return result + text.slice(copied);
    open = kind !== 'semicolon';
    lastToken = scanner.end;
  }
}

/**
 * The text with `??` made `?` outside quotes and comments, as PostgreSQL's JDBC driver does for the tools that run on it; blanks take the
 * place of what is left out. A text with the data of a COPY, which is no statement, stays as it is.
 */
export function undoubleQuestionMarks(text: string): string {
  if (!text.includes('??') || roughStatements(text).some(({ copies }) => copies)) return text;
  const scanner = new Scanner(text);
  let result = '';
  let copied = 0;
  for (let kind = scanner.next(); kind !== 'end'; kind = scanner.next()) {
    if (kind !== 'operator') continue;
    const operator = text.slice(scanner.start, scanner.end);
    result += text.slice(copied, scanner.start) + operator.replaceAll('??', '?').padEnd(operator.length);
    copied = scanner.end;
  }
  return result + text.slice(copied);
}

/** Tries every position between two tokens, passing over comments. */
function firstIn(
  text: string,
  from: number,
  to: number,
  takeAt: (at: number) => number | undefined,
): number | undefined {
  for (let at = from; at < to; at += 1) {
    const taken = takeAt(at);
    if (taken !== undefined) return taken;
    at = Math.max(at, commentEnd(text, at) - 1);
  }
  return undefined;
}

/** Where the comment that begins at `at` ends, before its line break if it has one; `at` itself if none begins there. */
function commentEnd(text: string, at: number): number {
  const close = text.startsWith('--', at) ? '\n' : text.startsWith('/*', at) ? '*/' : undefined;
  if (close === undefined) return at;
  const end = text.indexOf(close, at + 2);
  if (end === -1) return text.length;
  return close === '\n' ? end : end + close.length;
}
