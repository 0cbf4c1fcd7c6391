/**
 * Shows that the order of migrations does not matter as far as the graph says so: replays them in file order, side by side and in
 * random orders that the graph allows, each on a server of its own, and compares what comes out, object by object.
 */
import { randomOrder, seededRandom } from '../graph/random-order.ts';
import type { Problem } from '../migration/problem.ts';
import { usageError } from '../migration/problem.ts';
import type { Failure } from '../migration/result.ts';
import {
  type Replay,
  type ReplayDifference,
  type ReplayMode,
  VERIFY_VERSION,
  type VerifyResult,
} from '../migration/verify-result.ts';
import { compareImages, volatileColumns } from '../postgres/fingerprint/compare.ts';
import { fingerprintOf } from '../postgres/fingerprint/fingerprint.ts';
import { type DatabaseImage, type VolatileColumns, volatileNames } from '../postgres/fingerprint/image.ts';
import { readImage, withoutVolatile } from '../postgres/fingerprint/read.ts';
import type { ManagedServer } from '../postgres/server/managed-server.ts';
import { withSessionOn } from './image-of-run.ts';
import { migrate, type MigrateOptions } from './migrate.ts';
import type { Work } from './work.ts';
import { plan, refuseBroken } from './plan.ts';
import type { RunPorts } from './ports.ts';
import { provide } from './provide.ts';
import type { Settings } from './settings.ts';

export interface VerifyOptions {
  readonly orders: number;
  readonly seed: number;
}

/** So often are migrations run side by side until they do not get in each other's way. */
const PARALLEL_TRIES = 3;

/** @throws UserError when there is nothing that could be verified */
export async function verify(settings: Settings, options: VerifyOptions, ports: RunPorts): Promise<VerifyResult> {
  if (settings.databaseUrl !== undefined) {
    throw usageError(
      'verify-needs-own-server',
      'verify replays the migrations on many empty databases, which a database URL does not give.',
      'Leave out the database URL; --postgres says which version to start.',
    );
  }
  // What is verified is the graph as the SQL alone gives it. Distrust from earlier runs would hide what is wrong with it.
  const prepared = await plan(settings, ports.env, { checkSyntax: false, runPrograms: true, withoutMemory: true });
  refuseBroken(prepared.plan.problems);
  return await new Verification(settings, prepared, ports).run(options);
}

class Verification {
  readonly #settings: Settings;
  readonly #work: Work;
  readonly #ports: RunPorts;
  readonly #replays: Replay[] = [];
  readonly #differences: ReplayDifference[] = [];
  readonly #problems = new Map<string, Problem>();
  #version = '';

  constructor(settings: Settings, work: Work, ports: RunPorts) {
    this.#settings = settings;
    this.#work = work;
    this.#ports = ports;
  }

  async run({ orders, seed }: VerifyOptions): Promise<VerifyResult> {
    const { plan: planned, graph } = this.#work;
    const inFileOrder = this.#work.runnables.map((_, position) => position);
    const expected = await this.#inFileOrder(inFileOrder);
    if (expected !== undefined) {
      await this.#replay('parallel', inFileOrder, expected);
      for (let order = 0; order < orders; order += 1) {
        await this.#replay('random order', randomOrder(graph, seededRandom(seed + order)), expected);
      }
    }
    const failed = this.#replays.some(({ error }) => error !== undefined);
    return {
      version: VERIFY_VERSION,
      identical: !failed && this.#differences.length === 0,
      format: planned.format,
      postgres: this.#version,
      migrations: planned.migrations.length,
      opaque: planned.migrations.filter(({ opaque }) => opaque !== false).map(({ id }) => id),
      depth: planned.batches.length,
      seed,
      replays: this.#replays,
      differences: this.#differences,
      volatile: expected === undefined ? [] : volatileNames(expected.volatile),
      problems: [...planned.problems, ...this.#problems.values()],
    };
  }

  /** Twice, as what differs between two equal replays cannot be compared with others. */
  async #inFileOrder(order: readonly number[]): Promise<Expected | undefined> {
    return await this.#onServer(async (first) => {
      const one = await this.#migrate(first, 'file order', order, { jobs: 1, watch: 'full' });
      if (typeof one !== 'object') return undefined;
      return await this.#onServer(async (second) => {
        // Transactions are numbered, and in another order every one would have another number.
        await withSessionOn(second, this.#settings, (session) => session.rows('SELECT pg_catalog.txid_current()'));
        const other = await this.#migrate(second, 'file order', order, { jobs: 1 });
        if (typeof other !== 'object') return undefined;
        const volatile = volatileColumns(one, other);
        const image = await withSessionOn(first, this.#settings, (session) => withoutVolatile(session, one, volatile));
        const again = await withSessionOn(second, this.#settings, (session) =>
          withoutVolatile(session, other, volatile),
        );
        const expected = { image, volatile };
        this.#replays.forEach((replay, index) => {
          const fingerprint = fingerprintOf(index === 0 ? image : again, volatile);
          this.#replays[index] = { ...replay, ...fingerprint };
        });
        this.#compare(1, expected, again);
        return expected;
      });
    });
  }

  async #replay(mode: ReplayMode, order: readonly number[], expected: Expected): Promise<void> {
    const jobs = Math.max(2, this.#settings.jobs);
    // What could not run side by side a run does again, with one connection.
    for (const each of mode === 'parallel' ? [...Array.from({ length: PARALLEL_TRIES }, () => jobs), 1] : [1]) {
      const options = { jobs: each, watch: 'locks', trusting: true } as const;
      const image = await this.#onServer((server) => this.#migrate(server, mode, order, options, expected.volatile));
      if (image === 'again') continue;
      if (image === undefined) return;
      const index = this.#replays.length - 1;
      this.#replays[index] = { ...this.#replays[index], ...fingerprintOf(image, expected.volatile) } as Replay;
      this.#compare(index, expected, image);
      return;
    }
  }

  #compare(replay: number, { image, volatile }: Expected, actual: DatabaseImage): void {
    this.#differences.push(...compareImages(image, actual, volatile).map((difference) => ({ ...difference, replay })));
  }

  /** @returns undefined when a migration failed; `again` when two got in each other's way, and the rest was not run */
  async #migrate(
    server: ManagedServer,
    mode: ReplayMode,
    order: readonly number[],
    options: MigrateOptions,
    volatile?: VolatileColumns,
  ): Promise<DatabaseImage | 'again' | undefined> {
    const runnables = order.flatMap((position) => this.#work.runnables[position] ?? []);
    const migrated = await migrate(server, this.#settings, { ...this.#work, runnables }, this.#ports, options);
    this.#version = migrated.health.version;
    if (migrated.again !== undefined) {
      this.#ports.reporter.note(`${migrated.again}. Once more.`);
      return 'again';
    }
    for (const problem of migrated.problems)
      this.#problems.set(`${problem.code} ${problem.path ?? problem.message}`, problem);
    const ids =
      mode === 'parallel'
        ? migrated.applied.map(({ migration }) => migration.id)
        : runnables.map(({ migration }) => migration.id);
    this.#replays.push({ mode, order: ids, error: migrated.failed?.failure });
    this.#ports.reporter.note(describe(mode, this.#replays.length, migrated.failed?.failure));
    if (migrated.failed !== undefined) return undefined;
    const withoutRows = [this.#work.bookkeeping.table];
    return await withSessionOn(server, this.#settings, (session, beside) =>
      readImage(session, { clusterWide: true, withoutRows, volatile }, beside),
    );
  }

  async #onServer<T>(work: (server: ManagedServer) => Promise<T>): Promise<T> {
    const server = await provide(this.#settings, this.#ports);
    try {
      return await work(server);
    } finally {
      await server.stop();
    }
  }
}

interface Expected {
  readonly image: DatabaseImage;
  readonly volatile: VolatileColumns;
}

function describe(mode: ReplayMode, number: number, failure: Failure | undefined): string {
  return `replay ${number}, ${mode}${failure === undefined ? '' : `: ${failure.migration} failed, ${failure.message}`}`;
}
