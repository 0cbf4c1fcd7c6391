/**
 * Which snapshots a run may start from, and which of them saves most.
 *
 * A snapshot may start a run if, and only if, every migration in it is among the run's: the same content on top of the same ancestors,
 * recorded in the tool's books in the same way. That set is closed by itself, since a digest covers those of its dependencies. Never
 * does it matter how new a snapshot is, or what its key begins with.
 *
 * One that holds all of the run's migrations must hold them in the run's order, though they depend on one another no more than before: the
 * books tell the order, and a run that has nothing to apply writes nothing to them.
 *
 * One that is final must hold all of them, too: after it sessions begin with other settings than those of a run on an empty database had, or
 * its indexes were not made in the order in which the migrations made them.
 *
 * One that was seeded is at its end: what comes after the migrations must not come before one of them. So it may start a run only if it
 * holds all of the run's migrations, and the run's own seed.
 */

/** A migration as snapshots know it. */
export interface Member {
  readonly id: string;
  readonly digest: string;
  /** What the tool's books say of it, as a hash. A renamed file is the same migration, and another row. */
  readonly record: string;
}

export interface Planned extends Member {
  /** Milliseconds that applying it usually takes, where that is known. */
  readonly expectedMs?: number | undefined;
}

/** What was put into a database when its migrations were applied. */
export interface HeldSeed {
  readonly digest: string;
  /** Milliseconds that it took. */
  readonly ms: number;
}

export interface KnownSnapshot {
  readonly key: string;
  readonly members: readonly Member[];
  /** Milliseconds that restoring it takes longer than starting from an empty database. */
  readonly restoreMs: number;
  readonly seed?: HeldSeed | undefined;
  /** Whether nothing may be applied on it, which would not find all as the migrations before it left it. */
  readonly isFinal?: boolean | undefined;
}

/**
 * - `graph`: any closed set of the run's migrations.
 * - `prefix`: only the first so many of them in file order, for tools that find their own order.
 * - `off`: none.
 */
export type Reuse = 'graph' | 'prefix' | 'off';

export interface Usable<Snapshot extends KnownSnapshot> {
  readonly snapshot: Snapshot;
  /** Of its members in the run, ascending. */
  readonly positions: readonly number[];
  /** Milliseconds; negative when doing what is in it is quicker than restoring it. */
  readonly savesMs: number;
}

/** Where no run has timed anything yet: an ordinary migration on a server that need not survive a crash. */
const USUAL_MS = 1.5;

/**
 * The snapshots that the run may start from, the one that saves most first.
 *
 * @param run in file order
 * @param seed the digest of the run's seed, if it has one that is known
 */
export function usableSnapshots<Snapshot extends KnownSnapshot>(
  run: readonly Planned[],
  snapshots: readonly Snapshot[],
  reuse: Reuse,
  seed?: string,
): readonly Usable<Snapshot>[] {
  if (reuse === 'off') return [];
  const places = new Map(run.map((migration, position) => [identity(migration), position]));
  const times = expectedTimes(run);
  const usable = snapshots.flatMap((snapshot): Usable<Snapshot>[] => {
    const found = snapshot.members.flatMap((member) => places.get(identity(member)) ?? []);
    const positions = found.toSorted((a, b) => a - b);
    const whole = positions.length === snapshot.members.length && new Set(positions).size === positions.length;
    const isAll = positions.length === run.length;
    const isPrefix = positions.every((position, index) => position === index);
    const allowed = reuse === 'graph' || isPrefix;
    const ordered = !isAll || found.every((position, index) => position === index);
    const isAtEnd = snapshot.seed !== undefined || snapshot.isFinal === true;
    const fitting = (!isAtEnd || isAll) && (snapshot.seed === undefined || snapshot.seed.digest === seed);
    if (!whole || !allowed || !ordered || !fitting || positions.length === 0) return [];
    const applyMs = positions.reduce((sum, position) => sum + (times[position] ?? 0), 0);
    const replayMs = applyMs + (snapshot.seed?.ms ?? 0);
    return [{ snapshot, positions, savesMs: replayMs - snapshot.restoreMs }];
  });
  return usable.sort((a, b) => b.savesMs - a.savesMs || b.positions.length - a.positions.length);
}

/** Milliseconds for each migration; where one was never timed, what half of the others take. */
export function expectedTimes(run: readonly Planned[]): readonly number[] {
  const known = run.flatMap(({ expectedMs }) => expectedMs ?? []).sort((a, b) => a - b);
  const usual = known[known.length >>> 1] ?? USUAL_MS;
  return run.map(({ expectedMs }) => expectedMs ?? usual);
}

/** Equal for migrations that one snapshot may hold for the other. */
export function identity({ digest, record }: Member): string {
  return JSON.stringify([digest, record]);
}
