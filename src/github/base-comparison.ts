/** Compares a set with what it will be merged into, as that is now. */
import type { BaseConflict } from '../graph/base-conflict.ts';
import { type BaseFile, compareWithBase, type Comparison, type LocalSet } from '../graph/base-conflicts.ts';
import { madeHere, mayBeTheirs } from '../graph/made-here.ts';
import type { Base } from '../report/report-model.ts';
import { fetchTree } from './base-tree.ts';
import type { Change } from './event.ts';
import { explainRefusal } from './refusal.ts';
import type { Octokit } from './rest.ts';

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

export async function compareWithTip(octokit: Octokit, change: Change, set: LocalSet): Promise<BaseComparison> {
  const { of, owner, repo, base } = change;
  if (base === undefined) return { base: { of }, conflicts: [], notes: [] };
  const { branch, sha } = base;
  const place = { owner, repo, directory: set.directory };
  const files = await fetchTree(octokit, { ...place, at: sha ?? branch });
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
  const common = await commonFiles(octokit, change.headSha, { ...place, branch });
  return typeof common === 'string'
    ? told(madeHere(found, set, undefined), [common])
    : told(madeHere(found, set, common));
}

export interface CommonPlace {
  readonly owner: string;
  readonly repo: string;
  readonly directory: string;
  readonly branch: string;
  readonly purpose?: string | undefined;
}

/** @returns the files that both sides began with, or one line for a person when GitHub does not tell */
export async function commonFiles(
  octokit: Octokit,
  headSha: string | undefined,
  { branch, ...place }: CommonPlace,
): Promise<readonly BaseFile[] | string> {
  const { owner, repo } = place;
  try {
    const basehead = `${branch}...${headSha ?? ''}`;
    const { data } = await octokit.rest.repos.compareCommitsWithBasehead({ owner, repo, basehead, per_page: 1 });
    return await fetchTree(octokit, { ...place, at: data.merge_base_commit.sha });
  } catch (error) {
    const what = `find where this branch left ${branch}, to see whether it has edited, renamed or deleted migrations`;
    return explainRefusal(error, { what, permission: 'contents: read' });
  }
}
