/** Migrates a database: one that the caller names, or one on a server that this run starts. */
import type { RunResult } from '../migration/result.ts';
import { resultOf } from './outcome.ts';
import { shardOf } from './plan-part.ts';
import type { RunPorts } from './ports.ts';
import { runOnTheirs } from './run-external.ts';
import { runOnOurs } from './run-managed.ts';
import type { Settings } from './settings.ts';
import { optimiseAfter, PATIENCE } from './tiering.ts';

/**
 * @returns the result, whether or not a migration failed (`error`)
 * @throws UserError for everything that is wrong before the first migration runs
 */
export async function run(settings: Settings, ports: RunPorts): Promise<RunResult> {
  optimiseAfter(PATIENCE.run);
  const isOurs = settings.databaseUrl === undefined;
  const outcome = await (isOurs ? runOnOurs(settings, ports) : runOnTheirs(settings, ports));
  return resultOf({ ...outcome, shard: ports.part && shardOf(ports.part) });
}
