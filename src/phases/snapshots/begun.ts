/** A server of ours that a run may begin with, and what it was started on. */
import type { DataDirectoryOptions } from '../../postgres/server/data-directory.ts';
import type { SnapshotExpectations } from '../../postgres/snapshot/expectations.ts';
import { withSnapshot } from '../../postgres/snapshot/file.ts';
import { fillFromSnapshot } from '../../postgres/snapshot/managed.ts';
import type { SnapshotManifest } from '../../postgres/snapshot/manifest.ts';
import { SnapshotRefusal } from '../../postgres/snapshot/refusal.ts';
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
  return await withSnapshot(file, async (snapshot) => {
    const { manifest } = snapshot;
    const { fill, check } = fillFromSnapshot(snapshot, expected);
    /** A wrong checksum says more than what came of it. */
    const explained = async (error: unknown): Promise<never> => {
      if (!(error instanceof SnapshotRefusal)) await check();
      throw error;
    };
    const site = await start(fill).catch(explained);
    try {
      await site.database.withSession((session) => checkRestored(session, manifest)).catch(explained);
      await check();
      return { site, manifest };
    } catch (error) {
      await site.stop();
      throw error;
    }
  });
}
