/** A real PostgreSQL server for a test file, and a fresh database for each of its tests. */
import { afterAll, beforeAll } from '@jest/globals';
import pg from 'pg';
import { type ManagedServer, socketConnection, startServer } from '../../src/postgres/server/managed-server.ts';
import { parseVersion } from '../../src/postgres/server/releases.ts';
import { copyDatabase, createEmptyTemplate } from './databases.ts';

/** The first use on a machine installs PostgreSQL. */
const FIRST_START_MS = 180_000;
const EMPTY = 'test_empty';

export interface TestServer {
  /** Only while tests run. */
  readonly server: ManagedServer;
  /** Creates a database with a name of its own, empty or a copy of `template`, to which nobody may be connected. */
  createDatabase(template?: string): Promise<string>;
  /** A connected client as superuser, ended after the last test if not before. */
  connect(database: string): Promise<pg.Client>;
  /** A connection string for the database. */
  url(database: string): string;
}

/**
 * Starts a server before the first test of the file and stops it after the last. Call it at the top of the file or of a `describe`.
 *
 * @param version default `TEST_POSTGRES` of the environment, else 17
 */
export function withServer(version: string = process.env['TEST_POSTGRES'] ?? '17'): TestServer {
  let running: ManagedServer | undefined;
  let databases = 0;
  /** Made for the first database. */
  let empty: Promise<void> | undefined;
  const clients: pg.Client[] = [];
  const server = (): ManagedServer => {
    if (running === undefined) throw new Error('The server runs only while tests do.');
    return running;
  };

  beforeAll(async () => {
    running = await startServer({ ...parseVersion(version), source: 'package' });
  }, FIRST_START_MS);

  afterAll(async () => {
    await Promise.all(clients.map((client) => client.end().catch(() => undefined)));
    await running?.stop();
    running = undefined;
    empty = undefined;
  });

  const connect = async (database: string): Promise<pg.Client> => {
    const client = new pg.Client(socketConnection(server(), database));
    // A test that ends a session on purpose need not listen for it.
    client.on('error', () => undefined);
    clients.push(client);
    await client.connect();
    return client;
  };

  return {
    get server() {
      return server();
    },
    connect,
    createDatabase: async (template = EMPTY) => {
      databases += 1;
      const name = `test_${databases}`;
      const client = await connect('postgres');
      if (template === EMPTY) await (empty ??= createEmptyTemplate(client, server(), EMPTY));
      await copyDatabase(client, server(), name, template);
      await client.end();
      return name;
    },
    url: (database) => {
      const { host, port, user } = socketConnection(server(), database);
      return `postgresql://${user}@/${database}?host=${encodeURIComponent(host)}&port=${port}`;
    },
  };
}
