/** What a migration tool's file format must be able to tell: whether a directory is its own, what is in it, and how its tool keeps books. */
import type { Bookkeeping } from '../migration/bookkeeping.ts';
import type { Migration, Script } from '../migration/migration.ts';
import type { Problem } from '../migration/problem.ts';
import type { ScriptNames } from '../migration/script-names.ts';
import type { Directory } from './directory.ts';

/**
 * How sure a format is that a directory is its own.
 * - `certain`: a file, a marker or a neighbouring project file that no other tool has.
 * - `likely`: the naming alone, where it is customary for this tool.
 * - `fallback`: any directory with SQL files (the plain format).
 */
export type Certainty = 'certain' | 'likely' | 'fallback';

export interface Claim {
  readonly certainty: Certainty;
  /** What on disk says so, for the error that names the candidates: `meta/_journal.json`. */
  readonly evidence: string;
}

export interface FormatOptions {
  /** Values for templates, placeholders and psql variables, from `--set NAME=VALUE`. */
  readonly variables: ReadonlyMap<string, string>;
  /** The environment, for formats whose tool substitutes it. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Another name for the bookkeeping table than the tool's default, possibly schema-qualified. */
  readonly table?: string | undefined;
}

export interface MigrationSet {
  /** In the order the tool would apply them to an empty database. */
  readonly migrations: readonly Migration[];
  /** Everything found wrong or noteworthy, all at once; with any of severity `error`, nothing may run. */
  readonly problems: readonly Problem[];
  readonly bookkeeping: Bookkeeping;
  /** What the tool runs when the migrations are applied, each time it is called: Flyway's `afterMigrate`. */
  readonly callbacks?: readonly Script[] | undefined;
  /** What the project's files are named like, where that is its own to say. */
  readonly names?: ScriptNames | undefined;
}

export interface Format {
  /** As given to `--format`. */
  readonly name: string;
  /** The tool as it writes its own name. */
  readonly tool: string;
  /** Whether the tool runs all migrations on one session that it never resets, so that what one sets holds for the next. */
  readonly keepsSession: boolean;
  /** Looks at names first and reads as few files as it can. */
  claim(directory: Directory): Claim | undefined;
  /** Whether a value of `--set` is for the tool itself, so that no file need mention its name. Left out, none is. */
  isSetting?(name: string): boolean;
  /** Loads the libraries that only this format takes; to be awaited before `load` is called. */
  prepare?(): Promise<void>;
  /** Never throws for what is in the files: it reports. */
  load(directory: Directory, options: FormatOptions): MigrationSet;
}
