/**
 * The file of what was learned. It comes from elsewhere (an older or newer version of us, a full disk, somebody's editor), so nothing
 * in it is believed before it is checked.
 *
 * `{ "format": "migrate-action memory", "version": 1, "migrations": { CONTENT: { MAJOR: { "at", "ms", "surprise"?, "proven"? } } }, "verified":
 * { CLOSED SET: { MAJOR: { "at", "ms", "schema"?, "data"? } } } }`
 */
import { isHash, isRecord, isTime } from '../migration/plain.ts';

export interface Entry {
  /** When a run last added to it; seconds since 1970. */
  readonly at: number;
  /** The latest times, in milliseconds, oldest first. */
  readonly ms: readonly number[];
  readonly surprise?: string | undefined;
  /** Hashes of the places in which runs have applied it, the latest last; see `Lesson`. */
  readonly proven?: readonly string[] | undefined;
}

/** What applying a whole closed set gave. */
export interface VerifiedEntry {
  /** Seconds since 1970. */
  readonly at: number;
  /** Of all its migrations together, in milliseconds. */
  readonly ms: number;
  /** Its fingerprint, where it was read: 64 hexadecimal digits each. */
  readonly schema?: string | undefined;
  readonly data?: string | undefined;
}

type ByMajor<T> = ReadonlyMap<string, ReadonlyMap<string, T>>;

export interface Learned {
  /** By content digest, then by PostgreSQL major. */
  readonly migrations: ByMajor<Entry>;
  /** By the hash of a closed set, then by PostgreSQL major. */
  readonly verified: ByMajor<VerifiedEntry>;
}

export const NOTHING_LEARNED: Learned = { migrations: new Map(), verified: new Map() };

/** Written by a later version of us. */
export class NewerFile extends Error {
  override readonly name = 'NewerFile';
}

const FORMAT = 'migrate-action memory';
const VERSION = 1;
const MOST_TIMES = 100;
const MOST_PROVEN = 100;
const LONGEST_TEXT = 2000;

export function printLearned(learned: Learned): string {
  const plain = <T>(entries: ByMajor<T>) =>
    Object.fromEntries([...entries].map(([hash, byMajor]) => [hash, Object.fromEntries(byMajor)]));
  const { migrations, verified } = learned;
  const file = { format: FORMAT, version: VERSION, migrations: plain(migrations), verified: plain(verified) };
  return `${JSON.stringify(file)}\n`;
}

/** @throws Error for anything that is not such a file, whole and of this version; NewerFile for a later one */
export function parseLearned(bytes: Buffer): Learned {
  const file = parseJson(bytes);
  if (!isRecord(file) || file['format'] !== FORMAT) throw new Error('it is no file of migrate-action');
  const { version, migrations, verified = {} } = file;
  if (typeof version === 'number' && version > VERSION)
    throw new NewerFile(`its version is ${version}, not ${VERSION}`);
  if (version !== VERSION) throw damaged();
  return { migrations: readByMajor(migrations, readEntry), verified: readByMajor(verified, readVerified) };
}

function readByMajor<T>(value: unknown, read: (entry: Readonly<Record<string, unknown>>) => T): ByMajor<T> {
  if (!isRecord(value)) throw damaged();
  return new Map(
    Object.entries(value).map(([hash, byMajor]) => {
      if (!isHash(hash) || !isRecord(byMajor)) throw damaged();
      const entries = Object.entries(byMajor).map(([major, entry]): [string, T] => {
        if (!/^\d{1,3}$/.test(major) || !isRecord(entry)) throw damaged();
        return [major, read(entry)];
      });
      return [hash, new Map(entries)];
    }),
  );
}

function parseJson(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString());
  } catch {
    throw new Error('it is no JSON');
  }
}

function readEntry({ at, ms, surprise, proven }: Readonly<Record<string, unknown>>): Entry {
  if (!isTime(at) || !Array.isArray(ms) || ms.length > MOST_TIMES) throw damaged();
  const times = ms.filter(isTime);
  if (times.length !== ms.length) throw damaged();
  if (surprise !== undefined && (typeof surprise !== 'string' || surprise.length > LONGEST_TEXT)) throw damaged();
  if (proven !== undefined && !isHashes(proven)) throw damaged();
  return {
    at,
    ms: times,
    ...(surprise === undefined ? {} : { surprise }),
    ...(proven === undefined ? {} : { proven }),
  };
}

function isHashes(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.length <= MOST_PROVEN && value.every(isHash);
}

function readVerified({ at, ms, schema, data }: Readonly<Record<string, unknown>>): VerifiedEntry {
  if (!isTime(at) || !isTime(ms)) throw damaged();
  if (schema === undefined && data === undefined) return { at, ms };
  if (!isHash(schema) || !isHash(data)) throw damaged();
  return { at, ms, schema, data };
}

function damaged(): Error {
  return new Error('it is damaged');
}
