/** Makes the costliest shard cheaper, by moving ends from it to others or swapping them, as long as that helps. */
import type { End } from '../shards.ts';
import type { Load } from './load.ts';

/** Together a second for the largest sets; small ones are done long before. */
const MOST_TRIES = 20_000;
const MOST_ROUNDS = 400;
/** Of each shard so many ends are looked at for a swap. */
const MOST_SWAPPED = 24;
/** Less is rounding. */
const LEAST_GAIN = 1e-6;

export function improve(loads: readonly Load[]): void {
  const budget = { tries: MOST_TRIES };
  for (let round = 0; round < MOST_ROUNDS && budget.tries > 0; round += 1) {
    const heaviest = loads.reduce((a, b) => (b.cost > a.cost ? b : a));
    const others = loads.filter((load) => load !== heaviest).sort((a, b) => a.cost - b.cost);
    if (!move(heaviest, others, budget) && !swap(heaviest, others, budget)) return;
  }
}

interface Budget {
  tries: number;
}

/** Gives one end away. @returns whether the greater of both costs fell */
function move(from: Load, others: readonly Load[], budget: Budget): boolean {
  let best: { readonly end: End; readonly to: Load } | undefined;
  let bestCost = from.cost - LEAST_GAIN;
  for (const end of from.ends) {
    const left = from.cost - from.less(end);
    for (const to of others) {
      budget.tries -= 1;
      if (to.cost >= bestCost || budget.tries <= 0) break;
      const cost = Math.max(left, to.cost + to.more(end));
      if (cost < bestCost) {
        bestCost = cost;
        best = { end, to };
      }
    }
  }
  if (best === undefined) return false;
  from.remove(best.end);
  best.to.add(best.end);
  return true;
}

/** Gives one end for another. */
function swap(from: Load, others: readonly Load[], budget: Budget): boolean {
  const before = from.cost;
  for (const mine of from.ends.slice(0, MOST_SWAPPED)) {
    from.remove(mine);
    for (const to of others) {
      for (const theirs of to.ends.slice(0, MOST_SWAPPED)) {
        budget.tries -= 1;
        if (budget.tries <= 0) break;
        to.remove(theirs);
        const cost = Math.max(from.cost + from.more(theirs), to.cost + to.more(mine));
        if (cost < before - LEAST_GAIN) {
          from.add(theirs);
          to.add(mine);
          return true;
        }
        to.add(theirs);
      }
    }
    from.add(mine);
  }
  return false;
}
