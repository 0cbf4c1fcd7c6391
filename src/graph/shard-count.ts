/** How many shards let all of them end first. */
import { lowerBound, mostShards, type Shard, splitIntoShards, type Workload } from './shards.ts';

/**
 * What each further job counts as, in milliseconds: a runner has to be found, the repository checked out, PostgreSQL installed and
 * started, and all of that is paid for. An estimate, not a measurement.
 */
export const JOB_MS = 15_000;
/** GitHub runs no more jobs of one matrix. */
export const MOST_JOBS = 256;

export interface CountedWork extends Workload {
  /** Milliseconds that a job takes which applies all there is, with what it may begin with. */
  readonly wholeMs: number;
  /** The same of one that applies a closed set. */
  readonly remainingMs: (shard: Shard) => number;
}

/**
 * - `whole`: one shard, which applies all there is, as each further one would cost more than it saves.
 * - `quickest`: more of them, since they end sooner.
 * - `inseparable`: one shard, as no two of what is wanted can be apart.
 * - `no-room`: one shard, as there may be no more jobs.
 * - `asked`: as many as were asked for.
 * - `fewer`: fewer than were asked for, as no more of what is wanted can be apart.
 */
export type CountReason = 'whole' | 'quickest' | 'inseparable' | 'no-room' | 'asked' | 'fewer';

export interface CountedShards {
  readonly shards: readonly Shard[];
  readonly reason: CountReason;
  /** Milliseconds until all have ended, further jobs counted; and with one shard. */
  readonly finishMs: number;
  readonly oneMs: number;
}

/**
 * The number that ends first by the model: the costliest shard, and `JOB_MS` for each job beyond the first. Never one that is slower by it
 * than one shard.
 *
 * @param most how many jobs there may be
 */
export function quickestShards(work: CountedWork, most: number): CountedShards {
  const oneMs = work.wholeMs;
  let best: CountedShards = { shards: [wholeOf(work)], reason: 'whole', finishMs: oneMs, oneMs };
  const parts = mostShards(work);
  if (parts < 2) return { ...best, reason: 'inseparable' };
  if (most < 2) return { ...best, reason: 'no-room' };
  const limit = Math.min(most, parts);
  for (let count = 2; count <= limit; count = next(count)) {
    const further = (count - 1) * JOB_MS;
    if (further >= best.finishMs) break;
    // Where no snapshot helps the whole, none helps a part.
    if (oneMs >= sumOf(work) && further + lowerBound(work, count) >= best.finishMs) continue;
    const shards = splitIntoShards(work, count);
    const finishMs = further + Math.max(...shards.map(work.remainingMs));
    if (finishMs < best.finishMs) best = { shards, reason: 'quickest', finishMs, oneMs };
  }
  return best;
}

/** As many as somebody asked for, or as there can be. */
export function forcedShards(work: CountedWork, count: number): CountedShards {
  const oneMs = work.wholeMs;
  if (count === 1) return { shards: [wholeOf(work)], reason: 'asked', finishMs: oneMs, oneMs };
  const shards = splitIntoShards(work, count);
  if (shards.length < 2) return { shards: [wholeOf(work)], reason: 'fewer', finishMs: oneMs, oneMs };
  const finishMs = (shards.length - 1) * JOB_MS + Math.max(...shards.map(work.remainingMs));
  return { shards, reason: shards.length < count ? 'fewer' : 'asked', finishMs, oneMs };
}

/** Applies all there is, so that it may begin with a snapshot of more than what is wanted, and leaves one of everything. */
function wholeOf({ graph, costs }: Workload): Shard {
  const all = graph.nodes.map((_, position) => position);
  return { owned: all, members: all, cost: costs.reduce((sum, each) => sum + each, 0) };
}

function sumOf({ costs }: Workload): number {
  return costs.reduce((sum, each) => sum + each, 0);
}

/** Every number while they are small, and then a quarter more each time. */
function next(count: number): number {
  return count + Math.max(1, Math.floor(count / 4));
}
