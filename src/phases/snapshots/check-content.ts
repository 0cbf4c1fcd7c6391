/** Whether a database that was restored is what its manifest and the index say, as far as it can be seen without a replay. */
import { readState } from '../../execution/books.ts';
import type { Session } from '../../postgres/session.ts';
import type { SnapshotManifest } from '../../postgres/snapshot/manifest.ts';
import { SnapshotRefusal } from '../../postgres/snapshot/refusal.ts';
import type { PreparedMigration } from '../placed.ts';
import type { Work } from '../work.ts';

/**
 * The books must say exactly what the manifest says, and that must be what was chosen. What else the server can tell of what was
 * restored, `checkRestored` asks.
 *
 * @throws SnapshotRefusal
 */
export async function checkContent(
  session: Session,
  manifest: SnapshotManifest,
  migrations: readonly PreparedMigration[],
  work: Work,
): Promise<void> {
  if (manifest.migrations.length !== migrations.length) {
    throw new SnapshotRefusal('wrong-set', 'Its manifest and the index tell different migrations.');
  }
  const all = work.runnables.map(({ migration }) => migration);
  const { present } = await readState(session, work.bookkeeping, all, true);
  const expected = migrations.map(({ migration }) => migration);
  if (present.length !== expected.length || present.some((migration, index) => migration !== expected[index])) {
    throw new SnapshotRefusal(
      'wrong-set',
      `Its ${work.bookkeeping.table} records ${present.length} of this set's migrations, not the ${expected.length} of its manifest.`,
    );
  }
}
