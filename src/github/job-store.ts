/** GitHub's cache as this job sees it. */
import { actionsStore } from '../cache/actions-store.ts';
import type { Store } from '../cache/store.ts';
import type { RestoreCost } from '../graph/cost.ts';

/** An estimate, not a measurement: two questions and a download, then unzstd and tar, of what a snapshot has beyond an empty cluster. */
export const JOB_STORE_COST: RestoreCost = { fixedMs: 600, megabyteMs: 5 };

type Environment = Readonly<Record<string, string | undefined>>;

/** @returns undefined where this is no job that has one: GitHub says where it is, and gives a token for it */
export function openJobStore(env: Environment): Store | undefined {
  const isThere = ['ACTIONS_RUNTIME_TOKEN', 'ACTIONS_RESULTS_URL'].every((name) => (env[name] ?? '') !== '');
  return isThere ? actionsStore() : undefined;
}
