import { describe, expect, it } from '@jest/globals';
import { DEFAULT_LIMITS, openDatabase } from '../../src/postgres/database.ts';
import { MessageError, type Session } from '../../src/postgres/session.ts';
import { withServer } from '../support/server.ts';

const testServer = withServer();

async function withSession<T>(work: (session: Session) => Promise<T>): Promise<T> {
  const database = openDatabase(testServer.url(await testServer.createDatabase()), DEFAULT_LIMITS, () => undefined);
  try {
    return await database.withSession(work);
  } finally {
    await database.close();
  }
}

const show = async (session: Session) => (await session.fields('SHOW work_mem'))[0];

describe('Session', () => {
  it('sends the reset along with a last message', async () => {
    await withSession(async (session) => {
      const usual = await show(session);
      expect(await session.runLast("BEGIN; SET work_mem = '77MB'; SELECT 1 AS migrate_action_report; COMMIT")).toEqual([
        '1',
      ]);
      await session.reset();
      expect(await show(session)).toBe(usual);
    });
  });

  it('resets once more when something ran since', async () => {
    await withSession(async (session) => {
      const usual = await show(session);
      await session.runLast('BEGIN; COMMIT');
      await session.run("SET work_mem = '77MB'");
      await session.reset();
      expect(await show(session)).toBe(usual);
    });
  });

  it('is left in its failed transaction by a last message that is refused, as by any other', async () => {
    await withSession(async (session) => {
      const refused = session.runLast('BEGIN; SELECT 1; SELECT 1 / 0; COMMIT');
      await expect(refused).rejects.toMatchObject({ completed: 2, message: 'division by zero' });
      expect(session.inTransaction).toBe(true);
      await session.run('ROLLBACK');
      await session.reset();
      expect(await session.fields('SELECT 2')).toEqual(['2']);
    });
  });

  it('ends both when the connection is lost', async () => {
    await withSession(async (session) => {
      const lost = session.runLast('BEGIN; SELECT pg_terminate_backend(pg_backend_pid()); COMMIT');
      await expect(lost).rejects.toBeInstanceOf(MessageError);
      await expect(session.reset()).rejects.toThrow();
    });
  });

  it("hands on what a message reports, and none of a script's own rows", async () => {
    const database = openDatabase(testServer.url(await testServer.createDatabase()), DEFAULT_LIMITS, () => undefined);
    try {
      const reports = await database.withSession((session) =>
        session.run(`
          BEGIN;
          SELECT 'own' AS mine, 'too' AS migrate_action_report;
          SELECT word AS migrate_action_report FROM unnest(ARRAY['first', NULL, 'größer 🐘']) AS word;
          CREATE TABLE t ();
          SELECT 'own' AS mine;
          SELECT 2 AS migrate_action_report, 'aside';
          COMMIT`),
      );
      expect(reports).toEqual(['first', 'größer 🐘', '2']);
      expect(await database.withSession((session) => session.run('SELECT 1; SELECT 2'))).toEqual([]);
    } finally {
      await database.close();
    }
  });
});
