/** Runs of workflows that a test writes down as text, in a repository of nothing else. */
import type { TemporaryFiles } from '../files.ts';
import { directoryHost } from './host.ts';
import type { RunResult } from './result.ts';
import { type Run, startRun } from './run.ts';
import type { RunOptions } from './run-state.ts';

export const REPOSITORY = 'octo/shop';
export const PUSH: RunOptions['event'] = {
  name: 'push',
  repository: REPOSITORY,
  ref: 'refs/heads/main',
  sha: '1111111111111111111111111111111111111111',
};

export interface SmallRun extends Partial<RunOptions> {
  /** What the repository has beside the workflow. */
  readonly repository?: Readonly<Record<string, string>>;
  /** What other repositories have, by `owner/name`. */
  readonly others?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** @param workflow the text of `.github/workflows/ci.yml` */
export async function startSmallRun(files: TemporaryFiles, workflow: string, more: SmallRun = {}): Promise<Run> {
  const { repository = {}, others = {}, ...options } = more;
  const directories: Record<string, string> = {
    [REPOSITORY]: await files.directory({ '.github/workflows/ci.yml': workflow, ...repository }),
  };
  for (const [name, content] of Object.entries(others)) directories[name] = await files.directory(content);
  const host = directoryHost(directories);
  return startRun({ host, files, workflow: '.github/workflows/ci.yml', event: PUSH, ...options });
}

export async function smallRun(files: TemporaryFiles, workflow: string, more?: SmallRun): Promise<RunResult> {
  return await (
    await startSmallRun(files, workflow, more)
  ).finished;
}
