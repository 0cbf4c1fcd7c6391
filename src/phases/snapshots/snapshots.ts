/**
 * What earlier runs left for this one to start from, snapshots in a store, and the index that tells of them; what this one leaves,
 * `snapshot-maker.ts` makes.
 *
 * How a snapshot becomes a database, and a database a snapshot, is another matter on a server of ours (`managed-snapshots.ts`) and on
 * somebody else's (`external-snapshots.ts`). Either way restoring proves itself: whatever is not as it should be costs a warning, and
 * the run begins with the next best, or with nothing.
 */
import path from 'node:path';
import { directoryStore } from '../../cache/directory-store.ts';
import { documentName } from '../../cache/keys.ts';
import type { IndexedSnapshot, Remark } from '../../cache/snapshot-index.ts';
import { readOnlyNote } from '../../cache/store.ts';
import { fetchMs, isWorthKeeping, restoreMs, type RestoreCost } from '../../graph/cost.ts';
import { type Reuse, usableSnapshots } from '../../graph/snapshot-choice.ts';
import { explainMiss, type Got, type Remembered } from '../../graph/snapshot-miss.ts';
import type { Problem } from '../../migration/problem.ts';
import type { SavedSnapshot } from '../../migration/result.ts';
import type { Difference } from '../../postgres/fingerprint/compare.ts';
import { wantedHome } from '../../postgres/server/home.ts';
import { messageOf } from '../../postgres/thrown.ts';
import { SnapshotRefusal } from '../../postgres/snapshot/refusal.ts';
import { likeliest, newest, ofExactly } from './known-snapshots.ts';
import type { Kept, Later } from './leavings.ts';
import { losesOrder } from './lost-order.ts';
import type { PreparedMigration } from '../placed.ts';
import type { RunPorts, StorePort } from '../ports.ts';
import { seedDigest } from '../seed.ts';
import type { Settings } from '../settings.ts';
import { markOf, memberOf, setOf } from './snapshot-identity.ts';
import { isClosed, WORK_DIRECTORY } from './packing.ts';
import { SnapshotMaker } from './snapshot-maker.ts';
import { SnapshotShelf } from './snapshot-shelf.ts';
import type { Chosen, NotMade, Restoring } from './snapshot-means.ts';
import { endsTheRun, isSpoiled, isUnfitForAll } from './unfit-snapshot.ts';
import type { Work } from '../work.ts';

/** So many are tried before the run does without. */
const TRIES = 2;
const DIFFERENCES_NAMED = 3;
/** What takes no longer to restore may be begun with by guess. */
const SOON_MS = 100;

export interface SnapshotsOptions extends StorePort {
  /** A directory of ours. */
  readonly workDirectory: string;
  readonly settings: Settings;
  /** What the databases that share an index have in common, beside the directory of the migrations: two texts. */
  readonly common: readonly [version: string, place: string];
  /** The database outlives a run that is cut off, and is then looked at by the tool. */
  readonly isLasting: boolean;
}

/** In a directory: linked, unpacked, and started from. */
const DIRECTORY_COST: RestoreCost = { fixedMs: 15, megabyteMs: 1.2 };
/** Beside the installations of PostgreSQL. */
export const KEPT_DIRECTORY = 'kept';

export function openSnapshots(
  settings: Settings,
  { store }: RunPorts,
  of: Pick<SnapshotsOptions, 'common' | 'isLasting'>,
): Snapshots {
  const home = wantedHome({ cacheDir: settings.cacheDir });
  const kept: StorePort = store ?? { store: directoryStore(path.join(home, KEPT_DIRECTORY)), cost: DIRECTORY_COST };
  const workDirectory = kept.workDirectory ?? path.join(home, WORK_DIRECTORY);
  return new Snapshots({ ...kept, ...of, workDirectory, settings });
}

export class Snapshots {
  readonly #shelf: SnapshotShelf;
  readonly #cost: RestoreCost;
  readonly #maker: SnapshotMaker;
  readonly #settings: Settings;
  readonly #workDirectory: string;
  readonly #isLasting: boolean;
  readonly #problems: Problem[] = [];

  constructor(options: SnapshotsOptions) {
    const { store, cost, isWorthKeeping: worth = isWorthKeeping, workDirectory, settings, common, isLasting } = options;
    this.#cost = cost;
    this.#settings = settings;
    this.#workDirectory = workDirectory;
    this.#isLasting = isLasting;
    const directory = path.relative(process.cwd(), path.resolve(settings.directory));
    const index = documentName({ kind: 'index', parts: [...common, directory], epoch: settings.epoch });
    this.#shelf = new SnapshotShelf(store, index, workDirectory);
    this.#maker = new SnapshotMaker({
      shelf: this.#shelf,
      priceOf: (snapshot) => this.#priceOf(snapshot),
      isWorthKeeping: worth,
      workDirectory,
      epoch: settings.epoch,
      note: (code, message, hint) => {
        this.#note(code, message, hint);
      },
    });
  }

  /** Reads what there is, once. Nothing is said to who uses nothing of it. @returns whether there is anything */
  async recall(): Promise<boolean> {
    const isThere = await this.#shelf.recall();
    if (await isClosed(this.#workDirectory)) this.#problems.push(readOnlyNote(path.dirname(this.#workDirectory)));
    const { unreadable } = this.#shelf;
    if (unreadable !== undefined && this.#settings.reuse !== 'off')
      this.#note('index-unreadable', `The index of snapshots is not used: ${unreadable}.`);
    return isThere;
  }

  /** Begins with the snapshot that saves most. @returns undefined when there is none to begin with */
  async restore<Begun>(work: Work, means: Restoring<Begun>): Promise<(Begun & Chosen) | undefined> {
    await this.recall();
    const { run, sound, usable, reuse, seed } = this.#usable(work);
    const seedName = work.seed?.name;
    const worthwhile = usable.filter(({ savesMs }) => savesMs > 0).slice(0, TRIES);
    if (worthwhile.length > 0 && !(await this.#isReady(means))) return undefined;
    for (const { snapshot, positions, savesMs } of worthwhile) {
      const migrations = positions.flatMap((position) => work.runnables[position] ?? []);
      const began = performance.now();
      const begun = await this.restoreOne(snapshot, work, migrations, means);
      if (begun !== undefined) {
        const seeded = snapshot.seed !== undefined;
        this.#explain(work, run, sound, { restored: positions.length, seeded, seed, seedName }, reuse);
        const tookMs = performance.now() - began;
        return { ...begun, migrations, seeded, savesMs, tookMs, expectedMs: snapshot.restoreMs, key: snapshot.key };
      }
    }
    this.#explain(work, run, sound, { restored: 0, seeded: false, seed, seedName }, reuse);
    return undefined;
  }

  /** Milliseconds that a run of this saves by the best of what was recalled. */
  savesMs(work: Work): number {
    return Math.max(0, ...this.#usable(work).usable.map(({ savesMs }) => savesMs));
  }

  #usable(work: Work) {
    const set = setOf(work);
    const run = work.runnables.map((each) => ({ ...memberOf(each, work), expectedMs: each.expectedMs }));
    const known = this.#shelf.known.filter((snapshot) => snapshot.set === set);
    const sound = known
      .filter(({ spoiled }) => spoiled !== true)
      .map((snapshot) => (losesOrder(snapshot, work, this.#isLasting) ? { ...snapshot, isFinal: true } : snapshot));
    const priced = sound.map((snapshot) => ({ ...snapshot, restoreMs: this.#priceOf(snapshot) }));
    const reuse = this.#reuseOf(work);
    const seed = seedDigest(work.seed);
    const usable = usableSnapshots<(typeof priced)[number] & Priced>(run, priced, reuse, seed);
    return { run, sound, usable, reuse, seed };
  }

  /** What a run with these contents most likely begins with. */
  likeliest(contents: ReadonlySet<string>): IndexedSnapshot | undefined {
    return likeliest(this.#shelf.known, contents, this.#isSeeded);
  }

  /** The newest one, if little is lost should it be the wrong one. */
  newest(): IndexedSnapshot | undefined {
    const found = newest(this.#shelf.known, this.#isSeeded);
    return found !== undefined && this.#priceOf(found) <= SOON_MS ? found : undefined;
  }

  /** Before the files are read nobody knows of callbacks, which are likely where there were some the last time. */
  get #isSeeded(): boolean {
    const { seed, seedCommand } = this.#settings;
    return seed.length > 0 || seedCommand !== undefined || this.#shelf.known[0]?.seed !== undefined;
  }

  /** Does something with a snapshot as it is in the store. @returns undefined when it is gone */
  async withFetched<T>(snapshot: IndexedSnapshot, work: (file: string) => Promise<T>): Promise<T | undefined> {
    return await this.#shelf.withFetched(snapshot, work);
  }

  async #isReady(means: Restoring<unknown>): Promise<boolean> {
    try {
      await means.ready?.();
      return true;
    } catch (error) {
      if (!(error instanceof SnapshotRefusal)) throw error;
      this.#note(error.code, error.message);
      return false;
    }
  }

  /** The newest that holds all migrations of the run and no others. */
  ofExactly(work: Work, seedDigest: string | undefined): IndexedSnapshot | undefined {
    return ofExactly(this.#shelf.known, work, seedDigest);
  }

  /** @returns undefined when it is gone, or not as it should be, which is told */
  async restoreOne<Begun>(
    snapshot: IndexedSnapshot,
    work: Work,
    migrations: readonly PreparedMigration[],
    means: Restoring<Begun>,
  ): Promise<Begun | undefined> {
    const { key, members, proven } = snapshot;
    try {
      const candidate = {
        key,
        isProven: proven === true,
        expected: { set: setOf(work), digests: new Set(members.map(markOf)), seed: snapshot.seed?.digest },
        migrations,
      };
      const begun =
        (await means.takeBegun?.(candidate)) ??
        (await this.withFetched(snapshot, (file) => means.restore({ ...candidate, file })));
      if (begun === undefined) this.#missed(snapshot, migrations.length);
      return begun;
    } catch (error) {
      if (endsTheRun(error)) throw error;
      // Whatever else it is: what cannot be begun with nothing, either, will say so.
      this.#problems.push({
        severity: 'warning',
        code: 'snapshot-refused',
        message: `A snapshot of ${migrations.length} migrations is not used: ${messageOf(error).replaceAll(/\s*\n\s*/g, ' ')}`,
        hint: 'The run begins without it. To abandon all snapshots, raise epoch.',
      });
      if (isSpoiled(error)) await this.#shelf.spoil(snapshot.key);
      else if (isUnfitForAll(error)) await this.#shelf.withdraw(snapshot.key);
      return undefined;
    }
  }

  /** So that later runs need not find it out again. */
  async remark(remark: Remark, later: Later | undefined): Promise<void> {
    await this.#shelf.remark(remark, later);
  }

  /** Withdraws what was proved to be wrong. */
  async refute({ key, migrations }: Held, differences: readonly Difference[]): Promise<void> {
    const named = differences.slice(0, DIFFERENCES_NAMED).map(({ object }) => object);
    const more = differences.length - named.length;
    this.#problems.push({
      severity: 'error',
      code: 'snapshot-differs',
      message: `The snapshot of ${migrations.length} migrations is not what they make of an empty database: ${named.join(', ')}${more > 0 ? ` and ${more} more` : ''}. It is withdrawn.`,
      hint: 'This run began without it. If nobody has altered the cache, a migration depends on what is in no file: see verify.',
    });
    await this.#shelf.withdraw(key);
  }

  /** Withdraws one on which a migration failed that does not fail without it. */
  async disown({ key, migrations }: Held, failed: string): Promise<void> {
    this.#problems.push({
      severity: 'warning',
      code: 'snapshot-disowned',
      message: `${failed} failed on top of a snapshot of ${migrations.length} migrations, and does not fail without it. The snapshot is withdrawn.`,
      hint: 'If nobody has altered the cache, a migration depends on what is in no file, such as the time: see verify.',
    });
    await this.#shelf.withdraw(key);
  }

  #missed({ key }: IndexedSnapshot, count: number): void {
    this.#shelf.miss(key);
    const notes = this.#shelf.store.takeNotes();
    this.#problems.push(...notes);
    if (notes.length > 0) return;
    this.#note('snapshot-gone', `A snapshot of ${count} migrations is gone from ${this.#shelf.store.place}.`);
  }

  /** See `SnapshotMaker`. */
  async make(...of: Parameters<SnapshotMaker['make']>): Promise<Kept | NotMade> {
    return await this.#maker.make(...of);
  }

  /** Keeps it now. */
  async keep(kept: Kept): Promise<SavedSnapshot> {
    return await this.#maker.keep(kept);
  }

  async close(): Promise<void> {
    await this.#shelf.store.close();
  }

  takeProblems(): readonly Problem[] {
    return [...this.#problems.splice(0), ...this.#shelf.store.takeNotes()];
  }

  #reuseOf({ bookkeeping }: Work): Reuse {
    const hidesGaps = bookkeeping.onlyPrefixes === true || (this.#isLasting && bookkeeping.newestOnly === true);
    return hidesGaps ? 'prefix' : this.#settings.reuse;
  }

  /** Milliseconds until it is a database, beyond what an empty one takes. */
  #priceOf({ bytes, restoreMs: afterwards }: Pick<IndexedSnapshot, 'bytes' | 'restoreMs'>): number {
    return afterwards === undefined ? restoreMs(bytes, this.#cost) : fetchMs(bytes, this.#cost) + afterwards;
  }

  #explain(
    { elsewhere }: Work,
    run: readonly Remembered[],
    known: readonly IndexedSnapshot[],
    got: Got,
    reuse: Reuse,
  ): void {
    // What a snapshot holds of other parts was never for this one.
    const own = known.map(({ members, seed, isFinal }) => ({
      isFinal,
      members: members.filter(({ id }) => elsewhere?.has(id) !== true),
      seed,
    }));
    const why = explainMiss(run, own, got, reuse);
    if (why !== undefined) this.#note('snapshot-miss', why);
  }

  /** Once, although a run may make more than one snapshot. */
  #note(code: string, message: string, hint?: string): void {
    if (this.#problems.some((problem) => problem.message === message)) return;
    this.#problems.push({ severity: 'info', code, message, hint });
  }
}

/** A snapshot that is withdrawn. */
type Held = Pick<Chosen, 'key' | 'migrations'>;

interface Priced {
  readonly restoreMs: number;
}
