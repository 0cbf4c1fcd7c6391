/**
 * SQL files that are no migrations: those that make an empty database what the first migration expects (roles, schemas, extensions and
 * settings that a team's own servers have), and those that fill it after the last one.
 */
import path from 'node:path';
import type { Runnable } from '../execution/apply.ts';
import { type Directory, readTextFile } from '../formats/directory.ts';
import type { Bookkeeping } from '../migration/bookkeeping.ts';
import { NO_DIRECTIVES } from '../migration/directives.ts';
import type { Migration, Script as MigrationScript } from '../migration/migration.ts';
import { type Problem, UserError } from '../migration/problem.ts';
import type { Analysed } from '../cache/analysis-file.ts';
import { compile } from '../sql/compile.ts';
import { frame } from '../sql/transactions.ts';
import type { Script } from './analysing.ts';
import { runProgram } from './programs.ts';
import { contextIn, type ReadingOptions } from './reading.ts';

/** Nobody keeps books of it: who runs it knows of what database. */
export const NO_BOOKS: Bookkeeping = {
  table: '',
  create: [],
  select: '',
  parse: () => [],
  record: () => [],
  erase: () => [],
};

/** Files that run one after the other. */
export interface SqlFiles {
  readonly runnables: readonly Runnable[];
  /** How they bring in what is in none of the files. */
  readonly outside?: string | undefined;
}

export interface ReadSqlFiles {
  readonly runnables: readonly Runnable[];
  readonly scripts: readonly Script[];
  readonly problems: readonly Problem[];
}

/** @param scripts of the migrations' own directory, each of which its tool runs by itself */
export function readScripts(
  scripts: readonly MigrationScript[],
  directory: Directory,
  reading: ReadingOptions,
): ReadSqlFiles {
  const problems: Problem[] = [];
  const runnables = scripts.map((script): Runnable => {
    const program = compile(script, contextIn(directory, reading));
    problems.push(...program.problems);
    return { migration: asMigration(script.path, script), framing: frame(program.steps, script.transaction) };
  });
  return { runnables, scripts: runnables.map(toBeAnalysed), problems };
}

/**
 * Reads the files as psql would run them, statement by statement.
 *
 * @param files as the caller wrote them, relative to the working directory
 */
export function readSqlFiles(
  files: readonly string[],
  { variables, runPrograms, onText }: ReadingOptions,
): ReadSqlFiles {
  const problems: Problem[] = [];
  const runnables = files.flatMap((file): readonly Runnable[] => {
    try {
      const text = readTextFile(path.resolve(file), file);
      onText?.(text);
      const migration = asMigration(file, { path: file, text, line: 1, transaction: 'none', dialect: 'psql' });
      const program = compile(migration.up, {
        variables,
        readFile: (included) => {
          const text = readTextFile(path.resolve(path.dirname(file), included), included);
          onText?.(text);
          return text;
        },
        ...(runPrograms
          ? { runProgram: (command: string) => runProgram(command, path.dirname(path.resolve(file))) }
          : {}),
      });
      problems.push(...program.problems);
      return [{ migration, framing: frame(program.steps, migration.up.transaction) }];
    } catch (error) {
      // The other files may have faults, too.
      if (!(error instanceof UserError)) throw error;
      problems.push(...error.problems);
      return [];
    }
  });
  return { runnables, scripts: runnables.map(toBeAnalysed), problems };
}

function toBeAnalysed({ framing }: Runnable): Script {
  return { steps: framing.steps, directives: NO_DIRECTIVES };
}

/** @param analysed what was found in them, one by one */
export function withAnalysis(runnables: readonly Runnable[], analysed: readonly Analysed[]): SqlFiles {
  const outside = analysed.find(({ footprint }) => footprint.outside !== undefined)?.footprint.outside;
  return { runnables, outside };
}

function asMigration(file: string, up: MigrationScript): Migration {
  return { id: file, version: file, description: file, path: file, up, dependsOn: [], directives: NO_DIRECTIVES };
}
