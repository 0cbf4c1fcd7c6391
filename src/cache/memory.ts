/**
 * What earlier runs learned about migrations: how long each took, whether it was seen to do what its SQL does not show, and which
 * closed sets have been applied whole.
 *
 * All of it is known by the migration's content, so that it holds wherever the same text is: on other branches, beside other
 * migrations, in another checkout. A set has one file, found by the content of its first migration, which is the one that is hardly
 * ever edited.
 *
 * What was seen on one PostgreSQL major is a fault in reading the SQL, and so counts on every major; times count on their own.
 */
import type { Problem } from '../migration/problem.ts';
import { messageOf } from '../postgres/thrown.ts';
import { documentName } from './keys.ts';
import {
  type Entry,
  type Learned,
  NewerFile,
  NOTHING_LEARNED,
  parseLearned,
  printLearned,
  type VerifiedEntry,
} from './memory-file.ts';
import { isReadOnlyNote, type Store } from './store.ts';

/** What a run learned about one migration. */
export interface Lesson {
  /** The migration's content digest. */
  readonly content: string;
  readonly ms?: number | undefined;
  /** What it was seen to do that its SQL does not show, as a predicate: `changed rows of table public.audit`. */
  readonly surprise?: string | undefined;
  /**
   * Set when a run applied it, or found it applied, without a surprise and to the end: a hash of the set, of its digest, which covers all
   * before it, and of what its tool records. 64 hexadecimal digits.
   */
  readonly proven?: string | undefined;
}

/** A closed set that a run has applied whole, or found applied, on an empty database. */
export interface Verified {
  /** Hash of the set and of what tells its migrations from others; 64 hexadecimal digits. */
  readonly closedSet: string;
  /** Of all its migrations. */
  readonly ms: number;
  readonly fingerprint?: { readonly schema: string; readonly data: string } | undefined;
}

/** Lessons, and where they belong: plain data, for whoever learns them later. */
export interface Taught {
  /** The set's document. */
  readonly name: string;
  /** Of the server that taught them. */
  readonly major: number;
  readonly lessons: readonly Lesson[];
  readonly verified?: Verified | undefined;
}

/** So many of the latest times are kept: enough for a median that one busy machine does not move. */
const TIMES = 5;
/** On so many branches a migration stands on other ones before it; the latest are kept. */
const PROVEN = 4;
/** More than the largest sets have; about 3 MB. */
const MOST_MIGRATIONS = 20_000;
/** One for each state of a branch that a run has seen through. */
const MOST_VERIFIED = 500;
const LONGEST_SURPRISE = 500;

export class Memory {
  readonly #store: Store;
  #name = '';
  #learned: Learned = NOTHING_LEARNED;

  constructor(store: Store) {
    this.#store = store;
  }

  /**
   * Reads what is known about a set. Writes nothing.
   *
   * @param contents the content digests of the set, in file order; at least one
   * @returns a note when there is something that cannot be used
   */
  async recall(contents: readonly string[]): Promise<readonly Problem[]> {
    this.#name = documentName({ kind: 'learned', parts: [(contents[0] ?? '').slice(0, 32)] });
    const document = await this.#store.read(this.#name);
    try {
      this.#learned = read(document);
      return this.#store.takeNotes();
    } catch (error) {
      const message = `What earlier runs learned, kept in ${this.#store.place}, is not used: ${this.#name}: ${sentence(error)}`;
      const hint = error instanceof NewerFile ? 'Use one version of migrate-action.' : `The next run replaces it.`;
      return [{ severity: 'info', code: 'memory-unreadable', message, hint }];
    }
  }

  /**
   * Milliseconds it usually takes.
   *
   * @param major PostgreSQL's; left out, when it is not known yet, all count
   */
  expectedMs(content: string, major?: number): number | undefined {
    const byMajor = this.#learned.migrations.get(content);
    const entries = major === undefined ? [...(byMajor?.values() ?? [])] : [byMajor?.get(String(major))];
    return median(entries.flatMap((entry) => entry?.ms ?? []));
  }

  /** What an earlier run saw it do that its SQL does not show, as a predicate. */
  surprise(content: string): string | undefined {
    return [...(this.#learned.migrations.get(content)?.values() ?? [])].find(({ surprise }) => surprise !== undefined)
      ?.surprise;
  }

  /** Whether a run has applied it in this very place; see `Lesson`. */
  proven(content: string, major: number, place: string): boolean {
    return this.#learned.migrations.get(content)?.get(String(major))?.proven?.includes(place) === true;
  }

  /** What applying exactly this closed set gave, on any server of this major. */
  verified(closedSet: string, major: number): VerifiedEntry | undefined {
    return this.#learned.verified.get(closedSet)?.get(String(major));
  }

  /** What `learn` takes, for somebody who learns it later. */
  taught(lessons: readonly Lesson[], major: number, verified?: Verified): Taught {
    return { name: this.#name, major, lessons, verified };
  }

  /** See `learn`. */
  learn(lessons: readonly Lesson[], major: number, verified?: Verified): Promise<readonly Problem[]> {
    return learn(this.#store, this.taught(lessons, major, verified));
  }
}

/**
 * Adds what a run learned to what is known by now, by this run and by others. Never rejects.
 *
 * @returns a note when it could not be kept
 */
export async function learn(store: Store, taught: Taught): Promise<readonly Problem[]> {
  return await learnAll(store, taught.name, [taught]);
}

/** The same of several runs over one set, at once: where a store keeps versions of a document, all of them are in the next one. */
export async function learnAll(store: Store, name: string, runs: readonly Taught[]): Promise<readonly Problem[]> {
  const taught = runs.filter(({ lessons, verified }) => lessons.length > 0 || verified !== undefined);
  if (taught.length === 0) return [];
  const now = Math.floor(Date.now() / 1000);
  const result = await store.update(name, (document) => {
    let known = NOTHING_LEARNED;
    try {
      known = read(document);
    } catch (error) {
      // Another version of us wants to find its own again. Anything else was told when it was recalled, and is replaced.
      if (error instanceof NewerFile) return undefined;
    }
    return Buffer.from(printLearned(taught.reduce((before, each) => merge(before, each, now), known)));
  });
  const notes = store.takeNotes();
  if (!('why' in result) || notes.some(isReadOnlyNote)) return notes;
  const message = `What this run learned could not be kept in ${store.place}: ${sentence(result.why)}`;
  return [{ severity: 'info', code: 'memory-not-written', message, hint: notes[0]?.hint }];
}

function read(document: Buffer | undefined): Learned {
  return document === undefined ? NOTHING_LEARNED : parseLearned(document);
}

function merge(known: Learned, { lessons, major, verified }: Taught, now: number): Learned {
  const migrations = new Map(known.migrations);
  for (const { content, ms, surprise, proven } of lessons) {
    const byMajor = migrations.get(content);
    const before: Entry | undefined = byMajor?.get(String(major));
    const times = [...(before?.ms ?? []), ...(ms === undefined ? [] : [rounded(ms)])].slice(-TIMES);
    const seen = surprise?.slice(0, LONGEST_SURPRISE) ?? before?.surprise;
    const others = before?.proven?.filter((place) => place !== proven) ?? [];
    const places = [...others, ...(proven === undefined ? [] : [proven])].slice(-PROVEN);
    const entry: Entry = {
      at: now,
      ms: times,
      ...(seen === undefined ? {} : { surprise: seen }),
      ...(places.length === 0 ? {} : { proven: places }),
    };
    migrations.set(content, new Map([...(byMajor ?? []), [String(major), entry]]));
  }
  const sets = new Map(known.verified);
  if (verified !== undefined) {
    const { closedSet, ms, fingerprint } = verified;
    const before = sets.get(closedSet)?.get(String(major));
    // Another run may have read it, of the same.
    const { schema, data } = fingerprint ?? before ?? {};
    const entry: VerifiedEntry = { at: now, ms: rounded(ms), schema, data };
    sets.set(closedSet, new Map([...(sets.get(closedSet) ?? []), [String(major), entry]]));
  }
  return { migrations: latest(migrations, MOST_MIGRATIONS), verified: latest(sets, MOST_VERIFIED) };
}

/** Those that runs last added to. */
function latest<T extends { readonly at: number }>(
  entries: ReadonlyMap<string, ReadonlyMap<string, T>>,
  most: number,
): ReadonlyMap<string, ReadonlyMap<string, T>> {
  if (entries.size <= most) return entries;
  const when = (byMajor: ReadonlyMap<string, T>) => Math.max(...[...byMajor.values()].map(({ at }) => at));
  return new Map([...entries].sort(([, a], [, b]) => when(b) - when(a)).slice(0, most));
}

/** Microseconds are more than a clock on a shared machine can tell. */
function rounded(ms: number): number {
  return Math.round(ms * 100) / 100;
}

function median(values: readonly number[]): number | undefined {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[sorted.length >>> 1];
}

function sentence(error: unknown): string {
  return `${messageOf(error).replace(/\.$/, '')}.`;
}
