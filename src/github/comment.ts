/** One comment of ours on a pull request, kept up to date. It never fails a build: what cannot be posted is in the job's summary. */
import { shortCommit } from '../graph/git-commit.ts';
import { answersTo, type Comment, markerOf, pastMarkerOf } from './conversation.ts';
import { explainRefusal } from './refusal.ts';
import type { Octokit } from './rest.ts';

export interface CommentTarget {
  readonly owner: string;
  readonly repo: string;
  readonly pull: number;
  /** What the report is of: the commit at the head of the pull request's branch. */
  readonly headSha: string;
  readonly isFork?: boolean | undefined;
  /** Tells comments of several workflows and jobs apart. */
  readonly key: string;
}

export type CommentOutcome =
  | { readonly state: 'created' | 'updated' | 'unchanged'; readonly url: string }
  /** One line for a person. */
  | { readonly state: 'not-posted'; readonly why: string };

/** Whom tokens of workflows write as. */
const WORKFLOWS_BOT = 'github-actions[bot]';
/** GitHub takes no longer ones. */
const LIMIT_BYTES = 65_536;
const PER_PAGE = 100;
const ELSEWHERE = 'The job’s summary has all of it.';

/** Bytes that are not the report's. */
export function markerBytes(key: string): number {
  return Buffer.byteLength(`${markerOf(key)}\n`);
}

export async function postComment(octokit: Octokit, target: CommentTarget, markdown: string): Promise<CommentOutcome> {
  try {
    const newer = await newerHead(octokit, target);
    if (newer === undefined) return await post(octokit, target, `${markerOf(target.key)}\n${markdown}`);
    const why = `The report is of ${shortCommit(target.headSha)}, and #${target.pull} is at ${shortCommit(newer)} by now, so its comment is left to the run of that commit.`;
    return { state: 'not-posted', why: `${why} ${ELSEWHERE}` };
  } catch (error) {
    const what = `post the report on #${target.pull}`;
    const why = explainRefusal(error, { what, permission: 'pull-requests: write', isFork: target.isFork });
    return { state: 'not-posted', why: `${why} ${ELSEWHERE}` };
  }
}

/** Runs end in any order, and any of them can be run again: what an old one says must not stand there for the newest commit. */
async function newerHead(octokit: Octokit, { owner, repo, pull, headSha }: CommentTarget): Promise<string | undefined> {
  const { data } = await octokit.rest.pulls.get({ owner, repo, pull_number: pull });
  return data.head.sha === headSha ? undefined : data.head.sha;
}

async function post(octokit: Octokit, target: CommentTarget, body: string): Promise<CommentOutcome> {
  const { owner, repo, pull } = target;
  const all = await octokit.paginate(octokit.rest.issues.listComments, {
    owner,
    repo,
    issue_number: pull,
    per_page: PER_PAGE,
  });
  const comments = all.map(({ id, body: text = '', user }): Comment => ({
    id,
    body: text,
    author: user?.login,
    isPerson: user?.type === 'User',
  }));
  const old = await newestOfOurs(octokit, comments, markerOf(target.key));
  if (old === undefined || answersTo(old, comments).length > 0) {
    const made = await octokit.rest.issues.createComment({ owner, repo, issue_number: pull, body });
    if (old !== undefined) await leaveBehind(octokit, target, old, made.data.html_url);
    return { state: 'created', url: made.data.html_url };
  }
  const url = all.find(({ id }) => id === old.id)?.html_url ?? '';
  if (old.body === body) return { state: 'unchanged', url };
  await octokit.rest.issues.updateComment({ owner, repo, comment_id: old.id, body });
  return { state: 'updated', url };
}

/** Others could write our marker, so it has to be ours by its author, too. */
async function newestOfOurs(
  octokit: Octokit,
  comments: readonly Comment[],
  marker: string,
): Promise<Comment | undefined> {
  const marked = comments.filter(({ body }) => body.startsWith(marker));
  const byWorkflows = marked.filter(({ author }) => author === WORKFLOWS_BOT);
  if (marked.length === byWorkflows.length) return byWorkflows.at(-1);
  const login = await ownLogin(octokit);
  return marked.filter(({ author }) => author === login).at(-1);
}

/** The REST interface tells this to people only; the other one to apps as well. */
async function ownLogin(octokit: Octokit): Promise<string> {
  try {
    const { viewer } = await octokit.graphql<{ readonly viewer: { readonly login: string } }>('{ viewer { login } }');
    return viewer.login;
  } catch {
    return WORKFLOWS_BOT;
  }
}

/** People talk about it, so it stays; it says where the news is, and is no longer the one to update. */
async function leaveBehind(
  octokit: Octokit,
  { owner, repo, key }: CommentTarget,
  old: Comment,
  newUrl: string,
): Promise<void> {
  const note = `> [!NOTE]\n> There is a [newer report](${newUrl}).\n\n`;
  const rest = old.body.slice(markerOf(key).length).trimStart();
  const whole = `${pastMarkerOf(key)}\n${note}${rest}`;
  const body = Buffer.byteLength(whole) <= LIMIT_BYTES ? whole : `${pastMarkerOf(key)}\n${rest}`;
  try {
    await octokit.rest.issues.updateComment({ owner, repo, comment_id: old.id, body });
  } catch {
    // The new one is there, which is what counts. The next run finds it, as the newest with the marker.
  }
}
