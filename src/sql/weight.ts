/**
 * What a text costs PostgreSQL's parser: some 160 bytes of memory for each token, and a dozen for each byte, so that long strings weigh
 * little: a body of a function is one, and so is a document among the values of a row. Past some half a gigabyte the parser aborts, and
 * sets the exit code of the process when it does.
 */
import { Scanner } from './scan.ts';

/** In tokens. Far from what ends the parser. */
export const HEAVIEST = 1024 * 1024;
const BYTES_OF_A_TOKEN = 16;

export function isTooHeavy(sql: string, heaviest = HEAVIEST): boolean {
  const size = Buffer.byteLength(sql);
  // Were each byte a token.
  if (size <= heaviest) return false;
  let left = heaviest - size / BYTES_OF_A_TOKEN;
  const scanner = new Scanner(sql);
  while (left >= 0) {
    if (scanner.next() === 'end') return false;
    left -= 1;
  }
  return true;
}
