/**
 * What a run leaves for later ones, and how it comes into a store: before the run ends, or when nobody waits any more, by another
 * process. In a job that is `post`.
 *
 * From one process to the other it goes by files, since what GitHub hands on to `post` travels in the environment, where 128 KiB are
 * the most that one value may have.
 */
import { readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import {
  type IndexedSnapshot,
  parseIndex,
  printIndex,
  type Proof,
  withProvenSnapshot,
  withSnapshot,
} from '../cache/snapshot-index.ts';
import { learn, type Taught } from '../cache/memory.ts';
import type { PutResult, Store } from '../cache/store.ts';
import type { Problem } from '../migration/problem.ts';
import type { SavedSnapshot } from '../migration/result.ts';
import type { Fingerprint } from '../postgres/fingerprint/fingerprint.ts';
import { randomName } from '../postgres/server/staging.ts';

/** A snapshot that is packed and ready to be kept. */
export interface Kept {
  readonly file: string;
  /** The document that says which snapshots there are. */
  readonly index: string;
  readonly snapshot: IndexedSnapshot;
  /** Keys that go out of the index. */
  readonly withdrawn: readonly string[];
  readonly fingerprint: Fingerprint;
}

/** What is to be said of a snapshot in the index that lists it. */
export interface Proven extends Proof {
  readonly index: string;
}

/** Takes what is to be kept when the run is over. */
export interface Later {
  snapshot(kept: Kept): void;
  proven(proven: Proven): void;
  lessons(taught: Taught): void;
}

/** Puts the snapshot into the store and then into the index. Its file is gone afterwards. */
export async function keepSnapshot(store: Store, { file, index, snapshot, withdrawn }: Kept): Promise<PutResult> {
  const put = await store.put(snapshot.key, file);
  await rm(file, { force: true });
  if ('why' in put) return put;
  const listed = await store.update(index, (document) => withSnapshot(document, snapshot, new Set(withdrawn)));
  return 'why' in listed ? listed : put;
}

export async function keepProof(store: Store, { index, ...proof }: Proven): Promise<void> {
  await store.update(index, (document) => document && withProvenSnapshot(document, proof));
}

/** As a result tells it. */
export function savedAs(put: PutResult, { snapshot }: Kept): SavedSnapshot {
  return 'why' in put ? { when: 'never', why: put.why } : { when: 'now', bytes: snapshot.bytes };
}

interface Written {
  readonly snapshot?: Omit<Kept, 'snapshot'>;
  /** As an index that lists it alone: that form is checked when it is read. */
  readonly listed?: string;
  readonly proven?: Proven | undefined;
  readonly lessons: readonly Taught[];
}

/** Collects what a run leaves and writes it down. */
export class Leavings implements Later {
  #kept: Kept | undefined;
  #proven: Proven | undefined;
  readonly #lessons: Taught[] = [];

  snapshot(kept: Kept): void {
    this.#kept = kept;
  }

  proven(proven: Proven): void {
    this.#proven = proven;
  }

  lessons(taught: Taught): void {
    this.#lessons.push(taught);
  }

  /** @returns the file that `keepLeavings` reads; undefined when there is nothing to keep */
  async write(directory: string): Promise<string | undefined> {
    const lessons = this.#lessons;
    const proven = this.#proven;
    if (this.#kept === undefined && proven === undefined && lessons.length === 0) return undefined;
    let written: Written = { proven, lessons };
    if (this.#kept !== undefined) {
      const { snapshot, ...rest } = this.#kept;
      written = { ...written, snapshot: rest, listed: printIndex([snapshot]).toString() };
    }
    const file = path.join(directory, randomName('migrate-action-leavings'));
    await writeFile(file, JSON.stringify(written), { mode: 0o600 });
    return file;
  }
}

/** What became of it. */
export interface KeptLeavings {
  readonly snapshot?: SavedSnapshot | undefined;
  readonly problems: readonly Problem[];
}

/**
 * Keeps what a run wrote down, and removes its files. The store is closed afterwards.
 *
 * @param limitMs whatever the store does, it is closed after so long
 */
export async function keepLeavings(file: string, store: Store, limitMs: number): Promise<KeptLeavings> {
  const deadline = { passed: false };
  const timer = setTimeout(() => {
    deadline.passed = true;
    void store.close();
  }, limitMs);
  let kept: Kept | undefined;
  try {
    const { snapshot, listed, proven, lessons } = JSON.parse(await readFile(file, 'utf8')) as Written;
    const [indexed] = listed === undefined ? [] : parseIndex(Buffer.from(listed));
    if (snapshot !== undefined && indexed !== undefined) kept = { ...snapshot, snapshot: indexed };
    // First: the new snapshot may push it out of the index.
    if (proven !== undefined) await keepProof(store, proven);
    const saved = kept === undefined ? undefined : savedAs(await keepSnapshot(store, kept), kept);
    const notes = store.takeNotes();
    const notLearned: Problem[] = [];
    for (const taught of lessons) notLearned.push(...(await learn(store, taught)));
    if (saved?.when !== 'never') return { snapshot: saved, problems: [...notes, ...notLearned] };
    // What keeps a snapshot from being kept keeps the rest from it, too, and is told once.
    const why = deadline.passed ? `it took longer than ${Math.round(limitMs / 1000)} seconds` : saved.why;
    const message = `The snapshot is not kept in ${store.place}: ${why}.`;
    const problem: Problem = { severity: 'warning', code: 'snapshot-not-kept', message };
    return { snapshot: { when: 'never', why }, problems: [(deadline.passed ? undefined : notes.at(-1)) ?? problem] };
  } finally {
    clearTimeout(timer);
    await store.close();
    await rm(file, { force: true });
    if (kept !== undefined) await rm(kept.file, { force: true });
  }
}
