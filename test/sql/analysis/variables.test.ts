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

const NAMES = `
  CREATE TABLE names (x text, c regclass);
  CREATE TABLE texts (x text, relid text);
  CREATE FUNCTION sets(c regclass) RETURNS int LANGUAGE plpgsql AS $$ BEGIN c := 'la' || 'ter'; RETURN 1; END $$;
  CREATE FUNCTION by_trigger() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.c := NEW.x; RETURN NEW; END $$;
  CREATE TRIGGER t BEFORE INSERT ON names FOR EACH ROW EXECUTE FUNCTION by_trigger();
`;
const record = (body: string) => block('r record; v text;', body);

describe('a value that is read as a name', () => {
  it.each([
    ['in a field that a cast gave its type', record("SELECT NULL::regclass AS c INTO r; r.c := 'la' || 'ter';")],
    ['in a field that a function gave its type', record("SELECT to_regclass('x') AS c INTO r; r.c := v;")],
    ['in a field that a table gave its type', record('SELECT * INTO r FROM names; r.c := v;')],
    ['in a field that EXECUTE gave its type', record("EXECUTE 'SELECT NULL::regclass AS c' INTO r; r.c := v;")],
    ['in a field of a loop', record("FOR r IN SELECT 'names'::regclass AS c LOOP r.c := v; END LOOP;")],
    ['in a field after INTO', record('SELECT * INTO r FROM names; SELECT x INTO r.c FROM texts;')],
    ['beside a field', record("SELECT NULL::regclass AS c INTO r; IF r.c = 'later' THEN NULL; END IF;")],
    ['in a parameter', 'SELECT sets(NULL)'],
    ['in a column that a trigger fills', "INSERT INTO names (x) SELECT 'la' || 'ter'"],
    ["in a column called like one of PostgreSQL's", 'SELECT relid::regclass FROM texts'],
  ])('keeps its order to the object: %s', async (_, sql) => {
    expect(await order(NAMES, 'CREATE TABLE later (x int)', sql)).toBe('ordered');
  });

  it.each([
    ['a field of a number', record('SELECT 1 AS c INTO r; r.c := 2;')],
    ['a field that is only read', record("SELECT c INTO r FROM names; INSERT INTO texts VALUES ('some');")],
    ['the table that a row is of', 'SELECT tableoid::regclass FROM names'],
  ])('is none: %s', async (_, sql) => {
    expect(await order(NAMES, 'CREATE TABLE later (x int)', sql)).toBe('independent');
  });
});
