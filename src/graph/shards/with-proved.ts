/**
 * What earlier runs have proved is in no shard that does not need it. Then no databases of this run hold all migrations, and nobody can
 * put them together and compare. So the shards take the rest along where that costs next to nothing; and where there is a snapshot of
 * it, it even costs less to have it all.
 */
import { closureOf } from '../closure.ts';
import type { Shard, Workload } from '../shards.ts';

export interface ProvedWork extends Workload {
  /** Milliseconds of a job that applies a closed set, with what it may begin with. */
  readonly remainingMs: (shard: Shard) => number;
}

/** What knowing that the shards together give the whole may cost: milliseconds by which the last of them ends later. */
export const PROOF_MS = 2000;

/**
 * One shard takes along all that is proved, the cheapest, and comes first; or each of them does, where they end sooner so, with a
 * snapshot; or none, where they would end later by more than `PROOF_MS`. What is no more apart than that counts as equal, lest the plan
 * hang on chance.
 *
 * What is proved then belongs to the first. So none of the others begins with a snapshot of what is its own: what it alone has changed
 * can be told from what all have.
 *
 * @param shards of what is wanted, with all that it needs
 * @returns as many; each migration that is in any of them is owned by the first that has it
 */
export function withProved(work: ProvedWork, shards: readonly Shard[]): readonly Shard[] {
  if (shards.length < 2 || work.wanted.length === work.graph.nodes.length) return shards;
  const times = shards.map(work.remainingMs);
  const cheapest = times.findIndex((ms) => ms <= Math.min(...times) + PROOF_MS);
  const one = grown(work, firstOf(shards, cheapest), (index) => index === 0);
  const each = grown(work, shards, () => true);
  const endMs = (some: readonly Shard[]) => Math.max(...some.map(work.remainingMs));
  const best = endMs(each) + PROOF_MS < endMs(one) ? each : one;
  return endMs(best) <= Math.max(...times) + PROOF_MS ? best : shards;
}

function firstOf(shards: readonly Shard[], first: number): readonly Shard[] {
  return [...shards.slice(first, first + 1), ...shards.slice(0, first), ...shards.slice(first + 1)];
}

function grown(
  { graph, costs, wanted }: Workload,
  shards: readonly Shard[],
  takesAll: (index: number) => boolean,
): readonly Shard[] {
  const isWanted = new Set(wanted);
  const proved = graph.nodes.flatMap((_, position) => (isWanted.has(position) ? [] : [position]));
  const taken = new Set<number>();
  return shards.map(({ members: needed }, index) => {
    const members = takesAll(index) ? closureOf(graph, [...needed, ...proved]) : needed;
    const owned = members.filter((position) => !taken.has(position));
    for (const position of owned) taken.add(position);
    return { owned, members, cost: members.reduce((total, each) => total + (costs[each] ?? 0), 0) };
  });
}
