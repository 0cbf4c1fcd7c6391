/** What a run is given: migrations that are ready to run, and what is known of how they may run beside each other. */
import type { Migration } from '../migration/migration.ts';
import type { Framing } from '../sql/transactions.ts';

/** A migration ready to run. */
export interface Runnable {
  readonly migration: Migration;
  readonly framing: Framing;
  /**
   * Ids of migrations that come before it in the list and must be applied first. Left out: nothing is known, so it keeps its place
   * between all before it and all after it.
   */
  readonly dependsOn?: readonly string[] | undefined;
  /** Must not run beside any other, and runs on the same connection as all others of which that is said. What is not one transaction is never beside another. */
  readonly alone?: boolean | undefined;
  /** What it leaves in its session no reset takes back, so that the next one there has to get another. */
  readonly leaves?: boolean | undefined;
  /** Milliseconds, as recorded before. */
  readonly expectedMs?: number | undefined;
  /** `false`: a second try may give other data than the first would have, since sequences are not rolled back. */
  readonly repeatSafe?: boolean | undefined;
}
