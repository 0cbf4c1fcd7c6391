import { describe, expect, it } from '@jest/globals';
import { lastingSearchPath } from '../../src/sql/session-settings.ts';
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
