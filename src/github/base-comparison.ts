/** Compares a set with what it will be merged into, as that is now. */
import type { BaseConflict } from '../graph/base-conflict.ts';
import { compareWithBase, type LocalSet } from '../graph/base-conflicts.ts';
import type { Base } from '../report/report-model.ts';
import { fetchTree } from './base-tree.ts';
import type { Change } from './event.ts';
import type { Octokit } from './rest.ts';

export interface BaseComparison {
  readonly base: Base;
  /** Ids; undefined where nobody knows. */
  readonly newIds?: ReadonlySet<string> | undefined;
  readonly conflicts: readonly BaseConflict[];
  /** What could not be found out, and what would help. */
  readonly notes: readonly string[];
}

export async function compareWithTip(octokit: Octokit, change: Change, set: LocalSet): Promise<BaseComparison> {
  const { of, owner, repo, base } = change;
  if (base === undefined) return { base: { of }, conflicts: [], notes: [] };
  const { branch, sha } = base;
  const place = { owner, repo, directory: set.directory };
  const told = { of, branch, sha };
  const files = await fetchTree(octokit, { ...place, at: sha ?? branch });
  if (typeof files === 'string') return { base: told, conflicts: [], notes: [files] };
  const { newIds, conflicts } = compareWithBase(set, { branch, files });
  const common = conflicts.some(({ kind }) => kind === 'deleted')
    ? await commonFiles(octokit, change, place)
    : undefined;
  return {
    base: told,
    newIds: new Set(newIds),
    // What the base branch got since is not deleted here: it comes with the next merge.
    conflicts: conflicts.filter(({ kind, path }) => kind !== 'deleted' || common === undefined || common.has(path)),
    notes: [],
  };
}

/** Paths that both sides began with; undefined where that is all that the base has, or nobody knows. */
async function commonFiles(
  octokit: Octokit,
  { owner, repo, base, headSha }: Change,
  place: { readonly owner: string; readonly repo: string; readonly directory: string },
): Promise<ReadonlySet<string> | undefined> {
  if (base === undefined || base.sha !== undefined || headSha === undefined) return undefined;
  try {
    const basehead = `${base.branch}...${headSha}`;
    const { data } = await octokit.rest.repos.compareCommitsWithBasehead({ owner, repo, basehead, per_page: 1 });
    const files = await fetchTree(octokit, { ...place, at: data.merge_base_commit.sha });
    return typeof files === 'string' ? new Set() : new Set(files.map(({ path }) => path));
  } catch {
    // Of a fork's commit that GitHub does not compare: better no word than a wrong one.
    return new Set();
  }
}
