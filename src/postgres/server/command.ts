/** Runs one program to its end and hands back what it said. */
import { spawn } from 'node:child_process';
import type { Account } from './account.ts';

/** More output than this is not kept: the end of it says why a program failed. */
const KEPT_CHARACTERS = 64 * 1024;

export interface CommandOptions {
  readonly cwd?: string | undefined;
  readonly env?: NodeJS.ProcessEnv | undefined;
  /** Run as this account instead of ourselves. */
  readonly account?: Account | undefined;
  /** Written to its standard input, or the open file that is its standard input. */
  readonly input?: string | number | undefined;
  /** The open file that is its standard output, of which the result then has nothing. */
  readonly output?: number | undefined;
  readonly timeoutMs: number;
}

export interface CommandResult {
  /** Exit status; undefined when it could not be started or was killed. */
  readonly code: number | undefined;
  readonly stdout: string;
  /** Where it could not be started or took too long, that is said here. */
  readonly stderr: string;
}

/** Never rejects: a program that cannot be started is a result without a code. */
export function runCommand(file: string, args: readonly string[], options: CommandOptions): Promise<CommandResult> {
  return new Promise((resolve) => {
    const output = { stdout: '', stderr: '' };
    const finish = (code: number | null): void => {
      clearTimeout(timer);
      resolve({ code: code ?? undefined, ...output });
    };
    const child = spawn(file, args, {
      ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
      ...(options.env === undefined ? {} : { env: options.env }),
      ...(options.account ?? {}),
      stdio: [typeof options.input === 'number' ? options.input : 'pipe', options.output ?? 'pipe', 'pipe'],
    });
    const timer = setTimeout(() => {
      output.stderr += `\n${file} was stopped after ${Math.round(options.timeoutMs / 1000)} seconds.`;
      child.kill('SIGKILL');
    }, options.timeoutMs);
    for (const name of ['stdout', 'stderr'] as const) {
      child[name]?.setEncoding('utf8').on('data', (text: string) => {
        output[name] = (output[name] + text).slice(-KEPT_CHARACTERS);
      });
    }
    child.on('error', (error) => {
      output.stderr += error.message;
      finish(null);
    });
    child.on('close', finish);
    // A program that ends without reading its input is judged by its exit status.
    child.stdin?.on('error', () => undefined);
    child.stdin?.end(options.input ?? '');
  });
}

/** The last lines that say something, for an error message. */
export function lastLines(text: string, count: number): string {
  return text
    .split('\n')
    .map((line) => line.trimEnd())
    .filter((line) => line !== '')
    .slice(-count)
    .join('\n');
}

/** What a program that failed says of it in one line: tar has its cause before its last word. */
export function tellingLine(text: string): string {
  return (
    text
      .split('\n')
      .find((line) => line.includes('No space left on device'))
      ?.trim() ?? lastLines(text, 1)
  );
}
