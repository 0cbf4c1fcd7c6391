/** Which overload runs, by which search path, and what CASCADE leaves of those that share a name. */
import { describe, expect, it } from '@jest/globals';
import { type Case, order } from './sets.ts';

const T = 'CREATE TABLE t (x bigint);';
const COUNT = 'INSERT INTO t SELECT count(*) FROM t';
const WRITES = "LANGUAGE sql AS 'INSERT INTO t VALUES (1)'";
const IDLE = "LANGUAGE sql AS 'SELECT 1'";
const PATHS = `CREATE SCHEMA app; CREATE TABLE app.t (x bigint); ${T}
  CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$ BEGIN INSERT INTO t VALUES (1); END $$;`;
const calling = (what: string) =>
  `CREATE FUNCTION h() RETURNS void LANGUAGE plpgsql AS $$ BEGIN PERFORM ${what}; END $$;`;
const CHECKED = `CREATE TABLE a (x int); CREATE FUNCTION ok(int) RETURNS bool LANGUAGE sql AS 'SELECT $1 > (SELECT count(*) FROM a)';`;

const ORDERED: readonly Case[] = [
  [
    'an overload that calls another',
    `${T} CREATE FUNCTION f(a int, b int) RETURNS void ${WRITES}; CREATE FUNCTION f(a int) RETURNS void LANGUAGE sql AS 'SELECT f(a, 1)';`,
    'SELECT f(1)',
    COUNT,
  ],
  [
    'a function that calls itself with another name',
    `CREATE TABLE a (x int); ${T} CREATE FUNCTION f(n text) RETURNS void LANGUAGE plpgsql AS $$ BEGIN EXECUTE format('INSERT INTO %I VALUES (1)', n); IF n = 'a' THEN PERFORM f('t'); END IF; END $$;`,
    "SELECT f('a')",
    COUNT,
  ],
  [
    'a call by another search path',
    PATHS,
    'SELECT f(); SET search_path = app; SELECT public.f()',
    'INSERT INTO app.t SELECT count(*) FROM app.t',
  ],
  [
    'a call from a function with a search path',
    `${PATHS} CREATE FUNCTION g() RETURNS void LANGUAGE plpgsql SET search_path = app, public AS $$ BEGIN PERFORM f(); END $$;`,
    'SELECT f(); SELECT g()',
    'INSERT INTO app.t SELECT count(*) FROM app.t',
  ],
  [
    'an overload beside one that was renamed',
    `${T} CREATE FUNCTION f(int) RETURNS void ${IDLE}; CREATE FUNCTION f(text) RETURNS void ${WRITES}; ${calling("f('a')")} ALTER FUNCTION f(int) RENAME TO g;`,
    COUNT,
    'SELECT h()',
  ],
  [
    'an overload that another was renamed to',
    `${T} CREATE FUNCTION f(int) RETURNS void ${IDLE}; CREATE FUNCTION g(text) RETURNS void ${WRITES}; ${calling("g('a')")} ALTER FUNCTION f(int) RENAME TO g;`,
    COUNT,
    'SELECT h()',
  ],
  [
    'an overload beside one that went with its type',
    `${T} CREATE TYPE e AS ENUM ('a'); CREATE FUNCTION f(e) RETURNS void ${IDLE}; CREATE FUNCTION f(int) RETURNS void ${WRITES}; ${calling('f(1)')} DROP TYPE e CASCADE;`,
    COUNT,
    'SELECT h()',
  ],
  [
    'an overload for a type of the same name elsewhere',
    `${T} CREATE SCHEMA app; CREATE TYPE e AS ENUM ('a'); CREATE TYPE app.e AS ENUM ('a'); CREATE FUNCTION f(e) RETURNS void ${WRITES}; CREATE FUNCTION f(app.e) RETURNS void ${IDLE};`,
    "SELECT f('a'::e)",
    COUNT,
  ],
  [
    'a column whose default went with its sequence, and its check',
    `${CHECKED} CREATE DOMAIN d AS int CHECK (ok(VALUE)); CREATE SEQUENCE s; CREATE TABLE u (x d DEFAULT nextval('s')); DROP SEQUENCE s CASCADE;`,
    'INSERT INTO u VALUES (1)',
    'INSERT INTO a VALUES (1)',
  ],
  [
    'a domain of which one check went, and the other',
    `${CHECKED} CREATE FUNCTION no(int) RETURNS bool ${IDLE.replace('1', 'true')}; CREATE DOMAIN d AS int CHECK (ok(VALUE)) CHECK (no(VALUE)); CREATE TABLE u (x d); DROP FUNCTION no CASCADE;`,
    'INSERT INTO u VALUES (1)',
    'INSERT INTO a VALUES (1)',
  ],
  [
    'an operator class whose function is replaced',
    "CREATE FUNCTION c(int, int) RETURNS int IMMUTABLE LANGUAGE sql AS 'SELECT $1 - $2'; CREATE OPERATOR CLASS oc FOR TYPE int USING btree AS OPERATOR 3 =, FUNCTION 1 c(int, int); CREATE TABLE t (x int); CREATE UNIQUE INDEX ON t (x oc);",
    "CREATE OR REPLACE FUNCTION c(int, int) RETURNS int IMMUTABLE LANGUAGE sql AS 'SELECT 1'",
    'INSERT INTO t VALUES (5)',
  ],
  [
    'a table dropped in vain, with its trigger',
    `${T} CREATE TABLE u (); CREATE FUNCTION g() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO t VALUES (1); RETURN NEW; END $$; CREATE TRIGGER g AFTER INSERT ON u FOR EACH ROW EXECUTE FUNCTION g(); SAVEPOINT a; DROP TABLE u; ROLLBACK TO a; CREATE TABLE IF NOT EXISTS u ();`,
    'INSERT INTO u DEFAULT VALUES',
    COUNT,
  ],
  [
    'a search path that ended with its transaction',
    `CREATE SCHEMA app; BEGIN; SET LOCAL search_path = app; CREATE TABLE a (); COMMIT; ${T}`,
    'INSERT INTO t VALUES (1)',
    'DROP TABLE public.t',
  ],
  [
    'a view on a temporary table, which is one itself',
    'CREATE TEMP TABLE x (a int); CREATE VIEW v AS SELECT * FROM x;',
    'CREATE TABLE IF NOT EXISTS v (a int)',
    'INSERT INTO v VALUES (1)',
  ],
  ...[
    'ALTER FUNCTION f(e) SET SCHEMA app',
    'ALTER FUNCTION f(e) RENAME TO g',
    'ALTER FUNCTION f(e) OWNER TO postgres',
    'ALTER FUNCTION f(e) STABLE',
    'DROP FUNCTION f(e)',
    "COMMENT ON FUNCTION f(e) IS 'x'",
    'GRANT EXECUTE ON FUNCTION f(e) TO public',
    'ALTER OPERATOR ! (NONE, e) OWNER TO postgres',
    'CREATE CAST (e AS int) WITH FUNCTION f(e)',
  ].map((statement): Case => [
    `the type of an argument and another of its name: ${statement}`,
    `CREATE SCHEMA app; CREATE TYPE e AS ENUM (); CREATE FUNCTION f(e) RETURNS int LANGUAGE sql RETURN 1;
      CREATE OPERATOR ! (FUNCTION = f, RIGHTARG = e);`,
    `SET search_path = app, public; ${statement}`,
    'CREATE TABLE app.e ()',
  ]),
];

describe('overloads', () => {
  it.each(ORDERED)('keep in order: %s', async (_, setup, first, second) => {
    expect(await order(setup, first, second)).toBe('ordered');
  });
});
