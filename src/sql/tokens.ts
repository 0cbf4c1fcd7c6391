/** A statement as a list of tokens, to tell by its grammar what it is. */
import { Scanner } from './scan.ts';

/**
 * The tokens of a statement: unquoted words in upper case, all else as written. So a string or a name that looks like a keyword
 * is never mistaken for one.
 */
export function tokensOf(text: string): string[] {
  const tokens: string[] = [];
  const scanner = new Scanner(text);
  for (let kind = scanner.next(); kind !== 'end'; kind = scanner.next()) {
    const token = text.slice(scanner.start, scanner.end);
    tokens.push(kind === 'word' ? token.toUpperCase() : token);
  }
  return tokens;
}

/** The first word of a statement in upper case, or an empty string. */
export function firstWord(text: string): string {
  const scanner = new Scanner(text);
  return scanner.next() === 'word' ? text.slice(scanner.start, scanner.end).toUpperCase() : '';
}
