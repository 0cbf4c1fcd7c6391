/**
 * Shards: closed sets that jobs of a matrix apply, each on an empty database of its own, so that all of them together apply everything
 * that is wanted. What two shards need both apply; who reports on it is settled, so that nobody counts it twice.
 *
 * The costliest shard decides when all are done. It cannot cost less than the *lower bound*: the greater of the costliest closed set of
 * one wanted migration, which some shard holds in any case, and the sum of all costs, each migration once, divided by the number of
 * shards. Where ancestors are shared the bound may be out of reach for any split: each shard that needs them pays for them.
 */
import { Positions } from './ancestors.ts';
import { closureOf } from './closure.ts';
import type { Graph } from './graph.ts';
import { improve } from './shards/improve.ts';
import { Load } from './shards/load.ts';

/** What is to be split. Migrations are positions in the graph. */
export interface Workload {
  readonly graph: Graph;
  /** Milliseconds of each migration, never negative. */
  readonly costs: readonly number[];
  /** Those that some shard has to apply; what they depend on comes with them. Ascending. */
  readonly wanted: readonly number[];
}

export interface Shard {
  /** Those of its members that it reports on: each wanted migration, and each that comes with it, belongs to exactly one shard. Ascending. */
  readonly owned: readonly number[];
  /** What it applies: a closed set. Ascending. */
  readonly members: readonly number[];
  /** Milliseconds of all members. */
  readonly cost: number;
}

/** Halvings of the interval in which the best greatest cost is looked for. */
const SEARCH_STEPS = 8;

/**
 * Splits what is wanted into at most so many shards, the costliest of which costs as little as can be found. Deterministic.
 *
 * Only *ends* have to be given to shards: wanted migrations that no other wanted one depends on. The rest follows.
 *
 * @param count at least 1
 * @returns fewer where there are fewer ends, or where one end costs so much that with fewer all are done as soon; none where nothing is wanted
 */
export function splitIntoShards(work: Workload, count: number): readonly Shard[] {
  const ends = endsOf(work);
  if (ends.length === 0) return [];
  const wanted = Math.min(count, ends.length);
  const loads = wanted === 1 ? [loadOf(work, ends)] : balanced(work, ends, wanted);
  return owned(loads.filter(({ ends }) => ends.length > 0));
}

/** No split into so many shards has a costliest one that costs less. */
export function lowerBound(work: Workload, count: number): number {
  const all = closureOf(work.graph, work.wanted);
  const costliest = Math.max(0, ...endsOf(work).map(({ cost }) => cost));
  return Math.max(costliest, sum(work, all) / count);
}

/** How many shards there can be at most. */
export function mostShards(work: Workload): number {
  return endsOf(work).length;
}

export interface End {
  readonly position: number;
  /** Itself and all before it. */
  readonly closure: Positions;
  readonly cost: number;
}

/** The costliest first. */
function endsOf({ graph, costs, wanted }: Workload): readonly End[] {
  const isBefore = new Positions(graph.nodes.length);
  for (const position of wanted) graph.ancestors.addTo(isBefore, position);
  return wanted
    .filter((position) => !isBefore.has(position))
    .map((position): End => {
      const closure = new Positions(graph.nodes.length);
      closure.add(position);
      graph.ancestors.addTo(closure, position);
      return { position, closure, cost: closure.toArray().reduce((total, each) => total + (costs[each] ?? 0), 0) };
    })
    .sort((a, b) => b.cost - a.cost || a.position - b.position);
}

function sum({ costs }: Workload, positions: readonly number[]): number {
  return positions.reduce((total, position) => total + (costs[position] ?? 0), 0);
}

function loadOf({ graph, costs }: Workload, ends: readonly End[]): Load {
  const load = new Load(graph.nodes.length, costs);
  for (const end of ends) load.add(end);
  return load;
}

/**
 * First by the greedy rule, the costliest end first, each where the sum is least. Then the ends that share most are put together, as long
 * as no shard becomes costlier than a limit, and the least limit is looked for that lets all ends find a place. The better of both is
 * improved by moves.
 */
function balanced(work: Workload, ends: readonly End[], count: number): readonly Load[] {
  let best = greedy(work, ends, count);
  let low = lowerBound(work, count);
  let high = costliestOf(best);
  for (let step = 0; step < SEARCH_STEPS && high > low; step += 1) {
    const limit = step === 0 ? low * 1.001 : (low + high) / 2;
    const packed = pack(work, ends, count, limit);
    if (packed === undefined) {
      low = limit;
    } else {
      best = packed;
      high = costliestOf(packed);
    }
  }
  improve(best, lowerBound(work, count));
  return best;
}

function greedy(work: Workload, ends: readonly End[], count: number): readonly Load[] {
  const loads = Array.from({ length: count }, () => loadOf(work, []));
  for (const end of ends) {
    const costs = loads.map((load) => load.cost + load.more(end));
    loads[costs.indexOf(Math.min(...costs))]?.add(end);
  }
  return loads;
}

/** @returns undefined when an end finds no place */
function pack(work: Workload, ends: readonly End[], count: number, limit: number): readonly Load[] | undefined {
  const loads = Array.from({ length: count }, () => loadOf(work, []));
  for (const end of ends) {
    let place: Load | undefined;
    let least = Infinity;
    for (const load of loads) {
      const more = load.more(end);
      if (load.cost + more > limit) continue;
      // Of equal ones the fullest, so that room stays elsewhere.
      if (more < least || (more === least && place !== undefined && load.cost > place.cost)) {
        place = load;
        least = more;
      }
    }
    if (place === undefined) return undefined;
    place.add(end);
  }
  return loads;
}

export function costliestOf(loads: readonly Load[]): number {
  return Math.max(...loads.map(({ cost }) => cost));
}

/** In file order of what each has first; who comes first reports. */
function owned(loads: readonly Load[]): readonly Shard[] {
  const parts = loads.map((load) => ({
    members: load.members(),
    cost: load.cost,
    end: Math.min(...load.ends.map(({ position }) => position)),
  }));
  parts.sort((a, b) => (a.members[0] ?? 0) - (b.members[0] ?? 0) || a.end - b.end);
  const taken = new Set<number>();
  return parts.map(({ members, cost }) => {
    const own = members.filter((position) => !taken.has(position));
    for (const position of own) taken.add(position);
    return { owned: own, members, cost };
  });
}
