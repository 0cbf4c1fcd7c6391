/** A PL/pgSQL body token by token, and stretches of SQL in it. */
import { Scanner, type TokenKind } from '../scan.ts';
import { Unreadable, type Code } from './syntax.ts';

export interface Token {
  readonly kind: TokenKind;
  /** As written. */
  readonly text: string;
  /** Of an unquoted word: in lower case. Otherwise empty. */
  readonly word: string;
  readonly start: number;
  readonly end: number;
}

const NOT_ASCII = /[\u0080-\uffff]/;
/** Characters that allow an operator to end in a sign. */
const FREE_SIGN = /[~!@#%^&|`?]/;

/** The tokens of a text as PL/pgSQL's lexer has them, the last one of kind `end`. */
export function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  const scanner = new Scanner(text);
  for (;;) {
    const kind = scanner.next();
    if (kind === 'operator' && scanner.end > scanner.start + 1)
      scanner.end = scanner.start + operatorOf(text.slice(scanner.start, scanner.end)).length;
    else if (kind === 'symbol' && text.startsWith('..', scanner.start)) scanner.end = scanner.start + 2;
    const { start, end } = scanner;
    const slice = text.slice(start, end);
    tokens.push({ kind, text: slice, word: kind === 'word' ? foldCase(slice) : '', start, end });
    if (kind === 'end') {
      if (scanner.unterminated !== undefined) throw new Unreadable(`a ${scanner.unterminated.what} that does not end`);
      return tokens;
    }
  }
}

/** An operator of several characters leaves a sign at its end to what follows: `x =-1`. */
function operatorOf(text: string): string {
  if (!/[-+]$/.test(text) || FREE_SIGN.test(text)) return text;
  return text.replace(/(?<=.)[-+]+$/, '');
}

/** Of ASCII letters alone, as the lexer has it. */
function foldCase(name: string): string {
  return NOT_ASCII.test(name) ? name.replace(/[A-Z]+/g, (letters) => letters.toLowerCase()) : name.toLowerCase();
}

/** The name that a word or a quoted identifier stands for. */
export function nameOf(token: Token): string {
  if (token.kind === 'word') return token.word;
  if (token.kind === 'parameter') return token.text;
  // With `U&`, escapes would have to be undone first.
  if (token.kind === 'identifier' && token.text.startsWith('"')) return token.text.slice(1, -1).replaceAll('""', '"');
  throw new Unreadable(`"${token.text}" where a name is expected`);
}

/** Walks the tokens of a body. */
export class TokenReader {
  readonly #text: string;
  readonly #tokens: readonly Token[];
  readonly #firstLine: number;
  #at = 0;
  /** Where `lineOf` has counted to. */
  #counted = { offset: 0, line: 0 };

  /** The text begins at line `firstLine` of what it is taken from. */
  constructor(text: string, firstLine: number) {
    this.#text = text;
    this.#tokens = tokenize(text);
    this.#firstLine = firstLine;
  }

  peek(ahead = 0): Token {
    const token = this.#tokens[Math.min(this.#at + ahead, this.#tokens.length - 1)];
    if (token === undefined) throw new Unreadable('nothing');
    return token;
  }

  next(): Token {
    const token = this.peek();
    if (token.kind === 'end') throw new Unreadable('an end before its time');
    this.#at += 1;
    return token;
  }

  /** Whether the token is this keyword (lower case) or mark. */
  sees(what: string, ahead = 0): boolean {
    return isToken(this.peek(ahead), what);
  }

  /** Takes the token if it is this one. */
  takes(what: string): boolean {
    const seen = this.sees(what);
    if (seen) this.#at += 1;
    return seen;
  }

  expect(what: string): void {
    if (!this.takes(what)) throw new Unreadable(`"${this.peek().text}" where "${what}" is expected`);
  }

  /** A name with what qualifies it. */
  path(): string[] {
    const parts = [nameOf(this.next())];
    while (this.takes('.')) parts.push(nameOf(this.next()));
    return parts;
  }

  get line(): number {
    return this.lineOf(this.peek());
  }

  lineOf(token: Token): number {
    if (token.start < this.#counted.offset) this.#counted = { offset: 0, line: 0 };
    let { line } = this.#counted;
    for (let at = this.#counted.offset; at < token.start; at += 1) if (this.#text[at] === '\n') line += 1;
    this.#counted = { offset: token.start, line };
    return this.#firstLine + line;
  }

  /** The tokens up to the first of these that stands in no parentheses or brackets; it is left to be taken. */
  until(...ends: string[]): Token[] {
    const tokens: Token[] = [];
    for (let depth = 0; ;) {
      const token = this.peek();
      if (depth === 0 && ends.some((end) => isToken(token, end))) return tokens;
      depth += depthOf(token);
      if (depth < 0) throw new Unreadable('a parenthesis too many');
      tokens.push(this.next());
    }
  }

  /** Its text with all that stands between. */
  textOf(tokens: readonly Token[]): string {
    const [first] = tokens;
    const last = tokens.at(-1);
    return first === undefined || last === undefined ? '' : this.#text.slice(first.start, last.end);
  }

  /** These tokens with `before` in front of them, as SQL. */
  code(tokens: readonly Token[], before = ''): Code {
    const [first] = tokens;
    if (first === undefined) throw new Unreadable(`nothing where SQL is expected before "${this.peek().text}"`);
    return { sql: before + this.textOf(tokens), line: this.lineOf(first) };
  }

  /** The expression up to the first of these. */
  expression(...ends: string[]): Code {
    return this.code(this.until(...ends), 'SELECT ');
  }
}

export function isToken(token: Token, what: string): boolean {
  if (token.kind === 'word') return token.word === what;
  return token.kind !== 'string' && token.kind !== 'identifier' && token.text === what;
}

export function depthOf(token: Token): number {
  if (isToken(token, '(') || isToken(token, '[')) return 1;
  return isToken(token, ')') || isToken(token, ']') ? -1 : 0;
}
