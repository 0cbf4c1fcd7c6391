import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { buildGraph } from '../../src/graph/edges.ts';
import { dependenciesOf } from '../../src/graph/reasons.ts';
import { anySet, everythingBefore } from './nodes.ts';

const RUNS = { numRuns: 1500 };

function relationOf(nodes: Parameters<typeof buildGraph>[0], wide?: number): boolean[][] {
  const graph = buildGraph(nodes, wide);
  return nodes.map((_, later) => nodes.slice(0, later).map((_, earlier) => graph.ancestors.has(later, earlier)));
}

describe('buildGraph', () => {
  it('orders exactly what the definition orders', () => {
    fc.assert(
      fc.property(anySet, (nodes) => {
        expect(relationOf(nodes)).toEqual(everythingBefore(nodes));
      }),
      RUNS,
    );
  });

  it('keeps the direct dependencies that no other one implies, and no more', () => {
    fc.assert(
      fc.property(anySet, (nodes) => {
        const before = everythingBefore(nodes);
        const direct = before.map((row, later) =>
          row.flatMap((needed, earlier) => {
            const implied = row.some(
              (other, between) => other && between < later && before[between]?.[earlier] === true,
            );
            return needed && !implied ? [earlier] : [];
          }),
        );
        const graph = buildGraph(nodes);
        expect(graph.dependencies).toEqual(direct);
        const turned = nodes.map((_, of) => direct.flatMap((each, position) => (each.includes(of) ? [position] : [])));
        expect(graph.dependents).toEqual(turned);
      }),
      RUNS,
    );
  });

  it('gives every direct dependency a reason', () => {
    fc.assert(
      fc.property(anySet, (nodes) => {
        const graph = buildGraph(nodes);
        for (const position of nodes.keys()) {
          for (const { id, because } of dependenciesOf(graph, position)) {
            expect(because).toMatch(
              /^(alters|reads|adds to) table r\d, .* by \d+_m(; and \d more)?$|declared by|keeps its place/,
            );
            expect(because).not.toMatch(/like \d+_m/);
            expect(graph.positions.get(id)).toBeLessThan(position);
          }
        }
      }),
    );
  });

  it('orders at least as much where groups are wide, and still in file order', () => {
    fc.assert(
      fc.property(anySet, fc.integer({ min: 1, max: 3 }), (nodes, wide) => {
        const coarse = relationOf(nodes, wide);
        everythingBefore(nodes).forEach((row, later) => {
          row.forEach((needed, earlier) => {
            if (needed) expect(coarse[later]?.[earlier]).toBe(true);
          });
        });
      }),
      RUNS,
    );
  });
});
