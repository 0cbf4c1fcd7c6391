/** The plan: what there is, in which order it may run, and everything that is wrong with it. Plain data, printed as JSON. */
import type { Problem } from '../migration/problem.ts';
import type { Dependency } from './graph.ts';

export const PLAN_VERSION = 1;

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
  /** Milliseconds that it usually takes on the wanted version, where earlier runs found that out. */
  readonly expectedMs?: number | undefined;
}

export interface MatrixEntry {
  readonly postgres: string;
  readonly shard: number;
  readonly shards: number;
}

/** What an earlier run gave that applied all of a plan to an empty database. */
export interface VerifiedPlan {
  /** The major version. */
  readonly postgres: string;
  /** ISO 8601, UTC. */
  readonly at: string;
  /** Milliseconds, of all migrations together. */
  readonly ms: number;
  /** Of the database, where it was read. */
  readonly fingerprint?: { readonly schema: string; readonly data: string } | undefined;
}

export interface Plan {
  readonly version: typeof PLAN_VERSION;
  readonly format: string;
  /** The migrations directory, as it was given. */
  readonly directory: string;
  readonly migrations: readonly PlannedMigration[];
  /** Ids that may run at the same time, batch after batch. */
  readonly batches: readonly (readonly string[])[];
  /** The whole of it, on the wanted version; absent where no run is known to have applied it. */
  readonly verified?: VerifiedPlan | undefined;
  /** For `strategy.matrix` of a workflow: what has to be run, so nothing of what is verified, unless nothing is to be reused. */
  readonly matrix: { readonly include: readonly MatrixEntry[] };
  readonly problems: readonly Problem[];
}
