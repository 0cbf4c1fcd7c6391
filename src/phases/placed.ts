/** Migrations in the graph: with the digest that follows from what each depends on, as a run takes them and as a plan tells of them. */
import type { Runnable } from '../execution/apply.ts';
import type { Graph } from '../graph/graph.ts';
import { whyOpaque } from '../graph/node.ts';
import type { PlannedMigration } from '../graph/plan.ts';
import { dependenciesOf } from '../graph/reasons.ts';
import { digest } from '../migration/digest.ts';
import type { Footprint } from '../sql/footprint.ts';
import type { Program } from '../sql/program.ts';
import { type ReadMigration, UNKNOWN_RESULT } from './reading.ts';

export interface PreparedMigration extends Runnable {
  readonly digest: string;
  /** Its content digest, by which the memory knows it. */
  readonly content: string;
  readonly program: Program;
  readonly footprint: Footprint;
}

export interface Placed {
  readonly runnables: readonly PreparedMigration[];
  readonly planned: readonly PlannedMigration[];
}

/** Dependencies come before their dependents in file order, so their digests are known when they are needed. */
export function placeInGraph(
  graph: Graph,
  read: readonly (ReadMigration & { readonly footprint: Footprint })[],
  traitsOf: (position: number) => Pick<Runnable, 'alone' | 'leaves'>,
  expectedMs: (content: string) => number | undefined,
): Placed {
  const digests: string[] = [];
  const runnables: PreparedMigration[] = [];
  const planned: PlannedMigration[] = [];
  for (const [position, { migration, program, framing, content, lacksResults, footprint }] of read.entries()) {
    const dependencies = graph.dependencies[position] ?? [];
    const ownDigest = digest(
      content,
      dependencies.map((dependency) => digests[dependency] ?? ''),
    );
    digests.push(ownDigest);
    const dependsOn = dependencies.map((dependency) => read[dependency]?.migration.id ?? '');
    const repeatSafe = footprint.opaque === undefined && footprint.draws !== true;
    const usualMs = expectedMs(content);
    runnables.push({
      migration,
      framing,
      program,
      footprint,
      digest: ownDigest,
      content,
      dependsOn,
      ...traitsOf(position),
      repeatSafe,
      expectedMs: usualMs,
    });
    const node = graph.nodes[position];
    planned.push({
      id: migration.id,
      version: migration.version,
      path: migration.path,
      digest: ownDigest,
      dependsOn: dependenciesOf(graph, position),
      opaque: (node === undefined ? undefined : whyOpaque(node)) ?? false,
      beyondDigest: lacksResults ? UNKNOWN_RESULT : (footprint.outside ?? false),
      transactional: framing.kind === 'transaction',
      statements: program.steps.length,
      reversible: migration.down !== undefined,
      expectedMs: usualMs,
    });
  }
  return { runnables, planned };
}
