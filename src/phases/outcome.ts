/** What a run came to, on whatever server, and the result that is told of it. */
import { type MigrationResult, RESULT_VERSION, type RunResult, type Timings } from '../migration/result.ts';
import type { Problem } from '../migration/problem.ts';
import type { Fingerprint } from '../migration/image-hashes.ts';
import type { ManagedServer } from '../postgres/server/managed-server.ts';
import type { Applied } from '../execution/outcome.ts';
import type { Kept } from './snapshots/leavings.ts';
import type { Migrated } from './migrate.ts';
import { isAskedFor } from './seed.ts';
import type { Seeding } from './seeding.ts';
import type { NotMade } from './snapshots/snapshot-means.ts';
import type { Work } from './work.ts';

export interface Outcome extends Pick<RunResult, 'snapshot' | 'problems' | 'database' | 'shard' | 'image'> {
  readonly work: Work;
  /** When the run began, as `performance.now()` has it. */
  readonly began: number;
  readonly migrated: Migrated;
  readonly seeding: Seeding;
  /** Undefined: it was somebody else's. */
  readonly server: ManagedServer | undefined;
  /** The snapshot that it began with. */
  readonly restored?: { readonly savesMs: number; readonly fingerprint?: Fingerprint | undefined } | undefined;
  readonly packed: Kept | NotMade;
  readonly timings: Timings;
}

export function resultOf(outcome: Outcome): RunResult {
  const { work, migrated, seeding, server, restored, timings, snapshot, database } = outcome;
  const emptyOrTheirs = server === undefined ? 'database' : 'empty';
  return {
    version: RESULT_VERSION,
    shard: outcome.shard,
    format: work.plan.format,
    postgres: { version: migrated.health.version, managed: server !== undefined, placement: server?.placement },
    start: { from: restored === undefined ? emptyOrTheirs : 'snapshot', applied: migrated.state.present.length },
    applied: migrated.applied.length,
    migrations: migrationResults(outcome),
    seed: work.seed !== undefined && isAskedFor(work.seed) ? seeding.status : undefined,
    timings,
    connections: migrated.counts,
    fingerprint: fingerprintAfter(outcome),
    image: outcome.image,
    savedMs: restored?.savesMs ?? 0,
    spentMs: timings.saveMs,
    snapshot,
    problems: eachOnce([...work.plan.problems, ...migrated.problems, ...seeding.problems, ...outcome.problems]),
    database,
    error: migrated.failed?.failure ?? seeding.failed?.failure,
  };
}

/** Several stores may lie in the same place, and all have the same to say of it. */
function eachOnce(problems: readonly Problem[]): readonly Problem[] {
  const told = new Set<string>();
  return problems.filter((problem) => {
    const said = JSON.stringify(problem);
    return !told.has(said) && told.add(said);
  });
}

/** Of the database, where somebody has read it. */
export function fingerprintAfter({
  packed,
  migrated,
  restored,
  seeding,
}: Pick<Outcome, 'packed' | 'migrated' | 'restored' | 'seeding'>): Fingerprint | undefined {
  const read = 'why' in packed ? packed.fingerprint : packed.snapshot.fingerprint;
  const isAsRestored = migrated.applied.length === 0 && (seeding.status ?? 'restored') === 'restored';
  return read ?? (isAsRestored ? restored?.fingerprint : undefined);
}

function migrationResults({
  work,
  migrated,
  began,
}: Pick<Outcome, 'work' | 'migrated' | 'began'>): readonly MigrationResult[] {
  const timing = ({ startedAt, ms, lane, attempts }: Applied) => ({
    ms,
    fromMs: Math.max(0, startedAt - began),
    lane,
    attempts,
  });
  const present = new Set(migrated.state.present);
  const done = new Map(migrated.applied.map((applied) => [applied.migration, applied]));
  return work.runnables.map(({ migration, digest }): MigrationResult => {
    const base = { id: migration.id, path: migration.path, digest };
    const applied = done.get(migration);
    if (applied !== undefined) {
      return { ...base, status: 'applied', ...timing(applied), lock: migrated.locks.get(migration) };
    }
    if (present.has(migration)) return { ...base, status: 'present' };
    const { failed } = migrated;
    if (failed?.migration === migration) return { ...base, status: 'failed', ...timing(failed) };
    return { ...base, status: 'pending' };
  });
}
