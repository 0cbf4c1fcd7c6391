import { once } from 'node:events';
import { readFile, stat } from 'node:fs/promises';
import net from 'node:net';
import path from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { UserError } from '../../../src/migration/problem.ts';
import { type ManagedServer, socketConnection, startServer } from '../../../src/postgres/server/managed-server.ts';
import { SUPPORTED_MAJORS } from '../../../src/postgres/server/releases.ts';
import { isGone, isRoot, removeTemporary } from './world.ts';

/** What PostgreSQL writes into its control file at the end of a shutdown. */
const SHUT_DOWN = 1;

const started: ManagedServer[] = [];
afterAll(async () => {
  await Promise.all(started.map((server) => server.stop()));
  await removeTemporary();
});

async function start(options: Partial<Parameters<typeof startServer>[0]> = {}): Promise<ManagedServer> {
  const server = await startServer({ major: 17, source: 'package', ...options });
  started.push(server);
  return server;
}

async function query(config: pg.ClientConfig, text: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client(config);
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(text)).rows;
  } finally {
    await client.end();
  }
}

const setting = (name: string): string => `current_setting('${name}') AS "${name}"`;

describe('a managed server', () => {
  it('offers an empty UTF-8 database on its socket, with throwaway settings and in UTC', async () => {
    const server = await start();
    const [row] = await query(
      socketConnection(server),
      `SELECT current_database() AS database, current_user AS user,
              (SELECT datcollate || ' ' || datctype FROM pg_database WHERE datname = current_database()) AS locale,
              ${['server_encoding', 'TimeZone', 'fsync', 'wal_level', 'jit', 'autovacuum', 'max_connections', 'listen_addresses', 'default_text_search_config'].map(setting).join(', ')}`,
    );
    expect(row).toEqual({
      database: 'app',
      user: 'postgres',
      locale: process.platform === 'linux' ? 'C C.UTF-8' : 'C C',
      server_encoding: 'UTF8',
      TimeZone: 'UTC',
      fsync: 'off',
      wal_level: 'minimal',
      jit: 'off',
      autovacuum: 'on',
      max_connections: '200',
      listen_addresses: '',
      default_text_search_config: 'pg_catalog.english',
    });
    expect(server.version).toMatch(/^17\.\d+$/);
    expect((await stat(server.socketDirectory)).mode & 0o777).toBe(0o700);
    expect(server.port).toBeUndefined();
    expect(server.password).toBeUndefined();
    await server.stop();
  });

  it('is not reached by what the environment says of other servers', async () => {
    const meant = { PGSSLMODE: 'require', PGOPTIONS: '-c search_path=elsewhere' };
    Object.assign(process.env, meant);
    try {
      const server = await start({ port: 'auto' });
      expect(await query(socketConnection(server), 'SHOW search_path')).toEqual([{ search_path: '"$user", public' }]);
    } finally {
      Object.keys(meant).forEach((name) => Reflect.deleteProperty(process.env, name));
    }
  });

  it('leaves nothing behind when it is stopped, though clients are connected, and remembers its last words', async () => {
    const server = await start();
    const client = new pg.Client(socketConnection(server));
    client.on('error', () => undefined);
    await client.connect();
    await client.query("DO $$ BEGIN RAISE LOG 'a line for the log'; END $$");
    await Promise.all([server.stop(), server.stop()]);
    expect(await isGone(server)).toBe(true);
    expect(server.logTail()).toContain('a line for the log');
    await client.end().catch(() => undefined);
  });

  it('is halted with everything written, and resumes with its rows, port and password', async () => {
    const server = await start({ port: 'auto', password: 'the same' });
    const { pid, port } = server;
    await query(socketConnection(server), 'CREATE UNLOGGED TABLE t AS SELECT 42 AS answer');
    await server.halt();
    expect((await readFile(path.join(server.dataDirectory, 'global/pg_control'))).readUInt32LE(16)).toBe(SHUT_DOWN);
    await server.resume();
    expect(server).toMatchObject({ port, password: 'the same' });
    expect(server.pid).not.toBe(pid);
    const tcp = { host: '127.0.0.1', port: port ?? 0, user: 'postgres', database: 'app', password: 'the same' };
    expect(await query(tcp, 'SELECT answer FROM t')).toEqual([{ answer: 42 }]);
    await server.stop();
    expect(await isGone(server)).toBe(true);
  });

  it('resumes on another port where somebody took the one that nobody asked for', async () => {
    const server = await start({ port: 'auto', password: 'the same' });
    const { port } = server;
    await server.halt();
    const other = net.createServer().listen(port, '127.0.0.1');
    await once(other, 'listening');
    try {
      await server.resume();
      expect(server.port).not.toBe(port);
      const tcp = {
        host: '127.0.0.1',
        port: server.port ?? 0,
        user: 'postgres',
        database: 'app',
        password: 'the same',
      };
      expect(await query(tcp, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
      expect(await query(socketConnection(server), 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    } finally {
      other.close();
      await server.stop();
    }
  });

  it('resumes on no other port than the one that was asked for', async () => {
    const { port } = await start({ port: 'auto' }).then(async (first) => {
      await first.stop();
      return first;
    });
    const server = await start({ port: port ?? 0 });
    await server.halt();
    const other = net.createServer().listen(port, '127.0.0.1');
    await once(other, 'listening');
    try {
      await expect(server.resume()).rejects.toMatchObject({
        fault: 'usage',
        message: expect.stringContaining(String(port)),
      });
    } finally {
      other.close();
      await server.stop();
    }
  });

  it('is gone when it is stopped after it was halted', async () => {
    const server = await start();
    await server.halt();
    await server.stop();
    expect(await isGone(server)).toBe(true);
  });

  it('lets in by TCP whoever knows the password', async () => {
    const server = await start({ port: 'auto', password: "it's \\ secret" });
    const tcp = { host: '127.0.0.1', port: server.port ?? 0, user: 'postgres', database: 'app' };
    expect(await query({ ...tcp, password: "it's \\ secret" }, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    await expect(query({ ...tcp, password: 'wrong' }, 'SELECT 1')).rejects.toMatchObject({ code: '28P01' });
    expect(await query(socketConnection(server), 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    expect(server.logTail()).not.toContain('secret');
    await server.stop();
  });

  it('lets nobody in by TCP before it is told to, where that is to wait', async () => {
    const server = await start({ port: 'auto', password: 'known', admitsLater: true });
    const tcp = { host: '127.0.0.1', port: server.port ?? 0, user: 'postgres', database: 'app', password: 'known' };
    await expect(query(tcp, 'SELECT 1')).rejects.toMatchObject({ code: '28P01' });
    await server.halt();
    await server.resume();
    await expect(query(tcp, 'SELECT 1')).rejects.toMatchObject({ code: '28P01' });
    await server.admit();
    expect(await query(tcp, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    await server.stop();
  });

  it('makes up a password of its own for every server with a port', async () => {
    const [one, two] = await Promise.all([start({ port: 'auto' }), start({ port: 'auto' })]);
    expect(one.port).not.toBe(two.port);
    expect(one.password).toMatch(/^[\w-]{24}$/);
    expect(one.password).not.toBe(two.password);
    await Promise.all([one.stop(), two.stop()]);
  });

  it('refuses a port that is in use, before anything else is done', async () => {
    const listener = net.createServer().listen({ host: '127.0.0.1', port: 0 });
    await once(listener, 'listening');
    const { port } = listener.address() as net.AddressInfo;
    const error: unknown = await start({ port }).catch((thrown: unknown) => thrown);
    listener.close();
    expect(error).toBeInstanceOf(UserError);
    expect((error as UserError).problems[0]).toMatchObject({
      code: 'port-in-use',
      message: expect.stringContaining(String(port)),
    });
    expect((error as UserError).exitCode).toBe(2);
  });

  it('shows the log and leaves nothing when the server ends while it is starting', async () => {
    let directory = '';
    const fill = (options: { directory: string }): Promise<void> => {
      directory = options.directory;
      return Promise.resolve();
    };
    const error: unknown = await start({ fill }).catch((thrown: unknown) => thrown);
    expect((error as UserError).problems[0]).toMatchObject({
      code: 'server-not-started',
      message: expect.stringContaining(`"${directory}/postgresql.conf": No such file`),
    });
    await expect(stat(directory)).rejects.toMatchObject({ code: 'ENOENT' });
  });

  const asRoot = isRoot ? it : it.skip;
  asRoot('runs as an unprivileged account when root starts it', async () => {
    const server = await start();
    const status = await readFile(`/proc/${server.pid}/status`, 'utf8');
    expect(status).not.toMatch(/^[UG]id:.*\b0\b/m);
    await server.stop();
  });

  it('starts and stops every supported version', async () => {
    for (const major of SUPPORTED_MAJORS) {
      const server = await start({ major });
      const rows = await query(
        socketConnection(server),
        "SELECT current_setting('server_version_num')::int / 10000 AS major, current_setting('data_checksums') AS checksums",
      );
      expect(rows).toEqual([{ major, checksums: 'off' }]);
      await server.stop();
      expect(await isGone(server)).toBe(true);
    }
  }, 300_000);
});
