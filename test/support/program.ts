/** The bundle in `dist/`, run as a process of its own, the way users and GitHub run it. */
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** The only variables that programs get from us: what npm and the operating system need, and where PostgreSQL is kept. */
const PASSED_ON =
  /^(PATH|HOME|TMPDIR|LANG|XDG_CACHE_HOME|RUNNER_TOOL_CACHE|(https?|no)_proxy|npm_config_.*|NODE_EXTRA_CA_CERTS)$/i;
/** Longer than anything may take, so that a program that hangs fails its test and not the whole run. */
const PATIENCE_MS = 120_000;

export interface ProgramOptions {
  /** On top of the few variables that are passed on; undefined takes one away. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Default: the repository. */
  readonly cwd?: string;
  /** Default: the repository's `dist/`. */
  readonly bundle?: string;
  /** Run as this user instead of ourselves. */
  readonly account?: { readonly uid: number; readonly gid: number };
  /** A command that runs the program as its arguments: `unshare`, `env`. */
  readonly within?: readonly string[];
  /** Whether to measure `peakMegabytes`. */
  readonly measured?: boolean;
}

export interface Finished {
  /** Undefined when a signal ended it. */
  readonly code: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
  readonly ms: number;
  /** The most memory it held, if that was measured. */
  readonly peakMegabytes: number;
  /** Stands in the environment of everything it started, for `leftovers`. */
  readonly mark: string;
}

/** What a process of ours can be told by: the programs hand PATH down to the servers and watchdogs they start. */
export function newMark(): string {
  return `/nonexistent/${randomUUID()}`;
}

/** The environment of a program that carries the mark. */
export function programEnvironment(mark: string, env: ProgramOptions['env'] = {}): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(([name]) => PASSED_ON.test(name));
  const all = { ...Object.fromEntries(own), ...env };
  return { ...all, PATH: `${all['PATH'] ?? ''}${path.delimiter}${mark}` };
}

/** The bundle that the repository holds. */
export const BUNDLE = path.join(ROOT, 'dist');

/** Those that are run by themselves. */
export type EntryPoint = 'cli' | 'action' | 'post' | 'plan' | 'run' | 'report';

/** Arguments of `node` for an entry point of the bundle. */
export function entryPoint(name: EntryPoint, bundle = BUNDLE): string {
  return path.join(bundle, `${name}.js`);
}

/** Runs an entry point of the bundle to its end. */
export async function runProgram(
  name: EntryPoint,
  args: readonly string[],
  options: ProgramOptions = {},
): Promise<Finished> {
  const mark = newMark();
  const peakFile = path.join(os.tmpdir(), `ma-peak-${path.basename(mark)}`);
  const preload = options.measured === true ? ['--import', path.join(ROOT, 'test/support/peak-memory.js')] : [];
  const began = performance.now();
  const command = [...(options.within ?? []), process.execPath, ...preload, entryPoint(name, options.bundle), ...args];
  const child = spawn(command[0] ?? '', command.slice(1), {
    cwd: options.cwd ?? ROOT,
    env: programEnvironment(mark, { ...options.env, PEAK_MEMORY_FILE: peakFile }),
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(options.account ?? {}),
  });
  const output = { stdout: '', stderr: '' };
  for (const stream of ['stdout', 'stderr'] as const) {
    child[stream].setEncoding('utf8').on('data', (text: string) => (output[stream] += text));
  }
  const timer = setTimeout(() => child.kill('SIGKILL'), PATIENCE_MS);
  const code = await new Promise<number | undefined>((resolve, reject) => {
    child.on('error', reject);
    // Not `exit`: a kept server that held on to our pipes would keep a job's step from ending, so waiting for it is part of the test.
    child.on('close', (status) => {
      resolve(status ?? undefined);
    });
  });
  clearTimeout(timer);
  const ms = performance.now() - began;
  const peak = options.measured === true ? Number(await readFile(peakFile, 'utf8')) / 1024 : Number.NaN;
  await rm(peakFile, { force: true });
  return { code, ...output, ms, peakMegabytes: peak, mark };
}

export function runCli(args: readonly string[], options?: ProgramOptions): Promise<Finished> {
  return runProgram('cli', args, options);
}
