/**
 * A history: one directory of migrations, one cache, and a run after every edit. What the run makes of snapshot and delta has to be what
 * a cold replay in file order makes of nothing.
 */
import type { Problem } from '../../src/migration/problem.ts';
import type { RunResult } from '../../src/migration/result.ts';
import type { Difference } from '../../src/postgres/fingerprint/compare.ts';
import { NOTHING_VOLATILE, type VolatileColumns } from '../../src/postgres/fingerprint/image.ts';
import { derivedSeed, Random } from '../orders/random.ts';
import type { Workbench } from '../orders/workbench.ts';
import { CachedRuns } from '../support/cached-runs.ts';
import { startExternalServer } from '../support/external-server.ts';
import { type Edited, firstPieces, nextEdit, type Pieces } from './edits.ts';
import type { Layout } from './layouts.ts';

export interface HistoryOptions {
  readonly edits: number;
  /** At the beginning. */
  readonly migrations: readonly [low: number, high: number];
  /** On somebody else's servers: with dumps. */
  readonly external?: boolean | undefined;
}

/** One run of a history, and what is wrong with it. */
export interface Step {
  readonly edit: string;
  readonly migrations: number;
  /** How many were in the snapshot; 0: it began with nothing. */
  readonly restored: number;
  readonly explained: readonly string[];
  readonly faults: readonly string[];
}

export interface History {
  readonly seed: number;
  readonly format: string;
  readonly steps: readonly Step[];
}

/** What must not be told of sound snapshots and valid sets. */
const ALARMING: ReadonlySet<string> = new Set([
  'snapshot-refused',
  'snapshot-not-made',
  'snapshot-not-kept',
  'index-unreadable',
  'out-of-order',
]);

const DUMPED: ReadonlySet<string> = new Set(['snapshot-refused', 'snapshot-not-made']);

const EXPLAINING: ReadonlySet<string> = new Set([...DUMPED, 'snapshot-miss', 'unpredicted-touch']);

/** @param directory an empty one of the history's own */
export async function playHistory(
  workbench: Workbench,
  layout: Layout,
  seed: number,
  directory: string,
  { edits, migrations, external }: HistoryOptions,
): Promise<History> {
  const random = new Random(derivedSeed(seed, 2));
  const runs = await CachedRuns.open(directory);
  if (external === true) runs.external = startExternalServer;
  const versions: Pieces[] = [];
  const steps: Step[] = [];
  let edited: Edited = { edit: 'the first', pieces: await firstPieces(workbench, seed, migrations, layout) };
  for (;;) {
    versions.push(edited.pieces);
    await runs.write(layout.filesOf(edited.pieces));
    const reuse = random.chance(0.15) ? 'prefix' : 'graph';
    steps.push({ edit: edited.edit, ...(await step(runs, layout, reuse, external === true)) });
    if (steps.length > edits) return { seed, format: layout.format, steps };
    edited = await nextEdit(workbench, random, versions, layout);
  }
}

async function step(
  runs: CachedRuns,
  layout: Layout,
  reuse: 'prefix' | 'graph',
  external: boolean,
): Promise<Omit<Step, 'edit'>> {
  const { result, cold, differences } = await runs.compare({ format: layout.format, reuse }, timesOf(layout));
  const failures = [failureOf('with reuse', result), failureOf('cold', cold)].filter((one) => one !== undefined);
  // Not of everything there can be a dump, nor is every dump its database; then a run does without.
  const alarming = result.problems.filter((problem) => isAlarming(problem) && !(external && DUMPED.has(problem.code)));
  return {
    migrations: result.migrations.length,
    restored: result.start.from === 'snapshot' ? result.start.applied : 0,
    explained: result.problems.filter(({ code }) => EXPLAINING.has(code)).map(({ message }) => message),
    faults: [...alarming.map(({ message }) => message), ...failures, ...differences.map(say)],
  };
}

function timesOf({ times }: Layout): VolatileColumns {
  return {
    ...NOTHING_VOLATILE,
    columns: new Map(Object.entries(times).map(([table, columns]) => [table, new Set(columns)])),
  };
}

function isAlarming({ code }: Problem): boolean {
  return ALARMING.has(code);
}

function failureOf(which: string, { error }: RunResult): string | undefined {
  return error === undefined ? undefined : `${which}: ${error.migration} failed: ${error.message}: ${error.statement}`;
}

function say({ object, expected, actual }: Difference): string {
  return `${object} is ${actual ?? 'not there'}, cold it is ${expected ?? 'not there'}`;
}

export function describeHistory({ seed, format, steps }: History): string {
  const lines = steps.flatMap(({ edit, migrations, restored, explained, faults }) => [
    `  ${edit}: restored ${restored} of ${migrations}`,
    ...explained.map((one) => `    ${one}`),
    ...faults.map((fault) => `    ✗ ${fault}`),
  ]);
  return [`${format}, seed ${seed}`, ...lines].join('\n');
}
