/** Where the sets of a campaign come from. */
import { type Prepared, prepare } from './compare.ts';
import type { GenerateOptions } from './generator.ts';
import type { Workbench } from './workbench.ts';

export interface Source {
  readonly seed: number;
  /** For messages. */
  readonly name: string;
  prepare(workbench: Workbench): Promise<Prepared>;
}

export function randomSets(seeds: readonly number[], options: GenerateOptions): readonly Source[] {
  return seeds.map((seed) => ({
    seed,
    name: `seed ${seed}`,
    prepare: (workbench) => prepare(workbench, seed, options),
  }));
}
