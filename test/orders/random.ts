/** Random choices that a seed determines, on every machine. */
import { seededRandom } from '../../src/graph/random-order.ts';

export class Random {
  /** From 0 up to 1, without 1. */
  readonly next: () => number;

  constructor(seed: number) {
    this.next = seededRandom(seed);
  }

  /** A whole number, both ends included. */
  between(low: number, high: number): number {
    return low + Math.floor(this.next() * (high - low + 1));
  }

  chance(probability: number): boolean {
    return this.next() < probability;
  }

  /** The text, or nothing. */
  perhaps(probability: number, text: string): string {
    return this.chance(probability) ? text : '';
  }

  pick<T>(...items: readonly [T, ...T[]]): T {
    return items[this.between(0, items.length - 1)] ?? items[0];
  }

  /** One of them, undefined when there are none. */
  one<T>(items: readonly T[]): T | undefined {
    return items[this.between(0, items.length - 1)];
  }

  weighted<T>(items: readonly T[], weight: (item: T) => number): T | undefined {
    const total = items.reduce((sum, item) => sum + weight(item), 0);
    let left = this.next() * total;
    return items.find((item) => (left -= weight(item)) < 0) ?? items.at(-1);
  }

  shuffled<T>(items: readonly T[]): T[] {
    return items
      .map((item) => ({ item, key: this.next() }))
      .sort((a, b) => a.key - b.key)
      .map(({ item }) => item);
  }

  /** So many of them at most, in random order. */
  some<T>(items: readonly T[], count: number): T[] {
    return this.shuffled(items).slice(0, count);
  }
}

/** A seed for the n-th of the things that belong to another seed. */
export function derivedSeed(seed: number, index: number): number {
  return (Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b) ^ Math.imul(index + 1, 0xc2b2ae35)) >>> 0;
}
