/**
 * The pull request whose run has ended, for a job that is started by that: the run of a fork may only read, and this one may write.
 *
 * All of it is what GitHub says of the run. What the run has left in its artifacts is the work of whoever wrote the pull request.
 */
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
    const pull = pulls.find((each) => each.head.sha === run.head_sha);
    if (pull === undefined) return `No open pull request is at the commit that run ${id} was for.`;
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
  } catch (error) {
    return explainRefusal(error, { what: `read run ${id}`, permission: 'actions: read' });
  }
}
