/** How a snapshot becomes a database and a database a snapshot: what servers of ours and of others have in common. */
import type { Fingerprint } from '../../migration/image-hashes.ts';
import type { SnapshotExpectations } from '../../postgres/snapshot/expectations.ts';
import type { SnapshotManifest, SnapshotSubject } from '../../postgres/snapshot/manifest.ts';
import type { PreparedMigration } from '../placed.ts';

/** A snapshot that is here and may be what the run begins with. */
export interface Candidate {
  /** Of the store's entry. */
  readonly key: string;
  readonly file: string;
  readonly expected: SnapshotExpectations;
  /** It was restored before, and was what it should be. */
  readonly isProven: boolean;
  /** What has to be applied in it, and nothing else. */
  readonly migrations: readonly PreparedMigration[];
}

/** How a snapshot becomes a database. */
export interface Restoring<Begun> {
  /** What was begun with this snapshot already, so that nothing has to be fetched; checked like any other. */
  takeBegun?(candidate: Omit<Candidate, 'file'>): Promise<Begun | undefined>;
  /** Asked before anything is fetched. @throws SnapshotRefusal when nothing can be restored here */
  ready?(): Promise<void>;
  /** Checks it, too. @throws whatever is wrong, with nothing left of it; see `endsTheRun` */
  restore(candidate: Candidate): Promise<Begun>;
}

/** What a run begins with. */
export interface Chosen {
  /** What is applied in it. */
  readonly migrations: readonly PreparedMigration[];
  /** Whether the run's seed is in it, too. */
  readonly seeded: boolean;
  /** Milliseconds that this is expected to save. */
  readonly savesMs: number;
  /** Milliseconds that it took, from the store to the database; and was expected to take. */
  readonly tookMs: number;
  readonly expectedMs: number;
  /** Of the store's entry. */
  readonly key: string;
}

/** How a database becomes a snapshot. */
export interface Making {
  /** What the key shows of what the snapshot fits. */
  readonly parts: readonly string[];
  /** Expected of it. */
  readonly bytes: number;
  readonly restoreMs?: number | undefined;
  /** Milliseconds that making it takes, in all. */
  readonly makeMs: number;
  /** See the index. */
  readonly isFinal: boolean;
  /** @throws SnapshotRefusal when none can be made */
  make(file: string, subject: SnapshotSubject): Promise<Made>;
}

export interface Made {
  readonly manifest: SnapshotManifest;
  readonly fingerprint: Fingerprint;
  /** See the index. */
  readonly restoreMs?: number | undefined;
  /** What else tells it apart from others of the same migrations. */
  readonly alsoInKey?: readonly string[] | undefined;
}

/** A snapshot is not made, and the rest of a sentence why. */
export interface NotMade {
  readonly why: string;
  /** Of the database, where it was read all the same. */
  readonly fingerprint?: Fingerprint | undefined;
}
