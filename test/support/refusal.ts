/** What every refusal of the command line has in common, whatever it refuses. */
import { expect } from '@jest/globals';
import { leftovers, runDirectories } from './leftovers.ts';
import { type Finished, type ProgramOptions, runCli } from './program.ts';

/** One line that says what is wrong, one with the cure, for each mistake. */
const PROBLEMS = /^((error|warning|info): [^\n]+\n {2}\S[^\n]*\n)+$/;

export interface ExpectedRefusal {
  /** 1: the migrations are at fault; 2: usage or environment. */
  readonly code: 1 | 2;
  /** What standard error must say, each of them. */
  readonly says: readonly (string | RegExp)[];
  /** How many errors; default 1. */
  readonly errors?: number;
}

/**
 * Runs the command line and checks that it refuses: with the exit code, in one line and a cure for each mistake, without a stack,
 * and with nothing left behind.
 */
export async function expectRefusal(
  args: readonly string[],
  { code, says, errors = 1 }: ExpectedRefusal,
  options?: ProgramOptions,
): Promise<Finished> {
  const before = await runDirectories();
  const finished = await runCli(args, options);
  for (const said of says) expect(finished.stderr).toMatch(said);
  expect(finished).toMatchObject({ code, stdout: '' });
  expect(finished.stderr).toMatch(PROBLEMS);
  expect(finished.stderr).not.toContain('\n    at ');
  expect(finished.stderr.match(/^error: /gm)).toHaveLength(errors);
  expect(await leftovers(finished.mark, before)).toEqual([]);
  return finished;
}
