/** What a program left behind: processes that carry its mark, and run directories that nobody alive uses. */
import { readdir, readFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** A server that ends takes its watchdog and directory with it within moments. */
const PATIENCE_MS = 5_000;
const RUN_DIRECTORY = /^migrate-action-/;

export interface Running {
  readonly pid: number;
  readonly command: string;
  readonly environment: string;
}

/** All processes we may look at; none where there is no `/proc`. */
async function processes(): Promise<Running[]> {
  const pids = (await readdir('/proc').catch(() => [])).filter((name) => /^\d+$/.test(name));
  const read = (pid: string, file: string) => readFile(`/proc/${pid}/${file}`, 'utf8').catch(() => '');
  return Promise.all(
    pids.map(async (pid) => ({
      pid: Number(pid),
      command: (await read(pid, 'cmdline')).replaceAll('\0', ' '),
      environment: await read(pid, 'environ'),
    })),
  );
}

/** The processes whose environment has this in it. */
export async function runningWith(text: string): Promise<Running[]> {
  return (await processes()).filter(({ environment }) => environment.includes(text));
}

/** The directories of runs that there are now, whoever made them. */
export async function runDirectories(): Promise<string[]> {
  const parents = [...new Set(['/dev/shm', os.tmpdir(), '/tmp', '/var/tmp'])];
  const found = await Promise.all(
    parents.map(async (parent) =>
      (await readdir(parent).catch(() => []))
        .filter((name) => RUN_DIRECTORY.test(name))
        .map((name) => path.join(parent, name)),
    ),
  );
  return found.flat();
}

/**
 * What there is of a program now: its processes, and directories of runs that are not of others.
 *
 * @param mark of the program
 * @param before `runDirectories()` from before it was started
 */
export async function traces(mark: string, before: readonly string[]): Promise<string[]> {
  const running = await processes();
  const own = running.filter(({ environment }) => environment.includes(mark));
  const left = (await runDirectories()).filter(
    (directory) =>
      !before.includes(directory) &&
      // Others test beside us; what their processes use is not ours.
      !running.some((process) => process.command.includes(directory) && !own.includes(process)),
  );
  return [...own.map(({ pid, command }) => `${pid} ${command}`), ...left];
}

/** Waits for the traces to go, and gives those that stay: none is how it should be. */
export async function leftovers(mark: string, before: readonly string[]): Promise<string[]> {
  const deadline = Date.now() + PATIENCE_MS;
  for (;;) {
    const left = await traces(mark, before);
    if (left.length === 0 || Date.now() > deadline) return left;
    await sleep(50);
  }
}
