import { existsSync } from 'node:fs';
import { chmod, readFile, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type pg from 'pg';
import { type Database, DEFAULT_LIMITS, openDatabase } from '../../../src/postgres/database.ts';
import type { Session } from '../../../src/postgres/session.ts';
import type { ManagedServer } from '../../../src/postgres/server/managed-server.ts';
import { SUPPORTED_MAJORS } from '../../../src/postgres/server/releases.ts';
import { ClientPrograms, parseClientPrefix } from '../../../src/postgres/snapshot/client-programs.ts';
import { type EmptyDatabase, readEmptyDatabase } from '../../../src/postgres/snapshot/empty-database.ts';
import { type ExternalDatabase, makeExternalSnapshot } from '../../../src/postgres/snapshot/external.ts';
import { restoreExternalSnapshot } from '../../../src/postgres/snapshot/external-restore.ts';
import { checkRestored } from '../../../src/postgres/snapshot/restored.ts';
import { readManifest } from '../../../src/postgres/snapshot/file.ts';
import { SnapshotRefusal } from '../../../src/postgres/snapshot/refusal.ts';
import { removeTemporary, temporaryDirectory } from '../server/world.ts';
import { differing, EVERYTHING, EXPECTED, imageOf, refusalOf, snapshotFile, SUBJECT, withServers } from './servers.ts';

/** Packages have no client programs: only a version that the machine itself has can be dumped. */
const MAJOR = SUPPORTED_MAJORS.find((major) => existsSync(`/usr/lib/postgresql/${major}/bin/pg_dump`));
const PASSWORD = 'pa ss/word';

const servers = withServers();
const open: Database[] = [];
afterAll(async () => {
  await Promise.all(open.map((database) => database.close()));
  await removeTemporary();
});

/** A server of its own, as somebody else's. */
async function startExternal(
  prepare = '',
): Promise<{ server: ManagedServer; external: ExternalDatabase; client: pg.Client }> {
  if (MAJOR === undefined) throw new Error('There is no server to dump.');
  const server = await servers.start({ major: MAJOR, source: 'system', port: 'auto', password: PASSWORD });
  const url = `postgres://postgres:${encodeURIComponent(PASSWORD)}@127.0.0.1:${server.port}/app`;
  const database = openDatabase(url, DEFAULT_LIMITS, () => undefined);
  open.push(database);
  const client = await servers.connect(server);
  await client.query(prepare);
  const before = await beforeOf(database);
  return { server, external: { database, url, programs: new ClientPrograms([]), before }, client };
}

async function beforeOf(database: Database): Promise<EmptyDatabase> {
  const before = await database.withSession(readEmptyDatabase);
  if (before === undefined) throw new Error('The database is not empty.');
  return before;
}

const through = (...prefix: string[]) => ({ programs: new ClientPrograms(prefix) });

const withMachines = MAJOR === undefined ? describe.skip : describe;

withMachines('a snapshot of an external server', () => {
  let file: string;
  let source: Awaited<ReturnType<typeof startExternal>>;
  let image: Awaited<ReturnType<typeof imageOf>>;

  beforeAll(async () => {
    file = await snapshotFile();
    source = await startExternal();
    await source.client.query(EVERYTHING);
    image = await imageOf(source.client);
    await makeExternalSnapshot({ ...source.external, subject: SUBJECT, file });
  }, 180_000);

  const restoreInto = (external: ExternalDatabase, from = file) =>
    restoreExternalSnapshot({ ...external, file: from, expected: EXPECTED, check: checkRestored });

  it('gives the same database again, with its roles and settings', async () => {
    const { external, client } = await startExternal();
    const restored = await restoreInto(external);
    expect(restored).toEqual(await readManifest(file));
    expect(restored).toMatchObject({ kind: 'dump', server: { major: MAJOR, source: 'external' } });
    expect(differing(image, await imageOf(client))).toEqual([]);
    expect((await client.query('SELECT version FROM schema_migrations')).rows).toHaveLength(2);
    expect((await client.query("SELECT nextval('shop.numbers')::int AS n")).rows).toEqual([{ n: 4712 }]);
  });

  it('goes through a command, which can be any that leads to the same server', async () => {
    const { external, client } = await startExternal();
    const prefix = parseClientPrefix(`env 'X=a b' PGAPPNAME="it's"`);
    expect(prefix).toEqual(['env', 'X=a b', "PGAPPNAME=it's"]);
    const other = await snapshotFile();
    await makeExternalSnapshot({ ...source.external, ...through(...prefix), subject: SUBJECT, file: other });
    await restoreInto({ ...external, ...through(...prefix) }, other);
    expect(differing(image, await imageOf(client))).toEqual([]);
  });

  it('is refused when the command leads to another server, before anything is written there', async () => {
    const [here, elsewhere] = await Promise.all([startExternal(), startExternal()]);
    const there = through('env', `PGPORT=${elsewhere.server.port}`);
    const made = await refusalOf(
      makeExternalSnapshot({ ...source.external, ...there, subject: SUBJECT, file: await snapshotFile() }),
    );
    expect(made.code).toBe('failed');
    expect(await refusalOf(restoreInto({ ...here.external, ...there }))).toMatchObject({
      message: expect.stringContaining('snapshot'),
    });
    expect((await elsewhere.client.query("SELECT to_regclass('shop.orders') AS it")).rows).toEqual([{ it: null }]);
    expect((await elsewhere.client.query("SELECT 1 FROM pg_roles WHERE rolname = 'keeper'")).rows).toEqual([]);
  });

  it('is refused without programs of the version of the server, and says how to get them', async () => {
    const options = { ...source.external, subject: SUBJECT, file: await snapshotFile() };
    const nowhere = through(path.join(await temporaryDirectory(), 'none'));
    const none = await refusalOf(makeExternalSnapshot({ ...options, ...nowhere }));
    expect(none).toMatchObject({
      code: 'no-client',
      message: expect.stringContaining(`pg_dump of PostgreSQL ${MAJOR}`),
    });
    const old = path.join(await temporaryDirectory(), 'old');
    await writeFile(old, '#!/bin/sh\necho "$1 (PostgreSQL) 9.6.24"\n');
    await chmod(old, 0o755);
    const refusal = await refusalOf(makeExternalSnapshot({ ...options, ...through(old) }));
    expect(refusal).toMatchObject({ code: 'no-client', message: expect.stringContaining('only that of 9') });
    await expect(stat(options.file)).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it('is refused by a database that is not empty, which stays as it is', async () => {
    const { external, client } = await startExternal();
    for (const [make, drop] of [
      ['CREATE TABLE here ()', 'DROP TABLE here'],
      ['CREATE SCHEMA here', 'DROP SCHEMA here'],
      ["CREATE FUNCTION here() RETURNS int LANGUAGE sql AS 'SELECT 1'", 'DROP FUNCTION here'],
      ['CREATE DOMAIN here AS int', 'DROP DOMAIN here'],
    ] as const) {
      await client.query(make);
      expect(await refusalOf(restoreInto(external))).toMatchObject({
        code: 'not-empty',
        message: expect.stringContaining('here'),
      });
      await client.query(drop);
    }
    await client.query('CREATE EXTENSION hstore SCHEMA public; DROP EXTENSION hstore');
    await restoreInto(external);
  });

  it('leaves nothing of itself when it cannot be restored to the end', async () => {
    const { external, client } = await startExternal();
    const untouched = await imageOf(client);
    const other = await startExternal();
    await other.client.query(`
      CREATE ROLE owner; CREATE TABLE fine AS SELECT 1 AS one; ALTER TABLE fine OWNER TO owner;
      CREATE FUNCTION fits(int) RETURNS bool LANGUAGE sql AS 'SELECT true';
      CREATE TABLE rows_that_fitted (n int CHECK (public.fits(n))); INSERT INTO rows_that_fitted VALUES (1);
      CREATE OR REPLACE FUNCTION fits(int) RETURNS bool LANGUAGE sql AS 'SELECT false'`);
    const broken = await snapshotFile();
    await makeExternalSnapshot({ ...other.external, subject: SUBJECT, file: broken });
    const refusal = await refusalOf(restoreInto(external, broken));
    expect(refusal).toMatchObject({
      code: 'not-restorable',
      message: expect.stringMatching(/^[^\n]*rows_that_fitted[^\n]*\.$/),
    });
    expect(differing(untouched, await imageOf(client))).toEqual([]);
  });

  it('is refused when a role is there and is another, and takes one that is the same', async () => {
    const { external, client } = await startExternal('CREATE ROLE keeper');
    expect(await refusalOf(restoreInto(external))).toMatchObject({
      code: 'wrong-roles',
      message: expect.stringContaining('keeper'),
    });
    expect((await client.query("SELECT 1 FROM pg_roles WHERE rolname = 'app'")).rows).toEqual([]);
    await client.query('DROP ROLE keeper; CREATE ROLE app');
    await restoreInto({ ...external, before: await beforeOf(external.database) });
    expect(differing(image, await imageOf(client))).toEqual([]);
  });

  it.each([
    ['has a role more', 'CREATE ROLE stranger', 'other roles'],
    ['has its database set up in another way', "ALTER DATABASE app SET work_mem = '9MB'", 'another way'],
    ['lets others into schema public', 'GRANT CREATE ON SCHEMA public TO PUBLIC', 'another way'],
    ['writes dates in another way', "ALTER ROLE postgres SET DateStyle = 'German'", 'another way'],
    ['has an extension before', 'CREATE EXTENSION hstore', 'another way'],
  ])('is refused by a server that %s, where migrations might make something else', async (_, prepare, says) => {
    const { external, client } = await startExternal(prepare);
    const untouched = await imageOf(client);
    expect(await refusalOf(restoreInto(external))).toMatchObject({
      code: 'wrong-server',
      message: expect.stringContaining(says),
    });
    expect(differing(untouched, await imageOf(client))).toEqual([]);
  });

  it('is taken back, roles included, when it turns out to be wrong', async () => {
    const { external, client } = await startExternal('CREATE EXTENSION hstore; DROP EXTENSION hstore');
    const untouched = await imageOf(client);
    const wrong = new SnapshotRefusal('wrong-set', 'Its books are wrong.');
    const seen: unknown[] = [];
    const check = async (session: Session) => {
      seen.push(...(await session.rows("SELECT to_regclass('shop.orders') IS NOT NULL AS there")));
      throw wrong;
    };
    expect(await refusalOf(restoreExternalSnapshot({ ...external, file, expected: EXPECTED, check }))).toBe(wrong);
    expect(seen).toEqual([{ there: true }]);
    expect(differing(untouched, await imageOf(client))).toEqual([]);
    await restoreInto(external);
    expect(differing(image, await imageOf(client))).toEqual([]);
  });

  it.each([
    ["CREATE ROLE entrant LOGIN PASSWORD 'x'", 'entrant has a password'],
    ['CREATE DATABASE another', 'database another'],
    ['ALTER ROLE ALL SET work_mem = 12345', 'setting of every role'],
    ['ALTER ROLE CURRENT_USER SET work_mem = 12345', 'setting of role postgres work_mem'],
    ['GRANT older TO CURRENT_USER', 'role postgres in role older'],
    ['ALTER DATABASE postgres SET work_mem = 12345', 'setting of database postgres work_mem'],
    ['GRANT CREATE ON DATABASE postgres TO older', 'privileges on database postgres'],
    ['ALTER SYSTEM SET work_mem = 12345', 'setting of the server work_mem'],
    ['ALTER ROLE older CREATEDB', 'role older'],
    ['DROP ROLE older', 'role older'],
    ['CREATE COLLATION copy FROM "C"', 'collation copy'],
    ['DROP SCHEMA public', 'schema public'],
    ["DO $$ BEGIN EXECUTE format('ALTER DATABASE %I IS_TEMPLATE true', current_database()); END $$", 'a template'],
    ["CREATE EXTENSION hstore VERSION '1.4'", 'extension hstore'],
    ["CREATE SUBSCRIPTION sub CONNECTION 'host=nowhere' PUBLICATION p WITH (connect = false)", 'subscription sub'],
  ])('is refused where a dump would lack something: %s', async (sql, says) => {
    const { external, client } = await startExternal('CREATE ROLE older');
    await client.query(sql);
    const target = await snapshotFile();
    const refusal = await refusalOf(makeExternalSnapshot({ ...external, subject: SUBJECT, file: target }));
    expect(refusal).toMatchObject({ code: 'not-portable', message: expect.stringContaining(says) });
    await expect(stat(target)).rejects.toMatchObject({ code: 'ENOENT' });
    await client.query('DROP SUBSCRIPTION IF EXISTS sub').catch(() => undefined);
    await client.query('UPDATE pg_database SET datistemplate = false WHERE datname = current_database()');
  });

  it('is refused for what is damaged, of another set or of a managed server', async () => {
    const { external } = await startExternal();
    const bytes = await readFile(file);
    const damaged = await snapshotFile();
    bytes[5000] = (bytes[5000] ?? 0) ^ 1;
    await writeFile(damaged, bytes);
    expect(await refusalOf(restoreInto(external, damaged))).toMatchObject({ code: 'damaged' });
    const other = { ...external, file, expected: { ...EXPECTED, set: 'theirs' }, check: checkRestored };
    expect(await refusalOf(restoreExternalSnapshot(other))).toMatchObject({ code: 'wrong-set' });
  });

  it('shows its password to nobody', async () => {
    const seen = path.join(await temporaryDirectory(), 'seen');
    const spy = path.join(await temporaryDirectory(), 'spy');
    await writeFile(spy, `#!/bin/sh\necho "$@" >> ${seen}\nexec "$@"\n`);
    await chmod(spy, 0o755);
    const made = await snapshotFile();
    await makeExternalSnapshot({ ...source.external, ...through(spy), subject: SUBJECT, file: made });
    const { external } = await startExternal();
    await restoreInto({ ...external, ...through(spy) }, made);
    expect(await readFile(seen, 'utf8')).toContain("pg_restore --username=postgres --dbname=dbname='app' ");
    for (const secret of [PASSWORD, encodeURIComponent(PASSWORD)]) {
      expect(await readFile(seen, 'utf8')).not.toContain(secret);
      expect((await readFile(made)).includes(secret)).toBe(false);
    }
  });
});

it('says what is wrong with a client prefix', () => {
  expect(() => parseClientPrefix("docker exec 'oh")).toThrow('quotation mark');
  expect(parseClientPrefix('')).toEqual([]);
});
