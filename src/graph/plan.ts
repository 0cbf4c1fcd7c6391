/** The plan: what there is, in which order it may run, and everything that is wrong with it. Plain data, printed as JSON. */
import type { Problem } from '../migration/problem.ts';
import type { LocalSet } from './base-conflicts.ts';
import type { Dependency } from './graph.ts';

export const PLAN_VERSION = 2;

export interface PlannedMigration {
  readonly id: string;
  readonly version: string;
  readonly path: string;
  readonly digest: string;
  readonly dependsOn: readonly Dependency[];
  /** Why nothing sure can be said about it; false when something can. */
  readonly opaque: string | false;
  /** Why its digest does not cover all that it does, so that equal digests say nothing; false when it does. */
  readonly beyondDigest: string | false;
  /** Whether it runs inside one transaction, and so is applied whole or not at all. */
  readonly transactional: boolean;
  readonly statements: number;
  readonly reversible: boolean;
  /** Milliseconds that it usually takes on the first of the wanted versions, where earlier runs found that out. */
  readonly expectedMs?: number | undefined;
}

/** One job of the matrix. */
export interface MatrixEntry {
  /** The major version. */
  readonly postgres: string;
  /** 1-based. */
  readonly shard: number;
  /** How many there are on that version. */
  readonly shards: number;
}

/** What one job applies and reports on. */
export interface PlannedShard extends MatrixEntry {
  /** Ids of the migrations that it reports on: on one version no two shards report on the same. In file order. */
  readonly owned: readonly string[];
  /** Ids of those that it applies, a closed set; absent when that is all of them. */
  readonly members?: readonly string[] | undefined;
  /** Milliseconds, as far as earlier runs have timed them. */
  readonly expectedMs: number;
}

/** What an earlier run gave that applied all of a plan to an empty database. */
export interface VerifiedPlan {
  /** ISO 8601, UTC. */
  readonly at: string;
  /** Milliseconds, of all migrations together. */
  readonly ms: number;
  /** Of the database, where it was read. */
  readonly fingerprint?: { readonly schema: string; readonly data: string } | undefined;
}

/** What is to be done on one version. */
export interface PlannedVersion {
  /** The major version. */
  readonly postgres: string;
  /** How many shards there are; 0 when nothing is to be run. */
  readonly shards: number;
  /** Why it is so many: a sentence. */
  readonly why: string;
  /** Milliseconds that all migrations take, where each has been timed. */
  readonly replayMs?: number | undefined;
  /** The whole of it; absent where no run is known to have applied it. */
  readonly verified?: VerifiedPlan | undefined;
}

export interface Plan {
  readonly version: typeof PLAN_VERSION;
  readonly format: string;
  /** The migrations directory, as it was given; in a job, from the workspace. */
  readonly directory: string;
  readonly migrations: readonly PlannedMigration[];
  /** Ids that may run at the same time, batch after batch. */
  readonly batches: readonly (readonly string[])[];
  /** Those that were asked for. */
  readonly versions: readonly PlannedVersion[];
  /** What has to be run, so nothing of what earlier runs have proved, unless nothing is to be reused. */
  readonly shards: readonly PlannedShard[];
  /** For `strategy.matrix` of a workflow: the same, shortly. */
  readonly matrix: { readonly include: readonly MatrixEntry[] };
  /** Settings that runs of it share, as texts; none that is a secret or of one machine only. */
  readonly settings: Readonly<Record<string, string>>;
  /** What shapes the database and is in no migration's digest, as a hash: the format, its books, the SQL before the first migration. */
  readonly set: string;
  /** What the books will say of each migration, and which, as hashes, in file order: a renamed or relabelled one has the same digest. */
  readonly records: readonly string[];
  /** Why migrations are opaque of which earlier runs have seen more than their SQL shows, by id: runs of this plan know no more than it did. */
  readonly distrusted: Readonly<Record<string, string>>;
  /** The version of migrate-action that made it. */
  readonly madeBy: string;
  /** Merged migrations that this change alters on purpose, as somebody has named them. */
  readonly accepted?: readonly string[] | undefined;
  /** The files, for a report that compares them with a base branch. */
  readonly local?: LocalSet | undefined;
  /** Of all this but the problems: what a result says which plan it is of. */
  readonly digest: string;
  readonly problems: readonly Problem[];
}

/** What there is where no plan could be made: why. */
export interface BrokenPlan {
  readonly version: typeof PLAN_VERSION;
  /** As it was given. */
  readonly directory: string;
  readonly problems: readonly Problem[];
}

/** All of a plan but the hash over it. */
export type PlanBody = Omit<Plan, 'digest'>;

/** What the files say, whatever is done with it. */
export type PlannedSet = Pick<Plan, 'format' | 'directory' | 'migrations' | 'batches' | 'problems'>;
