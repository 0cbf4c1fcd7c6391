/**
 * A run on a server of ours, from the server that it begins with to the database that it leaves.
 *
 * The server is ours to throw away: whenever what became of it cannot be trusted, or does not fit, the run starts over on another one,
 * from the first migration.
 */
import type { FailedMigration } from '../execution/apply.ts';
import type { ImageHashes } from '../migration/image-hashes.ts';
import type { Problem } from '../migration/problem.ts';
import type { ConnectionDetails, ShardImage } from '../migration/result.ts';
import { refuseCrashed, ServerCrash } from '../postgres/server/crash.ts';
import { isDiskFull, tellsDiskFull } from '../postgres/server/disk-full.ts';
import { differencesFromReplay } from './snapshots/check-snapshot.ts';
import { migrateInStages, together } from './snapshots/checkpoints.ts';
import { confirmFailure } from './snapshots/confirm-failure.ts';
import { endForcedReplay, type ForcedReplay } from './snapshots/forced-replay.ts';
import { handOver, makeClones } from './hand-over.ts';
import { again, keep, timesOf, whyNoSnapshot } from './leave.ts';
import type { Kept } from './snapshots/leavings.ts';
import { makingOf, type Restored } from './snapshots/managed-snapshots.ts';
import { type Migrated, type MigrateOptions, migrateSite, optionsOf } from './migrate.ts';
import type { RunPorts } from './ports.ts';
import { provideSite, type SiteOptions } from './provide.ts';
import { withSessionOn } from './image-of-run.ts';
import { type FailedSeed, seedAfter, type Seeding, seedServer } from './seeding.ts';
import type { Settings } from './settings.ts';
import { isShard, readHashes, sharedPart } from './shard-image.ts';
import type { OwnSite } from './site.ts';
import type { NotMade } from './snapshots/snapshot-means.ts';
import type { Snapshots } from './snapshots/snapshots.ts';
import type { Work } from './work.ts';

/** What a run has to do, and with what. */
export interface Assignment {
  readonly settings: Settings;
  readonly ports: RunPorts;
  readonly work: Work;
  readonly snapshots: Snapshots;
  /** Set where nothing is begun with, to see whether what is kept is right. */
  readonly replay: ForcedReplay | undefined;
}

export class OwnRun {
  readonly #settings: Settings;
  readonly #ports: RunPorts;
  readonly #work: Work;
  readonly #snapshots: Snapshots;
  readonly #replay: ForcedReplay | undefined;
  #site: OwnSite;
  #restored: Restored | undefined;
  #migrated: Migrated | undefined;
  #betweenMs = 0;
  #shared: ImageHashes | undefined;
  #isOutdated = false;

  constructor({ settings, ports, work, snapshots, replay }: Assignment, site: OwnSite, restored: Restored | undefined) {
    this.#settings = settings;
    this.#ports = ports;
    this.#work = work;
    this.#snapshots = snapshots;
    this.#replay = replay;
    this.#site = site;
    this.#restored = restored;
  }

  get site(): OwnSite {
    return this.#site;
  }

  /** The snapshot whose migrations are in the database, if it has one in it. */
  get restored(): Restored | undefined {
    return this.#restored;
  }

  get migrated(): Migrated {
    if (this.#migrated === undefined) throw new Error('Nothing is migrated yet.');
    return this.#migrated;
  }

  /** Milliseconds that went amid the migrations to what others want: snapshots, and what a report puts together. */
  get betweenMs(): number {
    return this.#betweenMs;
  }

  /** Whether what was seen will change the digests of migrations. */
  get isOutdated(): boolean {
    return this.#isOutdated;
  }

  /** Applies what is left to do, and closes the connections that it did it on. */
  async migrate(): Promise<void> {
    await this.#checkSnapshot();
    try {
      this.#migrated = await this.#toEnd();
    } catch (error) {
      if (!(error instanceof ServerCrash)) throw error;
      this.#migrated = await this.#afterCrash(error);
    }
    // One of them may have given the superuser another password than the one that we tell.
    const { server, database } = this.#site;
    if (this.#migrated.failed === undefined && this.#migrated.applied.length > 0)
      await database.withSession((session) => server.admit(session));
    await this.#site.close();
  }

  async #toEnd(): Promise<Migrated> {
    let migrated = await this.#inStages();
    const { failed } = migrated;
    const restored = this.#restored;
    if (failed !== undefined && restored !== undefined && !this.#ranOutOfMemoryDisk(failed)) {
      migrated = await confirmFailure(failed, restored, this.#snapshots, this.#ports, async () => {
        await this.#startOver();
        return await this.#migrateWhole();
      });
    }
    if (migrated.failed !== undefined && this.#ranOutOfMemoryDisk(migrated.failed)) {
      await this.#startOverOnDisk();
      migrated = await this.#migrateWhole();
    }
    this.#isOutdated = migrated.again !== undefined && migrated.distrusted.length > 0;
    return await again(this.#work, migrated, this.#ports, async () => {
      await this.#startOver({ placement: this.#site.server.placement === 'memory' ? 'auto' : 'disk' });
      return await this.#migrateWhole({ jobs: 1 });
    });
  }

  /** What the database consists of after the last migration, where a report is to put it together with those of other shards. */
  async image(): Promise<ShardImage | undefined> {
    const { part } = this.#ports;
    const isComplete = part?.shard.shard === 1 || this.#shared !== undefined;
    if (!isShard(part) || !isComplete || this.migrated.failed !== undefined) return undefined;
    const end = await withSessionOn(this.#site.server, this.#settings, (session, beside) =>
      readHashes(session, this.#work, beside),
    );
    return { end, shared: this.#shared };
  }

  async seed(): Promise<Seeding> {
    try {
      const seeding = await this.#seed();
      if (seeding.failed === undefined || !this.#ranOutOfMemoryDisk(seeding.failed)) return seeding;
      await this.#startOverOnDisk();
      this.#migrated = await this.#migrateWhole({ jobs: 1 });
    } catch (error) {
      if (!(error instanceof ServerCrash)) throw error;
      this.#migrated = await this.#afterCrash(error);
    }
    await this.#site.close();
    return await this.#seed();
  }

  /** Once more: on disk, where memory had no room for the data, else with as little memory as can be. @throws ServerCrash when it does not survive that either */
  async #afterCrash(crash: ServerCrash): Promise<Migrated> {
    const { message } = crash;
    const { server } = this.#site;
    if (server.placement === 'memory' && tellsDiskFull(server.logTail())) {
      await this.#startOverOnDisk();
      return await this.#migrateWhole();
    }
    this.#ports.reporter.note(`${message} Starting again from the first migration, with one connection.`);
    await this.#startOver({ placement: this.#site.server.placement === 'memory' ? 'auto' : 'disk' });
    const migrated = await this.#migrateWhole({ jobs: 1 });
    const problems = crash.problems.map((problem): Problem => ({ ...problem, severity: 'warning' }));
    return { ...migrated, problems: [...problems, ...migrated.problems] };
  }

  /** Of a finished database only. */
  async makeClones(seeding: Seeding): Promise<readonly string[]> {
    const isFinished = this.migrated.failed === undefined && seeding.failed === undefined;
    return isFinished ? await makeClones(this.#site.server, this.#settings, this.migrated.health) : [];
  }

  /**
   * Makes a snapshot of what the database holds now, if one is wanted.
   *
   * @param seeding what became of the seed, or undefined while it is to come and the server to go on
   */
  async pack(seeding?: Seeding): Promise<Kept | NotMade> {
    const { server } = this.#site;
    await refuseCrashed(server);
    const [settings, work, migrated] = [this.#settings, this.#work, this.migrated];
    const seed = seeding?.held;
    const why =
      whyNoSnapshot(migrated, work, this.#isOutdated, seeding) ??
      (this.#replay && (await endForcedReplay(this.#replay, server, settings, work, this.#ports, seed?.digest)));
    if (why !== undefined) return why;
    const making = makingOf(server, settings, work, {
      resume: settings.keep || seeding === undefined,
      isFinal: migrated.setsSessions,
    });
    return await this.#snapshots.make(work, timesOf(work, migrated), this.#restored?.savesMs ?? 0, making, seed);
  }

  async handOver(clones: readonly string[], seeding: Seeding): Promise<ConnectionDetails | undefined> {
    if (this.#settings.keep && seeding.status === 'applied') await this.#site.server.admit();
    return await handOver(this.#site.server, this.#settings, this.migrated.health, clones, this.#ports);
  }

  /** Does without the snapshot, and withdraws it, when it is not what it should be. */
  async #checkSnapshot(): Promise<void> {
    if (!this.#settings.checkSnapshot || this.#restored === undefined) return;
    const differences = await differencesFromReplay(this.#restored, this.#settings, this.#work, this.#ports);
    if (differences === undefined || differences.length === 0) return;
    await this.#snapshots.refute(this.#restored, differences);
    await this.#startOver();
  }

  async #inStages(): Promise<Migrated> {
    const shared = this.#sharedToRead();
    if (shared === undefined) return await this.#stage(this.#work);
    const before = await this.#stage(shared);
    if (before.failed !== undefined || before.again !== undefined) return before;
    const began = performance.now();
    this.#shared = await this.#site.database.withSession((session) => readHashes(session, this.#work));
    this.#betweenMs += performance.now() - began;
    return together(before, await this.#stage(this.#work));
  }

  /** Undefined where nobody wants to know, or the run began with more than that. */
  #sharedToRead(): Work | undefined {
    const { part } = this.#ports;
    if (!isShard(part) || part.shard.shard === 1) return undefined;
    const shared = sharedPart(this.#work, part);
    const isMore = this.#restored?.migrations.some((each) => !shared.runnables.includes(each)) === true;
    return isMore ? undefined : shared;
  }

  async #stage(work: Work): Promise<Migrated> {
    const { migrated, checkpointMs } = await migrateInStages(
      this.#site,
      this.#settings.reuse === 'off' ? undefined : this.#snapshots,
      { settings: this.#settings, work, ports: this.#ports, savesMs: this.#restored?.savesMs ?? 0 },
    );
    this.#betweenMs += checkpointMs;
    return migrated;
  }

  async #migrateWhole(options: MigrateOptions = optionsOf(this.#settings)): Promise<Migrated> {
    return await migrateSite(this.#site, this.#settings, this.#work, this.#ports, options);
  }

  async #seed(): Promise<Seeding> {
    return await seedAfter(this.migrated, this.#work, {
      isBegun: true,
      restored: this.#restored,
      keep: async () => keep(await this.pack(), this.#snapshots, this.#ports),
      put: (each): Promise<FailedSeed | undefined> =>
        seedServer(each, this.#site.server, this.#settings, this.migrated.health, this.#ports),
    });
  }

  async #startOverOnDisk(): Promise<void> {
    this.#ports.reporter.note('The memory file system is full. Starting again from the first migration, on disk.');
    await this.#startOver({ placement: 'disk' });
  }

  async #startOver(options?: SiteOptions): Promise<void> {
    await this.#site.stop();
    this.#restored = undefined;
    this.#shared = undefined;
    this.#site = await provideSite(this.#settings, this.#ports, options);
  }

  #ranOutOfMemoryDisk({ cause }: Pick<FailedMigration, 'cause'>): boolean {
    const { server } = this.#site;
    return server.placement === 'memory' && isDiskFull(cause, server.logTail());
  }
}
