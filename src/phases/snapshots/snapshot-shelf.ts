/** The snapshots that a set of migrations has in a store, as its index lists them, and what is found out about each. */
import path from 'node:path';
import {
  type IndexedSnapshot,
  parseIndex,
  type Remark,
  withoutSnapshots,
  withRemark,
} from '../../cache/snapshot-index.ts';
import type { Store } from '../../cache/store.ts';
import { messageOf } from '../../postgres/thrown.ts';
import { keepRemark, type Later } from './leavings.ts';
import { withWorkDirectory } from './packing.ts';

export class SnapshotShelf {
  readonly store: Store;
  /** The name of the index. */
  readonly index: string;
  readonly #workDirectory: string;
  #recalled: Promise<boolean> | undefined;
  #known: readonly IndexedSnapshot[] = [];
  #unreadable: string | undefined;
  readonly #unfit = new Set<string>();

  /** @param workDirectory of ours, where snapshots are put when they are fetched */
  constructor(store: Store, index: string, workDirectory: string) {
    this.store = store;
    this.index = index;
    this.#workDirectory = workDirectory;
  }

  /** Reads what there is, once. @returns whether there is anything */
  recall(): Promise<boolean> {
    return (this.#recalled ??= this.#readIndex());
  }

  /** The newest first. */
  get known(): readonly IndexedSnapshot[] {
    return this.#known;
  }

  /** Why nothing is known although there is an index. */
  get unreadable(): string | undefined {
    return this.#unreadable;
  }

  /** Keys of what is gone, or is not what the index says. Where nothing can be removed, nobody can write there again, either. */
  get unfit(): readonly string[] {
    return [...this.#unfit];
  }

  async #readIndex(): Promise<boolean> {
    const document = await this.store.read(this.index);
    if (document !== undefined) {
      try {
        this.#known = parseIndex(document);
      } catch (error) {
        this.#unreadable = messageOf(error);
      }
    }
    return this.#known.length > 0;
  }

  /** Does something with a snapshot as it is in the store. @returns undefined when it is gone */
  async withFetched<T>({ key, bytes }: IndexedSnapshot, work: (file: string) => Promise<T>): Promise<T | undefined> {
    return await withWorkDirectory(this.#workDirectory, async (directory) => {
      const file = path.join(directory, 'snapshot');
      return (await this.store.get(key, file, { bytes })) ? await work(file) : undefined;
    });
  }

  /** So that later runs need not find it out again. */
  async remark(remark: Remark, later: Later | undefined): Promise<void> {
    const remarked = { ...remark, index: this.index };
    if (later === undefined) await keepRemark(this.store, remarked);
    else later.remark(remarked);
  }

  /** It is not where the index says. */
  miss(key: string): void {
    this.#unfit.add(key);
  }

  /** So that nobody tries it again. */
  async spoil(key: string): Promise<void> {
    this.#known = this.#known.map((snapshot) => (snapshot.key === key ? { ...snapshot, spoiled: true } : snapshot));
    await this.store.update(this.index, (document) => withRemark(document, { key, spoiled: true }));
    await this.store.remove?.(key);
  }

  /** So that it is made again, and the next run does not meet it. */
  async withdraw(key: string): Promise<void> {
    this.#unfit.add(key);
    await this.store.remove?.(key);
    await this.store.update(this.index, (document) => withoutSnapshots(document, this.#unfit));
  }
}
