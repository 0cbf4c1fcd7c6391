import { describe, expect, it } from '@jest/globals';
import { createClones } from '../../src/execution/clones.ts';
import { DEFAULT_LIMITS, openDatabase } from '../../src/postgres/database.ts';
import { withServer } from '../support/server.ts';

const testServer = withServer();

async function databases(prefix: string): Promise<string[]> {
  const client = await testServer.connect('postgres');
  const query = 'SELECT datname FROM pg_database WHERE starts_with(datname, $1) ORDER BY datname';
  const { rows } = await client.query<{ datname: string }>(query, [prefix]);
  await client.end();
  return rows.map(({ datname }) => datname);
}

describe('createClones', () => {
  it('makes all or none, so that the next run does not meet what this one left', async () => {
    const template = await testServer.createDatabase();
    const client = await testServer.connect('postgres');
    await client.query(`CREATE DATABASE ${template}_3`);
    const database = openDatabase(testServer.url('postgres'), DEFAULT_LIMITS, () => undefined);
    const clone = () => database.withSession((session) => createClones(session, template, 4, 17));
    try {
      await expect(clone()).rejects.toMatchObject({ problems: [{ code: 'clone-exists' }] });
      expect(await databases(template)).toEqual([template, `${template}_3`]);
      await client.query(`DROP DATABASE ${template}_3`);
      expect(await clone()).toEqual([1, 2, 3, 4].map((number) => `${template}_${number}`));
    } finally {
      await database.close();
    }
  });
});
