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
}

export interface MatrixEntry {
  readonly postgres: string;
  readonly shard: number;
  readonly shards: number;
}

export interface Plan {
  readonly version: typeof PLAN_VERSION;
  readonly format: string;
  /** The migrations directory, as it was given. */
  readonly directory: string;
  readonly migrations: readonly PlannedMigration[];
  /** Ids that may run at the same time, batch after batch. */
  readonly batches: readonly (readonly string[])[];
  /** For `strategy.matrix` of a workflow. */
  readonly matrix: { readonly include: readonly MatrixEntry[] };
  readonly problems: readonly Problem[];
}
