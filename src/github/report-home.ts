/** What a report asks of GitHub, and where it is put: nothing of it fails a build. */
import type { Plan } from '../graph/plan.ts';
import { renderComment } from '../report/comment/comment.ts';
import type { ReportLinks, ReportModel } from '../report/report-model.ts';
import type { OtherRun } from './artifacts.ts';
import { type BaseComparison, compareWithTip } from './base-comparison.ts';
import { type CommentTarget, markerBytes, postComment } from './comment.ts';
import { compareWithHead, type HeadComparison } from './head-comparison.ts';
import { readEndedRun } from './ended-run.ts';
import { type Change, readChange } from './event.ts';
import { type Octokit, openRest } from './rest.ts';
import { Trees } from './trees.ts';

export interface ReportHome {
  /** The run that is reported on, where it is another one than this. */
  readonly other?: OtherRun | undefined;
  readonly links: ReportLinks;
  /** What of the plan is new to the base branch, and what does not go together with it. */
  compare(plan: Plan): Promise<Partial<BaseComparison & HeadComparison>>;
  /**
   * @param plan tells reports of several plans of a workflow apart
   * @returns one line for a person where there was something to say and it was not said
   */
  comment(model: ReportModel, plan: string): Promise<string | undefined>;
}

const NO_TOKEN =
  'Which migrations are new is not known, and no comment is posted: there is no token. Leave the input token out for the job’s own.';

/**
 * @param env of the job
 * @param limitMs for each of the tasks
 */
export async function openHome(token: string, env: NodeJS.ProcessEnv, limitMs?: number): Promise<ReportHome> {
  const change = await readChange(env);
  const links = linksOf(env, env['GITHUB_RUN_ID'], commitsOf(change, env['GITHUB_SHA']));
  if (typeof change === 'string') return without(change, links);
  if (token === '') return without(NO_TOKEN, links);
  return homeOf(clientsFor(token, env, limitMs), change, env['GITHUB_WORKFLOW'] ?? '', links);
}

/** Which run has ended, and what it was to be of. */
export interface RunWanted {
  readonly id: string;
  /** The migrations directory, from the repository's root; left out, it is for the plan to say. */
  readonly directory?: string | undefined;
}

/**
 * Of a run that has ended.
 *
 * @returns one line for a person where there is no pull request to tell
 */
export async function openHomeOfRun(
  { id, directory }: RunWanted,
  token: string,
  env: NodeJS.ProcessEnv,
): Promise<ReportHome | string> {
  const [owner = '', repo = ''] = (env['GITHUB_REPOSITORY'] ?? '').split('/');
  const client = clientsFor(token, env);
  const run = await readEndedRun(await client(), { owner, repo, id: Number(id) });
  if (typeof run === 'string') return run;
  const other: OtherRun = { token, workflowRunId: Number(id), repositoryOwner: owner, repositoryName: repo };
  const home = homeOf(client, run.change, run.workflow, linksOf(env, id, { sha: run.sha }));
  return {
    ...home,
    other,
    compare: async (plan) => {
      const trees = new Trees(await client(), run.change);
      const ofHead = compareWithHead(trees, run.change, plan, directory);
      const [tip, { unplanned, notes }] = await Promise.all([againstTip(trees, run.change, plan), ofHead]);
      return { ...tip, unplanned, notes: [...(tip.notes ?? []), ...notes] };
    },
  };
}

/** A client whose time begins now: between tasks artifacts are downloaded, which may take longer than any task has. */
type Clients = () => Promise<Octokit>;

function clientsFor(token: string, env: NodeJS.ProcessEnv, limitMs?: number): Clients {
  const limit = limitMs === undefined ? {} : { limitMs };
  return () => openRest({ token, baseUrl: env['GITHUB_API_URL'] ?? 'https://api.github.com', ...limit });
}

function homeOf(client: Clients, change: Change, workflow: string, links: ReportLinks): ReportHome {
  return {
    links,
    compare: async (plan) => await againstTip(new Trees(await client(), change), change, plan),
    comment: async (model, plan) => {
      const target = targetOf(change, `${workflow}/${plan}`);
      if (target === undefined) return undefined;
      const outcome = await postComment(await client(), target, renderComment(model, markerBytes(target.key)));
      return outcome.state === 'not-posted' ? outcome.why : undefined;
    },
  };
}

async function againstTip(trees: Trees, change: Change, { local }: Plan): Promise<Partial<BaseComparison>> {
  return local === undefined ? {} : await compareWithTip(trees, change, local);
}

function without(note: string, links: ReportLinks): ReportHome {
  return { links, compare: () => Promise.resolve({ notes: [note] }), comment: () => Promise.resolve(undefined) };
}

function targetOf({ owner, repo, pull, headSha, isFork }: Change, key: string): CommentTarget | undefined {
  return pull === undefined || headSha === undefined ? undefined : { owner, repo, pull, headSha, isFork, key };
}

type Commits = Pick<ReportLinks, 'sha' | 'merge'>;

/** Of a pull request GitHub runs a merge with the base branch, which nobody has seen. */
function commitsOf(change: Change | string, run: string | undefined): Commits {
  const head = typeof change === 'string' ? undefined : change.headSha;
  return head === undefined || head === run ? { sha: run } : { sha: head, merge: run };
}

function linksOf(env: NodeJS.ProcessEnv, id: string | undefined, commits: Commits): ReportLinks {
  const { GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: name } = env;
  if (server === undefined || name === undefined) return {};
  const repository = `${server}/${name}`;
  const run = id === undefined ? undefined : `${repository}/actions/runs/${id}`;
  return { repository, ...commits, run, artifacts: run === undefined ? undefined : `${run}#artifacts` };
}
