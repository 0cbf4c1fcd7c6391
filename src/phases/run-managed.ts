/**
 * Migrates a database on a server that the run starts.
 *
 * Reading the migrations and providing the server need little from each other, so they go on side by side: see `FirstServer`. Its
 * programs are needed either way, and looked for at once.
 */
import type { FailedMigration } from '../execution/apply.ts';
import { isDiskFull } from '../postgres/server/disk-full.ts';
import type { ManagedServer } from '../postgres/server/managed-server.ts';
import { differencesFromReplay } from './check-snapshot.ts';
import { FirstServer } from './first-server.ts';
import { migrateInStages } from './checkpoints.ts';
import { confirmFailure } from './confirm-failure.ts';
import { beginForcedReplay, endForcedReplay } from './forced-replay.ts';
import { handOver, makeClones } from './hand-over.ts';
import { again, keep, keptLast, remember, rememberAnalysis, timesOf, whyNoSnapshot } from './leave.ts';
import { beginInstalling } from './installing.ts';
import type { Kept } from './leavings.ts';
import { makingOf, openManagedSnapshots, type Restored, restoringOn } from './managed-snapshots.ts';
import { migrate } from './migrate.ts';
import { fingerprintAfter, type Outcome } from './outcome.ts';
import type { RunPorts } from './ports.ts';
import { provide } from './provide.ts';
import { seedAfter, type Seeding, seedServer } from './seeding.ts';
import type { Settings } from './settings.ts';
import type { NotMade } from './snapshot-means.ts';
import type { Snapshots } from './snapshots.ts';
import { verifiedBy } from './verified.ts';
import { readWork, type Work } from './work.ts';

export async function runOnOurs(settings: Settings, outside: RunPorts): Promise<Outcome> {
  const began = performance.now();
  const installing = beginInstalling(settings, outside);
  const ports = { ...outside, installing };
  const replay = beginForcedReplay(settings, ports);
  const snapshots = replay?.snapshots ?? openManagedSnapshots(settings, ports);
  const first = new FirstServer(replay === undefined ? snapshots : undefined, settings, ports);
  const work = await orWithout(first, () => readWork(settings, ports, first.guess));
  const planned = performance.now();
  const start = restoringOn(
    (fill) => provide(settings, ports, { fill }),
    settings,
    work,
    (key) => first.take(key),
  );
  let restored = replay === undefined ? await orWithout(first, () => snapshots.restore(work, start)) : undefined;
  let server =
    restored?.server ??
    (await orWithout(first, async () => (await first.take(undefined))?.server ?? (await provide(settings, ports))));
  const discarded = first.discard();
  const provided = performance.now();
  try {
    if (settings.checkSnapshot && restored !== undefined) {
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
    const checkpoints = settings.reuse === 'off' ? undefined : snapshots;
    const staged = await migrateInStages(server, checkpoints, settings, work, ports, restored?.savesMs ?? 0);
    let { migrated } = staged;
    if (migrated.failed !== undefined && restored !== undefined && !ranOutOfMemoryDisk(server, migrated.failed)) {
      migrated = await confirmFailure(migrated.failed, restored, snapshots, ports, async () => {
        await server.stop();
        restored = undefined;
        server = await provide(settings, ports);
        return await migrate(server, settings, work, ports);
      });
    }
    if (migrated.failed !== undefined && ranOutOfMemoryDisk(server, migrated.failed)) {
      server = await startOnDisk(server);
      migrated = await migrate(server, settings, work, ports);
    }
    // What was seen will change its digests.
    const outdated = migrated.again !== undefined && migrated.distrusted.length > 0;
    migrated = await again(work, migrated, ports, async () => {
      await server.stop();
      restored = undefined;
      server = await provide(settings, ports, { placement: server.placement === 'memory' ? 'auto' : 'disk' });
      return await migrate(server, settings, work, ports, { jobs: 1 });
    });
    const applied = performance.now();
    /** @param seeding what became of the seed, or undefined while it is to come and the server to go on */
    const pack = async (on: ManagedServer, seeding?: Seeding): Promise<Kept | NotMade> => {
      const why =
        whyNoSnapshot(migrated, work, outdated, seeding) ??
        (replay && (await endForcedReplay(replay, on, settings, work, ports, seeding?.held?.digest)));
      if (why !== undefined) return why;
      const making = makingOf(on, settings, work, settings.keep || seeding === undefined);
      return await snapshots.make(work, timesOf(work, migrated), restored?.savesMs ?? 0, making, seeding?.held);
    };
    const seed = (on: ManagedServer) =>
      seedAfter(migrated, work, {
        isBegun: true,
        restored,
        keep: async () => keep(await pack(on), snapshots, ports),
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
    const packed = await pack(server, seeding);
    const packingEnded = performance.now();
    // Of the migrations alone: with a seed in it the database is another.
    const ofMigrations =
      seeding.status === undefined ? fingerprintAfter({ packed, migrated, restored, seeding }) : undefined;
    const verified = verifiedBy(work, migrated, outdated, ofMigrations);
    // While the server is stopped or handed over.
    const remembered = Promise.all([remember(work, migrated, ports, verified), rememberAnalysis(work, ports)]);
    const database = await handOver(server, settings, migrated.health, clones, ports);
    const notRemembered = await remembered;
    await discarded;
    const stopped = performance.now();
    const snapshot = keptLast(await keep(packed, snapshots, ports), seeding);
    await snapshots.close();
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
      problems: [...notRemembered.flat(), ...snapshots.takeProblems(), ...installing.takeProblems()],
      timings: {
        planMs: planned - began,
        provisionMs: provided - began,
        restoreMs: restored?.server.timings.dataDirectoryMs ?? 0,
        applyMs: applied - provided - staged.checkpointMs,
        seedMs: seeded - applied - seeding.keptMs,
        saveMs: seeding.keptMs + packingEnded - cloned + (ended - stopped) + staged.checkpointMs,
        cloneMs: cloned - seeded,
        stopMs: stopped - packingEnded,
        totalMs: ended - began,
      },
    };
  } catch (error) {
    await server.stop();
    await discarded;
    throw error;
  }
}

/** What is wrong takes the server with it. */
async function orWithout<T>(first: FirstServer, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    await first.discard();
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
  if (differences === undefined || differences.length === 0) return true;
  await snapshots.refute(restored, differences);
  return false;
}

function ranOutOfMemoryDisk(server: ManagedServer, failed: Pick<FailedMigration, 'cause'>): boolean {
  return server.placement === 'memory' && isDiskFull(failed.cause, server.logTail());
}
