/** Ways to tell what migrations touch that are right or wrong by construction, and the orders that follow from one. */
import type { Footprint, Touch } from '../../src/sql/footprint.ts';
import { buildGraph } from '../../src/graph/edges.ts';
import type { Graph } from '../../src/graph/graph.ts';
import { NO_DIRECTIVES } from '../../src/migration/directives.ts';
import { type RandomMigration, sqlOf } from './generator.ts';

/** The footprints of the migrations of a set, in file order. */
export type Analyst = (migrations: readonly RandomMigration[]) => readonly Footprint[];

/** Right, and of no use: file order is the only order. */
export const chain: Analyst = (migrations) => migrations.map(() => ({ touches: [], opaque: 'nobody has looked' }));

/** Wrong nearly always: any order will do. */
export const nothing: Analyst = (migrations) => migrations.map(() => ({ touches: [] }));

/** Too crude, yet no worse than many a reader: what is called by the same word is the same thing, and all that there is. */
export const words: Analyst = (migrations) =>
  migrations.map((migration) => {
    const written = new Set(
      sqlOf(migration)
        .toLowerCase()
        .match(/[a-z_][a-z0-9_]*/g) ?? [],
    );
    return { touches: [...written].filter((word) => !COMMON.has(word)).map(touchOf) };
  });

const COMMON = new Set(
  `add after all alter always and any as asc at before begin bigint bigserial boolean by cascade case check coalesce column comment commit
   constraint count create cascade current data default delete desc do drop each else end enum exception execute exists false for
   foreign from function generated grant group id identity if immutable in index insert instead int integer into is key language
   left like limit loop max materialized not null numeric of on only option or order others pg plpgsql primary privileges
   procedure public raise references rename replace return returns role row rows schema select sequence serial set sql stable
   statement string_agg table tables text then to trigger true type unique update using value values varchar view when where with`.split(
    /\s+/,
  ),
);

function touchOf(word: string): Touch {
  return { resource: `word ${word}`, manner: 'write', verb: 'uses', label: word, line: 1 };
}

export function graphOf(migrations: readonly RandomMigration[], analyst: Analyst): Graph {
  const footprints = analyst(migrations);
  return buildGraph(
    migrations.map(({ id }, position) => ({
      id,
      version: id,
      path: `${id}.sql`,
      footprint: footprints[position] ?? { touches: [] },
      declared: [],
      directives: NO_DIRECTIVES,
    })),
  );
}

/** The order the graph allows that is furthest from file order: of those that may come next always the last. */
export function latestFirst(graph: Graph): number[] {
  const missing = graph.dependencies.map(({ length }) => length);
  const ready = missing.flatMap((count, position) => (count === 0 ? [position] : []));
  const order: number[] = [];
  for (;;) {
    ready.sort((a, b) => a - b);
    const position = ready.pop();
    if (position === undefined) return order;
    order.push(position);
    for (const dependent of graph.dependents[position] ?? []) {
      const left = (missing[dependent] ?? 0) - 1;
      missing[dependent] = left;
      if (left === 0) ready.push(dependent);
    }
  }
}

/** Pairs of migrations that may run in either order, of all pairs. */
export function freedom({ dependencies }: Graph): { free: number; pairs: number } {
  const count = dependencies.length;
  const before: Set<number>[] = [];
  for (const direct of dependencies) {
    before.push(new Set(direct.flatMap((dependency) => [dependency, ...(before[dependency] ?? [])])));
  }
  const pairs = (count * (count - 1)) / 2;
  return { free: pairs - before.reduce((sum, { size }) => sum + size, 0), pairs };
}

/** Whether every migration comes after what it depends on. */
export function allows({ dependencies }: Graph, order: readonly number[]): boolean {
  const place = new Map(order.map((position, index) => [position, index]));
  return dependencies.every((direct, position) =>
    direct.every((dependency) => (place.get(dependency) ?? 0) < (place.get(position) ?? 0)),
  );
}
