/** What a run proves of the closed set that it applied. */
import type { Verified } from '../cache/memory.ts';
import type { Fingerprint } from '../migration/image-hashes.ts';
import { timesOf } from './leave.ts';
import type { Migrated } from './migrate.ts';
import { closedSetOf, whyBeyond } from './snapshots/snapshot-identity.ts';
import type { Work } from './work.ts';

/**
 * What a run on a server of ours has shown that began empty or with a snapshot.
 *
 * @param outdated what was seen will change the digests of migrations
 * @returns undefined when that is nothing, or nothing new
 */
export function verifiedBy(
  work: Work,
  migrated: Migrated,
  outdated: boolean,
  fingerprint: Fingerprint | undefined,
): Verified | undefined {
  const { applied, failed, distrusted, health } = migrated;
  if (failed !== undefined || outdated || distrusted.length > 0 || whyBeyond(work) !== undefined) return undefined;
  const closedSet = closedSetOf(work);
  if (applied.length === 0 && work.memory?.verified(closedSet, health.major) !== undefined) return undefined;
  const ms = [...timesOf(work, migrated).values()].reduce((sum, each) => sum + each, 0);
  return { closedSet, ms, fingerprint };
}
