/** SQL put together at run time in which only the name of a table's part, or of a role, is not known. */
import { describe, expect, it } from '@jest/globals';
import { ordered } from './ordered.ts';
import { order, reasonOf } from './sets.ts';

const SET =
  'CREATE TABLE o (id int PRIMARY KEY); CREATE TABLE a (id int CHECK (id > 0) REFERENCES o, n int); CREATE TABLE u (id int); CREATE ROLE r;' +
  ' CREATE FUNCTION noted() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;' +
  ' CREATE TRIGGER noting BEFORE INSERT ON a FOR EACH ROW EXECUTE FUNCTION noted(); CREATE POLICY p ON a USING (true);';
/** For each name that a query gives. */
const each = (query: string, statement: string) =>
  `DO $$ DECLARE n text; BEGIN FOR n IN ${query} LOOP EXECUTE format('${statement}', n); END LOOP; END $$`;

const POLICIES = each(
  "SELECT policyname FROM pg_policies WHERE tablename = 'a'",
  'DROP POLICY IF EXISTS %I ON public.a',
);
const CHECKS = each(
  "SELECT conname FROM pg_constraint WHERE conrelid = 'a'::regclass",
  'ALTER TABLE a DROP CONSTRAINT %I',
);
const TRIGGERS = each("SELECT tgname FROM pg_trigger WHERE tgrelid = 'a'::regclass", 'DROP TRIGGER IF EXISTS %I ON a');
const OFF = each("SELECT tgname FROM pg_trigger WHERE tgrelid = 'a'::regclass", 'ALTER TABLE a DISABLE TRIGGER %I');
const RENAMED = each(
  "SELECT conname FROM pg_constraint WHERE conrelid = 'a'::regclass AND contype = 'c'",
  'ALTER TABLE a RENAME CONSTRAINT %I TO positive',
);
const OWNER = "DO $$ BEGIN EXECUTE 'ALTER TABLE a OWNER TO ' || current_user; END $$";
const GRANTED = each('SELECT usename FROM pg_user', 'GRANT SELECT ON a TO %I');
const MEMBER = "DO $$ BEGIN EXECUTE 'GRANT r TO ' || quote_ident(current_user); END $$";
const MEMBERS = each('SELECT rolname FROM pg_roles', 'GRANT %I TO r');

describe('a part whose name is not known', () => {
  it.each([
    ['policies', POLICIES],
    ['constraints', CHECKS],
    ['triggers', TRIGGERS],
    ['triggers switched off', OFF],
    ['a constraint with another name', RENAMED],
  ])('is one of its table: %s', async (_, sql) => {
    expect(await order(SET, sql, 'ALTER TABLE a ADD x int')).toBe('ordered');
    expect(await order(SET, sql, 'ALTER TABLE u ADD x int')).toBe('independent');
  });

  it.each([
    ['a policy and its end', 'DROP POLICY p ON a', POLICIES],
    ['a check and a row that it forbids', CHECKS, 'INSERT INTO a VALUES (-1)'],
    ['a key, and the end of the table it refers to', CHECKS, 'DROP TABLE o'],
    ['a constraint by its new name', RENAMED, 'ALTER TABLE a DROP CONSTRAINT positive'],
    ['a constraint by the name it had', RENAMED, 'ALTER TABLE a ADD CONSTRAINT a_id_check CHECK (n > 0)'],
    ['a trigger, and the end of its function', TRIGGERS, 'DROP FUNCTION noted()'],
  ])('orders %s', async (_, first, second) => {
    expect(await order(SET, first, second)).toBe('ordered');
  });

  it.each([
    ['a new part', each('SELECT relname FROM pg_class', 'CREATE POLICY %I ON a USING (true)')],
    ['a new name of one', each('SELECT relname FROM pg_class', 'ALTER TABLE a RENAME COLUMN n TO %I')],
    ['a part of a table made unseen', `${each('SELECT x FROM w', '%s')}; ${POLICIES}`],
  ])('is no reason to say something of %s', async (_, sql) => {
    expect(await reasonOf([`${SET} CREATE TABLE w (x text)`, sql])).toMatch(/run time/);
  });
});

describe('behind a migration that cannot be read', () => {
  const UNREAD = "CREATE TABLE w (x text); INSERT INTO w VALUES ('x'); DO $$ BEGIN EXECUTE (SELECT x FROM w); END $$";
  const LATE = 'CREATE TABLE late (id int)';

  it.each([
    ['constraints', CHECKS],
    ['policies', POLICIES],
    ['triggers', TRIGGERS],
    ['triggers switched off', OFF],
    ['constraints with another name', RENAMED],
    ['triggers with another name', each('SELECT tgname FROM pg_trigger', 'ALTER TRIGGER %I ON a RENAME TO b')],
    ['policies with another name', each('SELECT policyname FROM pg_policies', 'ALTER POLICY %I ON a RENAME TO b')],
    ['columns', each('SELECT attname FROM pg_attribute', 'ALTER TABLE a DROP COLUMN %I')],
  ])('%s of what was there before are not known, and leave what came later as it is', async (_, sql) => {
    expect(await reasonOf([SET, UNREAD, LATE, sql])).toMatch(/a, and an earlier migration runs EXECUTE/);
    expect(await reasonOf([SET, UNREAD, LATE, sql, 'ALTER TABLE late ADD x int'])).toBeUndefined();
  });

  it('those of what came later are', async () => {
    expect(await reasonOf([UNREAD, SET, CHECKS])).toBeUndefined();
    expect(await ordered([UNREAD, SET], CHECKS, 'ALTER TABLE a ADD x int')).toBe(true);
    expect(await ordered([UNREAD, SET], CHECKS, 'DROP TABLE o')).toBe(true);
  });

  it('those of a table that nobody knows are not', async () => {
    const sql = each('SELECT conname FROM pg_constraint', 'ALTER TABLE nowhere DROP CONSTRAINT %I');
    expect(await reasonOf([SET, UNREAD, sql])).toMatch(/earlier migration/);
  });
});

describe('a constraint with a new name that is not known', () => {
  const UNSEEN = `DO $$ DECLARE n text; m text; BEGIN FOR n IN SELECT conname FROM pg_constraint WHERE conrelid = 'a'::regclass LOOP
    m := replace(n, 'a_', 'b_'); IF m <> n THEN EXECUTE format('ALTER TABLE %I RENAME CONSTRAINT %I TO %I', 'a', n, m); END IF; END LOOP; END $$`;

  it('leaves what comes later as clear as it was', async () => {
    expect(await reasonOf([SET, UNSEEN])).toMatch(/gives a constraint a name that is only known at run time/);
    for (const sql of [
      'INSERT INTO a VALUES (1)',
      'ALTER TABLE a DROP CONSTRAINT b_id_fkey',
      'ALTER TABLE u ADD x int',
    ])
      expect(await reasonOf([SET, UNSEEN, sql])).toBeUndefined();
  });

  it.each([
    ['a key by the name it has now', 'ALTER TABLE a VALIDATE CONSTRAINT b_id_fkey', 'INSERT INTO o VALUES (1)'],
    ['a key that is dropped by the name it has now', 'ALTER TABLE a DROP CONSTRAINT b_id_fkey', 'DROP TABLE o'],
  ])('orders %s', async (_, first, second) => {
    expect(await ordered([SET, UNSEEN], first, second)).toBe(true);
  });

  it('may be the one that is dropped by the name of another', async () => {
    const again = 'ALTER TABLE a ADD FOREIGN KEY (id) REFERENCES o ON DELETE CASCADE';
    const gone = 'ALTER TABLE a DROP CONSTRAINT IF EXISTS a_id_fkey, DROP CONSTRAINT IF EXISTS a_id_fkey1';
    expect(await ordered([SET, UNSEEN, again, gone], 'DELETE FROM o', 'INSERT INTO a VALUES (2)')).toBe(true);
  });
});

describe('a role whose name is not known', () => {
  it.each([
    ['an owner', OWNER],
    ['somebody who may read', GRANTED],
    ['a member', MEMBER],
    ['a role with members', MEMBERS],
    [
      'some who get what others make',
      each('SELECT usename FROM pg_user', 'ALTER DEFAULT PRIVILEGES FOR ROLE %I GRANT SELECT ON TABLES TO r'),
    ],
  ])('is anybody: %s', async (_, sql) => {
    expect(await order(SET, sql, 'DROP ROLE r')).toBe('ordered');
    expect(await order(SET, sql, 'INSERT INTO u VALUES (1)')).toBe('independent');
  });

  it('orders what is owned or granted with what uses it', async () => {
    expect(await order(SET, OWNER, 'ALTER TABLE a ADD x int')).toBe('ordered');
    expect(await order(SET, GRANTED, 'DROP TABLE a')).toBe('ordered');
    expect(await order(SET, MEMBER, 'REVOKE r FROM CURRENT_USER')).toBe('ordered');
  });

  it('is not one of two: which of them is in which', async () => {
    const both =
      "DO $$ DECLARE g record; BEGIN FOR g IN SELECT rolname, usename FROM pg_roles, pg_user LOOP EXECUTE format('GRANT %I TO %I', g.rolname, g.usename); END LOOP; END $$";
    expect(await reasonOf([SET, both])).toMatch(/run time/);
  });

  it.each([
    ['a member', each('SELECT rolname FROM pg_roles', 'GRANT r TO %I')],
    ['somebody who may read', GRANTED],
  ])('may be the one that a function acts as: %s', async (_, sql) => {
    const acting =
      `${SET} CREATE FUNCTION f() RETURNS int SECURITY DEFINER LANGUAGE sql AS 'SELECT id FROM a'; ` +
      'ALTER FUNCTION f() OWNER TO somebody;';
    expect(await order(acting, sql, 'INSERT INTO u SELECT f()')).toBe('ordered');
  });
});

describe('a schema whose name is not known', () => {
  const S = 'CREATE SCHEMA s; CREATE SCHEMA t; CREATE ROLE r; CREATE TABLE u (id int);';
  const USED = each("SELECT nspname FROM pg_namespace WHERE nspname LIKE 's%'", 'GRANT USAGE ON SCHEMA %I TO r');
  const OWNED = each("SELECT nspname FROM pg_namespace WHERE nspname LIKE 's%'", 'ALTER SCHEMA %I OWNER TO r');

  it.each([
    ['privileges', USED],
    ['an owner', OWNED],
  ])('is any: %s', async (_, sql) => {
    expect(await order(S, sql, 'DROP SCHEMA t')).toBe('ordered');
    expect(await order(S, 'CREATE SCHEMA v', sql)).toBe('ordered');
    expect(await order(S, sql, 'ALTER ROLE r RENAME TO q')).toBe('ordered');
    expect(await order(S, sql, 'INSERT INTO u VALUES (1)')).toBe('independent');
  });

  it('is any of those that no migration makes', async () => {
    expect(await order(S, USED, 'REVOKE ALL ON SCHEMA public FROM r')).toBe('ordered');
    expect(await order(S, USED, 'REVOKE ALL ON SCHEMA pg_catalog FROM r')).toBe('ordered');
  });

  it('is no reason to say something where others may be there, or of its end', async () => {
    expect(await reasonOf([S, USED], { mayHoldMore: true })).toMatch(/run time/);
    expect(await reasonOf([S, each('SELECT nspname FROM pg_namespace', 'DROP SCHEMA %I CASCADE')])).toMatch(/run time/);
  });
});

describe('a table whose name is only known at run time', () => {
  const W = 'CREATE SCHEMA s; CREATE TABLE a (id int, x text); CREATE TABLE s.b (id int); CREATE TABLE u (id int);';
  const shaping = (query: string, statement: string, value = 'r.n') =>
    `DO $$ DECLARE r record; BEGIN FOR r IN ${query} LOOP EXECUTE format('${statement}', ${value}); END LOOP; END $$`;
  const NAMED = shaping(
    "SELECT t.table_name AS n FROM information_schema.tables t WHERE t.table_schema = 'public' AND t.table_name IN ('a', 'gone')",
    'ALTER TABLE public.%I ENABLE ROW LEVEL SECURITY',
  );
  const OF_SCHEMA = shaping(
    "SELECT tablename AS n FROM pg_tables WHERE schemaname = 's'",
    'ALTER TABLE s.%I SET (fillfactor = 90)',
  );
  const books = { booksTable: 'public.books' };

  it('is one of those that the query asks for', async () => {
    expect(await order(W, NAMED, 'INSERT INTO a VALUES (1)', books)).toBe('ordered');
    expect(await order(W, NAMED, 'INSERT INTO u VALUES (1)', books)).toBe('independent');
    expect(await order(W, 'CREATE TABLE gone (id int)', NAMED, books)).toBe('ordered');
  });

  it('may be missing', async () => {
    const index = shaping("SELECT tablename AS n FROM pg_tables WHERE tablename = 'gone'", 'CREATE INDEX i ON %I (id)');
    expect(await order(`${W} CREATE TABLE gone (id int);`, index, 'CREATE INDEX IF NOT EXISTS i ON u (id)')).toBe(
      'ordered',
    );
    expect(await order(W, index, 'CREATE INDEX IF NOT EXISTS i ON u (id)')).toBe('independent');
  });

  it('is one of the schema in front of it', async () => {
    expect(await order(W, OF_SCHEMA, 'INSERT INTO s.b VALUES (1)', books)).toBe('ordered');
    expect(await reasonOf([W, OF_SCHEMA], books)).toBeUndefined();
  });

  it('is any where the condition is no more than one of several', async () => {
    const or = shaping(
      "SELECT tablename AS n FROM pg_tables WHERE tablename = 'a' OR tablename LIKE 'u%'",
      'TRUNCATE %I',
    );
    expect(await order(W, or, 'INSERT INTO u VALUES (1)')).toBe('ordered');
  });
});
