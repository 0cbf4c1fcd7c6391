/** From what each migration touches, and from what its author declares, to what must run before it. */
import { Ancestors, Positions } from './ancestors.ts';
import { findCircles } from './circles.ts';
import { Conflicts } from './conflicts.ts';
import { readDeclarations } from './declarations.ts';
import type { Graph } from './graph.ts';
import type { GraphNode } from './node.ts';

/**
 * A migration depends on an earlier one when they touch a common resource in conflicting manners, when either is opaque, or when
 * it is declared; `independent-of` takes away the first two between exactly the two it names. Dependencies that others imply are
 * left out at the very end, so taking one away never takes another one with it.
 *
 * @param nodes in file order
 * @param wide for tests: see `WIDE`
 */
export function buildGraph(nodes: readonly GraphNode[], wide?: number): Graph {
  const { declarations, problems } = readDeclarations(nodes);
  const conflicts = new Conflicts(declarations.apart, wide);
  const ancestors = new Ancestors();
  const before = new Positions(nodes.length);
  const dependents: number[][] = nodes.map(() => []);
  const dependencies = nodes.map((node, position) => {
    before.clear();
    conflicts.push(node, position, before);
    for (const declared of declarations.before[position]?.keys() ?? []) before.add(declared);
    const direct = ancestors.push(before);
    for (const dependency of direct) dependents[dependency]?.push(position);
    return direct;
  });
  const positions = new Map(nodes.map(({ id }, position) => [id, position]));
  const graph: Graph = { nodes, positions, dependencies, dependents, ancestors, declarations, problems };
  return declarations.late.length === 0 ? graph : { ...graph, problems: [...problems, ...findCircles(graph)] };
}
