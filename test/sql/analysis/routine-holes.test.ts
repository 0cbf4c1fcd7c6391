/** SQL put together at run time in which only functions are not known. */
import { describe, expect, it } from '@jest/globals';
import { order, reasonOf } from './sets.ts';

const SET =
  "CREATE SCHEMA s; CREATE FUNCTION f(int) RETURNS int LANGUAGE sql AS 'SELECT 1'; CREATE FUNCTION f(text) RETURNS int LANGUAGE sql AS 'SELECT 1';" +
  " CREATE FUNCTION g() RETURNS int LANGUAGE sql AS 'SELECT 1'; CREATE FUNCTION s.h() RETURNS int LANGUAGE sql AS 'SELECT 1';" +
  ' CREATE TABLE a (id int); CREATE TABLE u (id int); CREATE ROLE r;';
const PARTS = 'r.s, r.f, r.a';
/** For each function that a query finds. */
const each = (condition: string, statement: string, values = 'r.sig') =>
  `DO $$ DECLARE r record; BEGIN FOR r IN SELECT p.oid::regprocedure AS sig, n.nspname AS s, p.proname AS f${values.includes('r.a') ? ', pg_get_function_identity_arguments(p.oid) AS a' : ''}` +
  ` FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace WHERE ${condition} LOOP EXECUTE format('${statement}', ${values}); END LOOP; END $$`;

const DROPPED = each("p.proname = 'f' AND n.nspname = current_schema()", 'DROP FUNCTION %s;');
const DROPPED_IN_PARTS = each("p.proname = 'f'", 'DROP FUNCTION IF EXISTS %I.%I(%s)', PARTS);
const DROPPED_WITH_MORE = each("p.proname = 'f'", 'DROP FUNCTION %s CASCADE');
const REVOKED = each("n.nspname = 'public' AND p.prosecdef", 'REVOKE ALL ON FUNCTION %s FROM PUBLIC, r');
const GRANTED = each("n.nspname = 'public' AND p.proname IN ('f', 'gone')", 'GRANT EXECUTE ON FUNCTION %s TO r');
const SET_UP = each("n.nspname = 'public'", 'ALTER FUNCTION %I.%I(%s) SET search_path = s', PARTS);
const OWNED = each("p.proname IN ('g')", 'ALTER FUNCTION %s OWNER TO r');

describe('a function that is only known at run time', () => {
  it.each([
    ['dropped', DROPPED],
    ['dropped with what is built on it', DROPPED_WITH_MORE],
    ['granted', GRANTED],
    ['owned by another', OWNED],
    ['called otherwise', each("p.proname = 'f'", 'ALTER FUNCTION %s SET search_path = s')],
  ])('is none but a function of its name: %s', async (_, sql) => {
    expect(await order(SET, sql, 'ALTER TABLE u ADD x int')).toBe('independent');
    expect(await order(SET, sql, 'CREATE VIEW v AS SELECT s.h()')).toBe('independent');
  });

  it.each([
    ['the privileges of all', REVOKED],
    ['the settings of all', SET_UP],
    ['one dropped by its parts', DROPPED_IN_PARTS],
    [
      'one dropped by its name and its parameters, with what is built on it',
      each("p.proname = 'f'", 'DROP FUNCTION public.%I(%s) CASCADE', 'r.f, r.a'),
    ],
  ])('leaves rows alone: %s', async (_, sql) => {
    expect(await order(SET, sql, 'INSERT INTO u VALUES (1)')).toBe('independent');
  });

  it.each([
    ['a function dropped and used', DROPPED, 'CREATE VIEW v AS SELECT f(1)'],
    [
      'a function dropped by its parts, and made again',
      DROPPED_IN_PARTS,
      "CREATE FUNCTION f(int) RETURNS text LANGUAGE sql AS 'SELECT 1::text'",
    ],
    ['one more function of that name', "CREATE FUNCTION f(bool) RETURNS int LANGUAGE sql AS 'SELECT 1'", DROPPED],
    ['privileges taken from all, and given to one', REVOKED, 'GRANT EXECUTE ON FUNCTION g() TO r'],
    ['privileges given to one, and taken from all', 'GRANT EXECUTE ON FUNCTION g() TO r', REVOKED],
    ['those of a function that no migration makes', 'GRANT EXECUTE ON FUNCTION lower(text) TO r', REVOKED],
    [
      'a new function, whose privileges are taken',
      "CREATE FUNCTION z() RETURNS int LANGUAGE sql AS 'SELECT 1'",
      REVOKED,
    ],
    ['privileges, and the end of who has them', GRANTED, 'DROP ROLE r'],
    ['an owner, and the end of the function', OWNED, 'DROP FUNCTION g()'],
    [
      'a search path, and what a function finds by it',
      each("p.proname = 'f'", 'ALTER FUNCTION %s SET search_path = s'),
      'INSERT INTO u SELECT f(1)',
    ],
  ])('orders %s', async (_, first, second) => {
    expect(await order(SET, first, second)).toBe('ordered');
  });

  it.each([
    ['a view, which may be gone', 'CREATE VIEW v AS SELECT f(1) AS x', 'CREATE OR REPLACE VIEW v AS SELECT 1 AS x'],
    [
      'a view on such a view',
      'CREATE VIEW v AS SELECT f(1) AS x; CREATE VIEW w AS SELECT x FROM v',
      'GRANT SELECT ON w TO r',
    ],
    ['a default, which may be gone', 'CREATE TABLE d (id int DEFAULT f(1), n int)', 'INSERT INTO d (n) VALUES (1)'],
    [
      'a policy, which may be gone',
      'ALTER TABLE a ENABLE ROW LEVEL SECURITY; CREATE POLICY p ON a USING (f(id) = 1)',
      'CREATE POLICY p ON a USING (true)',
    ],
  ])('takes along what is built on it: %s', async (_, built, after) => {
    expect(await order(`${SET} ${built}`, DROPPED_WITH_MORE, after)).toBe('ordered');
  });

  it('may leave what is built on another of its name', async () => {
    const view = "CREATE VIEW v AS SELECT f('a') AS x";
    const one =
      "DO $$ BEGIN EXECUTE format('DROP FUNCTION f(%s) CASCADE', (SELECT pg_get_function_identity_arguments(oid) FROM pg_proc WHERE proname = 'f' LIMIT 1)); END $$";
    expect(await order(`${SET} ${view}; ${one}`, 'CREATE VIEW w AS SELECT x FROM v', 'DROP VIEW v CASCADE')).toBe(
      'ordered',
    );
    const fired = `${SET} CREATE FUNCTION log() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN INSERT INTO u VALUES (1); RETURN NEW; END'; CREATE TRIGGER t BEFORE INSERT ON a FOR EACH ROW WHEN (f(NEW.id) = 1) EXECUTE FUNCTION log(); ${one}`;
    expect(await order(fired, 'INSERT INTO a VALUES (1)', 'ALTER TABLE u ADD x int')).toBe('ordered');
  });

  it.each([
    ['its name', each("p.proname = 'f'", 'ALTER FUNCTION %s RENAME TO z')],
    ['its schema', each("p.proname = 'f'", 'ALTER FUNCTION %s SET SCHEMA s')],
    ['what is built on any', each("n.nspname = 'public'", 'DROP FUNCTION %s CASCADE')],
    [
      'a new one',
      each("p.proname = 'f'", 'CREATE FUNCTION %I.z(%s) RETURNS int LANGUAGE sql AS $q$ SELECT 1 $q$', 'r.s, r.a'),
    ],
    ['the owner, which is not known either', each("p.proname = 'f'", 'ALTER FUNCTION %s OWNER TO %I', 'r.sig, r.s')],
    ['what is made unseen', `${each("p.proname = 'f'", '%s', 'r.x')}; ${DROPPED}`],
  ])('is no reason to say something of %s', async (_, sql) => {
    expect(await reasonOf([SET, sql])).toMatch(/run time/);
  });
});

describe('the identity of a function as text', () => {
  const NOTED = `${SET} CREATE FUNCTION noted() RETURNS void LANGUAGE sql AS 'INSERT INTO a VALUES (1)';`;

  it.each([
    ['a constant', "DO $$ BEGIN EXECUTE 'SELECT ' || 'noted()'::regprocedure; END $$"],
    ['one that a query gives', each("p.proname = 'noted'", 'SELECT %s')],
    ['in a part of a statement', each("p.proname = 'noted'", 'INSERT INTO u SELECT %s')],
  ])('may be a call: %s', async (_, sql) => {
    expect(await reasonOf([NOTED, sql])).toMatch(/run time/);
  });

  it('says nothing where it is a part of something else', async () => {
    for (const statement of ['SELECT "%s"', 'DROP TABLE x_%s', 'SELECT 1 AS %s'])
      expect(await reasonOf([NOTED, each("p.proname = 'noted'", statement)])).toMatch(/run time/);
  });
});
