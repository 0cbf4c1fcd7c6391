/** What a run leaves for later ones to start from: a snapshot, if they gain by it. */
import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { entryKey } from '../../cache/keys.ts';
import type { IndexedSnapshot } from '../../cache/snapshot-index.ts';
import type { HeldSeed } from '../../graph/snapshot-choice.ts';
import type { SavedSnapshot } from '../../migration/result.ts';
import { VERSION } from '../../migration/version.ts';
import { isDiskFull, MORE_ROOM } from '../../postgres/server/disk-full.ts';
import { randomName } from '../../postgres/server/staging.ts';
import { SnapshotRefusal } from '../../postgres/snapshot/refusal.ts';
import type { PreparedMigration } from '../placed.ts';
import type { Work } from '../work.ts';
import { isClosed, sweepPacking } from './packing.ts';
import { isPartOf, spoiledOf } from './known-snapshots.ts';
import { type Kept, keepSnapshot, savedAs } from './leavings.ts';
import { markOf, memberOf, setOf, whyBeyond } from './snapshot-identity.ts';
import type { Making, NotMade } from './snapshot-means.ts';
import type { SnapshotShelf } from './snapshot-shelf.ts';

/** The first one may have been no snapshot of ours. */
const SPOILED_ENOUGH = 2;

export interface SnapshotMakerOptions {
  readonly shelf: SnapshotShelf;
  /** Milliseconds until it is a database. */
  readonly priceOf: (snapshot: Pick<IndexedSnapshot, 'bytes' | 'restoreMs'>) => number;
  readonly isWorthKeeping: (gainMs: number, makeMs: number) => boolean;
  /** A directory of ours. */
  readonly workDirectory: string;
  readonly epoch: string | undefined;
  readonly note: (code: string, message: string, hint?: string) => void;
}

export class SnapshotMaker {
  readonly #options: SnapshotMakerOptions;
  /** Milliseconds that a later run will save by what this one has made. */
  #madeSavesMs = 0;

  constructor(options: SnapshotMakerOptions) {
    this.#options = options;
  }

  /**
   * Makes a snapshot of the migrated database, if a later run would gain by it.
   *
   * @param times milliseconds that each migration took or usually takes
   * @param savesMs what this run saved by the snapshot it started from
   * @param seed what is in it beside the migrations
   */
  async make(
    work: Work,
    times: ReadonlyMap<PreparedMigration, number>,
    savesMs: number,
    making: Making,
    seed?: HeldSeed,
  ): Promise<Kept | NotMade> {
    const { shelf, priceOf, isWorthKeeping, workDirectory, epoch, note } = this.#options;
    const why = whyBeyond(work);
    if (why !== undefined) {
      note('snapshot-not-made', `No snapshot is made: ${why}.`);
      return { why };
    }
    const members = work.runnables.map((each) => memberOf(each, work));
    const set = setOf(work);
    const spoiled = spoiledOf(shelf.known, set, seed);
    if (spoiled.filter((each) => isPartOf(each.members, members)).length >= SPOILED_ENOUGH)
      return { why: 'earlier ones of these migrations could not be restored' };
    const replayMs = work.runnables.reduce((sum, each) => sum + (times.get(each) ?? 0), seed?.ms ?? 0);
    const itSavesMs = replayMs - priceOf(making);
    const gainMs = itSavesMs - Math.max(savesMs, this.#madeSavesMs);
    if (!isWorthKeeping(gainMs, making.makeMs)) return { why: 'restoring it would save too little' };
    if (await isClosed(workDirectory)) return { why: `${path.dirname(workDirectory)} can only be read` };
    await mkdir(workDirectory, { recursive: true });
    await sweepPacking(workDirectory);
    const file = path.join(workDirectory, randomName('snapshot'));
    const migrations = members.map((member) => ({ id: member.id, digest: markOf(member) }));
    try {
      const made = await making.make(file, { set, migrations, seed: seed?.digest, madeBy: VERSION });
      const { manifest, fingerprint, restoreMs: afterwards } = made;
      const { payload, madeAt } = manifest;
      const key = entryKey(
        { kind: 'snapshot', parts: making.parts, epoch },
        JSON.stringify([
          set,
          members.map(markOf),
          ...(seed === undefined ? [] : [`seed ${seed.digest}`]),
          ...(made.alsoInKey ?? []),
          ...shelf.unfit,
          ...spoiled.map(keyOf),
        ]),
      );
      const { bytes } = payload;
      const isFinal = making.isFinal ? true : undefined;
      const snapshot = { key, set, bytes, restoreMs: afterwards, seed, isFinal, fingerprint, madeAt, members };
      this.#madeSavesMs = Math.max(this.#madeSavesMs, itSavesMs);
      return { file, index: shelf.index, snapshot, withdrawn: shelf.unfit };
    } catch (error) {
      await rm(file, { force: true });
      if (isDiskFull(error)) {
        const full = `There is no room for a snapshot in ${workDirectory}`;
        note('snapshot-not-made', `${full}.`, MORE_ROOM);
        return { why: full.replace(/^There/, 'there') };
      }
      if (!(error instanceof SnapshotRefusal)) throw error;
      note('snapshot-not-made', error.message);
      return { why: error.message.replace(/^No snapshot is made[:,]? ?|\.$/g, '') };
    }
  }

  /** Keeps it now. */
  async keep(kept: Kept): Promise<SavedSnapshot> {
    const { shelf, note } = this.#options;
    const put = await keepSnapshot(shelf.store, kept);
    if (put.outcome === 'failed') note('snapshot-not-kept', `The snapshot could not be kept: ${put.why}.`);
    return savedAs(put, kept);
  }
}

function keyOf({ key }: IndexedSnapshot): string {
  return key;
}
