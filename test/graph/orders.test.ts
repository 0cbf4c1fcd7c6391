/** Closed sets, batches, critical paths and random orders. */
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { batchesOf, criticalPath } from '../../src/graph/batches.ts';
import { closureOf, isClosed } from '../../src/graph/closure.ts';
import { buildGraph } from '../../src/graph/edges.ts';
import { randomOrder, seededRandom } from '../../src/graph/random-order.ts';
import { anySet, everythingBefore, node, touch } from './nodes.ts';

/** Two tables are made; the first is altered; a view reads both; one migration stands alone. */
const shop = buildGraph([
  node('1_orders', [touch('creates', 'table orders')]),
  node('2_users', [touch('creates', 'table users')]),
  node('3_totals', [touch('alters', 'table orders')]),
  node('4_view', [touch('reads', 'table orders'), touch('reads', 'table users')]),
  node('5_alone', [touch('creates', 'table alone')]),
]);
const empty = buildGraph([]);

describe('closed sets', () => {
  it('contain every dependency of their members', () => {
    expect(isClosed(shop, [])).toBe(true);
    expect(isClosed(shop, [0, 2, 4])).toBe(true);
    expect(isClosed(shop, [2])).toBe(false);
    expect(isClosed(shop, [0, 1, 3])).toBe(false);
    expect(isClosed(shop, [7])).toBe(false);
  });

  it('can be made of any set', () => {
    expect(closureOf(shop, [])).toEqual([]);
    expect(closureOf(shop, [4, 2])).toEqual([0, 2, 4]);
    expect(closureOf(shop, [3])).toEqual([0, 1, 2, 3]);
  });

  it('are the smallest ones', () => {
    fc.assert(
      fc.property(anySet, fc.array(fc.nat(39)), (nodes, drawn) => {
        const members = drawn.filter((position) => position < nodes.length);
        const graph = buildGraph(nodes);
        const before = everythingBefore(nodes);
        const expected = nodes.flatMap((_, position) =>
          members.some((member) => member === position || before[member]?.[position] === true) ? [position] : [],
        );
        expect(closureOf(graph, members)).toEqual(expected);
        expect(isClosed(graph, expected)).toBe(true);
        expect(isClosed(graph, members)).toBe(new Set(members).size === expected.length);
      }),
      { numRuns: 500 },
    );
  });
});

describe('batchesOf', () => {
  it('puts each migration right behind the last of its dependencies', () => {
    expect(batchesOf(shop)).toEqual([[0, 1, 4], [2], [3]]);
    expect(batchesOf(empty)).toEqual([]);
  });

  it('runs all, in as many batches as the longest chain has migrations', () => {
    fc.assert(
      fc.property(anySet, (nodes) => {
        const graph = buildGraph(nodes);
        const before = everythingBefore(nodes);
        const batches = batchesOf(graph);
        expect(batches.flat().sort((a, b) => a - b)).toEqual([...nodes.keys()]);
        const depth: number[] = [];
        before.forEach((row) =>
          depth.push(Math.max(0, ...row.map((needed, at) => (needed ? (depth[at] ?? 0) + 1 : 0)))),
        );
        batches.forEach((batch, level) => {
          for (const position of batch) expect(depth[position]).toBe(level);
        });
        expect(criticalPath(graph).cost).toBe(batches.length);
      }),
      { numRuns: 500 },
    );
  });
});

describe('criticalPath', () => {
  it('is the longest chain where nothing is known about time', () => {
    expect(criticalPath(shop)).toEqual({ positions: [0, 2, 3], cost: 3 });
    expect(criticalPath(empty)).toEqual({ positions: [], cost: 0 });
  });

  it('is the chain that takes longest where it is', () => {
    const ms = [10, 50, 20, 5, 40];
    expect(criticalPath(shop, (position) => ms[position] ?? 0)).toEqual({ positions: [1, 3], cost: 55 });
    expect(criticalPath(shop, (position) => (position === 4 ? 90 : 1))).toEqual({ positions: [4], cost: 90 });
  });
});

describe('randomOrder', () => {
  it('runs each migration once, after all it depends on', () => {
    fc.assert(
      fc.property(anySet, fc.integer(), (nodes, seed) => {
        const graph = buildGraph(nodes);
        const before = everythingBefore(nodes);
        const order = randomOrder(graph, seededRandom(seed));
        expect([...order].sort((a, b) => a - b)).toEqual([...nodes.keys()]);
        const place = new Map(order.map((position, index) => [position, index]));
        before.forEach((row, later) => {
          row.forEach((needed, earlier) => {
            if (needed) expect(place.get(earlier)).toBeLessThan(place.get(later) ?? -1);
          });
        });
      }),
      { numRuns: 500 },
    );
  });

  it('is the same for the same seed, and every order comes out for some seed', () => {
    const order = (seed: number) => randomOrder(shop, seededRandom(seed)).join('');
    expect(order(7)).toBe(order(7));
    const seen = new Set(Array.from({ length: 400 }, (_, seed) => order(seed)));
    // 0 before 2 before 3 and 1 before 3, with 4 anywhere: three ways to place 1, five to place 4.
    expect(seen.size).toBe(15);
  });

  it('draws evenly from 0 up to 1', () => {
    const random = seededRandom(1);
    const drawn = Array.from({ length: 10_000 }, random);
    expect(drawn.every((value) => value >= 0 && value < 1)).toBe(true);
    for (let tenth = 0; tenth < 10; tenth += 1) {
      const count = drawn.filter((value) => Math.floor(value * 10) === tenth).length;
      expect(Math.abs(count - 1000)).toBeLessThan(150);
    }
  });
});
