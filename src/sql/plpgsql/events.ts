/** What reading a body gives. */
import type { GivenArguments } from './arguments.ts';
import type { Use } from './syntax.ts';
import type { NamedRoutine, ShownRoutine } from './values.ts';

/** A place in a text whose value is not known. */
export interface Hole {
  /** What stands in its place: `migrate_action_hole_1`, as a name or in single quotes. Equal ones stand for the same. */
  readonly placeholder: string;
  /** `routine`, `parameters` and `made` are written as names, which they are not: as a `Piece` of such a kind has it. */
  readonly kind: 'identifier' | 'literal' | 'routine' | 'parameters' | 'made';
  /** Of a routine: which one it is, if that is known. */
  readonly routine?: NamedRoutine | undefined;
  /** The query that gives the value as it is, if it comes from one. */
  readonly from?: string | undefined;
  /** Of an identifier that holds the text of another one: which, and what stands in front of it, in between, and behind. */
  readonly composed?: { readonly of: string; readonly around: readonly string[] } | undefined;
}

/** A text that EXECUTE may run: one statement, or several between semicolons. */
export interface DynamicSql {
  readonly sql: string;
  readonly holes: readonly Hole[];
  /** It makes this function, whose text is not here. */
  readonly remade?: ShownRoutine | undefined;
}

/** A query that has to find a row, or one that has to give a condition that holds. */
export interface Guard {
  readonly sql: string;
  readonly isCondition: boolean;
}

interface Conditional {
  readonly conditional: boolean;
  /** Before anything of it happens. */
  readonly onlyIf?: readonly Guard[] | undefined;
}

interface Sql extends Conditional {
  readonly sql: string;
  readonly given?: GivenArguments | undefined;
  readonly line: number;
}

/**
 * Lines are 1-based and count from the definition's first.
 *
 * What is `conditional` may not run, may run several times, or may fail without failing the whole.
 */
export type BodyEvent =
  /** A whole SQL statement, without PL/pgSQL's INTO. */
  | ({ readonly kind: 'statement' } & Sql & Use)
  /** An expression, as a complete SELECT. */
  | ({ readonly kind: 'expression' } & Sql)
  /** A type looked up, as written: `public.orders%ROWTYPE`, `mood`, `numeric(10,2)`; with the name of a collation, if it has one. */
  | { readonly kind: 'type'; readonly name: string; readonly collation?: readonly string[]; readonly line: number }
  /** A field of a record, or a parameter with or without a field, is given a value, which is read as one of the type it has by then. */
  | { readonly kind: 'assigned'; readonly parameter?: string; readonly isField: boolean; readonly line: number }
  /** The definition of a function is looked at, and what may become of it is run later. */
  | { readonly kind: 'shown'; readonly routine: NamedRoutine; readonly line: number }
  /** EXECUTE: it runs one of these texts. */
  | ({
      readonly kind: 'dynamic';
      readonly statements: readonly DynamicSql[];
      /** Whether it stands in a loop. */
      readonly repeats?: boolean;
      readonly line: number;
    } & Conditional &
      Use)
  /** Something that cannot be seen through; `because` is a clause. */
  | ({ readonly kind: 'unreadable'; readonly because: string; readonly line: number } & Conditional);
