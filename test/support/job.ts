/** A job of GitHub's runner as an action sees it: inputs in the environment, files for outputs, a workspace. */
import { mkdir, readFile, symlink } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { findHome } from '../../src/postgres/server/home.ts';
import type { TemporaryFiles } from './files.ts';
import { type Finished, type ProgramOptions, runProgram } from './program.ts';

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
    const place = await files.directory({ output: '', env: '', state: '', summary: '' });
    await mkdir(path.join(place, 'temp'));
    return {
      place,
      env: {
        GITHUB_ACTIONS: 'true',
        GITHUB_WORKSPACE: workspace,
        GITHUB_OUTPUT: path.join(place, 'output'),
        GITHUB_ENV: path.join(place, 'env'),
        GITHUB_STATE: path.join(place, 'state'),
        GITHUB_STEP_SUMMARY: path.join(place, 'summary'),
        RUNNER_TEMP: path.join(place, 'temp'),
        RUNNER_TOOL_CACHE: toolCache,
        RUNNER_TRACKING_ID: 'github_test',
      },
    };
  };
  return {
    workspace,
    run: async (given, options = {}) => {
      const { place, env } = await runner();
      const values = Object.entries({ ...Object.fromEntries(defaults), ...given });
      const asInputs = values.map(([name, value]) => [`INPUT_${name.replaceAll(' ', '_').toUpperCase()}`, value]);
      const finished = await runProgram('action', [], {
        cwd: workspace,
        ...options,
        env: { ...env, ...(Object.fromEntries(asInputs) as Record<string, string>), ...options.env },
      });
      const read = async (name: string) => parseFileCommands(await readFile(path.join(place, name), 'utf8'));
      return { ...finished, outputs: await read('output'), env: await read('env'), state: await read('state') };
    },
    post: async ({ state }, options = {}) => {
      const { env } = await runner();
      const states = Object.entries(state).map(([name, value]) => [`STATE_${name}`, value]);
      return runProgram('post', [], {
        cwd: workspace,
        env: { ...env, ...(Object.fromEntries(states) as Record<string, string>), ...options.env },
      });
    },
  };
}

/** What every runner of the same image has; what jobs keep there is their own. */
async function installIn(directory: string): Promise<void> {
  const { directory: home } = await findHome();
  await mkdir(directory);
  for (const name of ['postgresql', 'clusters']) {
    await mkdir(path.join(home, name), { recursive: true });
    await symlink(path.join(home, name), path.join(directory, name));
  }
}

/** Reads `NAME=VALUE` lines, and values of several lines between `NAME<<DELIMITER` and the delimiter. */
function parseFileCommands(text: string): Record<string, string> {
  const values: Record<string, string> = {};
  const lines = text.split('\n');
  for (let line = lines.shift(); line !== undefined; line = lines.shift()) {
    if (line === '') continue;
    const [, name, operator, rest] = /^([^=<]+)(=|<<)(.*)$/.exec(line) ?? [];
    if (name === undefined || rest === undefined) throw new Error(`The runner would refuse the line ${line}`);
    const end = operator === '=' ? 0 : lines.indexOf(rest);
    if (end === -1) throw new Error(`The runner would miss the end of ${name}`);
    values[name] =
      operator === '='
        ? rest
        : lines
            .splice(0, end + 1)
            .slice(0, -1)
            .join('\n');
  }
  return values;
}
