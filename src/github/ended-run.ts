/**
 * The pull request whose run has ended, for a job that is started by that: the run of a fork may only read, and this one may write.
 *
 * All of it is what GitHub says of the run. What the run has left in its artifacts is the work of whoever wrote the pull request.
 */
import { shortCommit } from '../graph/git-commit.ts';
import type { Change } from './event.ts';
import { explainRefusal } from './refusal.ts';
import type { Octokit } from './rest.ts';

export interface EndedRun {
  readonly change: Change;
  /** Of the workflow. */
  readonly workflow: string;
  readonly sha: string;
  readonly url: string;
}

/** @returns one line for a person where there is no pull request to tell */
export async function readEndedRun(
  octokit: Octokit,
  { owner, repo, id }: { readonly owner: string; readonly repo: string; readonly id: number },
): Promise<EndedRun | string> {
  try {
    const { data: run } = await octokit.rest.actions.getWorkflowRun({ owner, repo, run_id: id });
    if (run.event !== 'pull_request') return `Run ${id} was for no pull request, but for ${run.event}.`;
    // A fork may be gone, of which the client's types know nothing.
    const source = run.head_repository as typeof run.head_repository | null;
    if (source === null || run.head_branch === null) return `The branch that run ${id} was for is gone.`;
    const head = `${source.owner.login}:${run.head_branch}`;
    const { data: pulls } = await octokit.rest.pulls.list({ owner, repo, state: 'open', head });
    // A later commit has a run of its own.
    const there = pulls.filter((each) => each.head.sha === run.head_sha);
    // Empty for runs of forks.
    const named = new Set(run.pull_requests?.map(({ number }) => number));
    const [pull, ...more] = there.some(isNamed) ? there.filter(isNamed) : there;
    if (pull === undefined) return `No open pull request is at the commit that run ${id} was for.`;
    if (more.length > 0) return eitherOf([pull, ...more], run);
    const change: Change = {
      of: 'pull-request',
      owner,
      repo,
      base: { branch: pull.base.ref },
      pull: pull.number,
      isFork: source.full_name !== `${owner}/${repo}`,
      headSha: run.head_sha,
    };
    return { change, workflow: run.name ?? '', sha: run.head_sha, url: run.html_url };

    function isNamed({ number }: Numbered): boolean {
      return named.has(number);
    }
  } catch (error) {
    return explainRefusal(error, { what: `read run ${id}`, permission: 'actions: read' });
  }
}

interface Numbered {
  readonly number: number;
}

/** Each of them has a run of its own, of another merge: what one came to is nothing to the other. */
function eitherOf(pulls: readonly Numbered[], run: { readonly id: number; readonly head_sha: string }): string {
  const numbers = pulls.map(({ number }) => `#${number}`);
  const either = `${numbers.slice(0, -1).join(', ')} or ${numbers.at(-1) ?? ''}`;
  const all = numbers.length === 2 ? 'both' : 'all';
  return `Run ${run.id} was for ${either}, which are ${all} at ${shortCommit(run.head_sha)}, and GitHub does not say for which. No comment is posted; the summary of that run has its report.`;
}
