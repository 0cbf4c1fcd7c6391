/** What watches a run: asks PostgreSQL, within a migration's own transaction, what the migration touched. */
import type { Migration } from '../migration/migration.ts';

export interface Observation {
  /** Statements for right after BEGIN. */
  readonly before: readonly string[];
  /** Statements for after the migration's last one, as the user who connected, before the bookkeeping is written. */
  readonly after: readonly string[];
}

/** Asked about migrations that run in one transaction; the others have none that could be watched. */
export interface Observer {
  around(migration: Migration): Observation;
  /**
   * Told after the commit what those statements reported: the values of their columns named `migrate_action_report`, in order.
   *
   * @returns whether the run may go on; `false` lets it start no more migrations, since its graph cannot be trusted
   */
  observed(migration: Migration, reports: readonly string[]): boolean;
  /**
   * Told after one was applied of which nothing is reported.
   *
   * @param alone nothing ran beside it
   */
  missed(migration: Migration, alone: boolean): void;
}
