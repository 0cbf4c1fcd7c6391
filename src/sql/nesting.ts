/**
 * Which semicolon ends a statement: none that stands in parentheses (`CREATE RULE … DO (a; b)`) or in the body of a routine
 * written in standard SQL (`BEGIN ATOMIC a; b; END`).
 */
import type { Scanner, TokenKind } from './scan.ts';

/**
 * How far the head of a routine has been read.
 * `plain`: this can have no body that holds semicolons. `clause`: in such a body, at the beginning of one of its statements.
 */
type Stage = 'start' | 'create' | 'or' | 'replace' | 'routine' | 'begin' | 'clause' | 'body' | 'plain';

/** Follows one statement token by token. */
export class Nesting {
  #parentheses = 0;
  #stage: Stage = 'start';

  copy(): Nesting {
    const copy = new Nesting();
    copy.#parentheses = this.#parentheses;
    copy.#stage = this.#stage;
    return copy;
  }

  /** Whether from here on only parentheses matter, and the semicolon. */
  get isPlain(): boolean {
    return this.#stage === 'plain';
  }

  /** Takes in the scanner's token, and tells whether it is the end of the statement. */
  endsAt(kind: TokenKind, scanner: Scanner): boolean {
    if (kind === 'semicolon') {
      if (this.#parentheses > 0) return false;
      if (this.#stage !== 'body' && this.#stage !== 'clause') return true;
      this.#stage = 'clause';
      return false;
    }
    if (kind === 'open') this.#parentheses += 1;
    else if (kind === 'close') this.#parentheses = Math.max(0, this.#parentheses - 1);
    if (this.#stage !== 'plain') this.#stage = this.#follow(kind === 'word' ? scanner : NO_WORD);
    return false;
  }

  /** The grammar lets a body end only at an END that begins a statement: no CASE … END and no column called `end` does that. */
  #follow(token: Token): Stage {
    switch (this.#stage) {
      case 'start':
        return token.is('create') ? 'create' : 'plain';
      case 'create':
        return token.is('or') ? 'or' : isRoutine(token) ? 'routine' : 'plain';
      case 'or':
        return token.is('replace') ? 'replace' : 'plain';
      case 'replace':
        return isRoutine(token) ? 'routine' : 'plain';
      case 'routine':
        return this.#parentheses === 0 && token.is('begin') ? 'begin' : 'routine';
      case 'begin':
        return token.is('atomic') ? 'clause' : token.is('begin') ? 'begin' : 'routine';
      case 'clause':
        return token.is('end') ? 'plain' : 'body';
      case 'body':
      case 'plain':
        return this.#stage;
    }
  }
}

function isRoutine(token: Token): boolean {
  return token.is('function') || token.is('procedure');
}

/** What a token is asked. */
type Token = Pick<Scanner, 'is'>;
const NO_WORD: Token = { is: () => false };
