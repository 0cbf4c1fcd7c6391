/** Which failures at restoring say that nobody should meet the snapshot again. */
import { UserError } from '../migration/problem.ts';
import { isDiskFull } from '../postgres/server/disk-full.ts';
import { type RefusalCode, SnapshotRefusal } from '../postgres/snapshot/refusal.ts';

const OF_THIS_MACHINE: ReadonlySet<RefusalCode> = new Set(['unreadable', 'failed', 'wrong-server']);

/** Not only for this machine, or at this moment. */
export function isUnfitForAll(error: unknown): boolean {
  if (error instanceof SnapshotRefusal) return !OF_THIS_MACHINE.has(error.code);
  if (error instanceof UserError && error.fault === 'usage') return error.problems[0].code === 'server-not-started';
  return !isDiskFull(error);
}
