/** What the tests of snapshots share: servers with something of everything on them, and their images. */
import { afterAll } from '@jest/globals';
import path from 'node:path';
import pg from 'pg';
import { compareImages } from '../../../src/postgres/fingerprint/compare.ts';
import { type DatabaseImage, NOTHING_VOLATILE } from '../../../src/postgres/fingerprint/image.ts';
import { readImage } from '../../../src/postgres/fingerprint/read.ts';
import type { DataDirectoryOptions } from '../../../src/postgres/server/data-directory.ts';
import {
  type ManagedServer,
  type ServerOptions,
  socketConnection,
  startServer,
} from '../../../src/postgres/server/managed-server.ts';
import { Session } from '../../../src/postgres/session.ts';
import type { SnapshotExpectations } from '../../../src/postgres/snapshot/expectations.ts';
import { withSnapshot } from '../../../src/postgres/snapshot/file.ts';
import { fillFromSnapshot } from '../../../src/postgres/snapshot/managed.ts';
import type { SnapshotSubject } from '../../../src/postgres/snapshot/manifest.ts';
import { SnapshotRefusal } from '../../../src/postgres/snapshot/refusal.ts';
import { BASE } from '../fingerprint/changes.ts';
import { temporaryDirectory } from '../server/world.ts';

const digest = (letter: string) => letter.repeat(64);

export const SUBJECT: SnapshotSubject = {
  set: 'shop',
  migrations: [
    { digest: digest('a'), id: '0001_first' },
    { digest: digest('b'), id: '0002_second' },
  ],
  madeBy: '0.1.0',
};

export const EXPECTED: SnapshotExpectations = { set: 'shop', digests: new Set(['a', 'b', 'c'].map(digest)) };

/** On top of what fingerprints are tested with: rows in all places that rows can be in, and what is set on database and roles. */
export const EVERYTHING = `${BASE}
  CREATE TABLE public.schema_migrations (version text PRIMARY KEY);
  INSERT INTO public.schema_migrations VALUES ('0001'), ('0002');
  INSERT INTO shop.customers SELECT n, 'name ' || n, n || '@example.org', '2000-01-01' FROM generate_series(1, 2000) AS n;
  INSERT INTO shop.orders (customer, total) SELECT n, n FROM generate_series(1, 500) AS n;
  DELETE FROM shop.orders WHERE id % 7 = 0;
  INSERT INTO shop.events VALUES ('2024-05-05', 'something');
  CREATE UNLOGGED TABLE shop.fleeting AS SELECT n, repeat('x', n) AS text FROM generate_series(1, 300) AS n;
  CREATE INDEX ON shop.fleeting (n);
  REFRESH MATERIALIZED VIEW shop.sums;
  SELECT setval('shop.numbers', 4711);
  SELECT lo_from_bytea(70000, decode(repeat('c0ffee', 2000), 'hex'));
  ALTER LARGE OBJECT 70000 OWNER TO app;
  CREATE EXTENSION pg_trgm;
  CREATE ROLE keeper LOGIN CREATEDB CONNECTION LIMIT 7 VALID UNTIL '2099-01-01 00:00:00+00' IN ROLE app;
  ALTER ROLE keeper SET search_path = shop, public;
  ALTER ROLE keeper IN DATABASE app SET work_mem = '8MB';
  ALTER DATABASE app SET statement_timeout = '7s';
  COMMENT ON DATABASE app IS 'the shop';
  COMMENT ON ROLE keeper IS 'minds the "shop"';
  REVOKE TEMPORARY ON DATABASE app FROM PUBLIC;
  GRANT CREATE ON DATABASE app TO keeper WITH GRANT OPTION;
  ALTER DEFAULT PRIVILEGES IN SCHEMA shop GRANT SELECT ON TABLES TO reader;
  GRANT SELECT (id) ON shop.orders TO keeper;
`;

export interface TestServers {
  start(options?: Partial<ServerOptions>): Promise<ManagedServer>;
  /** On a snapshot, which is checked. @param afterwards told the directory that is filled */
  startOn(
    file: string,
    options?: Partial<ServerOptions>,
    afterwards?: (directory: string) => Promise<void>,
  ): Promise<ManagedServer>;
  connect(server: ManagedServer, database?: string): Promise<pg.Client>;
}

/** Servers and connections that end after the last test if not before. */
export function withServers(): TestServers {
  const servers: ManagedServer[] = [];
  const clients: pg.Client[] = [];
  afterAll(async () => {
    await Promise.all(clients.map((client) => client.end().catch(() => undefined)));
    await Promise.all(servers.map((server) => server.stop()));
  });
  const start = async (options?: Partial<ServerOptions>) => {
    const server = await startServer({ major: 17, source: 'package', ...options });
    servers.push(server);
    return server;
  };
  return {
    start,
    startOn: (file, options, afterwards) =>
      withSnapshot(file, async (snapshot) => {
        const restoring = fillFromSnapshot(snapshot, EXPECTED);
        const fill = async (filling: DataDirectoryOptions) => {
          await restoring.fill(filling);
          await afterwards?.(filling.directory);
        };
        const server = await start({ ...options, fill });
        await restoring.check();
        return server;
      }),
    connect: async (server, database) => {
      const client = new pg.Client(socketConnection(server, database));
      client.on('error', () => undefined);
      clients.push(client);
      await client.connect();
      return client;
    },
  };
}

export async function snapshotFile(): Promise<string> {
  return path.join(await temporaryDirectory(), 'test.snapshot');
}

/** Of everything, roles and rows included. */
export function imageOf(client: pg.Client): Promise<DatabaseImage> {
  return readImage(new Session(client), { clusterWide: true });
}

/** Names of what differs, with both definitions. */
export function differing(expected: DatabaseImage, actual: DatabaseImage) {
  return compareImages(expected, actual, NOTHING_VOLATILE);
}

/** The refusal that the work ends with. */
export async function refusalOf(work: Promise<unknown>): Promise<SnapshotRefusal> {
  const outcome = await work.then(
    () => 'it was not refused',
    (error: unknown) => error,
  );
  if (outcome instanceof SnapshotRefusal) return outcome;
  throw outcome instanceof Error ? outcome : new Error(String(outcome));
}
