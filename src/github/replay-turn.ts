/**
 * Whether it is a run's turn to replay everything: every so many on the default branch, whose snapshots are those that all branches start
 * from.
 */
import { readFile } from 'node:fs/promises';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * @param every 0 for never
 * @returns the line that says why, if it is
 */
export async function replayTurn(env: Environment, every: number): Promise<string | undefined> {
  const run = Number(env['GITHUB_RUN_NUMBER']);
  if (every === 0 || !Number.isSafeInteger(run) || run <= 0 || run % every !== 0) return undefined;
  // Of a pull request from elsewhere, the branch is the one that it is for.
  const isOfBranch =
    env['GITHUB_REF_TYPE'] === 'branch' && !(env['GITHUB_EVENT_NAME'] ?? '').startsWith('pull_request');
  const branch = env['GITHUB_REF_NAME'];
  if (!isOfBranch || branch === undefined || branch !== (await defaultBranch(env['GITHUB_EVENT_PATH'])))
    return undefined;
  const which = every === 1 ? 'each run' : `run ${run}, as each ${every}th,`;
  return `On ${branch}, ${which} applies all migrations, to compare what comes of them with their snapshot (replay-every: ${every}).`;
}

async function defaultBranch(eventPath: string | undefined): Promise<string | undefined> {
  if (eventPath === undefined) return undefined;
  try {
    const event = JSON.parse(await readFile(eventPath, 'utf8')) as { repository?: { default_branch?: unknown } } | null;
    const name = event?.repository?.default_branch;
    return typeof name === 'string' ? name : undefined;
  } catch {
    // Not every event is of a repository, and not every runner writes it down.
    return undefined;
  }
}
