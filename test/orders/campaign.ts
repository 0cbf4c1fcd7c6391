/** Many sets on several servers at a time. */
import type { Analyst } from './analysts.ts';
import { type Check, check, type Prepared, prepare } from './compare.ts';
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

/** The first set in which the analyst allows an order that makes another database, and how many sets were looked at. */
export async function firstMismatch(
  workbenches: readonly Workbench[],
  sets: readonly Prepared[],
  analyst: Analyst,
  orders: number,
): Promise<{ readonly looked: number; readonly found: Check | undefined }> {
  let looked = 0;
  let found: Check | undefined;
  await onAll(workbenches, sets, async (workbench, set) => {
    if (found !== undefined) return;
    const checked = await check(workbench, set, analyst, orders);
    looked += 1;
    if (checked.mismatch !== undefined) found ??= checked;
  });
  return { looked, found };
}

export interface Tally {
  readonly sets: number;
  readonly orders: number;
  /** The part of all pairs of migrations that may run in either order. */
  readonly freedom: number;
  readonly mismatches: readonly Check[];
  readonly invalid: readonly number[];
}

export function tally(checks: readonly Check[]): Tally {
  const sum = (field: 'orders' | 'free' | 'pairs') => checks.reduce((total, one) => total + one[field], 0);
  return {
    sets: checks.length,
    orders: sum('orders'),
    freedom: sum('free') / Math.max(sum('pairs'), 1),
    mismatches: checks.filter(({ mismatch }) => mismatch !== undefined),
    invalid: checks.filter(({ invalid }) => invalid).map(({ seed }) => seed),
  };
}
