/** What started the run, as far as a report needs it: what is compared with what, and where to tell of it. */
import { readFile } from 'node:fs/promises';
import { isRecord } from '../migration/plain.ts';

type Environment = Readonly<Record<string, string | undefined>>;

export interface Change {
  readonly of: 'pull-request' | 'merge-group' | 'push';
  readonly owner: string;
  readonly repo: string;
  /** What it is compared with: a branch's tip by its name, or a commit by its. Undefined where there is nothing before it. */
  readonly base: { readonly branch: string; readonly sha?: string | undefined } | undefined;
  /** Of a pull request. */
  readonly pull?: number | undefined;
  /** Whether its branch is in another repository, so that the run's token may only read. */
  readonly isFork: boolean;
  /** Of its branch, not of the merge that is tested. */
  readonly headSha?: string | undefined;
}

/** @returns one line that says why nothing is known, where that is so */
export async function readChange(env: Environment): Promise<Change | string> {
  const [owner = '', repo = ''] = (env['GITHUB_REPOSITORY'] ?? '').split('/');
  const name = env['GITHUB_EVENT_NAME'] ?? '';
  const event = await readEvent(env['GITHUB_EVENT_PATH']);
  if (owner === '' || repo === '' || event === undefined)
    return 'What the run is for is not known: GITHUB_REPOSITORY and GITHUB_EVENT_PATH do not say.';
  const change = changeOf(name, event);
  if (typeof change === 'string') return change;
  return { ...change, owner, repo };
}

type Told = Omit<Change, 'owner' | 'repo'>;

function changeOf(name: string, event: Readonly<Record<string, unknown>>): Told | string {
  switch (name) {
    case 'pull_request':
    case 'pull_request_target':
      return pullRequest(event) ?? incomplete(name);
    case 'merge_group':
      return mergeGroup(event) ?? incomplete(name);
    case 'push':
      return push(event) ?? incomplete(name);
    default:
      return `Which migrations are new is not known: the event ${name} has nothing to compare with.`;
  }
}

function incomplete(name: string): string {
  return `What the run is for is not known: the file at GITHUB_EVENT_PATH is not that of the event ${name}.`;
}

function pullRequest(event: Readonly<Record<string, unknown>>): Told | undefined {
  const pull = record(event['pull_request']);
  const [base, head] = [record(pull?.['base']), record(pull?.['head'])];
  const [number, branch, headSha] = [pull?.['number'], base?.['ref'], head?.['sha']];
  if (!isNumber(number) || !isBranch(branch) || !isCommit(headSha)) return undefined;
  const [into, from] = [record(base?.['repo'])?.['full_name'], record(head?.['repo'])?.['full_name']];
  // Of a fork that is gone there is nothing.
  return { of: 'pull-request', base: { branch }, pull: number, isFork: from !== into, headSha };
}

function mergeGroup(event: Readonly<Record<string, unknown>>): Told | undefined {
  const group = record(event['merge_group']);
  const [ref, sha, headSha] = [group?.['base_ref'], group?.['base_sha'], group?.['head_sha']];
  if (typeof ref !== 'string' || !isCommit(sha) || !isCommit(headSha)) return undefined;
  return { of: 'merge-group', base: { branch: branchOf(ref), sha }, isFork: false, headSha };
}

function push(event: Readonly<Record<string, unknown>>): Told | undefined {
  const [ref, before, after] = [event['ref'], event['before'], event['after']];
  const main = record(event['repository'])?.['default_branch'];
  if (typeof ref !== 'string' || !isCommit(before) || !isCommit(after)) return undefined;
  const branch = branchOf(ref);
  if (isBranch(main) && branch !== main) return { of: 'push', base: { branch: main }, isFork: false, headSha: after };
  // A branch that was not there before has a commit before it that is none.
  const base = /^0+$/.test(before) ? undefined : { branch, sha: before };
  return { of: 'push', base, isFork: false, headSha: after };
}

async function readEvent(file: string | undefined): Promise<Readonly<Record<string, unknown>> | undefined> {
  if (file === undefined) return undefined;
  try {
    return record(JSON.parse(await readFile(file, 'utf8')));
  } catch {
    // Not every runner writes it down.
    return undefined;
  }
}

function branchOf(ref: string): string {
  return ref.replace(/^refs\/(?:heads|tags)\//, '');
}

function record(value: unknown): Readonly<Record<string, unknown>> | undefined {
  return isRecord(value) ? value : undefined;
}

function isNumber(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) > 0;
}

function isBranch(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

function isCommit(value: unknown): value is string {
  return typeof value === 'string' && /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(value);
}
