/**
 * Migrates a database: one that the caller names, or one on a server that this run starts.
 *
 * Reading the migrations and providing the server need nothing from each other, so they go on side by side.
 */
import type { FailedMigration } from '../execution/apply.ts';
import { type MigrationResult, RESULT_VERSION, type RunResult } from '../migration/result.ts';
import type { Problem } from '../migration/problem.ts';
import { isDiskFull } from '../postgres/server/disk-full.ts';
import { type ManagedServer, startServer } from '../postgres/server/managed-server.ts';
import { handOver, makeClones } from './hand-over.ts';
import { readInitSql } from './init-sql.ts';
import { migrate, type Migrated, type Work } from './migrate.ts';
import { type Prepared, plan, refuseBroken } from './plan.ts';
import type { RunPorts } from './ports.ts';
import type { Settings } from './settings.ts';

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
    if (migrated.again !== undefined) {
      const { again } = migrated;
      ports.reporter.note(`${again}. Starting again, in file order.`);
      const earlier = migrated.problems;
      // At once: whatever becomes of this run, the next one need not find it out again.
      await remember(prepared, migrated);
      if (server !== undefined) {
        await server.stop();
        server = await provide(settings, ports, server.placement === 'memory' ? 'auto' : 'disk');
      }
      migrated = await migrate(server, settings, prepared, ports, { jobs: 1 });
      migrated = {
        ...migrated,
        problems: [...new Map([...earlier, ...migrated.problems].map((each) => [each.message, each])).values()],
      };
    }
    const applied = performance.now();
    // While the server is stopped or handed over.
    const remembered = remember(prepared, migrated);
    // Of a finished database only.
    const clones = migrated.failed === undefined ? await makeClones(server, settings, migrated.health) : [];
    const cloned = performance.now();
    const database = await handOver(server, settings, migrated.health, clones, ports);
    const notRemembered = await remembered;
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
      problems: [...prepared.plan.problems, ...migrated.problems, ...notRemembered],
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

/** @returns a note when it could not be kept */
async function remember({ memory, runnables }: Prepared, migrated: Migrated): Promise<readonly Problem[]> {
  if (memory === undefined) return [];
  const times = new Map(migrated.applied.map(({ migration, ms }) => [migration, ms]));
  const surprises = new Map(migrated.distrusted.map(({ migration, surprise }) => [migration, surprise]));
  const lessons = runnables.map(({ migration, content }) => {
    return { content, ms: times.get(migration), surprise: surprises.get(migration) };
  });
  return await memory.learn(
    lessons.filter(({ ms, surprise }) => ms !== undefined || surprise !== undefined),
    migrated.health.major,
  );
}

function ranOutOfMemoryDisk(server: ManagedServer, failed: FailedMigration): boolean {
  return server.placement === 'memory' && isDiskFull(failed.cause, server.logTail());
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
