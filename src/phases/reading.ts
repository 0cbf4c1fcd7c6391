/** Takes the scripts of a set apart, and hashes what they send. */
import type { Directory } from '../formats/directory.ts';
import { contentDigest } from '../migration/digest.ts';
import type { Migration } from '../migration/migration.ts';
import { compile } from '../sql/compile.ts';
import { type CompileContext, type Program, sentBy } from '../sql/program.ts';
import { RUNS_PROGRAM } from '../sql/psql.ts';
import { type Framing, frame } from '../sql/transactions.ts';
import { breather } from './breath.ts';
import { runProgram } from './programs.ts';

/** Why a migration is opaque that only psql could take apart to its end. */
export const UNKNOWN_RESULT = 'it runs a program, whose result nobody knows before';

export interface ReadMigration {
  readonly migration: Migration;
  readonly program: Program;
  readonly framing: Framing;
  /** Whether programs that were not run would have given it data. */
  readonly lacksResults: boolean;
  /** Its content digest. */
  readonly content: string;
}

export interface ReadingOptions {
  /** psql's, with those that it sets itself as far as they are known. */
  readonly variables: ReadonlyMap<string, string>;
  /** Whether to run the programs that psql would run for a script. */
  readonly runPrograms: boolean;
  /** Told the text of each file that is none of the directory's. */
  readonly onText?: ((text: string) => void) | undefined;
}

export async function readMigrations(
  migrations: readonly Migration[],
  directory: Directory,
  options: ReadingOptions,
): Promise<readonly ReadMigration[]> {
  const breathe = breather();
  const read: ReadMigration[] = [];
  for (const migration of migrations) {
    read.push(readMigration(migration, directory, options));
    await breathe();
  }
  return read;
}

/** What scripts of the migrations' own directory may ask for. */
export function contextIn(directory: Directory, { variables, runPrograms }: ReadingOptions): CompileContext {
  return {
    variables,
    readFile: (path) => directory.read(path),
    ...(runPrograms ? { runProgram: (command) => runProgram(command, directory.root) } : {}),
  };
}

function readMigration(migration: Migration, directory: Directory, options: ReadingOptions): ReadMigration {
  const { up, directives } = migration;
  const program = compile(up, contextIn(directory, options));
  const framing = frame(program.steps, directives.transaction === 'off' ? 'none' : up.transaction);
  const lacksResults = !options.runPrograms && program.problems.some(({ code }) => code === RUNS_PROGRAM);
  return { migration, program, framing, lacksResults, content: contentDigest(migration, sentBy(program.steps)) };
}
