/**
 * Decides which migration may start next, given what is applied and what is running. Knows nothing of databases.
 *
 * - A migration starts only when all it depends on is applied, directly or through others. So what is applied is a closed set at
 *   every moment.
 * - With one job the order is the list's. With more, the migration with the longest way still behind it goes first: its own
 *   expected time and that of the longest chain of migrations that wait for it.
 * - One that must be alone starts when nothing runs, and nothing starts beside it. When it is the most urgent one, no others are
 *   started until it had its turn; while nothing runs, all that wait to be alone go first, since they then delay nobody.
 */
import type { Migration } from '../migration/migration.ts';
import type { Runnable } from './runnable.ts';

interface Entry {
  readonly runnable: Runnable;
  readonly place: number;
  alone: boolean;
  /** How many of those it depends on are not applied yet. */
  missing: number;
  readonly dependents: Entry[];
  /** The greater, the sooner. */
  urgency: number;
  /** Sent behind one that it may depend on, before that one's end is known. */
  follows: boolean;
}

export class Schedule {
  readonly #entries: ReadonlyMap<Runnable, Entry>;
  /** The most urgent is last. */
  readonly #ready: Entry[] = [];
  readonly #readyAlone: Entry[] = [];
  readonly #running = new Set<Entry>();
  readonly #jobs: number;
  #applied = 0;
  #stopped = false;

  /**
   * @param runnables in file order
   * @param jobs how many may run side by side
   * @param present those of them that were applied before; a dependency that is not in the list at all counts as applied, too
   */
  constructor(runnables: readonly Runnable[], jobs: number, present: ReadonlySet<Migration> = new Set()) {
    const entries = link(runnables, present, jobs > 1);
    if (jobs > 1) rate(entries);
    this.#jobs = jobs;
    this.#entries = new Map(entries.map((entry) => [entry.runnable, entry]));
    for (const entry of entries) if (entry.missing === 0) this.#makeReady(entry);
  }

  /** How many are neither applied nor running. */
  get left(): number {
    return this.#entries.size - this.#applied - this.#running.size;
  }

  get running(): number {
    return this.#running.size;
  }

  /** Takes the migration that is to start now; undefined when none may before another ends, or ever. */
  next(): Runnable | undefined {
    if (this.#stopped) return undefined;
    const free = this.#ready.at(-1);
    const alone = this.#readyAlone.at(-1);
    if (this.#running.size === 0) return this.#start(alone === undefined ? this.#ready : this.#readyAlone);
    const [first] = this.#running;
    if (free === undefined || first?.alone === true) return undefined;
    if (alone !== undefined && isBefore(alone, free)) return undefined;
    return this.#start(this.#ready);
  }

  /** Some that would start next, for whoever wants to make them ready meanwhile. */
  upcoming(count: number): readonly Runnable[] {
    return [...this.#readyAlone.slice(-1), ...this.#ready.slice(-count)].map(({ runnable }) => runnable);
  }

  /**
   * Takes a migration that may be sent behind one that runs, on the same connection, where it runs only if that one is applied: one that
   * waits for nothing else, or one that may start anyway, as long as others are left for whoever is free next.
   */
  follower(runnable: Runnable): Runnable | undefined {
    const leader = this.#entryOf(runnable);
    if (this.#stopped || leader.alone || this.#readyAlone.length > 0) return undefined;
    const waiting = leader.dependents.filter(({ missing, alone, follows }) => missing === 1 && !alone && !follows);
    const [next] = waiting.sort((a, b) => (isBefore(a, b) ? -1 : 1));
    const ready = this.#ready.length > this.#jobs ? this.#ready.at(-1) : undefined;
    const entry = ready !== undefined && (next === undefined || isBefore(ready, next)) ? this.#ready.pop() : next;
    if (entry === undefined) return undefined;
    entry.follows = true;
    this.#running.add(entry);
    return entry.runnable;
  }

  /** A follower was not run, since the one before it was not applied. */
  putBack(runnable: Runnable): void {
    const entry = this.#end(runnable);
    if (entry.missing === 0) this.#makeReady(entry);
  }

  /** It is applied: those that wait for it may start. */
  applied(runnable: Runnable): void {
    const entry = this.#end(runnable);
    this.#applied += 1;
    for (const dependent of entry.dependents) {
      dependent.missing -= 1;
      if (dependent.missing === 0 && !dependent.follows) this.#makeReady(dependent);
    }
  }

  /** It failed: nothing more starts, and what runs may end. */
  failed(runnable: Runnable): void {
    this.#end(runnable);
    this.stop();
  }

  /** It was rolled back for the sake of another that ran beside it, and starts again when nothing does. */
  again(runnable: Runnable): void {
    const entry = this.#end(runnable);
    entry.alone = true;
    this.#makeReady(entry);
  }

  /** Lets nothing more start. */
  stop(): void {
    this.#stopped = true;
  }

  #start(queue: Entry[]): Runnable | undefined {
    const entry = queue.pop();
    if (entry === undefined) return undefined;
    this.#running.add(entry);
    return entry.runnable;
  }

  #end(runnable: Runnable): Entry {
    const entry = this.#entryOf(runnable);
    if (!this.#running.delete(entry)) throw new Error(`${runnable.migration.id} is not running.`);
    entry.follows = false;
    return entry;
  }

  #entryOf(runnable: Runnable): Entry {
    const entry = this.#entries.get(runnable);
    if (entry === undefined) throw new Error(`${runnable.migration.id} is not of this run.`);
    return entry;
  }

  #makeReady(entry: Entry): void {
    const queue = entry.alone ? this.#readyAlone : this.#ready;
    let low = 0;
    for (let high = queue.length; low < high;) {
      const middle = (low + high) >>> 1;
      const other = queue[middle];
      if (other !== undefined && isBefore(entry, other)) low = middle + 1;
      else high = middle;
    }
    queue.splice(low, 0, entry);
  }
}

/** Whether no two of them may ever run at the same time, so that a second connection would be of no use. */
export function isChain(runnables: readonly Runnable[], present: ReadonlySet<Migration> = new Set()): boolean {
  const schedule = new Schedule(runnables, 2, present);
  for (let runnable = schedule.next(); runnable !== undefined; runnable = schedule.next()) {
    if (schedule.next() !== undefined) return false;
    schedule.applied(runnable);
  }
  return true;
}

function isBefore(a: Entry, b: Entry): boolean {
  return a.urgency > b.urgency || (a.urgency === b.urgency && a.place < b.place);
}

/**
 * Finds what each pending migration waits for. A present one is not waited for, but what it depends on itself is: it stands between
 * a pending one before it and one after.
 */
function link(runnables: readonly Runnable[], present: ReadonlySet<Migration>, parallel: boolean): readonly Entry[] {
  const places = new Map(runnables.map(({ migration }, place) => [migration.id, place]));
  const entries: Entry[] = [];
  /** By place: the pending migrations that stand for it as a dependency. */
  const standsFor: (readonly Entry[])[] = [];
  /** The last one that keeps its place, and all pending ones since. */
  let barrier: readonly Entry[] = [];
  let sinceBarrier: Entry[] = [];
  for (const [place, runnable] of runnables.entries()) {
    const { migration, framing, dependsOn } = runnable;
    const waitsFor = new Set(barrier);
    if (dependsOn === undefined) sinceBarrier.forEach((entry) => waitsFor.add(entry));
    for (const id of dependsOn ?? []) {
      const target = places.get(id);
      if (target === undefined) continue;
      if (target >= place) throw new Error(`${migration.id} depends on ${id}, which does not come before it.`);
      standsFor[target]?.forEach((entry) => waitsFor.add(entry));
    }
    let standIns: readonly Entry[] = [...waitsFor];
    if (!present.has(migration)) {
      const alone = parallel && (runnable.alone === true || framing.kind !== 'transaction');
      const entry: Entry = {
        runnable,
        place,
        alone,
        missing: waitsFor.size,
        dependents: [],
        urgency: 0,
        follows: false,
      };
      waitsFor.forEach(({ dependents }) => dependents.push(entry));
      entries.push(entry);
      standIns = [entry];
      sinceBarrier.push(entry);
    }
    standsFor.push(standIns);
    if (dependsOn === undefined) {
      barrier = standIns;
      sinceBarrier = [];
    }
  }
  return entries;
}

/** Gives each entry as urgency the milliseconds of the longest chain that begins with it. */
function rate(entries: readonly Entry[]): void {
  const known = entries.flatMap(({ runnable }) => runnable.expectedMs ?? []).sort((a, b) => a - b);
  const usual = known[known.length >>> 1] ?? 1;
  for (const entry of entries.toReversed()) {
    const longest = entry.dependents.reduce((most, { urgency }) => Math.max(most, urgency), 0);
    entry.urgency = (entry.runnable.expectedMs ?? usual) + longest;
  }
}
