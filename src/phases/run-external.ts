/** Migrates somebody's database. It stays, and so does its lock, from the first look at it until a snapshot of it is made. */
import { openExternalSnapshots } from './snapshots/external-snapshots.ts';
import { handOver, makeClones } from './hand-over.ts';
import { again, keep, keptLast, remember, rememberAnalysis, timesOf, whyNoSnapshot } from './leave.ts';
import { type MigrateOptions, migrateOn, optionsOf } from './migrate.ts';
import type { Outcome } from './outcome.ts';
import { refuseOtherVersion } from './plan-part.ts';
import type { RunPorts } from './ports.ts';
import { seedAfter, type Seeding, seedSite } from './seeding.ts';
import type { Settings } from './settings.ts';
import { examine, openSite } from './site.ts';
import { readWork } from './work.ts';

export async function runOnTheirs(settings: Settings, ports: RunPorts): Promise<Outcome> {
  const began = performance.now();
  const work = await readWork(settings, ports);
  const planned = performance.now();
  const options = optionsOf(settings);
  const site = openSite(undefined, settings, ports, options.jobs);
  try {
    let examined = await examine(site, settings, work);
    if (ports.part !== undefined) refuseOtherVersion(ports.part, examined.health);
    const wasEmpty = examined.health.isEmpty;
    const external = await openExternalSnapshots(site, examined, settings, ports);
    const snapshots = 'why' in external ? undefined : external.snapshots;
    const restored = 'why' in external ? undefined : await external.restore(work);
    if (restored !== undefined) examined = await examine(site, settings, work);
    const provided = performance.now();
    const migrateWith = (how: MigrateOptions) =>
      migrateOn(site, examined, work, ports, { ...how, restored: restored !== undefined });
    let migrated = await migrateWith(options);
    const outdated = migrated.again !== undefined && migrated.distrusted.length > 0;
    migrated = await again(work, migrated, ports, async () => {
      examined = await examine(site, settings, work);
      return await migrateWith({ jobs: 1, earlier: migrated.applied });
    });
    const applied = performance.now();
    const remembered = Promise.all([remember(work, migrated, ports), rememberAnalysis(work, ports)]);
    const make = async (seeding?: Seeding) =>
      'why' in external
        ? external
        : (whyNoSnapshot(migrated, work, outdated, seeding) ??
          (await external.make(
            work,
            timesOf(work, migrated),
            restored?.savesMs ?? 0,
            migrated.setsSessions,
            seeding?.held,
          )));
    const seeding = await seedAfter(migrated, work, {
      isBegun: wasEmpty,
      restored,
      keep: async () => keep(await make(), snapshots, ports),
      put: (seed) => seedSite(seed, site, settings, migrated.health, ports),
    });
    const seeded = performance.now();
    const packed = await make(seeding);
    // Copies are made of a database that nobody is connected to.
    await site.close();
    const packingEnded = performance.now();
    const isFinished = migrated.failed === undefined && seeding.failed === undefined;
    const clones = isFinished ? await makeClones(undefined, settings, migrated.health) : [];
    const database = await handOver(undefined, settings, migrated.health, clones, ports);
    const notRemembered = await remembered;
    const cloned = performance.now();
    const snapshot = keptLast(await keep(packed, snapshots, ports), seeding);
    await snapshots?.close();
    const ended = performance.now();
    return {
      work,
      began,
      migrated,
      seeding,
      server: undefined,
      restored,
      packed,
      snapshot,
      database,
      problems: [...notRemembered.flat(), ...(snapshots?.takeProblems() ?? [])],
      timings: {
        planMs: planned - began,
        provisionMs: provided - began,
        restoreMs: restored?.tookMs ?? 0,
        applyMs: applied - provided,
        seedMs: seeded - applied - seeding.keptMs,
        saveMs: seeding.keptMs + packingEnded - seeded + (ended - cloned),
        cloneMs: cloned - packingEnded,
        stopMs: 0,
        totalMs: ended - began,
      },
    };
  } finally {
    await site.close();
  }
}
