/** The names of all files below a directory, as a branch or a commit has them: one question, unless the repository is very large. */
import type { BaseFile } from '../graph/base-conflicts.ts';
import { explainRefusal } from './refusal.ts';
import type { Octokit } from './rest.ts';

export interface TreePlace {
  readonly owner: string;
  readonly repo: string;
  /** A branch or a commit. */
  readonly at: string;
  /** From the repository's root; only what is in it has to be complete. */
  readonly directory: string;
  /** What they are asked for, `to see which migrations are new`. */
  readonly purpose?: string | undefined;
}

const NEWS = 'to see which migrations are new';

/** @returns one line for a person when GitHub does not tell */
export async function fetchTree(octokit: Octokit, place: TreePlace): Promise<readonly BaseFile[] | string> {
  try {
    const whole = await ask(octokit, place, place.at, true);
    if (!whole.truncated) return filesOf(whole.entries, '');
    return await walkTo(octokit, place);
  } catch (error) {
    const what = `read the files of ${place.at}, ${place.purpose ?? NEWS}`;
    return explainRefusal(error, { what, permission: 'contents: read' });
  }
}

/** GitHub lists at most 100,000 entries at once, so down to the directory, and then what is in it. */
async function walkTo(octokit: Octokit, place: TreePlace): Promise<readonly BaseFile[] | string> {
  let at = place.at;
  const parts = place.directory.split('/').filter((part) => part !== '' && part !== '.');
  for (const part of parts) {
    const { entries } = await ask(octokit, place, at, false);
    const next = entries.find(({ path, type }) => path === part && type === 'tree');
    if (next === undefined) return [];
    at = next.sha;
  }
  const below = await ask(octokit, place, at, true);
  if (below.truncated)
    return `Could not read the files of ${place.at}, ${place.purpose ?? NEWS}: GitHub does not list all files of ${place.directory === '' ? 'the repository' : place.directory}, there are too many.`;
  const prefix = parts.map((part) => `${part}/`).join('');
  return filesOf(below.entries, prefix);
}

interface Entry extends BaseFile {
  readonly type: string;
}

function filesOf(entries: readonly Entry[], prefix: string): BaseFile[] {
  return entries.filter(({ type }) => type === 'blob').map(({ path, sha }) => ({ path: `${prefix}${path}`, sha }));
}

async function ask(
  octokit: Octokit,
  { owner, repo }: TreePlace,
  at: string,
  isRecursive: boolean,
): Promise<{ readonly truncated: boolean; readonly entries: readonly Entry[] }> {
  const more = isRecursive ? { recursive: 'true' } : {};
  const { data } = await octokit.rest.git.getTree({ owner, repo, tree_sha: at, ...more });
  return { truncated: data.truncated, entries: data.tree };
}
