/** A table in GitHub's Markdown. Cells are Markdown of ours, on one line; nothing is padded, as a comment has a limit. */

export interface Column<Row> {
  /** Markdown. */
  readonly head: string;
  readonly align?: 'left' | 'right' | 'center';
  readonly cell: (row: Row) => string;
}

const RULES = { left: '---', right: '--:', center: ':-:' };

export function table<Row>(columns: readonly Column<Row>[], rows: readonly Row[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [
    line(columns.map(({ head }) => head)),
    line(columns.map(({ align = 'left' }) => RULES[align])),
    ...rows.map((row) => line(columns.map(({ cell }) => cell(row)))),
  ].join('\n');
}
