/** Whether shards take along what earlier runs have proved. */
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { isClosed } from '../../src/graph/closure.ts';
import { buildGraph } from '../../src/graph/edges.ts';
import { type Shard, splitIntoShards } from '../../src/graph/shards.ts';
import { PROOF_MS, withProved } from '../../src/graph/shards/with-proved.ts';
import { anySet, idOf, node, touch } from './nodes.ts';

/** Each alone; the last two are wanted, and the others proved. */
function apart(provedMs: number) {
  const nodes = [0, 1, 2, 3].map((n) => node(idOf(n), [touch('creates', `table t${n}`)]));
  const work = { graph: buildGraph(nodes), costs: [provedMs, 0, 5000, 9000], wanted: [2, 3] };
  return { work, shards: splitIntoShards(work, 2) };
}

const ownTime = ({ cost }: Shard) => cost;
const membersOf = (shards: readonly Shard[]) => shards.map(({ members }) => members);

describe('what is proved', () => {
  it('goes with the shard that takes least', () => {
    const { work, shards } = apart(5000);
    const grown = withProved({ ...work, remainingMs: ownTime }, shards);
    expect(grown).toEqual([
      { owned: [0, 1, 2], members: [0, 1, 2], cost: 10_000 },
      { owned: [3], members: [3], cost: 9000 },
    ]);
  });

  it('goes with the first of those that take about as long, whatever chance has measured', () => {
    const { work, shards } = apart(0);
    const remainingMs = ({ members }: Shard) => (members.includes(3) ? PROOF_MS - 1 : PROOF_MS);
    expect(membersOf(withProved({ ...work, remainingMs }, shards))).toEqual([[0, 1, 2], [3]]);
  });

  it('belongs to the first, so that no other one begins with a snapshot of what is its own', () => {
    const nodes = [0, 1, 0, 1].map((n, at) => node(String(at), [touch(at < 2 ? 'creates' : 'alters', `table t${n}`)]));
    const work = { graph: buildGraph(nodes), costs: [10_000, 10, 10, 10], wanted: [2, 3] };
    const shards = splitIntoShards(work, 2);
    expect(shards.map(({ owned }) => owned)).toEqual([
      [0, 2],
      [1, 3],
    ]);
    const remainingMs = ({ members, cost }: Shard) => (members.includes(0) ? cost - 9000 : cost);
    expect(withProved({ ...work, remainingMs }, shards).map(({ owned }) => owned)).toEqual([[0, 1, 2], [3]]);
    // The second ends sooner, and so is the first.
    expect(withProved({ ...work, remainingMs: ownTime }, shards).map(({ owned }) => owned)).toEqual([[0, 1, 3], [2]]);
  });

  it('stays out where it costs more than to know is worth', () => {
    const { work, shards } = apart(4000 + PROOF_MS + 1);
    expect(withProved({ ...work, remainingMs: ownTime }, shards)).toBe(shards);
  });

  it('goes with each where a snapshot of it lets all end sooner', () => {
    const nodes = [
      node('0', [touch('creates', 'table a')]),
      node('1', [touch('creates', 'table b')]),
      node('2', [touch('alters', 'table a')]),
      node('3', [touch('alters', 'table b')]),
    ];
    const work = { graph: buildGraph(nodes), costs: [60_000, 60_000, 10, 10], wanted: [2, 3] };
    const shards = splitIntoShards(work, 2);
    // There is a snapshot of both tables, and none of one of them.
    const remainingMs = ({ members, cost }: Shard) =>
      members.includes(0) && members.includes(1) ? cost - 120_000 : cost;
    expect(withProved({ ...work, remainingMs }, shards)).toEqual([
      { owned: [0, 1, 2], members: [0, 1, 2], cost: 120_010 },
      { owned: [3], members: [0, 1, 3], cost: 120_010 },
    ]);
  });

  it('leaves shards closed, and each migration with one owner, and lets none end much later', () => {
    fc.assert(
      fc.property(
        anySet,
        fc.array(fc.nat(39)),
        fc.integer({ min: 2, max: 6 }),
        fc.nat(3000),
        (nodes, drawn, count, ms) => {
          const graph = buildGraph(nodes);
          const wanted = [...new Set(drawn)].filter((position) => position < nodes.length).sort((a, b) => a - b);
          const work = { graph, costs: nodes.map((_, position) => (position % 5) * ms), wanted, remainingMs: ownTime };
          const shards = splitIntoShards(work, count);
          const grown = withProved(work, shards);
          expect(grown).toHaveLength(shards.length);
          const members = new Set(grown.flatMap((each) => each.members));
          expect(grown.every((each) => isClosed(graph, each.members))).toBe(true);
          expect(grown.flatMap(({ owned }) => owned).sort((a, b) => a - b)).toEqual([...members].sort((a, b) => a - b));
          if (grown === shards) return;
          expect(members.size).toBe(nodes.length);
          expect(Math.max(...grown.map(ownTime))).toBeLessThanOrEqual(Math.max(...shards.map(ownTime)) + PROOF_MS);
        },
      ),
    );
  });
});
