/** What a report asks of GitHub, and where it is put: nothing of it fails a build. */
import type { Plan } from '../graph/plan.ts';
import { renderComment } from '../report/comment/comment.ts';
import type { ReportModel } from '../report/report-model.ts';
import { type BaseComparison, compareWithTip } from './base-comparison.ts';
import { markerBytes, postComment } from './comment.ts';
import { type Change, readChange } from './event.ts';
import { openRest } from './rest.ts';

export interface ReportHome {
  /** What of the plan is new to the base branch, and what does not go together with it. */
  compare(plan: Plan): Promise<Partial<BaseComparison>>;
  /**
   * @param plan tells reports of several plans of a workflow apart
   * @returns one line for a person where there was something to say and it was not said
   */
  comment(model: ReportModel, plan: string): Promise<string | undefined>;
}

const NO_TOKEN =
  'Which migrations are new is not known, and no comment is posted: there is no token. Leave the input token out for the job’s own.';

/** @param env of the job */
export async function openGitHub(token: string, env: NodeJS.ProcessEnv): Promise<ReportHome> {
  const change = await readChange(env);
  if (typeof change === 'string') return without(change);
  if (token === '') return without(NO_TOKEN);
  const octokit = await openRest({ token, baseUrl: env['GITHUB_API_URL'] ?? 'https://api.github.com' });
  return {
    compare: async ({ local }) => (local === undefined ? {} : await compareWithTip(octokit, change, local)),
    comment: async (model, plan) => {
      const target = targetOf(change, `${env['GITHUB_WORKFLOW'] ?? ''}/${plan}`);
      if (target === undefined) return undefined;
      const outcome = await postComment(octokit, target, renderComment(model, markerBytes(target.key)));
      return outcome.state === 'not-posted' ? outcome.why : undefined;
    },
  };
}

function without(note: string): ReportHome {
  return { compare: () => Promise.resolve({ notes: [note] }), comment: () => Promise.resolve(undefined) };
}

function targetOf({ owner, repo, pull, isFork }: Change, key: string) {
  return pull === undefined ? undefined : { owner, repo, pull, isFork, key };
}
