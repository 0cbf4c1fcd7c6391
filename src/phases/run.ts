/**
 * Migrates a database: one that the caller names, or one on a server that this run starts.
 *
 * Reading the migrations and providing the server need nothing from each other, so they go on side by side, unless there are
 * snapshots: which of them the server starts from, the plan decides. Its programs are needed either way, and looked for at once.
 */
import { keepDocument } from '../cache/analyses.ts';
import type { FailedMigration } from '../execution/apply.ts';
import { type MigrationResult, RESULT_VERSION, type RunResult, type SavedSnapshot } from '../migration/result.ts';
import type { Problem } from '../migration/problem.ts';
import { isDiskFull } from '../postgres/server/disk-full.ts';
import type { ManagedServer } from '../postgres/server/managed-server.ts';
import { differencesFromReplay } from './check-snapshot.ts';
import { handOver, makeClones } from './hand-over.ts';
import { readInitSql } from './init-sql.ts';
import { beginInstalling } from './installing.ts';
import type { Kept } from './leavings.ts';
import { migrate, type Migrated, type Work } from './migrate.ts';
import { type Prepared, plan, type PreparedMigration, refuseBroken } from './plan.ts';
import type { RunPorts } from './ports.ts';
import { provide } from './provide.ts';
import type { Settings } from './settings.ts';
import { type NotMade, openSnapshots, type Restored, type Snapshots } from './snapshots.ts';

export interface RunOptions {
  /** Whether the snapshot that the run begins with has to be what a replay of its migrations gives. Costs two of them. */
  readonly checkSnapshot?: boolean | undefined;
}

/**
 * @returns the result, whether or not a migration failed (`error`)
 * @throws UserError for everything that is wrong before the first migration runs
 */
export async function run(
  settings: Settings,
  outside: RunPorts,
  { checkSnapshot = false }: RunOptions = {},
): Promise<RunResult> {
  const began = performance.now();
  const managed = settings.databaseUrl === undefined;
  const ports = managed ? { ...outside, installing: beginInstalling(settings, outside) } : outside;
  const snapshots = managed ? openSnapshots(settings, ports) : undefined;
  const emptyServer = managed ? provideUnless(snapshots, settings, ports) : undefined;
  emptyServer?.catch(() => undefined);
  const prepared = await prepareBeside(emptyServer, settings, ports);
  const planned = performance.now();
  let server = await emptyServer;
  let restored: Restored | undefined;
  if (managed && server === undefined) {
    restored = await snapshots?.restore(prepared, (fill) => provide(settings, ports, { fill }));
    server = restored?.server ?? (await provide(settings, ports));
  }
  const provided = performance.now();
  try {
    if (checkSnapshot && snapshots !== undefined && restored !== undefined) {
      if (!(await isAsReplayed(snapshots, restored, settings, prepared, ports))) {
        await restored.server.stop();
        restored = undefined;
        server = await provide(settings, ports);
      }
    }
    let migrated = await migrate(server, settings, prepared, ports);
    if (server !== undefined && migrated.failed !== undefined && ranOutOfMemoryDisk(server, migrated.failed)) {
      ports.reporter.note('The memory file system is full. Starting again from the first migration, on disk.');
      await server.stop();
      restored = undefined;
      server = await provide(settings, ports, { placement: 'disk' });
      migrated = await migrate(server, settings, prepared, ports);
    }
    // What was seen will change its digests.
    const outdated = migrated.again !== undefined && migrated.distrusted.length > 0;
    if (migrated.again !== undefined) {
      const { again } = migrated;
      ports.reporter.note(`${again}. Starting again, in file order.`);
      const earlier = migrated.problems;
      // At once: whatever becomes of this run, the next one need not find it out again.
      await remember(prepared, migrated, ports);
      if (server !== undefined) {
        await server.stop();
        restored = undefined;
        server = await provide(settings, ports, { placement: server.placement === 'memory' ? 'auto' : 'disk' });
      }
      migrated = await migrate(server, settings, prepared, ports, { jobs: 1 });
      migrated = {
        ...migrated,
        problems: [...new Map([...earlier, ...migrated.problems].map((each) => [each.message, each])).values()],
      };
    }
    const applied = performance.now();
    // While the server is stopped or handed over.
    const remembered = Promise.all([remember(prepared, migrated, ports), rememberAnalysis(prepared, ports)]);
    // Of a finished database only.
    const clones = migrated.failed === undefined ? await makeClones(server, settings, migrated.health) : [];
    const cloned = performance.now();
    const packed = await pack(snapshots, server, prepared, { ...migrated, outdated }, restored, settings);
    const packingEnded = performance.now();
    const database = await handOver(server, settings, migrated.health, clones, ports);
    const notRemembered = await remembered;
    const stopped = performance.now();
    const snapshot = await keep(packed, snapshots, ports);
    await snapshots?.close();
    const ended = performance.now();
    const saveMs = packingEnded - cloned + (ended - stopped);
    return {
      version: RESULT_VERSION,
      format: prepared.plan.format,
      postgres: { version: migrated.health.version, managed: server !== undefined, placement: server?.placement },
      start: { from: startedFrom(server, restored), applied: migrated.state.present.length },
      applied: migrated.applied.length,
      migrations: migrationResults(prepared, migrated),
      timings: {
        planMs: planned - began,
        provisionMs: provided - began,
        restoreMs: restored?.server.timings.dataDirectoryMs ?? 0,
        applyMs: applied - provided,
        saveMs,
        cloneMs: cloned - applied,
        stopMs: stopped - packingEnded,
        totalMs: ended - began,
      },
      connections: migrated.counts,
      fingerprint:
        ('why' in packed ? undefined : packed.fingerprint) ??
        (migrated.applied.length === 0 ? restored?.fingerprint : undefined),
      savedMs: restored?.savesMs ?? 0,
      spentMs: saveMs,
      snapshot,
      problems: [
        ...prepared.plan.problems,
        ...migrated.problems,
        ...notRemembered.flat(),
        ...(snapshots?.takeProblems() ?? []),
        ...(ports.installing?.takeProblems() ?? []),
      ],
      database,
      error: migrated.failed?.failure,
    };
  } catch (error) {
    await server?.stop();
    throw error;
  }
}

function startedFrom(server: ManagedServer | undefined, restored: Restored | undefined): RunResult['start']['from'] {
  if (restored !== undefined) return 'snapshot';
  return server === undefined ? 'database' : 'empty';
}

/** Checks the snapshot, and withdraws it when it is not what it should be. */
async function isAsReplayed(
  snapshots: Snapshots,
  restored: Restored,
  settings: Settings,
  work: Work,
  ports: RunPorts,
): Promise<boolean> {
  const differences = await differencesFromReplay(restored, settings, work, ports);
  if (differences.length > 0) await snapshots.refute(restored, differences);
  return differences.length === 0;
}

/** An empty server, as long as there is nothing that the run might start from. */
async function provideUnless(
  snapshots: Snapshots | undefined,
  settings: Settings,
  ports: RunPorts,
): Promise<ManagedServer | undefined> {
  if (await snapshots?.recall()) return undefined;
  return await provide(settings, ports);
}

/** Only of a database that is all that the plan says. */
async function pack(
  snapshots: Snapshots | undefined,
  server: ManagedServer | undefined,
  work: Work,
  { applied, failed, distrusted, outdated }: Migrated & { readonly outdated: boolean },
  restored: Restored | undefined,
  settings: Settings,
): Promise<Kept | NotMade> {
  if (server === undefined) return { why: 'the database is not on a server of ours' };
  if (snapshots === undefined) return { why: 'nothing is to be reused' };
  if (failed !== undefined) return { why: 'a migration failed' };
  if (outdated || distrusted.length > 0) return { why: 'migrations did what their SQL does not show' };
  if (applied.length === 0) return { why: 'nothing was applied' };
  const measured = new Map(applied.map(({ migration, ms }) => [migration, ms]));
  const timeOf = (each: PreparedMigration) => measured.get(each.migration) ?? each.expectedMs ?? 0;
  const times = new Map(work.runnables.map((each) => [each, timeOf(each)]));
  return await snapshots.pack(server, work, times, restored?.savesMs ?? 0, settings.keep);
}

async function keep(
  packed: Kept | NotMade,
  snapshots: Snapshots | undefined,
  { later }: RunPorts,
): Promise<SavedSnapshot> {
  if ('why' in packed) return { when: 'never', why: packed.why };
  later?.snapshot(packed);
  if (later !== undefined || snapshots === undefined) return { when: 'later', bytes: packed.snapshot.bytes };
  return await snapshots.keep(packed);
}

/** Plans while the server starts. A plan that fails takes the server with it. */
async function prepareBeside(
  provision: Promise<ManagedServer | undefined> | undefined,
  settings: Settings,
  ports: RunPorts,
): Promise<Work> {
  try {
    const init = readInitSql(settings.initSql, settings.variables);
    const prepared = await plan(settings, ports.env, {
      checkSyntax: false,
      runPrograms: true,
      store: ports.store?.store,
      maker: ports.maker,
    });
    refuseBroken([...init.problems, ...prepared.plan.problems]);
    return { ...prepared, init: init.runnables };
  } catch (error) {
    await provision?.then(
      (server) => server?.stop(),
      () => undefined,
    );
    throw error;
  }
}

/** @returns a note when it could not be kept */
async function rememberAnalysis({ analysis, store }: Prepared, { later }: RunPorts): Promise<readonly Problem[]> {
  if (analysis === undefined || store === undefined) return [];
  if (later === undefined) return await keepDocument(store, analysis);
  later.analysis(analysis);
  return [];
}

/** @returns a note when it could not be kept */
async function remember(
  { memory, runnables }: Prepared,
  migrated: Migrated,
  { later }: RunPorts,
): Promise<readonly Problem[]> {
  if (memory === undefined) return [];
  const times = new Map(migrated.applied.map(({ migration, ms }) => [migration, ms]));
  const surprises = new Map(migrated.distrusted.map(({ migration, surprise }) => [migration, surprise]));
  const lessons = runnables
    .map(({ migration, content }) => {
      return { content, ms: times.get(migration), surprise: surprises.get(migration) };
    })
    .filter(({ ms, surprise }) => ms !== undefined || surprise !== undefined);
  const { major } = migrated.health;
  if (later === undefined) return await memory.learn(lessons, major);
  if (lessons.length > 0) later.lessons(memory.taught(lessons, major));
  return [];
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
