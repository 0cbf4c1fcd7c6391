import { describe, expect, it } from '@jest/globals';
import { DEFAULT_LIMITS, openDatabase } from '../../src/postgres/database.ts';
import { withServer } from '../support/server.ts';

const testServer = withServer();

describe('Session', () => {
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
