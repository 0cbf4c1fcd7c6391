/**
 * What a migration is to every other room: the tool that wrote it no longer matters, except through what it recorded here.
 *
 * Words used with one meaning throughout the project:
 * - *set*: the migrations of one directory, in the order their tool would apply them to an empty database.
 * - *script*: SQL text of one direction (up, down, verify), with the rules under which its tool runs it.
 * - *bookkeeping*: the rows by which a tool knows what it has applied.
 */
import type { Directives } from './directives.ts';

/**
 * How the tool sends a script to PostgreSQL.
 * - `single`: inside one transaction that the tool opens and commits.
 * - `message`: as one simple-query message. PostgreSQL runs several statements of a message in one implicit transaction, and a
 *   lone statement without any, which is why an unmarked `CREATE INDEX CONCURRENTLY` works when it stands alone in its file.
 * - `none`: statement by statement, each committed by itself.
 */
export type TransactionMode = 'single' | 'message' | 'none';

/** Who would read the script: PostgreSQL alone, or psql, which knows meta-commands, variables and COPY data blocks. */
export type Dialect = 'sql' | 'psql';

export interface Script {
  /** The file the text came from, relative to the migrations directory, `/` between parts. */
  readonly path: string;
  /** What is to run, templates filled in, without byte order mark, with LF line ends. Lines are the file's own lines. */
  readonly text: string;
  /** 1-based line of the file at which `text` begins. */
  readonly line: number;
  readonly transaction: TransactionMode;
  readonly dialect: Dialect;
}

export interface Migration {
  /** Unique in the set and stable: the file or directory name without the tool's suffixes, `0042_add_orders`. */
  readonly id: string;
  /** What the tool calls and records it: `42`, `20240131120000`, a change name. */
  readonly version: string;
  /** What a person would call it: `add orders`. */
  readonly description: string;
  /** The file (or directory) that is this migration, relative to the migrations directory, `/` between parts. */
  readonly path: string;
  readonly up: Script;
  readonly down?: Script | undefined;
  readonly verify?: Script | undefined;
  /** Ids of migrations that the format itself declares as prerequisites (Sqitch `requires`, Sourcegraph `parents`). */
  readonly dependsOn: readonly string[];
  readonly directives: Directives;
  /** Runs again whenever its content differs from what was applied (Flyway `R__`, Liquibase `runOnChange`), or always. */
  readonly repeatable?: boolean | undefined;
}
