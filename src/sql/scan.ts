/**
 * PostgreSQL's lexical rules: where words, strings, comments and operators begin and end.
 *
 * One pass over UTF-16 units, one token at a time and no copies, so that a dump of many megabytes costs no more memory than its
 * text. `standard_conforming_strings` is taken to be on. Rules that never move the end of a string, a comment or a statement are
 * left to PostgreSQL: a number swallows what trails it, an operator keeps its trailing sign.
 */
import type { Dialect } from '../migration/migration.ts';
import {
  AMPERSAND,
  BACKSLASH,
  BRACE,
  CASE_BIT,
  COLON,
  DASH,
  DIGIT,
  DOLLAR,
  DOUBLE_QUOTE,
  EQUALS,
  LETTER,
  LOWER_E,
  LOWER_U,
  OPERATOR,
  QUOTE,
  SLASH,
  STAR,
  classOf,
  isNamePart,
  isSpace,
} from './characters.ts';
import {
  continuation,
  endOfBlock,
  endOfComment,
  endOfNumber,
  endOfOperator,
  endOfTemplate,
  endOfVariable,
} from './extents.ts';

export type TokenKind =
  | 'word'
  /** In double quotes, `U&` before them included. */
  | 'identifier'
  /** In single quotes, a prefix such as `E` or `U&` included, or in dollar quotes. */
  | 'string'
  | 'number'
  | 'parameter'
  | 'operator'
  | 'open'
  | 'close'
  | 'semicolon'
  | 'backslash'
  /** `{{ … }}`, `"{{ … }} … "` or, when it is never closed, a bare `{{`. */
  | 'template'
  /** psql only: `:name`, `:'name'`, `:"name"` or `:{?name}`. */
  | 'variable'
  /** Any other single character. */
  | 'symbol'
  | 'end';

export interface Unterminated {
  readonly what: 'string' | 'identifier' | 'dollar-quote' | 'comment';
  /** Where it begins. */
  readonly start: number;
}

/** Walks a text token by token; whitespace and comments are passed over. */
export class Scanner {
  readonly text: string;
  /** Of the current token, in UTF-16 units. Setting `end` makes the next token begin there. */
  start = 0;
  end = 0;
  /** What the end of the text cut off, once `next` has come to it. */
  unterminated: Unterminated | undefined;

  readonly #psql: boolean;

  constructor(text: string, dialect: Dialect = 'sql') {
    this.text = text;
    this.#psql = dialect === 'psql';
  }

  next(): TokenKind {
    const { text } = this;
    this.start = this.#skipBlanks(this.end);
    const { start } = this;
    if (start >= text.length) {
      this.end = text.length;
      return 'end';
    }
    const code = text.charCodeAt(start);
    switch (classOf(code)) {
      case LETTER:
        return this.#word(code);
      case DIGIT:
        this.end = endOfNumber(text, start + 1);
        return 'number';
      case OPERATOR:
        this.end = endOfOperator(text, start + 1);
        return 'operator';
    }
    switch (code) {
      case QUOTE:
        return this.#quoted('string', start, QUOTE);
      case DOUBLE_QUOTE:
        return this.#name();
      case DOLLAR:
        return this.#dollar();
      case COLON:
        return this.#colon();
      case BRACE:
        return this.#brace();
    }
    this.end = start + 1;
    return SINGLE.get(code) ?? 'symbol';
  }

  /**
   * Passes over the tokens next in line that nobody has to look at: they open, close and end nothing. `end` is then behind the last.
   */
  passPlain(): void {
    PLAIN.lastIndex = this.end;
    if (PLAIN.test(this.text)) this.end = PLAIN.lastIndex;
  }

  /** Whether the current token, a word, is this one. `word` is given in lower case, letters only. */
  is(word: string): boolean {
    if (this.end - this.start !== word.length) return false;
    for (let i = 0; i < word.length; i += 1) {
      if ((this.text.charCodeAt(this.start + i) | CASE_BIT) !== word.charCodeAt(i)) return false;
    }
    return true;
  }

  #skipBlanks(from: number): number {
    const { text } = this;
    let at = from;
    for (;;) {
      const code = text.charCodeAt(at);
      if (isSpace(code)) {
        at += 1;
      } else if (code === DASH && text.charCodeAt(at + 1) === DASH) {
        at = endOfComment(text, at + 2);
      } else if (code === SLASH && text.charCodeAt(at + 1) === STAR) {
        const end = endOfBlock(text, at + 2);
        if (end === -1) return this.#cutOff('comment', at);
        at = end;
      } else {
        return at;
      }
    }
  }

  #word(first: number): TokenKind {
    const { text, start } = this;
    const second = text.charCodeAt(start + 1);
    if (second === QUOTE) {
      switch (first | CASE_BIT) {
        case LOWER_E:
          return this.#escaped();
        case 0x62: // b, x, n: only the text between the quotes means something else
        case 0x78:
        case 0x6e:
          return this.#quoted('string', start + 1, QUOTE);
      }
    }
    if (second === AMPERSAND && (first | CASE_BIT) === LOWER_U) {
      const third = text.charCodeAt(start + 2);
      if (third === QUOTE) return this.#quoted('string', start + 2, QUOTE);
      if (third === DOUBLE_QUOTE) return this.#quoted('identifier', start + 2, DOUBLE_QUOTE);
    }
    let at = start + 1;
    for (;;) {
      const code = text.charCodeAt(at);
      if (!isNamePart(code) && code !== DOLLAR) break;
      at += 1;
    }
    this.end = at;
    return 'word';
  }

  /** A quote doubled is a quote; nothing else is special. */
  #quoted(kind: 'string' | 'identifier', opening: number, quote: number): TokenKind {
    const { text } = this;
    const mark = String.fromCharCode(quote);
    let at = opening;
    do {
      at = text.indexOf(mark, at + 1);
      if (at === -1) {
        this.end = this.#cutOff(kind, this.start);
        return kind;
      }
      at += 1;
    } while (text.charCodeAt(at) === quote);
    this.end = at;
    return kind;
  }

  /** `E'…'`. Its escapes stay in force in a string that continues it on another line: `E'a' ⏎ 'b\'c'`. */
  #escaped(): TokenKind {
    const { text } = this;
    let at = this.start + 2;
    while (at < text.length) {
      const code = text.charCodeAt(at);
      if (code === BACKSLASH || (code === QUOTE && text.charCodeAt(at + 1) === QUOTE)) {
        at += 2;
      } else if (code !== QUOTE) {
        at += 1;
      } else {
        const next = continuation(text, at + 1);
        if (next === -1) {
          this.end = at + 1;
          return 'string';
        }
        at = next + 1;
      }
    }
    this.end = this.#cutOff('string', this.start);
    return 'string';
  }

  /** `$1`, `$$ … $$`, `$tag$ … $tag$`, or a dollar that is nothing. */
  #dollar(): TokenKind {
    const { text, start } = this;
    let at = start + 1;
    if (classOf(text.charCodeAt(at)) === DIGIT) {
      while (classOf(text.charCodeAt(at)) === DIGIT) at += 1;
      this.end = at;
      return 'parameter';
    }
    while (isNamePart(text.charCodeAt(at))) at += 1;
    if (text.charCodeAt(at) !== DOLLAR) {
      this.end = start + 1;
      return 'symbol';
    }
    const delimiter = text.slice(start, at + 1);
    const close = text.indexOf(delimiter, at + 1);
    this.end = close === -1 ? this.#cutOff('dollar-quote', start) : close + delimiter.length;
    return 'string';
  }

  #colon(): TokenKind {
    const { text, start } = this;
    const next = text.charCodeAt(start + 1);
    if (next === COLON || next === EQUALS) {
      this.end = start + 2;
      return 'operator';
    }
    const end = this.#psql ? endOfVariable(text, start) : -1;
    this.end = end === -1 ? start + 1 : end;
    return end === -1 ? 'symbol' : 'variable';
  }

  #brace(): TokenKind {
    const { text, start } = this;
    if (!text.startsWith('{{', start)) {
      this.end = start + 1;
      return 'symbol';
    }
    const end = endOfTemplate(text, start);
    this.end = end === -1 ? start + 2 : end;
    return 'template';
  }

  /** A name made by a template may hold quotes that are the template's own: `"{{ index .Options "Schema" }}"`. */
  #name(): TokenKind {
    const { text, start } = this;
    if (text.startsWith('{{', start + 1)) {
      const end = endOfTemplate(text, start + 1);
      if (end !== -1) {
        this.#quoted('identifier', end - 1, DOUBLE_QUOTE);
        return 'template';
      }
    }
    return this.#quoted('identifier', start, DOUBLE_QUOTE);
  }

  #cutOff(what: Unterminated['what'], start: number): number {
    this.unterminated = { what, start };
    return this.text.length;
  }
}

const SINGLE: ReadonlyMap<number, TokenKind> = new Map([
  [0x28, 'open'],
  [0x29, 'close'],
  [0x3b, 'semicolon'],
  [BACKSLASH, 'backslash'],
]);

/**
 * Tokens that look the same from whichever side: no parenthesis, comment, dollar or colon, no quote that a prefix or another quote may
 * touch, no sign behind a number. An expression, as V8 makes machine code of it at once, long before it does of our own loops; in few
 * rounds, as each takes of its stack.
 */
const PLAIN = new RegExp(
  `(?:[\\t-\\r ]*(?:${[
    String.raw`[A-Za-z_\x80-\uffff][\w$\x80-\uffff]*(?![\w$\x80-\uffff'"&])`,
    String.raw`\d[\w\x80-\uffff]*(?:\.(?!\.)[\w\x80-\uffff]*)*(?![\w\x80-\uffff$'"&+-]|\.(?!\.))`,
    String.raw`"(?!\{\{)[^"]*"(?!")`,
    String.raw`'[^']*'(?!')`,
    String.raw`[,.=<>[\]+*%^|~!@#?&\x60}]|-(?!-)|/(?!\*)`,
  ].join('|')})){0,200}`,
  'y',
);
