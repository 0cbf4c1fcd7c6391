/** SQL that is put together at run time, guards, and everything that makes a migration opaque, with the reason. */
import { describe, expect, it } from '@jest/globals';
import { type Case, graphOf, order, reasonOf } from './sets.ts';

const AB = 'CREATE TABLE a (id int, x int); CREATE TABLE b (id int, x int);';
const block = (body: string) => `DO $$ BEGIN ${body} END $$`;
/** For every table, whatever it is called. */
const every = (statement: string, values: string) =>
  `DO $$ DECLARE r record; BEGIN FOR r IN SELECT schemaname, tablename, tableowner FROM pg_tables LOOP EXECUTE format('${statement}', ${values}); END LOOP; END $$`;
const EMPTIES =
  "CREATE PROCEDURE empties(name text) LANGUAGE plpgsql AS $$ BEGIN EXECUTE format('DELETE FROM %I', name); END $$;";

const ORDERED: readonly Case[] = [
  [
    'rows of a table whose name something else would have taken',
    "CREATE TABLE a (x int); CREATE TABLE b (x int); DO $$ BEGIN IF EXISTS (SELECT FROM pg_indexes WHERE indexname = 'b') THEN EXECUTE 'CREATE VIEW b AS SELECT 6 AS x'; END IF; END $$;",
    'INSERT INTO b VALUES (1)',
    'INSERT INTO a SELECT x FROM b',
  ],
  [
    'the type of a table made by what was prepared, and the end of the type',
    `CREATE TYPE mood AS ENUM ('sad'); PREPARE p AS SELECT 'sad'::mood AS m; CREATE TABLE snap AS EXECUTE p;`,
    'DROP TABLE snap',
    'DROP TYPE mood',
  ],
  [
    'a new value of an enum, and rows of a table made by what was prepared with a parameter of it',
    `CREATE TYPE mood AS ENUM ('sad'); PREPARE p (mood) AS SELECT $1 AS m; CREATE TABLE snap AS EXECUTE p ('sad');`,
    "ALTER TYPE mood ADD VALUE 'calm'",
    "INSERT INTO snap VALUES ('calm')",
  ],
  [
    'what a trigger does that came after the statement that sets it off was prepared',
    `${AB} CREATE FUNCTION g() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO b VALUES (1); RETURN NEW; END $$;`,
    'PREPARE p AS INSERT INTO a VALUES (1); CREATE TRIGGER g AFTER INSERT ON a FOR EACH ROW EXECUTE FUNCTION g(); EXECUTE p',
    'DELETE FROM b',
  ],
  [
    'what a function does that was replaced after a statement that calls it was prepared',
    `${AB} CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1';`,
    'INSERT INTO b VALUES (7)',
    "PREPARE p AS INSERT INTO a SELECT f(); CREATE OR REPLACE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT max(x) FROM b'; EXPLAIN ANALYZE EXECUTE p",
  ],
  [
    'a cast written as a call, and the function of its name',
    'CREATE TABLE a (x text); CREATE TABLE b (x int);',
    'ALTER TABLE a ALTER x TYPE uuid USING uuid(x)',
    'CREATE FUNCTION uuid(text) RETURNS uuid LANGUAGE sql AS $$ SELECT gen_random_uuid() $$',
  ],
  [
    'a cast written as a call, and a value of its type',
    `CREATE TYPE mood AS ENUM ('sad'); CREATE TABLE a (x text);`,
    "ALTER TYPE mood ADD VALUE 'calm'",
    'CREATE VIEW v AS SELECT mood(x) FROM a',
  ],
  ['a known text', AB, block("EXECUTE 'DELETE FROM a';"), 'INSERT INTO a VALUES (1)'],
  ['a text put together from constants', AB, block("EXECUTE 'DELETE ' || 'FROM a';"), 'INSERT INTO a VALUES (1)'],
  [
    'a name in a variable',
    AB,
    "DO $$ DECLARE n text := 'a'; BEGIN EXECUTE format('DELETE FROM %I', n); END $$",
    'INSERT INTO a VALUES (1)',
  ],
  ['a name given by a constant argument', `${AB} ${EMPTIES}`, "CALL empties('a')", 'INSERT INTO a VALUES (1)'],
  [
    'a name given by the name of its parameter',
    `${AB} CREATE FUNCTION two(first text, second text DEFAULT 'b') RETURNS void LANGUAGE plpgsql AS $$ BEGIN EXECUTE 'DELETE FROM ' || quote_ident(first); EXECUTE 'DELETE FROM ' || quote_ident(second); END $$;`,
    "SELECT two('b', second => 'a')",
    'INSERT INTO a VALUES (1)',
  ],
  [
    'the default of a parameter that named arguments leave out',
    `${AB} CREATE FUNCTION two(first text DEFAULT 'a', second text DEFAULT 'b') RETURNS void LANGUAGE plpgsql AS $$ BEGIN EXECUTE 'DELETE FROM ' || quote_ident(first); EXECUTE 'DELETE FROM ' || quote_ident(second); END $$;`,
    "SELECT two(second => 'b')",
    'INSERT INTO a VALUES (1)',
  ],
  [
    'whichever function of a schema is called',
    `${AB} CREATE SCHEMA app; CREATE FUNCTION app.empties() RETURNS void LANGUAGE sql AS 'DELETE FROM a'; CREATE TABLE handlers (name text);`,
    "DO $$ BEGIN EXECUTE format('SELECT app.%I()', (SELECT name FROM handlers LIMIT 1)); END $$",
    'INSERT INTO a VALUES (1)',
  ],
  [
    'a function of a schema in which any may be called',
    `${AB} CREATE SCHEMA app; CREATE TABLE handlers (name text);`,
    "DO $$ BEGIN EXECUTE format('SELECT app.%I()', (SELECT name FROM handlers LIMIT 1)); END $$",
    'CREATE FUNCTION app.later() RETURNS int LANGUAGE sql RETURN 1',
  ],
  [
    'a text that goes through format() for nothing',
    AB,
    "DO $$ DECLARE r record; BEGIN FOR r IN SELECT tablename FROM pg_tables LOOP EXECUTE format('TRUNCATE ' || quote_ident(r.tablename)); END LOOP; END $$",
    'INSERT INTO a VALUES (1)',
  ],
  [
    'each name of a list',
    AB,
    "DO $$ DECLARE n text; BEGIN FOREACH n IN ARRAY ARRAY['a', 'b'] LOOP EXECUTE 'DELETE FROM ' || n; END LOOP; END $$",
    'INSERT INTO b VALUES (1)',
  ],
  [
    'each number of a loop',
    '',
    "DO $$ BEGIN FOR i IN 1..3 LOOP EXECUTE format('CREATE TABLE t_%s (x int)', i); END LOOP; END $$",
    'INSERT INTO t_2 VALUES (1)',
  ],
  [
    'a table only if it is not there',
    '',
    block("IF to_regclass('a') IS NULL THEN CREATE TABLE a (x int); END IF;"),
    'CREATE TABLE IF NOT EXISTS a (y int, z int)',
  ],
  [
    'a table made and looked for',
    '',
    'CREATE TABLE a (x int)',
    block("IF to_regclass('public.a') IS NULL THEN CREATE TABLE z (x int); END IF;"),
  ],
  [
    'a type made and looked for',
    '',
    "CREATE TYPE mood AS ENUM ('sad')",
    block(
      "IF NOT EXISTS (SELECT 1 FROM pg_type WHERE typname = 'mood') THEN CREATE TYPE mood AS ENUM ('odd'); END IF;",
    ),
  ],
  [
    'a column made and looked for',
    AB,
    'ALTER TABLE a ADD z int',
    block(
      "IF NOT EXISTS (SELECT 1 FROM information_schema.columns WHERE table_name = 'a' AND column_name = 'z') THEN ALTER TABLE a ADD z text; END IF;",
    ),
  ],
  [
    'a failure that is caught',
    AB,
    'CREATE INDEX i ON a (x)',
    block('CREATE INDEX i ON b (x); EXCEPTION WHEN duplicate_table THEN NULL;'),
  ],
  ['a catalog query without a name', '', 'CREATE TABLE a (x int)', 'CREATE TABLE n AS SELECT count(*) FROM pg_class'],
  ['rows that decide', AB, 'INSERT INTO a VALUES (1)', block('IF EXISTS (SELECT FROM a) THEN DELETE FROM b; END IF;')],
  [
    'a search path',
    'CREATE SCHEMA s; CREATE TABLE s.t (x int); CREATE TABLE t (x int)',
    'SET search_path = s; INSERT INTO t VALUES (1)',
    'DELETE FROM s.t',
  ],
  [
    'a new table that hides another',
    'CREATE SCHEMA s; CREATE TABLE t (x int)',
    'CREATE TABLE s.t (x int)',
    'SET search_path = s, public; INSERT INTO t VALUES (1)',
  ],
  [
    'a function with a path of its own',
    'CREATE SCHEMA s; CREATE TABLE s.t (x int); CREATE FUNCTION f() RETURNS void LANGUAGE sql SET search_path = s AS $$ DELETE FROM t $$',
    'SELECT f()',
    'INSERT INTO s.t VALUES (1)',
  ],
  ['a schema and what is made in it', '', 'CREATE SCHEMA s', 'CREATE TABLE s.t (x int)'],
  [
    'a table that leaves its schema and its name',
    `${AB} CREATE SCHEMA s`,
    'ALTER TABLE a SET SCHEMA s',
    'CREATE TABLE a (z int)',
  ],
  [
    'a table that comes to a schema',
    `${AB} CREATE SCHEMA s`,
    'ALTER TABLE a SET SCHEMA s',
    'INSERT INTO s.a VALUES (1)',
  ],
  [
    'a function that leaves its schema',
    'CREATE SCHEMA s; CREATE FUNCTION f() RETURNS int LANGUAGE sql RETURN 1',
    'ALTER FUNCTION f() SET SCHEMA s',
    'CREATE FUNCTION f() RETURNS int LANGUAGE sql RETURN 2',
  ],
  ['a schema renamed and its name taken again', 'CREATE SCHEMA s', 'ALTER SCHEMA s RENAME TO r', 'CREATE SCHEMA s'],
  ['a schema emptied and dropped', 'CREATE SCHEMA s; CREATE TABLE s.t (x int)', 'DROP TABLE s.t', 'DROP SCHEMA s'],
  [
    'a temporary table filled from another',
    AB,
    'INSERT INTO a VALUES (1)',
    'CREATE TEMP TABLE h AS SELECT * FROM a; INSERT INTO b SELECT * FROM h',
  ],
  ['declared writes', AB, '-- migrate-action: writes=a\nSELECT 1', 'CREATE TABLE z AS SELECT * FROM a'],
  ['declared reads', AB, '-- migrate-action: reads=a\nSELECT 1', 'DELETE FROM a'],
  ['a declared dependency', AB, 'DELETE FROM a', '-- migrate-action: depends-on=1\nDELETE FROM b'],
  ['an extension and its type', '', 'CREATE EXTENSION citext', 'CREATE TABLE z (c citext)'],
  ['a role and its grant', AB, 'CREATE ROLE r', 'GRANT SELECT ON a TO r'],
  [
    'default privileges and a table',
    'CREATE ROLE r',
    'ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO r',
    'CREATE TABLE z (x int)',
  ],
  ['a comment and another', AB, "COMMENT ON TABLE a IS 'old'", "COMMENT ON TABLE a IS 'new'"],
  [
    'an event trigger and any definition',
    "CREATE FUNCTION e() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'no'; END $$",
    'CREATE EVENT TRIGGER e ON ddl_command_end EXECUTE FUNCTION e()',
    'CREATE TABLE z (x int)',
  ],
  [
    'a table that an event trigger writes',
    `${AB} CREATE FUNCTION e() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO a VALUES (1); END $$;
     CREATE EVENT TRIGGER e ON ddl_command_end EXECUTE FUNCTION e()`,
    'CREATE TABLE z (x int)',
    'DELETE FROM a',
  ],
  [
    'the end of an event trigger with its function, and any definition',
    `${AB} CREATE SCHEMA s; CREATE FUNCTION s.e() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO a VALUES (1); END $$;
     CREATE EVENT TRIGGER e ON ddl_command_end EXECUTE FUNCTION s.e()`,
    'DROP SCHEMA s CASCADE',
    'CREATE TABLE z (x int)',
  ],
  [
    'rows that are passed over where somebody has them, and whoever refers to them',
    'CREATE TABLE a (x int PRIMARY KEY); CREATE TABLE b (x int REFERENCES a); CREATE TABLE l (x int)',
    'INSERT INTO b VALUES (1)',
    'INSERT INTO l SELECT x FROM a FOR UPDATE SKIP LOCKED',
  ],
  [
    'two that pass over rows that the other has',
    `${AB}; CREATE TABLE l (x int)`,
    'INSERT INTO l SELECT x FROM a FOR UPDATE SKIP LOCKED',
    'INSERT INTO b SELECT x FROM a FOR UPDATE SKIP LOCKED',
  ],
  [
    'a table that nobody may use just then, and its reader',
    AB,
    'SELECT count(*) FROM a',
    'DO $$ BEGIN LOCK TABLE a NOWAIT; EXCEPTION WHEN lock_not_available THEN DELETE FROM b; END $$',
  ],
  ['a publication and rows of its table', AB, 'CREATE PUBLICATION p FOR TABLE a', 'UPDATE a SET x = 1'],
  [
    'a column of every table, each by its schema and name, and its use',
    AB,
    every('ALTER TABLE %I.%I ADD z int', 'r.schemaname, r.tablename'),
    'INSERT INTO b (z) VALUES (1)',
  ],
  [
    'a constraint of every table and a drop',
    AB,
    every('ALTER TABLE %I DROP CONSTRAINT IF EXISTS %I', 'r.tablename, r.tableowner'),
    'DROP TABLE a',
  ],
];

const INDEPENDENT: readonly Case[] = [
  [
    'a number that no loop comes to',
    'CREATE TABLE t_4 (x int)',
    "DO $$ BEGIN FOR i IN 1..3 LOOP EXECUTE format('CREATE TABLE t_%s (x int)', i); END LOOP; END $$",
    'INSERT INTO t_4 VALUES (1)',
  ],
  [
    'a table that no function of the schema touches, whichever is called',
    `${AB} CREATE SCHEMA app; CREATE FUNCTION app.empties() RETURNS void LANGUAGE sql AS 'DELETE FROM a'; CREATE TABLE handlers (name text);`,
    "DO $$ BEGIN EXECUTE format('SELECT app.%I()', (SELECT name FROM handlers LIMIT 1)); END $$",
    'INSERT INTO b VALUES (1)',
  ],
  [
    'what a named argument does not name',
    `${AB} CREATE TABLE c (x int); CREATE FUNCTION two(first text, second text DEFAULT 'b') RETURNS void LANGUAGE plpgsql AS $$ BEGIN EXECUTE 'DELETE FROM ' || quote_ident(first); EXECUTE 'DELETE FROM ' || quote_ident(second); END $$;`,
    "SELECT two('c', second => 'a')",
    'INSERT INTO b VALUES (1)',
  ],
  ['blocks on two tables', AB, block("EXECUTE 'DELETE FROM a';"), block("EXECUTE 'DELETE FROM b';")],
  ['constant arguments that name two tables', `${AB} ${EMPTIES}`, "CALL empties('a')", "CALL empties('b')"],
  [
    'guards of two types',
    '',
    block("IF NOT EXISTS (SELECT 1 FROM pg_type WHERE typname = 'm') THEN CREATE TYPE m AS ENUM ('a'); END IF;"),
    block("IF NOT EXISTS (SELECT 1 FROM pg_type WHERE typname = 'n') THEN CREATE TYPE n AS ENUM ('a'); END IF;"),
  ],
  [
    'guards of two tables',
    '',
    block("IF to_regclass('a') IS NULL THEN CREATE TABLE a (x int); END IF;"),
    block("IF to_regclass('b') IS NULL THEN CREATE TABLE b (x int); END IF;"),
  ],
  [
    'tables of two schemas',
    'CREATE SCHEMA s; CREATE TABLE s.t (x int); CREATE TABLE t (x int)',
    'DELETE FROM s.t',
    'DELETE FROM t',
  ],
  [
    'temporary tables of one name',
    AB,
    'CREATE TEMP TABLE h AS SELECT * FROM a',
    'CREATE TEMP TABLE h AS SELECT * FROM b',
  ],
  ['what is declared independent', AB, 'DELETE FROM a', '-- migrate-action: independent-of=1\nDELETE FROM a'],
];

describe('what is run at run time', () => {
  it.each(ORDERED)('keeps in order: %s', async (_, setup, first, second) => {
    expect(await order(setup, first, second)).toBe('ordered');
  });

  it('is followed once, however many tables it may be about', async () => {
    const tables = Array.from(
      { length: 40 },
      (
        _,
        index,
      ) => `CREATE TABLE t${index} (x int${index === 0 ? '' : ` REFERENCES t${index - 1} ON DELETE CASCADE`} UNIQUE);
        CREATE TRIGGER g AFTER UPDATE ON t${index} FOR EACH ROW EXECUTE FUNCTION f();`,
    );
    const setup = `CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$ DECLARE n text := current_setting('a.b'); BEGIN
      EXECUTE format('SELECT %I()', n); RETURN NULL; END $$; ${tables.join(' ')}`;
    expect(await reasonOf([setup, 'UPDATE t1 SET x = 2', 'ALTER TABLE t2 ADD y int'])).toMatch(
      'an earlier migration runs SQL with a name',
    );
  });

  it('is not told where it hangs on the locks of others', async () => {
    const first = 'INSERT INTO a SELECT 1 WHERE pg_try_advisory_xact_lock(1)';
    expect(await order(AB, first, 'DELETE FROM b')).toMatch(/tells whether another session has a lock/);
  });

  it.each(INDEPENDENT)('leaves free: %s', async (_, setup, first, second) => {
    expect(await order(setup, first, second)).toBe('independent');
  });
});

describe('an opaque migration', () => {
  it.each([
    ['a text from a table', 'DO $$ DECLARE q text; BEGIN SELECT x INTO q FROM a; EXECUTE q; END $$', /^line 1 runs /],
    [
      'an unknown argument',
      'CREATE FUNCTION run(q text) RETURNS void LANGUAGE plpgsql AS $$ BEGIN EXECUTE q; END $$; SELECT run(x::text) FROM a',
      /^line 1 runs /,
    ],
    ['a block in another language', "DO LANGUAGE plperl $$ spi_exec_query('DROP TABLE a') $$", /language plperl/],
    [
      'a function in another language',
      "CREATE FUNCTION f() RETURNS int LANGUAGE plpython3u AS 'return 1'; SELECT f()",
      /language plpython3u/,
    ],
    ['text that cannot be parsed', 'SELECT 1;\nALTER TABEL a', /^line 2 has SQL that PostgreSQL's parser refuses/],
    ['a huge statement', `SELECT ${'1,'.repeat(600_000)}1`, /^line 1 has a statement of 1\.1 MiB/],
    [
      'event triggers that set each other off',
      `${[1, 2, 3].map((n) => `CREATE FUNCTION e${n}() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN GRANT SELECT ON a TO PUBLIC; END $$; CREATE EVENT TRIGGER e${n} ON ddl_command_end EXECUTE FUNCTION e${n}();`).join(' ')} CREATE TABLE b (x int)`,
      /sets off event triggers that set each other off/,
    ],
    [
      'two arguments where a type takes one',
      'SELECT uuid(x, 1) FROM a',
      /uses function uuid, which no migration makes/,
    ],
    ['what nobody prepared', 'EXECUTE p', /^line 1 executes p, which it has not prepared/],
    ['a table made of what nobody prepared', 'CREATE TABLE b AS EXECUTE p', /^line 1 executes p, /],
    ['a table that no migration makes', 'INSERT INTO nowhere VALUES (1)', /uses .*nowhere, which no migration makes/],
    ['a setting of the server', 'ALTER SYSTEM SET work_mem = 1', /settings of the server/],
    ['what its author says', '-- migrate-action: opaque\nSELECT 1', /its author says so/],
  ])('is one with %s', async (_, sql, reason) => {
    expect(await reasonOf(['CREATE TABLE a (x text)', sql])).toMatch(reason);
  });

  it.each([
    ['a schema', 'CREATE VIEW %I.z AS SELECT 1', 'r.schemaname'],
    ['a new name', 'ALTER TABLE %I RENAME TO %I', 'r.tablename, r.tableowner'],
    ['a new schema', 'ALTER TABLE %I.%I SET SCHEMA %I', 'r.schemaname, r.tablename, r.tableowner'],
    ['another table', 'ALTER TABLE %I ADD FOREIGN KEY (x) REFERENCES %I', 'r.tablename, r.tableowner'],
    ['a function', 'DROP FUNCTION %I(int) CASCADE', 'r.tableowner'],
    ['a function of a trigger', 'CREATE TRIGGER t AFTER INSERT ON a EXECUTE FUNCTION %I()', 'r.tableowner'],
    ['a type', 'ALTER TABLE %I ALTER x TYPE %I', 'r.tablename, r.tableowner'],
  ])('is one with %s that is only known at run time', async (_, statement, values) => {
    expect(await reasonOf([AB, every(statement, values)])).toMatch(/only known at run time/);
  });

  it('is one that uses the table in which the tool keeps its books', async () => {
    const options = { booksTable: 'public.books' };
    expect(await reasonOf(['SELECT count(*) FROM books'], options)).toMatch(/in which the tool records/);
    expect(await reasonOf(['ALTER TABLE books ADD x int'], options)).toMatch(/in which the tool records/);
    expect(await reasonOf(['ALTER TABLE books RENAME TO b', 'CREATE TABLE a ()'], options)).toMatch(
      /earlier migration altered/,
    );
    expect(await reasonOf(['CREATE TABLE a ()', 'CREATE TABLE b ()'], options)).toBeUndefined();
  });

  it('keeps its place between all before and all after it', async () => {
    const { dependencies } = await graphOf([
      'CREATE TABLE a ()',
      'CREATE TABLE b ()',
      '-- migrate-action: opaque\nSELECT 1',
      'CREATE TABLE c ()',
      'CREATE TABLE d ()',
    ]);
    expect(dependencies).toEqual([[], [], [0, 1], [2], [2]]);
  });

  it('is none whose author says what it touches', async () => {
    const unknown = 'DO $$ DECLARE q text; BEGIN SELECT x INTO q FROM a; EXECUTE q; END $$';
    const setup = 'CREATE TABLE a (x text); CREATE TABLE b (x text)';
    expect(await reasonOf([setup, `-- migrate-action: writes=b\n${unknown}`])).toBeUndefined();
    const graph = await graphOf([setup, `-- migrate-action: writes=b\n${unknown}`, 'CREATE INDEX ON b (x)']);
    expect(graph.dependencies).toEqual([[], [0], [1]]);
  });
});
