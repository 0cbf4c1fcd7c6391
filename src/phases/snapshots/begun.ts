/** A server of ours that a run may begin with, and what it was started on. */
import type { DataDirectoryOptions } from '../../postgres/server/data-directory.ts';
import type { SnapshotExpectations } from '../../postgres/snapshot/expectations.ts';
import { readManifest } from '../../postgres/snapshot/file.ts';
import { fillFromSnapshot } from '../../postgres/snapshot/managed.ts';
import type { SnapshotManifest } from '../../postgres/snapshot/manifest.ts';
import { checkRestored } from '../../postgres/snapshot/restored.ts';
import type { OwnSite } from '../site.ts';

export interface Begun {
  readonly site: OwnSite;
  /** Of the snapshot; an empty cluster has none. */
  readonly manifest?: SnapshotManifest | undefined;
}

export interface BegunOnSnapshot extends Begun {
  readonly manifest: SnapshotManifest;
}

export type Start = (fill: (options: DataDirectoryOptions) => Promise<void>) => Promise<OwnSite>;

/**
 * Starts a server on a snapshot, and sees whether the two fit each other; not whether it holds what the run wants.
 *
 * @throws whatever is wrong, with nothing left of it
 */
export async function beginOn(file: string, expected: SnapshotExpectations, start: Start): Promise<BegunOnSnapshot> {
  const manifest = await readManifest(file);
  const site = await start(fillFromSnapshot(file, expected));
  try {
    await site.database.withSession((session) => checkRestored(session, manifest));
    return { site, manifest };
  } catch (error) {
    await site.stop();
    throw error;
  }
}
