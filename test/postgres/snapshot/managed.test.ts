import { readFile, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { UserError } from '../../../src/migration/problem.ts';
import { addFingerprint, readManifest } from '../../../src/postgres/snapshot/file.ts';
import { makeSnapshot } from '../../../src/postgres/snapshot/managed.ts';
import { isAlive, isGone, removeTemporary } from '../server/world.ts';
import { differing, EVERYTHING, imageOf, refusalOf, snapshotFile, SUBJECT, withServers } from './servers.ts';

const servers = withServers();
afterAll(removeTemporary);

describe('a snapshot of a managed server', () => {
  it.each([14, 15, 16, 17, 18] as const)(
    'gives the same databases again on PostgreSQL %i',
    async (major) => {
      const file = await snapshotFile();
      const server = await servers.start({ major, port: 'auto' });
      const client = await servers.connect(server);
      await client.query(EVERYTHING);
      await client.query('CREATE DATABASE other');
      const before = await imageOf(client);
      await client.end();
      const made = await makeSnapshot({ server, subject: SUBJECT, file, resume: false });
      await server.stop();

      expect(await readManifest(file)).toEqual(made);
      expect(made).toMatchObject({
        kind: 'data-directory',
        set: 'shop',
        server: { major, source: 'package', encoding: 'UTF8' },
      });
      expect(made.server.extensions.map(({ name }) => name)).toEqual(['hstore', 'pg_trgm', 'plpgsql']);
      const restored = await servers.startOn(file, { major });
      expect(restored.logTail()).not.toMatch(/recover|not properly shut down/);
      const again = await servers.connect(restored);
      expect(differing(before, await imageOf(again))).toEqual([]);
      expect((await again.query('SELECT version FROM schema_migrations ORDER BY 1')).rows).toHaveLength(2);
      expect((await again.query("SELECT nextval('shop.numbers')::int AS n")).rows).toEqual([{ n: 4712 }]);
      await (await servers.connect(restored, 'other')).end();
      // It is a database to go on with, and to make a snapshot of again.
      await again.query('INSERT INTO shop.customers VALUES (-1); CREATE TABLE more AS SELECT 1 AS one');
      await again.end();
      await makeSnapshot({ server: restored, subject: SUBJECT, file, resume: true });
      expect((await (await servers.connect(restored)).query('SELECT one FROM more')).rows).toEqual([{ one: 1 }]);
      await restored.stop();
    },
    120_000,
  );

  it('keeps no password of the run that made it, and none that opens a later one', async () => {
    const file = await snapshotFile();
    const password = 'of an earlier run';
    const server = await servers.start({ port: 'auto', password });
    const client = await servers.connect(server);
    const verifiers = async () => {
      const { rows } = await client.query<{ text: string }>(
        "SELECT rolpassword AS text FROM pg_authid WHERE rolname = 'postgres'",
      );
      return rows.map(({ text }) => text);
    };
    const seen = await verifiers();
    await client.query("ALTER ROLE postgres PASSWORD 'of an earlier run'");
    seen.push(...(await verifiers()));
    await client.end();
    await makeSnapshot({ server, subject: SUBJECT, file, resume: true });
    // A server that goes on has its password again, and only then.
    const tcp = { host: '127.0.0.1', port: server.port ?? 0, user: 'postgres', database: 'app' };
    await (await connected({ ...tcp, password })).end();
    await server.stop();

    const kept = await readFile(file);
    expect(seen).toHaveLength(2);
    for (const verifier of seen) {
      expect(verifier).toMatch(/^SCRAM-SHA-256\$/);
      // What follows the salt: the keys themselves, wherever they lie.
      for (const part of verifier.split(/[$:]/).slice(2)) expect(kept.includes(part)).toBe(false);
    }
    const restored = await servers.startOn(file, { port: 'auto' });
    await expect(connected({ ...tcp, port: restored.port ?? 0, password })).rejects.toMatchObject({ code: '28P01' });
    await restored.stop();
    const withoutPort = await servers.startOn(file);
    const local = await servers.connect(withoutPort);
    expect((await local.query("SELECT rolpassword FROM pg_authid WHERE rolname = 'postgres'")).rows).toEqual([
      { rolpassword: null },
    ]);
    await local.end();
    await withoutPort.stop();
  });

  it('is refused of a server with tablespaces or something done at each login, and it then goes on', async () => {
    const file = await snapshotFile();
    const server = await servers.start();
    const client = await servers.connect(server);
    await client.query(`CREATE FUNCTION greet() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END';
      CREATE EVENT TRIGGER greeting ON login EXECUTE FUNCTION greet()`);
    const greeted = await refusalOf(makeSnapshot({ server, subject: SUBJECT, file, resume: true }));
    expect(greeted).toMatchObject({ code: 'not-portable', message: expect.stringContaining('greeting') });
    await client.query(`SET allow_in_place_tablespaces = on`);
    await client.query(`CREATE TABLESPACE elsewhere LOCATION ''`);
    await client.end();
    const refusal = await refusalOf(makeSnapshot({ server, subject: SUBJECT, file, resume: true }));
    expect(refusal).toMatchObject({ code: 'not-portable', message: expect.stringContaining('elsewhere') });
    await expect(stat(file)).rejects.toMatchObject({ code: 'ENOENT' });
    await (await servers.connect(server)).end();
    await server.stop();
  });

  it('is refused of a server that was killed, and leaves no file', async () => {
    const file = await snapshotFile();
    const server = await servers.start();
    process.kill(server.pid, 'SIGKILL');
    while (isAlive(server.pid)) await sleep(10);
    const refusal = await refusalOf(makeSnapshot({ server, subject: SUBJECT, file, resume: false }));
    expect(refusal.code).toBe('failed');
    await expect(stat(file)).rejects.toMatchObject({ code: 'ENOENT' });
    await server.stop();
  });

  it('is refused of a server that dies before it is packed', async () => {
    const file = await snapshotFile();
    const server = await servers.start();
    const killed = {
      ...server,
      halt: async () => {
        if (isAlive(server.pid)) process.kill(server.pid, 'SIGKILL');
        while (isAlive(server.pid)) await sleep(10);
      },
    };
    const refusal = await refusalOf(makeSnapshot({ server: killed, subject: SUBJECT, file, resume: false }));
    expect(refusal.code).toBe('not-clean');
    await expect(stat(file)).rejects.toMatchObject({ code: 'ENOENT' });
    await server.stop();
  });

  it('lets the caller do without it when the server does not start on it', async () => {
    const file = await snapshotFile();
    const server = await servers.start();
    await makeSnapshot({ server, subject: SUBJECT, file, resume: false });
    await server.stop();
    let directory = '';
    const error: unknown = await servers
      .startOn(file, {}, async (filled) => {
        directory = filled;
        await writeFile(path.join(directory, 'global', 'pg_control'), 'nonsense');
      })
      .catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(UserError);
    expect((error as UserError).problems[0].code).toBe('server-not-started');
    await expect(stat(directory)).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it('can be told its fingerprint later', async () => {
    const file = await snapshotFile();
    const server = await servers.start();
    const made = await makeSnapshot({ server, subject: SUBJECT, file, resume: false });
    await server.stop();
    const fingerprint = { schema: 'd'.repeat(64), data: 'e'.repeat(64) };
    await addFingerprint(file, fingerprint);
    expect(await readManifest(file)).toEqual({ ...made, fingerprint });
    const restored = await servers.startOn(file);
    await restored.stop();
    expect(await isGone(restored)).toBe(true);
  });
});

async function connected(config: pg.ClientConfig): Promise<pg.Client> {
  const client = new pg.Client(config);
  await client.connect();
  return client;
}
