/** What a run needs from the outside, and what it tells. */
import type { Store } from '../cache/store.ts';
import type { Progress } from '../execution/apply.ts';
import type { FormatOptions } from '../formats/format.ts';
import type { RestoreCost } from '../graph/cost.ts';
import type { Health } from '../postgres/health.ts';
import type { ManagedServer } from '../postgres/server/managed-server.ts';
import type { Installing } from './installing.ts';
import type { Later } from './snapshots/leavings.ts';
import type { Prepared } from './plan.ts';
import type { PlanPart } from './plan-part.ts';

/** What a run tells the outside while it goes on. */
export interface RunReporter extends Progress {
  /** All is ready; `pending` of the migrations will be applied. */
  begins(prepared: Prepared, pending: number, health: Health, place: RunPlace): void;
  note(text: string): void;
}

/** Where a run is at work. */
export interface RunPlace {
  /** Undefined: the server is somebody else's. */
  readonly server: ManagedServer | undefined;
  /** What is applied came from a snapshot. */
  readonly isOfSnapshot: boolean;
}

/** A store, and what it costs to use. */
export interface StorePort {
  readonly store: Store;
  readonly cost: RestoreCost;
  /** Where snapshots are packed, and put when they are fetched; default: beside the servers. */
  readonly workDirectory?: string | undefined;
  /** Default: by what making a snapshot costs and what it gains, in milliseconds. */
  readonly isWorthKeeping?: ((gainMs: number, makeMs: number) => boolean) | undefined;
}

export interface RunPorts {
  readonly reporter: RunReporter;
  readonly env: FormatOptions['env'];
  /** Where a server's data in memory goes; default /dev/shm. */
  readonly memoryDirectory?: string | undefined;
  /** Where what later runs use is kept; default: directories beside the servers. */
  readonly store?: StorePort | undefined;
  /** What tells the code that analyses SQL from any other; default: the bundle's hash. */
  readonly maker?: string | undefined;
  /** Milliseconds of migrating after which a checkpoint is due; default: by what making one costs. */
  readonly checkpointAfterMs?: number | undefined;
  /** On a server of ours, apply everything although snapshots may be used, and hold them against what comes of it; default false. */
  readonly replaysAll?: boolean | undefined;
  /** What of a plan the run carries out; default: all that the files say. */
  readonly part?: PlanPart | undefined;
  /** Takes what is to be kept, to be kept after the run; default: the run keeps it before it ends. */
  readonly later?: Later | undefined;
  /** The programs of the servers, for which somebody is looking; default: each server looks for them. */
  readonly installing?: Installing | undefined;
  /** The process whose end means that a kept server is no longer wanted; without it the server lives until it is stopped. */
  readonly ownerPid?: number | undefined;
}
