/** What variables of PL/pgSQL are made of, and what they are given is read as. */
import { describe, expect, it } from '@jest/globals';
import { order } from './sets.ts';

const SETUP = `
  CREATE TYPE mood AS ENUM ('sad');
  CREATE TABLE log (n int);
  CREATE FUNCTION few(n int) RETURNS bool LANGUAGE sql AS 'SELECT count(*) < 100 FROM log';
  CREATE DOMAIN small AS int CHECK (few(VALUE));
  CREATE TABLE t (x int, m mood, d small);
  CREATE VIEW v AS SELECT m FROM t;
  CREATE TYPE pair AS (m mood, n int);
`;
const block = (declarations: string, body: string) => `DO $$ DECLARE ${declarations} BEGIN ${body} END $$`;
const CALM = "ALTER TYPE mood ADD VALUE 'calm'";
const MANY = 'INSERT INTO log SELECT 1 FROM generate_series(1, 200)';

describe('a variable', () => {
  it.each([
    ['of a row with a new value of an enum', CALM, block('r t%ROWTYPE;', "r.m := 'calm';")],
    ['of a row of a view with one', CALM, block('r v%ROWTYPE;', "r.m := 'calm';")],
    ['of the type of a column with one', CALM, block('m t.m%TYPE;', "m := 'calm';")],
    ['of the type of a field with one', CALM, block('m pair.m%TYPE;', "m := 'calm';")],
    ['of a composite type with one', CALM, block('p pair;', "p.m := 'calm';")],
    ['of a row that a domain checks', MANY, block('r t%ROWTYPE;', 'r.d := 1;')],
    ['of a column that a domain checks', MANY, block('d t.d%TYPE;', 'd := 1;')],
    ['of a row with a new column', 'ALTER TABLE t ADD z int', block('r t%ROWTYPE;', 'r.z := 1;')],
    [
      'of a function with a row with a new column',
      'ALTER TABLE t ADD z int',
      `CREATE FUNCTION f() RETURNS int LANGUAGE plpgsql AS $$ DECLARE r t%ROWTYPE; BEGIN r.z := 1; RETURN r.z; END $$; SELECT f()`,
    ],
  ])('keeps its order: %s', async (_, first, second) => {
    expect(await order(SETUP, first, second)).toBe('ordered');
  });

  it.each([
    ['of a row, and rows', 'INSERT INTO t (x) VALUES (1)', block('r t%ROWTYPE;', 'r.x := 1;')],
    ['of the type of another column', CALM, block('x t.x%TYPE;', 'x := 1;')],
  ])('is free: %s', async (_, first, second) => {
    expect(await order(SETUP, first, second)).toBe('independent');
  });
});
