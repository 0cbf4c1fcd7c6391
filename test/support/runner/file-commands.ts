/** The files by which a step tells the runner something: outputs, variables, directories for PATH, state for `post`, a summary. */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';

const FILES = ['output', 'env', 'path', 'state', 'summary'] as const;

export interface Told {
  readonly outputs: Readonly<Record<string, string>>;
  readonly env: Readonly<Record<string, string>>;
  readonly path: readonly string[];
  readonly state: Readonly<Record<string, string>>;
  readonly summary: string;
}

export interface CommandFiles {
  /** Where the step finds them. */
  readonly env: Readonly<Record<string, string>>;
  read(): Promise<Told>;
}

/** Empty ones, in a directory that is made. */
export async function newCommandFiles(directory: string): Promise<CommandFiles> {
  await mkdir(directory, { recursive: true });
  const place = (name: (typeof FILES)[number]) => path.join(directory, name);
  for (const name of FILES) await writeFile(place(name), '');
  const text = async (name: (typeof FILES)[number]) => readFile(place(name), 'utf8');
  return {
    env: {
      GITHUB_OUTPUT: place('output'),
      GITHUB_ENV: place('env'),
      GITHUB_PATH: place('path'),
      GITHUB_STATE: place('state'),
      GITHUB_STEP_SUMMARY: place('summary'),
    },
    read: async () => ({
      outputs: parsePairs(await text('output')),
      env: parsePairs(await text('env')),
      path: (await text('path')).split('\n').filter((line) => line !== ''),
      state: parsePairs(await text('state')),
      summary: await text('summary'),
    }),
  };
}

/** The environment variable that an input reaches an action in. */
export function inputVariables(inputs: Readonly<Record<string, string>>): Record<string, string> {
  return prefixed('INPUT_', inputs, (name) => name.replaceAll(' ', '_').toUpperCase());
}

/** The same for what `main` left for `post`. */
export function stateVariables(state: Readonly<Record<string, string>>): Record<string, string> {
  return prefixed('STATE_', state, (name) => name);
}

function prefixed(
  prefix: string,
  values: Readonly<Record<string, string>>,
  rename: (name: string) => string,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [`${prefix}${rename(name)}`, value] as const),
  );
}

/** Reads `NAME=VALUE` lines, and values of several lines between `NAME<<DELIMITER` and the delimiter. */
function parsePairs(text: string): Record<string, string> {
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
