/**
 * `INSERT … VALUES` of many rows with fewer of them: enough to touch all that the statement touches. Where every value is a literal, what
 * happens hangs on the kinds of values that each column gets, and not on the values: a cast calls what belongs to its type, DEFAULT what the
 * column has for it. So a row stays that has a kind of value which none before it had in that column.
 *
 * A text may also be read as the name of an object. For texts that are left out, those that stay stand as texts that nobody knows.
 */
import { HOLE } from './holes.ts';
import { Scanner, type TokenKind } from './scan.ts';

/** One row or several is a difference. */
const LEAST_ROWS = 2;
const TEXT = `'${HOLE}value'`;

/** Undefined for any other statement. What is no SQL may come out as something else that is none. */
export function withFewerRows(sql: string): string | undefined {
  const scanner = new Scanner(sql);
  const end = endOfHead(scanner);
  if (end === undefined) return undefined;
  const kept: string[] = [];
  const known = new Set<string>();
  do {
    const row = readRow(scanner);
    if (row === undefined) return undefined;
    const fresh = row.filter(({ kind }, column) => !known.has(`${column} ${kind}`));
    if (!fresh.every(({ form }) => form.length <= LONGEST_FORM && LITERAL.test(form))) return undefined;
    if (fresh.length > 0 || kept.length < LEAST_ROWS) kept.push(`(${row.map(({ text }) => text).join(', ')})`);
    for (const [column, { kind }] of row.entries()) known.add(`${column} ${kind}`);
  } while (isSymbol(scanner, scanner.next(), ','));
  return `${sql.slice(0, end)} ${kept.join(', ')} ${sql.slice(scanner.start)}`;
}

/** What would make the rows those of a query with more to it. */
const OF_QUERIES = ['select', 'table', 'with'];

/** Passes over `INSERT INTO … VALUES`, and says where that ends. */
function endOfHead(scanner: Scanner): number | undefined {
  for (const word of ['insert', 'into']) if (scanner.next() !== 'word' || !scanner.is(word)) return undefined;
  let depth = 0;
  let isPart = false;
  for (;;) {
    const kind = scanner.next();
    if (kind === 'open') depth += 1;
    else if (kind === 'close') depth -= 1;
    else if (kind === 'word' && depth === 0 && !isPart) {
      if (scanner.is('values')) return scanner.end;
      if (OF_QUERIES.some((word) => scanner.is(word))) return undefined;
    } else if (kind !== 'word' && kind !== 'identifier' && kind !== 'symbol') return undefined;
    isPart = isSymbol(scanner, kind, '.');
  }
}

interface Cell {
  /** As it stays. */
  readonly text: string;
  /** Equal where what happens is the same. */
  readonly kind: string;
  /** A letter for each token. */
  readonly form: string;
}

/** The type of `'…'::type` or `type '…'`. */
const TYPE = String.raw`w(?:\.w)*w*(?:\(n(?:,n)*\))?w*(?:\[n?\])*`;
const LITERAL = new RegExp(`^[+-]?(?:[lns]|${TYPE}sw*)(?::${TYPE})*$`);
const LONGEST_FORM = 100;

/** Undefined where a token has no place in a literal. */
function readRow(scanner: Scanner): readonly Cell[] | undefined {
  if (scanner.next() !== 'open') return undefined;
  const cells: Cell[] = [];
  let tokens: Token[] = [];
  for (let depth = 0; ;) {
    const kind = scanner.next();
    const isLast = kind === 'close' && depth === 0;
    if (isLast || (depth === 0 && isSymbol(scanner, kind, ','))) {
      cells.push(cellOf(tokens));
      if (isLast) return cells;
      tokens = [];
      continue;
    }
    const token = tokenOf(scanner, kind);
    if (token === undefined) return undefined;
    if (kind === 'open') depth += 1;
    if (kind === 'close') depth -= 1;
    tokens.push(token);
  }
}

function cellOf(tokens: readonly Token[]): Cell {
  return {
    text: tokens.map(({ text }) => text).join(' '),
    kind: tokens.map(({ kind }) => kind).join(' '),
    form: tokens.map(({ letter }) => letter).join(''),
  };
}

interface Token {
  readonly text: string;
  readonly kind: string;
  readonly letter: string;
}

const WORDS = ['null', 'true', 'false', 'default'];
const SYMBOLS: ReadonlyMap<string, string> = new Map([
  ...['+', '-', '.', ',', '(', ')', '[', ']'].map((symbol) => [symbol, symbol] as const),
  ['::', ':'],
]);

function tokenOf(scanner: Scanner, kind: TokenKind): Token | undefined {
  const text = scanner.text.slice(scanner.start, scanner.end);
  switch (kind) {
    case 'number':
      return { text, kind: '0', letter: 'n' };
    case 'string':
      return scanner.unterminated === undefined ? stringOf(text) : undefined;
    case 'word':
      return { text, kind: text, letter: WORDS.some((word) => scanner.is(word)) ? 'l' : 'w' };
    case 'identifier':
      return { text, kind: text, letter: 'w' };
    default: {
      const letter = SYMBOLS.get(text);
      return letter === undefined ? undefined : { text, kind: text, letter };
    }
  }
}

/** Bits are no text, and `N'…'` is a cast. */
function stringOf(text: string): Token | undefined {
  const [prefix = ''] = /^[bxn]/i.exec(text) ?? [];
  switch (prefix.toLowerCase()) {
    case '':
      return { text: TEXT, kind: "''", letter: 's' };
    case 'n':
      return undefined;
    default:
      return { text, kind: `${prefix}''`, letter: 's' };
  }
}

function isSymbol({ text, start, end }: Scanner, kind: TokenKind, symbol: string): boolean {
  return kind === 'symbol' && text.slice(start, end) === symbol;
}
