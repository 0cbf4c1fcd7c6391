import { describe, expect, it } from '@jest/globals';
import type { TransactionMode } from '../../src/migration/migration.ts';
import { compile } from '../../src/sql/compile.ts';

function problems(text: string, transaction: TransactionMode = 'single'): string[] {
  const script = { path: 'a.sql', text, line: 1, transaction, dialect: 'psql' } as const;
  const program = compile(script, { variables: new Map(), readFile: () => '' });
  return program.problems.map(({ code, line }) => `${code}:${line ?? ''}`);
}

describe('settings that change how text is read', () => {
  it.each([
    "SET client_encoding = 'LATIN1';",
    'set session client_encoding to win1252;',
    "SET LOCAL client_encoding = 'SJIS';",
    'SET "client_encoding" = latin1;',
    "SET NAMES 'latin1';",
  ])('refuses an encoding that the script is not in: %s', (text) => {
    expect(problems(`SELECT 1;\n${text}`)).toEqual(['client-encoding:2']);
  });

  it.each([
    "SET client_encoding = 'UTF8';",
    'SET client_encoding TO utf8;',
    "SET client_encoding = 'utf-8';",
    "SET client_encoding = 'SQL_ASCII';",
    'SET client_encoding TO DEFAULT;',
    'SET NAMES;',
    "SET NAMES 'UTF8';",
  ])('takes UTF-8 by each of its names: %s', (text) => {
    expect(problems(text)).toEqual([]);
  });

  const off = 'SET standard_conforming_strings = off;\n';

  it.each([
    `${off}INSERT INTO t VALUES ('a\\nb');`,
    `SET LOCAL standard_conforming_strings TO 'off';\nSELECT 'a\\\\b';`,
    `${off}SELECT 'it\\'s', 'two\\'s';`,
  ])('refuses a backslash that would be an escape for psql only: %j', (text) => {
    expect(problems(text)).toContain('backslash-string:2');
  });

  it.each([
    `${off}SELECT 'plain', E'a\\nb', $$a\\nb$$, "a\\b";`,
    `${off}SET standard_conforming_strings = on;\nSELECT 'a\\nb';`,
    "SELECT 'a\\nb';",
  ])('takes text that reads the same either way: %j', (text) => {
    expect(problems(text)).toEqual([]);
  });

  it('knows that a script sent as one message is read before the setting holds', () => {
    expect(problems(`${off}SELECT 'a\\nb';`, 'message')).toEqual([]);
  });
});
