/** Characters by their code, in the classes that PostgreSQL's lexer has for them. */

export const TAB = 0x09;
export const NEWLINE = 0x0a;
export const RETURN = 0x0d;
export const SPACE = 0x20;
export const DOUBLE_QUOTE = 0x22;
export const DOLLAR = 0x24;
export const AMPERSAND = 0x26;
export const QUOTE = 0x27;
export const STAR = 0x2a;
export const PLUS = 0x2b;
export const DASH = 0x2d;
export const DOT = 0x2e;
export const SLASH = 0x2f;
export const COLON = 0x3a;
export const EQUALS = 0x3d;
export const QUESTION = 0x3f;
export const BACKSLASH = 0x5c;
export const BRACE = 0x7b;
export const CLOSING_BRACE = 0x7d;
/** ASCII letters differ from their lower case by this bit alone. */
export const CASE_BIT = 0x20;
export const LOWER_E = 0x65;
export const LOWER_U = 0x75;

export const OTHER = 0;
export const LETTER = 1;
export const DIGIT = 2;
export const OPERATOR = 3;

/** Classes of the ASCII characters. Everything above is a letter, as PostgreSQL sees the bytes of UTF-8. */
const CLASSES = Uint8Array.from({ length: 128 }, (_, code) => {
  const char = String.fromCharCode(code);
  if (/[a-z_]/i.test(char)) return LETTER;
  if (/[0-9]/.test(char)) return DIGIT;
  return '~!@#^&|`?+-*/%<>='.includes(char) ? OPERATOR : OTHER;
});

/** Past the end of a text `code` is NaN, and so the class is that of no character. */
export function classOf(code: number): number {
  return code >= 128 ? LETTER : (CLASSES[code] ?? OTHER);
}

/** A letter, a digit or an underscore: what psql's variables and dollar tags are made of. */
export function isNamePart(code: number): boolean {
  const found = classOf(code);
  return found === LETTER || found === DIGIT;
}

export function isSpace(code: number): boolean {
  return code === SPACE || (code >= TAB && code <= RETURN);
}

/** Where the line that `from` is on ends: at its line break or at the end of the text. */
export function endOfLine(text: string, from: number): number {
  const end = text.indexOf('\n', from);
  return end === -1 ? text.length : end;
}

/** The text without any of these characters at its end. As a regular expression this takes quadratic time. */
export function trimEnd(text: string, characters: string): string {
  let end = text.length;
  while (end > 0 && characters.includes(text.charAt(end - 1))) end -= 1;
  return text.slice(0, end);
}
