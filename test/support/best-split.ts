/** What the costliest shard costs in the best of all splits, by looking at all that could be better than one that is known. */
import { closureOf } from '../../src/graph/closure.ts';
import { lowerBound, type Workload } from '../../src/graph/shards.ts';

/**
 * @param known what some split costs; nothing dearer is looked at
 * @param most splits to look at, parts of splits included
 * @returns undefined when these were too few
 */
export function bestSplit(work: Workload, count: number, known = Infinity, most = Infinity): number | undefined {
  const { graph, costs, wanted } = work;
  const isBefore = new Set(
    wanted.flatMap((position) => closureOf(graph, [position]).filter((each) => each !== position)),
  );
  const costOf = (positions: Iterable<number>) => [...positions].reduce((sum, each) => sum + (costs[each] ?? 0), 0);
  // The costliest first, as they leave the fewest ways.
  const ends = wanted
    .filter((position) => !isBefore.has(position))
    .map((position) => closureOf(graph, [position]))
    .sort((a, b) => costOf(b) - costOf(a));
  const bound = lowerBound(work, count) + 1e-9;
  const parts = Array.from({ length: count }, () => ({ members: new Set<number>(), cost: 0 }));
  let best = known;
  let looked = 0;
  const give = (index: number): void => {
    looked += 1;
    if (looked > most || best <= bound) return;
    const end = ends[index];
    if (end === undefined) {
      best = Math.min(best, Math.max(...parts.map(({ cost }) => cost)));
      return;
    }
    for (const part of parts) {
      const isEmpty = part.members.size === 0;
      const before = part.cost;
      const fresh = end.filter((position) => !part.members.has(position));
      part.cost += costOf(fresh);
      if (part.cost < best) {
        for (const position of fresh) part.members.add(position);
        give(index + 1);
        for (const position of fresh) part.members.delete(position);
      }
      part.cost = before;
      // Empty shards are alike.
      if (isEmpty) return;
    }
  };
  give(0);
  return looked > most ? undefined : best;
}
