/** Which failures at restoring say what of the snapshot, and of the run. */
import { UserError } from '../../migration/problem.ts';
import { isDiskFull } from '../../postgres/server/disk-full.ts';
import { NOT_EMPTIED } from '../../postgres/snapshot/emptying.ts';
import { type RefusalCode, SnapshotRefusal } from '../../postgres/snapshot/refusal.ts';

const OF_THIS_MACHINE: ReadonlySet<RefusalCode> = new Set([
  'unreadable',
  'failed',
  'wrong-server',
  'wrong-roles',
  'no-client',
  'not-empty',
]);

/** Not only for this machine, or at this moment. */
export function isUnfitForAll(error: unknown): boolean {
  if (error instanceof SnapshotRefusal) return !OF_THIS_MACHINE.has(error.code);
  if (error instanceof UserError && error.fault === 'usage') return error.problems[0].code === 'server-not-started';
  return !isDiskFull(error);
}

/** A dump that is as it was written, and cannot be restored: another one of the same may be no better. */
export function isSpoiled(error: unknown): boolean {
  return error instanceof SnapshotRefusal && error.code === 'not-restorable';
}

/** The database is not what it was, and nothing may run in it. */
export function endsTheRun(error: unknown): boolean {
  return error instanceof UserError && error.problems[0].code === NOT_EMPTIED;
}
