/** Ends a run: makes clones, opens the database to those who come after, or stops the server. */
import { createClones } from '../execution/clones.ts';
import type { ConnectionDetails } from '../migration/result.ts';
import { openDatabase } from '../postgres/database.ts';
import type { Health } from '../postgres/health.ts';
import { type ManagedServer, socketConnection } from '../postgres/server/managed-server.ts';
import { parseUrl, withDatabase } from '../postgres/url.ts';
import type { RunPorts } from './ports.ts';
import type { Settings } from './settings.ts';

/** Where one connects to make copies of another database: every server has it. */
const MAINTENANCE_DATABASE = 'postgres';

/** @returns how to connect, when the database outlives the run */
export async function handOver(
  server: ManagedServer | undefined,
  settings: Settings,
  health: Health,
  clones: readonly string[],
  ports: RunPorts,
): Promise<ConnectionDetails | undefined> {
  if (server === undefined)
    return settings.databaseUrl === undefined ? undefined : fromUrl(settings.databaseUrl, clones);
  if (!settings.keep || server.port === undefined) {
    await server.stop();
    return undefined;
  }
  await server.keep(ports.ownerPid);
  const { port, password = '', pid, dataDirectory } = server;
  const url = (database: string) => `postgres://${health.user}:${password}@127.0.0.1:${port}/${database}`;
  return {
    url: url(health.database),
    host: '127.0.0.1',
    port,
    user: health.user,
    password,
    database: health.database,
    cloneUrls: clones.map(url),
    server: { pid, dataDirectory },
  };
}

/** @returns the names of the clones that the settings ask for */
export async function makeClones(
  server: ManagedServer | undefined,
  settings: Settings,
  health: Health,
): Promise<readonly string[]> {
  if (settings.clones === 0) return [];
  const target =
    server === undefined
      ? withDatabase(settings.databaseUrl ?? '', MAINTENANCE_DATABASE)
      : socketConnection(server, MAINTENANCE_DATABASE);
  const database = openDatabase(target, settings.limits, () => undefined);
  try {
    return await database.withSession((session) =>
      createClones(session, health.database, settings.clones, health.major),
    );
  } finally {
    await database.close();
  }
}

function fromUrl(url: string, clones: readonly string[]): ConnectionDetails | undefined {
  const address = parseUrl(url);
  return address && { url, ...address, cloneUrls: clones.map((name) => withDatabase(url, name)) };
}
