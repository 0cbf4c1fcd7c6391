/** A job of GitHub's runner as an action sees it: inputs in the environment, files for outputs, a workspace. */
import { mkdir, readFile, symlink } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { findHome } from '../../src/postgres/server/home.ts';
import type { TemporaryFiles } from './files.ts';
import { type Finished, type ProgramOptions, runProgram } from './program.ts';
import { inputVariables, newCommandFiles, stateVariables } from './runner/file-commands.ts';

interface ActionMetadata {
  readonly inputs: Readonly<Record<string, { readonly default?: string }>>;
  readonly outputs: Readonly<Record<string, unknown>>;
}

export async function actionMetadata(): Promise<ActionMetadata> {
  const file = fileURLToPath(new URL('../../action.yml', import.meta.url));
  return parse(await readFile(file, 'utf8')) as ActionMetadata;
}

export interface Job {
  readonly workspace: string;
  /** Runs the action as a step. Inputs that are not given have the defaults of `action.yml`. */
  run(inputs: Readonly<Record<string, string>>, options?: ProgramOptions): Promise<Step>;
  /** Runs what the step left to be done at the end of the job. */
  post(step: Step, options?: ProgramOptions): Promise<Finished>;
}

export interface Step extends Finished {
  readonly outputs: Readonly<Record<string, string>>;
  /** What later steps find in their environment. */
  readonly env: Readonly<Record<string, string>>;
  readonly state: Readonly<Record<string, string>>;
}

export interface JobSetting {
  /** Whether PostgreSQL was installed by earlier jobs on the same runner. Default true. */
  readonly installed?: boolean;
}

/** @param set files of the workspace */
export async function newJob(
  files: TemporaryFiles,
  set: Readonly<Record<string, string>>,
  { installed = true }: JobSetting = {},
): Promise<Job> {
  const workspace = await files.directory(set);
  const { inputs } = await actionMetadata();
  const defaults = Object.entries(inputs).map(([name, input]) => [name, input.default ?? ''] as const);
  const toolCache = await files.directory();
  if (installed) await installIn(path.join(toolCache, 'migrate-action'));
  const runner = async () => {
    const place = await files.directory();
    const temp = path.join(place, 'temp');
    await mkdir(temp);
    const commands = await newCommandFiles(path.join(place, 'commands'));
    return {
      commands,
      env: {
        ...commands.env,
        GITHUB_ACTIONS: 'true',
        GITHUB_WORKSPACE: workspace,
        RUNNER_TEMP: temp,
        RUNNER_TOOL_CACHE: toolCache,
        RUNNER_TRACKING_ID: 'github_test',
      },
    };
  };
  return {
    workspace,
    run: async (given, options = {}) => {
      const { commands, env } = await runner();
      const inputs = inputVariables({ ...Object.fromEntries(defaults), ...given });
      const finished = await runProgram('action', [], {
        cwd: workspace,
        ...options,
        env: { ...env, ...inputs, ...options.env },
      });
      const { outputs, env: later, state } = await commands.read();
      return { ...finished, outputs, env: later, state };
    },
    post: async ({ state }, options = {}) => {
      const { env } = await runner();
      return runProgram('post', [], {
        cwd: workspace,
        env: { ...env, ...stateVariables(state), ...options.env },
      });
    },
  };
}

/** Lines that annotate the job, and so are read. */
export function told(text: string): string[] {
  return text.split('\n').filter((line) => /^::(notice|warning|error)/.test(line));
}

/** What every runner of the same image has; what jobs keep there is their own. */
export async function installIn(directory: string): Promise<void> {
  const { directory: home } = await findHome();
  await mkdir(directory);
  for (const name of ['postgresql', 'clusters']) {
    await mkdir(path.join(home, name), { recursive: true });
    await symlink(path.join(home, name), path.join(directory, name));
  }
}
