/** A lock on a relation, as PostgreSQL tells it. */

export interface Lock {
  /** As PostgreSQL calls it in `pg_locks`: `AccessExclusiveLock`. */
  readonly mode: string;
  /** With its schema where that is not `public`. */
  readonly relation: string;
}

/** The weakest first. */
const MODES: readonly string[] = [
  'AccessShareLock',
  'RowShareLock',
  'RowExclusiveLock',
  'ShareUpdateExclusiveLock',
  'ShareLock',
  'ShareRowExclusiveLock',
  'ExclusiveLock',
  'AccessExclusiveLock',
];

/** Higher is stronger; -1 for a mode that nobody knows. */
export function strengthOf(mode: string): number {
  return MODES.indexOf(mode);
}
