/**
 * Makes an empty database what the first migration expects: roles, schemas, extensions and settings that a team's own servers
 * have and its migrations take for granted.
 */
import path from 'node:path';
import type { Runnable } from '../execution/apply.ts';
import { readTextFile } from '../formats/directory.ts';
import type { Bookkeeping } from '../migration/bookkeeping.ts';
import { NO_DIRECTIVES } from '../migration/directives.ts';
import type { Migration } from '../migration/migration.ts';
import type { Problem } from '../migration/problem.ts';
import { compile } from '../sql/compile.ts';
import { frame } from '../sql/transactions.ts';
import { runProgram } from './programs.ts';

/** Nobody keeps books of it: it runs when there are no books yet. */
export const NO_BOOKS: Bookkeeping = {
  table: '',
  create: [],
  select: '',
  parse: () => [],
  record: () => [],
  erase: () => [],
};

/**
 * Reads the files as psql would run them, statement by statement.
 *
 * @param files as the caller wrote them, relative to the working directory
 * @throws UserError (usage) when one cannot be read
 */
export function readInitSql(
  files: readonly string[],
  variables: ReadonlyMap<string, string>,
): { runnables: readonly Runnable[]; problems: readonly Problem[] } {
  const problems: Problem[] = [];
  const runnables = files.map((file): Runnable => {
    const migration = asMigration(file);
    const program = compile(migration.up, {
      variables,
      readFile: (included) => readTextFile(path.resolve(path.dirname(file), included), included),
      runProgram: (command) => runProgram(command, path.dirname(path.resolve(file))),
    });
    problems.push(...program.problems);
    return { migration, framing: frame(program.steps, migration.up.transaction) };
  });
  return { runnables, problems };
}

function asMigration(file: string): Migration {
  const text = readTextFile(path.resolve(file), file);
  return {
    id: file,
    version: file,
    description: file,
    path: file,
    up: { path: file, text, line: 1, transaction: 'none', dialect: 'psql' },
    dependsOn: [],
    directives: NO_DIRECTIVES,
  };
}
