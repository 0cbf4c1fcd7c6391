/**
 * A store in a directory: a laptop's, a self-hosted runner's, or a disk that several machines share. Any number of processes may use
 * it at the same time. A reader never sees half of a file; one whose file goes away before he has it finds nothing there.
 */
import { rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Problem } from '../migration/problem.ts';
import { MORE_ROOM } from '../postgres/server/disk-full.ts';
import { canOnlyBeRead } from '../postgres/server/staging.ts';
import { codeOf, messageOf } from '../postgres/thrown.ts';
import { copy, createDirectory, evict, isGone, listFiles } from './directory/files.ts';
import { publish, readLimited, removeAbandoned, share, statOf, touch } from './directory/files.ts';
import { withLock } from './directory/lock.ts';
import { Notes } from './notes.ts';
import { type KeptEntry, LARGEST_DOCUMENT_BYTES, type PutResult, readOnlyNote, type Store } from './store.ts';

/** Some hundred snapshots of usual size, or two large ones. */
const DEFAULT_LIMIT_BYTES = 5 * 1024 ** 3;
const NOT_ALLOWED: ReadonlySet<string> = new Set(['EACCES', 'EPERM', 'EROFS']);
const FULL: ReadonlySet<string> = new Set(['ENOSPC', 'EDQUOT']);

export interface DirectoryStoreOptions {
  /** What was not used for longest goes when all is larger than this. Default 5 GiB. */
  readonly limitBytes?: number | undefined;
}

/** @param directory created by the first write */
export function directoryStore(directory: string, options: DirectoryStoreOptions = {}): Store & Listable {
  return new DirectoryStore(directory, options);
}

/** What only a directory can do. */
export type Listable = Required<Pick<Store, 'list' | 'remove'>>;

class DirectoryStore implements Store, Listable {
  readonly place: string;
  readonly #limitBytes: number;
  readonly #notes = new Notes();

  constructor(directory: string, { limitBytes = DEFAULT_LIMIT_BYTES }: DirectoryStoreOptions) {
    this.place = directory;
    this.#limitBytes = limitBytes;
  }

  async has(key: string): Promise<boolean> {
    return (await this.#reading(undefined, () => statOf(this.#file(key))))?.isFile() === true;
  }

  async newest(prefix: string): Promise<string | undefined> {
    const entries = await this.list(prefix);
    const later = (a: KeptEntry, b: KeptEntry) =>
      b.writtenAt.getTime() - a.writtenAt.getTime() || (a.key < b.key ? 1 : -1);
    return [...entries].sort(later)[0]?.key;
  }

  async get(key: string, file: string): Promise<boolean> {
    const kept = this.#file(key);
    return await this.#reading(false, async () => {
      const stats = await statOf(kept);
      if (stats?.isFile() !== true) return false;
      try {
        await publish(file, (staged) => share(kept, staged));
      } catch (error) {
        // Somebody else needed the room meanwhile; or else there is something wrong with where it shall go.
        if (isGone(error) && (await statOf(kept)) === undefined) return false;
        throw error;
      }
      await touch(kept, stats);
      return true;
    });
  }

  put(key: string, file: string): Promise<PutResult> {
    return this.#writing(async () => {
      const kept = this.#file(key);
      const before = await statOf(kept);
      if (before?.isFile() === true) {
        await touch(kept, before);
        return { outcome: 'exists' };
      }
      const { size } = await stat(file);
      if (size > this.#limitBytes) return { outcome: 'failed', why: this.#tooLarge(size) };
      await createDirectory(this.place);
      await removeAbandoned(this.place);
      await publish(kept, (staged) => copy(file, staged));
      await evict(this.place, this.#limitBytes, key);
      return { outcome: 'kept' };
    });
  }

  async read(name: string): Promise<Buffer | undefined> {
    return await this.#reading(undefined, () => this.#readDocument(name));
  }

  update(name: string, change: (document: Buffer | undefined) => Uint8Array | undefined): Promise<PutResult> {
    return this.#writing(async () => {
      await createDirectory(this.place);
      return await withLock(path.join(this.place, `.lock-${name}`), async () => {
        // What cannot be read is replaced, if it can be.
        const before = await this.#readDocument(name).catch(() => undefined);
        const after = change(before);
        if (after === undefined || before?.equals(after) === true) return { outcome: 'exists' };
        await removeAbandoned(this.place);
        await publish(this.#file(name), (staged) => writeFile(staged, after));
        await evict(this.place, this.#limitBytes, name);
        return { outcome: 'kept' };
      });
    });
  }

  takeNotes(): readonly Problem[] {
    return this.#notes.take();
  }

  async list(prefix?: string): Promise<readonly KeptEntry[]> {
    return await this.#reading([], () => listFiles(this.place, prefix));
  }

  async remove(key: string): Promise<boolean> {
    const { outcome } = await this.#writing(async () => {
      await rm(this.#file(key), { force: true });
      return { outcome: 'kept' };
    });
    return outcome === 'kept';
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  #file(key: string): string {
    return path.join(this.place, key);
  }

  async #readDocument(name: string): Promise<Buffer | undefined> {
    const file = this.#file(name);
    const stats = await statOf(file);
    if (stats === undefined) return undefined;
    try {
      const document = await readLimited(file, LARGEST_DOCUMENT_BYTES);
      await touch(file, stats);
      return document;
    } catch (error) {
      if (isGone(error)) return undefined;
      throw error;
    }
  }

  async #reading<Result, Miss>(miss: Miss, read: () => Promise<Result>): Promise<Result | Miss> {
    try {
      return await read();
    } catch (error) {
      const why = messageOf(error);
      const message = `What earlier runs kept in ${this.place} cannot be read: ${why}.`;
      // The system's errors have a code, and ours are of what is there.
      const cure = codeOf(error) === undefined ? 'Remove it' : 'Give this account the right to read it';
      const hint = `${cure}, or name another directory with cache-dir.`;
      this.#notes.add({ severity: 'info', code: 'cache-unreadable', message, hint }, why);
      return miss;
    }
  }

  async #writing(write: () => Promise<PutResult>): Promise<PutResult> {
    try {
      return await write();
    } catch (error) {
      const why = messageOf(error);
      const code = codeOf(error) ?? '';
      const home = path.dirname(this.place);
      if (NOT_ALLOWED.has(code) && (await canOnlyBeRead(home))) {
        this.#notes.add(readOnlyNote(home));
        return { outcome: 'denied', why };
      }
      const message = `Nothing can be kept in ${this.place}: ${why}.`;
      const hint = FULL.has(code) ? MORE_ROOM : 'Name a directory that can be written with cache-dir.';
      this.#notes.add({ severity: 'info', code: 'cache-not-written', message, hint }, why);
      return { outcome: NOT_ALLOWED.has(code) ? 'denied' : 'failed', why };
    }
  }

  #tooLarge(bytes: number): string {
    const why = `it has ${bytes} bytes, more than the ${this.#limitBytes} that all may have together`;
    const message = `Something is too large to be kept in ${this.place}: ${why}.`;
    this.#notes.add({ severity: 'info', code: 'cache-too-large', message, hint: 'Allow the cache more room.' });
    return why;
  }
}
