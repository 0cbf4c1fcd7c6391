/** What keeping and restoring cost, weighed against what they save. All in milliseconds. */

/** Of a store and the disk behind it. */
export interface RestoreCost {
  /** For any snapshot, beyond what an empty database costs. */
  readonly fixedMs: number;
  readonly megabyteMs: number;
}

/** An empty cluster has to be unpacked, too. */
const EMPTY_MEGABYTES = 28;
/** Less than this nobody notices, and a snapshot takes room. */
const LEAST_GAIN_MS = 50;
/** A snapshot has to have paid for itself after so many runs. */
const RUNS_TO_PAY = 10;

/** @returns milliseconds until it is here */
export function fetchMs(bytes: number, { fixedMs, megabyteMs }: RestoreCost): number {
  return fixedMs + (bytes / 2 ** 20) * megabyteMs;
}

/** @returns milliseconds beyond what starting from an empty database takes */
export function restoreMs(bytes: number, { fixedMs, megabyteMs }: RestoreCost): number {
  return fixedMs + Math.max(0, bytes / 2 ** 20 - EMPTY_MEGABYTES) * megabyteMs;
}

/**
 * Whether a snapshot is worth its making.
 *
 * @param gainMs what a later run would save by it, beyond what it saves by the best one there is
 * @param makeMs what making it costs once
 */
export function isWorthKeeping(gainMs: number, makeMs: number): boolean {
  return gainMs >= LEAST_GAIN_MS && gainMs * RUNS_TO_PAY >= makeMs;
}

/** So many times as long as making a checkpoint has to be what it spares a replay: a few percent are what it may cost a run. */
const CHECKPOINT_RATIO = 25;

/**
 * Milliseconds of migrating since the last checkpoint after which another is due.
 *
 * @param makeMs what making it costs now
 */
export function checkpointDueMs(makeMs: number): number {
  return CHECKPOINT_RATIO * makeMs;
}
