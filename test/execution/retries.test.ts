/** What is tried again, and what is left where a connection or the lock is lost, on a real server. */
import { once } from 'node:events';
import net from 'node:net';
import { describe, expect, it } from '@jest/globals';
import { applyInOrder, type Progress, type Runnable } from '../../src/execution/apply.ts';
import type { Bookkeeping } from '../../src/migration/bookkeeping.ts';
import { type Database, DEFAULT_LIMITS, openDatabase } from '../../src/postgres/database.ts';
import { socketConnection } from '../../src/postgres/server/managed-server.ts';
import { withServer } from '../support/server.ts';
import { books, migration, recorded, silent, value, withDatabase } from './runnables.ts';

const testServer = withServer();

async function apply(database: Database, runnables: readonly Runnable[], progress: Partial<Progress> = {}) {
  return await applyInOrder(database, runnables, books, { ...silent, ...progress });
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
