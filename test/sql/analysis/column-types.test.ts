/** Functions whose parameters have the types of columns: `orders.total%TYPE` is settled when they are made, and no more of it is kept. */
import { describe, expect, it } from '@jest/globals';
import { type Case, order, reasonOf } from './sets.ts';

const T = 'CREATE TABLE a (x int); CREATE TABLE t (x bigint);';
const COUNT = 'INSERT INTO t SELECT count(*) FROM t';
const WRITES = 'LANGUAGE plpgsql AS $$ BEGIN INSERT INTO t VALUES (1); END $$';
const IDLE = 'LANGUAGE plpgsql AS $$ BEGIN END $$';
const F = `CREATE FUNCTION f(y a.x%TYPE) RETURNS void ${WRITES};`;

const ORDERED: readonly Case[] = [
  ['a call of one', `${T} ${F}`, 'SELECT f(1)', COUNT],
  [
    'a call of one with defaults, outputs and a result of such types',
    `${T} CREATE FUNCTION f(y public.a.x%TYPE DEFAULT 7 % 2, OUT z a.x % TYPE) RETURNS a.x%TYPE LANGUAGE plpgsql AS $$ DECLARE w a.x%TYPE := y % 3; BEGIN INSERT INTO t VALUES (w); END $$;`,
    'SELECT f(1)',
    COUNT,
  ],
  [
    'a call of one that gives rows',
    `${T} CREATE FUNCTION f() RETURNS SETOF a.x%TYPE LANGUAGE plpgsql AS $$ BEGIN INSERT INTO t VALUES (1); END $$;`,
    'SELECT f()',
    COUNT,
  ],
  [
    'a call of one in SQL',
    `${T} CREATE FUNCTION f(y a.x%TYPE) RETURNS void LANGUAGE sql AS 'INSERT INTO t VALUES (y)';`,
    'SELECT f(1)',
    COUNT,
  ],
  [
    'a function that is called like a field',
    `CREATE TABLE a (x int); CREATE TYPE pair AS (l int, r int); CREATE TABLE p (p pair); CREATE TABLE t (x bigint);`,
    `CREATE FUNCTION f(y p.p%TYPE) RETURNS void ${WRITES}`,
    'SELECT p.p.f FROM p; SELECT (p).f FROM p',
  ],
  ['the table made', T, 'CREATE TABLE b (x int)', `CREATE FUNCTION f(y b.x%TYPE) RETURNS void ${WRITES}`],
  ['another type before it', T, 'ALTER TABLE a ALTER x TYPE text', F],
  ['another type after it', T, F, 'ALTER TABLE a ALTER x TYPE text'],
  ['another type of a result', T, 'ALTER TABLE a ALTER x TYPE text', `CREATE FUNCTION f() RETURNS a.x%TYPE ${WRITES}`],
  ['another name of the column', T, F, 'ALTER TABLE a RENAME x TO z'],
  ['the end of the table', T, F, 'DROP TABLE a'],
  [
    'a table found before it',
    `${T} CREATE SCHEMA app;`,
    'CREATE TABLE app.a (x text)',
    `SET search_path = app, public; ${F}`,
  ],
  ['its table gone', `${T} ${F} DROP TABLE a CASCADE;`, 'SELECT f(1)', COUNT],
  [
    'one made for each of two types of the column',
    `${T} ${F} ALTER TABLE a ALTER x TYPE text; CREATE OR REPLACE FUNCTION f(y a.x%TYPE) RETURNS void ${IDLE};`,
    'SELECT f(1)',
    COUNT,
  ],
  [
    'one made for each of two tables of the name',
    `${T} ${F} CREATE SCHEMA app; CREATE TABLE app.a (x text); SET search_path = app, public; CREATE OR REPLACE FUNCTION public.f(y a.x%TYPE) RETURNS void ${IDLE}; SET search_path = public;`,
    'SELECT f(1)',
    COUNT,
  ],
  [
    'one beside an overload that was dropped',
    `${T} ${F} CREATE FUNCTION f(y text) RETURNS void ${IDLE}; DROP FUNCTION f(text);`,
    'SELECT f(1)',
    COUNT,
  ],
  [
    'one that was perhaps dropped',
    `${T} ${F} ALTER TABLE a ALTER x TYPE text; DROP FUNCTION IF EXISTS f(a.x%TYPE);`,
    'SELECT f(1)',
    COUNT,
  ],
  ['one that was perhaps dropped by its type', `${T} ${F} DROP FUNCTION IF EXISTS f(text);`, 'SELECT f(1)', COUNT],
  [
    'another overload than the dropped one',
    `${T} CREATE FUNCTION f(y int) RETURNS void ${WRITES}; CREATE FUNCTION f(y text) RETURNS void ${IDLE}; ALTER TABLE a ALTER x TYPE text; DROP FUNCTION f(a.x%TYPE);`,
    'SELECT f(1)',
    COUNT,
  ],
  ...[
    'DROP FUNCTION f(a.x%TYPE)',
    'ALTER FUNCTION f(a.x%TYPE) RENAME TO g',
    "COMMENT ON FUNCTION f(a.x%TYPE) IS 'x'",
    'GRANT EXECUTE ON FUNCTION f(a.x%TYPE) TO public',
  ].map((statement): Case => [
    `a statement about one, and another type: ${statement}`,
    `${T} CREATE FUNCTION f(int) RETURNS void ${IDLE}; CREATE FUNCTION f(text) RETURNS void ${IDLE};`,
    'ALTER TABLE a ALTER x TYPE text',
    statement,
  ]),
];

describe('functions with types of columns', () => {
  it.each(ORDERED)('keep in order: %s', async (_, setup, first, second) => {
    expect(await order(setup, first, second)).toBe('ordered');
  });

  it('are not held by their tables afterwards', async () => {
    expect(await order(`${T} ${F}`, 'ALTER TABLE a ADD y int', 'SELECT f(1)')).toBe('independent');
    expect(await order(`${T} ${F}`, 'ALTER TABLE a ADD y int', "COMMENT ON FUNCTION f IS 'x'")).toBe('independent');
  });

  it('are sought elsewhere once they may be gone', async () => {
    const both = `${T} CREATE SCHEMA app; CREATE FUNCTION app.f(y a.x%TYPE) RETURNS void ${IDLE}; ${F} SET search_path = app, public;`;
    for (const type of ['int', 'a.x%TYPE']) {
      expect(
        await order(`${both} DROP FUNCTION app.f(${type});`, `SET search_path = app, public; SELECT f(1)`, COUNT),
      ).toBe('ordered');
    }
  });

  it('have bodies that are read, and no others', async () => {
    expect(await reasonOf([T, `${F} SELECT f(1)`])).toBeUndefined();
    const unknown = `CREATE FUNCTION f(y a.x%TYPE) RETURNS void LANGUAGE plpgsql AS $$ BEGIN EXECUTE y; END $$`;
    expect(await reasonOf([T, `${unknown}; SELECT f(1)`])).toMatch(/EXECUTE/);
  });
});
