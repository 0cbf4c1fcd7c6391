/** Snapshots of servers of ours: a new server is started on what was packed, and stopped to be packed. */
import { type Fingerprint, fingerprintOf } from '../postgres/fingerprint/fingerprint.ts';
import { NOTHING_VOLATILE } from '../postgres/fingerprint/image.ts';
import type { DataDirectoryOptions } from '../postgres/server/data-directory.ts';
import type { ManagedServer } from '../postgres/server/managed-server.ts';
import { readManifest } from '../postgres/snapshot/file.ts';
import { fillFromSnapshot, makeSnapshot } from '../postgres/snapshot/managed.ts';
import { checkContent } from './check-content.ts';
import { imageOfRun, withSessionOn } from './image-of-run.ts';
import type { RunPorts } from './ports.ts';
import type { Settings } from './settings.ts';
import type { Chosen, Making, Restoring } from './snapshot-means.ts';
import { openSnapshots, type Snapshots } from './snapshots.ts';
import type { Work } from './work.ts';

/** Packing and hashing; measured. */
const MAKE_MS_PER_MEGABYTE = 4;
/** Halting a server and starting it again, about. */
const RESUME_MS = 150;
/** Of a database of a few hundred tables; measured. */
const FINGERPRINT_MS = 250;
/** Of the same. */
const ASSUMED_BYTES = 40 * 2 ** 20;

export type Start = (fill: (options: DataDirectoryOptions) => Promise<void>) => Promise<ManagedServer>;

/** A server that was started on a snapshot. */
export interface Restored extends Chosen {
  readonly server: ManagedServer;
  /** As it was when the snapshot was made. */
  readonly fingerprint?: Fingerprint | undefined;
}

/** @returns undefined when nothing is to be reused */
export function openManagedSnapshots(settings: Settings, ports: RunPorts): Snapshots | undefined {
  const common = [String(settings.postgres), `${process.platform}.${process.arch}`] as const;
  return openSnapshots(settings, ports, { common, isLasting: false });
}

export function restoringOn(
  start: Start,
  settings: Settings,
  work: Work,
): Restoring<Pick<Restored, 'server' | 'fingerprint'>> {
  return {
    restore: async ({ file, expected, migrations }) => {
      const server = await start(fillFromSnapshot(file, expected));
      try {
        const manifest = await readManifest(file);
        await withSessionOn(server, settings, (session) => checkContent(session, manifest, migrations, work));
        return { server, fingerprint: manifest.fingerprint };
      } catch (error) {
        await server.stop();
        throw error;
      }
    },
  };
}

/** @param resume whether the server goes on afterwards; else it is halted */
export function makingOf(server: ManagedServer, settings: Settings, work: Work, resume: boolean): Making {
  return {
    parts: [server.version, `${process.platform}.${process.arch}`],
    bytes: ASSUMED_BYTES,
    // One that is kept for others goes on in any case.
    makeMs:
      (resume && !settings.keep ? RESUME_MS : 0) + FINGERPRINT_MS + (ASSUMED_BYTES / 2 ** 20) * MAKE_MS_PER_MEGABYTE,
    make: async (file, subject) => {
      const image = await withSessionOn(server, settings, (session) => imageOfRun(session, work));
      const fingerprint = fingerprintOf(image, NOTHING_VOLATILE);
      const manifest = await makeSnapshot({
        server,
        subject: { ...subject, fingerprint },
        file,
        resume,
      });
      return { manifest, fingerprint };
    },
  };
}
