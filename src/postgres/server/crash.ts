/**
 * A process of our server that died: killed by a system without memory, or by a fault of PostgreSQL's or an extension's.
 *
 * PostgreSQL then ends all its other processes and starts itself anew from its log. On a server of ours commits of the last moment are
 * gone, as nobody waited for them to be written down; on any server unlogged tables are empty and sequences have moved on. Whoever
 * connects again sees nothing of it. So what went on meanwhile is worth nothing, and has to be done again on another server.
 */
import { createReadStream } from 'node:fs';
import readline from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { UserError } from '../../migration/problem.ts';
import { lostConnection } from '../transient.ts';

/** Words of the server's log, which are English whatever the locale is. */
const DIED = /LOG: {2}(.+ \(PID \d+\) (?:was terminated by|exited with) .+)$/;
const CRASHED = /LOG: {2}terminating any other active server processes$/;
/** PostgreSQL hears of the death of a process a moment later than whoever was connected to it. */
const HEARD_AFTER_MS = 500;
const POLL_MS = 20;

/** A server of ours. */
interface MayCrash {
  crash(): Promise<string | undefined>;
}

export class ServerCrash extends UserError {
  constructor(words: string) {
    super('usage', [
      {
        severity: 'error',
        code: 'server-crashed',
        message: `PostgreSQL crashed while it was in use: ${words}.`,
        hint: 'Signal 9 is mostly the operating system’s, for want of memory: give the job more of it, or set --jobs 1. Else find the statement that PostgreSQL does not survive, or use your own server with --database-url.',
      },
    ]);
  }
}

/** @returns what the log says of the process that died first; undefined where none did, or there is no log */
export async function crashIn(logFile: string): Promise<string | undefined> {
  const lines = readline.createInterface({ input: createReadStream(logFile), crlfDelay: Infinity });
  let words = 'a process of its own ended';
  try {
    for await (const line of lines) {
      words = DIED.exec(line)?.[1] ?? words;
      if (CRASHED.test(line)) return words;
    }
  } catch {
    // It is gone with the server.
  }
  return undefined;
}

/**
 * What comes of work on the server, unless the server has crashed by then.
 *
 * @param failureIn what went wrong by the value. With a connection that was lost the log may not say so yet.
 * @throws ServerCrash
 */
export async function unlessCrashed<T>(
  server: MayCrash,
  work: () => Promise<T>,
  failureIn: (value: T) => unknown = () => undefined,
): Promise<T> {
  let value: T;
  try {
    value = await work();
  } catch (error) {
    await refuseCrashed(server, error);
    throw error;
  }
  await refuseCrashed(server, failureIn(value));
  return value;
}

/**
 * @param failure what went wrong on it, if anything did
 * @throws ServerCrash
 */
export async function refuseCrashed(server: MayCrash, failure?: unknown): Promise<void> {
  const deadline = performance.now() + (lostConnection(failure) ? HEARD_AFTER_MS : 0);
  for (;;) {
    const words = await server.crash();
    if (words !== undefined) throw new ServerCrash(words);
    if (performance.now() >= deadline) return;
    await sleep(POLL_MS);
  }
}
