/** Which statements about comments and extensions must keep their order. */
import { describe, expect, it } from '@jest/globals';
import { ordered } from './ordered.ts';
import { order, reasonOf } from './sets.ts';

const TABLES = 'CREATE TABLE t (a int, b text); CREATE TABLE u (a int);';
const FUNCTION = "CREATE FUNCTION f(int, int) RETURNS bool LANGUAGE sql AS 'SELECT $1 > $2';";
const TYPE = "CREATE TYPE mood AS ENUM ('sad', 'glad'); CREATE TABLE moods (m mood);";

describe('what must keep its order', () => {
  it.each([
    ['a table and its comment', '', TABLES, "COMMENT ON TABLE t IS 'x'"],
    ['two comments on a table', TABLES, "COMMENT ON TABLE t IS 'x'", "COMMENT ON TABLE t IS 'y'"],
    ['comments by two names of a table', TABLES, "COMMENT ON TABLE t IS 'x'", "COMMENT ON TABLE public.t IS 'y'"],
    [
      'comments on a column by two names',
      TABLES,
      "COMMENT ON COLUMN t.a IS 'x'",
      "COMMENT ON COLUMN public.t.a IS 'y'",
    ],
    ['a comment and the end of the table', TABLES, "COMMENT ON TABLE t IS 'x'", 'DROP TABLE t'],
    ['a column and its comment', TABLES, 'ALTER TABLE t ADD c int', "COMMENT ON COLUMN t.c IS 'x'"],
    ['a comment and another name of its table', TABLES, "COMMENT ON TABLE t IS 'x'", 'ALTER TABLE t RENAME TO v'],
    [
      'a trigger and its comment',
      `${TABLES} CREATE FUNCTION g() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'`,
      'CREATE TRIGGER x BEFORE INSERT ON t EXECUTE FUNCTION g()',
      "COMMENT ON TRIGGER x ON t IS 'x'",
    ],
    [
      'a constraint of a domain and its comment',
      'CREATE DOMAIN d AS int',
      'ALTER DOMAIN d ADD CONSTRAINT c CHECK (VALUE > 0)',
      "COMMENT ON CONSTRAINT c ON DOMAIN d IS 'x'",
    ],
    ['comments on a built-in schema', '', "COMMENT ON SCHEMA public IS 'x'", "COMMENT ON SCHEMA public IS 'y'"],
    [
      'a comment on a cast and the end of its type',
      TYPE,
      "COMMENT ON CAST (mood AS text) IS 'x'",
      'DROP TABLE moods; DROP TYPE mood',
    ],
    ['security labels', TABLES, "SECURITY LABEL FOR p ON TABLE t IS 'x'", "SECURITY LABEL FOR p ON TABLE t IS 'y'"],
    [
      'a function that belongs to an extension and its end',
      `CREATE EXTENSION hstore; ${FUNCTION}`,
      'ALTER FUNCTION f(int, int) DEPENDS ON EXTENSION hstore',
      'DROP EXTENSION hstore',
    ],
  ])('%s', async (_what, setup, first, second) => {
    expect(await ordered(setup, first, second)).toBe(true);
  });

  it.each([
    ['an extension and its type', '', 'CREATE EXTENSION citext', 'CREATE TABLE c (a citext)'],
    [
      'an extension and its function',
      '',
      'CREATE EXTENSION "uuid-ossp"',
      'CREATE TABLE c (a uuid DEFAULT uuid_generate_v4())',
    ],
    [
      'an extension and its qualified function',
      'CREATE SCHEMA x',
      'CREATE EXTENSION pgcrypto SCHEMA x',
      "SELECT x.digest('a', 'md5')",
    ],
    [
      'a dictionary of an extension and the function that goes by it',
      "CREATE EXTENSION unaccent; CREATE FUNCTION slug(x text) RETURNS text LANGUAGE plpgsql AS 'BEGIN RETURN unaccent(x); END'; CREATE TABLE s (x text)",
      "ALTER TEXT SEARCH DICTIONARY unaccent (RULES = 'other')",
      "INSERT INTO s VALUES (slug('x'))",
    ],
    [
      'a dictionary of an extension and the function that is told of it',
      'CREATE EXTENSION unaccent; CREATE TABLE s (x text)',
      "ALTER TEXT SEARCH DICTIONARY unaccent (RULES = 'other')",
      "INSERT INTO s VALUES (unaccent('unaccent', 'x'))",
    ],
    ['an extension and its operator', '', 'CREATE EXTENSION pg_trgm', "SELECT 'a' % 'b'"],
    [
      'an extension and its operator class',
      TABLES,
      'CREATE EXTENSION pg_trgm',
      'CREATE INDEX i ON t USING gin (b gin_trgm_ops)',
    ],
    [
      'an extension and its default operator class',
      TABLES,
      'CREATE EXTENSION btree_gist',
      'CREATE INDEX i ON t USING gist (a)',
    ],
    [
      'an extension and its data wrapper',
      '',
      'CREATE EXTENSION postgres_fdw',
      'CREATE SERVER s FOREIGN DATA WRAPPER postgres_fdw',
    ],
    ['an extension and the end of it', '', 'CREATE EXTENSION citext', 'DROP EXTENSION citext'],
    [
      'two guarded creations',
      '',
      'CREATE EXTENSION IF NOT EXISTS citext',
      'CREATE EXTENSION IF NOT EXISTS citext SCHEMA public',
    ],
    [
      'a column of its type that goes and the extension',
      'CREATE EXTENSION citext; CREATE TABLE c (a citext)',
      'DROP TABLE c',
      'DROP EXTENSION citext',
    ],
    [
      'a default that goes and the extension',
      'CREATE EXTENSION "uuid-ossp"; CREATE TABLE c (a uuid DEFAULT uuid_generate_v4())',
      'ALTER TABLE c ALTER a DROP DEFAULT',
      'DROP EXTENSION "uuid-ossp"',
    ],
    [
      'an index by its operator class that goes and the extension',
      `${TABLES} CREATE EXTENSION pg_trgm; CREATE INDEX i ON t USING gin (b gin_trgm_ops)`,
      'DROP INDEX i',
      'DROP EXTENSION pg_trgm',
    ],
    [
      'an index by its default operator class that goes and the extension',
      `${TABLES} CREATE EXTENSION btree_gist; CREATE INDEX i ON t USING gist (a)`,
      'DROP INDEX i',
      'DROP EXTENSION btree_gist',
    ],
    ['an extension and what requires it', '', 'CREATE EXTENSION cube', 'CREATE EXTENSION earthdistance'],
    [
      'an extension that is required and its end',
      'CREATE EXTENSION earthdistance CASCADE',
      'DROP EXTENSION earthdistance',
      'DROP EXTENSION cube',
    ],
    [
      'an extension nobody knows and a name nobody made',
      '',
      'CREATE EXTENSION nobody_knows_it',
      'SELECT nobody_knows_it_function()',
    ],
    [
      'an extension nobody knows and a default operator class',
      TABLES,
      'CREATE EXTENSION nobody_knows_it',
      'CREATE INDEX i ON t USING gist (a)',
    ],
    ['a schema and an extension in it', '', 'CREATE SCHEMA x', 'CREATE EXTENSION citext SCHEMA x'],
    [
      'an extension in a schema and the end of both',
      'CREATE SCHEMA x; CREATE EXTENSION citext SCHEMA x; CREATE TABLE c (a x.citext)',
      'DROP TABLE c',
      'DROP SCHEMA x CASCADE',
    ],
    [
      'an operator of a schema that goes with it',
      'CREATE SCHEMA x; CREATE EXTENSION pg_trgm SCHEMA x',
      "SELECT 'a' OPERATOR(x.%) 'b'",
      'DROP SCHEMA x CASCADE',
    ],
    [
      'an extension that moves and its function',
      'CREATE SCHEMA x; CREATE EXTENSION pgcrypto',
      'ALTER EXTENSION pgcrypto SET SCHEMA x',
      "SELECT x.digest('a', 'md5')",
    ],
    [
      'an extension brought up to date and its function',
      'CREATE EXTENSION pgcrypto',
      'ALTER EXTENSION pgcrypto UPDATE',
      "SELECT digest('a', 'md5')",
    ],
    [
      'a function of an extension and the rows that it looks things up in',
      `${TABLES} CREATE EXTENSION postgis`,
      'INSERT INTO spatial_ref_sys (srid) VALUES (990001)',
      'CREATE INDEX i ON t ((ST_Transform(ST_MakePoint(1, 1), 990001)))',
    ],
    [
      'a function of an extension that looks at definitions and another one',
      `CREATE EXTENSION postgis; CREATE TABLE places (at geometry)`,
      'ALTER TABLE places ADD COLUMN more geometry',
      "SELECT postgis_constraint_srid('public', 'places', 'at')",
    ],
    ['an extension and its text search dictionary', '', 'CREATE EXTENSION unaccent', "SELECT unaccent('a')"],
    [
      'what an extension takes in and its end',
      `${TABLES} CREATE EXTENSION citext`,
      'ALTER EXTENSION citext ADD TABLE t',
      'DROP EXTENSION citext',
    ],
  ])('%s', async (_what, setup, first, second) => {
    expect(await ordered(setup, first, second)).toBe(true);
  });

  it.each([
    [
      'functions of an extension that read the same table',
      `${TABLES} CREATE EXTENSION postgis; CREATE TABLE places (at geometry)`,
      'UPDATE places SET at = ST_MakePoint(1, 2)',
      'SELECT ST_AsGeoJSON(ST_GeneratePoints(ST_MakePoint(1, 2), 3))',
    ],
    [
      'such a function and rows of another table',
      `${TABLES} CREATE EXTENSION postgis; CREATE TABLE places (at geometry)`,
      'UPDATE places SET at = ST_MakePoint(1, 2)',
      "UPDATE t SET b = 'x'",
    ],
    [
      'a job that is scheduled and rows of another table',
      `${TABLES} CREATE EXTENSION pg_cron`,
      "SELECT cron.schedule('a', '* * * * *', 'DELETE FROM t')",
      "UPDATE t SET b = 'x'",
    ],
  ])('not %s', async (_what, setup, first, second) => {
    expect(await ordered(setup, first, second)).toBe(false);
  });
});

describe('what is scheduled', () => {
  const schedules = "SELECT cron.schedule('a', '* * * * *', 'SELECT 1')";

  it.each([
    schedules,
    "DO $$ BEGIN PERFORM cron.unschedule('a'); END $$",
    "SELECT cron.unschedule(jobid) FROM cron.job WHERE jobname = 'a'",
    "UPDATE cron.job SET active = false WHERE jobname = 'a'",
  ])('is understood: %s', async (statement) => {
    expect(await reasonOf(['CREATE EXTENSION pg_cron', statement])).toBeUndefined();
  });

  it.each([
    ['comes after the extension', '', 'CREATE EXTENSION pg_cron', schedules],
    ['ends with it', 'CREATE EXTENSION pg_cron', schedules, 'DROP EXTENSION pg_cron'],
    ['is numbered', 'CREATE EXTENSION pg_cron', schedules, schedules.replace("'a'", "'b'")],
    ['is what others ask for', 'CREATE EXTENSION pg_cron', schedules, 'CREATE TABLE jobs AS SELECT * FROM cron.job'],
    ['is replaced', 'CREATE EXTENSION pg_cron', schedules, 'SELECT cron.unschedule(1)'],
  ])('%s', async (_, setup, first, second) => {
    expect(await order(setup, first, second)).toBe('ordered');
  });

  it('is no business of a function that is called so elsewhere', async () => {
    const setup = "CREATE EXTENSION pg_cron; CREATE FUNCTION schedule() RETURNS int LANGUAGE sql AS 'SELECT 1';";
    expect(await order(setup, schedules, 'SELECT schedule()')).toBe('independent');
  });

  it('is not known without the extension', async () => {
    expect(await reasonOf(['SELECT 1', schedules])).toMatch('which no migration makes');
  });
});

it.each(["unaccent('x')", "unaccent('unaccent', 'x')"])('is understood that goes by a dictionary: %s', async (call) => {
  expect(
    await reasonOf(['CREATE EXTENSION unaccent; CREATE TABLE s (x text)', `INSERT INTO s VALUES (${call})`]),
  ).toBeUndefined();
});

describe('an extension that counts definitions', () => {
  const TWO = 'CREATE TABLE t (x int); CREATE TABLE u (x int); CREATE EXTENSION pg_graphql';

  it('leaves them in any order, once it is there', async () => {
    expect(await order(TWO, 'ALTER TABLE t ADD y int', 'ALTER TABLE u ADD y int')).toBe('independent');
    expect(await order('CREATE TABLE t (x int)', 'CREATE EXTENSION pg_graphql', 'ALTER TABLE t ADD y int')).toBe(
      'ordered',
    );
  });

  it('may be asked how many there were', async () => {
    const asked = 'INSERT INTO u SELECT last_value FROM graphql.seq_schema_version';
    expect(await order(TWO, 'ALTER TABLE t ADD y int', asked)).toBe('ordered');
    expect(await order(TWO, "INSERT INTO u SELECT nextval('graphql.seq_schema_version')", 'DROP TABLE t')).toBe(
      'ordered',
    );
  });

  it.each(['timescaledb', 'periods', 'pgsodium'])('is not any that does something to them: %s', async (name) => {
    expect(await reasonOf([`CREATE EXTENSION ${name}`])).toMatch(/acts whenever a definition changes/);
  });
});
