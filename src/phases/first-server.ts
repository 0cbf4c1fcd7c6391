/**
 * The server that a run needs first, started before the plan says what it begins with.
 *
 * Nothing that could be restored: then it begins empty, at once. Else as soon as the scripts are read: most likely it begins with the
 * snapshot that holds most of them. What each migration stands on only the plan knows, so that a guess may be wrong; it is then stopped,
 * and has cost nobody anything but a core that had nothing else to do.
 */
import type { ManagedServer } from '../postgres/server/managed-server.ts';
import { readManifest } from '../postgres/snapshot/file.ts';
import { fillFromSnapshot } from '../postgres/snapshot/managed.ts';
import type { SnapshotManifest } from '../postgres/snapshot/manifest.ts';
import type { RunPorts } from './ports.ts';
import { provide } from './provide.ts';
import type { Settings } from './settings.ts';
import { markOf } from './snapshot-identity.ts';
import type { Snapshots } from './snapshots.ts';

/** A server, and what it was started on; an empty cluster has no manifest. */
export interface Begun {
  readonly server: ManagedServer;
  readonly manifest?: SnapshotManifest | undefined;
}

interface Guess {
  /** Of the snapshot; undefined: none. */
  readonly key: string | undefined;
  readonly begun: Promise<Begun | undefined>;
}

export class FirstServer {
  readonly #snapshots: Snapshots | undefined;
  readonly #settings: Settings;
  readonly #ports: RunPorts;
  #guess: Promise<Guess | undefined>;
  #isTaken = false;

  /** Begins to look what there is. */
  constructor(snapshots: Snapshots | undefined, settings: Settings, ports: RunPorts) {
    this.#snapshots = snapshots;
    this.#settings = settings;
    this.#ports = ports;
    this.#guess = this.#beginEmpty();
  }

  /** @param contents the content digests of all migrations, as soon as they are known */
  readonly guess = (contents: readonly string[]): void => {
    const before = this.#guess;
    this.#guess = before.then((guess) => guess ?? this.#begin(new Set(contents)));
  };

  /**
   * Hands over the server if it was started on this snapshot, or empty where there is no key.
   *
   * @throws what starting it threw
   */
  async take(key: string | undefined): Promise<Begun | undefined> {
    const guess = await this.#guess;
    if (guess === undefined || guess.key !== key || this.#isTaken) return undefined;
    this.#isTaken = true;
    return await guess.begun;
  }

  /** Stops it unless somebody took it. */
  async discard(): Promise<void> {
    if (this.#isTaken) return;
    this.#isTaken = true;
    const begun = await this.#guess.then((guess) => guess?.begun).catch(() => undefined);
    await begun?.server.stop();
  }

  async #beginEmpty(): Promise<Guess | undefined> {
    if (await this.#snapshots?.recall()) return undefined;
    return guessed(undefined, this.#provideEmpty());
  }

  #begin(contents: ReadonlySet<string>): Guess {
    const likely = this.#snapshots?.likeliest(contents);
    if (this.#snapshots === undefined || likely === undefined) return guessed(undefined, this.#provideEmpty());
    const { key, set, members, seed } = likely;
    const expected = { set, digests: new Set(members.map(markOf)), seed: seed?.digest };
    const begun = this.#snapshots.withFetched(likely, async (file) => {
      const server = await provide(this.#settings, this.#ports, { fill: fillFromSnapshot(file, expected) });
      return { server, manifest: await readManifest(file) };
    });
    return guessed(key, begun);
  }

  async #provideEmpty(): Promise<Begun> {
    return { server: await provide(this.#settings, this.#ports) };
  }
}

/** Whoever takes it is told what went wrong. */
function guessed(key: string | undefined, begun: Promise<Begun | undefined>): Guess {
  begun.catch(() => undefined);
  return { key, begun };
}
