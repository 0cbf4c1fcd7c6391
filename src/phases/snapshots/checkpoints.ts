/**
 * Migrates with checkpoints: snapshots of what is applied so far, where to replay it would cost far more than to keep it. The snapshot
 * at the end is of no use to a run in which an early migration of a long set was edited; a checkpoint before that one is.
 *
 * When one is due is measured and not planned, so that the first run over a set has them, too. Migrations that run then come to their
 * end, and what is applied is a closed set.
 */
import { checkpointDueMs } from '../../graph/cost.ts';
import type { ManagedServer } from '../../postgres/server/managed-server.ts';
import { makeMsOf, makingOf } from './managed-snapshots.ts';
import { type Migrated, migrateSite, optionsOf } from '../migrate.ts';
import { partOf } from '../part.ts';
import type { RunPorts } from '../ports.ts';
import type { Settings } from '../settings.ts';
import type { Snapshots } from './snapshots.ts';
import type { OwnSite } from '../site.ts';
import { timesOf } from '../leave.ts';
import type { Work } from '../work.ts';

/** They take room in the store. */
const MOST_CHECKPOINTS = 4;
/** Before anything was measured: what is due sooner is looked at in vain. */
const FIRST_LOOK_MS = 11_000;

export interface Staged {
  readonly migrated: Migrated;
  /** Milliseconds that checkpoints took. */
  readonly checkpointMs: number;
}

/** What is to be migrated, and how. */
export interface Stages {
  readonly settings: Settings;
  readonly work: Work;
  readonly ports: RunPorts;
  /** What the run saved by the snapshot it began with. */
  readonly savesMs: number;
}

/** @param snapshots undefined where no checkpoint is to be kept */
export async function migrateInStages(
  site: OwnSite,
  snapshots: Snapshots | undefined,
  stages: Stages,
): Promise<Staged> {
  const { settings, work, ports } = stages;
  let checkpointMs = 0;
  let count = 0;
  let since = performance.now();
  const leastMs = ports.checkpointAfterMs ?? FIRST_LOOK_MS;
  let lookAfterMs = leastMs;
  const pauses = () => snapshots !== undefined && count < MOST_CHECKPOINTS && performance.now() - since >= lookAfterMs;
  const options = { ...optionsOf(settings), pauses };
  let migrated = await migrateSite(site, settings, work, ports, options);
  while (migrated.paused && snapshots !== undefined) {
    const began = performance.now();
    const part = appliedPart(work, migrated);
    const dueMs = ports.checkpointAfterMs ?? checkpointDueMs(makeMsOf(await sizeOf(site)));
    lookAfterMs = Math.max(dueMs, began - since + leastMs);
    // What follows would run in sessions that begin with other settings.
    if (part !== undefined && !migrated.setsSessions && began - since >= dueMs) {
      count += 1;
      // They would end with the server, which is stopped for it.
      await site.database.renew();
      await keepCheckpoint(site.server, snapshots, part, migrated, stages);
      since = performance.now();
      lookAfterMs = dueMs;
    }
    checkpointMs += performance.now() - began;
    migrated = together(migrated, await migrateSite(site, settings, work, ports, { ...options, continues: true }));
  }
  return { migrated, checkpointMs };
}

/** What is applied, as if it were all there is. Undefined where the tool's books could not tell that from all. */
function appliedPart(work: Work, { state, applied }: Migrated): Work | undefined {
  const there = new Set([...state.present, ...applied.map(({ migration }) => migration)]);
  const runnables = work.runnables.filter(({ migration }) => there.has(migration));
  const isPrefix = runnables.every((each, index) => each === work.runnables[index]);
  if (work.bookkeeping.onlyPrefixes === true && !isPrefix) return undefined;
  const ids = new Set(runnables.map(({ migration }) => migration.id));
  return partOf(work, (id) => ids.has(id));
}

async function keepCheckpoint(
  server: ManagedServer,
  snapshots: Snapshots,
  part: Work,
  migrated: Migrated,
  { settings, ports, savesMs }: Stages,
): Promise<void> {
  // The run goes on with it.
  const making = makingOf(server, settings, part, { resume: true, isFinal: false });
  const kept = await snapshots.make(part, timesOf(part, migrated), savesMs, making);
  if ('why' in kept) return;
  ports.reporter.note(`A checkpoint is kept: ${part.runnables.length} of the migrations so far.`);
  if (ports.later === undefined) await snapshots.keep(kept);
  else ports.later.snapshot(kept);
}

async function sizeOf({ database }: OwnSite): Promise<number> {
  return await database.withSession(async (session) => {
    const [row] = await session.rows('SELECT sum(pg_database_size(oid))::float8 AS bytes FROM pg_database');
    return Number(row?.['bytes'] ?? 0);
  });
}

/** One stage after the other, told as one. Both have the connections of the same site, which are counted once. */
export function together(before: Migrated, after: Migrated): Migrated {
  return {
    ...after,
    state: before.state,
    applied: [...before.applied, ...after.applied],
    setsSessions: before.setsSessions || after.setsSessions,
    distrusted: [...before.distrusted, ...after.distrusted],
    locks: new Map([...before.locks, ...after.locks]),
    problems: [...before.problems, ...after.problems],
  };
}
