/** Snapshots of servers of ours: a new server is started on what was packed, and stopped to be packed. */
import type { Fingerprint } from '../../migration/image-hashes.ts';
import type { ManagedServer } from '../../postgres/server/managed-server.ts';
import { makeSnapshot } from '../../postgres/snapshot/managed.ts';
import { checkSubject } from '../../postgres/snapshot/expectations.ts';
import { checkContent } from './check-content.ts';
import { type Begun, type BegunOnSnapshot, beginOn, type Start } from './begun.ts';
import { fingerprintOfRun } from '../image-of-run.ts';
import type { RunPorts } from '../ports.ts';
import type { Settings } from '../settings.ts';
import type { OwnSite } from '../site.ts';
import type { Candidate, Chosen, Making, Restoring } from './snapshot-means.ts';
import { openSnapshots, type Snapshots } from './snapshots.ts';
import type { Work } from '../work.ts';

/** Packing and hashing; measured. */
const MAKE_MS_PER_MEGABYTE = 4;
/** Halting a server and starting it again, about. */
const RESUME_MS = 150;
/** Of a database of a few hundred tables; measured. */
const FINGERPRINT_MS = 250;
/** Of the same. */
const ASSUMED_BYTES = 40 * 2 ** 20;

/** Gives the server that was started on a snapshot already. */
export type TakeBegun = (key: string) => Promise<Begun | undefined>;

/** A server that was started on a snapshot. */
export interface Restored extends Chosen {
  readonly site: OwnSite;
  /** As it was when the snapshot was made. */
  readonly fingerprint?: Fingerprint | undefined;
}

export function openManagedSnapshots(settings: Settings, ports: RunPorts): Snapshots {
  const common = [String(settings.postgres), `${process.platform}.${process.arch}`] as const;
  return openSnapshots(settings, ports, { common, isLasting: false });
}

export function restoringOn(
  start: Start,
  work: Work,
  takeBegun: TakeBegun = () => Promise.resolve(undefined),
): Restoring<Pick<Restored, 'site' | 'fingerprint'>> {
  const check = async ({ site, manifest }: BegunOnSnapshot, { expected, migrations }: Omit<Candidate, 'file'>) => {
    try {
      checkSubject(manifest, expected);
      await site.database.withSession((session) => checkContent(session, manifest, migrations, work));
      return { site, fingerprint: manifest.fingerprint };
    } catch (error) {
      await site.stop();
      throw error;
    }
  };
  return {
    takeBegun: async (candidate) => {
      const { site, manifest } = (await takeBegun(candidate.key)) ?? {};
      return site === undefined || manifest === undefined ? undefined : await check({ site, manifest }, candidate);
    },
    restore: async (candidate) => await check(await beginOn(candidate.file, candidate.expected, start), candidate),
  };
}

/** Milliseconds that making a snapshot of a server with so much data takes. */
export function makeMsOf(bytes: number): number {
  return FINGERPRINT_MS + (bytes / 2 ** 20) * MAKE_MS_PER_MEGABYTE;
}

/** @param resume whether the server goes on afterwards; else it is halted */
export function makingOf(
  server: ManagedServer,
  settings: Settings,
  work: Work,
  { resume, isFinal }: { readonly resume: boolean } & Pick<Making, 'isFinal'>,
): Making {
  return {
    isFinal,
    parts: [server.version, `${process.platform}.${process.arch}`],
    bytes: ASSUMED_BYTES,
    // One that is kept for others goes on in any case.
    makeMs: (resume && !settings.keep ? RESUME_MS : 0) + makeMsOf(ASSUMED_BYTES),
    make: async (file, subject) => {
      const fingerprint = await fingerprintOfRun(server, settings, work);
      const manifest = await makeSnapshot({
        server,
        subject: { ...subject, fingerprint },
        file,
        resume,
      });
      // Where other versions are to be had, it is made anew beside this one.
      const offered = manifest.server.extensions.flatMap((extension) => extension.offered ?? []);
      return { manifest, fingerprint, alsoInKey: offered };
    },
  };
}
