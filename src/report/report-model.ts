/**
 * What a report tells, as plain data: a plan and the results of its runs, merged, on all versions of PostgreSQL. `report/verdict.ts` judges
 * it, `report/comment/` renders it. What nobody observed is absent, and absent is never shown as a zero.
 */
import type { BaseConflict } from '../graph/base-conflict.ts';
import type { Unplanned } from '../graph/unplanned.ts';
import type { Lock } from '../migration/lock.ts';
import type { Problem } from '../migration/problem.ts';
import type { Failure } from '../migration/result.ts';

export interface ReportModel {
  /** The migrations directory as it was given. */
  readonly directory: string;
  /** Absent where there is no plan: then its problems are all that is known. */
  readonly format?: string | undefined;
  readonly base: Base;
  /** Absent where the plan has errors: what they are about is left out of its set. */
  readonly counts?: MigrationCounts | undefined;
  /** One for each version that was asked for, in the order in which they are shown; none where nothing could be. */
  readonly versions: readonly VersionReport[];
  /** The new ones and those that were edited, in file order; where the base is unknown, those that these runs applied. */
  readonly newMigrations: readonly ReportedMigration[];
  readonly failures: readonly ReportedFailure[];
  /** Warnings and errors that are no failures of a statement, each once. Notes (`info`) are not shown to reviewers. */
  readonly problems: readonly ReportedProblem[];
  readonly conflicts: readonly BaseConflict[];
  /** What the pull request holds and the plan that is reported on is not of. */
  readonly unplanned?: readonly Unplanned[] | undefined;
  readonly time: TimeReport;
  /** Of all versions, the slowest first. */
  readonly slowest: readonly TimedMigration[];
  /** Of one version: the one that took longest. */
  readonly timeline?: Timeline | undefined;
  readonly graph?: GraphDrawing | undefined;
  /** Why what was restored was, and why the rest was not: one sentence each. */
  readonly cacheLines: readonly string[];
  /** What this report could not find out, and what would help: a permission by its name, a file that was unreadable. */
  readonly notes: readonly string[];
  readonly links: ReportLinks;
}

/** What "new" means here: absent from the base. */
export interface Base {
  /** `pull-request`: the tip of its base branch. `merge-group`: what it is queued behind. `push`: the commit before. */
  readonly of: 'pull-request' | 'merge-group' | 'push' | 'unknown';
  /** The branch, `main`. */
  readonly branch?: string | undefined;
  readonly sha?: string | undefined;
}

export interface MigrationCounts {
  /** In the set. */
  readonly total: number;
  /** Absent from the base; undefined when the base is unknown. */
  readonly new?: number | undefined;
  /** Of those that the base has: shown because they were edited, as their format allows. */
  readonly edited?: number | undefined;
  /** Came from a snapshot, on the version where it was fewest. */
  readonly restored: number;
  /** Earlier runs proved them, so that none of these had to; on the version where it was fewest. */
  readonly verified?: number | undefined;
  /** Applied by these runs, each once however many versions and shards did it. */
  readonly applied: number;
}

/**
 * - `applied`: these runs applied it. - `restored`: it came with a snapshot. - `present`: the database had it. - `verified`: an earlier run
 * applied it on this version, and nothing was run. - `failed`. - `pending`: not reached. - `unknown`: the result that would say so is missing.
 */
export type ReportedStatus = 'applied' | 'restored' | 'present' | 'verified' | 'failed' | 'pending' | 'unknown';

export interface MigrationRun {
  /** The major version, one of `versions`. */
  readonly postgres: string;
  readonly status: ReportedStatus;
  /** Only where one of these runs tried it. */
  readonly ms?: number | undefined;
  /** The strongest that it held at its end, on what it did not make itself. */
  readonly lock?: Lock | undefined;
}

export interface ReportedMigration {
  readonly id: string;
  /** From the repository's root, `/` between parts. */
  readonly path: string;
  /** Not new: the base has it with other content. */
  readonly edited?: true | undefined;
  /** One for each version, in their order. */
  readonly runs: readonly MigrationRun[];
  /** What was observed beside its time and locks. A column is shown when a migration has its figure. */
  readonly figures?: MigrationFigures | undefined;
}

export interface MigrationFigures {
  /** Tables that were rewritten; none when it was looked for and there were none. */
  readonly rewrites?: readonly string[] | undefined;
  /** Inserted, updated and deleted together. */
  readonly rows?: number | undefined;
  /** By how many bytes the database grew; negative when it shrank. */
  readonly sizeDelta?: number | undefined;
  /** What became of down and up again. */
  readonly roundTrip?: RoundTrip | undefined;
}

/** `identical`: down and up again left the same. `no-way-down`: it has no down script. `irreversible`: it says so itself. */
export type RoundTrip = 'identical' | 'differs' | 'failed' | 'no-way-down' | 'irreversible';

export interface ReportedFailure {
  readonly postgres: string;
  /** 1-based; absent where there is one shard. */
  readonly shard?: number | undefined;
  /** `failure.path` is relative to the migrations directory, this to the repository's root. */
  readonly path: string;
  readonly failure: Failure;
}

export interface ReportedProblem extends Omit<Problem, 'path'> {
  /** From the repository's root, `/` between parts. */
  readonly path?: string | undefined;
  /** The versions that it was seen on; absent where it does not depend on one. */
  readonly versions?: readonly string[] | undefined;
}

/**
 * - `passed`. - `verified`: an earlier run applied all of it, so nothing was run. - `failed`: a migration failed. - `broken`: the run ended in
 * another error. - `cancelled`. - `missing`: there is no result, and nobody knows why. - `unreadable`: there is one that is not valid.
 */
export type RunState = 'passed' | 'verified' | 'failed' | 'broken' | 'cancelled' | 'missing' | 'unreadable';

export interface ShardRun {
  /** 1-based. */
  readonly shard: number;
  readonly state: RunState;
  /** For all but `passed` and `verified`: one sentence for a person. */
  readonly why?: string | undefined;
  /** Of the whole run. */
  readonly ms?: number | undefined;
  readonly restored: number;
  readonly applied: number;
  /** How many migrations it reports on. */
  readonly owned: number;
}

export interface VersionReport {
  /** The major version. */
  readonly postgres: string;
  /** What the server said it is, `17.10`. */
  readonly server?: string | undefined;
  readonly shards: readonly ShardRun[];
  readonly proof: ShardProof;
}

/** Whether what the shards made, put together, is what one run of all migrations makes. */
export type ShardProof =
  /** No shard changed what another did; put together they give this fingerprint. `compared`: an earlier run of all gave the same. */
  | { readonly state: 'proved'; readonly fingerprint: string; readonly compared: boolean }
  /** Objects, by name, on which shards, or the shards and the whole, disagree. */
  | { readonly state: 'differs'; readonly differences: readonly string[] }
  | { readonly state: 'not-comparable'; readonly why: string }
  /** One shard is the whole. */
  | { readonly state: 'not-needed'; readonly fingerprint?: string | undefined };

export interface TimeReport {
  /** Until the slowest of all runs had its database; 0 when nothing was run. */
  readonly nowMs: number;
  /** What applying all migrations to an empty database takes, as recorded, on the version where it takes longest. */
  readonly replayMs?: number | undefined;
  /** Of all runs together. */
  readonly savedMs: number;
  readonly spentMs: number;
}

export interface TimedMigration {
  readonly id: string;
  readonly postgres: string;
  readonly ms: number;
}

export interface Timeline {
  readonly postgres: string;
  /** In the order in which they began. */
  readonly spans: readonly TimelineSpan[];
}

export interface TimelineSpan {
  /** A migration, or what else took time: `restore`, `start`, `seed`. */
  readonly label: string;
  readonly kind: 'migration' | 'other';
  readonly failed?: boolean | undefined;
  /** 1-based. */
  readonly shard: number;
  /** Which of several connections, from 0. */
  readonly lane: number;
  /** Milliseconds since the run began. */
  readonly fromMs: number;
  readonly toMs: number;
}

export interface GraphDrawing {
  /** Mermaid, as `graph/draw.ts` makes it. */
  readonly mermaid: string;
  /** How many migrations are not in the picture. */
  readonly leftOut: number;
}

export interface ReportLinks {
  /** `https://github.com/org/repo`, without a slash at its end. */
  readonly repository?: string | undefined;
  /** The commit that people know: of a pull request, the one at the head of its branch. */
  readonly sha?: string | undefined;
  /** The commit that was run, where it is another one: GitHub's merge of that with the base branch. */
  readonly merge?: string | undefined;
  /** The workflow run, where the job summary has all that a comment leaves out. */
  readonly run?: string | undefined;
  /** Plan and results. */
  readonly artifacts?: string | undefined;
}
