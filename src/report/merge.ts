/** One report of a plan and the results of its runs. What is missing is said, and nothing is counted twice. */
import type { BaseConflict } from '../graph/base-conflict.ts';
import { namingOf } from '../graph/migration-naming.ts';
import type { Plan, PlannedMigration, PlannedShard, PlannedVersion } from '../graph/plan.ts';
import type { Unplanned } from '../graph/unplanned.ts';
import type { Problem } from '../migration/problem.ts';
import type { MigrationResult } from '../migration/result.ts';
import { type BrokenRun, isWhole, type PartResult } from '../migration/result-document.ts';
import { listed } from './counted.ts';
import { formatDuration } from './duration.ts';
import { groupsOf } from './grouping.ts';
import { drawChanges } from './changed-graph.ts';
import { timelineOf } from './merged-timeline.ts';
import { proofOf } from './proof-of-shards.ts';
import type {
  Base,
  MigrationCounts,
  MigrationRun,
  ReportedMigration,
  ReportedProblem,
  ReportLinks,
  ReportModel,
  RunState,
  ShardRun,
  TimedMigration,
  VersionReport,
} from './report-model.ts';

/** A file that was to be a result. */
export type ResultFile =
  | { readonly name: string; readonly result: PartResult | BrokenRun }
  | { readonly name: string; readonly unreadable: string };

export interface ReportInput {
  readonly plan: Plan;
  readonly results: readonly ResultFile[];
  /** What became of the jobs as a whole, where somebody knows: a run without a result was cancelled then. */
  readonly areCancelled?: boolean | undefined;
  readonly base?: Base | undefined;
  /** Ids that the base lacks; left out, nobody knows. */
  readonly newIds?: ReadonlySet<string> | undefined;
  /** Ids that the base has with other content, as their format allows. */
  readonly editedIds?: ReadonlySet<string> | undefined;
  readonly conflicts?: readonly BaseConflict[] | undefined;
  /** Files of a pull request that a plan from its own run is not of. */
  readonly unplanned?: readonly Unplanned[] | undefined;
  readonly notes?: readonly string[] | undefined;
  readonly links?: ReportLinks | undefined;
}

const MOST_SLOWEST = 10;
/** What of a run's notes tells why it began with what it began with. */
const OF_CACHE = /^(snapshot|index|memory|analysis)-/;

export function mergeReport(input: ReportInput): ReportModel {
  const { newIds, editedIds } = input;
  const { fitting, notes } = sorted(input);
  const isSound = input.plan.problems.every(({ severity }) => severity !== 'error');
  const plan = isSound ? input.plan : whatWasTried(input.plan, fitting);
  const outcomes = plan.shards.map((shard) => outcomeOf(shard, fitting, input));
  const owners = plan.versions.map((version) => ownersOn(version, outcomes));
  const runsOf = (migration: PlannedMigration) =>
    plan.versions.map((version, index) => runOf(version, owners[index]?.get(migration.id)));
  const migrations = plan.migrations.map((migration) => ({ migration, runs: runsOf(migration) }));
  const { grows } = namingOf(plan.format);
  const newMigrations = migrations.flatMap(({ migration: { id, path }, runs }): readonly ReportedMigration[] => {
    const reported = { id, path: inRepository(plan, path), runs };
    const wasTried = runs.some(({ status }) => status === 'applied' || status === 'failed');
    if (newIds === undefined ? wasTried : newIds.has(id)) return [reported];
    // Of a file that has grown nobody knows which of its migrations it was, but for those that had to be run.
    return editedIds?.has(id) === true && (wasTried || !grows) ? [{ ...reported, edited: true }] : [];
  });
  const whole = outcomes.flatMap(({ result }) => (result === undefined ? [] : [result]));
  return {
    directory: plan.directory,
    format: plan.format,
    base: input.base ?? { of: 'unknown' },
    counts: isSound ? countsOf(plan, migrations, newMigrations, newIds) : undefined,
    versions: plan.versions.map((version) => versionReport(version, plan, outcomes)),
    newMigrations,
    failures: failuresOf(plan, outcomes),
    problems: problemsOf(plan, outcomes),
    conflicts: input.conflicts ?? [],
    unplanned: input.unplanned ?? [],
    time: {
      nowMs: Math.max(0, ...whole.map(({ timings }) => timings.totalMs)),
      replayMs: greatest(plan.versions.flatMap(({ replayMs }) => replayMs ?? [])),
      savedMs: sum(whole.map(({ savedMs }) => savedMs)),
      spentMs: sum(whole.map(({ spentMs }) => spentMs)),
    },
    slowest: slowestOf(migrations),
    timeline: timelineOf(plan, outcomes),
    graph: drawChanges(plan.migrations, new Set(newMigrations.map(({ id }) => id))),
    cacheLines: cacheLines(plan, outcomes),
    notes: [...notes, ...(input.notes ?? [])],
    links: input.links ?? {},
  };
}

/** Of a plan with errors nothing is to be run: where that was done all the same, its results are told, and nothing is missing. */
function whatWasTried(plan: Plan, fitting: Sorted['fitting']): Plan {
  const shards = plan.shards.filter((shard) => fitting.has(keyOf(shard)));
  const tried = new Set(shards.map(({ postgres }) => postgres));
  return { ...plan, migrations: [], shards, versions: plan.versions.filter(({ postgres }) => tried.has(postgres)) };
}

interface Outcome {
  readonly shard: PlannedShard;
  readonly state: RunState;
  readonly why?: string | undefined;
  readonly result?: PartResult | undefined;
  readonly problems: readonly Problem[];
}

interface Sorted {
  readonly fitting: ReadonlyMap<string, PartResult | BrokenRun>;
  readonly notes: readonly string[];
}

function keyOf({ postgres, shard }: { readonly postgres: string; readonly shard: number }): string {
  return `${postgres} ${shard}`;
}

/** Those that belong to the plan, and what is to be said of the others. */
function sorted({ plan, results }: ReportInput): Sorted {
  const fitting = new Map<string, PartResult | BrokenRun>();
  const notes: string[] = [];
  const known = new Set(plan.shards.map(keyOf));
  for (const file of results) {
    if ('unreadable' in file) {
      notes.push(`${file.name} is not used: ${file.unreadable}`);
      continue;
    }
    const { shard } = file.result;
    const key = keyOf(shard);
    if (shard.plan !== plan.digest) notes.push(`${file.name} is not used: it is a result of another plan.`);
    else if (!known.has(key))
      notes.push(`${file.name} is not used: the plan has no shard ${shard.shard} on PostgreSQL ${shard.postgres}.`);
    else if (fitting.has(key)) notes.push(`${file.name} is not used: there is another result of the same run.`);
    else fitting.set(key, file.result);
  }
  return { fitting, notes };
}

function outcomeOf(shard: PlannedShard, fitting: Sorted['fitting'], input: ReportInput): Outcome {
  const result = fitting.get(keyOf(shard));
  if (result === undefined) return { shard, ...absent(shard, input), problems: [] };
  const { problems } = result;
  if (!isWhole(result)) {
    const first = problems.find(({ severity }) => severity === 'error') ?? problems[0];
    return { shard, state: 'broken', why: first?.message ?? 'It ended before its first migration.', problems };
  }
  if (result.error !== undefined) return { shard, state: 'failed', why: result.error.message, result, problems };
  const error = problems.find(({ severity }) => severity === 'error');
  if (error !== undefined) return { shard, state: 'broken', why: error.message, result, problems };
  const lacking = lackingIn(result, shard);
  if (lacking !== undefined)
    return { shard, state: 'broken', why: `Its result says nothing of ${lacking}.`, result, problems };
  return { shard, state: 'passed', result, problems };
}

function absent(shard: PlannedShard, { results, areCancelled }: ReportInput): Pick<Outcome, 'state' | 'why'> {
  if (areCancelled === true) return { state: 'cancelled', why: 'The job was cancelled before it had a result.' };
  const name = resultName(shard);
  const file = results.find((each) => 'unreadable' in each && each.name.includes(name));
  if (file !== undefined && 'unreadable' in file) return { state: 'unreadable', why: file.unreadable };
  return { state: 'missing', why: 'There is no result: the job did not get so far, or could not upload it.' };
}

/** What the name of an artifact or file with the result of a part ends with. */
export function resultName({ postgres, shard }: Pick<PlannedShard, 'postgres' | 'shard'>): string {
  return `postgres-${postgres}-shard-${shard}`;
}

/** A migration that it should have come to, and did not. */
function lackingIn({ migrations }: PartResult, { owned }: PlannedShard): string | undefined {
  const done = new Set(
    migrations.filter(({ status }) => status === 'applied' || status === 'present').map(({ id }) => id),
  );
  return owned.find((id) => !done.has(id));
}

/** What its owner found out about a migration; nothing where there is no result. */
interface Owned {
  readonly result?: PartResult | undefined;
  readonly found?: MigrationResult | undefined;
}

/** By id: of each migration that one of these shards reports on. */
function ownersOn({ postgres }: PlannedVersion, outcomes: readonly Outcome[]): ReadonlyMap<string, Owned> {
  const owners = new Map<string, Owned>();
  for (const { shard, result } of outcomes) {
    if (shard.postgres !== postgres) continue;
    const found = new Map(result?.migrations.map((each) => [each.id, each]));
    for (const id of shard.owned) owners.set(id, { result, found: found.get(id) });
  }
  return owners;
}

function runOf({ postgres }: PlannedVersion, owned: Owned | undefined): MigrationRun {
  if (owned === undefined) return { postgres, status: 'verified' };
  const { result, found } = owned;
  if (found === undefined || result === undefined) return { postgres, status: 'unknown' };
  const { ms, lock } = found;
  return { postgres, status: statusOf(found, result), ms, lock };
}

function statusOf({ status }: MigrationResult, { start }: PartResult): MigrationRun['status'] {
  return status === 'present' && start.from === 'snapshot' ? 'restored' : status;
}

interface WithRuns {
  readonly migration: PlannedMigration;
  readonly runs: readonly MigrationRun[];
}

function countOn(postgres: string, migrations: readonly WithRuns[], status: MigrationRun['status']): number {
  const isSo = (run: MigrationRun) => run.postgres === postgres && run.status === status;
  return migrations.filter(({ runs }) => runs.some(isSo)).length;
}

function countsOf(
  plan: Plan,
  migrations: readonly WithRuns[],
  newMigrations: readonly ReportedMigration[],
  newIds: ReportInput['newIds'],
): MigrationCounts {
  const fewest = (status: MigrationRun['status']) =>
    Math.min(...plan.versions.map(({ postgres }) => countOn(postgres, migrations, status)));
  return {
    total: plan.migrations.length,
    new: newIds && plan.migrations.filter(({ id }) => newIds.has(id)).length,
    edited: newIds && newMigrations.filter(({ edited }) => edited).length,
    restored: fewest('restored'),
    verified: fewest('verified'),
    applied: migrations.filter(({ runs }) => runs.some(({ status }) => status === 'applied')).length,
  };
}

function versionReport(version: PlannedVersion, plan: Plan, outcomes: readonly Outcome[]): VersionReport {
  const { postgres, verified } = version;
  const own = outcomes.filter(({ shard }) => shard.postgres === postgres);
  if (own.length === 0) {
    const nothing: ShardRun = { shard: 1, state: 'verified', restored: 0, applied: 0, owned: plan.migrations.length };
    return { postgres, shards: [nothing], proof: { state: 'not-needed', fingerprint: verified?.fingerprint?.schema } };
  }
  const results = own.flatMap(({ result }) => (result === undefined ? [] : [result]));
  return {
    postgres,
    server: results[0]?.postgres.version,
    shards: own.map(shardRun),
    proof: proofOf(
      own.map(({ shard, state, result }) => ({ shard, result: state === 'passed' ? result : undefined })),
      plan,
      version,
    ),
  };
}

function shardRun({ shard, state, why, result }: Outcome): ShardRun {
  const restored = result?.start.from === 'snapshot' ? result.start.applied : 0;
  const { shard: number, owned } = shard;
  return {
    shard: number,
    state,
    why,
    ms: result?.timings.totalMs,
    restored,
    applied: result?.applied ?? 0,
    owned: owned.length,
  };
}

function failuresOf(plan: Plan, outcomes: readonly Outcome[]): ReportModel['failures'] {
  return outcomes.flatMap(({ shard, result }) => {
    if (result?.error === undefined) return [];
    const number = shard.shards === 1 ? {} : { shard: shard.shard };
    return [
      { postgres: shard.postgres, ...number, path: inRepository(plan, result.error.path), failure: result.error },
    ];
  });
}

/** Each once, with the versions that it was seen on, where it is not of all. */
function problemsOf(plan: Plan, outcomes: readonly Outcome[]): readonly ReportedProblem[] {
  const seen = new Map<string, { readonly problem: Problem; readonly on: Set<string> | undefined }>();
  const keyOf = ({ code, message, path, line }: Problem) => JSON.stringify([code, message, path, line]);
  for (const problem of plan.problems) seen.set(keyOf(problem), { problem, on: undefined });
  for (const { shard, problems } of outcomes) {
    for (const problem of problems) {
      const known = seen.get(keyOf(problem));
      if (known === undefined) seen.set(keyOf(problem), { problem, on: new Set([shard.postgres]) });
      else known.on?.add(shard.postgres);
    }
  }
  return [...seen.values()]
    .filter(({ problem }) => problem.severity !== 'info')
    .map(({ problem, on }) => ({
      ...problem,
      path: problem.path && inRepository(plan, problem.path),
      versions: on === undefined || on.size === plan.versions.length ? undefined : [...on],
    }));
}

function slowestOf(migrations: readonly WithRuns[]): readonly TimedMigration[] {
  const timed = migrations.flatMap(({ migration: { id }, runs }) =>
    runs.flatMap(({ postgres, ms }): readonly TimedMigration[] => (ms === undefined ? [] : [{ id, postgres, ms }])),
  );
  return timed.sort((a, b) => b.ms - a.ms).slice(0, MOST_SLOWEST);
}

function cacheLines(plan: Plan, outcomes: readonly Outcome[]): readonly string[] {
  const lines = groupsOf(plan.versions, ({ why }) => why).map(
    (alike) => `PostgreSQL ${listed(alike.map(({ postgres }) => postgres))}: ${alike[0]?.why ?? ''}`,
  );
  for (const { shard, result, problems } of outcomes) {
    const where = `PostgreSQL ${shard.postgres}${shard.shards === 1 ? '' : `, shard ${shard.shard}`}`;
    if (result?.start.from === 'snapshot')
      lines.push(
        `${where}: ${result.start.applied} migrations restored, which saved about ${formatDuration(result.savedMs)}.`,
      );
    lines.push(...problems.filter(({ code }) => OF_CACHE.test(code)).map(({ message }) => `${where}: ${message}`));
  }
  return lines;
}

/** From the repository's root, as the directory is. */
export function inRepository({ directory }: Pick<Plan, 'directory'>, path: string): string {
  const whole = directory === '.' ? path : `${directory.replace(/\/+$/, '')}/${path}`;
  return whole.replace(/^\.\//, '');
}

function greatest(values: readonly number[]): number | undefined {
  return values.length === 0 ? undefined : Math.max(...values);
}

function sum(values: readonly number[]): number {
  return values.reduce((total, each) => total + each, 0);
}
