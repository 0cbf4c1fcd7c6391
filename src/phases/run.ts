/** Migrates a database: one that the caller names, or one on a server that this run starts. */
import { usageError } from '../migration/problem.ts';
import type { RunResult } from '../migration/result.ts';
import { resultOf } from './outcome.ts';
import type { RunPorts } from './ports.ts';
import { runOnTheirs } from './run-external.ts';
import { runOnOurs } from './run-managed.ts';
import type { Settings } from './settings.ts';

export interface RunOptions {
  /** Whether the snapshot that the run begins with has to be what a replay of its migrations gives. Costs two of them. */
  readonly checkSnapshot?: boolean | undefined;
}

/**
 * @returns the result, whether or not a migration failed (`error`)
 * @throws UserError for everything that is wrong before the first migration runs
 */
export async function run(
  settings: Settings,
  ports: RunPorts,
  { checkSnapshot = false }: RunOptions = {},
): Promise<RunResult> {
  const isOurs = settings.databaseUrl === undefined;
  if (!isOurs && checkSnapshot) {
    throw usageError(
      'bad-setting',
      '--check-snapshot replays on servers of ours, but a database URL names another one.',
      'Leave out one of the two.',
    );
  }
  return resultOf(await (isOurs ? runOnOurs(settings, ports, checkSnapshot) : runOnTheirs(settings, ports)));
}
