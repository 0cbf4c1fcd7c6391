/** Everything that must run before each migration, as bits: an eighth of a byte for each pair, and less for loosely tied sets. */

const BITS = 32;

/** A set of positions. */
export class Positions {
  readonly words: Uint32Array;

  /** @param size positions are below it */
  constructor(size: number) {
    this.words = new Uint32Array(Math.ceil(size / BITS));
  }

  add(position: number): void {
    const word = Math.floor(position / BITS);
    this.words[word] = (this.words[word] ?? 0) | (1 << (position % BITS));
  }

  /** Adds `from` and all up to `to`, without `to`. */
  addRange(from: number, to: number): void {
    for (let position = from; position < to; position += 1) this.add(position);
  }

  delete(position: number): void {
    const word = Math.floor(position / BITS);
    this.words[word] = (this.words[word] ?? 0) & ~(1 << (position % BITS));
  }

  has(position: number): boolean {
    return hasBit(this.words, position);
  }

  clear(): void {
    this.words.fill(0);
  }

  /** Ascending. */
  toArray(): number[] {
    const positions: number[] = [];
    this.words.forEach((bits, word) => {
      for (let left = bits; left !== 0; left &= left - 1) {
        positions.push(word * BITS + (BITS - 1 - Math.clz32(left & -left)));
      }
    });
    return positions;
  }
}

/** Filled in file order, one migration after the other. */
export class Ancestors {
  /** As long as the latest ancestor needs. */
  readonly #rows: Uint32Array[] = [];

  /** Whether `later` must run after `earlier`, directly or not. */
  has(later: number, earlier: number): boolean {
    const row = this.#rows[later];
    return row !== undefined && hasBit(row, earlier);
  }

  /** Adds everything that must run before the migration to a set. */
  addTo(set: Positions, position: number): void {
    const row = this.#rows[position];
    if (row !== undefined) unite(set.words, row);
  }

  /**
   * Takes in the next migration.
   *
   * @param before everything that is known to come before it, at least what implies the rest
   * @returns the direct dependencies, ascending: those that no other one implies
   */
  push(before: Positions): number[] {
    let last = before.words.length - 1;
    while (last >= 0 && before.words[last] === 0) last -= 1;
    const row = new Uint32Array(last + 1);
    const direct: number[] = [];
    // From the latest to the earliest: what implies a dependency comes after it, so it has been seen when its turn comes.
    for (let word = last; word >= 0; word -= 1) {
      const wanted = before.words[word] ?? 0;
      for (let left = wanted & ~(row[word] ?? 0); left !== 0; left = wanted & ~(row[word] ?? 0)) {
        const bit = BITS - 1 - Math.clz32(left);
        const position = word * BITS + bit;
        direct.push(position);
        row[word] = (row[word] ?? 0) | (1 << bit);
        const implied = this.#rows[position];
        if (implied !== undefined) unite(row, implied);
      }
    }
    this.#rows.push(row);
    return direct.reverse();
  }
}

function hasBit(words: Uint32Array, position: number): boolean {
  return (((words[Math.floor(position / BITS)] ?? 0) >>> (position % BITS)) & 1) === 1;
}

/** @param target at least as long as `source` */
function unite(target: Uint32Array, source: Uint32Array): void {
  for (let word = 0; word < source.length; word += 1) target[word] = (target[word] ?? 0) | (source[word] ?? 0);
}
