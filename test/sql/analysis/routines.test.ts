/** Views, functions, triggers and types: what they stand on, and what happens when they run. */
import { describe, expect, it } from '@jest/globals';
import { type Case, order, reasonOf } from './sets.ts';

const AB = 'CREATE TABLE a (id int, x int); CREATE TABLE b (id int, x int); CREATE TABLE c (id int, x int);';
const VIEW = `${AB} CREATE VIEW v AS SELECT x FROM a;`;
const READS_B = 'CREATE FUNCTION f() RETURNS bigint LANGUAGE sql AS $$ SELECT count(*) FROM b $$;';
const WRITES_B = 'CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$ BEGIN INSERT INTO b VALUES (1, 1); END $$;';
const ONE = 'CREATE FUNCTION f() RETURNS int LANGUAGE sql AS $$ SELECT 1 $$;';
const trigger = (body: string) => `${AB}
  CREATE FUNCTION t() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN ${body} RETURN NEW; END $$;
  CREATE TRIGGER t AFTER INSERT ON a FOR EACH ROW EXECUTE FUNCTION t();`;
const LATE = `CREATE SCHEMA app; CREATE TABLE app.l (x int); CREATE TABLE l (x int); CREATE TABLE t (x int);
  CREATE FUNCTION g() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO l VALUES (1); RETURN NULL; END $$;
  CREATE CONSTRAINT TRIGGER g AFTER INSERT ON t DEFERRABLE FOR EACH ROW EXECUTE FUNCTION g();`;
const MOOD = "CREATE TYPE mood AS ENUM ('sad', 'glad'); CREATE TABLE m (m mood);";

const ORDERED: readonly Case[] = [
  [
    'a function that is called like a field of a field',
    'CREATE TABLE h (x int); CREATE TABLE e (n int); CREATE TABLE p (h h)',
    "CREATE FUNCTION eq(h) RETURNS e LANGUAGE sql AS 'SELECT * FROM e'",
    'SELECT (p.h).eq.n FROM p',
  ],
  ['a view dropped and its table', VIEW, 'DROP VIEW v', 'DROP TABLE a'],
  ['a view dropped and a column of its table', VIEW, 'DROP VIEW v', 'ALTER TABLE a DROP x'],
  ['a view dropped and a type changed under it', VIEW, 'DROP VIEW v', 'ALTER TABLE a ALTER x TYPE text'],
  ['a view of a view', VIEW, 'CREATE VIEW w AS SELECT * FROM v', 'DROP VIEW v CASCADE'],
  ['a view replaced and read', VIEW, 'CREATE OR REPLACE VIEW v AS SELECT x FROM b', 'INSERT INTO c SELECT 1, x FROM v'],
  ['rows read through a view', VIEW, 'INSERT INTO a VALUES (1)', 'INSERT INTO b SELECT 1, x FROM v'],
  ['rows written through a view', VIEW, 'INSERT INTO v VALUES (1)', 'DELETE FROM a'],
  [
    'rows that fill a materialized view',
    AB,
    'INSERT INTO a VALUES (1)',
    'CREATE MATERIALIZED VIEW m AS SELECT * FROM a',
  ],
  [
    'rows that refresh a materialized view',
    `${AB} CREATE MATERIALIZED VIEW m AS SELECT * FROM a`,
    'INSERT INTO a VALUES (1)',
    'REFRESH MATERIALIZED VIEW m',
  ],
  ['a function that a view calls', `${ONE} CREATE VIEW v AS SELECT f()`, 'DROP VIEW v', 'DROP FUNCTION f()'],
  [
    'a table that a function reads, and a call',
    `${AB} ${READS_B}`,
    'INSERT INTO b VALUES (1)',
    'INSERT INTO a VALUES (f())',
  ],
  [
    'a table that a function writes, and its reader',
    `${AB} ${WRITES_B}`,
    'SELECT f()',
    'INSERT INTO a SELECT * FROM b',
  ],
  [
    'a function replaced and called',
    `${AB} ${ONE}`,
    'CREATE OR REPLACE FUNCTION f() RETURNS int LANGUAGE sql AS $$ SELECT 2 $$',
    'INSERT INTO a VALUES (f())',
  ],
  [
    'a function called and replaced',
    `${AB} ${ONE}`,
    'INSERT INTO a VALUES (f())',
    'CREATE OR REPLACE FUNCTION f() RETURNS int LANGUAGE sql AS $$ SELECT 2 $$',
  ],
  [
    'a function replaced and called by another that is called',
    `${AB} ${ONE} CREATE FUNCTION g() RETURNS int LANGUAGE plpgsql AS $$ BEGIN RETURN f(); END $$`,
    'CREATE OR REPLACE FUNCTION f() RETURNS int LANGUAGE sql AS $$ SELECT 2 $$',
    'INSERT INTO a VALUES (g())',
  ],
  [
    'a function replaced and called by a default',
    `${ONE} CREATE TABLE d (x int, y int DEFAULT f())`,
    'CREATE OR REPLACE FUNCTION f() RETURNS int LANGUAGE sql AS $$ SELECT 2 $$',
    'INSERT INTO d VALUES (1)',
  ],
  [
    'rows that a default reads',
    `${AB} ${READS_B} CREATE TABLE d (x int, y int DEFAULT f())`,
    'INSERT INTO b VALUES (1)',
    'INSERT INTO d VALUES (1)',
  ],
  [
    'rows that a new column reads',
    `${AB} ${READS_B}`,
    'INSERT INTO b VALUES (1)',
    'ALTER TABLE a ADD z bigint DEFAULT f()',
  ],
  [
    'a default dropped and its function',
    `${ONE} CREATE TABLE d (x int DEFAULT f())`,
    'ALTER TABLE d ALTER x DROP DEFAULT',
    'DROP FUNCTION f()',
  ],
  [
    'a check dropped and its function',
    `${ONE} CREATE TABLE d (x int CONSTRAINT k CHECK (x > f()))`,
    'ALTER TABLE d DROP CONSTRAINT k',
    'DROP FUNCTION f()',
  ],
  [
    'a function dropped and its table',
    `${AB} CREATE FUNCTION f(r a) RETURNS int LANGUAGE sql RETURN 1`,
    'DROP FUNCTION f(a)',
    'DROP TABLE a',
  ],
  [
    'a SQL-standard body and its table',
    `${AB} CREATE FUNCTION f() RETURNS int RETURN (SELECT max(x) FROM a)`,
    'DROP FUNCTION f()',
    'DROP TABLE a',
  ],
  ['a trigger dropped and its function', trigger('NULL;'), 'DROP TRIGGER t ON a', 'DROP FUNCTION t()'],
  [
    'a trigger and rows that fire it',
    `${AB} CREATE FUNCTION t() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$`,
    'CREATE TRIGGER t BEFORE INSERT ON a FOR EACH ROW EXECUTE FUNCTION t()',
    'INSERT INTO a VALUES (1)',
  ],
  ['a trigger switched off', trigger('NULL;'), 'ALTER TABLE a DISABLE TRIGGER t', 'INSERT INTO a VALUES (1)'],
  [
    'a table that a trigger writes',
    trigger('INSERT INTO b VALUES (NEW.id);'),
    'INSERT INTO a VALUES (1)',
    'DELETE FROM b',
  ],
  [
    'a table that a trigger reads',
    trigger('IF EXISTS (SELECT FROM b) THEN RETURN NULL; END IF;'),
    'INSERT INTO b VALUES (1)',
    'INSERT INTO a VALUES (1)',
  ],
  [
    'a trigger function replaced',
    trigger('NULL;'),
    'CREATE OR REPLACE FUNCTION t() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$',
    'INSERT INTO a VALUES (1)',
  ],
  [
    'a trigger that sets off another',
    `${trigger('INSERT INTO b VALUES (1);')}
     CREATE FUNCTION u() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN DELETE FROM c; RETURN NEW; END $$;
     CREATE TRIGGER u AFTER INSERT ON b FOR EACH ROW EXECUTE FUNCTION u();`,
    'INSERT INTO c VALUES (1)',
    'INSERT INTO a VALUES (1)',
  ],
  [
    'a rule that writes',
    `${AB} CREATE RULE r AS ON INSERT TO a DO ALSO INSERT INTO b VALUES (1)`,
    'INSERT INTO a VALUES (1)',
    'DELETE FROM b',
  ],
  [
    'a rule that is made and what it will write',
    AB,
    'CREATE RULE r AS ON INSERT TO a DO ALSO INSERT INTO b VALUES (1)',
    'DELETE FROM b',
  ],
  [
    'a trigger that another function was given, and rows that fire it',
    `${AB} CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
     CREATE FUNCTION g() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO b VALUES (1); RETURN NEW; END $$;
     CREATE TRIGGER t BEFORE INSERT ON a FOR EACH ROW EXECUTE FUNCTION f();
     CREATE OR REPLACE TRIGGER t BEFORE INSERT ON a FOR EACH ROW EXECUTE FUNCTION g(); DROP FUNCTION f CASCADE`,
    'DROP TRIGGER IF EXISTS t ON a',
    'INSERT INTO a VALUES (1)',
  ],
  [
    'a function that an event trigger calls when it is replaced',
    `${AB} CREATE FUNCTION e() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN END $$;
     CREATE EVENT TRIGGER e ON ddl_command_end EXECUTE FUNCTION e()`,
    'CREATE OR REPLACE FUNCTION e() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO b VALUES (1); END $$',
    'DELETE FROM b',
  ],
  [
    'a sequence that goes with the defaults that draw from it, and a copy of these',
    'CREATE TABLE a (id serial)',
    'DROP SEQUENCE a_id_seq CASCADE',
    'CREATE TABLE b (LIKE a INCLUDING DEFAULTS)',
  ],
  [
    'a procedure that writes',
    `${AB} CREATE PROCEDURE q() LANGUAGE plpgsql AS $$ BEGIN DELETE FROM b; END $$`,
    'CALL q()',
    'INSERT INTO b VALUES (1)',
  ],
  [
    'a procedure renamed and called',
    `${AB} CREATE PROCEDURE q() LANGUAGE sql AS 'DELETE FROM b'`,
    'ALTER PROCEDURE q() RENAME TO r',
    'CALL r()',
  ],
  [
    'a function renamed and its name taken again',
    ONE,
    'ALTER FUNCTION f() RENAME TO g',
    'CREATE FUNCTION f() RETURNS int LANGUAGE sql RETURN 2',
  ],
  [
    'an index that calls a function',
    `${AB} CREATE FUNCTION f(int) RETURNS int IMMUTABLE LANGUAGE sql AS 'SELECT $1'`,
    'CREATE INDEX i ON a (f(x))',
    'DROP FUNCTION f(int) CASCADE',
  ],
  [
    'a policy dropped and its table',
    `${AB} CREATE POLICY p ON a USING (EXISTS (SELECT FROM b))`,
    'DROP POLICY p ON a',
    'DROP TABLE b',
  ],
  ['an enum value and its first use', MOOD, "ALTER TYPE mood ADD VALUE 'wild'", "INSERT INTO m VALUES ('wild')"],
  ['two enum values', MOOD, "ALTER TYPE mood ADD VALUE 'wild'", "ALTER TYPE mood ADD VALUE 'calm'"],
  ['an enum value and a default', MOOD, "ALTER TYPE mood ADD VALUE 'wild'", "ALTER TABLE m ALTER m SET DEFAULT 'wild'"],
  ['an enum value and a cast', MOOD, "ALTER TYPE mood ADD VALUE 'wild'", "CREATE VIEW w AS SELECT 'wild'::mood AS m"],
  ['a type renamed and used', MOOD, 'ALTER TYPE mood RENAME TO spirit', 'CREATE TABLE n (s spirit)'],
  [
    'a type renamed and its name taken again',
    MOOD,
    'ALTER TYPE mood RENAME TO spirit',
    "CREATE TYPE mood AS ENUM ('odd')",
  ],
  ['a column gone and its type dropped', MOOD, 'ALTER TABLE m DROP m', 'DROP TYPE mood'],
  ['a domain and a table of it', '', 'CREATE DOMAIN d AS int CHECK (VALUE > 0)', 'CREATE TABLE x (d d)'],
  [
    'a domain that checks more and rows of it',
    'CREATE DOMAIN d AS int; CREATE TABLE x (d d)',
    'INSERT INTO x VALUES (0)',
    'ALTER DOMAIN d ADD CHECK (VALUE > 0)',
  ],
  [
    'a composite type and its use',
    'CREATE TYPE pair AS (l int)',
    'ALTER TYPE pair ADD ATTRIBUTE r int',
    'CREATE TABLE x AS SELECT (ROW(1, 2)::pair).r AS y',
  ],
  [
    'a trigger that waits for the end, by the search_path there is then, and a reader',
    LATE,
    'SET CONSTRAINTS ALL DEFERRED; INSERT INTO t VALUES (1); SET search_path = app, public',
    'INSERT INTO t SELECT x FROM app.l',
  ],
  [
    'a constraint trigger and a check that would have its name',
    LATE,
    'CREATE CONSTRAINT TRIGGER l_x_check AFTER INSERT ON t FOR EACH ROW EXECUTE FUNCTION g()',
    'ALTER TABLE l ADD CHECK (x > 0)',
  ],
  [
    'a trigger that waits for its constraints, and a reader',
    LATE,
    'INSERT INTO t VALUES (1); SET search_path = app; SET CONSTRAINTS ALL IMMEDIATE; SET search_path = public',
    'INSERT INTO t SELECT x FROM app.l',
  ],
  [
    'a function with the search_path of its making, and what it reads',
    'CREATE SCHEMA app; CREATE TABLE app.t (x int); CREATE TABLE t (x int); SET search_path = app, public; CREATE FUNCTION public.f() RETURNS bigint LANGUAGE sql SET search_path FROM CURRENT AS $$ SELECT count(*) FROM t $$',
    'INSERT INTO app.t VALUES (1)',
    'INSERT INTO t SELECT f()',
  ],
  [
    'what a check of a domain reads and its validation',
    "CREATE TABLE a (x int); CREATE FUNCTION f(int) RETURNS bool LANGUAGE sql AS 'SELECT count(*) < 5 FROM a'; CREATE DOMAIN d AS int; CREATE TABLE t (x d); ALTER DOMAIN d ADD CONSTRAINT k CHECK (f(VALUE)) NOT VALID;",
    'INSERT INTO a VALUES (1)',
    'ALTER DOMAIN d VALIDATE CONSTRAINT k',
  ],
  [
    'rows of what a view is made of by a rule, as old dumps have it',
    `${AB} CREATE VIEW v AS SELECT 1 AS x; CREATE OR REPLACE RULE "_RETURN" AS ON SELECT TO v DO INSTEAD SELECT x FROM a;`,
    'INSERT INTO a VALUES (1)',
    'INSERT INTO b SELECT x FROM v',
  ],
  [
    'a trigger and what it writes when an event trigger fires it at once',
    `${AB} CREATE FUNCTION tf() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO b VALUES (1); RETURN NEW; END $$;
     CREATE FUNCTION e() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO a VALUES (1); END $$;
     CREATE EVENT TRIGGER e ON ddl_command_end EXECUTE FUNCTION e();`,
    'CREATE TRIGGER t AFTER INSERT ON a FOR EACH ROW EXECUTE FUNCTION tf()',
    'INSERT INTO c SELECT x FROM b',
  ],
  [
    'a view that a rule makes of nothing and the one it was made of, which was itself made of nothing so',
    `${AB} CREATE VIEW v AS SELECT x FROM a; CREATE VIEW w AS SELECT x FROM v;
      CREATE OR REPLACE RULE "_RETURN" AS ON SELECT TO w DO INSTEAD SELECT 1 AS x;
      DROP VIEW v CASCADE; CREATE VIEW v AS SELECT x FROM w;`,
    'CREATE OR REPLACE RULE "_RETURN" AS ON SELECT TO v DO INSTEAD SELECT 1 AS x',
    'DROP VIEW w',
  ],
];

const INDEPENDENT: readonly Case[] = [
  ['two views of one table', AB, 'CREATE VIEW v AS SELECT * FROM a', 'CREATE VIEW w AS SELECT * FROM a'],
  ['rows and a view of their table', AB, 'INSERT INTO a VALUES (1)', 'CREATE VIEW v AS SELECT * FROM a'],
  ['two functions', '', ONE, 'CREATE FUNCTION g() RETURNS int LANGUAGE sql RETURN 1'],
  ['two types', '', "CREATE TYPE a AS ENUM ('x')", "CREATE TYPE b AS ENUM ('x')"],
  [
    'rows and a trigger of another table',
    trigger('NULL;'),
    'CREATE TRIGGER t AFTER INSERT ON b FOR EACH ROW EXECUTE FUNCTION t()',
    'INSERT INTO c VALUES (1)',
  ],
  [
    'two callers of a function that reads',
    `${AB} ${READS_B}`,
    'INSERT INTO a VALUES (f())',
    'INSERT INTO c VALUES (f())',
  ],
  [
    'an enum value and a table without it',
    `${AB} ${MOOD}`,
    "ALTER TYPE mood ADD VALUE 'wild'",
    'INSERT INTO a VALUES (1)',
  ],
  [
    'a function body replaced and a table it does not know',
    `${AB} ${READS_B}`,
    'CREATE OR REPLACE FUNCTION f() RETURNS bigint LANGUAGE sql AS $$ SELECT 2 $$',
    'INSERT INTO a VALUES (1)',
  ],
];

describe('views, functions, triggers and types', () => {
  it.each(ORDERED)('keep in order: %s', async (_, setup, first, second) => {
    expect(await order(setup, first, second)).toBe('ordered');
  });

  it.each(INDEPENDENT)('leave free: %s', async (_, setup, first, second) => {
    expect(await order(setup, first, second)).toBe('independent');
  });

  it.each([
    ["c AS '$libdir/tablefunc', 'crosstab'", 'whose language c is not read'],
    ["internal AS 'query_to_xml'", 'which is query_to_xml within PostgreSQL'],
    ["internal AS 'nextval_oid'", 'which is nextval_oid within PostgreSQL'],
  ])('are not followed into %s', async (language, reason) => {
    const made = `CREATE FUNCTION f(text) RETURNS text LANGUAGE ${language}`;
    expect(await reasonOf([made])).toBeUndefined();
    expect(await reasonOf([made, "SELECT f('a')"])).toMatch(reason);
  });

  it("are followed where they are PostgreSQL's own by another name", async () => {
    expect(
      await reasonOf(["CREATE FUNCTION f(text) RETURNS text LANGUAGE internal AS 'upper'", "SELECT f('a')"]),
    ).toBeUndefined();
  });
});
