/** What a database of Prisma's migrations holds, and what it has to hold: what the same files make of an empty one, sent by hand. */
import pg from 'pg';
import type { ImageHashes } from '../../src/migration/image-hashes.ts';
import { hashesOf } from '../../src/postgres/fingerprint/fingerprint.ts';
import { NOTHING_VOLATILE } from '../../src/postgres/fingerprint/image.ts';
import { readImage } from '../../src/postgres/fingerprint/read.ts';
import { type ManagedServer, socketConnection, startServer } from '../../src/postgres/server/managed-server.ts';
import { parseVersion } from '../../src/postgres/server/releases.ts';
import { Session } from '../../src/postgres/session.ts';
import { copyDatabase } from './databases.ts';

const BOOKS = '_prisma_migrations';

export interface Contents {
  /** Names in the books, in file order, and whether each is there to its end. */
  readonly finished: readonly string[];
  readonly unfinished: readonly string[];
  /** Of all but the books. */
  readonly hashes: ImageHashes;
}

export type Connection = ReturnType<typeof socketConnection> | string;

/** @param to a database, or a server's one */
export async function contentsOf(to: Connection): Promise<Contents> {
  return await connected(to, async (client) => {
    const { rows } = await client.query<{ name: string; finished: boolean }>(
      `SELECT migration_name AS name, finished_at IS NOT NULL AS finished FROM ${BOOKS} ORDER BY 1`,
    );
    const names = (finished: boolean) => rows.filter((row) => row.finished === finished).map(({ name }) => name);
    return { finished: names(true), unfinished: names(false), hashes: await hashesBesideBooks(client) };
  });
}

/** Servers that stay up, a database of each for each replay. */
export class Replays {
  readonly #servers = new Map<string, Promise<ManagedServer>>();
  readonly #known = new Map<string, Promise<ImageHashes>>();

  /** @param scripts in file order */
  async of(major: string, scripts: readonly string[]): Promise<ImageHashes> {
    const key = JSON.stringify([major, scripts]);
    const hashes = this.#known.get(key) ?? this.#replay(major, scripts, `replay_${this.#known.size}`);
    this.#known.set(key, hashes);
    return await hashes;
  }

  async stop(): Promise<void> {
    for (const server of this.#servers.values()) await (await server).stop();
  }

  async #replay(major: string, scripts: readonly string[], name: string): Promise<ImageHashes> {
    const starting = this.#servers.get(major) ?? startServer({ ...parseVersion(major), source: 'package' });
    this.#servers.set(major, starting);
    const server = await starting;
    await connected(socketConnection(server, 'postgres'), (client) => copyDatabase(client, server, name, 'template0'));
    return await connected(socketConnection(server, name), async (client) => {
      for (const script of scripts) await client.query(script);
      return await hashesBesideBooks(client);
    });
  }
}

async function connected<T>(to: Connection, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client(to);
  client.on('error', () => undefined);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

async function hashesBesideBooks(client: pg.Client): Promise<ImageHashes> {
  const { schema, data } = hashesOf(await readImage(new Session(client)), NOTHING_VOLATILE);
  const beside = (hashes: Readonly<Record<string, string>>) =>
    Object.fromEntries(Object.entries(hashes).filter(([name]) => !name.includes(BOOKS) && name !== 'database'));
  return { schema: beside(schema), data: beside(data) };
}
