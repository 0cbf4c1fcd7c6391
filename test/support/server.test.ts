import { describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { withServer } from './server.ts';

describe('the server of a test file', () => {
  const postgres = withServer();

  it('gives every test a database of its own, empty or a copy', async () => {
    const original = await postgres.createDatabase();
    const client = await postgres.connect(original);
    await client.query('CREATE TABLE t AS SELECT 42 AS answer');
    await client.end();
    const copy = await postgres.connect(await postgres.createDatabase(original));
    expect((await copy.query('SELECT answer FROM t')).rows).toEqual([{ answer: 42 }]);
    const fresh = await postgres.connect(await postgres.createDatabase());
    await expect(fresh.query('SELECT answer FROM t')).rejects.toMatchObject({ code: '42P01' });
  });

  it('can be reached by connection string', async () => {
    const database = await postgres.createDatabase();
    const client = new pg.Client({ connectionString: postgres.url(database) });
    await client.connect();
    expect((await client.query('SELECT current_database() AS name')).rows).toEqual([{ name: database }]);
    await client.end();
  });
});
