/** Migrations that are sent before the end of the ones before them is known, on a real server. */
import { describe, expect, it } from '@jest/globals';
import { apply, type Progress, type Runnable } from '../../src/execution/apply.ts';
import type { Database } from '../../src/postgres/database.ts';
import { withServer } from '../support/server.ts';
import { books, migration, value, withDatabase } from './runnables.ts';

const testServer = withServer();

/** `1`, then `2` behind it, then `3` behind that; `0` keeps a second connection busy, so that there is more than one. */
function chain(...texts: readonly string[]): readonly Runnable[] {
  const links = texts.map((text, index): Runnable => {
    const id = String(index + 1);
    return { ...migration(id, text), dependsOn: index === 0 ? [] : [String(index)] };
  });
  return [{ ...migration('0', ''), dependsOn: [] }, ...links];
}

async function run(database: Database, runnables: readonly Runnable[], begun: string[] = []) {
  const progress: Progress = {
    started: ({ id }) => begun.push(id),
    applied: () => undefined,
    failed: () => undefined,
    retrying: () => undefined,
  };
  const { applied, failed, alsoFailed, raced } = await apply(database, runnables, books, progress, {
    jobs: 2,
    disposable: true,
  });
  const rows = await database.withSession((session) =>
    session.rows('SELECT version FROM public.applied ORDER BY version'),
  );
  return {
    applied: applied.map((one) => one.migration.id).sort(),
    attempts: applied.map(({ attempts }) => attempts),
    recorded: rows.map(({ version }) => String(version)),
    failed: failed?.migration.id,
    message: failed?.failure.message,
    alsoFailed: alsoFailed.length,
    raced: raced?.id,
  };
}

const NOTED = 'INSERT INTO log DEFAULT VALUES;';
const LOG = 'CREATE TABLE log (n int GENERATED ALWAYS AS IDENTITY);';

describe('a migration that is sent behind another', () => {
  it('is none where the text of messages may be written down, which is then that of file order', async () => {
    const audited = `CREATE TABLE log (query text);
      CREATE FUNCTION audit() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO log VALUES (current_query()); RETURN NULL; END $$;
      CREATE TABLE a (); CREATE TRIGGER audit AFTER INSERT ON a FOR EACH ROW EXECUTE FUNCTION audit();`;
    const set = chain(audited, 'INSERT INTO a DEFAULT VALUES', 'INSERT INTO a DEFAULT VALUES');
    const written = async (jobs: number) =>
      await withDatabase(testServer, async (database) => {
        const ignored = () => undefined;
        const progress = { started: ignored, applied: ignored, failed: ignored, retrying: ignored };
        await apply(database, set, books, progress, { jobs, disposable: true });
        return await value(database, "SELECT string_agg(query, E'\\n---\\n' ORDER BY query) FROM log");
      });
    expect(await written(2)).toBe(await written(1));
  });

  it('runs when that one is applied', async () => {
    await withDatabase(testServer, async (database) => {
      const begun: string[] = [];
      const set = chain(LOG, NOTED, NOTED, NOTED);
      expect(await run(database, set, begun)).toMatchObject({
        applied: ['0', '1', '2', '3', '4'],
        attempts: [1, 1, 1, 1, 1],
        recorded: ['0', '1', '2', '3', '4'],
        failed: undefined,
      });
      expect(begun.filter((id) => id !== '0')).toEqual(['1', '2', '3', '4']);
    });
  });

  it.each<[string, string, string]>([
    ['is refused', 'SELECT 1 / 0;', 'division by zero'],
    ['cannot be parsed, so that nothing of it runs', 'SELECT 1 +;', 'syntax error at or near ";"'],
    [
      'fails at its commit, which leaves no transaction behind',
      'CREATE TABLE d (x int UNIQUE DEFERRABLE INITIALLY DEFERRED); INSERT INTO d VALUES (1), (1);',
      'duplicate key value violates unique constraint "d_x_key"',
    ],
  ])('does not run when that one %s', async (_, text, message) => {
    await withDatabase(testServer, async (database) => {
      const begun: string[] = [];
      // What follows would succeed by itself.
      expect(await run(database, chain(LOG, text, NOTED, NOTED), begun)).toEqual({
        applied: ['0', '1'],
        attempts: [1, 1],
        recorded: ['0', '1'],
        failed: '2',
        message,
        alsoFailed: 0,
        raced: undefined,
      });
      expect(begun.filter((id) => id !== '0')).toEqual(['1', '2']);
    });
  });

  it('spoils the database, which is told, when that one fails at its commit by what cannot be checked before', async () => {
    await withDatabase(testServer, async (database) => {
      const text = `CREATE TEMP TABLE a (x int PRIMARY KEY) ON COMMIT DELETE ROWS;
        CREATE TEMP TABLE b (x int REFERENCES a) ON COMMIT PRESERVE ROWS;`;
      expect(await run(database, chain(LOG, text, NOTED, NOTED))).toMatchObject({
        applied: ['0', '1'],
        failed: undefined,
        raced: '2',
      });
    });
  });

  it('is told once where that comes about on two connections', async () => {
    await withDatabase(testServer, async (database) => {
      const spoils = `SELECT pg_sleep(0.3); CREATE TEMP TABLE a (x int PRIMARY KEY) ON COMMIT DELETE ROWS;
        CREATE TEMP TABLE b (x int REFERENCES a) ON COMMIT PRESERVE ROWS;`;
      const pair = (first: string, second: string): readonly Runnable[] => [
        { ...migration(first, spoils), dependsOn: [] },
        { ...migration(second, ''), dependsOn: [first] },
      ];
      const { failed, raced } = await run(database, [...pair('1', '2'), ...pair('3', '4')]);
      expect(failed).toBeUndefined();
      expect(['1', '3']).toContain(raced);
    });
  });

  it('spoils the database, which is told, or runs again when it ran on what that one left, the reset between cut short', async () => {
    await withDatabase(testServer, async (database) => {
      const leftovers = `CREATE SCHEMA other;
        DO $$ BEGIN FOR n IN 1..1500 LOOP EXECUTE format('CREATE TEMP TABLE t%s (x int)', n); END LOOP; END $$;
        SET search_path = other; SET statement_timeout = '10ms';`;
      const { failed, raced } = await run(database, chain('', leftovers, 'CREATE TABLE made (x int);'));
      const [found] = await database.withSession((session) =>
        session.rows("SELECT to_regclass('public.made') AS made"),
      );
      expect(failed).toBeUndefined();
      // Where it took longer than what it was left, it was refused and did nothing.
      expect(raced ?? found?.['made']).toBe(raced === undefined ? 'made' : '3');
    });
  });

  it('runs once when the connection is lost in between', async () => {
    await withDatabase(testServer, async (database) => {
      const lost = 'SELECT CASE WHEN nextval($$calls$$) = 1 THEN pg_terminate_backend(pg_backend_pid()) END;';
      const set = chain(`${LOG} CREATE SEQUENCE calls;`, lost, NOTED, NOTED);
      const { recorded, failed } = await run(database, set);
      expect(failed).toBeUndefined();
      expect(recorded).toEqual(['0', '1', '2', '3', '4']);
      const [row] = await database.withSession((session) => session.rows('SELECT count(*)::int AS n FROM log'));
      expect(row).toEqual({ n: 2 });
    });
  });

  it('runs on a session as clean as a new one, whatever that one left', async () => {
    await withDatabase(testServer, async (database) => {
      const leftovers =
        'SET search_path = nowhere; SET statement_timeout = 200; SET default_transaction_read_only = on; CREATE TEMP TABLE log (n int);';
      const check = `DO $$ BEGIN ASSERT current_setting('search_path') LIKE '%public%'; ASSERT to_regclass('log')::oid = 'public.log'::regclass; PERFORM pg_sleep(0.4); END $$; ${NOTED}`;
      expect(await run(database, chain(LOG, leftovers, check))).toMatchObject({
        failed: undefined,
        recorded: ['0', '1', '2', '3'],
      });
    });
  });
});
