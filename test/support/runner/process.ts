/** A process of a step: its lines as they come, and how the runner ends it. */
import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

/** From the runner's sources: how long a process has after SIGINT, and then after SIGTERM. */
const AFTER_INTERRUPT_MS = 7_500;
const AFTER_TERMINATE_MS = 2_500;

export interface ProcessOptions {
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  readonly onLine: (line: string) => void;
  /** Ends it: SIGINT, after a while SIGTERM, after another SIGKILL to all that it has started. */
  readonly signal: AbortSignal;
}

/** @returns the exit code; undefined when a signal ended it */
export async function runProcess(command: readonly string[], options: ProcessOptions): Promise<number | undefined> {
  const [program = '', ...args] = command;
  const child = spawn(program, args, {
    cwd: options.cwd,
    env: options.env,
    stdio: ['ignore', 'pipe', 'pipe'],
    // A group of its own, which can be ended as a whole.
    detached: true,
  });
  const lines = [child.stdout, child.stderr].map((input) => createInterface({ input }));
  for (const each of lines) each.on('line', options.onLine);
  const readers = lines.map((each) => new Promise((resolve) => each.once('close', resolve)));
  const timers: NodeJS.Timeout[] = [];
  const end = () => {
    child.kill('SIGINT');
    timers.push(setTimeout(() => child.kill('SIGTERM'), AFTER_INTERRUPT_MS));
    timers.push(
      setTimeout(() => {
        killGroup(child);
      }, AFTER_INTERRUPT_MS + AFTER_TERMINATE_MS),
    );
  };
  if (options.signal.aborted) end();
  options.signal.addEventListener('abort', end);
  try {
    return await new Promise<number | undefined>((resolve, reject) => {
      child.on('error', reject);
      // Not `exit`: GitHub's runner waits for the end of the output too.
      child.on('close', (code) => {
        resolve(code ?? undefined);
      });
    });
  } finally {
    options.signal.removeEventListener('abort', end);
    for (const timer of timers) clearTimeout(timer);
    await Promise.all(readers);
  }
}

function killGroup({ pid }: ChildProcess): void {
  try {
    if (pid !== undefined) process.kill(-pid, 'SIGKILL');
  } catch {
    // It has ended by itself.
  }
}
