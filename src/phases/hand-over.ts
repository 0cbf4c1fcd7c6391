/** Ends a run: makes clones, opens the database to those who come after, or stops the server. */
import { createClones } from '../execution/clones.ts';
import type { ConnectionDetails } from '../migration/result.ts';
import { openDatabase } from '../postgres/database.ts';
import type { Health } from '../postgres/health.ts';
import { type ManagedServer, socketConnection } from '../postgres/server/managed-server.ts';
import { parseUrl, withDatabase } from '../postgres/url.ts';
import type { RunPorts } from './ports.ts';
import type { Connection } from './seed-command.ts';
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
  const connection = connectionOf(server, settings, health);
  if (server === undefined) {
    return { ...connection, cloneUrls: clones.map((name) => withDatabase(connection.url, name)) };
  }
  if (!settings.keep || server.port === undefined) {
    await server.stop();
    return undefined;
  }
  await server.keep(ports.ownerPid);
  const { pid, dataDirectory } = server;
  return {
    ...connection,
    cloneUrls: clones.map((name) => withDatabase(connection.url, name)),
    server: { pid, dataDirectory },
  };
}

/** How somebody else connects to the migrated database, as long as its server is up. */
export function connectionOf(server: ManagedServer | undefined, settings: Settings, health: Health): Connection {
  const { user, database } = health;
  if (server === undefined) {
    const url = settings.databaseUrl ?? '';
    const address = parseUrl(url);
    if (address === undefined) throw new Error('The database URL is none, although the run connected by it.');
    // The URL's first: who logs in may be somebody else to the server afterwards.
    return { url, ...address, user: address.user || user, database: address.database || database };
  }
  const { port, password = '', socketDirectory, socketPort } = server;
  if (port !== undefined) {
    const url = `postgres://${user}:${password}@127.0.0.1:${port}/${database}`;
    return { url, host: '127.0.0.1', port, user, password, database };
  }
  // Some clients want a host where one stands in a URL; all take the other.
  const url = `postgres://${user}@localhost/${database}?host=${encodeURIComponent(socketDirectory)}&port=${socketPort}`;
  return { url, host: socketDirectory, port: socketPort, user, password, database };
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
