/** The migration that somebody means by a name. */
import { closest, distance } from 'fastest-levenshtein';

export interface Named {
  readonly id: string;
  readonly version: string;
}

/** Of how many characters of a name one may be mistyped. */
const CHARACTERS_PER_TYPO = 3;

export class Names {
  readonly #nodes: readonly Named[];
  readonly #positions = new Map<string, number>();

  constructor(nodes: readonly Named[]) {
    this.#nodes = nodes;
    nodes.forEach(({ version }, position) => this.#positions.set(version, position));
    // One migration's version may be another one's id, which is the better name.
    nodes.forEach(({ id }, position) => this.#positions.set(id, position));
  }

  /** Position of the migration with this id or version. */
  find(name: string): number | undefined {
    return this.#positions.get(name);
  }

  /** Positions of the migrations whose id or version begins like this, ascending. */
  beginningWith(prefix: string): number[] {
    if (prefix === '') return [];
    return this.#nodes.flatMap(({ id, version }, position) =>
      id.startsWith(prefix) || version.startsWith(prefix) ? [position] : [],
    );
  }

  /** The id that was perhaps meant. Numbers are told apart by each digit, so only names can be nearly right. */
  nearest(name: string): string | undefined {
    const [only, another] = this.beginningWith(name);
    if (only !== undefined && another === undefined) return this.#nodes[only]?.id;
    if (/^\d*$/.test(name) || this.#nodes.length === 0) return undefined;
    const found = closest(
      name,
      this.#nodes.map(({ id }) => id),
    );
    return distance(name, found) <= name.length / CHARACTERS_PER_TYPO ? found : undefined;
  }
}
