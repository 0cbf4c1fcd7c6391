/** What a run has to do, as the files say it. */
import { type Prepared, plan, refuseBroken } from './plan.ts';
import type { RunPorts } from './ports.ts';
import type { Settings } from './settings.ts';

export type Work = Prepared;

/** @throws UserError with everything that is wrong in the files */
export async function readWork(settings: Settings, ports: RunPorts): Promise<Work> {
  const prepared = await plan(settings, ports.env, {
    checkSyntax: false,
    runPrograms: true,
    store: ports.store?.store,
    maker: ports.maker,
  });
  refuseBroken(prepared.plan.problems);
  return prepared;
}
