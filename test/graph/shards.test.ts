/** Shards: what each owns and applies, and how far the costliest is from the lower bound. */
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { closureOf, isClosed } from '../../src/graph/closure.ts';
import { buildGraph } from '../../src/graph/edges.ts';
import type { Graph } from '../../src/graph/graph.ts';
import { seededRandom } from '../../src/graph/random-order.ts';
import { lowerBound, mostShards, type Shard, splitIntoShards, type Workload } from '../../src/graph/shards.ts';
import { bestSplit } from '../support/best-split.ts';
import { access, anySet, idOf, node, touch } from './nodes.ts';

const costliest = (shards: readonly Shard[]) => Math.max(0, ...shards.map(({ cost }) => cost));
/** Of the lower bound, wherever that can be had. */
const WITHIN = 1.15;
const everything = (graph: Graph) => graph.nodes.map((_, position) => position);
const costsOf = (graph: Graph, seed: number) => {
  const random = seededRandom(seed);
  return graph.nodes.map(() => Math.ceil(random() ** 3 * 1000));
};

/** One table that all others refer to; each of these is altered once. */
const shop = buildGraph([
  node('1_users', [touch('creates', 'table users')]),
  ...Array.from({ length: 4 }, (_, n) =>
    node(`${n + 2}_t`, [touch('creates', `table t${n}`), touch('reads', 'table users')]),
  ),
  ...Array.from({ length: 4 }, (_, n) => node(`${n + 6}_u`, [touch('alters', `table t${n}`)])),
]);

describe('shards', () => {
  it('share ancestors, of which the first one reports', () => {
    const shards = splitIntoShards({ graph: shop, costs: shop.nodes.map(() => 10), wanted: everything(shop) }, 2);
    expect(shards.map(({ members, cost }) => [members.length, cost])).toEqual([
      [5, 50],
      [5, 50],
    ]);
    expect(shards.map(({ members }) => members.includes(0))).toEqual([true, true]);
    expect(shards.map(({ owned }) => owned.includes(0))).toEqual([true, false]);
  });

  it('hold what is wanted and what that needs, and no more', () => {
    const [shard, ...more] = splitIntoShards({ graph: shop, costs: shop.nodes.map(() => 10), wanted: [5] }, 3);
    expect([shard, more]).toEqual([{ owned: [0, 1, 5], members: [0, 1, 5], cost: 30 }, []]);
    expect(splitIntoShards({ graph: shop, costs: [], wanted: [] }, 3)).toEqual([]);
  });

  it('are closed, and each migration belongs to exactly one', () => {
    fc.assert(
      fc.property(
        anySet,
        fc.integer({ min: 1, max: 9 }),
        fc.nat(),
        fc.array(fc.nat(39)),
        (nodes, count, seed, drawn) => {
          const graph = buildGraph(nodes);
          const some = [...new Set(drawn.filter((position) => position < nodes.length))].sort((a, b) => a - b);
          for (const wanted of [everything(graph), some]) {
            const work: Workload = { graph, costs: costsOf(graph, seed), wanted };
            const shards = splitIntoShards(work, count);
            const most = Math.min(count, mostShards(work));
            expect(shards.length).toBeLessThanOrEqual(most);
            // With one more it would take as long: the costliest closed set has to be somewhere.
            if (shards.length < most) expect(costliest(shards)).toBeCloseTo(lowerBound(work, Infinity));
            expect(shards.flatMap(({ owned }) => owned).sort((a, b) => a - b)).toEqual(closureOf(graph, wanted));
            for (const { owned, members, cost } of shards) {
              expect(isClosed(graph, members)).toBe(true);
              expect(owned.length).toBeGreaterThan(0);
              expect(owned.every((position) => members.includes(position))).toBe(true);
              expect(cost).toBeCloseTo(members.reduce((sum, each) => sum + (work.costs[each] ?? 0), 0));
            }
            expect(costliest(shards)).toBeGreaterThanOrEqual(lowerBound(work, count) - 1e-6);
            expect(splitIntoShards(work, count)).toEqual(shards);
          }
        },
      ),
      { numRuns: 300 },
    );
  });

  it('are as good as the best split, or nearly, where all can be tried', () => {
    let worst = 1;
    let exact = 0;
    let tried = 0;
    /** No split is within 1.15 of the bound, since what is shared is paid for in each shard. */
    let unattainable = 0;
    fc.assert(
      fc.property(anySet, fc.integer({ min: 2, max: 3 }), fc.nat(), (nodes, count, seed) => {
        const graph = buildGraph(nodes.slice(0, 14));
        const work: Workload = { graph, costs: costsOf(graph, seed), wanted: everything(graph) };
        if (mostShards(work) < 2 || mostShards(work) > 9) return;
        const [found, best, bound] = [
          costliest(splitIntoShards(work, count)),
          bestSplit(work, count) ?? Number.NaN,
          lowerBound(work, count),
        ];
        tried += 1;
        if (found / best < 1.000001) exact += 1;
        worst = Math.max(worst, found / best);
        if (best > bound * WITHIN) unattainable += 1;
        else expect(found / bound).toBeLessThanOrEqual(WITHIN);
      }),
      { numRuns: 400, seed: 1 },
    );
    expect(tried).toBeGreaterThan(100);
    expect(unattainable).toBeGreaterThan(0);
    expect(worst).toBeLessThan(1.01);
    expect(exact / tried).toBeGreaterThan(0.98);
  });

  it.each([2, 3, 4, 8])('in %s are within 1.15 of the lower bound where little is shared', (count) => {
    for (let seed = 1; seed <= 10; seed += 1) {
      const graph = forest(200, seed);
      const work: Workload = { graph, costs: costsOf(graph, seed), wanted: everything(graph) };
      expect(costliest(splitIntoShards(work, count)) / lowerBound(work, count)).toBeLessThanOrEqual(WITHIN);
    }
  });

  it('are found for ten thousand migrations in a second or two', () => {
    const graph = forest(10_000, 7);
    const began = performance.now();
    const shards = splitIntoShards({ graph, costs: costsOf(graph, 7), wanted: everything(graph) }, 16);
    expect(shards).toHaveLength(16);
    expect(performance.now() - began).toBeLessThan(6000);
  });
});

/** Tables that are made once and altered many times: a part of them refers to another. */
function forest(size: number, seed: number): Graph {
  const random = seededRandom(seed);
  const tables = Math.ceil(size / 6);
  return buildGraph(
    Array.from({ length: size }, (_, position) => {
      const table = position < tables ? position : Math.floor(random() * tables);
      const refers = random() < 0.05 ? [access('read', Math.floor(random() * tables))] : [];
      const touches = [access('write', table), ...refers.filter(({ resource }) => resource !== `relation r${table}`)];
      return node(idOf(position), touches);
    }),
  );
}
