/** What may run at the same time, and how long it takes at least, however many run at once. */
import type { Graph } from './graph.ts';

/** Positions, level by level: all dependencies of a migration are in batches before its own. As many as the graph is deep. */
export function batchesOf(graph: Graph): number[][] {
  const batches: number[][] = [];
  const levels: number[] = [];
  graph.dependencies.forEach((dependencies, position) => {
    let level = 0;
    for (const dependency of dependencies) level = Math.max(level, (levels[dependency] ?? 0) + 1);
    levels.push(level);
    (batches[level] ??= []).push(position);
  });
  return batches;
}

export interface CriticalPath {
  /** Each depends on the one before it. */
  readonly positions: readonly number[];
  /** Sum of what they cost. */
  readonly cost: number;
}

/**
 * The chain of dependencies that costs most. Of equal ones, that through the earliest migrations.
 *
 * @param cost of one migration, never negative: recorded milliseconds, or 1 for each to have the longest chain
 */
export function criticalPath(graph: Graph, cost: (position: number) => number = () => 1): CriticalPath {
  const through: (number | undefined)[] = [];
  const costs: number[] = [];
  let last: number | undefined;
  graph.dependencies.forEach((dependencies, position) => {
    let dearest: number | undefined;
    for (const dependency of dependencies) {
      if (dearest === undefined || (costs[dependency] ?? 0) > (costs[dearest] ?? 0)) dearest = dependency;
    }
    through.push(dearest);
    costs.push(cost(position) + (dearest === undefined ? 0 : (costs[dearest] ?? 0)));
    if (last === undefined || (costs[position] ?? 0) > (costs[last] ?? 0)) last = position;
  });
  const positions: number[] = [];
  for (let at = last; at !== undefined; at = through[at]) positions.push(at);
  return { positions: positions.reverse(), cost: last === undefined ? 0 : (costs[last] ?? 0) };
}
