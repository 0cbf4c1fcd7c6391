/** What replaying a set in several orders gave: plain data, printed as JSON. */
import type { Problem } from './problem.ts';
import type { Failure } from './result.ts';

export const VERIFY_VERSION = 1;

export type ReplayMode = 'file order' | 'parallel' | 'random order';

export interface Replay {
  readonly mode: ReplayMode;
  /** Ids as they were started; of a parallel replay as they ended. */
  readonly order: readonly string[];
  /** Fingerprints; absent when a migration failed. */
  readonly schema?: string | undefined;
  readonly data?: string | undefined;
  readonly error?: Failure | undefined;
}

export interface ReplayDifference {
  /** `index public.orders_total_idx`. */
  readonly object: string;
  /** What it is after the first replay; absent where it does not exist. */
  readonly expected?: string | undefined;
  readonly actual?: string | undefined;
  /** Index of the replay that differs from the first. */
  readonly replay: number;
}

export interface VerifyResult {
  readonly version: typeof VERIFY_VERSION;
  readonly identical: boolean;
  readonly format: string;
  readonly postgres: string;
  readonly migrations: number;
  /** Ids of migrations that keep their place, as nothing sure can be said about them. */
  readonly opaque: readonly string[];
  /** Length of the longest chain of dependencies. */
  readonly depth: number;
  readonly seed: number;
  readonly replays: readonly Replay[];
  readonly differences: readonly ReplayDifference[];
  /** Columns and the like whose content differs between two replays in file order, and so was not compared. */
  readonly volatile: readonly string[];
  readonly problems: readonly Problem[];
}
