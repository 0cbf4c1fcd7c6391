/** What a run leaves when its database is migrated, on whatever server: what it learned, and a snapshot. */
import { keepDocument } from '../cache/analyses.ts';
import type { Verified } from '../cache/memory.ts';
import type { Problem } from '../migration/problem.ts';
import type { SavedSnapshot } from '../migration/result.ts';
import type { Kept } from './snapshots/leavings.ts';
import type { Migrated } from './migrate.ts';
import type { PreparedMigration } from './placed.ts';
import type { Prepared } from './plan.ts';
import type { RunPorts } from './ports.ts';
import type { Seeding } from './seeding.ts';
import type { NotMade } from './snapshots/snapshot-means.ts';
import { placesOf } from './snapshots/snapshot-identity.ts';
import type { Snapshots } from './snapshots/snapshots.ts';
import type { Work } from './work.ts';

/** @returns a note when it could not be kept */
export async function remember(
  work: Work,
  migrated: Migrated,
  { later }: RunPorts,
  verified?: Verified,
): Promise<readonly Problem[]> {
  const { memory, runnables } = work;
  if (memory === undefined) return [];
  const times = new Map(migrated.applied.map(({ migration, ms }) => [migration, ms]));
  const surprises = new Map(migrated.distrusted.map(({ migration, surprise }) => [migration, surprise]));
  const places = verified === undefined ? [] : placesOf(work);
  const lessons = runnables
    .map(({ migration, content }, index) => {
      return { content, ms: times.get(migration), surprise: surprises.get(migration), proven: places[index] };
    })
    .filter(({ ms, surprise, proven }) => ms !== undefined || surprise !== undefined || proven !== undefined);
  const { major } = migrated.health;
  if (later === undefined) return await memory.learn(lessons, major, verified);
  if (lessons.length > 0 || verified !== undefined) later.lessons(memory.taught(lessons, major, verified));
  return [];
}

/** @returns a note when it could not be kept */
export async function rememberAnalysis(
  { writeAnalysis, store }: Prepared,
  { later }: RunPorts,
): Promise<readonly Problem[]> {
  const analysis = writeAnalysis?.();
  if (analysis === undefined || store === undefined) return [];
  if (later === undefined) return await keepDocument(store, analysis);
  later.analysis(analysis);
  return [];
}

/**
 * Has a run done again in file order, when it ended early and said why; and tells of both times.
 *
 * @param migrate from the beginning, or on from what is applied
 */
export async function again(
  work: Work,
  earlier: Migrated,
  ports: RunPorts,
  migrate: () => Promise<Migrated>,
): Promise<Migrated> {
  if (earlier.again === undefined) return earlier;
  ports.reporter.note(`${earlier.again}. Starting again, in file order.`);
  // At once: whatever becomes of this run, the next one need not find it out again.
  await remember(work, earlier, ports);
  const migrated = await migrate();
  const problems = new Map([...earlier.problems, ...migrated.problems].map((each) => [each.message, each]));
  return { ...migrated, problems: [...problems.values()] };
}

/**
 * A snapshot is made only of a database that is all that the plan says.
 *
 * @param outdated what was seen will change the digests of migrations
 * @param seeding what became of the seed; left out, it is still to come
 */
export function whyNoSnapshot(
  { applied, failed, distrusted }: Migrated,
  { seed }: Work,
  outdated: boolean,
  seeding?: Seeding,
): NotMade | undefined {
  if (failed !== undefined) return { why: 'a migration failed' };
  if (seeding?.failed !== undefined) return { why: `${seed?.name ?? 'the seed'} failed` };
  if (outdated || distrusted.length > 0) return { why: 'migrations did what their SQL does not show' };
  const isSeeded = seeding?.status === 'applied';
  if (isSeeded && seed !== undefined && 'why' in seed.identity) return seed.identity;
  return applied.length === 0 && !isSeeded ? { why: 'nothing was applied' } : undefined;
}

/** Milliseconds that each migration took, or usually takes. */
export function timesOf(work: Work, { applied }: Migrated): ReadonlyMap<PreparedMigration, number> {
  const measured = new Map(applied.map(({ migration, ms }) => [migration, ms]));
  return new Map(work.runnables.map((each) => [each, measured.get(each.migration) ?? each.expectedMs ?? 0]));
}

/** What a result tells where the database was kept before it was seeded, too: of both the later one. */
export function keptLast(saved: SavedSnapshot, { kept }: Seeding): SavedSnapshot {
  return saved.when === 'never' && kept !== undefined && kept.when !== 'never' ? kept : saved;
}

export async function keep(
  packed: Kept | NotMade,
  snapshots: Snapshots | undefined,
  { later }: RunPorts,
): Promise<SavedSnapshot> {
  if ('why' in packed) return { when: 'never', why: packed.why };
  later?.snapshot(packed);
  if (later !== undefined || snapshots === undefined) return { when: 'later', bytes: packed.snapshot.bytes };
  return await snapshots.keep(packed);
}
