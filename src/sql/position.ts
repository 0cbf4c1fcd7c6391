/** Where something stands in a file, and what is said of it there. */
import type { Problem } from '../migration/problem.ts';

export interface Position {
  /** 1-based. */
  readonly line: number;
  /** 1-based, in code points. */
  readonly column: number;
}

export interface Place extends Position {
  /** Relative to the migrations directory, `/` between parts. */
  readonly path: string;
}

/** Turns rising UTF-16 offsets of a text into positions, in one pass over the text however many are asked for. */
export class Positions {
  readonly #text: string;
  #offset = 0;
  #line: number;
  #column: number;

  /** `first` is where the text itself begins. */
  constructor(text: string, first: Position = { line: 1, column: 1 }) {
    this.#text = text;
    this.#line = first.line;
    this.#column = first.column;
  }

  /** `offset` is at least that of the call before. */
  at(offset: number): Position {
    const passed = this.#text.slice(this.#offset, offset);
    let lineStart = 0;
    for (let end = passed.indexOf('\n'); end !== -1; end = passed.indexOf('\n', lineStart)) {
      this.#line += 1;
      this.#column = 1;
      lineStart = end + 1;
    }
    this.#column += codePointsIn(passed.slice(lineStart));
    this.#offset += passed.length;
    return { line: this.#line, column: this.#column };
  }
}

function codePointsIn(text: string): number {
  return text.length - (text.match(/[\udc00-\udfff]/g)?.length ?? 0);
}

/** The UTF-16 offset of the character that has `count` code points before it. */
export function offsetAfter(text: string, count: number): number {
  let offset = 0;
  for (let seen = 0; seen < count && offset < text.length; seen += 1) {
    offset += isLowSurrogate(text.charCodeAt(offset + 1)) ? 2 : 1;
  }
  return offset;
}

/** The second half of a character that takes two units: it is not counted again. */
function isLowSurrogate(code: number): boolean {
  return code >= 0xdc00 && code <= 0xdfff;
}

/** An error whose message begins with the file and line it stands at: `what` goes on from there. */
export function errorAt(place: Place, code: string, what: string, hint: string): Problem {
  const { path, line, column } = place;
  return { severity: 'error', code, message: `${path}:${line} ${what}`, path, line, column, hint };
}
