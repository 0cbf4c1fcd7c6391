/** Holds what migrations touch against what their SQL shows. */
import type { Observation as Around, Observer } from '../execution/observer.ts';
import { compareWithFootprint, surpriseWarning } from '../graph/proof.ts';
import { strongestLock } from '../graph/strongest-lock.ts';
import type { Migration } from '../migration/migration.ts';
import type { Problem } from '../migration/problem.ts';
import type { Lock } from '../migration/lock.ts';
import type { Level, Observation } from '../postgres/observation/observation.ts';
import type { PreparedMigration } from './placed.ts';

export interface Distrusted {
  readonly migration: Migration;
  /** What it did, as a predicate: `changed rows of table public.audit`. */
  readonly surprise: string;
}

export class Watcher implements Observer {
  /** One for each migration that did other things than its SQL shows. */
  readonly warnings: Problem[] = [];
  readonly distrusted: Distrusted[] = [];
  /** The strongest of each migration that was seen to hold any. */
  readonly locks = new Map<Migration, Lock>();
  readonly #observation: Observation;
  readonly #prepared: ReadonlyMap<Migration, PreparedMigration>;
  readonly #level: Level;
  readonly #stops: boolean;

  /** @param stops whether a surprise ends the run: in file order nothing was built on the graph */
  constructor(observation: Observation, prepared: readonly PreparedMigration[], level: Level, stops: boolean) {
    this.#observation = observation;
    this.#prepared = new Map(prepared.map((each) => [each.migration, each]));
    this.#level = level;
    this.#stops = stops;
  }

  around(migration: Migration): Around {
    return this.#observation.around(this.#level, migration.up.text);
  }

  observed(migration: Migration, reports: readonly string[]): boolean {
    const seen = this.#observation.seen(reports, migration.up.text);
    const lock = strongestLock(seen);
    if (lock !== undefined) this.locks.set(migration, lock);
    const footprint = this.#prepared.get(migration)?.footprint;
    if (footprint === undefined) return true;
    const surprises = compareWithFootprint(footprint, seen);
    const [first] = surprises;
    if (first === undefined) return true;
    this.warnings.push(surpriseWarning({ id: migration.id, path: migration.up.path }, surprises));
    this.distrusted.push({ migration, surprise: first.did });
    return !this.#stops;
  }

  missed(migration: Migration, alone: boolean): void {
    this.#observation.missed(migration.up.text, alone);
  }
}
