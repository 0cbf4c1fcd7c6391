/**
 * What earlier runs left for this one to start from, and what this one leaves: snapshots of managed servers, in a store.
 *
 * Restoring proves itself. The archive's checksum and manifest, the server's start, its libraries and extensions, and the books, which
 * must say exactly the closed set: whatever is not as it should be costs a warning, and the run begins with the next best, or with nothing.
 */
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { directoryStore } from '../cache/directory-store.ts';
import { documentName, entryKey } from '../cache/keys.ts';
import { type IndexedSnapshot, parseIndex, withoutSnapshots } from '../cache/snapshot-index.ts';
import type { Store } from '../cache/store.ts';
import { readState } from '../execution/books.ts';
import { isWorthKeeping, restoreMs, type RestoreCost } from '../graph/cost.ts';
import { type Reuse, usableSnapshots } from '../graph/snapshot-choice.ts';
import { type Remembered, whyNotAll } from '../graph/snapshot-miss.ts';
import type { Problem } from '../migration/problem.ts';
import type { SavedSnapshot } from '../migration/result.ts';
import { VERSION } from '../migration/version.ts';
import type { Difference } from '../postgres/fingerprint/compare.ts';
import { type Fingerprint, fingerprintOf } from '../postgres/fingerprint/fingerprint.ts';
import { NOTHING_VOLATILE } from '../postgres/fingerprint/image.ts';
import type { DataDirectoryOptions } from '../postgres/server/data-directory.ts';
import type { ManagedServer } from '../postgres/server/managed-server.ts';
import { wantedHome } from '../postgres/server/home.ts';
import { randomName, withStaging } from '../postgres/server/staging.ts';
import { messageOf } from '../postgres/thrown.ts';
import { readManifest } from '../postgres/snapshot/file.ts';
import { fillFromSnapshot, makeSnapshot } from '../postgres/snapshot/managed.ts';
import type { SnapshotManifest } from '../postgres/snapshot/manifest.ts';
import { SnapshotRefusal } from '../postgres/snapshot/refusal.ts';
import { checkRestored } from '../postgres/snapshot/restored.ts';
import { imageOfRun, withSessionOn } from './image-of-run.ts';
import { type Kept, keepSnapshot, savedAs } from './leavings.ts';
import type { Work } from './migrate.ts';
import type { PreparedMigration } from './plan.ts';
import type { RunPorts, StorePort } from './ports.ts';
import type { Settings } from './settings.ts';
import { markOf, memberOf, setOf } from './snapshot-identity.ts';
import { isUnfitForAll } from './unfit-snapshot.ts';

/** So many are tried before the run does without. */
const TRIES = 2;
/** Packing and hashing; measured. */
const MAKE_MS_PER_MEGABYTE = 4;
/** Of a database of a few hundred tables; measured. */
const FINGERPRINT_MS = 250;

const DIFFERENCES_NAMED = 3;

export type Start = (fill: (options: DataDirectoryOptions) => Promise<void>) => Promise<ManagedServer>;

/** A run's start from a snapshot. */
export interface Restored {
  readonly server: ManagedServer;
  /** What was applied in it. */
  readonly migrations: readonly PreparedMigration[];
  /** Milliseconds that this is expected to save. */
  readonly savesMs: number;
  /** Of the store's entry. */
  readonly key: string;
  /** As it was when the snapshot was made. */
  readonly fingerprint?: Fingerprint | undefined;
}

export interface SnapshotsOptions extends StorePort {
  /** A directory of ours. */
  readonly workDirectory: string;
  readonly settings: Settings;
}

/** A snapshot is not made, and the rest of a sentence why. */
export interface NotMade {
  readonly why: string;
}

/** In a directory: linked, unpacked, and started from. */
const DIRECTORY_COST: RestoreCost = { fixedMs: 15, megabyteMs: 1.2 };
/** Beside the installations of PostgreSQL. */
export const KEPT_DIRECTORY = 'kept';
export const WORK_DIRECTORY = 'packing';

/** @returns undefined when nothing is to be reused */
export function openSnapshots(settings: Settings, { store }: RunPorts): Snapshots | undefined {
  if (settings.reuse === 'off') return undefined;
  const home = wantedHome({ cacheDir: settings.cacheDir });
  const kept: StorePort = store ?? { store: directoryStore(path.join(home, KEPT_DIRECTORY)), cost: DIRECTORY_COST };
  return new Snapshots({ ...kept, workDirectory: kept.workDirectory ?? path.join(home, WORK_DIRECTORY), settings });
}

export class Snapshots {
  readonly #store: Store;
  readonly #cost: RestoreCost;
  readonly #isWorthKeeping: (gainMs: number, makeMs: number) => boolean;
  readonly #workDirectory: string;
  readonly #settings: Settings;
  readonly #indexName: string;
  #known: readonly IndexedSnapshot[] = [];
  /** Keys of what is gone, or is not what the index says. Where nothing can be removed, nobody can write there again, either. */
  readonly #unfit = new Set<string>();
  readonly #problems: Problem[] = [];

  constructor({ store, cost, isWorthKeeping: worth = isWorthKeeping, workDirectory, settings }: SnapshotsOptions) {
    this.#store = store;
    this.#cost = cost;
    this.#isWorthKeeping = worth;
    this.#workDirectory = workDirectory;
    this.#settings = settings;
    this.#indexName = documentName({
      kind: 'index',
      parts: [
        String(settings.postgres),
        `${process.platform}.${process.arch}`,
        path.relative(process.cwd(), path.resolve(settings.directory)),
      ],
      epoch: settings.epoch,
    });
  }

  /** Reads what there is. @returns whether there is anything */
  async recall(): Promise<boolean> {
    const document = await this.#store.read(this.#indexName);
    if (document !== undefined) {
      try {
        this.#known = parseIndex(document);
      } catch (error) {
        this.#note('index-unreadable', `The index of snapshots is not used: ${messageOf(error)}.`);
      }
    }
    return this.#known.length > 0;
  }

  /** Starts a server from the snapshot that saves most. @returns undefined when there is none to start from */
  async restore(work: Work, start: Start): Promise<Restored | undefined> {
    const set = setOf(work);
    const run = work.runnables.map((each) => ({ ...memberOf(each, work), expectedMs: each.expectedMs }));
    const known = this.#known.filter((snapshot) => snapshot.set === set);
    const priced = known.map((snapshot) => ({ ...snapshot, restoreMs: restoreMs(snapshot.bytes, this.#cost) }));
    const reuse = this.#reuseOf(work);
    const usable = usableSnapshots<(typeof priced)[number] & Priced>(run, priced, reuse);
    const worthwhile = usable.filter(({ savesMs }) => savesMs > 0).slice(0, TRIES);
    for (const { snapshot, positions, savesMs } of worthwhile) {
      const migrations = positions.flatMap((position) => work.runnables[position] ?? []);
      const restored = await this.#restoreOne(snapshot, set, migrations, work, start);
      if (restored !== undefined) {
        this.#explain(run, known, positions.length, reuse);
        return { ...restored, migrations, savesMs, key: snapshot.key };
      }
    }
    this.#explain(run, known, 0, reuse);
    return undefined;
  }

  async #restoreOne(
    snapshot: IndexedSnapshot,
    set: string,
    migrations: readonly PreparedMigration[],
    work: Work,
    start: Start,
  ): Promise<Pick<Restored, 'server' | 'fingerprint'> | undefined> {
    await mkdir(this.#workDirectory, { recursive: true });
    try {
      return await withStaging(this.#workDirectory, async (directory) => {
        const file = path.join(directory, 'snapshot');
        if (!(await this.#store.get(snapshot.key, file, { bytes: snapshot.bytes }))) {
          this.#missed(snapshot, migrations.length);
          return undefined;
        }
        const digests = new Set(snapshot.members.map(markOf));
        const server = await start(fillFromSnapshot(file, { set, digests }));
        try {
          const { fingerprint } = await this.#check(server, file, migrations, work);
          return { server, fingerprint };
        } catch (error) {
          await server.stop();
          throw error;
        }
      });
    } catch (error) {
      // Whatever it is: what cannot be begun with nothing, either, will say so.
      this.#problems.push({
        severity: 'warning',
        code: 'snapshot-refused',
        message: `A snapshot of ${migrations.length} migrations is not used: ${messageOf(error).replaceAll(/\s*\n\s*/g, ' ')}`,
        hint: 'The run begins without it. To abandon all snapshots, raise epoch.',
      });
      if (isUnfitForAll(error)) await this.withdraw(snapshot.key);
      return undefined;
    }
  }

  /** So that it is made again, and the next run does not meet it. */
  async withdraw(key: string): Promise<void> {
    this.#unfit.add(key);
    await this.#store.remove?.(key);
    await this.#store.update(this.#indexName, (document) => withoutSnapshots(document, this.#unfit));
  }

  /** Withdraws what was proved to be wrong. */
  async refute({ key, migrations }: Restored, differences: readonly Difference[]): Promise<void> {
    const named = differences.slice(0, DIFFERENCES_NAMED).map(({ object }) => object);
    const more = differences.length - named.length;
    this.#problems.push({
      severity: 'error',
      code: 'snapshot-differs',
      message: `The snapshot of ${migrations.length} migrations is not what they make of an empty database: ${named.join(', ')}${more > 0 ? ` and ${more} more` : ''}. It is withdrawn.`,
      hint: 'This run began without it. If nobody has altered the cache, a migration depends on what is in no file: see verify.',
    });
    await this.withdraw(key);
  }

  #missed({ key }: IndexedSnapshot, count: number): void {
    this.#unfit.add(key);
    const notes = this.#store.takeNotes();
    this.#problems.push(...notes);
    if (notes.length > 0) return;
    this.#note('snapshot-gone', `A snapshot of ${count} migrations is gone from ${this.#store.place}.`);
  }

  /** The books must say exactly what the manifest says. */
  async #check(
    server: ManagedServer,
    file: string,
    migrations: readonly PreparedMigration[],
    work: Work,
  ): Promise<SnapshotManifest> {
    const manifest = await readManifest(file);
    if (manifest.migrations.length !== migrations.length) {
      throw new SnapshotRefusal('wrong-set', 'Its manifest and the index tell different migrations.');
    }
    await withSessionOn(server, this.#settings, async (session) => {
      await checkRestored(session, manifest);
      const all = work.runnables.map(({ migration }) => migration);
      const { present } = await readState(session, work.bookkeeping, all);
      const expected = migrations.map(({ migration }) => migration);
      if (present.length !== expected.length || present.some((migration, index) => migration !== expected[index])) {
        throw new SnapshotRefusal(
          'wrong-set',
          `Its ${work.bookkeeping.table} records ${present.length} of this set's migrations, not the ${expected.length} of its manifest.`,
        );
      }
    });
    return manifest;
  }

  /**
   * Packs the migrated database, if a later run would gain by it.
   *
   * @param times milliseconds that each migration took or usually takes
   * @param savesMs what this run saved by the snapshot it started from
   * @param resume whether the server is to go on
   */
  async pack(
    server: ManagedServer,
    work: Work,
    times: ReadonlyMap<PreparedMigration, number>,
    savesMs: number,
    resume: boolean,
  ): Promise<Kept | NotMade> {
    const beyond = work.plan.migrations.find(({ beyondDigest }) => beyondDigest !== false);
    if (beyond !== undefined || work.initOutside !== undefined) {
      const why =
        beyond === undefined
          ? `of the SQL before the migrations, ${String(work.initOutside)}`
          : `of ${beyond.id}, ${String(beyond.beyondDigest)}`;
      this.#note('snapshot-not-made', `No snapshot is made: ${why}.`);
      return { why };
    }
    const replayMs = work.runnables.reduce((sum, each) => sum + (times.get(each) ?? 0), 0);
    const gainMs = replayMs - restoreMs(ASSUMED_BYTES, this.#cost) - savesMs;
    if (!this.#isWorthKeeping(gainMs, FINGERPRINT_MS + (ASSUMED_BYTES / 2 ** 20) * MAKE_MS_PER_MEGABYTE))
      return { why: 'restoring it would save too little' };
    const members = work.runnables.map((each) => memberOf(each, work));
    const set = setOf(work);
    const key = entryKey(
      {
        kind: 'snapshot',
        parts: [server.version, `${process.platform}.${process.arch}`],
        epoch: this.#settings.epoch,
      },
      JSON.stringify([set, members.map(markOf), ...this.#unfit]),
    );
    await mkdir(this.#workDirectory, { recursive: true });
    const file = path.join(this.#workDirectory, randomName('snapshot'));
    try {
      const image = await withSessionOn(server, this.#settings, (session) => imageOfRun(session, work));
      const fingerprint = fingerprintOf(image, NOTHING_VOLATILE);
      const { payload, madeAt } = await makeSnapshot({
        server,
        subject: {
          set,
          migrations: members.map((member) => ({ id: member.id, digest: markOf(member) })),
          madeBy: VERSION,
          fingerprint,
        },
        file,
        resume,
      });
      const snapshot: IndexedSnapshot = { key, set, bytes: payload.bytes, madeAt, members };
      return { file, index: this.#indexName, snapshot, withdrawn: [...this.#unfit], fingerprint };
    } catch (error) {
      if (!(error instanceof SnapshotRefusal)) throw error;
      this.#note('snapshot-not-made', error.message);
      return { why: error.message.replace(/^No snapshot is made[:,]? ?|\.$/g, '') };
    }
  }

  /** Keeps it now. */
  async keep(kept: Kept): Promise<SavedSnapshot> {
    const put = await keepSnapshot(this.#store, kept);
    if (put.outcome === 'failed') this.#note('snapshot-not-kept', `The snapshot could not be kept: ${put.why}.`);
    return savedAs(put, kept);
  }

  async close(): Promise<void> {
    await this.#store.close();
  }

  takeProblems(): readonly Problem[] {
    return [...this.#problems.splice(0), ...this.#store.takeNotes()];
  }

  #reuseOf({ bookkeeping }: Work): Reuse {
    return bookkeeping.onlyPrefixes === true ? 'prefix' : this.#settings.reuse;
  }

  #explain(run: readonly Remembered[], known: readonly IndexedSnapshot[], restored: number, reuse: Reuse): void {
    if (known.length === 0 || restored === run.length) return;
    const shared = new Set(run.map(({ id }) => id));
    const common = ({ members }: IndexedSnapshot) => members.filter(({ id }) => shared.has(id)).length;
    const [nearest] = [...known].sort((a, b) => common(b) - common(a));
    const why = nearest === undefined ? undefined : whyNotAll(run, nearest.members, reuse);
    if (why === undefined) return;
    const from = restored === 0 ? 'restored nothing' : `restored ${restored} of ${run.length}`;
    this.#note('snapshot-miss', `${why}: ${from}, ${run.length - restored} to run.`);
  }

  #note(code: string, message: string): void {
    this.#problems.push({ severity: 'info', code, message });
  }
}

interface Priced {
  readonly restoreMs: number;
}

/** Of a database of a few hundred tables. */
const ASSUMED_BYTES = 40 * 2 ** 20;
