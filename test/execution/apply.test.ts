import { once } from 'node:events';
import net from 'node:net';
import { describe, expect, it } from '@jest/globals';
import { type Applied, applyInOrder, type Progress, type Runnable } from '../../src/execution/apply.ts';
import type { Bookkeeping } from '../../src/migration/bookkeeping.ts';
import { type Database, DEFAULT_LIMITS, openDatabase } from '../../src/postgres/database.ts';
import { socketConnection } from '../../src/postgres/server/managed-server.ts';
import { withServer } from '../support/server.ts';
import { books, migration, withDatabase } from './runnables.ts';

const testServer = withServer();

const silent: Progress = {
  started: () => undefined,
  applied: () => undefined,
  failed: () => undefined,
  retrying: () => undefined,
};

async function apply(database: Database, runnables: readonly Runnable[], progress: Partial<Progress> = {}) {
  return await applyInOrder(database, runnables, books, { ...silent, ...progress });
}

async function recorded(database: Database): Promise<string[]> {
  const rows = await database.withSession((session) =>
    session.rows('SELECT version FROM public.applied ORDER BY version'),
  );
  return rows.map(({ version }) => String(version));
}

async function value(database: Database, query: string): Promise<unknown> {
  const [row] = await database.withSession((session) => session.rows(`SELECT (${query}) AS value`));
  return row?.['value'];
}

/** Passes connections on to a socket; the first that carries `word` is cut on our side only, a moment later. */
async function dropFirst(word: string, socket: string): Promise<{ port: number; close: () => void }> {
  let dropped = false;
  const relay = net.createServer((near) => {
    const far = net.connect(socket);
    near.on('error', () => undefined);
    far.on('error', () => undefined);
    far.pipe(near);
    near.on('end', () => far.end());
    near.on('data', (data: Buffer) => {
      far.write(data);
      if (dropped || !data.includes(word)) return;
      dropped = true;
      setTimeout(() => near.resetAndDestroy(), 100);
    });
  });
  relay.listen(0, '127.0.0.1');
  await once(relay, 'listening');
  return { port: (relay.address() as net.AddressInfo).port, close: () => relay.close() };
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

  it('tries again after a lock timeout, and applies once the lock is free', async () => {
    await withDatabase(
      testServer,
      async (database, name) => {
        expect((await apply(database, [migration('1', 'CREATE TABLE a (x int)')])).failed).toBeUndefined();
        const holder = await testServer.connect(name);
        await holder.query('BEGIN; LOCK TABLE a');
        const reasons: string[] = [];
        const { applied, failed } = await apply(database, [migration('2', 'ALTER TABLE a ADD y int')], {
          retrying: (_, { reason }) => {
            reasons.push(reason);
            void holder.query('ROLLBACK');
          },
        });
        expect(failed).toBeUndefined();
        expect(applied[0]?.attempts).toBeGreaterThan(1);
        expect(reasons[0]).toContain('lock timeout');
        expect(database.counts.retries).toBe(reasons.length);
      },
      { ...DEFAULT_LIMITS, lockTimeoutMs: 50 },
    );
  });

  it('does not repeat what was committed one by one', async () => {
    await withDatabase(
      testServer,
      async (database, name) => {
        await apply(database, [migration('1', 'CREATE TABLE a (x int)')]);
        const holder = await testServer.connect(name);
        await holder.query('BEGIN; LOCK TABLE a');
        const { failed } = await apply(database, [
          migration('2', 'CREATE TABLE b (); ALTER TABLE a ADD y int', 'none'),
        ]);
        expect(failed).toMatchObject({ attempts: 1, failure: { sqlstate: '55P03', committed: 1 } });
      },
      { ...DEFAULT_LIMITS, lockTimeoutMs: 50 },
    );
  });

  it('connects anew when its connection is ended, without applying anything twice', async () => {
    await withDatabase(testServer, async (database) => {
      const kill =
        "DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_stat_activity WHERE application_name = 'killed') THEN PERFORM set_config('application_name', 'killed', false); PERFORM pg_terminate_backend(pg_backend_pid()); END IF; END $$";
      const marker = await testServer.connect('postgres');
      let tries = 0;
      const { applied, failed } = await apply(database, [migration('1', `CREATE TABLE a (); ${kill};`)], {
        retrying: () => {
          tries += 1;
          void marker.query("SET application_name = 'killed'");
        },
      });
      expect(failed).toBeUndefined();
      expect(tries).toBe(1);
      expect(applied[0]?.attempts).toBe(2);
      expect(await recorded(database)).toEqual(['1']);
      await marker.end();
    });
  });

  it('takes a migration for applied whose COMMIT succeeded though the answer was lost', async () => {
    await withDatabase(testServer, async (database) => {
      // A statement after the COMMIT of the same message ends the connection before anybody hears that it worked.
      const lossy: Bookkeeping = {
        ...books,
        record: (done) => [...books.record(done), 'COMMIT', 'SELECT pg_terminate_backend(pg_backend_pid())', 'BEGIN'],
      };
      const { applied, failed } = await applyInOrder(database, [migration('1', 'CREATE TABLE a ()')], lossy, silent);
      expect(failed).toBeUndefined();
      expect(applied[0]?.attempts).toBe(2);
      expect(await recorded(database)).toEqual(['1']);
    });
  });

  it('reports a database that is gone for good like any failure, with what was applied before', async () => {
    await withDatabase(testServer, async (database, name) => {
      const admin = await testServer.connect('postgres');
      const vanish = `SELECT pg_terminate_backend(pg_backend_pid())`;
      const progress = {
        applied: () => void admin.query(`ALTER DATABASE ${name} ALLOW_CONNECTIONS false`),
      };
      const runnables = [migration('1', 'CREATE TABLE a ()'), migration('2', `SELECT pg_sleep(0.3); ${vanish}`)];
      const { applied, failed } = await apply(database, runnables, progress);
      expect(applied).toHaveLength(1);
      expect(failed?.failure).toMatchObject({
        migration: '2',
        message: `Cannot connect to the database: database "${name}" is not currently accepting connections.`,
        statement: '',
        committed: 0,
      });
      expect(failed?.attempts).toBe(2);
      expect(failed?.failure.advice).toEqual([expect.stringContaining('unless PostgreSQL had committed it')]);
    });
  });

  it('does not claim to know what became of the statement that lost its connection', async () => {
    await withDatabase(testServer, async (database) => {
      const text =
        '-- migrate-action: transaction=off\nCREATE TABLE a (); SELECT pg_terminate_backend(pg_backend_pid());';
      const { failed } = await apply(database, [migration('1', text, 'none')]);
      expect(failed?.failure).toMatchObject({ committed: 1 });
      expect(failed?.failure.advice).toEqual([expect.stringMatching(/after 1 statement, .* the next one too/)]);
    });
  });

  it('does not run beside a lost try that the server is still busy with', async () => {
    await withDatabase(testServer, async (database, name) => {
      const { host, port } = socketConnection(testServer.server);
      const relay = await dropFirst('pg_sleep', `${host}/.s.PGSQL.${port}`);
      const unkeyed = { ...books, record: () => ['INSERT INTO public.applied SELECT $$1$$ WHERE false'] };
      const far = openDatabase(`postgres://postgres@127.0.0.1:${relay.port}/${name}`, DEFAULT_LIMITS, () => undefined);
      try {
        await database.withSession((session) => session.run('CREATE TABLE a (x int)'));
        const text = 'INSERT INTO a VALUES (1); SELECT pg_sleep(1);';
        const { applied } = await applyInOrder(far, [migration('1', text)], unkeyed, silent);
        expect(applied).toMatchObject([{ attempts: 2 }]);
        expect(await value(database, 'SELECT count(*)::int FROM a')).toBe(1);
      } finally {
        await far.close();
        relay.close();
      }
    });
  });

  it('does not repeat what another run applied while the lock was lost', async () => {
    await withDatabase(testServer, async (database) => {
      const runnables = ['1', '2', '3', '4'].map((id) => migration(id, `CREATE TABLE t${id} ()`));
      let asked = 0;
      const lock = {
        ensure: async () => {
          asked += 1;
          if (asked !== 2) return false;
          await apply(database, runnables.slice(1, 3));
          return true;
        },
        release: () => Promise.resolve(),
      };
      const { applied, failed } = await applyInOrder(database, runnables, books, silent, lock);
      expect(failed).toBeUndefined();
      expect(applied).toHaveLength(4);
      expect(await recorded(database)).toEqual(['1', '2', '3', '4']);
    });
  });
});
