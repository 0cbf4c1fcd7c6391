/**
 * The rows by which a migration tool knows what it has applied, as that tool itself writes them, so that it finds nothing left to do.
 *
 * Everything here is SQL text: the rows are written in the same transaction, often in the same message, as the migration they speak
 * of. So statements must be schema-qualified (the migration may have changed `search_path`), must hold their values as literals
 * (`sql/quote.ts`), and take durations from PostgreSQL's own clock: `clock_timestamp() - transaction_timestamp()`.
 */
import type { Migration } from './migration.ts';

/** A migration that the tool's table says is applied. */
export interface AppliedRecord {
  readonly version: string;
  /** As the tool stores it, where it stores one. */
  readonly checksum?: string | undefined;
  /** The tool runs it again each time it is called (Liquibase's `runAlways`). */
  readonly runsAgain?: boolean | undefined;
  /** The tool itself marked it as unfinished (`dirty`, `success = false`): nothing may run on top of it. */
  readonly unfinished?: boolean | undefined;
  /** The tool keeps one row, the newest version: everything before it in the set is applied too (golang-migrate). */
  readonly andAllBefore?: boolean | undefined;
}

export interface Bookkeeping {
  /** The table that holds the rows, schema-qualified: `public.schema_migrations`. */
  readonly table: string;
  /** Schemas that `create` makes beside that of the table. */
  readonly schemas?: readonly string[] | undefined;
  /** Statements that create it exactly as the tool does. Run once, in one transaction, before the first migration. Safe to repeat. */
  readonly create: readonly string[];
  /** A query for the rows, in the order they were applied; only run when `table` exists. */
  readonly select: string;
  /**
   * Turns the rows of `select` (column name to value as node-postgres gives it) into records, but for those of migrations that the tool
   * would run again as they have changed. Throws on a table of another shape.
   */
  parse(rows: readonly Readonly<Record<string, unknown>>[]): readonly AppliedRecord[];
  /** What the tool would store as checksum of this migration, where it stores one; compared with the recorded one. */
  checksum?(migration: Migration): string | undefined;
  /**
   * What else its record says, where that can change although neither its id, version and description nor its checksum do, and `finish`
   * leaves it as it was written: a snapshot with another record is none of this migration.
   */
  alsoRecorded?(migration: Migration): readonly string[];
  /** Statements that record the migration as applied; run after its last statement, in its transaction if it has one. */
  record(migration: Migration): readonly string[];
  /** Statements that take the record back after its down script ran. */
  erase(migration: Migration): readonly string[];
  /**
   * Statements for after the last migration, also when a failure made another one the last: they bring rows that were written in another
   * order into that of the set. Safe to repeat.
   *
   * @param own migrations whose rows may be changed, in the order of the set: those that the run applied, and on a database that
   *   nobody but us ever had, all that are in. Rows of others are somebody's history, of an earlier run or of the tool itself.
   */
  finish?(own: readonly Migration[]): readonly string[];
  /**
   * The tool looks only for how far it got, and would never apply what is missing below that. So where such a run is cut off, the
   * migrations must have been applied in order.
   */
  readonly newestOnly?: boolean | undefined;
  /**
   * The rows of a finished run say nothing but `all up to here`. So a database that lacks one in the middle of a later set cannot say
   * that it does, and starts a run only of which it has the first so many.
   */
  readonly onlyPrefixes?: boolean | undefined;
}
