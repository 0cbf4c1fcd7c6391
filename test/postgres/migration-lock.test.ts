import { describe, expect, it } from '@jest/globals';
import { DEFAULT_LIMITS } from '../../src/postgres/database.ts';
import { type MigrationLock, migrationLock } from '../../src/postgres/migration-lock.ts';
import { withServer } from '../support/server.ts';

const testServer = withServer();

/** A lock on the database, what it told, and its end with the test. */
async function withLocks(
  count: number,
  work: (locks: readonly MigrationLock[], told: string[], database: string) => Promise<void>,
  lockTimeoutMs = 10_000,
): Promise<void> {
  const database = await testServer.createDatabase();
  const told: string[] = [];
  const limits = { ...DEFAULT_LIMITS, lockTimeoutMs };
  const reporter = { waits: (text: string) => told.push(text), onRetry: () => undefined };
  const locks = Array.from({ length: count }, () => migrationLock(testServer.url(database), limits, reporter));
  try {
    await work(locks, told, database);
  } finally {
    await Promise.all(locks.map((lock) => lock.release()));
  }
}

describe('migrationLock', () => {
  it('is held by one until that one lets go, and says once whom it waits for', async () => {
    await withLocks(2, async ([first, second], told) => {
      expect(await first?.ensure()).toBe(false);
      expect(await first?.ensure()).toBe(false);
      let taken = false;
      const waiting = second?.ensure().then((wasLost) => {
        taken = true;
        return wasLost;
      });
      await new Promise((resolve) => setTimeout(resolve, 700));
      expect(taken).toBe(false);
      expect(told).toHaveLength(1);
      expect(told[0]).toMatch(/^Another run \(process \d+ of the server\) is migrating this database\./);
      await first?.release();
      expect(await waiting).toBe(false);
      expect(taken).toBe(true);
    });
  });

  it('is one per database', async () => {
    await withLocks(1, async ([here]) => {
      await here?.ensure();
      await withLocks(1, async ([elsewhere], told) => {
        expect(await elsewhere?.ensure()).toBe(false);
        expect(told).toEqual([]);
      });
    });
  });

  it('gives up after the lock timeout, with the way to wait longer', async () => {
    await withLocks(
      2,
      async ([first, second]) => {
        await first?.ensure();
        await expect(second?.ensure()).rejects.toMatchObject({
          fault: 'usage',
          problems: [{ code: 'migration-in-progress', hint: expect.stringContaining('--lock-timeout') }],
        });
      },
      300,
    );
  });

  it('is taken again after its connection was lost, and says that it was', async () => {
    await withLocks(2, async ([first, second], told, database) => {
      await first?.ensure();
      const client = await testServer.connect(database);
      const end = `SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE application_name = 'migrate-action' AND datname = current_database()`;
      await client.query(end);
      expect(await first?.ensure()).toBe(true);
      expect(await first?.ensure()).toBe(false);
      const waiting = second?.ensure();
      await new Promise((resolve) => setTimeout(resolve, 300));
      expect(told).toHaveLength(1);
      await first?.release();
      await waiting;
    });
  });

  it('does not keep a concurrent index build of the holder waiting', async () => {
    await withLocks(2, async ([first, second], _told, database) => {
      await first?.ensure();
      const waiting = second?.ensure();
      const client = await testServer.connect(database);
      await client.query('CREATE TABLE t (x int)');
      await client.query("SET statement_timeout = '5s'");
      await client.query('CREATE INDEX CONCURRENTLY ON t (x)');
      await first?.release();
      await waiting;
    });
  });
});
