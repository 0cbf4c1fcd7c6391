/**
 * Migrates a database on a server that the run starts.
 *
 * Reading the migrations and providing the server need nothing from each other, so they go on side by side, unless there are
 * snapshots: which of them the server starts from, the plan decides. Its programs are needed either way, and looked for at once.
 */
import type { FailedMigration } from '../execution/apply.ts';
import { isDiskFull } from '../postgres/server/disk-full.ts';
import type { ManagedServer } from '../postgres/server/managed-server.ts';
import { differencesFromReplay } from './check-snapshot.ts';
import { handOver, makeClones } from './hand-over.ts';
import { again, keep, keptLast, remember, rememberAnalysis, timesOf, whyNoSnapshot } from './leave.ts';
import { beginInstalling } from './installing.ts';
import type { Kept } from './leavings.ts';
import { makingOf, openManagedSnapshots, type Restored, restoringOn } from './managed-snapshots.ts';
import { migrate, type Migrated } from './migrate.ts';
import type { Outcome } from './outcome.ts';
import type { RunPorts } from './ports.ts';
import { provide } from './provide.ts';
import { seedAfter, type Seeding, seedServer } from './seeding.ts';
import type { Settings } from './settings.ts';
import type { NotMade } from './snapshot-means.ts';
import type { Snapshots } from './snapshots.ts';
import { readWork, type Work } from './work.ts';

export async function runOnOurs(settings: Settings, outside: RunPorts, checkSnapshot: boolean): Promise<Outcome> {
  const began = performance.now();
  const installing = beginInstalling(settings, outside);
  const ports = { ...outside, installing };
  const snapshots = openManagedSnapshots(settings, ports);
  const emptyServer = provideUnless(snapshots, settings, ports);
  emptyServer.catch(() => undefined);
  const work = await readBeside(emptyServer, settings, ports);
  const planned = performance.now();
  let restored: Restored | undefined;
  let server = await emptyServer;
  if (server === undefined) {
    const start = restoringOn((fill) => provide(settings, ports, { fill }), settings, work);
    restored = await snapshots?.restore(work, start);
    server = restored?.server ?? (await provide(settings, ports));
  }
  const provided = performance.now();
  try {
    if (checkSnapshot && snapshots !== undefined && restored !== undefined) {
      if (!(await isAsReplayed(snapshots, restored, settings, work, ports))) {
        await restored.server.stop();
        restored = undefined;
        server = await provide(settings, ports);
      }
    }
    const startOnDisk = async (full: ManagedServer) => {
      ports.reporter.note('The memory file system is full. Starting again from the first migration, on disk.');
      await full.stop();
      restored = undefined;
      return await provide(settings, ports, { placement: 'disk' });
    };
    let migrated = await migrate(server, settings, work, ports);
    if (migrated.failed !== undefined && ranOutOfMemoryDisk(server, migrated.failed)) {
      server = await startOnDisk(server);
      migrated = await migrate(server, settings, work, ports);
    }
    // What was seen will change its digests.
    const outdated = migrated.again !== undefined && migrated.distrusted.length > 0;
    migrated = await again(work, migrated, ports, async () => {
      await server?.stop();
      restored = undefined;
      server = await provide(settings, ports, { placement: server?.placement === 'memory' ? 'auto' : 'disk' });
      return await migrate(server, settings, work, ports, { jobs: 1 });
    });
    const applied = performance.now();
    // While the server is stopped or handed over.
    const remembered = Promise.all([remember(work, migrated, ports), rememberAnalysis(work, ports)]);
    const seed = (on: ManagedServer) =>
      seedAfter(migrated, work, {
        isBegun: true,
        restored,
        keep: async () =>
          keep(await pack(snapshots, on, work, migrated, outdated, restored, settings), snapshots, ports),
        put: (each) => seedServer(each, on, settings, migrated.health, ports),
      });
    let seeding = await seed(server);
    if (seeding.failed !== undefined && ranOutOfMemoryDisk(server, seeding.failed)) {
      server = await startOnDisk(server);
      migrated = await migrate(server, settings, work, ports, { jobs: 1 });
      seeding = await seed(server);
    }
    const seeded = performance.now();
    // Of a finished database only.
    const isFinished = migrated.failed === undefined && seeding.failed === undefined;
    const clones = isFinished ? await makeClones(server, settings, migrated.health) : [];
    const cloned = performance.now();
    const packed = await pack(snapshots, server, work, migrated, outdated, restored, settings, seeding);
    const packingEnded = performance.now();
    const database = await handOver(server, settings, migrated.health, clones, ports);
    const notRemembered = await remembered;
    const stopped = performance.now();
    const snapshot = keptLast(await keep(packed, snapshots, ports), seeding);
    await snapshots?.close();
    const ended = performance.now();
    return {
      work,
      migrated,
      seeding,
      server,
      restored,
      packed,
      snapshot,
      database,
      problems: [...notRemembered.flat(), ...(snapshots?.takeProblems() ?? []), ...installing.takeProblems()],
      timings: {
        planMs: planned - began,
        provisionMs: provided - began,
        restoreMs: restored?.server.timings.dataDirectoryMs ?? 0,
        applyMs: applied - provided,
        seedMs: seeded - applied - seeding.keptMs,
        saveMs: seeding.keptMs + packingEnded - cloned + (ended - stopped),
        cloneMs: cloned - seeded,
        stopMs: stopped - packingEnded,
        totalMs: ended - began,
      },
    };
  } catch (error) {
    await server.stop();
    throw error;
  }
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

async function pack(
  snapshots: Snapshots | undefined,
  server: ManagedServer,
  work: Work,
  migrated: Migrated,
  outdated: boolean,
  restored: Restored | undefined,
  settings: Settings,
  seeding?: Seeding,
): Promise<Kept | NotMade> {
  if (snapshots === undefined) return { why: 'nothing is to be reused' };
  const why = whyNoSnapshot(migrated, work, outdated, seeding);
  if (why !== undefined) return why;
  // With the seed still to come it goes on.
  const making = makingOf(server, settings, work, settings.keep || seeding === undefined);
  return await snapshots.make(work, timesOf(work, migrated), restored?.savesMs ?? 0, making, seeding?.held);
}

/** Reads while the server starts. What is wrong takes the server with it. */
async function readBeside(
  provision: Promise<ManagedServer | undefined>,
  settings: Settings,
  ports: RunPorts,
): Promise<Work> {
  try {
    return await readWork(settings, ports);
  } catch (error) {
    await provision.then(
      (server) => server?.stop(),
      () => undefined,
    );
    throw error;
  }
}

function ranOutOfMemoryDisk(server: ManagedServer, failed: Pick<FailedMigration, 'cause'>): boolean {
  return server.placement === 'memory' && isDiskFull(failed.cause, server.logTail());
}
