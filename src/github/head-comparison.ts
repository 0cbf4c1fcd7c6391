/** Holds what the run of a fork has left against what the pull request holds: one question where both are the same. */
import type { Plan } from '../graph/plan.ts';
import { doubtsOf, type Unplanned, unplannedOf } from '../graph/unplanned.ts';
import type { Change } from './event.ts';
import type { Trees } from './trees.ts';

export interface HeadComparison {
  readonly unplanned: readonly Unplanned[];
  /** What could not be found out, and what would help. */
  readonly notes: readonly string[];
}

/** @param directory the migrations directory, where it is not for the plan to say */
export async function compareWithHead(
  trees: Trees,
  { base, headSha }: Change,
  plan: Plan,
  directory?: string,
): Promise<HeadComparison> {
  // Nothing of such a plan was to be run, and nobody is told that anything works.
  const hasErrors = plan.problems.some(({ severity }) => severity === 'error');
  if (headSha === undefined || base === undefined || hasErrors) return { unplanned: [], notes: [] };
  const purpose = 'to see whether the plan is of these';
  const place = { directory: directory ?? plan.local?.directory ?? plan.directory, purpose };
  const head = await trees.files({ ...place, at: headSha });
  if (typeof head === 'string') return { unplanned: [], notes: [head] };
  const doubts = doubtsOf(plan, head, directory);
  if (doubts.length === 0) return { unplanned: [], notes: [] };
  const [there, common] = await Promise.all([
    trees.files({ ...place, at: base.branch }),
    trees.common({ ...place, headSha, branch: base.branch }),
  ]);
  const notes = [there, common].filter((each) => typeof each === 'string');
  if (typeof there === 'string' || typeof common === 'string') return { unplanned: [], notes };
  return { unplanned: unplannedOf(doubts, { head, base: there, common }), notes };
}
