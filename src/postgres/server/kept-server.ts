/** Ends a server that another process started and kept. */
import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { usageError } from '../../migration/problem.ts';
import { runCommand } from './command.ts';
import { RUN_PREFIX } from './placement.ts';
import { codeOf } from '../thrown.ts';

/** How long each signal may take before the next, stronger one. */
const PATIENCE_MS = 5_000;
const POLL_MS = 20;

export interface KeptServer {
  readonly pid: number;
  readonly dataDirectory: string;
}

/**
 * Ends the server and removes its run directory; resolves to whether there was one to end. A process that is not this server is left
 * alone: ids are used again. Throws a usage error when it belongs to somebody else or does not end.
 */
export async function stopKeptServer(server: KeptServer): Promise<boolean> {
  const runDirectory = path.dirname(path.resolve(server.dataDirectory));
  if (!path.basename(runDirectory).startsWith(RUN_PREFIX)) {
    throw usageError(
      'not-a-kept-server',
      `${server.dataDirectory} is not the data directory of a server that migrate-action keeps.`,
      'Name the data directory that was given when the server was started.',
    );
  }
  const wasThere = await isServer(server);
  for (const signal of ['SIGQUIT', 'SIGKILL'] as const) {
    if (await isServer(server)) await signalAndWait(server, signal);
  }
  if (await isServer(server)) {
    throw usageError(
      'server-does-not-end',
      `Process ${server.pid} does not end.`,
      `End it yourself: kill -9 ${server.pid}`,
    );
  }
  await rm(runDirectory, { recursive: true, force: true, maxRetries: 3 });
  return wasThere;
}

async function signalAndWait(server: KeptServer, signal: NodeJS.Signals): Promise<void> {
  try {
    process.kill(server.pid, signal);
  } catch (error) {
    if (codeOf(error) === 'ESRCH') return;
    throw usageError(
      'not-permitted',
      `Process ${server.pid} belongs to another user and cannot be ended.`,
      'Stop the server as the user that started it.',
      { cause: error },
    );
  }
  const deadline = Date.now() + PATIENCE_MS;
  while (Date.now() < deadline && (await isServer(server))) await sleep(POLL_MS);
}

/** The data directory of a server is in its command line. */
async function isServer({ pid, dataDirectory }: KeptServer): Promise<boolean> {
  if (!Number.isSafeInteger(pid) || pid <= 1) return false;
  if (process.platform === 'linux') {
    const words = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
    return words.split('\0').includes(path.resolve(dataDirectory));
  }
  const { stdout } = await runCommand('ps', ['-ww', '-o', 'command=', '-p', String(pid)], { timeoutMs: PATIENCE_MS });
  return stdout.includes(path.resolve(dataDirectory));
}
