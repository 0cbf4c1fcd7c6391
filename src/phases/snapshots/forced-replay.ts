/**
 * A run that applies everything although there may be snapshots: what comes of it shows whether the one that it could have begun with is
 * right.
 *
 * The index has the fingerprint of what each snapshot was made of, so nothing is fetched as long as a replay gives the same. What
 * differs may be chance, such as `now()` in a row. So before anything is withdrawn the snapshot is restored and compared as
 * `--check-snapshot` does it, which leaves chance out; and what varies by chance is remembered, and not compared again.
 */
import type { FingerprintPart, IndexedSnapshot } from '../../cache/snapshot-index.ts';
import type { Fingerprint } from '../../migration/image-hashes.ts';
import type { ManagedServer } from '../../postgres/server/managed-server.ts';
import { messageOf } from '../../postgres/thrown.ts';
import { differencesFromReplay } from './check-snapshot.ts';
import { fingerprintOfRun } from '../image-of-run.ts';
import { openManagedSnapshots, restoringOn } from './managed-snapshots.ts';
import type { RunPorts } from '../ports.ts';
import { provideSite } from '../provide.ts';
import type { Settings } from '../settings.ts';
import type { NotMade } from './snapshot-means.ts';
import type { Snapshots } from './snapshots.ts';
import type { Work } from '../work.ts';

const PARTS: readonly FingerprintPart[] = ['schema', 'data'];

export interface ForcedReplay {
  readonly snapshots: Snapshots;
  /** They are known, as far as they can be. */
  readonly recalled: Promise<unknown>;
}

/** Looks for snapshots while the run goes on. @returns undefined when the run may start from one */
export function beginForcedReplay(settings: Settings, ports: RunPorts): ForcedReplay | undefined {
  if (ports.replaysAll !== true && settings.reuse !== 'off') return undefined;
  const snapshots = openManagedSnapshots(settings, ports);
  return { snapshots, recalled: snapshots.recall() };
}

/**
 * Compares the migrated database with the snapshot of the same migrations, if there is one, and withdraws that if it differs.
 *
 * @returns why no snapshot is to be made; undefined when there is none and one is wanted
 */
export async function endForcedReplay(
  { snapshots, recalled }: ForcedReplay,
  server: ManagedServer,
  settings: Settings,
  work: Work,
  ports: RunPorts,
  seedDigest: string | undefined,
): Promise<NotMade | undefined> {
  await recalled;
  const listed = snapshots.ofExactly(work, seedDigest);
  const isWanted = settings.reuse !== 'off';
  const why = isWanted ? 'there is one of these migrations' : 'nothing is to be reused';
  if (listed?.fingerprint === undefined) return isWanted && listed === undefined ? undefined : { why };
  const fingerprint = await fingerprintOfRun(server, settings, work);
  const differing = differingParts(listed, fingerprint);
  const isThere = differing.length === 0 || (await isRight(listed, differing, snapshots, settings, work, ports));
  return isThere || !isWanted ? { why, fingerprint } : undefined;
}

function differingParts({ fingerprint, varies = [] }: IndexedSnapshot, found: Fingerprint): readonly FingerprintPart[] {
  return PARTS.filter((part) => fingerprint?.[part] !== found[part] && !varies.includes(part));
}

/** @returns whether it is still there */
async function isRight(
  listed: IndexedSnapshot,
  differing: readonly FingerprintPart[],
  snapshots: Snapshots,
  settings: Settings,
  work: Work,
  ports: RunPorts,
): Promise<boolean> {
  const { key, varies = [] } = listed;
  const aside = { ...settings, keep: false };
  const start = restoringOn((fill) => provideSite(aside, ports, { fill, expectsWork: false }), work);
  const restored = await snapshots.restoreOne(listed, work, work.runnables, start);
  if (restored === undefined) return false;
  const checked = { site: restored.site, migrations: work.runnables, seeded: listed.seed !== undefined };
  try {
    const differences = await differencesFromReplay(checked, aside, work, ports);
    if (differences === undefined) return true;
    if (differences.length === 0) await snapshots.remark({ key, varies: [...varies, ...differing] }, ports.later);
    else await snapshots.refute({ key, migrations: work.runnables }, differences);
    return differences.length === 0;
  } catch (error) {
    // The run is none the worse for it.
    ports.reporter.note(`The snapshot could not be compared with this replay: ${messageOf(error)}`);
    return true;
  } finally {
    await restored.site.stop();
  }
}
