/** How many shards are chosen, and why. */
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { buildGraph } from '../../src/graph/edges.ts';
import { type CountedWork, forcedShards, JOB_MS, quickestShards } from '../../src/graph/shard-count.ts';
import { anySet, idOf, node, touch } from './nodes.ts';

function apart(count: number, ms: number, restored = 0): CountedWork {
  const graph = buildGraph(Array.from({ length: count }, (_, n) => node(idOf(n), [touch('creates', `table t${n}`)])));
  const costs = graph.nodes.map(() => ms);
  const wanted = graph.nodes.map((_, position) => position);
  return { graph, costs, wanted, wholeMs: count * ms - restored, remainingMs: ({ cost }) => cost };
}

describe('the number of shards', () => {
  it('is one where all takes seconds', () => {
    expect(quickestShards(apart(300, 10), 256)).toMatchObject({ reason: 'whole', finishMs: 3000 });
  });

  it('is greater where it takes minutes', () => {
    const { shards, reason, finishMs, oneMs } = quickestShards(apart(300, 2000), 256);
    expect([shards.length, reason, oneMs]).toEqual([6, 'quickest', 600_000]);
    expect(finishMs).toBe(100_000 + 5 * JOB_MS);
  });

  it('is no greater than there may be jobs', () => {
    expect(quickestShards(apart(300, 2000), 3).shards).toHaveLength(3);
    expect(quickestShards(apart(300, 2000), 1)).toMatchObject({ reason: 'no-room' });
  });

  it('is one where a snapshot has most of it', () => {
    expect(quickestShards(apart(300, 2000, 599_000), 256)).toMatchObject({ reason: 'whole', finishMs: 1000 });
  });

  it('is one where everything hangs together', () => {
    const graph = buildGraph(Array.from({ length: 9 }, (_, n) => node(idOf(n), [touch('alters', 'table t')])));
    const costs = graph.nodes.map(() => 100_000);
    const work = { graph, costs, wanted: [...costs.keys()], wholeMs: 900_000, remainingMs: () => 0 };
    expect(quickestShards(work, 256)).toMatchObject({ reason: 'inseparable', shards: [{ cost: 900_000 }] });
    expect(forcedShards(work, 4)).toMatchObject({ reason: 'fewer', shards: [{ cost: 900_000 }] });
  });

  it('is what somebody asked for, where that can be', () => {
    expect(forcedShards(apart(300, 1), 4)).toMatchObject({ reason: 'asked' });
    expect(forcedShards(apart(300, 1), 4).shards).toHaveLength(4);
    expect(forcedShards(apart(3, 1), 4)).toMatchObject({ reason: 'fewer' });
    expect(forcedShards(apart(3, 1), 1).shards).toHaveLength(1);
  });

  it('never makes all end later than one would', () => {
    fc.assert(
      fc.property(anySet, fc.integer({ min: 1, max: 60_000 }), fc.nat(100_000), (nodes, ms, saved) => {
        const graph = buildGraph(nodes);
        const costs = nodes.map((_, position) => (position % 7) * ms);
        const total = costs.reduce((sum, each) => sum + each, 0);
        const wholeMs = Math.max(0, total - saved);
        const work = {
          graph,
          costs,
          wanted: [...nodes.keys()],
          wholeMs,
          remainingMs: ({ cost }: { cost: number }) => cost,
        };
        const { finishMs, shards } = quickestShards(work, 256);
        expect(finishMs).toBeLessThanOrEqual(wholeMs);
        expect(finishMs).toBe(
          shards.length === 1 ? wholeMs : (shards.length - 1) * JOB_MS + Math.max(...shards.map(({ cost }) => cost)),
        );
      }),
      { numRuns: 200 },
    );
  });
});
