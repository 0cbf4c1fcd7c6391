/**
 * The statements of a file as the Supabase CLI cuts it, for the column `statements` of its history table.
 *
 * Its rules (`pkg/parser/state.go`, `pkg/parser/token.go`) are not quite PostgreSQL's, and what it stores is text with comments:
 * - A semicolon ends a statement, except in quotes, dollar quotes, comments, parentheses and `BEGIN ATOMIC … END`.
 * - A backslash outside quotes takes the meaning from the character after it; inside quotes it means nothing.
 * - Comments stay with the statement after them, and after the last semicolon are a statement of their own.
 * - Closing semicolons and white space around a statement are cut off; an empty rest is left out.
 */

/** Everything that holds semicolons which end nothing, and the semicolon itself. */
const PIECE =
  /--[^\n]*|'(?:[^']|'')*(?:'|$)|"(?:[^"]|"")*(?:"|$)|\$(?:[\p{L}\p{Nd}_]*)\$|\/\*|\\[^]|\bBEGIN\s+ATOMIC|END|[();]/giu;

export function supabaseStatements(text: string): string[] {
  const statements: string[] = [];
  /** What the innermost open parenthesis or block ends with. */
  const closers: string[] = [];
  let start = 0;
  const cut = (end: number): void => {
    const statement = text.slice(start, end).replace(/;+$/, '').trim();
    if (statement !== '') statements.push(statement);
    start = end;
  };
  PIECE.lastIndex = 0;
  for (let match = PIECE.exec(text); match !== null; match = PIECE.exec(text)) {
    const piece = match[0].toUpperCase();
    if (piece === ';') {
      if (closers.length === 0) cut(PIECE.lastIndex);
    } else if (piece === '(') closers.push(')');
    else if (piece.startsWith('BEGIN')) closers.push('END');
    else if (piece === ')' || piece === 'END') {
      if (closers.at(-1) === piece) closers.pop();
    } else if (piece === '/*') PIECE.lastIndex = blockCommentEnd(text, match.index);
    else if (piece.startsWith('$')) {
      const close = text.indexOf(match[0], PIECE.lastIndex);
      PIECE.lastIndex = close === -1 ? text.length : close + match[0].length;
    }
  }
  cut(text.length);
  return statements;
}

/** Block comments nest. */
function blockCommentEnd(text: string, at: number): number {
  const marks = /\/\*|\*\//g;
  marks.lastIndex = at;
  let depth = 0;
  for (let mark = marks.exec(text); mark !== null; mark = marks.exec(text)) {
    depth += mark[0] === '/*' ? 1 : -1;
    if (depth === 0) return marks.lastIndex;
  }
  return text.length;
}
