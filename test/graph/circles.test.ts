import { describe, expect, it } from '@jest/globals';
import { buildGraph } from '../../src/graph/edges.ts';
import type { GraphNode } from '../../src/graph/node.ts';
import { idOf, node, touch } from './nodes.ts';

function problems(nodes: readonly GraphNode[]): string[] {
  return buildGraph(nodes).problems.map(
    ({ code, path, message, hint }) => `${code} in ${path ?? '?'}: ${message} ${hint ?? ''}`,
  );
}

describe('problems of declared dependencies', () => {
  it('are unknown names, with the nearest known one', () => {
    expect(
      problems([
        node('0001_add_orders'),
        node('0002_b', [], {
          declared: ['0001_add_order', '0009'],
          directives: { independentOf: ['0001_adds_orders'] },
        }),
        node('0003_c', [], { directives: { dependsOn: ['0002_', 'something'] } }),
      ]),
    ).toEqual([
      'unknown-dependency in 0002_b.sql: 0002_b declares that it depends on 0001_add_order, which is not in the set. Did you mean 0001_add_orders?',
      'unknown-dependency in 0002_b.sql: 0002_b declares that it depends on 0009, which is not in the set. Correct the name, or add the missing migration.',
      'unknown-dependency in 0002_b.sql: 0002_b declares that it is independent of 0001_adds_orders, which is not in the set. Did you mean 0001_add_orders?',
      'unknown-dependency in 0003_c.sql: 0003_c declares that it depends on 0002_, which is not in the set. Did you mean 0002_b?',
      'unknown-dependency in 0003_c.sql: 0003_c declares that it depends on something, which is not in the set. Correct the name, or add the missing migration.',
    ]);
  });

  it('are dependencies on itself', () => {
    expect(
      problems([
        node('1_a', [], { directives: { dependsOn: ['1'] } }),
        node('2_b', [], { directives: { independentOf: ['2_b'] } }),
      ]),
    ).toEqual([
      'dependency-order in 1_a.sql: 1_a declares that it depends on 1, which is itself. Remove the name.',
      'contradicting-directives in 2_b.sql: 2_b declares that it is independent of 2_b, which is itself. Remove the name.',
    ]);
  });

  it('are pairs of which both is said, with both places', () => {
    expect(
      problems([
        node('1_a', [], { directives: { independentOf: ['2_b', '3_c'] } }),
        node('2_b', [], { directives: { dependsOn: ['1_a'], independentOf: ['1_a'] } }),
        node('3_c', [], { declared: ['1_a'], declaredBy: 'requires' }),
      ]),
    ).toEqual([
      'contradicting-directives in 2_b.sql: 2_b declares in 2_b.sql that it depends on 1_a (depends-on), but by independent-of in 1_a.sql and 2_b.sql the two are independent. Keep one of the two: depends-on, or independent-of.',
      'contradicting-directives in 3_c.sql: 3_c declares in 3_c.sql that it depends on 1_a (requires), but by independent-of in 1_a.sql the two are independent. Keep one of the two: requires, or independent-of.',
    ]);
  });

  it('are later migrations that could just as well come first', () => {
    expect(problems([node('1_a', [], { directives: { dependsOn: ['2_b'] } }), node('2_b')])).toEqual([
      'dependency-order in 1_a.sql: 1_a declares that it depends on 2_b, which comes after it. Move 1_a behind 2_b.',
    ]);
  });

  it('are circles, each link with its places', () => {
    expect(
      problems([
        node('1_a', [touch('creates', 'table orders', 4)], { directives: { dependsOn: ['3_c'] } }),
        node('2_b', [touch('alters', 'table orders', 1), touch('creates', 'table totals', 9)]),
        node('3_c', [touch('reads', 'table totals', 7)]),
      ]),
    ).toEqual([
      'circular-dependency in 1_a.sql: 1_a, 3_c, 2_b wait for each other in a circle. ' +
        '1_a after 3_c: declared by depends-on (1_a.sql). ' +
        '3_c after 2_b: reads table totals (3_c.sql:7), created by 2_b (2_b.sql:9). ' +
        '2_b after 1_a: alters table orders (2_b.sql:1), created by 1_a (1_a.sql:4). ' +
        'Remove depends-on from 1_a, or move what 3_c needs of it into a migration of its own.',
    ]);
  });

  it('are circles of two even where the direct dependency is implied by others', () => {
    const orders = touch('alters', 'table orders', 2);
    const [problem, ...more] = problems([
      node('1_a', [orders], { declared: ['3_c'], declaredBy: 'requires' }),
      node('2_b', [orders]),
      node('3_c', [orders]),
    ]);
    expect(problem).toMatch(/^circular-dependency in 1_a.sql: 1_a, 3_c wait for each other in a circle\./);
    expect(more).toEqual([]);
  });

  it('are circles of declarations only, told once', () => {
    expect(
      problems([
        node('1_a', [], { declared: ['3_c'], declaredBy: 'requires' }),
        node('2_b', [touch('creates', 'table b')], { declared: ['4_d'], declaredBy: 'requires' }),
        node('3_c', [touch('reads', 'table b', 5)]),
        node('4_d', [], { directives: { dependsOn: ['1_a'] } }),
      ]),
    ).toEqual([
      'circular-dependency in 1_a.sql: 1_a, 3_c, 2_b, 4_d wait for each other in a circle. ' +
        '1_a after 3_c: declared by requires (1_a.sql). ' +
        '3_c after 2_b: reads table b (3_c.sql:5), created by 2_b (2_b.sql:1). ' +
        '2_b after 4_d: declared by requires (2_b.sql). ' +
        '4_d after 1_a: declared by depends-on (4_d.sql). ' +
        'Remove requires from 1_a, or move what 3_c needs of it into a migration of its own.',
    ]);
  });

  it('are found in a large set that is wrong throughout', () => {
    const nodes = Array.from({ length: 3000 }, (_, position) =>
      node(idOf(position), [touch('alters', 'table orders')], { declared: [idOf(position + 1)] }),
    );
    const found = buildGraph(nodes).problems;
    expect(found).toHaveLength(3000);
    expect(found.every(({ severity }) => severity === 'error')).toBe(true);
  });

  it('leave a graph in file order behind', () => {
    const graph = buildGraph([node('1_a', [], { declared: ['2_b'] }), node('2_b', [], { declared: ['1_a'] })]);
    expect(graph.dependencies).toEqual([[], [0]]);
    expect(graph.problems.map(({ code }) => code)).toEqual(['circular-dependency']);
  });
});
