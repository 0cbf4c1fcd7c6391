/**
 * The document that says which snapshots there are and what is in each, so that one can be chosen without fetching any.
 *
 * It may be older than the store, or newer: an entry that it names may be gone, and is then a miss; one that it does not name is not
 * found. Nothing in it is believed before it is checked.
 *
 * `{ "format": "migrate-action index", "version": 1, "migrations": [[ID, DIGEST, RECORD, CONTENT], …], "snapshots": [{ "key", "set",
 * "bytes", "restoreMs"?, "seed"?: { "digest", "ms" }, "proven"?, "spoiled"?, "isFinal"?, "fingerprint"?, "varies"?, "madeAt", "members": [INDEX of
 * migrations, …] }, …] }`, the newest snapshot first.
 */
import type { HeldSeed } from '../graph/snapshot-choice.ts';
import type { Remembered } from '../graph/snapshot-miss.ts';
import { isHash, isRecord, isTime } from '../migration/plain.ts';

export interface IndexedSnapshot {
  /** Of the store's entry. */
  readonly key: string;
  /** Which set of migrations it is of. */
  readonly set: string;
  /** Of the entry. */
  readonly bytes: number;
  /** Milliseconds from the entry to a database, where that does not follow from the size. */
  readonly restoreMs?: number | undefined;
  /** What is in it beside the migrations. */
  readonly seed?: HeldSeed | undefined;
  /** A database was made of it and compared, object by object, with the one that it was made of. */
  readonly proven?: boolean | undefined;
  /** It is gone, since no database could be made of it. Who makes another one of the same migrations should know. */
  readonly spoiled?: boolean | undefined;
  /** Nothing may be applied on it, which would not find all as it was: sessions that begin on it are set otherwise, say. */
  readonly isFinal?: boolean | undefined;
  /** Of the database that it was made of. */
  readonly fingerprint?: Readonly<Record<FingerprintPart, string>> | undefined;
  /** What of it time and chance make different in every replay, as far as that was found out. */
  readonly varies?: readonly FingerprintPart[] | undefined;
  /** ISO 8601, UTC. */
  readonly madeAt: string;
  /** In file order. */
  readonly members: readonly Remembered[];
}

export type FingerprintPart = 'schema' | 'data';

/** What was found out about a snapshot after it was listed. */
export type Remark = Pick<IndexedSnapshot, 'key'> &
  Partial<Pick<IndexedSnapshot, 'restoreMs' | 'proven' | 'spoiled' | 'varies'>>;

/** More would only be looked through: what is older is of branches that have moved on. */
const MOST_SNAPSHOTS = 24;
const FORMAT = 'migrate-action index';
const VERSION = 1;
const LARGEST_BYTES = 32 * 1024 * 1024;
const FINGERPRINT_PARTS: readonly FingerprintPart[] = ['schema', 'data'];

/** @throws Error for anything that is not such a document, whole and of this version */
export function parseIndex(document: Uint8Array): readonly IndexedSnapshot[] {
  if (document.length > LARGEST_BYTES) throw new Error(`it is larger than ${LARGEST_BYTES} bytes`);
  let file: unknown;
  try {
    file = JSON.parse(Buffer.from(document).toString());
  } catch {
    throw new Error('it is no JSON');
  }
  if (!isRecord(file) || file['format'] !== FORMAT) throw new Error('it is no index of migrate-action');
  if (file['version'] !== VERSION) throw new Error(`its version is ${String(file['version'])}, not ${VERSION}`);
  const { migrations, snapshots } = file;
  if (!Array.isArray(migrations) || !Array.isArray(snapshots)) throw damaged();
  const known = migrations.map(readMigration);
  return snapshots.map((snapshot) => readSnapshot(snapshot, known));
}

export function printIndex(snapshots: readonly IndexedSnapshot[]): Buffer {
  const rows = new Map<string, number>();
  const placeOf = ({ id, digest, record, content }: Remembered): number => {
    const row = JSON.stringify([id, digest, record, content]);
    const place = rows.get(row) ?? rows.size;
    rows.set(row, place);
    return place;
  };
  const printed = snapshots.map((snapshot) => ({ ...snapshot, members: snapshot.members.map(placeOf) }));
  const migrations = [...rows.keys()].map((row) => JSON.parse(row) as unknown);
  return Buffer.from(`${JSON.stringify({ format: FORMAT, version: VERSION, migrations, snapshots: printed })}\n`);
}

/**
 * The document with one more snapshot, which comes first, and without those that are gone.
 *
 * @param document as it is; what cannot be read is replaced
 */
export function withSnapshot(
  document: Uint8Array | undefined,
  added: IndexedSnapshot,
  gone: ReadonlySet<string>,
): Buffer {
  const others = listed(document).filter(({ key }) => key !== added.key && !gone.has(key));
  return printIndex([added, ...others].slice(0, MOST_SNAPSHOTS));
}

export function withoutSnapshots(document: Uint8Array | undefined, gone: ReadonlySet<string>): Buffer {
  return printIndex(listed(document).filter(({ key }) => !gone.has(key)));
}

/** The document with what was found out about one of its snapshots. */
export function withRemark(document: Uint8Array | undefined, remark: Remark): Buffer {
  return printIndex(listed(document).map((each) => (each.key === remark.key ? { ...each, ...remark } : each)));
}

function listed(document: Uint8Array | undefined): readonly IndexedSnapshot[] {
  try {
    return document === undefined ? [] : parseIndex(document);
  } catch {
    return [];
  }
}

function readMigration(row: unknown): Remembered {
  if (!Array.isArray(row) || row.length !== 4) throw damaged();
  const [id, digest, record, content] = row as unknown[];
  if (!isText(id) || !isHash(digest) || !isHash(record) || !isHash(content)) throw damaged();
  return { id, digest, record, content };
}

function readSnapshot(snapshot: unknown, migrations: readonly Remembered[]): IndexedSnapshot {
  if (!isRecord(snapshot)) throw damaged();
  const { key, set, bytes, restoreMs, seed, proven, spoiled, isFinal, fingerprint, varies, madeAt, members } = snapshot;
  const isSize = typeof bytes === 'number' && Number.isSafeInteger(bytes) && bytes >= 0;
  if (!(restoreMs === undefined || isTime(restoreMs)) || !isMark(proven) || !isMark(spoiled) || !isMark(isFinal))
    throw damaged();
  if (!isFingerprint(fingerprint) || !isPartsOrNone(varies)) throw damaged();
  if (!isText(key) || !isHash(set) || !isSize || !isText(madeAt) || !Array.isArray(members)) throw damaged();
  return {
    key,
    set,
    bytes,
    restoreMs,
    ...(seed === undefined ? {} : { seed: readSeed(seed) }),
    proven,
    spoiled,
    isFinal,
    fingerprint,
    varies,
    madeAt,
    members: members.map((index: unknown) => {
      const member = typeof index === 'number' ? migrations[index] : undefined;
      if (member === undefined) throw damaged();
      return member;
    }),
  };
}

function readSeed(seed: unknown): HeldSeed {
  if (!isRecord(seed)) throw damaged();
  const { digest, ms } = seed;
  if (!isHash(digest) || !isTime(ms)) throw damaged();
  return { digest, ms };
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '' && value.length <= 1000;
}

function isMark(value: unknown): value is true | undefined {
  return value === undefined || value === true;
}

function isFingerprint(value: unknown): value is IndexedSnapshot['fingerprint'] {
  return value === undefined || (isRecord(value) && FINGERPRINT_PARTS.every((part) => isHash(value[part])));
}

function isPartsOrNone(value: unknown): value is IndexedSnapshot['varies'] {
  return value === undefined || (Array.isArray(value) && value.every(isFingerprintPart));
}

function isFingerprintPart(value: unknown): value is FingerprintPart {
  return FINGERPRINT_PARTS.some((part) => part === value);
}

function damaged(): Error {
  return new Error('it is damaged');
}
