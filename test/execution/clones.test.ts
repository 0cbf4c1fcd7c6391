import { describe, expect, it } from '@jest/globals';
import { createClones } from '../../src/execution/clones.ts';
import { DEFAULT_LIMITS, openDatabase } from '../../src/postgres/database.ts';
import { readDatabase } from '../../src/postgres/snapshot/settings.ts';
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

  it('gives each what belongs to the database itself, as far as the user may', async () => {
    const template = await testServer.createDatabase();
    const client = await testServer.connect('postgres');
    const [owner, maker] = [`${template}_owner`, `${template}_maker`];
    await client.query(`CREATE ROLE ${owner}; CREATE ROLE ${maker} LOGIN CREATEDB; ALTER DATABASE ${template} OWNER TO ${owner};
      ALTER DATABASE ${template} IS_TEMPLATE true;
      ALTER DATABASE ${template} SET search_path = s1, public; ALTER ROLE ${owner} IN DATABASE ${template} SET work_mem = '7MB';
      GRANT CREATE ON DATABASE ${template} TO PUBLIC; COMMENT ON DATABASE ${template} IS 'of mine'`);
    const database = openDatabase(testServer.url('postgres'), DEFAULT_LIMITS, () => undefined);
    const read = (name: string) => database.withSession((session) => readDatabase(session, name));
    try {
      const [first = ''] = await database.withSession((session) => createClones(session, template, 1, 17));
      expect(await read(first)).toEqual(await read(template));
      expect(await read(first)).toMatchObject({ owner, comment: 'of mine', settings: [{ role: '' }, { role: owner }] });
      await client.query(`DROP DATABASE ${first}`);
      const [second = ''] = await database.withSession(async (session) => {
        await session.run(`SET ROLE ${maker}`);
        return await createClones(session, template, 1, 17);
      });
      expect(await read(second)).toMatchObject({ owner: maker, comment: 'of mine', settings: [{ role: '' }] });
      await client.query(`ALTER DATABASE ${template} IS_TEMPLATE false`);
    } finally {
      await database.close();
    }
  });
});
