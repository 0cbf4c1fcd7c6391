/** Why a snapshot is not made, or not used. The run goes on without it, so the message is one sentence for a warning. */

export type RefusalCode =
  /** There is no such file, or it cannot be read. */
  | 'unreadable'
  /** It is not what was written: truncated, altered, or no snapshot at all. */
  | 'damaged'
  /** Its manifest is not one of this version's; all faults are in the message. */
  | 'bad-manifest'
  /** It is of another set, or holds what this run does not want. */
  | 'wrong-set'
  /** It was made on a server that this one cannot stand in for. */
  | 'wrong-server'
  /** The archive would write somewhere else than it may. */
  | 'unsafe-archive'
  /** The server was not shut down cleanly, so that rows may be missing. */
  | 'not-clean'
  /** The database has what no snapshot can hold. */
  | 'not-portable'
  /** There is no `pg_dump` or `pg_restore` of the server's version. */
  | 'no-client'
  /** `pg_dump`, `pg_restore` or `tar` failed. */
  | 'failed'
  /** `pg_restore` does not get through what is in the dump, on this server or another. */
  | 'not-restorable'
  /** The database is not empty. */
  | 'not-empty'
  /** Roles of the server are not those of the snapshot. */
  | 'wrong-roles';

export class SnapshotRefusal extends Error {
  override readonly name = 'SnapshotRefusal';

  readonly code: RefusalCode;

  /** @param message one sentence, what and why; with the cure where there is one */
  constructor(code: RefusalCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
