/** What formats ask of a script before anybody runs it: the first words of its statements, and its tool's own delimiters made PostgreSQL's. */
import { Scanner } from '../sql/scan.ts';

export interface RoughStatement {
  /** From its first token to its last, without the closing semicolon. */
  readonly text: string;
  /** Offset of its first character, in UTF-16 code units. */
  readonly at: number;
  /** Its first words outside parentheses, in upper case; quoted names are left out. */
  readonly words: readonly string[];
}

/** The most words of a statement that anybody here asks about. */
const MAX_WORDS = 12;
const COPY_FROM_STDIN = /^COPY( .*)? FROM STDIN\b/;

/** Whether the statement is followed by its data, up to a line that is `\.`. */
export function copiesFromStdin(statement: RoughStatement): boolean {
  return COPY_FROM_STDIN.test(statement.words.join(' '));
}

/** The statements between semicolons, knowing `BEGIN ATOMIC … END` bodies and the data that follows `COPY … FROM STDIN`. */
export function roughStatements(text: string): RoughStatement[] {
  const scanner = new Scanner(text);
  const statements: RoughStatement[] = [];
  let first = -1;
  let last = -1;
  let parentheses = 0;
  let blocks = 0;
  let words: string[] = [];
  let previous = '';
  const close = (): void => {
    if (first === -1) return;
    const statement = { text: text.slice(first, last), at: first, words };
    statements.push(statement);
    if (copiesFromStdin(statement)) scanner.end = copyDataEnd(text, scanner.end);
    first = -1;
    parentheses = 0;
    blocks = 0;
    words = [];
  };
  for (let kind = scanner.next(); kind !== 'end'; kind = scanner.next()) {
    if (kind === 'semicolon' && parentheses <= 0 && blocks === 0) {
      close();
      continue;
    }
    if (first === -1) first = scanner.start;
    last = scanner.end;
    if (kind === 'open') parentheses += 1;
    else if (kind === 'close') parentheses -= 1;
    else if (kind === 'word' && parentheses === 0) {
      const word = text.slice(scanner.start, scanner.end).toUpperCase();
      if (word === 'ATOMIC' && previous === 'BEGIN') blocks += 1;
      else if (word === 'CASE' && blocks > 0) blocks += 1;
      else if (word === 'END' && blocks > 0) blocks -= 1;
      if (words.length < MAX_WORDS) words.push(word);
      previous = word;
    }
  }
  close();
  return statements;
}

/** After the line that ends the data which begins on the line after `from`. */
function copyDataEnd(text: string, from: number): number {
  const end = /^\\\.[ \t]*$/gm;
  end.lastIndex = from;
  return end.test(text) ? end.lastIndex : text.length;
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
