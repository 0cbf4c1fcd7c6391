/**
 * The server that a run needs first, started before the plan says what it begins with.
 *
 * Nothing that could be restored: then it begins empty, at once. Else on the newest snapshot, if that is soon fetched; and when the
 * scripts are read, on the one that holds most of them, should that be another. What each migration stands on only the plan knows, so
 * that a guess may be wrong; the server is then stopped, and has cost nobody anything but a core that had nothing else to do.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { IndexedSnapshot } from '../../cache/snapshot-index.ts';
import { type DataDirectoryOptions, fillDataDirectory } from '../../postgres/server/data-directory.ts';
import { type Begun, beginOn } from './begun.ts';
import type { RunPorts } from '../ports.ts';
import { provideSite } from '../provide.ts';
import type { Settings } from '../settings.ts';
import type { OwnSite } from '../site.ts';
import { markOf } from './snapshot-identity.ts';
import type { Snapshots } from './snapshots.ts';

interface Guess {
  /** Of the snapshot; undefined: none. */
  readonly key: string | undefined;
  readonly begun: Promise<Begun | undefined>;
}

/** Longer than it takes where all is in place. Else something is downloaded or made, and nobody waits for that. */
const UNDERWAY_LIMIT_MS = 100;

export class FirstServer {
  readonly #snapshots: Snapshots | undefined;
  readonly #settings: Settings;
  readonly #ports: RunPorts;
  #guess: Promise<Guess | undefined>;
  #isTaken = false;
  /** Of wrong guesses. */
  readonly #stopping: Promise<void>[] = [];
  #setUnderway: () => void = () => undefined;
  /**
   * When its data directory is being filled, which another process does. All before takes many small steps of our own, each of which
   * would wait for its turn beside the plan.
   */
  readonly underway: Promise<unknown>;

  /** Begins to look what there is. */
  constructor(snapshots: Snapshots | undefined, settings: Settings, ports: RunPorts) {
    this.#snapshots = snapshots;
    this.#settings = settings;
    this.#ports = ports;
    const isUnderway = new Promise<void>((resolve) => {
      this.#setUnderway = resolve;
    });
    this.underway = Promise.race([isUnderway, sleep(UNDERWAY_LIMIT_MS)]);
    this.#guess = this.#beginAtOnce();
  }

  /** @param contents the content digests of all migrations, as soon as they are known */
  readonly guess = (contents: readonly string[]): void => {
    const before = this.#guess;
    this.#guess = before.then((guess) => this.#guessAgain(guess, new Set(contents)));
  };

  /**
   * Hands over the server if it was started on this snapshot, or empty where there is no key. Where not, it may be in the way of the one
   * that the caller starts instead, and is gone then.
   *
   * @throws what starting it threw
   */
  async take(key: string | undefined): Promise<Begun | undefined> {
    const guess = await this.#guess;
    if (guess === undefined || this.#isTaken) return undefined;
    if (guess.key === key) {
      this.#isTaken = true;
      return await guess.begun;
    }
    if (this.#wantsPort) await this.discard();
    return undefined;
  }

  /** Stops it unless somebody took it. */
  async discard(): Promise<void> {
    if (!this.#isTaken) {
      this.#isTaken = true;
      this.#stop(await this.#guess.catch(() => undefined));
    }
    await Promise.all(this.#stopping);
  }

  /** Two servers cannot have the one port that was asked for. */
  get #wantsPort(): boolean {
    return this.#settings.keep && this.#settings.port !== 'auto';
  }

  async #beginAtOnce(): Promise<Guess | undefined> {
    if (this.#snapshots === undefined || !(await this.#snapshots.recall())) return this.#begin(undefined);
    const newest = this.#snapshots.newest();
    if (newest !== undefined) return this.#begin(newest);
    this.#setUnderway();
    return undefined;
  }

  async #guessAgain(guess: Guess | undefined, contents: ReadonlySet<string>): Promise<Guess> {
    const likely = this.#snapshots?.likeliest(contents);
    if (guess !== undefined && guess.key === likely?.key) return guess;
    this.#stop(guess);
    if (this.#wantsPort) await Promise.all(this.#stopping);
    return this.#begin(likely);
  }

  #begin(snapshot: IndexedSnapshot | undefined): Guess {
    const begun =
      snapshot === undefined || this.#snapshots === undefined
        ? this.#provide(fillDataDirectory, true).then((site) => ({ site }))
        : this.#restore(snapshot, this.#snapshots);
    // Whoever takes it is told what went wrong.
    begun.catch(() => undefined).finally(this.#setUnderway);
    return { key: snapshot?.key, begun };
  }

  async #restore(snapshot: IndexedSnapshot, snapshots: Snapshots): Promise<Begun | undefined> {
    const { set, members, seed } = snapshot;
    const expected = { set, digests: new Set(members.map(markOf)), seed: seed?.digest };
    return await snapshots.withFetched(snapshot, (file) =>
      beginOn(file, expected, (fill) => this.#provide(fill, false)),
    );
  }

  async #provide(fill: (options: DataDirectoryOptions) => Promise<void>, expectsWork: boolean): Promise<OwnSite> {
    return await provideSite(this.#settings, this.#ports, {
      expectsWork,
      fill: (options) => fill({ ...options, underway: this.#setUnderway }),
    });
  }

  #stop(guess: Guess | undefined): void {
    if (guess === undefined) return;
    const stopping = guess.begun.then(
      (begun) => begun?.site.stop(),
      () => undefined,
    );
    // `discard` hears of it.
    stopping.catch(() => undefined);
    this.#stopping.push(stopping);
  }
}
