/**
 * A script taken apart into what PostgreSQL is to be sent, one step at a time.
 *
 * Positions are 1-based; columns count characters (code points), as PostgreSQL counts them.
 */
import type { Problem } from '../migration/problem.ts';

export interface Statement {
  /** From its first token to its last: no leading comments, no closing semicolon. */
  readonly text: string;
  /** The file it stands in: the script's own, or one that psql's `\i` brought in. */
  readonly path: string;
  readonly line: number;
  readonly column: number;
}

export type Step =
  | { readonly kind: 'statement'; readonly statement: Statement }
  /** `COPY … FROM STDIN` with the data that follows it (psql data block or `\copy` file), without the closing `\.`. */
  | { readonly kind: 'copy'; readonly statement: Statement; readonly data: string }
  /** psql's `\gexec`: run the query, then run every field of its result as a statement. */
  | { readonly kind: 'gexec'; readonly statement: Statement };

/** All that the steps send to PostgreSQL, as texts that tell them apart from any others. */
export function sentBy(steps: readonly Step[]): readonly string[] {
  return steps.flatMap((step) => [step.kind, step.statement.text, step.kind === 'copy' ? step.data : '']);
}

export interface Program {
  readonly steps: readonly Step[];
  /** What cannot be run, by name and line. With any of severity `error` the steps are not to be run. */
  readonly problems: readonly Problem[];
  /** Whether steps lack what a program that was not run would have put into their text. Data that it would have given is no text. */
  readonly incomplete: boolean;
}

/** What a script may ask for while it is taken apart. */
export interface CompileContext {
  /** psql variables set from outside, as by `psql --set`. */
  readonly variables: ReadonlyMap<string, string>;
  /** The text of a file, named relative to the migrations root. May throw a `UserError`, which becomes problems of the program. */
  readFile(path: string): string;
  /**
   * What a shell command prints, for psql's backticks and `\copy … from program`, run in the migrations root. May throw a `UserError`.
   * Absent where nothing may be run: then what the command would give is left empty.
   */
  runProgram?(command: string): string;
}
