/** Runs of one directory of migrations, one after the other, over one cache that keeps everything and whatever of it can be used is. */
import { cp, mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import pg from 'pg';
import { directoryStore, type Listable } from '../../src/cache/directory-store.ts';
import type { Store } from '../../src/cache/store.ts';
import type { RunResult } from '../../src/migration/result.ts';
import type { StorePort } from '../../src/phases/ports.ts';
import { quietReporter } from '../../src/phases/progress.ts';
import { run } from '../../src/phases/run.ts';
import { parseSettings, type RawSettings } from '../../src/phases/settings.ts';
import { compareImages, volatileColumns, type Difference } from '../../src/postgres/fingerprint/compare.ts';
import { type DatabaseImage, NOTHING_VOLATILE, type VolatileColumns } from '../../src/postgres/fingerprint/image.ts';
import { readImage } from '../../src/postgres/fingerprint/read.ts';
import { stopKeptServer } from '../../src/postgres/server/kept-server.ts';
import { Session } from '../../src/postgres/session.ts';
import type { ExternalServer } from './external-server.ts';
import { installIn } from './job.ts';

/** What two runs put into our own table as they put it nowhere else: when, and how long it took. */
export const OUR_TIMES: VolatileColumns = {
  ...NOTHING_VOLATILE,
  columns: new Map([['public.migrate_action_migrations', new Set(['applied_at', 'duration_ms'])]]),
};

export type Files = Readonly<Record<string, string>>;

/** A run whose database is there. */
export interface Running {
  readonly result: RunResult;
  readonly read: (volatile: VolatileColumns) => Promise<DatabaseImage>;
}

/** A run, and how its database differs from that of a cold one, time and chance aside. */
export interface Compared {
  readonly result: RunResult;
  readonly cold: RunResult;
  readonly differences: readonly Difference[];
}

export class CachedRuns {
  readonly cacheDir: string;
  readonly store: Store & Listable;
  readonly set: string;
  /** Where servers' data goes, if not where that of all others does. */
  memoryDirectory: string | undefined;
  /** After so much migrating a checkpoint may be due. */
  checkpointAfterMs: number | undefined;
  /** What runs note while they go on. */
  readonly notes: string[] = [];
  /** Whether runs apply everything, to hold snapshots against it. */
  replaysAll = false;
  env: Readonly<Record<string, string>> = {};
  /** What decides which snapshots are made. */
  terms: Omit<StorePort, 'store'> = { cost: { fixedMs: -1e9, megabyteMs: 0 }, isWorthKeeping: () => true };
  /** Each run migrates the database of a fresh one of these, instead of one on a server of its own. */
  external: (() => Promise<ExternalServer>) | undefined;

  private constructor(directory: string, set: string) {
    this.cacheDir = path.join(directory, 'cache');
    this.store = directoryStore(path.join(this.cacheDir, 'kept'));
    this.set = set;
  }

  /** @param directory an empty one that every account may pass */
  static async open(directory: string): Promise<CachedRuns> {
    const runs = new CachedRuns(directory, path.join(directory, 'set'));
    await installIn(runs.cacheDir);
    return runs;
  }

  /**
   * Others that go on from what these have kept, and keep what they do for themselves. The directory of migrations is the same, since
   * caches know a set by it, too: only one of the copies can run at a time.
   *
   * @param directory an empty one that every account may pass
   */
  async copy(directory: string): Promise<CachedRuns> {
    const runs = new CachedRuns(directory, this.set);
    await installIn(runs.cacheDir);
    await cp(this.store.place, runs.store.place, { recursive: true, preserveTimestamps: true });
    runs.external = this.external;
    return runs;
  }

  /** The directory has these files and no others from now on. */
  async write(files: Files): Promise<void> {
    await rm(this.set, { recursive: true, force: true });
    for (const [name, text] of Object.entries(files)) {
      const file = path.join(this.set, name);
      await mkdir(path.dirname(file), { recursive: true });
      await writeFile(file, text);
    }
  }

  async run(raw: RawSettings = {}): Promise<RunResult> {
    const settings = parseSettings(this.set, { 'cache-dir': this.cacheDir, jobs: '2', ...raw }, (name) => name);
    const ports = {
      reporter: quietReporter({ write: (text: string) => this.notes.push(text.trim()) > 0 }),
      replaysAll: this.replaysAll,
      env: this.env,
      memoryDirectory: this.memoryDirectory,
      checkpointAfterMs: this.checkpointAfterMs,
      store: { store: this.store, ...this.terms },
    };
    return await run(settings, ports);
  }

  async withRun<T>(raw: RawSettings, work: (running: Running) => Promise<T>): Promise<T> {
    const other = await this.external?.();
    const where: RawSettings = other === undefined ? { keep: 'true' } : { 'database-url': other.url() };
    const result = await this.run({ ...raw, ...where });
    const { database } = result;
    try {
      return await work({ result, read: (volatile) => readDatabase(database?.url, volatile) });
    } finally {
      if (database?.server !== undefined) await stopKeptServer(database.server);
      await other?.server.stop();
    }
  }

  /** @param times columns of the books that never are the same */
  async compare(raw: RawSettings, times = OUR_TIMES): Promise<Compared> {
    return await this.withRun(raw, async (warm) => {
      const plain = { ...raw, reuse: 'off', jobs: '1' };
      return await this.withRun(plain, async (cold) => {
        const { result } = warm;
        if (result.error !== undefined || cold.result.error !== undefined)
          return { result, cold: cold.result, differences: [] };
        const expected = await cold.read(times);
        const differences = compareImages(expected, await warm.read(times), times);
        if (differences.length === 0) return { result, cold: cold.result, differences };
        // Time and chance are no fault of a snapshot: only two cold replays can tell.
        return await this.withRun(plain, async (again) => {
          const volatile = both(times, volatileColumns(expected, await again.read(times)));
          const left = compareImages(await cold.read(volatile), await warm.read(volatile), volatile);
          return { result, cold: cold.result, differences: left };
        });
      });
    });
  }
}

async function readDatabase(url: string | undefined, volatile: VolatileColumns): Promise<DatabaseImage> {
  const client = new pg.Client(url);
  client.on('error', () => undefined);
  await client.connect();
  try {
    const image = await readImage(new Session(client), { clusterWide: true, volatile });
    // Every kept server has a password of its own.
    return { ...image, objects: new Map([...image.objects].filter(([name]) => name !== 'role postgres')) };
  } finally {
    await client.end();
  }
}

function both(a: VolatileColumns, b: VolatileColumns): VolatileColumns {
  const tables = new Set([...a.columns.keys(), ...b.columns.keys()]);
  const columnsOf = (table: string) => new Set([...(a.columns.get(table) ?? []), ...(b.columns.get(table) ?? [])]);
  return { ...b, columns: new Map([...tables].map((table) => [table, columnsOf(table)])) };
}

/** What several tests begin with is made for the first of them. */
export function onceFor<Key, Made>(make: (key: Key) => Promise<Made>): (key: Key) => Promise<Made> {
  const made = new Map<string, Promise<Made>>();
  return async (key) => {
    const text = JSON.stringify(key);
    const found = made.get(text) ?? make(key);
    made.set(text, found);
    return await found;
  };
}
