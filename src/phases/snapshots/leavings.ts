/**
 * What a run leaves for later ones, and how it comes into a store: before the run ends, or when nobody waits any more, by another
 * process. In a job that is `post`.
 *
 * From one process to the other it goes by files, since what GitHub hands on to `post` travels in the environment, where 128 KiB are
 * the most that one value may have.
 */
import { readFile, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { keepDocument, type WrittenDocument } from '../../cache/analyses.ts';
import {
  type IndexedSnapshot,
  parseIndex,
  printIndex,
  type Remark,
  withRemark,
  withSnapshot,
} from '../../cache/snapshot-index.ts';
import { learn, type Taught } from '../../cache/memory.ts';
import type { PutResult, Store } from '../../cache/store.ts';
import type { Problem } from '../../migration/problem.ts';
import type { SavedSnapshot } from '../../migration/result.ts';
import { randomName } from '../../postgres/server/staging.ts';

/** A snapshot that is packed and ready to be kept. */
export interface Kept {
  readonly file: string;
  /** The document that says which snapshots there are. */
  readonly index: string;
  readonly snapshot: IndexedSnapshot;
  /** Keys that go out of the index. */
  readonly withdrawn: readonly string[];
}

/** A file that is kept as it is. */
export interface KeptFile {
  readonly key: string;
  readonly file: string;
  /** What it is called in a sentence. */
  readonly what: string;
}

/** What is to be said of a snapshot in the index that lists it. */
export type Remarked = Remark & { readonly index: string };

/** Takes what is to be kept when the run is over. */
export interface Later {
  snapshot(kept: Kept): void;
  /** The file is gone afterwards. */
  file(kept: KeptFile): void;
  remark(remarked: Remarked): void;
  lessons(taught: Taught): void;
  analysis(document: WrittenDocument): void;
}

/** Puts the snapshot into the store and then into the index. Its file is gone afterwards. */
export async function keepSnapshot(store: Store, { file, index, snapshot, withdrawn }: Kept): Promise<PutResult> {
  const put = await store.put(snapshot.key, file);
  await rm(file, { force: true });
  if ('why' in put) return put;
  const listed = await store.update(index, (document) => withSnapshot(document, snapshot, new Set(withdrawn)));
  return 'why' in listed ? listed : put;
}

export async function keepRemark(store: Store, { index, ...remark }: Remarked): Promise<void> {
  await store.update(index, (document) => document && withRemark(document, remark));
}

/** As a result tells it. */
export function savedAs(put: PutResult, { snapshot }: Kept): SavedSnapshot {
  return 'why' in put ? { when: 'never', why: put.why } : { when: 'now', bytes: snapshot.bytes };
}

interface Written {
  /** Each as an index that lists it alone, a form that is checked when it is read; and the rest. */
  readonly snapshots: readonly (readonly [listed: string, rest: Omit<Kept, 'snapshot'>])[];
  readonly remarked?: Remarked | undefined;
  readonly lessons: readonly Taught[];
  readonly documents: readonly WrittenDocument[];
  readonly files: readonly KeptFile[];
}

/** Collects what a run leaves and writes it down. */
export class Leavings implements Later {
  readonly #kept: Kept[] = [];
  #remarked: Remarked | undefined;
  readonly #lessons: Taught[] = [];
  readonly #documents: WrittenDocument[] = [];
  readonly #files: KeptFile[] = [];

  snapshot(kept: Kept): void {
    this.#kept.push(kept);
  }

  file(kept: KeptFile): void {
    this.#files.push(kept);
  }

  remark(remarked: Remarked): void {
    this.#remarked = remarked;
  }

  lessons(taught: Taught): void {
    this.#lessons.push(taught);
  }

  analysis(document: WrittenDocument): void {
    this.#documents.push(document);
  }

  /** @returns the file that `keepLeavings` reads; undefined when there is nothing to keep */
  async write(directory: string): Promise<string | undefined> {
    const written: Written = {
      snapshots: this.#kept.map(({ snapshot, ...rest }) => [printIndex([snapshot]).toString(), rest]),
      remarked: this.#remarked,
      lessons: this.#lessons,
      documents: this.#documents,
      files: this.#files,
    };
    if (Object.values(written).every((each) => each === undefined || (Array.isArray(each) && each.length === 0)))
      return undefined;
    const file = path.join(directory, randomName('migrate-action-leavings'));
    await writeFile(file, JSON.stringify(written), { mode: 0o600 });
    return file;
  }
}

/** What became of it. */
export interface KeptLeavings {
  readonly snapshot?: SavedSnapshot | undefined;
  /** Those that are kept now and were not before. */
  readonly files: readonly (Pick<KeptFile, 'what'> & { readonly bytes: number })[];
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
  const kept: Kept[] = [];
  let files: readonly KeptFile[] = [];
  try {
    const written = JSON.parse(await readFile(file, 'utf8')) as Written;
    ({ files } = written);
    kept.push(...written.snapshots.flatMap(([listed, rest]) => readKept(listed, rest)));
    // First: the new snapshot may push it out of the index.
    if (written.remarked !== undefined) await keepRemark(store, written.remarked);
    let saved: SavedSnapshot | undefined;
    for (const each of kept) saved = savedAs(await keepSnapshot(store, each), each);
    const notes = store.takeNotes();
    const notLearned: Problem[] = [];
    for (const taught of written.lessons) notLearned.push(...(await learn(store, taught)));
    for (const document of written.documents) notLearned.push(...(await keepDocument(store, document)));
    const keptFiles = await keepFiles(store, files);
    const problems = [...notes, ...notLearned, ...store.takeNotes()];
    if (saved?.when !== 'never') return { snapshot: saved, files: keptFiles, problems };
    // What keeps a snapshot from being kept keeps the rest from it, too, and is told once.
    const why = deadline.passed ? `it took longer than ${Math.round(limitMs / 1000)} seconds` : saved.why;
    const message = `The snapshot is not kept in ${store.place}: ${why}.`;
    const problem: Problem = { severity: 'warning', code: 'snapshot-not-kept', message };
    const told = deadline.passed ? undefined : notes.at(-1);
    return { snapshot: { when: 'never', why }, files: keptFiles, problems: [told ?? problem] };
  } finally {
    clearTimeout(timer);
    await store.close();
    await rm(file, { force: true });
    for (const each of [...files, ...kept]) await rm(each.file, { force: true });
  }
}

function readKept(listed: string, rest: Omit<Kept, 'snapshot'>): readonly Kept[] {
  const [snapshot] = parseIndex(Buffer.from(listed));
  return snapshot === undefined ? [] : [{ ...rest, snapshot }];
}

async function keepFiles(store: Store, files: readonly KeptFile[]): Promise<KeptLeavings['files']> {
  const kept: { what: string; bytes: number }[] = [];
  for (const { key, file, what } of files) {
    const { outcome } = await store.put(key, file);
    if (outcome === 'kept') kept.push({ what, bytes: (await stat(file)).size });
  }
  return kept;
}
