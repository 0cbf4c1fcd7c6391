/** What one shard is given, and what that costs. */
import { Positions } from '../ancestors.ts';
import type { End } from '../shards.ts';

const BITS = 32;

export class Load {
  readonly #costs: readonly number[];
  /** How many of its ends need each migration. */
  readonly #needed: Uint32Array;
  readonly #members: Positions;
  readonly #ends = new Set<End>();
  #cost = 0;

  constructor(size: number, costs: readonly number[]) {
    this.#costs = costs;
    this.#needed = new Uint32Array(size);
    this.#members = new Positions(size);
  }

  get cost(): number {
    return this.#cost;
  }

  get ends(): readonly End[] {
    return [...this.#ends];
  }

  members(): number[] {
    return this.#members.toArray();
  }

  /** What it would cost more with this end. */
  more({ closure }: End): number {
    let cost = 0;
    const { words } = closure;
    for (let word = 0; word < words.length; word += 1) {
      for (let left = (words[word] ?? 0) & ~(this.#members.words[word] ?? 0); left !== 0; left &= left - 1) {
        cost += this.#costs[word * BITS + (BITS - 1 - Math.clz32(left & -left))] ?? 0;
      }
    }
    return cost;
  }

  /** What it would cost less without this end of its own. */
  less({ closure }: End): number {
    return closure
      .toArray()
      .reduce((cost, position) => cost + (this.#needed[position] === 1 ? (this.#costs[position] ?? 0) : 0), 0);
  }

  add(end: End): void {
    this.#ends.add(end);
    this.#cost += this.more(end);
    for (const position of end.closure.toArray()) {
      this.#needed[position] = (this.#needed[position] ?? 0) + 1;
      this.#members.add(position);
    }
  }

  remove(end: End): void {
    this.#cost -= this.less(end);
    this.#ends.delete(end);
    for (const position of end.closure.toArray()) {
      const left = (this.#needed[position] ?? 1) - 1;
      this.#needed[position] = left;
      if (left === 0) this.#members.delete(position);
    }
  }
}
