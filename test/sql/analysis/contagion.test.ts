/** How far it reaches that a migration cannot be read: which of the later ones are still understood. */
import { describe, expect, it } from '@jest/globals';
import { ordered } from './ordered.ts';
import { order, reasonOf } from './sets.ts';

const AB = 'CREATE TABLE a (id int, x text); CREATE TABLE b (id int, x text);';
/** Runs whatever a row says. */
const FIRES = `${AB} CREATE FUNCTION fire() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN EXECUTE NEW.x; RETURN NEW; END $$;
  CREATE TRIGGER fire AFTER INSERT ON a FOR EACH ROW EXECUTE FUNCTION fire();`;
const RUN = `${AB} CREATE FUNCTION run(q text) RETURNS int LANGUAGE plpgsql AS $$ BEGIN EXECUTE q; RETURN 1; END $$;`;
const CHANGE = 'UPDATE b SET x = 1';

describe('a statement that the parser refuses', () => {
  it.each([
    ['an update', AB, 'UPDATE a SET x = 1 y = 2'],
    ['a query', AB, 'SELECT FROM FROM a'],
    ['a change in a WITH query', AB, 'WITH n AS (INSERT INTO a VALUES (1) RETURNING *) SELECT FROM FROM n'],
    ['a deletion where nothing fires', FIRES, 'DELETE FROM b WHERE WHERE'],
  ])('leaves the later ones alone if it is %s', async (_, setup, dark) => {
    expect(await reasonOf([setup, dark])).toMatch(/parser refuses/);
    expect(await reasonOf([setup, dark, CHANGE])).toBeUndefined();
  });

  it.each([
    ['a definition', AB, 'CREATE TRIGGER TRIGGER ON b'],
    ['a query that makes a table', AB, 'SELECT 1 INTO INTO b'],
    [
      'several statements',
      `${AB} CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1'`,
      "DO $$ BEGIN EXECUTE 'SELECT 1 1 1; DROP TABLE b'; END $$",
    ],
    ['a change that fires what cannot be read', FIRES, 'INSERT INTO a VALUES (1) VALUES (2)'],
    ['a call of what runs a text', RUN, "SELECT FROM FROM run('DROP TABLE b')"],
    [
      'a call of a built-in function that runs a text',
      AB,
      "SELECT FROM FROM query_to_xml('DROP TABLE b', true, true, '')",
    ],
    ['a template', AB, 'UPDATE {{ a }} SET x = 1 y = 2'],
  ])('makes the later ones opaque too if it is %s', async (_, setup, dark) => {
    expect(await reasonOf([setup, dark, CHANGE])).toMatch(/an earlier migration /);
  });
});

describe('SQL with a name that is only known at run time', () => {
  const named = (statement: string) =>
    `DO $$ DECLARE n record; BEGIN FOR n IN SELECT rolname FROM pg_roles LOOP EXECUTE format('${statement}', n.rolname); END LOOP; END $$`;

  it.each(['CREATE ROLE %I', 'DROP ROLE IF EXISTS %I', 'ALTER ROLE %I NOLOGIN', 'ALTER ROLE %I SET work_mem = 1000'])(
    'leaves the later ones alone if it defines nothing but roles and privileges: %s',
    async (statement) => {
      const setup = `${AB} CREATE ROLE r`;
      expect(await reasonOf([setup, named(statement)])).toMatch(/only known at run time/);
      expect(await reasonOf([setup, named(statement), CHANGE])).toBeUndefined();
    },
  );

  it.each(['CREATE SCHEMA %I', 'CREATE ROLE %I; DROP SCHEMA %1$I', 'REASSIGN OWNED BY %I TO r'])(
    'makes the later ones opaque too if it may define something else: %s',
    async (statement) => {
      expect(await reasonOf([`${AB} CREATE ROLE r`, named(statement), CHANGE])).toMatch(/an earlier migration /);
    },
  );
});

describe('a sequence with a name that is only known at run time', () => {
  const make = (statement: string) =>
    `DO $$ DECLARE y text; BEGIN FOR y IN SELECT DISTINCT date_part('year', now())::text FROM a LOOP EXECUTE '${statement}'; END LOOP; END $$`;
  const SEQUENCE = make("CREATE SEQUENCE IF NOT EXISTS numbers_' || y || '_seq");

  it('leaves the later ones alone', async () => {
    expect(await reasonOf([AB, SEQUENCE])).toMatch(/only known at run time/);
    expect(await reasonOf([AB, SEQUENCE, CHANGE])).toBeUndefined();
  });

  it('is what is drawn from by a name that is not known', async () => {
    const draw = "INSERT INTO a SELECT nextval('numbers_' || x || '_seq')";
    const other = "INSERT INTO b SELECT nextval('numbers_' || x || '_seq')";
    expect(await order(AB, draw, other)).toBe('independent');
    expect(await ordered([AB, SEQUENCE], draw, other)).toBe(true);
    expect(await reasonOf([AB, SEQUENCE, other])).toBeUndefined();
  });

  it.each([
    ['if it goes with a column', make("CREATE SEQUENCE numbers_' || y || ' OWNED BY b.id")],
    ['if it is a table', make("CREATE TABLE numbers_' || y || ' (x int)")],
    ['if more comes with it', make("CREATE SEQUENCE numbers_' || y || '; DROP TABLE b")],
  ])('makes the later ones opaque too %s', async (_, statement) => {
    expect(await reasonOf([AB, statement, CHANGE])).toMatch(/an earlier migration /);
  });
});

describe('what cannot be read and may define something', () => {
  const DARK = 'DO LANGUAGE plperl $$ spi_exec_query($_SHARED{text}) $$';

  it('also concerns what was made after another such migration', async () => {
    expect(await reasonOf([AB, DARK, 'CREATE TABLE c (x text)', 'UPDATE c SET x = 1'])).toBeUndefined();
    expect(await reasonOf([AB, DARK, 'CREATE TABLE c (x text)', DARK, 'UPDATE c SET x = 1'])).toMatch(
      /an earlier migration/,
    );
  });

  it.each([
    ['a table', 'CREATE TABLE c (id int PRIMARY KEY)', 'CREATE TABLE IF NOT EXISTS a (id int REFERENCES c)'],
    ['a column', 'ALTER FUNCTION f() STABLE', 'ALTER TABLE a ADD COLUMN IF NOT EXISTS x int DEFAULT f()'],
    ['a sequence', 'ALTER TABLE a RENAME id TO x', 'CREATE SEQUENCE IF NOT EXISTS s OWNED BY a.id'],
  ])('may have dropped %s that is made again', async (_, first, again) => {
    const setup = `${AB} CREATE SEQUENCE s;
      CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1';`;
    expect(await ordered(setup, first, again)).toBe(false);
    expect(await ordered([setup, DARK], first, again)).toBe(true);
  });

  it.each([
    ['the query of a view', 'CREATE VIEW v AS SELECT x FROM a', 'SELECT * FROM v'],
    [
      'the query of a materialized view',
      'CREATE MATERIALIZED VIEW v AS SELECT x FROM a',
      'REFRESH MATERIALIZED VIEW v',
    ],
    [
      'the body of a function',
      "CREATE FUNCTION f() RETURNS bigint LANGUAGE sql AS 'SELECT count(*) FROM a'",
      'SELECT f()',
    ],
    ['what refers to a table', '', 'TRUNCATE a CASCADE'],
  ])('may have changed %s', async (_, makes, uses) => {
    expect(await reasonOf([`${AB} ${makes}`, uses])).toBeUndefined();
    expect(await reasonOf([`${AB} ${makes}`, DARK, uses])).toMatch(/an earlier migration/);
    expect(await reasonOf([DARK, `${AB} ${makes}`, uses])).toBeUndefined();
  });

  it.each([
    ['rows of a table', 'CREATE TABLE IF NOT EXISTS t (x int)', 'INSERT INTO t VALUES (1)'],
    ['a view', 'CREATE TABLE IF NOT EXISTS t (x int); CREATE VIEW v AS SELECT x FROM t', 'DROP TABLE t CASCADE'],
  ])('may have made what was to be made if it was not there: %s', async (_, makes, uses) => {
    expect(await reasonOf([makes, uses])).toBeUndefined();
    expect(await reasonOf([AB, DARK, makes, uses])).toMatch(/an earlier migration/);
  });

  it.each([
    [
      'an index of another table',
      ['CREATE UNIQUE INDEX IF NOT EXISTS i ON b (x)'],
      'DROP INDEX i',
      'CREATE TABLE c (LIKE a INCLUDING INDEXES)',
    ],
    [
      'a table without a key',
      ['CREATE TABLE IF NOT EXISTS t (x int PRIMARY KEY)', 'CREATE TABLE t_pkey (x int)'],
      'ALTER TABLE t ADD PRIMARY KEY (x)',
      "COMMENT ON INDEX t_pkey1 IS 'x'",
    ],
    [
      'a table without a column',
      ['CREATE TABLE IF NOT EXISTS t (x int, y int)'],
      'CREATE SEQUENCE t_y_seq',
      'ALTER TABLE t ADD COLUMN IF NOT EXISTS y serial',
    ],
  ])('may have made %s instead of what was to be made if it was not there', async (_, makes, first, second) => {
    expect(await ordered([AB, DARK, ...makes], first, second)).toBe(true);
  });

  it.each([
    ['a table that refers to another', 'DROP TABLE a'],
    ['a column of a table that has a child', 'ALTER TABLE a ADD y int'],
    ['an index that is on another table', 'DROP INDEX i'],
    ['an index of a table that has a partition', 'CREATE INDEX ON a (x)'],
    ['another name of a column that a child has', 'ALTER TABLE a RENAME x TO y'],
    ['another schema of a table that a sequence belongs to', 'ALTER TABLE a SET SCHEMA app'],
  ])('may have made %s, where that changes', async (_, change) => {
    const setup = `${AB} CREATE INDEX i ON a (x); CREATE SCHEMA app`;
    expect(await reasonOf([setup, change])).toBeUndefined();
    expect(await reasonOf([setup, DARK, change])).toMatch(/an earlier migration/);
    expect(await reasonOf([DARK, setup, change])).toBeUndefined();
  });

  it('may have made what gets another name', async () => {
    const setup = [
      `${AB} CREATE TABLE c (x int); INSERT INTO c VALUES (1)`,
      DARK,
      'ALTER TABLE IF EXISTS d RENAME TO e',
    ];
    expect(await reasonOf([...setup, 'CREATE TABLE IF NOT EXISTS e (x int)', 'INSERT INTO e VALUES (1)'])).toMatch(
      /an earlier migration/,
    );
  });

  it('may have dropped what is first in search_path', async () => {
    const setup = `CREATE SCHEMA app; CREATE TABLE app.a (x int); ${AB}`;
    const path = 'SET search_path = app, public';
    expect(await order(setup, 'UPDATE public.a SET x = 1', `${path}; SELECT FROM a`)).toBe('independent');
    expect(await ordered([setup, DARK], 'ALTER TABLE public.a ADD y int', `${path}; LOCK a`)).toBe(true);
  });
});

describe('an update of the system catalogs', () => {
  const indexes = (set: string, where: string) => `UPDATE pg_index SET ${set} WHERE ${where}`;
  const OFF = 'indisready = false';

  it.each([
    ['by a query for the identity', indexes(OFF, "indrelid = (SELECT oid FROM pg_class WHERE relname = 'a')")],
    ['by a cast', indexes(OFF, "indrelid = 'public.a'::regclass AND indisready")],
    ['of an index', indexes('indisvalid = true', "indexrelid = 'a_x'::regclass")],
    ['of statistics', "UPDATE pg_class SET reltuples = 0 WHERE relname = 'a'"],
  ])('alters what it names, and no more: %s', async (_, sql) => {
    const setup = `${AB} CREATE INDEX a_x ON a (x)`;
    expect(await order(setup, sql, 'INSERT INTO a VALUES (1)')).toBe('ordered');
    expect(await order(setup, sql, 'INSERT INTO b VALUES (1)')).toBe('independent');
    expect(await order(setup, sql, 'REINDEX INDEX a_x')).toBe('ordered');
  });

  it.each([
    ['without a condition', 'UPDATE pg_index SET indisready = false'],
    ['without a name', indexes(OFF, 'indisunique')],
    ['with one name or another condition', indexes(OFF, "indrelid = 'a'::regclass OR indisunique")],
    ['with another table', indexes(OFF, "indrelid = 'a'::regclass").replace(' WHERE', ' FROM b WHERE')],
    ['of what an object is made of', "UPDATE pg_class SET relname = 'c' WHERE relname = 'a'"],
    ['of what an object is made of, too', indexes(`${OFF}, indkey = '1'`, "indrelid = 'a'::regclass")],
    ['that takes rows away', "DELETE FROM pg_index WHERE indrelid = 'a'::regclass"],
    ['by any query', indexes(OFF, 'indrelid = (SELECT oid FROM pg_class LIMIT 1)')],
    [
      'by a query named as a catalog',
      `WITH pg_class AS (SELECT oid, 'a' AS relname FROM pg_catalog.pg_class) ${indexes(OFF, "indrelid = (SELECT oid FROM pg_class WHERE relname = 'a')")}`,
    ],
  ])('makes the later ones opaque too if it may change anything: %s', async (_, sql) => {
    expect(await reasonOf([AB, sql])).toMatch(/changes the system catalogs themselves/);
    expect(await reasonOf([AB, sql, CHANGE])).toMatch(/an earlier migration changes the system catalogs themselves/);
  });
});

it('is nothing to drop a schema that is not there', async () => {
  const operator =
    'CREATE FUNCTION e(int, int) RETURNS bool LANGUAGE sql RETURN true; CREATE OPERATOR === (FUNCTION = e, LEFTARG = int, RIGHTARG = int);';
  expect(await reasonOf([operator, 'DROP SCHEMA IF EXISTS s CASCADE'])).toBeUndefined();
  expect(await reasonOf([operator, 'DROP SCHEMA IF EXISTS s CASCADE'], { mayHoldMore: true })).toMatch(
    /perhaps operators/,
  );
  expect(await reasonOf([`CREATE SCHEMA s; ${operator}`, 'DROP SCHEMA s CASCADE'])).toMatch(/perhaps operators/);
});

describe('a change of a publication', () => {
  const setup = `${AB} CREATE PUBLICATION p FOR TABLE a`;

  it.each([
    'ALTER PUBLICATION p DROP TABLE a',
    "ALTER PUBLICATION p SET (publish = 'insert')",
    'ALTER PUBLICATION p SET TABLE b',
  ])('is understood: %s', async (sql) => {
    expect(await order(setup, sql, 'UPDATE a SET id = 1')).toBe('ordered');
    expect(await order(setup, sql, 'CREATE INDEX ON b (id)')).not.toMatch(/opaque/);
  });

  it('leaves other tables alone where it is about one', async () => {
    expect(await order(setup, 'ALTER PUBLICATION p ADD TABLE b', 'UPDATE a SET id = 1')).toBe('independent');
    // It locks what it takes out.
    expect(await order(setup, 'ALTER PUBLICATION p SET TABLE b', "COMMENT ON TABLE a IS 'x'")).toBe('ordered');
  });

  it('that one of its tables has left is that of the other', async () => {
    const left = `${AB} CREATE PUBLICATION p FOR TABLE a, b; DROP TABLE a CASCADE`;
    expect(await order(left, 'DROP PUBLICATION p', 'UPDATE b SET id = 1')).toBe('ordered');
  });

  it('that no migration makes keeps its own place and no more', async () => {
    expect(await reasonOf([AB, 'ALTER PUBLICATION q DROP TABLE a'])).toMatch(
      /uses publication q, which no migration makes/,
    );
    expect(await reasonOf([AB, 'ALTER PUBLICATION q DROP TABLE a', CHANGE])).toBeUndefined();
  });
});

describe('a view made again from its own definition', () => {
  const again = (from: string, text = "format('CREATE VIEW v AS %s', d)") =>
    `DO $$ DECLARE d text; BEGIN SELECT ${from} INTO d; DROP VIEW IF EXISTS v; EXECUTE ${text}; END $$`;
  const QUERY = "view_definition FROM information_schema.views WHERE table_schema = 'public' AND table_name = 'v'";

  it('is nothing where no migration has made it, and comes before those that do', async () => {
    expect(await order(AB, again(QUERY), CHANGE)).toBe('independent');
    expect(await order(AB, again("definition FROM pg_views WHERE viewname = 'v'"), CHANGE)).toBe('independent');
    expect(await order(AB, again(QUERY), 'CREATE VIEW v AS SELECT 1 AS x')).toBe('ordered');
  });

  it.each([
    ['it is there', 'CREATE VIEW v AS SELECT 1 AS x', again(QUERY)],
    ['it was there', 'CREATE VIEW v AS SELECT 1 AS x; DROP VIEW v', again(QUERY)],
    ['another became it', 'CREATE VIEW w AS SELECT 1 AS x; ALTER VIEW w RENAME TO v', again(QUERY)],
    ['an extension may have brought it', 'CREATE EXTENSION pg_stat_statements', again(QUERY)],
    ['it is any view', '', again("view_definition FROM information_schema.views WHERE table_schema = 'public'")],
    ['it is one or another', '', again(`${QUERY} OR true`)],
    [
      'it is of a table',
      'CREATE TABLE texts (view_definition text, table_name text)',
      again("view_definition FROM texts WHERE table_name = 'v'"),
    ],
    [
      'another text is run with it',
      'CREATE TABLE texts (x text)',
      again(QUERY, "format('%s%s', (SELECT x FROM texts), d)"),
    ],
  ])('cannot be read where %s', async (_, setup, sql) => {
    expect(await reasonOf([AB, setup, sql])).toMatch(/put together at run time/);
  });

  it('cannot be read where earlier ones are not known, or the database held something before', async () => {
    const dark = "DO LANGUAGE plperl $$ spi_exec_query('CREATE VIEW v AS SELECT 1') $$";
    expect(await reasonOf([AB, dark, again(QUERY)])).toMatch(/an earlier migration/);
    expect(await reasonOf([AB, again(QUERY)], { mayHoldMore: true })).toMatch(/put together at run time/);
  });
});

describe('a name that one of two kinds of relation has', () => {
  const dark = 'DO $$ BEGIN EXECUTE (SELECT x FROM b); END $$';
  const made = 'CREATE SEQUENCE IF NOT EXISTS t OWNED BY a.id';

  it('makes the migration opaque that may have given it to another, and all that use it', async () => {
    const scene = [`${AB} CREATE TABLE t (id int GENERATED ALWAYS AS IDENTITY, x text);`, dark];
    expect(await reasonOf([...scene, made])).toMatch(/makes sequence t, which may be a table already/);
    expect(await reasonOf([...scene, made, 'INSERT INTO t (x) VALUES (1)'])).toMatch(
      /uses sequence t, which may be a table instead/,
    );
  });

  it('makes those opaque, too, that use what was made like it', async () => {
    const perhaps =
      'BEGIN CREATE TABLE t (id int GENERATED ALWAYS AS IDENTITY, x text); EXCEPTION WHEN OTHERS THEN NULL; END';
    const scene = [`${AB} DO $$ ${perhaps} $$`, made];
    const copy = 'CREATE TABLE k (LIKE t INCLUDING ALL)';
    expect(await reasonOf([...scene, copy, 'INSERT INTO k (x) VALUES (1)'])).toMatch(/which may be a table instead/);
    const view = 'CREATE VIEW v AS SELECT * FROM t';
    expect(await reasonOf([...scene, view, 'INSERT INTO v (x) VALUES (1)'])).toMatch(/which may be a table instead/);
  });

  it('may seem to belong to what belongs to it, and nothing runs in circles', async () => {
    const scene = [`${AB} CREATE SCHEMA app; CREATE TABLE t (id int, x text);`, dark];
    const circle = 'CREATE SEQUENCE IF NOT EXISTS t OWNED BY t.id; CREATE SEQUENCE IF NOT EXISTS a OWNED BY t.x';
    expect(
      await reasonOf([
        ...scene,
        circle,
        'ALTER TABLE t SET SCHEMA app; ALTER TABLE app.t OWNER TO postgres; DROP TABLE app.t CASCADE',
      ]),
    ).toBeDefined();
  });

  it('does not where it was there for sure', async () => {
    const scene = `${AB} CREATE TABLE t (id int GENERATED ALWAYS AS IDENTITY, x text);`;
    expect(await reasonOf([scene, made])).toBeUndefined();
    expect(await reasonOf([scene, made, 'INSERT INTO t (x) VALUES (1)'])).toBeUndefined();
  });
});

describe('what is made like something that a migration nobody can read may have changed', () => {
  const DARK = "DO $$ BEGIN EXECUTE convert_from('\\x00', 'UTF8'); END $$";
  const SETUP = `${AB} CREATE TABLE p (id int, x text) PARTITION BY LIST (id); CREATE TYPE c AS (id int); CREATE DOMAIN d AS int;`;

  it.each([
    ['its copy', 'CREATE TABLE k (LIKE a INCLUDING ALL)'],
    [
      'its copy under a condition',
      "DO $$ BEGIN IF to_regclass('k') IS NULL THEN CREATE TABLE k (LIKE a); END IF; END $$",
    ],
    ['its child', 'CREATE TABLE k () INHERITS (a)'],
    ['its partition', 'CREATE TABLE k PARTITION OF p DEFAULT'],
    ['a table of its type', 'CREATE TABLE k OF c'],
  ])('has what nobody knows: %s', async (_, statement) => {
    expect(await reasonOf([SETUP, DARK, statement])).toMatch(/an earlier migration /);
    expect(await reasonOf([SETUP, DARK, statement, 'INSERT INTO k (id) VALUES (1)'])).toMatch(/an earlier migration /);
  });

  it('is a value that may have to pass a new check of its domain', async () => {
    expect(await reasonOf([SETUP, DARK, 'CREATE TABLE k (id d); INSERT INTO k VALUES (1)'])).toMatch(
      /domain d, and an earlier/,
    );
  });

  it('is understood where all of it is new', async () => {
    const table = 'CREATE TABLE n (id int UNIQUE)';
    expect(await reasonOf([SETUP, DARK, table, 'CREATE TABLE k (LIKE n INCLUDING ALL)'])).toBeUndefined();
  });
});

describe('a request to another server', () => {
  const NET = `CREATE EXTENSION pg_net; ${AB}`;
  const POST = "SELECT net.http_post(url := 'http://x')";

  it('is a row for a while', async () => {
    expect(await order(NET, POST, CHANGE)).toBe('independent');
    expect(await order(NET, POST, 'TRUNCATE net.http_request_queue')).toBe('ordered');
    expect(await order(NET, POST, 'INSERT INTO a SELECT id FROM net._http_response')).toBe('ordered');
    expect(await order(NET, POST, POST)).toBe('ordered');
  });

  it('may set off what is put on the queue', async () => {
    const fires = `${NET} CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN EXECUTE NEW.url; RETURN NEW; END $$;
      CREATE TRIGGER f AFTER INSERT ON net.http_request_queue FOR EACH ROW EXECUTE FUNCTION f();`;
    expect(await reasonOf([fires, POST, CHANGE])).toMatch(/an earlier migration /);
  });

  it('is elsewhere if it is to be waited for', async () => {
    expect(await reasonOf([NET, 'SELECT net.http_collect_response(1)'])).toMatch(/http_collect_response/);
  });
});
