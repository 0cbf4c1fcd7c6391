/**
 * What fails on top of a snapshot may fail because of the snapshot, however well that was checked. Only a run without it can tell, and
 * what that one says is the answer.
 */
import type { FailedMigration } from '../../execution/apply.ts';
import type { Migrated } from '../migrate.ts';
import type { RunPorts } from '../ports.ts';
import type { Chosen } from './snapshot-means.ts';
import type { Snapshots } from './snapshots.ts';

/** @param migrate from the first migration, on an empty database */
export async function confirmFailure(
  { migration: { id } }: FailedMigration,
  { key, migrations }: Chosen,
  snapshots: Snapshots,
  { reporter }: RunPorts,
  migrate: () => Promise<Migrated>,
): Promise<Migrated> {
  reporter.note(`${id} failed on top of a snapshot. Starting again without it, from the first migration.`);
  const migrated = await migrate();
  if (migrated.failed === undefined) await snapshots.disown({ key, migrations }, id);
  return migrated;
}
