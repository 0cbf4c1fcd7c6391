/**
 * Fills a database when its migrations are applied.
 *
 * Only one that the run began itself: what is in any other is somebody's, and whether the seed is in it already nobody knows; there the
 * migration tool's own callbacks run, as they would under the tool, and nothing else. There are no books of it, so a run that is cut off
 * in the middle of it leaves a database that must be begun anew.
 */
import { applyInOrder, type FailedMigration } from '../execution/apply.ts';
import type { HeldSeed } from '../graph/snapshot-choice.ts';
import type { Problem } from '../migration/problem.ts';
import type { Failure, SavedSnapshot, SeedStatus } from '../migration/result.ts';
import type { Health } from '../postgres/health.ts';
import { unlessCrashed } from '../postgres/server/crash.ts';
import type { ManagedServer } from '../postgres/server/managed-server.ts';
import { connectionOf } from './hand-over.ts';
import type { Migrated } from './migrate.ts';
import type { RunPorts } from './ports.ts';
import { isAskedFor, type Seed, seedDigest } from './seed.ts';
import { runSeedCommand } from './seed-command.ts';
import type { Settings } from './settings.ts';
import { openSite, type Site } from './site.ts';
import type { Chosen } from './snapshots/snapshot-means.ts';
import { NO_BOOKS } from './sql-files.ts';
import type { Work } from './work.ts';

export type FailedSeed = Pick<FailedMigration, 'failure' | 'cause'>;

/** What became of it. */
export interface Seeding {
  /** Undefined: there is none. */
  readonly status?: SeedStatus | undefined;
  readonly ms: number;
  readonly failed?: FailedSeed | undefined;
  /** What the database holds of it that a snapshot may hold, too. */
  readonly held?: HeldSeed | undefined;
  /** What was kept of the database before, and the milliseconds that this took. */
  readonly kept?: SavedSnapshot | undefined;
  readonly keptMs: number;
  readonly problems: readonly Problem[];
}

/** Of the database, and what can be done with it. */
export interface Ground {
  /** Whether it held nothing, or a snapshot, when the run began with it. */
  readonly isBegun: boolean;
  readonly restored: Pick<Chosen, 'seeded'> | undefined;
  /** Keeps it as it is, with the migrations and nothing else in it, if that pays. */
  readonly keep: () => Promise<SavedSnapshot>;
  /** Puts the seed into it. */
  readonly put: (seed: Seed) => Promise<FailedSeed | undefined>;
}

const NOTHING: Seeding = { ms: 0, keptMs: 0, problems: [] };

export async function seedAfter(
  migrated: Migrated,
  { seed }: Work,
  { isBegun, restored, keep, put }: Ground,
): Promise<Seeding> {
  if (seed === undefined) return NOTHING;
  if (migrated.failed !== undefined) return { ...NOTHING, status: 'pending' };
  if (restored?.seeded === true) return { ...NOTHING, status: 'restored' };
  const began = performance.now();
  if (!isBegun) {
    const failed = seed.callbacks.length === 0 ? undefined : await put({ ...seed, files: [], command: undefined });
    const problems = isAskedFor(seed) ? [skipped(migrated.health)] : [];
    return { ...NOTHING, status: failed ? 'failed' : 'skipped', ms: performance.now() - began, failed, problems };
  }
  const kept = await keep();
  const ready = performance.now();
  const failed = await put(seed);
  const ms = performance.now() - ready;
  const digest = seedDigest(seed);
  return {
    status: failed === undefined ? 'applied' : 'failed',
    ms,
    failed,
    held: failed === undefined && digest !== undefined ? { digest, ms } : undefined,
    kept,
    keptMs: ready - began,
    problems: 'why' in seed.identity ? [notHeld(seed.name, seed.identity.why)] : [],
  };
}

/** On connections of its own. @throws ServerCrash when the server did not survive it */
export async function seedServer(
  seed: Seed,
  server: ManagedServer,
  settings: Settings,
  health: Health,
  ports: RunPorts,
): Promise<FailedSeed | undefined> {
  const site = openSite(server, settings, ports, 1);
  try {
    return await unlessCrashed(
      server,
      () => seedSite(seed, site, settings, health, ports),
      (failed) => failed?.cause,
    );
  } finally {
    await site.close();
  }
}

export async function seedSite(
  { callbacks, files, command }: Seed,
  { server, database, lock }: Site,
  settings: Settings,
  health: Health,
  ports: RunPorts,
): Promise<FailedSeed | undefined> {
  // What migrations set for the database or the role holds for new connections only.
  await database.renew();
  // Its files are not counted among the migrations.
  const progress = { ...ports.reporter, started: () => undefined };
  const { failed } = await applyInOrder(database, [...callbacks, ...files], NO_BOOKS, progress, lock);
  if (failed !== undefined || command === undefined) return failed;
  await lock.ensure();
  ports.reporter.note('Running seed-command.');
  const why = await runSeedCommand(command, connectionOf(server, settings, health), ports.env);
  return why === undefined ? undefined : { failure: commandFailure(command, why), cause: new Error(why) };
}

/** Told like a statement, since that is what it is to the seed. */
function commandFailure(command: string, message: string): Failure {
  const name = 'seed-command';
  return {
    migration: name,
    path: name,
    line: 1,
    column: 1,
    statement: command,
    statementLine: 1,
    statementColumn: 1,
    message,
    committed: 0,
    advice: ['What it had done before stays in the database. Begin the next run with an empty one.'],
  };
}

function skipped({ database }: Health): Problem {
  return {
    severity: 'info',
    code: 'seed-skipped',
    message: `The seed is not put into database ${database}: it was begun before this run, and may hold it already.`,
    hint: 'Name an empty database to have it seeded.',
  };
}

function notHeld(name: string, why: string): Problem {
  return {
    severity: 'info',
    code: 'seed-not-held',
    message: `No snapshot holds ${name}, which is run every time: ${why}.`,
    hint: 'Where a command does the same as long as some files do, name them in seed-inputs.',
  };
}
