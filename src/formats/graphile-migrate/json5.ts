/**
 * JSON5 as configuration files use it: JSON with comments, single quotes, bare keys and commas at the end.
 *
 * Rules: https://spec.json5.org
 */

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** Throws a `SyntaxError` that names the line. */
export function parseJson5(text: string): Json {
  const parser = new Parser(text);
  const value = parser.value();
  parser.end();
  return value;
}

const SPACE = /(?:\s|\/\/[^\n]*|\/\*[^]*?\*\/)+/y;
const STRING = /"((?:[^"\\\n]|\\[^])*)"|'((?:[^'\\\n]|\\[^])*)'/y;
const NAME = /[\p{L}_$][\p{L}\p{N}_$]*/uy;
const NUMBER = /[+-]?(?:0[xX][\da-fA-F]+|Infinity|NaN|(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)/y;
const ESCAPE = /\\(?:u([\da-fA-F]{4})|x([\da-fA-F]{2})|(\r\n|[^]))/g;
const ESCAPED: Readonly<Record<string, string>> = {
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '0': '\0',
  '\n': '',
  '\r\n': '',
};
const WORDS: Readonly<Record<string, Json>> = { null: null, true: true, false: false };
/** Deeper than any configuration, and well within the stack. */
const MAX_DEPTH = 200;

class Parser {
  readonly #text: string;
  #at = 0;
  #depth = 0;

  constructor(text: string) {
    this.#text = text;
  }

  value(): Json {
    this.#take(SPACE);
    const char = this.#text[this.#at];
    if (char === '{') return this.#nested(() => this.#object());
    if (char === '[') return this.#nested(() => this.#array());
    if (char === '"' || char === "'") return this.#string();
    const number = this.#take(NUMBER);
    if (number !== undefined) return Number(number[0]);
    const word = this.#take(NAME)?.[0] ?? '';
    const value = Object.hasOwn(WORDS, word) ? WORDS[word] : undefined;
    if (value === undefined) throw this.#unexpected();
    return value;
  }

  end(): void {
    this.#take(SPACE);
    if (this.#at < this.#text.length) throw this.#unexpected();
  }

  #object(): Json {
    const entries: [string, Json][] = [];
    this.#list('}', () => {
      const key = this.#key();
      this.#take(SPACE);
      this.#expect(':');
      entries.push([key, this.value()]);
    });
    return Object.fromEntries(entries);
  }

  #array(): Json {
    const items: Json[] = [];
    this.#list(']', () => items.push(this.value()));
    return items;
  }

  #list(close: string, item: () => void): void {
    this.#at += 1;
    for (;;) {
      this.#take(SPACE);
      if (this.#text[this.#at] === close) break;
      item();
      this.#take(SPACE);
      if (this.#text[this.#at] === close) break;
      this.#expect(',');
    }
    this.#at += 1;
  }

  #nested(read: () => Json): Json {
    if (this.#depth >= MAX_DEPTH) throw this.#unexpected();
    this.#depth += 1;
    const value = read();
    this.#depth -= 1;
    return value;
  }

  #key(): string {
    const name = this.#take(NAME);
    return name === undefined ? this.#string() : name[0];
  }

  #string(): string {
    const match = this.#take(STRING);
    if (match === undefined) throw this.#unexpected();
    const raw = match[1] ?? match[2] ?? '';
    return raw.replaceAll(
      ESCAPE,
      (_, unicode: string | undefined, hex: string | undefined, other: string | undefined) => {
        const code = unicode ?? hex;
        if (code !== undefined) return String.fromCharCode(Number.parseInt(code, 16));
        return ESCAPED[other ?? ''] ?? other ?? '';
      },
    );
  }

  #expect(char: string): void {
    if (this.#text[this.#at] !== char) throw this.#unexpected();
    this.#at += 1;
  }

  #take(pattern: RegExp): RegExpExecArray | undefined {
    pattern.lastIndex = this.#at;
    const match = pattern.exec(this.#text) ?? undefined;
    if (match !== undefined) this.#at = pattern.lastIndex;
    return match;
  }

  #unexpected(): SyntaxError {
    const line = this.#text.slice(0, this.#at).split('\n').length;
    const [char] = this.#text.slice(this.#at, this.#at + 2);
    return new SyntaxError(char === undefined ? `unexpected end, line ${line}` : `unexpected "${char}", line ${line}`);
  }
}
