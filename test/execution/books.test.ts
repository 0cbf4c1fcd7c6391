import { describe, expect, it } from '@jest/globals';
import { readState } from '../../src/execution/books.ts';
import type { Bookkeeping } from '../../src/migration/bookkeeping.ts';
import { withServer } from '../support/server.ts';
import { books, migration, withDatabase } from './runnables.ts';

const testServer = withServer();

describe('readState', () => {
  const set = [migration('1', 'SELECT 1'), migration('2', 'SELECT 2'), migration('3', 'SELECT 3')];
  const migrations = set.map((runnable) => runnable.migration);

  it('warns of a pending migration that stands before an applied one', async () => {
    await withDatabase(testServer, async (database) => {
      await database.withSession((session) => session.run("INSERT INTO applied VALUES ('1'), ('3')"));
      const state = await database.withSession((session) => readState(session, books, migrations));
      expect(state.pending.map(({ id }) => id)).toEqual(['2']);
      expect(state.problems.map(({ code }) => code)).toEqual(['out-of-order']);
    });
  });

  it('refuses a database that is ahead of the set, one that was left unfinished, and one with other contents, all at once', async () => {
    await withDatabase(testServer, async (database) => {
      await database.withSession((session) => session.run("INSERT INTO applied VALUES ('1'), ('2'), ('9')"));
      const strict: Bookkeeping = {
        ...books,
        parse: (rows) =>
          books.parse(rows).map((record) => ({ ...record, checksum: 'then', unfinished: record.version === '2' })),
        checksum: () => 'now',
      };
      const refused = database.withSession((session) => readState(session, strict, migrations));
      await expect(refused).rejects.toMatchObject({
        problems: [
          { code: 'unfinished-migration', message: 'public.applied marks 2 as not finished.' },
          { code: 'unknown-applied-migration' },
          { code: 'edited-after-applied', path: '1.sql' },
          { code: 'edited-after-applied', path: '2.sql' },
        ],
      });
    });
  });

  it('does not call a repeatable migration late, which runs again behind others', async () => {
    await withDatabase(testServer, async (database) => {
      await database.withSession((session) => session.run("INSERT INTO applied VALUES ('1'), ('3')"));
      const read = (repeatable: boolean) =>
        database.withSession((session) =>
          readState(
            session,
            books,
            migrations.map((each) => ({ ...each, repeatable })),
          ),
        );
      expect((await read(false)).problems).toMatchObject([{ code: 'out-of-order' }]);
      expect(await read(true)).toMatchObject({ pending: [{ id: '2' }], problems: [] });
    });
  });

  it('takes everything before the one recorded version for applied', async () => {
    await withDatabase(testServer, async (database) => {
      await database.withSession((session) => session.run("INSERT INTO applied VALUES ('2')"));
      const single: Bookkeeping = {
        ...books,
        parse: (rows) => books.parse(rows).map((record) => ({ ...record, andAllBefore: true })),
      };
      const state = await database.withSession((session) => readState(session, single, migrations));
      expect(state.present.map(({ id }) => id)).toEqual(['1', '2']);
    });
  });
});
