/** Which closed sets earlier runs have seen through: what a run proves, and what a plan makes of it. */
import type { Verified } from '../cache/memory.ts';
import type { FormatOptions } from '../formats/format.ts';
import type { Plan } from '../graph/plan.ts';
import type { Fingerprint } from '../postgres/fingerprint/fingerprint.ts';
import { timesOf } from './leave.ts';
import type { Migrated } from './migrate.ts';
import { plan, type PlanOptions, type Prepared } from './plan.ts';
import type { Settings } from './settings.ts';
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

/** A plan that is looked at, with what earlier runs have shown of it. See `plan`. */
export async function planVerified(
  settings: Settings,
  env: FormatOptions['env'],
  options: Pick<PlanOptions, 'store'> = {},
): Promise<Prepared> {
  const prepared = await plan(settings, env, { ...options, checkSyntax: true, runPrograms: false });
  const verified = verifiedOf(prepared, settings);
  if (verified === undefined) return prepared;
  // Nothing of it is to be run on this version.
  const matrix = settings.reuse === 'off' ? prepared.plan.matrix : { include: [] };
  return { ...prepared, plan: { ...prepared.plan, verified, matrix } };
}

function verifiedOf(work: Work, { postgres }: Settings): Plan['verified'] {
  if (whyBeyond(work) !== undefined) return undefined;
  const known = work.memory?.verified(closedSetOf(work), postgres);
  if (known === undefined) return undefined;
  const { at, ms, schema, data } = known;
  const fingerprint = schema === undefined || data === undefined ? undefined : { schema, data };
  return { postgres: String(postgres), at: new Date(at * 1000).toISOString(), ms, fingerprint };
}
