/** Migrations one after the other, on a real server. */
import { describe, expect, it } from '@jest/globals';
import { type Applied, applyInOrder, type Progress, type Runnable } from '../../src/execution/apply.ts';
import type { Database } from '../../src/postgres/database.ts';
import { withServer } from '../support/server.ts';
import { books, migration, recorded, silent, value, withDatabase } from './runnables.ts';

const testServer = withServer();

async function apply(database: Database, runnables: readonly Runnable[], progress: Partial<Progress> = {}) {
  return await applyInOrder(database, runnables, books, { ...silent, ...progress });
}

describe('applyInOrder', () => {
  it('applies and records each migration, in order', async () => {
    await withDatabase(testServer, async (database) => {
      const seen: string[] = [];
      const { applied, failed } = await apply(
        database,
        [
          migration('1', 'CREATE TABLE a (x int); INSERT INTO a VALUES (1), (2);'),
          migration('2', 'CREATE VIEW v AS SELECT sum(x) AS s FROM a'),
        ],
        { applied: (done: Applied) => seen.push(`${done.migration.id}/${done.attempts}`) },
      );
      expect(failed).toBeUndefined();
      expect(applied.map((done) => done.migration.id)).toEqual(['1', '2']);
      expect(seen).toEqual(['1/1', '2/1']);
      expect(await value(database, 'SELECT s::int FROM v')).toBe(3);
      expect(await recorded(database)).toEqual(['1', '2']);
    });
  });

  it('starts one with a clean session also where a limit that another left is too short to clear it', async () => {
    await withDatabase(testServer, async (database) => {
      const first = `DO $$ BEGIN FOR n IN 1..1500 LOOP EXECUTE format('CREATE TEMP TABLE t%s (x int)', n); END LOOP; END $$;
        SET statement_timeout = '20ms';`;
      const { failed } = await apply(database, [migration('1', first), migration('2', 'SELECT pg_sleep(0.06)')]);
      expect(failed).toBeUndefined();
    });
  });

  it('starts each migration with a clean session and writes the books as the user who connected', async () => {
    await withDatabase(testServer, async (database) => {
      await database.withSession((session) => session.run('CREATE ROLE nobody_in_particular'));
      const first = 'SET search_path = pg_temp; CREATE TEMP TABLE left_behind (); SET ROLE nobody_in_particular;';
      const second = 'CREATE TABLE left_behind (who text DEFAULT current_user); INSERT INTO left_behind DEFAULT VALUES';
      const { failed } = await apply(database, [migration('1', first), migration('2', second)]);
      expect(failed).toBeUndefined();
      expect(await value(database, 'SELECT who FROM public.left_behind')).toBe('postgres');
      expect(await recorded(database)).toEqual(['1', '2']);
    });
  });

  it('starts one on another session behind one that leaves what no reset takes back', async () => {
    await withDatabase(testServer, async (database) => {
      const { failed } = await apply(database, [
        { ...migration('1', "SET LOCAL app.who = 'me'; SELECT setseed(0.5)"), leaves: true },
        migration('2', "CREATE TABLE a AS SELECT current_setting('app.who', true) AS who, random() AS drawn"),
      ]);
      expect(failed).toBeUndefined();
      expect(await value(database, 'SELECT who FROM a')).toBeNull();
      expect(await value(database, 'SELECT setseed(0.5) IS NULL OR random() = drawn FROM a')).toBe(false);
    });
  });

  it('stays on its session where a new one would begin with other settings', async () => {
    await withDatabase(testServer, async (database, name) => {
      const { failed } = await apply(database, [
        migration('1', `ALTER DATABASE ${name} SET search_path = pg_temp`),
        { ...migration('2', "SET LOCAL app.who = 'me'"), leaves: true },
        migration('3', 'CREATE TABLE a ()'),
      ]);
      expect(failed).toBeUndefined();
      expect(await value(database, "SELECT to_regclass('public.a') IS NOT NULL")).toBe(true);
    });
  });

  it('leaves the database exactly at the last good migration, and says where PostgreSQL stopped', async () => {
    await withDatabase(testServer, async (database) => {
      const broken =
        '-- ä comment 🐘\nCREATE TABLE b ();\n\n  INSERT INTO a\n    SELECT größe FROM a;\nCREATE TABLE c ();';
      const { applied, failed } = await apply(database, [
        migration('1', 'CREATE TABLE a (x int)'),
        migration('2', broken),
        migration('3', 'CREATE TABLE d ()'),
      ]);
      expect(applied).toHaveLength(1);
      expect(failed?.failure).toMatchObject({
        migration: '2',
        path: '2.sql',
        line: 5,
        column: 12,
        statement: 'INSERT INTO a\n    SELECT größe FROM a',
        statementLine: 4,
        statementColumn: 3,
        message: 'column "größe" does not exist',
        sqlstate: '42703',
        committed: 0,
      });
      expect(await recorded(database)).toEqual(['1']);
      expect(await value(database, "SELECT to_regclass('b') IS NULL AND to_regclass('d') IS NULL")).toBe(true);
    });
  });

  it('names the statement where PostgreSQL gives no position, with detail and hint', async () => {
    await withDatabase(testServer, async (database) => {
      const text =
        'CREATE TABLE a (x int UNIQUE);\nINSERT INTO a VALUES (1);\nINSERT INTO a VALUES (2), (1);\nSELECT 1;';
      const { failed } = await apply(database, [migration('1', text)]);
      expect(failed?.failure).toMatchObject({
        line: 3,
        column: 1,
        statement: 'INSERT INTO a VALUES (2), (1)',
        sqlstate: '23505',
        detail: 'Key (x)=(1) already exists.',
      });
    });
  });

  it.each([
    ['a schema', 'CREATE TABLE app.a (x int)', 'schema "app"'],
    ['a role', 'GRANT ALL ON SCHEMA public TO app_reader', 'role "app_reader"'],
  ])('says how to have what surrounds a set: %s', async (_, text, what) => {
    await withDatabase(testServer, async (database) => {
      const { failed } = await apply(database, [migration('1', text)]);
      expect(failed?.failure.advice.at(-1)).toBe(
        `If your databases have ${what} before their first migration, make it in an SQL file of its own and pass that (--init-sql, input "init-sql").`,
      );
    });
  });

  it('reports a constraint that fails at COMMIT, and rolls back', async () => {
    await withDatabase(testServer, async (database) => {
      const text =
        'CREATE TABLE a (x int PRIMARY KEY, y int REFERENCES a DEFERRABLE INITIALLY DEFERRED); INSERT INTO a VALUES (1, 2);';
      const { failed } = await apply(database, [migration('1', text)]);
      expect(failed?.failure).toMatchObject({ statement: 'COMMIT', sqlstate: '23503', committed: 0 });
      expect(await value(database, "SELECT to_regclass('a') IS NULL")).toBe(true);
    });
  });

  it('says which statements stay when a migration without a transaction fails', async () => {
    await withDatabase(testServer, async (database) => {
      const text =
        'CREATE TABLE a (x int); INSERT INTO a VALUES (1), (1); CREATE UNIQUE INDEX CONCURRENTLY i ON a (x);';
      const { failed } = await apply(database, [migration('1', text, 'none')]);
      expect(failed?.failure.committed).toBe(2);
      expect(failed?.failure.advice.join('\n')).toContain('Its first 2 statements stay');
      expect(failed?.failure.advice.join('\n')).toContain('invalid index');
      expect(await recorded(database)).toEqual([]);
      expect(await value(database, 'SELECT count(*)::int FROM a')).toBe(2);
    });
  });

  it('counts as committed only what the script itself had committed', async () => {
    await withDatabase(testServer, async (database) => {
      const text = 'CREATE TABLE a (); COMMIT AND CHAIN; CREATE TABLE b (); SELECT 1/0;';
      const { failed } = await apply(database, [migration('1', text)]);
      // CREATE TABLE a and the COMMIT after which a new transaction is open; b went with that transaction.
      expect(failed?.failure).toMatchObject({ sqlstate: '22012', committed: 2 });
      expect(await value(database, "SELECT to_regclass('a') IS NOT NULL AND to_regclass('b') IS NULL")).toBe(true);
    });
  });

  it("commits what a script leaves open after ending its tool's transaction", async () => {
    await withDatabase(testServer, async (database) => {
      const text = 'CREATE TABLE a (x int); COMMIT AND CHAIN; INSERT INTO a VALUES (1);';
      const { failed } = await apply(database, [migration('1', text)]);
      expect(failed).toBeUndefined();
      expect(await value(database, 'SELECT count(*)::int FROM a')).toBe(1);
      expect(await recorded(database)).toEqual(['1']);
    });
  });

  it('refuses a script that leaves its own transaction open, where psql drops its work without a word', async () => {
    await withDatabase(testServer, async (database) => {
      const text = 'CREATE TABLE a (x int);\nBEGIN;\nINSERT INTO a VALUES (1);';
      const { failed } = await apply(database, [migration('1', text, 'none')]);
      expect(failed?.failure).toMatchObject({
        line: 3,
        message: 'The script ends within a transaction that it began and never commits.',
        committed: 1,
      });
      expect(await value(database, 'SELECT count(*)::int FROM a')).toBe(0);
      expect(await recorded(database)).toEqual([]);
    });
  });

  it('lets \\gexec end no transaction that is to be rolled back whole', async () => {
    await withDatabase(testServer, async (database) => {
      const text = "CREATE TABLE a ();\nSELECT 'SELECT 1; COMMIT' \\gexec\nSELECT 1 / 0;";
      const { failed } = await apply(database, [migration('1', text)]);
      expect(failed?.failure).toMatchObject({
        line: 2,
        message: '\\gexec would run COMMIT, but the migration is one transaction.',
      });
      expect(await value(database, "SELECT to_regclass('a') IS NULL")).toBe(true);
    });
  });

  it('runs with \\gexec the last result of queries that are sent together', async () => {
    await withDatabase(testServer, async (database) => {
      const { failed } = await apply(database, [
        migration('1', "SELECT 'CREATE TABLE a ()' \\; SELECT 'CREATE TABLE b ()' \\gexec"),
      ]);
      expect(failed).toBeUndefined();
      expect(await value(database, "SELECT to_regclass('a') IS NULL AND to_regclass('b') IS NOT NULL")).toBe(true);
    });
  });

  it('runs COPY data and \\gexec among the other statements of one transaction', async () => {
    await withDatabase(testServer, async (database) => {
      const text = [
        'CREATE TABLE a (x int, t text);',
        'COPY a FROM stdin;',
        '1\tone;',
        '2\t\\N',
        '\\.',
        "SELECT format('CREATE TABLE %I ()', t) FROM a WHERE t IS NOT NULL \\gexec",
        'INSERT INTO a VALUES (3);',
      ].join('\n');
      const { failed } = await apply(database, [migration('1', text)]);
      expect(failed).toBeUndefined();
      expect(await value(database, 'SELECT count(*)::int FROM a')).toBe(3);
      expect(await value(database, 'SELECT to_regclass(\'"one;"\') IS NOT NULL')).toBe(true);
    });
  });

  it('sends a script of many megabytes in pieces of one transaction', async () => {
    await withDatabase(testServer, async (database) => {
      const rows = Array.from({ length: 3000 }, (_, i) => `INSERT INTO a VALUES (${i}, '${'x'.repeat(1000)}');`);
      const broken = migration('2', ['CREATE TABLE a (x int, t text);', ...rows, 'SELECT 1/0;'].join('\n'));
      const whole = migration('1', ['CREATE TABLE a (x int, t text);', ...rows].join('\n'));
      const { failed } = await apply(database, [broken]);
      expect(failed?.failure).toMatchObject({ line: 3002, statement: 'SELECT 1/0' });
      expect((await apply(database, [whole])).failed).toBeUndefined();
      expect(await value(database, 'SELECT count(*)::int FROM a')).toBe(3000);
    });
  });

  it('obeys the timeout directive', async () => {
    await withDatabase(testServer, async (database) => {
      const { failed } = await apply(database, [
        migration('1', '-- migrate-action: timeout=50ms\nSELECT pg_sleep(10)'),
      ]);
      expect(failed?.failure.sqlstate).toBe('57014');
    });
  });
});
