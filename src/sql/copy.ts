/** COPY of data that comes with the script: in a block behind the statement, or in a client's file named by psql's `\copy`. */
import type { Problem } from '../migration/problem.ts';
import { endOfLine, trimEnd } from './characters.ts';
import { errorAt } from './position.ts';
import type { Statement, Step } from './program.ts';
import type { StatementReader } from './reader.ts';
import { Scanner } from './scan.ts';

/** The step that runs this statement, which `reader` has just taken; the data block of a COPY … FROM STDIN is read with it. */
export function stepOf(statement: Statement, reader: StatementReader, problems: Problem[]): Step {
  if (!isCopyFromStdin(statement.text)) return { kind: 'statement', statement };
  return { kind: 'copy', statement, data: readData(statement, reader, problems) };
}

function isCopyFromStdin(text: string): boolean {
  const scanner = new Scanner(text);
  if (scanner.next() !== 'word' || !scanner.is('copy')) return false;
  return findDirection(scanner) === 'from' && scanner.next() === 'word' && scanner.is('stdin');
}

/** Goes on to the FROM or TO of a COPY, past the parentheses of its columns or query. */
function findDirection(scanner: Scanner): 'from' | 'to' | undefined {
  let depth = 0;
  for (;;) {
    const kind = scanner.next();
    if (kind === 'end') return undefined;
    if (kind === 'open') depth += 1;
    else if (kind === 'close') depth -= 1;
    else if (kind === 'word' && depth === 0) {
      if (scanner.is('from')) return 'from';
      if (scanner.is('to')) return 'to';
    }
  }
}

/** The lines below the reader's, up to one that is `\.`, which the reader then goes on behind. */
export function readData(statement: Statement, reader: StatementReader, problems: Problem[]): string {
  const { text, offset } = reader;
  const lineEnd = endOfLine(text, offset);
  if (new Scanner(text.slice(offset, lineEnd)).next() !== 'end') {
    problems.push(
      errorAt(
        statement,
        'text-after-copy',
        'has more text on the line that ends COPY … FROM STDIN, where its data must begin on the next line.',
        'Put the data below the statement, closed by a line \\., or use COPY … FROM a file.',
      ),
    );
    return '';
  }
  // The break before the closing line is part of the search, so an empty block closes on the break that begins it.
  let close = text.indexOf('\n\\.\n', lineEnd);
  if (close === -1 && text.endsWith('\n\\.')) close = Math.max(text.length - 3, lineEnd);
  if (close === -1) {
    problems.push(
      errorAt(
        statement,
        'unterminated-copy-data',
        'has a COPY … FROM STDIN whose data never ends.',
        'Close the data with a line that is \\. and nothing else.',
      ),
    );
    reader.skipTo(text.length);
    return '';
  }
  reader.skipTo(close + 3);
  return text.slice(lineEnd + 1, close + 1);
}

export type ClientCopy =
  | { readonly from: 'file'; readonly path: string; readonly sql: string }
  | { readonly from: 'program'; readonly command: string; readonly sql: string }
  | { readonly from: 'script'; readonly sql: string }
  /** What it does that cannot be done here, as `writes a file`. */
  | { readonly from: 'refused'; readonly because: string };

/** Takes apart what stands behind `\copy`, where psql neither fills in variables nor runs commands. */
export function parseClientCopy(text: string): ClientCopy {
  const scanner = new Scanner(text);
  const direction = findDirection(scanner);
  if (direction === undefined) return { from: 'refused', because: 'has neither FROM nor TO' };
  if (direction === 'to') return { from: 'refused', because: 'writes a file' };
  const target = text.slice(0, scanner.start).trim();
  const source = /\s*(program\s*(?='))?(?:'([^']*(?:''[^']*)*)'|(\S+))/iy;
  source.lastIndex = scanner.end;
  const [, program, quoted, bare] = source.exec(text) ?? [];
  const options = trimEnd(text.slice(source.lastIndex), ' \t;');
  const sql = `COPY ${target} FROM STDIN${options}`;
  if (quoted !== undefined) {
    const named = quoted.replaceAll("''", "'");
    return program === undefined ? { from: 'file', path: named, sql } : { from: 'program', command: named, sql };
  }
  switch (bare?.toLowerCase()) {
    case undefined:
      return { from: 'refused', because: 'names no file' };
    case 'program':
      return { from: 'refused', because: 'names no program in quotes' };
    case 'pstdin':
      return { from: 'refused', because: "reads psql's own input" };
    case 'stdin':
      return { from: 'script', sql };
    default:
      return { from: 'file', path: bare ?? '', sql };
  }
}
