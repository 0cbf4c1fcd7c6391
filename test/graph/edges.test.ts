import { describe, expect, it } from '@jest/globals';
import { WIDE } from '../../src/graph/conflicts.ts';
import { buildGraph } from '../../src/graph/edges.ts';
import type { Graph } from '../../src/graph/graph.ts';
import type { GraphNode } from '../../src/graph/node.ts';
import { dependenciesOf } from '../../src/graph/reasons.ts';
import type { Manner } from '../../src/sql/footprint.ts';
import { access, idOf, node, touch } from './nodes.ts';

/** `later after earlier: because`, for every direct dependency. */
function told(graph: Graph): string[] {
  return graph.nodes.flatMap(({ id }, position) =>
    dependenciesOf(graph, position).map((dependency) => `${id} after ${dependency.id}: ${dependency.because}`),
  );
}

const DYNAMIC = 'line 3 runs SQL that is put together at run time';

describe('buildGraph', () => {
  it('says what the later one does and what the earlier one did', () => {
    const graph = buildGraph([
      node('1_orders', [touch('creates', 'table orders'), touch('names', 'schema shop')]),
      node('2_users', [touch('creates', 'table users'), touch('names', 'schema shop')]),
      node('3_totals', [touch('alters', 'table orders')]),
      node('4_view', [touch('creates', 'view report'), touch('reads', 'table orders'), touch('reads', 'table users')]),
      node('5_other', [touch('reads', 'table orders')]),
    ]);
    expect(told(graph)).toEqual([
      '3_totals after 1_orders: alters table orders, created by 1_orders',
      '4_view after 2_users: reads table users, created by 2_users',
      '4_view after 3_totals: reads table orders, altered by 3_totals',
      '5_other after 3_totals: reads table orders, altered by 3_totals',
    ]);
    expect(graph.problems).toEqual([]);
  });

  it('tells the most telling of several resources and counts the others', () => {
    const graph = buildGraph([
      node('1_a', [
        touch('creates', 'name orders_idx'),
        touch('changes', 'the rows of orders'),
        touch('reads', 'table users'),
        touch('alters', 'table orders'),
      ]),
      node('2_b', [
        touch('drops', 'name orders_idx'),
        touch('reads', 'the rows of orders'),
        touch('alters', 'table users'),
        touch('drops', 'table orders'),
      ]),
    ]);
    expect(told(graph)).toEqual(['2_b after 1_a: drops table orders, altered by 1_a; and 3 more']);
  });

  it('lets additions go side by side, but not beside those who look at them', () => {
    const graph = buildGraph([
      node('1_a', [touch('adds to', 'table orders')]),
      node('2_b', [touch('adds to', 'table orders')]),
      node('3_c', [touch('reads', 'table orders')]),
    ]);
    expect(told(graph)).toEqual([
      '3_c after 1_a: reads table orders, added to by 1_a',
      '3_c after 2_b: reads table orders, added to by 2_b',
    ]);
  });

  it('holds opaque migrations in their place', () => {
    const graph = buildGraph([
      node('1_a'),
      node('2_b'),
      node('3_c', [], { opaque: DYNAMIC }),
      node('4_d', [], { directives: { opaque: true } }),
      node('5_e'),
    ]);
    expect(told(graph)).toEqual([
      `3_c after 1_a: keeps its place in file order, as ${DYNAMIC}`,
      `3_c after 2_b: keeps its place in file order, as ${DYNAMIC}`,
      '4_d after 3_c: keeps its place in file order, as it is marked opaque',
      '5_e after 4_d: 4_d keeps its place in file order, as it is marked opaque',
    ]);
  });

  it('adds what is declared, by id or version, and says by whom', () => {
    const graph = buildGraph([
      node('1_a'),
      node('2_b', [], { declared: ['1'], declaredBy: 'requires' }),
      node('3_c', [], { directives: { dependsOn: ['2_b'] } }),
      node('4_d', [], { declared: ['1_a', '3'] }),
    ]);
    expect(told(graph)).toEqual([
      '2_b after 1_a: declared by requires',
      '3_c after 2_b: declared by depends-on',
      '4_d after 3_c: declared by its tool',
    ]);
  });

  it('takes one dependency away and keeps those that it implied', () => {
    const written = [touch('alters', 'table orders')];
    const set = (independentOf: string[]): GraphNode[] => [
      node('1_a', written),
      node('2_b', written),
      node('3_c', written, { directives: { independentOf } }),
      node('4_d', written),
    ];
    const edges = (graph: Graph) => graph.dependencies;
    expect(edges(buildGraph(set([])))).toEqual([[], [0], [1], [2]]);
    expect(edges(buildGraph(set(['2'])))).toEqual([[], [0], [0], [1, 2]]);
    // Said by the earlier one it means the same, and who stands behind both still waits for both.
    expect(edges(buildGraph(set(['4_d'])))).toEqual([[], [0], [1], [1]]);
    expect(edges(buildGraph(set(['1_a', '2_b'])))).toEqual([[], [0], [], [1, 2]]);
  });

  it('believes the author who says that an opaque migration has nothing to do with another', () => {
    const graph = buildGraph([
      node('1_a'),
      node('2_b', [], { opaque: DYNAMIC, directives: { independentOf: ['1_a', '4_d'] } }),
      node('3_c'),
      node('4_d'),
    ]);
    expect(graph.problems).toEqual([]);
    expect(told(graph)).toEqual([`3_c after 2_b: 2_b keeps its place in file order, as ${DYNAMIC}`]);
  });

  it('does not tie many to many', () => {
    const manner = (position: number): Manner => (position < 500 ? 'add' : 'read');
    const nodes = Array.from({ length: 1000 }, (_, position) => node(idOf(position), [access(manner(position), 0)]));
    const graph = buildGraph([...nodes, node('last', [access('write', 0)])]);
    expect(graph.dependencies.flat().length).toBeLessThan(500 * (WIDE + 3));
    for (let position = 500; position < 1000; position += 1) expect(graph.ancestors.has(position, 499)).toBe(true);
    expect(dependenciesOf(graph, 999)).toEqual([
      { id: idOf(500), because: `reads table r0 like ${idOf(500)}, which waits for the many before both` },
    ]);
    expect(graph.dependencies.at(-1)).toEqual(Array.from({ length: 499 }, (_, index) => 501 + index));
  });

  it('is quick for 10,000 migrations, independent ones too', () => {
    const set = (more: (position: number) => Parameters<typeof node>[2]) =>
      Array.from({ length: 10_000 }, (_, position) =>
        node(
          idOf(position),
          Array.from({ length: 20 }, (_, nth) =>
            access(position % 7 === 0 ? 'write' : 'read', nth * 50 + (position % 50)),
          ),
          more(position),
        ),
      );
    const plain = set(() => ({}));
    const marked = set((position) =>
      position % 10 === 1 ? { directives: { independentOf: [idOf(position - 1)] } } : {},
    );
    const began = performance.now();
    expect(buildGraph(plain).ancestors.has(9_996, 3_346)).toBe(true);
    expect(buildGraph(marked).problems).toEqual([]);
    // Together they take about a third of a second; comparing all pairs would take a minute.
    expect(performance.now() - began).toBeLessThan(5_000);
  });
});
