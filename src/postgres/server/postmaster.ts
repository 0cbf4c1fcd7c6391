/** One `postgres` process: started, watched until it accepts connections, ended. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { open, readFile } from 'node:fs/promises';
import net from 'node:net';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { usageError } from '../../migration/problem.ts';
import type { Account } from './account.ts';
import { lastLines } from './command.ts';
import { settings } from './data-directory.ts';
import type { Installation } from './installation.ts';
import type { Watchdog } from './watchdog.ts';

/** Starting takes 30 ms; recovery of a large snapshot some seconds. */
const READY_TIMEOUT_MS = 60_000;
const POLL_MS = 2;
const LOG_TAIL_BYTES = 16 * 1024;
const LOG_TAIL_LINES = 40;
/** How long an immediate shutdown may take before the process is killed. */
const QUIT_TIMEOUT_MS = 5_000;
/** Everything that is only in memory yet has to be written. */
const SHUT_DOWN_TIMEOUT_MS = 60_000;

export interface PostmasterOptions {
  readonly installation: Installation;
  readonly runDirectory: string;
  readonly dataDirectory: string;
  readonly account?: Account | undefined;
  /** On 127.0.0.1; undefined: no TCP at all. */
  readonly port?: number | undefined;
  /** Of the file system with the data. */
  readonly freeBytes: number;
}

export interface Postmaster {
  readonly pid: number;
  /** Whether it has ended. */
  hasEnded(): boolean;
  /** Shuts down at once, as nothing of the data is needed any more; resolves when the process is gone. */
  end(): Promise<void>;
  /**
   * Shuts down with everything written, so that the data directory is whole; connections end. Resolves when the process is gone.
   *
   * @throws Error when it does not end in time; then it still runs
   */
  shutDown(): Promise<void>;
}

/** The port that names the socket when there is no TCP. */
export const DEFAULT_PORT = 5432;

/** Starts the process, under the eyes of the watchdog from its first moment on; `waitUntilReady` says when it is of use. */
export async function startPostmaster(
  options: PostmasterOptions,
  watchdog: Pick<Watchdog, 'expect' | 'watch'>,
): Promise<Postmaster> {
  const { installation, runDirectory, dataDirectory, account } = options;
  const log = await open(logFile(runDirectory), 'a');
  try {
    // Both are said at once, without waiting for anything: we may be killed at any moment.
    watchdog.expect();
    const child = spawn(path.join(installation.binDir, 'postgres'), ['-D', dataDirectory, ...serverSettings(options)], {
      ...(account ?? {}),
      cwd: runDirectory,
      // A session of its own, so that Ctrl-C reaches us and not the server.
      detached: true,
      stdio: ['ignore', log.fd, log.fd],
      env: serverEnvironment(),
    });
    if (child.pid !== undefined) watchdog.watch(child.pid);
    await once(child, 'spawn');
    child.unref();
    return {
      pid: child.pid ?? 0,
      hasEnded: () => hasEnded(child),
      end: () => end(child),
      shutDown: () => shutDown(child),
    };
  } finally {
    await log.close();
  }
}

/** No settings or secrets of ours; the runner's mark, so that it finds a server that was left running. */
function serverEnvironment(): NodeJS.ProcessEnv {
  const { PATH, RUNNER_TRACKING_ID } = process.env;
  return { LC_ALL: 'C', PATH, ...(RUNNER_TRACKING_ID === undefined ? {} : { RUNNER_TRACKING_ID }) };
}

function serverSettings({ installation, runDirectory, port, freeBytes }: PostmasterOptions): string[] {
  const walMegabytes = Math.max(64, Math.min(4096, Math.floor(freeBytes / 4 / 2 ** 20)));
  return settings({
    listen_addresses: port === undefined ? '' : '127.0.0.1',
    port: port ?? DEFAULT_PORT,
    unix_socket_directories: runDirectory,
    unix_socket_permissions: '0700',
    max_connections: 200,
    shared_buffers: '128MB',
    // Files in the data directory: the 64 MB of /dev/shm in a container are soon used up, and a killed server would leave parts there.
    dynamic_shared_memory_type: 'mmap',
    // A throwaway server: nothing has to survive a crash of the machine.
    fsync: 'off',
    full_page_writes: 'off',
    synchronous_commit: 'off',
    wal_level: 'minimal',
    max_wal_senders: 0,
    wal_init_zero: 'off',
    // A quarter of the room, so that checkpoints are rare and the log does not fill the file system by itself.
    max_wal_size: `${walMegabytes}MB`,
    jit: 'off',
    // Else rows come in another order where another session has just read the same large table.
    synchronize_seqscans: 'off',
    // Migrations side by side may wait for each other in a circle; the server looks for one after this long instead of a second.
    deadlock_timeout: '10ms',
    autovacuum: 'on',
    logging_collector: 'off',
    log_destination: 'stderr',
    log_checkpoints: 'off',
    lc_messages: 'C',
    TimeZone: 'UTC',
    log_timezone: 'UTC',
    // Workers for asynchronous reads are three more processes to start, of no use on memory.
    ...(installation.major >= 18 ? { io_method: 'sync' } : {}),
  });
}

/** Resolves when the server accepts connections. Throws with the server's own words when it ends or takes too long. */
export async function waitUntilReady(postmaster: Postmaster, options: PostmasterOptions): Promise<void> {
  const statusFile = path.join(options.dataDirectory, 'postmaster.pid');
  const deadline = Date.now() + READY_TIMEOUT_MS;
  for (;;) {
    const lines = (await readFile(statusFile, 'utf8').catch(() => '')).split('\n');
    if (lines[0] === String(postmaster.pid) && lines[7]?.startsWith('ready') === true) return;
    if (postmaster.hasEnded()) throw startError('ended while it was starting', options);
    if (Date.now() > deadline) throw startError(`was not ready after ${READY_TIMEOUT_MS / 1000} seconds`, options);
    await sleep(POLL_MS);
  }
}

function startError(what: string, { installation, runDirectory }: PostmasterOptions): Error {
  const said = lastLines(readLogTail(runDirectory), 6);
  if (said.includes('No space left on device')) return new Error(said);
  return usageError(
    'server-not-started',
    `PostgreSQL ${installation.version} (${installation.binDir}) ${what}:\n${said}`,
    'Mend what it says, or use your own server with --database-url.',
  );
}

/** Whether the server's log says that another process took its port. */
export function lostPort(runDirectory: string): boolean {
  return /could not bind IPv4 address|Address already in use/.test(readLogTail(runDirectory));
}

/** Where the server's log is. */
export function logFile(runDirectory: string): string {
  return path.join(runDirectory, 'postgres.log');
}

/** The last lines of the server's log; empty when there is none (any more). */
export function readLogTail(runDirectory: string): string {
  let descriptor: number | undefined;
  try {
    descriptor = openSync(logFile(runDirectory), 'r');
    const { size } = fstatSync(descriptor);
    const buffer = Buffer.alloc(Math.min(size, LOG_TAIL_BYTES));
    const read = readSync(descriptor, buffer, 0, buffer.length, size - buffer.length);
    return lastLines(buffer.toString('utf8', 0, read), LOG_TAIL_LINES);
  } catch {
    return '';
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}

function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}

async function end(child: ChildProcess): Promise<void> {
  for (const signal of ['SIGQUIT', 'SIGKILL'] as const) {
    if (hasEnded(child)) return;
    child.ref();
    child.kill(signal);
    await once(child, 'exit', { signal: AbortSignal.timeout(QUIT_TIMEOUT_MS) }).catch(() => undefined);
  }
  child.unref();
}

async function shutDown(child: ChildProcess): Promise<void> {
  if (hasEnded(child)) return;
  child.ref();
  child.kill('SIGINT');
  try {
    await once(child, 'exit', { signal: AbortSignal.timeout(SHUT_DOWN_TIMEOUT_MS) });
  } catch (cause) {
    throw new Error(`PostgreSQL did not shut down within ${SHUT_DOWN_TIMEOUT_MS / 1000} seconds.`, { cause });
  } finally {
    child.unref();
  }
}

/** A port of 127.0.0.1 that nobody listens on at this moment. */
export async function findFreePort(): Promise<number> {
  const server = net.createServer();
  try {
    server.listen({ host: '127.0.0.1', port: 0 });
    await once(server, 'listening');
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('The operating system gave no port.');
    return address.port;
  } finally {
    server.close();
  }
}

/** Whether 127.0.0.1 lets us listen on the port. */
export async function isFree(port: number): Promise<boolean> {
  const server = net.createServer();
  try {
    server.listen({ host: '127.0.0.1', port });
    await once(server, 'listening');
    return true;
  } catch {
    return false;
  } finally {
    server.close();
  }
}
