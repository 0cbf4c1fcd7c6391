/** Makes the costliest shard cheaper: step by step, as long as that helps, and then by dealing out anew what it and another have. */
import { seededRandom } from '../random-order.ts';
import type { End } from '../shards.ts';
import type { Load } from './load.ts';

/** In words of bits that are looked at: together a second for the largest sets, and a tenth of one for small ones. */
const MOST_WORK = { steps: 8_000_000, deals: 3_000_000 };
/** What a look costs beside its words. */
const LOOK = 32;
const MOST_ROUNDS = 400;
/** Of each shard so many ends are looked at for a swap. */
const MOST_SWAPPED = 24;
/** Less is rounding. */
const LEAST_GAIN = 1e-6;
/** So close to what no split can beat nothing more is looked for. */
const CLOSE = 1.002;
/** So many deals for each end that gain nothing, one after the other, are enough. */
const IN_VAIN = 20;
/** How often an end goes where it shares most, instead of where the sum is least. */
const SHARING = 0.5;

/** @param bound what the costliest one costs at least */
export function improve(loads: readonly Load[], bound: number): void {
  step(loads, { work: MOST_WORK.steps });
  const budget = { work: MOST_WORK.deals };
  const random = seededRandom(1);
  const patience = IN_VAIN * loads.reduce((count, load) => count + load.ends.length, 0);
  for (let inVain = 0; inVain < patience && budget.work > 0 && heaviestOf(loads).cost > bound * CLOSE; inVain += 1) {
    if (!dealAnew(loads, random, budget)) continue;
    step(loads, budget);
    inVain = 0;
  }
}

function step(loads: readonly Load[], budget: Budget): void {
  for (let round = 0; round < MOST_ROUNDS && budget.work > 0; round += 1) {
    const heaviest = heaviestOf(loads);
    const others = loads.filter((load) => load !== heaviest).sort((a, b) => a.cost - b.cost);
    if (!move(heaviest, others, budget) && !swap(heaviest, others, budget)) return;
  }
}

function heaviestOf(loads: readonly Load[]): Load {
  return loads.reduce((a, b) => (b.cost > a.cost ? b : a));
}

interface Budget {
  work: number;
}

function workOf({ closure }: End): number {
  return closure.words.length + LOOK;
}

/**
 * Takes all from the costliest and one or two others, and gives each of them its part in another order.
 *
 * @returns whether the costliest of them costs less than before; else they are as they were
 */
function dealAnew(loads: readonly Load[], random: () => number, budget: Budget): boolean {
  const heaviest = heaviestOf(loads);
  const others = loads.filter((load) => load !== heaviest);
  const chosen = [heaviest];
  for (let left = random() < 0.5 ? 1 : 2; left > 0 && others.length > 0; left -= 1)
    chosen.push(...others.splice(Math.floor(random() * others.length), 1));
  const before = chosen.map((load) => ({ load, ends: load.ends }));
  const most = heaviest.cost - LEAST_GAIN;
  const all = before.flatMap(({ ends }) => ends);
  for (const { load, ends } of before) for (const end of ends) load.remove(end);
  const order = all
    .map((end) => ({ end, weight: end.cost * (0.5 + random()) }))
    .sort((a, b) => b.weight - a.weight)
    .map(({ end }) => end);
  for (const end of order) {
    budget.work -= (chosen.length + 2) * workOf(end);
    const sharing = random() < SHARING;
    const places = chosen.map((load) => ({ load, cost: load.cost, more: load.more(end) }));
    const fitting = places.filter(({ cost, more }) => cost + more < most);
    if (fitting.length === 0) break;
    const worth = (place: (typeof places)[number]) => (sharing ? place.more : place.cost + place.more);
    fitting.reduce((a, b) => (worth(b) < worth(a) ? b : a)).load.add(end);
  }
  if (chosen.reduce((count, load) => count + load.ends.length, 0) === all.length) return true;
  for (const load of chosen) for (const end of load.ends) load.remove(end);
  for (const { load, ends } of before) for (const end of ends) load.add(end);
  budget.work -= 2 * all.length * LOOK;
  return false;
}

/** Gives one end away. @returns whether the greater of both costs fell */
function move(from: Load, others: readonly Load[], budget: Budget): boolean {
  let best: { readonly end: End; readonly to: Load } | undefined;
  let bestCost = from.cost - LEAST_GAIN;
  for (const end of from.ends) {
    const left = from.cost - from.less(end);
    for (const to of others) {
      budget.work -= workOf(end);
      if (to.cost >= bestCost || budget.work <= 0) break;
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
        budget.work -= 4 * workOf(mine);
        if (budget.work <= 0) break;
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
