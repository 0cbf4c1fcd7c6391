/** The lines around where PostgreSQL refused a statement, numbered as in the file, with a mark below the place. */
import type { Failure } from '../migration/result.ts';
import { visibleLine } from './visible.ts';

/** A statement is shown around the place of its error only. */
const LINES_AROUND_ERROR = 3;
const LINE_WIDTH = 120;

export interface ExcerptPaint {
  /** Line numbers. */
  readonly dim: (text: string) => string;
  /** The mark. */
  readonly red: (text: string) => string;
}

/** Nothing where there is no statement: it was the connection that failed. */
export function excerptOf(failure: Failure, { dim, red }: ExcerptPaint): string[] {
  if (failure.statement === '') return [];
  const all = failure.statement.split('\n');
  const at = Math.max(0, failure.line - failure.statementLine);
  const from = Math.max(0, at - LINES_AROUND_ERROR);
  const width = String(failure.statementLine + at + LINES_AROUND_ERROR).length;
  return all.slice(from, at + LINES_AROUND_ERROR + 1).flatMap((text, index) => {
    const number = failure.statementLine + from + index;
    const shown = indentFirst(failure, from + index, text);
    const row = `${dim(`${String(number).padStart(width)} |`)} ${shown}`;
    if (number !== failure.line) return [row];
    const before = shown.slice(0, Math.min(failure.column - 1, LINE_WIDTH)).replace(/[^\t]/gu, ' ');
    return [row, `${dim(`${' '.repeat(width)} |`)} ${before}${red('^')}`];
  });
}

/** The statement's first line stood somewhere in its line: put it back there, so that the column fits. */
function indentFirst(failure: Failure, index: number, text: string): string {
  const indented = index === 0 ? ' '.repeat(failure.statementColumn - 1) + text : text;
  return visibleLine(indented.length > LINE_WIDTH ? `${indented.slice(0, LINE_WIDTH - 1)}…` : indented);
}
