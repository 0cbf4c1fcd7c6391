/** Orders that the graph allows, drawn at random: if it is right, all of them lead to the same database. */
import type { Graph } from './graph.ts';

/**
 * All positions, each after its dependencies. Every such order can come out.
 *
 * @param random from 0 up to 1, without 1
 */
export function randomOrder(graph: Graph, random: () => number): number[] {
  const missing = graph.dependencies.map(({ length }) => length);
  const ready = missing.flatMap((count, position) => (count === 0 ? [position] : []));
  const order: number[] = [];
  for (;;) {
    const drawn = Math.floor(random() * ready.length);
    const position = ready[drawn];
    const last = ready.pop();
    if (position === undefined || last === undefined) return order;
    if (drawn < ready.length) ready[drawn] = last;
    order.push(position);
    for (const dependent of graph.dependents[position] ?? []) {
      const left = (missing[dependent] ?? 0) - 1;
      missing[dependent] = left;
      if (left === 0) ready.push(dependent);
    }
  }
}

/**
 * Numbers from 0 up to 1, the same ones for the same seed on every machine (Mulberry32).
 *
 * @param seed its lowest 32 bits count
 */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 0x1_0000_0000;
  };
}
