/**
 * Migrates a database on a server that the run starts.
 *
 * Reading the migrations and providing the server need little from each other, so they go on side by side: see `FirstServer`. Its
 * programs are needed either way, and looked for at once.
 */
import { FirstServer } from './snapshots/first-server.ts';
import { beginForcedReplay } from './snapshots/forced-replay.ts';
import { keep, keptLast, remember, rememberAnalysis } from './leave.ts';
import { beginInstalling } from './installing.ts';
import { openManagedSnapshots, restoringOn } from './snapshots/managed-snapshots.ts';
import { fingerprintAfter, type Outcome } from './outcome.ts';
import { OwnRun } from './own-run.ts';
import type { RunPorts } from './ports.ts';
import { provideSite } from './provide.ts';
import type { Settings } from './settings.ts';
import { verifiedBy } from './verified.ts';
import { readWork } from './work.ts';

export async function runOnOurs(settings: Settings, outside: RunPorts): Promise<Outcome> {
  const began = performance.now();
  const installing = beginInstalling(settings, outside);
  const ports = { ...outside, installing };
  const replay = beginForcedReplay(settings, ports);
  const snapshots = replay?.snapshots ?? openManagedSnapshots(settings, ports);
  const first = new FirstServer(replay === undefined ? snapshots : undefined, settings, ports);
  await first.underway;
  const work = await orWithout(first, () => readWork(settings, ports, first.guess));
  const planned = performance.now();
  const start = restoringOn(
    (fill) => provideSite(settings, ports, { fill, expectsWork: false }),
    work,
    (key) => first.take(key),
  );
  const restored = replay === undefined ? await orWithout(first, () => snapshots.restore(work, start)) : undefined;
  const site =
    restored?.site ??
    (await orWithout(first, async () => (await first.take(undefined))?.site ?? (await provideSite(settings, ports))));
  const discarded = first.discard();
  const provided = performance.now();
  const run = new OwnRun({ settings, ports, work, snapshots, replay }, site, restored);
  try {
    await run.migrate();
    const applied = performance.now();
    const image = await run.image();
    const imaged = performance.now();
    const seeding = await run.seed();
    const seeded = performance.now();
    const clones = await run.makeClones(seeding);
    const cloned = performance.now();
    const packed = await run.pack(seeding);
    const packingEnded = performance.now();
    const { migrated, isOutdated } = run;
    // Of the migrations alone: with a seed in it the database is another.
    const ofMigrations =
      seeding.status === undefined
        ? fingerprintAfter({ packed, migrated, restored: run.restored, seeding })
        : undefined;
    const verified = verifiedBy(work, migrated, isOutdated, ofMigrations);
    const handedOver = run.handOver(clones, seeding);
    // While the server is stopped.
    const remembered = Promise.all([remember(work, migrated, ports, verified), rememberAnalysis(work, ports)]);
    const database = await handedOver;
    const notRemembered = await remembered;
    await discarded;
    const stopped = performance.now();
    const snapshot = keptLast(await keep(packed, snapshots, ports), seeding);
    await snapshots.close();
    const ended = performance.now();
    return {
      work,
      began,
      migrated,
      seeding,
      server: run.site.server,
      restored: run.restored,
      packed,
      image,
      snapshot,
      database,
      problems: [...notRemembered.flat(), ...snapshots.takeProblems(), ...installing.takeProblems()],
      timings: {
        planMs: planned - began,
        provisionMs: provided - began,
        restoreMs: run.restored?.site.server.timings.dataDirectoryMs ?? 0,
        applyMs: applied - provided - run.betweenMs,
        seedMs: seeded - imaged - seeding.keptMs,
        saveMs: imaged - applied + seeding.keptMs + packingEnded - cloned + (ended - stopped) + run.betweenMs,
        cloneMs: cloned - seeded,
        stopMs: stopped - packingEnded,
        totalMs: ended - began,
      },
    };
  } catch (error) {
    await run.site.stop();
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
