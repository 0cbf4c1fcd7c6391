/** The database that is migrated: connections to it, the lock that keeps other runs out, and what was found there. */
import { type Database, openDatabase } from '../postgres/database.ts';
import { checkHealth, type Health } from '../postgres/health.ts';
import { type MigrationLock, migrationLock, NO_LOCK } from '../postgres/migration-lock.ts';
import type { RetryNotice } from '../postgres/retry.ts';
import { type ManagedServer, socketConnection } from '../postgres/server/managed-server.ts';
import type { Problem } from '../migration/problem.ts';
import type { RunPorts } from './ports.ts';
import type { Settings } from './settings.ts';
import type { Work } from './work.ts';

export interface Site {
  /** Undefined: it is somebody else's. */
  readonly server: ManagedServer | undefined;
  readonly database: Database;
  readonly lock: MigrationLock;
  /** Lets go of the lock, too. May be called again. */
  close(): Promise<void>;
}

/** On a server of ours. */
export interface OwnSite extends Site {
  readonly server: ManagedServer;
  /** Closes it, and ends the server with all that is on it. */
  stop(): Promise<void>;
}

export interface Examined {
  readonly health: Health;
  readonly problems: readonly Problem[];
}

/** Connects to nothing yet. */
export function openSite(
  server: ManagedServer | undefined,
  { databaseUrl = '', limits }: Settings,
  ports: RunPorts,
  jobs: number,
): Site {
  const target = server === undefined ? databaseUrl : socketConnection(server);
  const onRetry = (notice: RetryNotice) => {
    ports.reporter.note(`Cannot connect yet (${notice.reason}), trying again.`);
  };
  const waits = (text: string) => {
    ports.reporter.note(text);
  };
  const database = openDatabase(target, { ...limits, poolSize: Math.max(limits.poolSize, jobs) }, onRetry);
  // Nobody else knows of our own server.
  const lock = server === undefined ? migrationLock(target, limits, { waits, onRetry }) : NO_LOCK;
  let closed: Promise<void> | undefined;
  const close = async () => {
    await database.close();
    await lock.release();
  };
  return { server, database, lock, close: () => (closed ??= close()) };
}

/** Connects to nothing yet. */
export function openOwnSite(server: ManagedServer, settings: Settings, ports: RunPorts, jobs: number): OwnSite {
  const site = openSite(server, settings, ports, jobs);
  const stop = async () => {
    await site.close();
    await server.stop();
  };
  return { ...site, server, stop };
}

/** Takes the lock, and looks whether the database may be migrated. @throws UserError (usage) when it may not */
export async function examine({ server, database, lock }: Site, settings: Settings, work: Work): Promise<Examined> {
  await lock.ensure();
  return await checkHealth(database, {
    booksTable: work.bookkeeping.table,
    makesSchemas: work.bookkeeping.create.some((statement) => /^CREATE SCHEMA /i.test(statement)),
    allowNonEmpty: settings.allowNonEmpty || server !== undefined,
  });
}
