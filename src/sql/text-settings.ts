/** Settings of a session that change how PostgreSQL reads the text of the statements after them, which are sent as they stand. */
import type { Problem } from '../migration/problem.ts';
import type { TransactionMode } from '../migration/migration.ts';
import { errorAt } from './position.ts';
import type { Step } from './program.ts';
import { Scanner } from './scan.ts';
import { firstWord, tokensOf } from './tokens.ts';

/** What UTF-8 may be called; bytes of SQL_ASCII pass unchanged. */
const READS_UTF8 = new Set(['UTF8', 'UNICODE', 'SQLASCII', 'DEFAULT']);

/**
 * What would be read otherwise than by psql, statement by statement:
 * - Scripts are UTF-8. After `SET client_encoding` to another encoding PostgreSQL would take them for that one.
 * - After `SET standard_conforming_strings = off` a backslash in `'…'` escapes what follows, here and in PostgreSQL, but only in
 *   messages that begin after it. A script that is one message is read whole before any of it runs, so there it has no effect.
 */
export function checkTextSettings(steps: readonly Step[], mode: TransactionMode): Problem[] {
  const problems: Problem[] = [];
  let escapes = false;
  for (const { statement } of steps) {
    if (firstWord(statement.text) !== 'SET') {
      if (!escapes || !hasBackslashInString(statement.text)) continue;
      const what = 'has a backslash in a string after SET standard_conforming_strings = off, which makes it an escape.';
      problems.push(errorAt(statement, 'backslash-string', what, "Write E'…' and remove the SET."));
      return problems;
    }
    const [name, value] = settingOf(tokensOf(statement.text));
    if (name === 'STANDARD_CONFORMING_STRINGS' && mode !== 'message') escapes = /^(?:OFF?|F|FALSE|N|NO|0)$/.test(value);
    if (name === 'CLIENT_ENCODING' && !READS_UTF8.has(value.replaceAll(/[^A-Z0-9]/g, ''))) {
      const what = `sets client_encoding to ${value}, but scripts are read and sent as UTF-8.`;
      problems.push(errorAt(statement, 'client-encoding', what, 'Remove the SET, and save the file as UTF-8.'));
    }
  }
  return problems;
}

/** Name and value of a SET, in upper case without quotes: `SET [SESSION | LOCAL] name {TO | =} value`, `SET NAMES value`. */
function settingOf(tokens: readonly string[]): [name: string, value: string] {
  const [first = '', ...rest] = tokens[1] === 'SESSION' || tokens[1] === 'LOCAL' ? tokens.slice(2) : tokens.slice(1);
  const bare = (token: string | undefined) => (token ?? '').toUpperCase().replaceAll(/^['"]|['"]$/g, '');
  if (first === 'NAMES') return ['CLIENT_ENCODING', rest[0] === undefined ? 'DEFAULT' : bare(rest[0])];
  return [bare(first), bare(rest[1])];
}

function hasBackslashInString(text: string): boolean {
  if (!text.includes('\\')) return false;
  const scanner = new Scanner(text);
  for (let kind = scanner.next(); kind !== 'end'; kind = scanner.next()) {
    if (kind === 'string' && text[scanner.start] === "'" && text.slice(scanner.start, scanner.end).includes('\\'))
      return true;
  }
  return scanner.unterminated !== undefined;
}
