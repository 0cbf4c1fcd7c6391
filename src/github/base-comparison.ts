/** Compares a set with what it will be merged into, as that is now. */
import type { BaseConflict } from '../graph/base-conflict.ts';
import { compareWithBase, type Comparison, type LocalSet } from '../graph/base-conflicts.ts';
import { madeHere, mayBeTheirs } from '../graph/made-here.ts';
import type { Base } from '../report/report-model.ts';
import type { Change } from './event.ts';
import type { Trees } from './trees.ts';

export interface BaseComparison {
  readonly base: Base;
  /** Ids; undefined where nobody knows. */
  readonly newIds?: ReadonlySet<string> | undefined;
  /** Ids of those that were edited as their format allows. */
  readonly editedIds?: ReadonlySet<string> | undefined;
  readonly conflicts: readonly BaseConflict[];
  /** What could not be found out, and what would help. */
  readonly notes: readonly string[];
}

export async function compareWithTip(trees: Trees, change: Change, set: LocalSet): Promise<BaseComparison> {
  const { of, base, headSha } = change;
  if (base === undefined) return { base: { of }, conflicts: [], notes: [] };
  const { branch, sha } = base;
  const { directory } = set;
  const files = await trees.files({ at: sha ?? branch, directory });
  if (typeof files === 'string') return { base: { of, branch, sha }, conflicts: [], notes: [files] };
  const found = compareWithBase(set, { branch, files });
  const told = (comparison: Comparison, notes: readonly string[] = []): BaseComparison => ({
    base: { of, branch, sha },
    newIds: new Set(comparison.newIds),
    editedIds: new Set(comparison.editedIds),
    conflicts: comparison.conflicts,
    notes,
  });
  // A commit that this one is built on is all that both began with, and asking costs two questions.
  if (sha !== undefined || !mayBeTheirs(found)) return told(found);
  const common = await trees.common({ branch, headSha, directory });
  return typeof common === 'string'
    ? told(madeHere(found, set, undefined), [common])
    : told(madeHere(found, set, common));
}
