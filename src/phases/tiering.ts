/**
 * When V8 optimises code. Optimising goes on in threads of its own, and on a runner of two cores takes them from PostgreSQL: a tenth of
 * a run, most of which are over before it pays.
 *
 * Node 20 only: later ones optimise in other steps and have no such option.
 */
import { setFlagsFromString } from 'node:v8';

/** How much code has to run before it is optimised: KiB of bytecode, of which Node's own default is 66. */
export const PATIENCE = {
  /** Of a run that waits for PostgreSQL most of the time. */
  run: 1000,
  /** Of the analysis, which nothing else goes on beside: with 1,000 migrations to read, 1000 costs a tenth more time, 66 a tenth more CPU. */
  analysis: 300,
  /** Of one of thousands of migrations, where the time that is saved is longer than what optimising takes. */
  longAnalysis: 66,
};

export function optimiseAfter(kibibytes: number): void {
  if (process.versions.node.startsWith('20.')) setFlagsFromString(`--interrupt-budget=${kibibytes * 1024}`);
}
