/** What a report comes to, in the words that a reviewer reads first. */
import { grouped, listed, plural } from './counted.ts';
import { lockEffect } from './lock-effect.ts';
import type { ReportedMigration, ReportModel, RunState } from './report-model.ts';

/** `failed`: not to be merged. `attention`: somebody should look before it is. */
export type VerdictLevel = 'fine' | 'attention' | 'failed';

export interface Verdict {
  readonly level: VerdictLevel;
  /** A few words, all of them ours. */
  readonly headline: string;
}

/** Whoever waits for a lock so long notices. */
export const NOTABLE_LOCK_MS = 1000;

/** Of runs that tell nothing of their migrations. */
const UNKNOWN: Partial<Record<RunState, string>> = {
  broken: 'broke off',
  cancelled: 'cancelled',
  missing: 'missing',
  unreadable: 'unreadable',
};

export function verdictOf(model: ReportModel): Verdict {
  const failed = reasonsToFail(model);
  if (failed.length > 0) return { level: 'failed', headline: failed.join(', ') };
  const notable = reasonsToLook(model);
  return notable.length > 0
    ? { level: 'attention', headline: `${news(model)}, ${notable.join(', ')}` }
    : { level: 'fine', headline: news(model) };
}

/** Whether all that was to be run has been, and nothing is wrong. */
export function isPassed(model: ReportModel): boolean {
  return verdictOf(model).level !== 'failed';
}

/** On any version it stopped others for long: an upper bound, as the lock may have come late. */
export function stopsOthers({ runs }: ReportedMigration): boolean {
  return runs.some(
    ({ ms = 0, lock }) => ms >= NOTABLE_LOCK_MS && lock !== undefined && lockEffect(lock).stops !== undefined,
  );
}

function reasonsToFail({ format, failures, conflicts, problems, versions }: ReportModel): string[] {
  if (format === undefined) return ['There is no plan'];
  const ids = new Set(failures.map(({ failure }) => failure.migration));
  const on = listed([...new Set(failures.map(({ postgres }) => postgres))]);
  const errors = problems.filter(({ severity }) => severity === 'error').length;
  const clashes = conflicts.filter(({ severity }) => severity === 'error').length;
  const differing = versions.filter(({ proof }) => proof.state === 'differs').map(({ postgres }) => postgres);
  const runs = versions.flatMap(({ shards }) => shards);
  const unknown = Object.entries(UNKNOWN).flatMap(([state, said]) => {
    const count = runs.filter((run) => run.state === state).length;
    return count === 0 ? [] : [`${count} of ${plural(runs.length, 'run')} ${said}`];
  });
  return [
    ...(ids.size > 0
      ? [`${plural(ids.size, 'migration')} ${ids.size === 1 ? 'fails' : 'fail'} on PostgreSQL ${on}`]
      : []),
    ...(clashes > 0 ? [`${plural(clashes, 'conflict')} with the base branch`] : []),
    ...(errors > 0 ? [plural(errors, 'error')] : []),
    ...(differing.length > 0 ? [`shards do not add up on PostgreSQL ${listed(differing)}`] : []),
    ...unknown,
  ];
}

function reasonsToLook({ unplanned = [], conflicts, problems, newMigrations }: ReportModel): string[] {
  const warnings = problems.filter(({ severity }) => severity === 'warning').length;
  const locking = newMigrations.filter(stopsOthers).length;
  return [
    ...(unplanned.length > 0 ? ['but the plan is not of all that the pull request holds'] : []),
    ...(locking > 0 ? [`${grouped(locking)} ${locking === 1 ? 'holds' : 'hold'} a strong lock for long`] : []),
    ...(conflicts.length > 0 ? [`${plural(conflicts.length, 'possible conflict')} with the base branch`] : []),
    ...(warnings > 0 ? [plural(warnings, 'warning')] : []),
  ];
}

function news({ counts, versions }: ReportModel): string {
  if (counts === undefined) return 'Nothing to run';
  const { total, applied, new: added = 0, edited = 0 } = counts;
  const isDone = versions.every(({ shards }) => shards.every(({ state }) => state === 'verified'));
  if (added > 0 && edited > 0) return `${grouped(added)} new and ${plural(edited, 'edited migration')} work`;
  if (added + edited > 0)
    return `${plural(added + edited, added > 0 ? 'new migration' : 'edited migration')} ${added + edited === 1 ? 'works' : 'work'}`;
  if (isDone || applied === 0) return total === 0 ? 'No migrations' : `Nothing to do for ${plural(total, 'migration')}`;
  return counts.new === undefined ? `${plural(applied, 'migration')} applied` : 'No new migrations';
}
