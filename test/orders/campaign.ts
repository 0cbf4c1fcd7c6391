/** Many sets on several servers at a time. */
import { allows, type Analyst } from './analysts.ts';
import { type Check, graphOfSet, type Mismatch, ordersOf, type Prepared, prepare, tryOrders } from './compare.ts';
import type { GenerateOptions } from './generator.ts';
import type { Workbench } from './workbench.ts';

/** Runs the work for each item, one at a time on each workbench; gives the results in the items' order. */
export async function onAll<Item, Result>(
  workbenches: readonly Workbench[],
  items: readonly Item[],
  work: (workbench: Workbench, item: Item) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  let next = 0;
  await Promise.all(
    workbenches.map(async (workbench) => {
      for (;;) {
        const index = next;
        next += 1;
        const item = items[index];
        if (item === undefined) return;
        results[index] = await work(workbench, item);
      }
    }),
  );
  return results;
}

export function prepareAll(
  workbenches: readonly Workbench[],
  seeds: readonly number[],
  options: GenerateOptions,
): Promise<Prepared[]> {
  return onAll(workbenches, seeds, (workbench, seed) => prepare(workbench, seed, options));
}

/**
 * The first set in which an analyst allows an order that makes another database, and how many were looked at.
 *
 * @param right an analyst that is taken to be right: what it allows is not run
 */
export async function firstMismatch(
  workbenches: readonly Workbench[],
  seeds: readonly number[],
  options: GenerateOptions,
  analyst: Analyst,
  right?: Analyst,
): Promise<{ readonly looked: number; readonly seed?: number; readonly mismatch?: Mismatch }> {
  let looked = 0;
  let found: { seed: number; mismatch: Mismatch } | undefined;
  await onAll(workbenches, seeds, async (workbench, seed) => {
    if (found !== undefined) return;
    looked += 1;
    const set = await prepare(workbench, seed, options);
    const allowed = ordersOf(graphOfSet(set, analyst), seed, 2);
    const known = right === undefined ? undefined : graphOfSet(set, right);
    const doubtful = allowed.filter((order) => known === undefined || !allows(known, order));
    const { mismatch } = await tryOrders(workbench, set, doubtful);
    if (mismatch !== undefined) found ??= { seed, mismatch };
  });
  return { looked, ...found };
}

export interface Tally {
  readonly sets: number;
  readonly orders: number;
  /** The part of all pairs of migrations that may run in either order. */
  readonly freedom: number;
  readonly mismatches: readonly Check[];
}

export function tally(checks: readonly Check[]): Tally {
  const sum = (field: 'orders' | 'free' | 'pairs') => checks.reduce((total, one) => total + one[field], 0);
  return {
    sets: checks.length,
    orders: sum('orders'),
    freedom: sum('free') / Math.max(sum('pairs'), 1),
    mismatches: checks.filter(({ mismatch }) => mismatch !== undefined),
  };
}
