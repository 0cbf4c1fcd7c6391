/**
 * Migrates a database: one that the caller names, or one on a server that this run starts.
 *
 * Reading the migrations and providing the server need nothing from each other, so they go on side by side.
 */
import { type Applied, applyInOrder, type FailedMigration, type Progress, type Runnable } from '../execution/apply.ts';
import { createBooks, readState, type State } from '../execution/books.ts';
import type { FormatOptions } from '../formats/format.ts';
import type { Bookkeeping } from '../migration/bookkeeping.ts';
import type { Problem } from '../migration/problem.ts';
import { type ConnectionCounts, type MigrationResult, RESULT_VERSION, type RunResult } from '../migration/result.ts';
import { type Database, openDatabase } from '../postgres/database.ts';
import { checkHealth, type Health } from '../postgres/health.ts';
import { type MigrationLock, migrationLock, NO_LOCK } from '../postgres/migration-lock.ts';
import { isDiskFull } from '../postgres/server/disk-full.ts';
import { type ManagedServer, socketConnection, startServer } from '../postgres/server/managed-server.ts';
import { handOver, makeClones } from './hand-over.ts';
import { NO_BOOKS, readInitSql } from './init-sql.ts';
import type { RetryNotice } from '../postgres/retry.ts';
import { type Prepared, plan, refuseBroken } from './plan.ts';
import type { Settings } from './settings.ts';

/** What a run tells the outside while it goes on. */
export interface RunReporter extends Progress {
  /** All is ready; `pending` of the migrations will be applied. */
  begins(prepared: Prepared, pending: number, health: Health, server: ManagedServer | undefined): void;
  note(text: string): void;
}

export interface RunPorts {
  readonly reporter: RunReporter;
  readonly env: FormatOptions['env'];
  /** Where a server's data in memory goes; default /dev/shm. */
  readonly memoryDirectory?: string | undefined;
  /** The process whose end means that a kept server is no longer wanted; without it the server lives until it is stopped. */
  readonly ownerPid?: number | undefined;
}

/**
 * @returns the result, whether or not a migration failed (`error`)
 * @throws UserError for everything that is wrong before the first migration runs
 */
export async function run(settings: Settings, ports: RunPorts): Promise<RunResult> {
  const began = performance.now();
  const provision = settings.databaseUrl === undefined ? provide(settings, ports, 'auto') : undefined;
  provision?.catch(() => undefined);
  const prepared = await prepareBeside(provision, settings, ports);
  const planned = performance.now();
  let server = await provision;
  const provided = performance.now();
  try {
    let migrated = await migrate(server, settings, prepared, ports);
    if (server !== undefined && migrated.failed !== undefined && ranOutOfMemoryDisk(server, migrated.failed)) {
      ports.reporter.note('The memory file system is full. Starting again from the first migration, on disk.');
      await server.stop();
      server = await provide(settings, ports, 'disk');
      migrated = await migrate(server, settings, prepared, ports);
    }
    const applied = performance.now();
    // Of a finished database only.
    const clones = migrated.failed === undefined ? await makeClones(server, settings, migrated.health) : [];
    const cloned = performance.now();
    const database = await handOver(server, settings, migrated.health, clones, ports);
    const ended = performance.now();
    return {
      version: RESULT_VERSION,
      format: prepared.plan.format,
      postgres: { version: migrated.health.version, managed: server !== undefined, placement: server?.placement },
      start: { from: server === undefined ? 'database' : 'empty', applied: migrated.state.present.length },
      applied: migrated.applied.length,
      migrations: migrationResults(prepared, migrated),
      timings: {
        planMs: planned - began,
        provisionMs: provided - began,
        restoreMs: 0,
        applyMs: applied - provided,
        saveMs: 0,
        cloneMs: cloned - applied,
        stopMs: ended - cloned,
        totalMs: ended - began,
      },
      connections: migrated.counts,
      savedMs: 0,
      spentMs: 0,
      problems: [...prepared.plan.problems, ...migrated.problems],
      database,
      error: migrated.failed?.failure,
    };
  } catch (error) {
    await server?.stop();
    throw error;
  }
}

async function provide(settings: Settings, ports: RunPorts, placement: 'auto' | 'disk'): Promise<ManagedServer> {
  const server = await startServer({
    major: settings.postgres,
    cacheDir: settings.cacheDir,
    placement,
    memoryDirectory: ports.memoryDirectory,
    // Only a server that outlives this run needs a door to the outside.
    port: settings.keep ? settings.port : undefined,
    log: (line) => {
      ports.reporter.note(line);
    },
  });
  server.notices.forEach((notice) => {
    ports.reporter.note(notice);
  });
  return server;
}

/** Plans while the server starts. A plan that fails takes the server with it. */
async function prepareBeside(
  provision: Promise<ManagedServer> | undefined,
  settings: Settings,
  ports: RunPorts,
): Promise<Work> {
  try {
    const init = readInitSql(settings.initSql, settings.variables);
    const prepared = await plan(settings, ports.env, { checkSyntax: false, runPrograms: true });
    refuseBroken([...init.problems, ...prepared.plan.problems]);
    return { ...prepared, init: init.runnables };
  } catch (error) {
    await provision?.then(
      (server) => server.stop(),
      () => undefined,
    );
    throw error;
  }
}

function ranOutOfMemoryDisk(server: ManagedServer, failed: FailedMigration): boolean {
  return server.placement === 'memory' && isDiskFull(failed.cause, server.logTail());
}

/** A plan, and what runs before it on an empty database. */
interface Work extends Prepared {
  readonly init: readonly Runnable[];
}

interface Migrated {
  readonly health: Health;
  readonly state: State;
  readonly applied: readonly Applied[];
  readonly failed?: FailedMigration | undefined;
  readonly problems: readonly Problem[];
  readonly counts: ConnectionCounts;
}

async function migrate(
  server: ManagedServer | undefined,
  settings: Settings,
  prepared: Work,
  ports: RunPorts,
): Promise<Migrated> {
  const target = server === undefined ? (settings.databaseUrl ?? '') : socketConnection(server);
  const onRetry = (notice: RetryNotice) => {
    ports.reporter.note(`Cannot connect yet (${notice.reason}), trying again.`);
  };
  const waits = (text: string) => {
    ports.reporter.note(text);
  };
  const database = openDatabase(target, settings.limits, onRetry);
  // Nobody else knows of our own server.
  const lock = server === undefined ? migrationLock(target, settings.limits, { waits, onRetry }) : NO_LOCK;
  try {
    return await migrateLocked(database, lock, server, settings, prepared, ports);
  } finally {
    await database.close();
    await lock.release();
  }
}

/** Everything that reads or writes the bookkeeping, behind the lock. */
async function migrateLocked(
  database: Database,
  lock: MigrationLock,
  server: ManagedServer | undefined,
  settings: Settings,
  prepared: Work,
  ports: RunPorts,
): Promise<Migrated> {
  const { bookkeeping, runnables } = prepared;
  await lock.ensure();
  const { health, problems } = await checkHealth(database, {
    booksTable: bookkeeping.table,
    allowNonEmpty: settings.allowNonEmpty || server !== undefined,
  });
  if (!health.booksExist) {
    const { failed } = await initialise(database, prepared, ports);
    if (failed !== undefined) {
      return {
        health,
        state: { present: [], pending: [], problems: [] },
        applied: [],
        failed,
        problems,
        counts: database.counts,
      };
    }
  }
  const state = await database.withSession((session) =>
    readState(
      session,
      bookkeeping,
      runnables.map(({ migration }) => migration),
    ),
  );
  const pending = new Set(state.pending);
  ports.reporter.begins(prepared, pending.size, health, server);
  const waiting = runnables.filter(({ migration }) => pending.has(migration));
  const { applied, failed } = await applyInOrder(database, waiting, bookkeeping, ports.reporter, lock);
  await finishBooks(database, bookkeeping, failed);
  return { health, state, applied, failed, problems: [...problems, ...state.problems], counts: database.counts };
}

/** What a tool's table needs after the last row, also when a failure made another row the last. */
async function finishBooks(
  database: Database,
  bookkeeping: Bookkeeping,
  failed: FailedMigration | undefined,
): Promise<void> {
  if (bookkeeping.finish === undefined || bookkeeping.finish.length === 0) return;
  const finish = ['BEGIN', ...bookkeeping.finish, 'COMMIT'].join(';\n');
  try {
    await database.withSession(async (session) => {
      // The last migration may have left the session read-only, or as somebody else.
      await session.reset();
      await session.run(finish);
    });
  } catch (error) {
    // The failure before is what has to be told.
    if (failed === undefined) throw error;
  }
}

/** The first time on a database: what the migrations take for granted, then the tool's own table. */
async function initialise(database: Database, work: Work, ports: RunPorts): Promise<{ failed?: FailedMigration }> {
  if (work.init.length > 0) {
    const { failed } = await applyInOrder(database, work.init, NO_BOOKS, ports.reporter);
    if (failed !== undefined) return { failed };
    // Settings that were made for the database or the role hold for new connections only.
    await database.renew();
  }
  await database.withSession((session) => createBooks(session, work.bookkeeping));
  return {};
}

function migrationResults(prepared: Prepared, migrated: Migrated): readonly MigrationResult[] {
  const present = new Set(migrated.state.present);
  const done = new Map(migrated.applied.map((applied) => [applied.migration, applied]));
  return prepared.runnables.map(({ migration, digest }): MigrationResult => {
    const base = { id: migration.id, path: migration.path, digest };
    const applied = done.get(migration);
    if (applied !== undefined) return { ...base, status: 'applied', ms: applied.ms, attempts: applied.attempts };
    if (present.has(migration)) return { ...base, status: 'present' };
    const { failed } = migrated;
    if (failed?.migration === migration) return { ...base, status: 'failed', ms: failed.ms, attempts: failed.attempts };
    return { ...base, status: 'pending' };
  });
}
