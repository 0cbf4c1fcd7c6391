/** What a run has to do, as the files say it. */
import { type Prepared, plan, refuseBroken } from './plan.ts';
import { distrustedBy, takePart } from './plan-part.ts';
import type { RunPorts } from './ports.ts';
import { readSeed, type Seed } from './seed.ts';
import type { Settings } from './settings.ts';

/** A plan, and what runs after it. */
export interface Work extends Prepared {
  readonly seed?: Seed | undefined;
  /** Where it is a part: ids of what is in others. */
  readonly elsewhere?: ReadonlySet<string> | undefined;
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
  const prepared = await plan(settings, ports.env, {
    checkSyntax: false,
    runPrograms: true,
    store: ports.store?.store,
    maker: ports.maker,
    distrusted: ports.part && distrustedBy(ports.part),
    onRead,
  });
  const { seed, problems } = readSeed(settings, prepared.callbacks, prepared.seedFiles);
  refuseBroken([...prepared.plan.problems, ...problems]);
  const work = { ...prepared, seed };
  return ports.part === undefined ? work : takePart(work, ports.part);
}
