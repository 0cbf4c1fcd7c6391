/** What a run has to do, as the files say it. */
import type { Runnable } from '../execution/apply.ts';
import { readInitSql } from './init-sql.ts';
import { type Prepared, plan, refuseBroken } from './plan.ts';
import type { RunPorts } from './ports.ts';
import type { Settings } from './settings.ts';

/** A plan, and what runs before it on an empty database. */
export interface Work extends Prepared {
  readonly init: readonly Runnable[];
}

/**
 * @param onRead see `PlanOptions`
 * @throws UserError with everything that is wrong in the files
 */
export async function readWork(
  settings: Settings,
  ports: RunPorts,
  onRead?: (contents: readonly string[]) => void,
): Promise<Work> {
  const init = readInitSql(settings.initSql, settings.variables);
  const prepared = await plan(settings, ports.env, {
    checkSyntax: false,
    runPrograms: true,
    store: ports.store?.store,
    maker: ports.maker,
    onRead,
  });
  refuseBroken([...init.problems, ...prepared.plan.problems]);
  return { ...prepared, init: init.runnables };
}
