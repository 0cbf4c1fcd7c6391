/** What the tests of this directory share: places, processes and a program that starts a server and is then killed. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, readFile, readdir, rm, stat } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Account } from '../../../src/postgres/server/account.ts';
import type { ManagedServer, ServerOptions } from '../../../src/postgres/server/managed-server.ts';

export const isRoot = process.getuid?.() === 0;

const temporary: string[] = [];

/** A new directory that every account can pass. `removeTemporary` removes it. */
export async function temporaryDirectory(): Promise<string> {
  const directory = await mkdtemp(path.join(os.tmpdir(), 'ma-test-'));
  await chmod(directory, 0o755);
  temporary.push(directory);
  return directory;
}

export async function removeTemporary(): Promise<void> {
  for (const directory of temporary.splice(0)) await rm(directory, { recursive: true, force: true, maxRetries: 3 });
}

export async function exists(file: string): Promise<boolean> {
  return stat(file).then(
    () => true,
    () => false,
  );
}

/** Ids of the processes whose command line contains the text. Linux only: elsewhere there are none. */
export async function processesWith(text: string): Promise<number[]> {
  const pids = (await readdir('/proc').catch(() => [])).filter((name) => /^\d+$/.test(name));
  const found = await Promise.all(
    pids.map(async (pid) =>
      (await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')).includes(text) ? [pid] : [],
    ),
  );
  return found.flat().map(Number);
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** Waits until the condition holds, and says whether it ever did. */
export async function eventually(condition: () => boolean | Promise<boolean>, withinMs = 10_000): Promise<boolean> {
  const deadline = Date.now() + withinMs;
  while (Date.now() < deadline) {
    if (await condition()) return true;
    await sleep(50);
  }
  return condition();
}

/** Whether neither the server nor its watchdog nor its directory are left. */
export async function isGone({
  pid,
  socketDirectory,
}: Pick<ManagedServer, 'pid' | 'socketDirectory'>): Promise<boolean> {
  return !isAlive(pid) && !(await exists(socketDirectory)) && (await processesWith(socketDirectory)).length === 0;
}

export type ChildServer = Pick<
  ManagedServer,
  'pid' | 'dataDirectory' | 'socketDirectory' | 'socketPort' | 'placement' | 'notices'
>;

export interface ChildOptions {
  readonly server: ServerOptions;
  readonly account?: Account | undefined;
  readonly env?: NodeJS.ProcessEnv | undefined;
  /** Arguments after the options: `keep`, and an owner's process id. */
  readonly then?: readonly string[] | undefined;
}

/** Starts a server in another process of ours and waits for it. */
export async function startInChild(options: ChildOptions): Promise<{ child: ChildProcess; server: ChildServer }> {
  const hooks = fileURLToPath(new URL('../../support/typescript.js', import.meta.url));
  const program = fileURLToPath(new URL('child.ts', import.meta.url));
  const child = spawn(
    process.execPath,
    ['--import', hooks, program, JSON.stringify(options.server), ...(options.then ?? [])],
    {
      ...(options.account ?? {}),
      env: { ...process.env, NODE_OPTIONS: '', ...options.env },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  let errors = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text));
  for await (const line of createInterface({ input: child.stdout })) {
    return { child, server: JSON.parse(line) as ChildServer };
  }
  throw new Error(`The child started no server:\n${errors}`);
}

/** Resolves when the process has ended. */
export async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
}
