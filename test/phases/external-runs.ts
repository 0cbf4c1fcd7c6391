/** Runs on databases of servers that are somebody else's. */
import { afterAll, describe } from '@jest/globals';
import path from 'node:path';
import pg from 'pg';
import type { RunResult } from '../../src/migration/result.ts';
import { CachedRuns, type Files, onceFor } from '../support/cached-runs.ts';
import { DUMPABLE_MAJOR, type ExternalServer, startExternalServer } from '../support/external-server.ts';
import type { TemporaryFiles } from '../support/files.ts';

export const up = (sql: string) => `-- migrate:up\n${sql};\n-- migrate:down\n`;
export const SET: Files = { '1_a.sql': up('CREATE TABLE a (x int)'), '2_b.sql': up('INSERT INTO a VALUES (1), (2)') };
export const MORE: Files = { ...SET, '3_c.sql': up('CREATE TABLE c ()') };
/** What a dump alone would lack, or have too much of. */
export const EVERYWHERE: Files = {
  '1_roles.sql': up(`CREATE ROLE owner; CREATE ROLE reader LOGIN CONNECTION LIMIT 3 IN ROLE owner;
    ALTER ROLE reader SET search_path = shop, public; COMMENT ON ROLE reader IS 'it''s "him"'`),
  '2_schema.sql': up(`CREATE SCHEMA shop AUTHORIZATION owner; GRANT USAGE ON SCHEMA shop TO reader;
    ALTER DEFAULT PRIVILEGES IN SCHEMA shop GRANT SELECT ON TABLES TO reader; CREATE EXTENSION hstore`),
  '3_tables.sql':
    up(`CREATE TABLE shop.goods (id int GENERATED ALWAYS AS IDENTITY, tags hstore, price numeric CHECK (price > 0));
    ALTER TABLE shop.goods OWNER TO owner; GRANT UPDATE (price) ON shop.goods TO reader;
    INSERT INTO shop.goods (tags, price) SELECT hstore('n', n::text), n FROM generate_series(1, 100) AS n;
    DELETE FROM shop.goods WHERE id % 3 = 0`),
  '4_database.sql': up(`ALTER DATABASE app SET work_mem = '9MB'; COMMENT ON DATABASE app IS 'shop';
    REVOKE CONNECT ON DATABASE app FROM PUBLIC; ALTER ROLE reader IN DATABASE app SET work_mem = '10MB'`),
  '5_public.sql': up('REVOKE ALL ON SCHEMA public FROM PUBLIC; GRANT USAGE ON SCHEMA public TO reader'),
  '6_rest.sql': up(`CREATE PUBLICATION p FOR TABLE shop.goods; SELECT lo_from_bytea(70000, '\\x0102');
    CREATE FUNCTION shop.f() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END'; CREATE EVENT TRIGGER e ON sql_drop EXECUTE FUNCTION shop.f();
    CREATE DOMAIN shop.d AS int; CREATE TYPE shop.kind AS ENUM ('x'); CREATE CAST (shop.kind AS int) WITH INOUT; CREATE COLLATION shop.c (LOCALE = 'C')`),
};

export interface Filled {
  readonly runs: CachedRuns;
  /** Its database is gone. */
  readonly first: RunResult;
  readonly snapshot: string;
}

export interface StartedServer extends ExternalServer {
  readonly client: pg.Client;
  readonly connect: (database: string) => Promise<pg.Client>;
}

export interface ExternalRuns {
  readonly runsOf: (files: Files) => Promise<CachedRuns>;
  /** After a first run. */
  readonly filled: (files: Files) => Promise<Filled>;
  /** A server that ends after the last test of the file. */
  readonly started: () => Promise<StartedServer>;
}

/** Call it at the top of the file. */
export function withExternalRuns(temporary: TemporaryFiles): ExternalRuns {
  const servers: ExternalServer[] = [];
  const clients: pg.Client[] = [];
  afterAll(async () => {
    await Promise.all(clients.map((client) => client.end().catch(() => undefined)));
    await Promise.all(servers.map(({ server }) => server.stop()));
  });
  const runsOf = async (files: Files) => {
    const runs = await CachedRuns.open(await temporary.directory());
    runs.external = () => startExternalServer();
    await runs.write(files);
    return runs;
  };
  const begun = onceFor(async (files: Files) => {
    const runs = await runsOf(files);
    return { runs, first: await runs.withRun({}, ({ result }) => Promise.resolve(result)) };
  });
  return {
    runsOf,
    filled: async (files) => {
      const { runs: earlier, first } = await begun(files);
      const runs = await earlier.copy(await temporary.directory());
      await runs.write(files);
      const kept = (await runs.store.list()).map(({ key }) => key);
      return { runs, first, snapshot: path.join(runs.store.place, kept.find((key) => key.includes('snapshot')) ?? '') };
    },
    started: async () => {
      const server = await startExternalServer();
      servers.push(server);
      const connect = async (database: string) => {
        const client = new pg.Client(server.url(database));
        client.on('error', () => undefined);
        clients.push(client);
        await client.connect();
        return client;
      };
      return { ...server, client: await connect('postgres'), connect };
    },
  };
}

export function saidBy({ problems }: RunResult): string[] {
  return problems.map(({ severity, message }) => `${severity}: ${message}`);
}

export const withPrograms = DUMPABLE_MAJOR === undefined ? describe.skip : describe;
