/**
 * The file of what was learned. It comes from elsewhere (an older or newer version of us, a full disk, somebody's editor), so nothing
 * in it is believed before it is checked.
 *
 * `{ "format": "migrate-action memory", "version": 1, "migrations": { CONTENT: { MAJOR: { "at", "ms", "surprise"? } } } }`
 */

export interface Entry {
  /** When a run last added to it; seconds since 1970. */
  readonly at: number;
  /** The latest times, in milliseconds, oldest first. */
  readonly ms: readonly number[];
  readonly surprise?: string | undefined;
}

/** By content digest, then by PostgreSQL major. */
export type Learned = ReadonlyMap<string, ReadonlyMap<string, Entry>>;

/** Written by a later version of us. */
export class NewerFile extends Error {
  override readonly name = 'NewerFile';
}

const FORMAT = 'migrate-action memory';
const VERSION = 1;
const MOST_TIMES = 100;
const LONGEST_TEXT = 2000;

export function printLearned(learned: Learned): string {
  const migrations = Object.fromEntries(
    [...learned].map(([content, byMajor]) => [content, Object.fromEntries(byMajor)]),
  );
  return `${JSON.stringify({ format: FORMAT, version: VERSION, migrations })}\n`;
}

/** @throws Error for anything that is not such a file, whole and of this version; NewerFile for a later one */
export function parseLearned(bytes: Buffer): Learned {
  const file = parseJson(bytes);
  if (!isRecord(file) || file['format'] !== FORMAT) throw new Error('it is no file of migrate-action');
  const { version, migrations } = file;
  if (typeof version === 'number' && version > VERSION)
    throw new NewerFile(`its version is ${version}, not ${VERSION}`);
  if (version !== VERSION || !isRecord(migrations)) throw new Error('it is damaged');
  return new Map(
    Object.entries(migrations).map(([content, byMajor]) => {
      if (!/^[0-9a-f]{64}$/.test(content) || !isRecord(byMajor)) throw new Error('it is damaged');
      return [content, new Map(Object.entries(byMajor).map(readEntry))];
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

function readEntry([major, entry]: [string, unknown]): [string, Entry] {
  if (!/^\d{1,3}$/.test(major) || !isRecord(entry)) throw new Error('it is damaged');
  const { at, ms, surprise } = entry;
  const isTime = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value) && value >= 0;
  if (!isTime(at) || !Array.isArray(ms) || ms.length > MOST_TIMES) throw new Error('it is damaged');
  const times = ms.filter(isTime);
  if (times.length !== ms.length) throw new Error('it is damaged');
  if (surprise === undefined) return [major, { at, ms: times }];
  if (typeof surprise !== 'string' || surprise.length > LONGEST_TEXT) throw new Error('it is damaged');
  return [major, { at, ms: times, surprise }];
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
