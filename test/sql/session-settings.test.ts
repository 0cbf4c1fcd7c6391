import { describe, expect, it } from '@jest/globals';
import { defines, lastingSearchPath, outlastsReset } from '../../src/sql/session-settings.ts';
import { split } from '../../src/sql/split.ts';

function lasting(text: string): string | undefined {
  const { statements } = split(text, 'a.sql');
  return lastingSearchPath(statements.map((statement) => ({ kind: 'statement', statement })))?.text;
}

describe('lastingSearchPath', () => {
  it.each([
    'SET search_path = app, public',
    'set session search_path to app',
    "SET SCHEMA 'app'",
    "SELECT pg_catalog.set_config('search_path', '', false)",
  ])('finds %s', (text) => {
    expect(lasting(`SELECT 1; ${text}; SELECT 2`)).toBe(text);
  });

  it.each([
    'SET LOCAL search_path = app',
    "SELECT set_config('search_path', 'app', true)",
    'SET work_mem = 1',
    "SELECT 'SET search_path = app'",
    'ALTER FUNCTION f() SET search_path = app',
    'CREATE FUNCTION f() RETURNS int LANGUAGE sql SET search_path = app AS $$ SELECT 1 $$',
    'SET search_path = app; SELECT 1; RESET search_path',
    'SET search_path = app; SET search_path TO DEFAULT',
    'SET search_path = app; DISCARD ALL',
  ])('takes %s for passing', (text) => {
    expect(lasting(text)).toBeUndefined();
  });

  it('names the last of several', () => {
    expect(lasting('SET search_path = a; RESET ALL; SET search_path = b; SET search_path = c')).toBe(
      'SET search_path = c',
    );
  });
});

describe('outlastsReset', () => {
  it.each([
    "SET app.who = 'me'",
    'set local "app".who to \'me\'',
    'RESET "app.who"',
    "ALTER DATABASE shop SET app.who = 'me'",
    "SELECT set_config('app.who', 'me', true)",
    'SELECT pg_catalog.set_config(name, value, false) FROM settings',
    "EXECUTE format('SET LOCAL %I.%I = %L', a, b, c)",
    "EXECUTE 'SET LOCAL ' || name",
    'SELECT setseed(0.5)',
  ])('finds %s', (text) => {
    expect(outlastsReset(text)).toBe(true);
  });

  it.each([
    "SELECT pg_catalog.set_config('search_path', '', false)",
    'SET search_path = app',
    'SET LOCAL lock_timeout = 1',
    "SET SESSION AUTHORIZATION 'app'",
    'UPDATE a SET b = c.d FROM c',
    'ALTER TABLE a ALTER b SET DEFAULT app.next_id()',
    '-- What is set. Then more',
  ])('takes nothing from %s', (text) => {
    expect(outlastsReset(text)).toBe(false);
  });

  it('tells what is done at once from what others may set off', () => {
    expect(['SET a.b = 1', 'select setseed(1)', 'CREATE FUNCTION f', 'DO $$'].map(defines)).toEqual([
      false,
      false,
      true,
      true,
    ]);
  });
});
