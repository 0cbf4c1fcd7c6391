/** Reads the migrations of a set: their scripts are taken apart, hashed, parsed, and followed one after the other. */
import { setImmediate } from 'node:timers/promises';
import type { Directory } from '../formats/directory.ts';
import { contentDigest } from '../migration/digest.ts';
import type { Migration } from '../migration/migration.ts';
import type { Problem } from '../migration/problem.ts';
import type { Analysis } from '../sql/analysis/analysis.ts';
import { compile } from '../sql/compile.ts';
import type { Footprint } from '../sql/footprint.ts';
import { sentBy } from '../sql/program.ts';
import { RUNS_PROGRAM } from '../sql/psql.ts';
import { frame } from '../sql/transactions.ts';
import { runProgram } from './programs.ts';

export interface ReadMigration extends ReturnType<typeof prepare> {
  readonly migration: Migration;
  readonly footprint: Footprint;
}

export interface ReadingOptions {
  readonly variables: ReadonlyMap<string, string>;
  /** Whether to report what PostgreSQL's own parser refuses. */
  readonly checkSyntax: boolean;
  /** Whether to run the programs that psql would run for a script. */
  readonly runPrograms: boolean;
}

export const UNKNOWN_RESULT = 'it runs a program, whose result nobody knows before';

/** How long to work before letting the event loop look at the server that starts meanwhile. Milliseconds. */
const SLICE_MS = 8;

/**
 * Scripts are parsed some at a time, before what they do is followed: the parser and the analysis, taking turns after each statement,
 * would keep driving each other out of the processor's caches, which costs a tenth of a plan. In characters; trees take far more.
 */
const PARSED_TOGETHER = 32_768;

/** @param problems takes what is wrong inside the migrations */
export async function readMigrations(
  migrations: readonly Migration[],
  directory: Directory,
  analysis: Analysis,
  options: ReadingOptions,
  problems: Problem[],
): Promise<readonly ReadMigration[]> {
  const read: ReadMigration[] = [];
  let sliceEnds = performance.now() + SLICE_MS;
  for (const together of slices(migrations)) {
    const prepared = together.map((migration) => ({ migration, ...prepare(directory, migration, options) }));
    const parsed = prepared.map(({ program }) => analysis.parse(program.steps));
    for (const [index, one] of prepared.entries()) {
      const { migration, program } = one;
      const steps = parsed[index] ?? [];
      problems.push(...program.problems);
      // A script that could not even be taken apart has said what is wrong with it.
      const takenApart = !program.problems.some(({ severity }) => severity === 'error');
      if (options.checkSyntax && takenApart) problems.push(...steps.flatMap(({ problem }) => problem ?? []));
      const footprint = analysis.read(steps, migration.directives);
      const opaque = program.incomplete ? UNKNOWN_RESULT : footprint.opaque;
      read.push({ ...one, footprint: { ...footprint, opaque } });
    }
    if (performance.now() > sliceEnds) {
      await setImmediate();
      sliceEnds = performance.now() + SLICE_MS;
    }
  }
  return read;
}

function* slices(migrations: readonly Migration[]): Iterable<readonly Migration[]> {
  let slice: Migration[] = [];
  let characters = 0;
  for (const migration of migrations) {
    slice.push(migration);
    characters += migration.up.text.length;
    if (characters < PARSED_TOGETHER) continue;
    yield slice;
    slice = [];
    characters = 0;
  }
  yield slice;
}

function prepare(directory: Directory, migration: Migration, { variables, runPrograms }: ReadingOptions) {
  const { up, directives } = migration;
  const program = compile(up, {
    variables,
    readFile: (path) => directory.read(path),
    ...(runPrograms ? { runProgram: (command) => runProgram(command, directory.root) } : {}),
  });
  const framing = frame(program.steps, directives.transaction === 'off' ? 'none' : up.transaction);
  const lacksResults = !runPrograms && program.problems.some(({ code }) => code === RUNS_PROGRAM);
  return { program, framing, lacksResults, content: contentDigest(migration, sentBy(program.steps)) };
}
