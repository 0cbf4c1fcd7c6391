/**
 * Where things are kept between runs.
 *
 * | what | is | reached by |
 * |---|---|---|
 * | an entry | a file of any size that never changes: a snapshot, an installation | its key (`keys.ts`): `has` `newest` `get` `put` |
 * | a document | a small text that runs add to: an index, results, learned times | its name: `read` `update` |
 *
 * What is kept is a help and never a need. So no method rejects: what goes wrong is a miss, or an outcome, and one line in
 * `takeNotes()`. Nothing is believed for being kept, either: whoever restores an entry checks it against the entry's own manifest.
 */
import type { Problem } from '../migration/problem.ts';

export interface Store {
  /** What it is called in a sentence: `/var/cache/migrate-action/entries`, `GitHub's cache`. */
  readonly place: string;

  /** Whether `get` would find it now. */
  has(key: string): Promise<boolean>;

  /**
   * The key of the entry that was written last among those whose keys begin with the prefix.
   *
   * On GitHub this goes by scope: all of the branch's own entries come before any of the base branch's, and those before any of the
   * default branch's, however new.
   */
  newest(prefix: string): Promise<string | undefined>;

  /**
   * Puts the entry's bytes where `file` says, replacing what is there, if the entry can be had; all of it or nothing.
   * The file may share its bytes with the store: read it, move it, remove it, but never write into it.
   *
   * @returns whether it did; false without a note means that there is no such entry
   */
  get(key: string, file: string, options?: GetOptions): Promise<boolean>;

  /**
   * Keeps a copy of the file. The directory it lies in must be ours to write in. A key that is taken stays as it is.
   */
  put(key: string, file: string, options?: PutOptions): Promise<PutResult>;

  /** The document as it was last written, as far as this run can see; undefined when there is none. See `newest` for scopes. */
  read(name: string): Promise<Buffer | undefined>;

  /**
   * Replaces the document by what `change` makes of it. In a directory nobody else changes it meanwhile. On GitHub there is no such
   * means: of two runs at the same time one may lose what it added, which must be something that a later run adds again.
   *
   * @param change gets undefined when there is no document; what it returns is written, unless it is undefined or nothing new
   */
  update(name: string, change: (document: Buffer | undefined) => Uint8Array | undefined): Promise<PutResult>;

  /** What went wrong since this was last asked: one line for each cause, told once. */
  takeNotes(): readonly Problem[];

  /** Left out where the store has no means for it: GitHub's client can neither list nor remove. */
  list?(prefix?: string): Promise<readonly KeptEntry[]>;
  /** Also of a document. @returns whether it is gone now */
  remove?(key: string): Promise<boolean>;

  /** Ends what runs in the background. Afterwards everything is a miss. A run that forgets it ends nevertheless. */
  close(): Promise<void>;
}

/** How long to wait at most, where waiting is on others. Left out, it follows from the size. */
export interface PutOptions {
  readonly limitMs?: number | undefined;
}

export interface GetOptions extends PutOptions {
  /** The entry's size, if it is known. */
  readonly bytes?: number | undefined;
}

export type PutResult =
  | { readonly outcome: 'kept' }
  /** It is there already, from this run or another. */
  | { readonly outcome: 'exists' }
  | {
      /** Denied: this run may not write, and need not try again. */
      readonly outcome: 'denied' | 'failed';
      /** The rest of a sentence that begins with what could not be kept. */
      readonly why: string;
    };

export interface KeptEntry {
  readonly key: string;
  readonly bytes: number;
  readonly writtenAt: Date;
  readonly usedAt: Date;
}

const READ_ONLY = 'cache-read-only';

/** Of all that lies in one place, so nobody has to say it of his part of it. */
export function readOnlyNote(home: string): Problem {
  return {
    severity: 'info',
    code: READ_ONLY,
    message: `${home} can only be read: what is kept there is used, and nothing new will be.`,
    hint: 'Name a directory that can be written with cache-dir.',
  };
}

export function isReadOnlyNote({ code }: Problem): boolean {
  return code === READ_ONLY;
}

/** A document is read as a whole; what is larger is none of ours. */
export const LARGEST_DOCUMENT_BYTES = 32 * 1024 * 1024;
