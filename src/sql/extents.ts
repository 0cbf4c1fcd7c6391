/** Where the parts of a text that PostgreSQL's lexer and psql know come to their end. All offsets are in UTF-16 units. */
import {
  BRACE,
  CASE_BIT,
  CLOSING_BRACE,
  DASH,
  DIGIT,
  DOT,
  DOUBLE_QUOTE,
  LOWER_E,
  NEWLINE,
  OPERATOR,
  PLUS,
  QUESTION,
  QUOTE,
  RETURN,
  SLASH,
  STAR,
  classOf,
  isNamePart,
  isSpace,
} from './characters.ts';

/** A template is looked for no further than this, lest a text full of opening braces be read once for each of them. */
const LONGEST_TEMPLATE = 1000;

/** The end of the template that begins at `start`, or -1 if its line ends or another template begins before it is closed. */
export function endOfTemplate(text: string, start: number): number {
  const head = text.slice(start + 2, start + LONGEST_TEMPLATE);
  const close = head.indexOf('}}');
  return close === -1 || /\n|\{\{/.test(head.slice(0, close)) ? -1 : start + 2 + close + 2;
}

/** The end of the psql variable reference whose colon stands at `colon`, or -1 if there is none. */
export function endOfVariable(text: string, colon: number): number {
  const next = text.charCodeAt(colon + 1);
  if (next === QUOTE || next === DOUBLE_QUOTE) return endOfName(text, colon + 2, next);
  if (next === BRACE) {
    return text.charCodeAt(colon + 2) === QUESTION ? endOfName(text, colon + 3, CLOSING_BRACE) : -1;
  }
  return endOfName(text, colon + 1, undefined);
}

/** The end of a name of at least one character, with the character that must close it. */
function endOfName(text: string, from: number, closing: number | undefined): number {
  let at = from;
  while (isNamePart(text.charCodeAt(at))) at += 1;
  if (at === from) return -1;
  if (closing === undefined) return at;
  return text.charCodeAt(at) === closing ? at + 1 : -1;
}

/** The end of the line comment whose text begins at `from`. */
export function endOfComment(text: string, from: number): number {
  for (let at = from; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === NEWLINE || code === RETURN) return at;
  }
  return text.length;
}

/** Block comments nest. Returns -1 if the text ends before the last of them does. */
export function endOfBlock(text: string, from: number): number {
  let depth = 1;
  let at = from;
  while (at < text.length) {
    const code = text.charCodeAt(at);
    const next = text.charCodeAt(at + 1);
    if (code === STAR && next === SLASH) {
      at += 2;
      depth -= 1;
      if (depth === 0) return at;
    } else if (code === SLASH && next === STAR) {
      at += 2;
      depth += 1;
    } else {
      at += 1;
    }
  }
  return -1;
}

/** The opening quote that continues a string which ended just before `from`: one with a line break, but no block comment, before it. */
export function continuation(text: string, from: number): number {
  let broken = false;
  let at = from;
  for (;;) {
    const code = text.charCodeAt(at);
    if (isSpace(code)) {
      broken ||= code === NEWLINE || code === RETURN;
      at += 1;
    } else if (code === DASH && text.charCodeAt(at + 1) === DASH) {
      at = endOfComment(text, at + 2);
    } else {
      return broken && code === QUOTE ? at : -1;
    }
  }
}

/** Digits, letters, points and the sign of an exponent. `1..10` is a number, two points and a number. */
export function endOfNumber(text: string, from: number): number {
  for (let at = from; ; at += 1) {
    const code = text.charCodeAt(at);
    if (isNamePart(code)) continue;
    if (code === DOT && text.charCodeAt(at + 1) !== DOT) continue;
    const signed = code === PLUS || code === DASH;
    if (signed && (text.charCodeAt(at - 1) | CASE_BIT) === LOWER_E && classOf(text.charCodeAt(at + 1)) === DIGIT)
      continue;
    return at;
  }
}

/** An operator ends where a comment begins. */
export function endOfOperator(text: string, from: number): number {
  for (let at = from; ; at += 1) {
    const code = text.charCodeAt(at);
    if (classOf(code) !== OPERATOR) return at;
    const next = text.charCodeAt(at + 1);
    if ((code === DASH && next === DASH) || (code === SLASH && next === STAR)) return at;
  }
}
