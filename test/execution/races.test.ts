/** Migrations that get into each other's way, on a real server. */
import { describe, expect, it } from '@jest/globals';
import type { Progress } from '../../src/execution/apply.ts';
import { withServer } from '../support/server.ts';
import { recorded, withDatabase } from './runnables.ts';
import { after, ids, meet, run } from './side-by-side.ts';

const testServer = withServer();

describe('a race among several jobs', () => {
  const GRANT = 'GRANT USAGE ON SCHEMA shared TO PUBLIC;';
  const RACES = {
    'two grants on one schema': [GRANT, GRANT],
    'two replacements of one function': [1, 2].map(
      (n) => `CREATE OR REPLACE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT ${n}';`,
    ),
    'two of one type, if it does not exist': [
      'CREATE TABLE IF NOT EXISTS t (x int);',
      'CREATE TABLE IF NOT EXISTS t (x int);',
    ],
    'a deadlock': [
      'LOCK TABLE a; SELECT pg_sleep(0.2); LOCK TABLE b;',
      'LOCK TABLE b; SELECT pg_sleep(0.2); LOCK TABLE a;',
    ],
  };

  it.each(Object.entries(RACES))('is run again alone: %s', async (_, [one = '', two = '']) => {
    await withDatabase(testServer, async (database) => {
      await database.withSession((session) =>
        session.run(
          `CREATE SCHEMA shared; CREATE TABLE a (); CREATE TABLE b (); ` +
            `CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 0'`,
        ),
      );
      const set = [
        after([], '1', `${meet(1, 2)} ${one} SELECT pg_sleep(0.1);`),
        after([], '2', `${meet(2, 1)} ${two} SELECT pg_sleep(0.1);`),
        after([], '3', ''),
      ];
      const reasons: string[] = [];
      const retrying: Progress['retrying'] = (__, { reason }) => reasons.push(reason);
      const { applied, failed } = await run(database, set, {}, { retrying });
      expect(failed).toBeUndefined();
      expect(reasons).toHaveLength(1);
      expect(applied.map(({ attempts }) => attempts).sort()).toEqual([1, 1, 2]);
      expect(await recorded(database)).toEqual(['1', '2', '3']);
      expect(database.counts.retries).toBe(1);
    });
  });

  const drawing = [
    after([], '1', `${meet(1, 2)} ${GRANT} SELECT pg_sleep(0.1);`, { repeatSafe: false }),
    after([], '2', `${meet(2, 1)} ${GRANT} SELECT pg_sleep(0.1);`, { repeatSafe: false }),
    after([], '3', ''),
  ];

  it('ends the run on a disposable database where another try would give other data', async () => {
    await withDatabase(testServer, async (database) => {
      await database.withSession((session) => session.run('CREATE SCHEMA shared'));
      const { applied, failed, raced } = await run(database, drawing.slice(0, 2), { disposable: true });
      expect(failed).toBeUndefined();
      expect(applied).toHaveLength(1);
      expect(await recorded(database)).toEqual(ids(applied));
      expect(['1', '2'].filter((id) => id !== raced?.id)).toEqual(ids(applied));
    });
  });

  it('says on any other database that there may be gaps', async () => {
    await withDatabase(testServer, async (database) => {
      await database.withSession((session) => session.run('CREATE SCHEMA shared'));
      const { applied, raced, problems } = await run(database, drawing);
      expect(raced).toBeUndefined();
      expect(applied).toHaveLength(3);
      expect(problems).toMatchObject([{ severity: 'warning', code: 'sequence-gap' }]);
    });
  });

  it('never lets replacements of one function in a row get the better of it', async () => {
    await withDatabase(testServer, async (database) => {
      const set = Array.from({ length: 40 }, (_, n) =>
        after(
          [],
          String(n).padStart(2, '0'),
          `CREATE OR REPLACE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT ${n}'; ${GRANT}`,
        ),
      );
      await database.withSession((session) => session.run('CREATE SCHEMA shared'));
      const { applied, failed } = await run(database, set, { jobs: 4 });
      expect(failed).toBeUndefined();
      expect(applied.every(({ attempts }) => attempts <= 2)).toBe(true);
      expect(await recorded(database)).toEqual(set.map((one) => one.migration.id));
    });
  });
});
