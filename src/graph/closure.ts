/** Closed sets: sets of migrations that contain every dependency of their members. Members are positions in the graph. */
import { Positions } from './ancestors.ts';
import type { Graph } from './graph.ts';

export function isClosed(graph: Graph, members: Iterable<number>): boolean {
  const set = new Set(members);
  // Direct dependencies are enough: their own are asked of them.
  for (const member of set) {
    if (graph.dependencies[member]?.every((dependency) => set.has(dependency)) !== true) return false;
  }
  return true;
}

/** The smallest closed set with these members, in file order. */
export function closureOf(graph: Graph, members: Iterable<number>): number[] {
  const closure = new Positions(graph.nodes.length);
  for (const member of members) {
    closure.add(member);
    graph.ancestors.addTo(closure, member);
  }
  return closure.toArray();
}
