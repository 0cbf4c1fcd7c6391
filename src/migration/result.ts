/** What a run gave: plain data, printed as JSON, rendered by `report/`, kept by the cache. */
import type { ImageHashes } from './image-hashes.ts';
import type { Lock } from './lock.ts';
import type { Problem } from './problem.ts';

export const RESULT_VERSION = 1;

/** - `applied`: this run applied it. - `present`: it was in the database before. - `failed`. - `pending`: not reached. */
export type MigrationStatus = 'applied' | 'present' | 'failed' | 'pending';

export interface MigrationResult {
  readonly id: string;
  readonly path: string;
  readonly digest: string;
  readonly status: MigrationStatus;
  /** Milliseconds on the wire, bookkeeping included; of the last attempt. Only where this run tried it. */
  readonly ms?: number | undefined;
  /** Milliseconds from the beginning of the run to that of the last attempt, and on which of its connections, from 0. */
  readonly fromMs?: number | undefined;
  readonly lane?: number | undefined;
  /** Tries, the last one included. */
  readonly attempts?: number | undefined;
  /** The strongest that it held at its end, on what it did not make itself. Only where this run applied it, in one transaction. */
  readonly lock?: Lock | undefined;
}

/** A statement that PostgreSQL refused. */
export interface Failure {
  readonly migration: string;
  readonly path: string;
  /** 1-based, where PostgreSQL points; else where the statement begins. */
  readonly line: number;
  /** 1-based, in characters. */
  readonly column: number;
  /** As written in the file. */
  readonly statement: string;
  /** Where the statement begins. */
  readonly statementLine: number;
  readonly statementColumn: number;
  readonly message: string;
  readonly sqlstate?: string | undefined;
  readonly detail?: string | undefined;
  /** PostgreSQL's own. */
  readonly hint?: string | undefined;
  /** The functions and blocks it happened in, innermost first. */
  readonly context?: string | undefined;
  /** Statements of this migration that had been committed and so stay; 0 when the whole migration was rolled back. */
  readonly committed: number;
  /** What we know that PostgreSQL does not say: the state of the database, the tool's marker that is missing. */
  readonly advice: readonly string[];
}

/** Milliseconds. Planning and providing the server go on side by side, both from the start; the other parts follow one another. */
export interface Timings {
  readonly planMs: number;
  readonly provisionMs: number;
  readonly restoreMs: number;
  readonly applyMs: number;
  /** What was put into the database after the migrations. */
  readonly seedMs: number;
  readonly saveMs: number;
  readonly cloneMs: number;
  /** Until the server is stopped, or handed over. */
  readonly stopMs: number;
  readonly totalMs: number;
}

/** Whether later runs can start from the database that this one migrated. */
export type SavedSnapshot =
  /** `later`: it is packed, and goes to the store when the job ends. */
  { readonly when: 'now' | 'later'; readonly bytes: number } | { readonly when: 'never'; readonly why: string };

/**
 * What became of the seed. - `applied`: this run applied it. - `restored`: it was in the snapshot. - `skipped`: somebody had begun the
 * database before. - `failed`. - `pending`: a migration failed before it.
 */
export type SeedStatus = 'applied' | 'restored' | 'skipped' | 'failed' | 'pending';

/** What connecting took. */
export interface ConnectionCounts {
  /** Connections opened. */
  opened: number;
  /** How often somebody had to wait because all connections were in use. */
  waits: number;
  /** Milliseconds spent so. */
  waitMs: number;
  /** Tries after a first one that failed for a passing reason, of connections and of migrations. */
  retries: number;
}

/** Which part of which plan a run was. */
export interface ResultShard {
  /** The plan's digest. */
  readonly plan: string;
  /** The major version. */
  readonly postgres: string;
  /** 1-based. */
  readonly shard: number;
  readonly shards: number;
  /** Ids of the migrations that it reports on. */
  readonly owned: readonly string[];
}

/** What the database of one of several shards consists of, without a seed: for a report to put them together. */
export interface ShardImage {
  readonly end: ImageHashes;
  /** After what the shard applied of what shards before it apply as well. The first one has none. */
  readonly shared?: ImageHashes | undefined;
}

export interface RunResult {
  readonly version: typeof RESULT_VERSION;
  /** Of a run that carried out a part of a plan. */
  readonly shard?: ResultShard | undefined;
  readonly format: string;
  readonly postgres: {
    readonly version: string;
    readonly managed: boolean;
    /** Where a managed server's data is. */
    readonly placement?: 'memory' | 'disk' | undefined;
  };
  /** What the run began with, and how many migrations were in it. */
  readonly start: { readonly from: 'empty' | 'snapshot' | 'database'; readonly applied: number };
  /** Migrations this run applied. */
  readonly applied: number;
  readonly migrations: readonly MigrationResult[];
  /** What became of the seed, where one was asked for. */
  readonly seed?: SeedStatus | undefined;
  readonly timings: Timings;
  readonly connections: Readonly<ConnectionCounts>;
  /**
   * Of all that the database holds, its books aside: 64 hexadecimal digits each. Known of a database of which a snapshot was made, by this
   * run or the one whose snapshot is all of it; to read it costs as much as applying a hundred migrations.
   */
  readonly fingerprint?: { readonly schema: string; readonly data: string } | undefined;
  /** Of a shard among several, where both of its moments could be read. */
  readonly image?: ShardImage | undefined;
  /** Milliseconds that reuse saved, and that preparing for later reuse cost. */
  readonly savedMs: number;
  readonly spentMs: number;
  readonly snapshot: SavedSnapshot;
  /** Warnings and notes; the cause of a failure is in `error`. */
  readonly problems: readonly Problem[];
  /** Where the migrated database answers, when it outlives the run. */
  readonly database?: ConnectionDetails | undefined;
  readonly error?: Failure | undefined;
}

/** How somebody else connects to the migrated database. */
export interface ConnectionDetails {
  readonly url: string;
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
  readonly database: string;
  readonly cloneUrls: readonly string[];
  /** What to end when the database is no longer needed: a managed server that was kept. */
  readonly server?: { readonly pid: number; readonly dataDirectory: string } | undefined;
}
