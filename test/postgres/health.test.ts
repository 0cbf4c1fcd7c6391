import { describe, expect, it } from '@jest/globals';
import type { UserError } from '../../src/migration/problem.ts';
import { DEFAULT_LIMITS, openDatabase } from '../../src/postgres/database.ts';
import { checkHealth, type HealthExpectations } from '../../src/postgres/health.ts';
import { withServer } from '../support/server.ts';

const testServer = withServer();
const expectations: HealthExpectations = { booksTable: 'public.books', makesSchemas: false, allowNonEmpty: false };

async function check(url: string, changes: Partial<HealthExpectations> = {}) {
  const database = openDatabase(url, DEFAULT_LIMITS, () => undefined);
  try {
    return await checkHealth(database, { ...expectations, ...changes });
  } finally {
    await database.close();
  }
}

async function codes(checked: Promise<unknown>): Promise<string[]> {
  const error = await checked.then(
    () => undefined,
    (thrown: unknown) => thrown as UserError,
  );
  return error?.problems.map(({ code }) => code) ?? [];
}

describe('checkHealth', () => {
  it('describes a healthy, empty database', async () => {
    const name = await testServer.createDatabase();
    const { health, problems } = await check(testServer.url(name));
    expect(health).toMatchObject({ major: 17, database: name, user: 'postgres', booksExist: false });
    expect(health.version).toMatch(/^17\.\d+$/);
    expect(problems).toEqual([]);
  });

  it("refuses somebody's non-empty database unless allowed, or kept by the same books", async () => {
    const name = await testServer.createDatabase();
    const client = await testServer.connect(name);
    await client.query('CREATE TABLE precious ()');
    expect(await codes(check(testServer.url(name)))).toEqual(['database-not-empty']);
    expect(await codes(check(testServer.url(name), { allowNonEmpty: true }))).toEqual([]);
    await client.query('CREATE TABLE books ()');
    expect((await check(testServer.url(name))).health.booksExist).toBe(true);
  });

  it('does not count what extensions brought', async () => {
    const name = await testServer.createDatabase();
    const client = await testServer.connect(name);
    await client.query('CREATE EXTENSION pg_stat_statements');
    expect(await codes(check(testServer.url(name)))).toEqual([]);
  });

  it('reports everything that is wrong at once', async () => {
    const name = await testServer.createDatabase();
    const client = await testServer.connect(name);
    await client.query(`
      CREATE TABLE precious ();
      CREATE ROLE guest LOGIN;
      ALTER DATABASE ${name} SET default_transaction_read_only = on;
    `);
    const url = testServer.url(name).replace('postgres@', 'guest@');
    expect(await codes(check(url))).toEqual(['server-is-read-only', 'not-enough-privilege', 'database-not-empty']);
  });

  it.each([
    ['an unknown database', (url: string) => url.replace(/\/test_\d+/, '/nowhere'), 'no-such-database'],
    [
      'a session setting that the server does not know',
      (url: string) => `${url}&options=-c%20nonsense%3D1`,
      'no-connection',
    ],
    ['an unknown role', (url: string) => url.replace('postgres@', 'nobody@'), 'access-refused'],
  ])('gives the cure for %s', async (_, change, code) => {
    const name = await testServer.createDatabase();
    expect(await codes(check(change(testServer.url(name))))).toEqual([code]);
  });
});

describe('openDatabase', () => {
  it('counts connections and waits', async () => {
    const name = await testServer.createDatabase();
    const database = openDatabase(testServer.url(name), { ...DEFAULT_LIMITS, poolSize: 1 }, () => undefined);
    const naps = [1, 2, 3].map(() => database.withSession((session) => session.run('SELECT pg_sleep(0.02)')));
    await Promise.all(naps);
    await database.close();
    expect(database.counts).toMatchObject({ opened: 1, waits: 2, retries: 0 });
    expect(database.counts.waitMs).toBeGreaterThan(40);
  });

  it('gives new connections after renew', async () => {
    const name = await testServer.createDatabase();
    const database = openDatabase(testServer.url(name), DEFAULT_LIMITS, () => undefined);
    await database.withSession((session) => session.run(`ALTER DATABASE ${name} SET work_mem = '7MB'`));
    await database.renew();
    const [row] = await database.withSession((session) => session.rows('SHOW work_mem'));
    await database.close();
    expect(row).toEqual({ work_mem: '7MB' });
    expect(database.counts.opened).toBe(2);
  });

  it('limits statements, locks and idle transactions as asked, also after a reset', async () => {
    const name = await testServer.createDatabase();
    const limits = {
      ...DEFAULT_LIMITS,
      statementTimeoutMs: 1234,
      lockTimeoutMs: 2345,
      idleInTransactionTimeoutMs: 3456,
    };
    const database = openDatabase(testServer.url(name), limits, () => undefined);
    const rows = await database.withSession(async (session) => {
      await session.run('SET statement_timeout = 0; SET lock_timeout = 0');
      await session.reset();
      return await session.rows(
        "SELECT name, setting::int FROM pg_settings WHERE name ~ '^(statement|lock|idle_in_transaction_session)_timeout$' ORDER BY name",
      );
    });
    await database.close();
    expect(rows.map(({ setting }) => setting)).toEqual([3456, 2345, 1234]);
  });
});
