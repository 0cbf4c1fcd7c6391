/** Runs the shell commands that psql would run for a script, with the rights of whoever started us. */
import { execFileSync } from 'node:child_process';
import { usageError, UserError } from '../migration/problem.ts';

/** A program that gives data for a migration is no service. */
const TIMEOUT_MS = 60_000;
const MAX_OUTPUT_BYTES = 256 * 1024 * 1024;

/** @returns what the command prints; throws a `UserError` when it fails */
export function runProgram(command: string, directory: string): string {
  try {
    return execFileSync('/bin/sh', ['-c', command], {
      cwd: directory,
      encoding: 'utf8',
      timeout: TIMEOUT_MS,
      maxBuffer: MAX_OUTPUT_BYTES,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  } catch (cause) {
    const { status, stderr } = cause as { status?: number | null; stderr?: string };
    const said = (stderr ?? '').trim().split('\n').at(-1) ?? '';
    const how = status === null || status === undefined ? 'did not end' : `ended with exit code ${status}`;
    const error = usageError(
      'program-failed',
      `${command} ${how}${said === '' ? '.' : `: ${said}`}`,
      'Run it by hand in the migrations directory.',
      { cause },
    );
    throw new UserError('migrations', error.problems, { cause });
  }
}
