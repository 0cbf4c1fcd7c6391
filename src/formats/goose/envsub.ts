/**
 * Environment variables in text, as goose substitutes them between `-- +goose ENVSUB ON` and `OFF` (its README, "Environment variable
 * substitution"; it uses github.com/mfridman/interpolate, `parser.go` and `interpolate.go`).
 *
 * | written | becomes |
 * | --- | --- |
 * | `$NAME`, `${NAME}` | the value, or nothing if unset |
 * | `${NAME:-TEXT}` | the value, or TEXT if unset or empty |
 * | `${NAME-TEXT}` | the value, or TEXT if unset |
 * | `${NAME:FROM}`, `${NAME:FROM:LENGTH}` | part of the value; negative numbers count from its end |
 * | `${NAME?TEXT}` | the value; an error that says TEXT if unset |
 * | `$$`, `\$` | `$` |
 * | `$(`, `\\` and a `$` at the end | themselves |
 *
 * TEXT may hold expansions itself. A `$` before anything else is an error, `$1` included.
 */

/** A value of the environment, undefined if unset. */
export type Lookup = (name: string) => string | undefined;

/** What cannot be substituted, and why, as half a sentence. */
export class SubstitutionError extends Error {
  override readonly name = 'SubstitutionError';
}

/** Throws a `SubstitutionError`. */
export function substituteEnvironment(text: string, lookup: Lookup): string {
  const cursor: Cursor = { text, at: 0 };
  return readText(cursor, lookup, '');
}

interface Cursor {
  readonly text: string;
  at: number;
}

const IDENTIFIER = /\p{L}[\p{L}\p{N}_]*/uy;
const INTEGER = /^\s*([+-]?[0-9]+)\s*$/;
/** Pairs that are no expansion, with what becomes of them. */
const PAIRS: readonly (readonly [string, string])[] = [
  ['\\\\', '\\\\'],
  ['\\$', '$'],
  ['$$', '$'],
  ['$(', '$('],
];

/** Reads up to `stop` (`''`: to the end), which it leaves for the caller. */
function readText(cursor: Cursor, lookup: Lookup, stop: string): string {
  let result = '';
  while (cursor.at < cursor.text.length && cursor.text[cursor.at] !== stop) {
    const pair = PAIRS.find(([written]) => cursor.text.startsWith(written, cursor.at));
    if (pair !== undefined) {
      result += pair[1];
      cursor.at += 2;
    } else if (cursor.text[cursor.at] === '$' && cursor.at < cursor.text.length - 1) {
      result += readExpansion(cursor, lookup);
    } else {
      result += cursor.text[cursor.at] ?? '';
      cursor.at += 1;
    }
  }
  return result;
}

function readExpansion(cursor: Cursor, lookup: Lookup): string {
  cursor.at += 1;
  if (cursor.text[cursor.at] !== '{') return lookup(readIdentifier(cursor)) ?? '';
  cursor.at += 1;
  const name = readIdentifier(cursor);
  const value = lookup(name);
  const result = readOperation(cursor, lookup, name, value);
  if (cursor.text[cursor.at] !== '}') throw new SubstitutionError(`"\${${name}" is not closed by "}"`);
  cursor.at += 1;
  return result;
}

function readOperation(cursor: Cursor, lookup: Lookup, name: string, value: string | undefined): string {
  const operator = cursor.text[cursor.at];
  if (operator === '}') return value ?? '';
  // The caller finds the closing brace missing.
  if (operator === undefined) return '';
  cursor.at += 1;
  if (operator === ':' && cursor.text[cursor.at] !== '-') return readPart(cursor, name, value ?? '');
  if (operator === ':') cursor.at += 1;
  else if (operator !== '-' && operator !== '?') {
    throw new SubstitutionError(
      `"\${${name}" is followed by "${operator}", which is not one of ":-", "-", ":" and "?"`,
    );
  }
  const unset = value === undefined || (operator === ':' && value === '');
  // Where the text is not used, what is in it must be well formed but need not have a value.
  const text = readText(cursor, unset ? lookup : () => '', '}');
  if (!unset) return value;
  if (operator === '?') throw new SubstitutionError(`$${name} is not set${text === '' ? '' : `: ${text}`}`);
  return text;
}

function readPart(cursor: Cursor, name: string, value: string): string {
  const end = cursor.text.indexOf('}', cursor.at);
  const numbers = cursor.text.slice(cursor.at, end === -1 ? undefined : end);
  const colon = numbers.indexOf(':');
  cursor.at += numbers.length;
  const offset = readInteger(colon === -1 ? numbers : numbers.slice(0, colon), name);
  const from = Math.min(Math.max(offset < 0 ? offset + value.length : offset, 0), value.length);
  if (colon === -1) return value.slice(from);
  const length = readInteger(numbers.slice(colon + 1), name);
  const to = length >= 0 ? from + length : Math.max(value.length + length, from);
  return value.slice(from, to);
}

function readInteger(text: string, name: string): number {
  const match = INTEGER.exec(text);
  if (match === null) throw new SubstitutionError(`"${text}" in "\${${name}:" is not a whole number`);
  return Number(match[1]);
}

function readIdentifier(cursor: Cursor): string {
  IDENTIFIER.lastIndex = cursor.at;
  const name = IDENTIFIER.exec(cursor.text)?.[0];
  if (name === undefined) {
    const found = cursor.text.slice(cursor.at, cursor.at + 1);
    throw new SubstitutionError(`"$" is followed by "${found}", which does not begin a variable name`);
  }
  cursor.at += name.length;
  return name;
}
