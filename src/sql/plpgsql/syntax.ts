/** A PL/pgSQL body taken apart into the SQL it holds and the order in which that may run. */

/** SQL that can be parsed by itself, and the 1-based line it begins at. */
export interface Code {
  readonly sql: string;
  readonly line: number;
}

/** What a variable gets. */
export type Source =
  | { readonly kind: 'value'; readonly code: Code }
  /** A column, counted from 0, or the whole row of what a query returns, which may be nothing: then it is null. */
  | { readonly kind: 'row'; readonly code: Code; readonly column: number | 'all'; readonly orNull: boolean }
  /** The whole row of a bound cursor, by the names it is called by. */
  | { readonly kind: 'cursor'; readonly cursor: readonly string[] }
  /** An element of the array that `code` evaluates to. */
  | { readonly kind: 'element'; readonly code: Code }
  /** One of the numbers of a loop. */
  | {
      readonly kind: 'integer';
      readonly from: Code;
      readonly to: Code;
      readonly by: Code | undefined;
      readonly isReverse: boolean;
    }
  | { readonly kind: 'null' }
  | { readonly kind: 'unknown' };

export interface Assignment {
  readonly kind: 'assign';
  /** Its parts as PostgreSQL folds them: `['r', 'name']` for `R.name`. */
  readonly target: readonly string[];
  readonly source: Source;
}

export interface Variable {
  readonly name: string;
  /** As written; absent where the body does not say it. */
  readonly type?: string | undefined;
  /** An alias for another variable, or for a parameter by number. */
  readonly alias?: readonly string[] | undefined;
  /** The query of a bound cursor. */
  readonly query?: Code | undefined;
  /** Whether that query has names which the cursor is given values for where it is opened. */
  readonly takesArguments?: boolean | undefined;
}

/** What is done with the rows of a result. */
export interface Use {
  /** Not all of them need be asked for, or something else is done for the first of them. */
  readonly takesFirst?: boolean;
  /** Texts that run for each of them, which say themselves nothing of those before. */
  readonly rounds?: readonly string[];
}

/** Things done one after the other. */
export type Step =
  | ({ readonly kind: 'run'; readonly code: Code } & Use)
  | { readonly kind: 'evaluate'; readonly code: Code }
  /** Evaluates `code` and runs the text it gives. */
  | ({ readonly kind: 'execute'; readonly code: Code } & Use)
  /** Runs the query of a bound cursor. */
  | ({ readonly kind: 'open'; readonly cursor: readonly string[]; readonly line: number } & Use)
  | { readonly kind: 'type'; readonly name: string; readonly collation?: readonly string[]; readonly line: number }
  | { readonly kind: 'declare'; readonly variable: Variable }
  | Assignment;

export interface Block {
  readonly kind: 'block';
  readonly label?: string | undefined;
  /** Outside of what the handlers guard. */
  readonly declarations: readonly Step[];
  readonly body: readonly Node[];
  /** Absent without an EXCEPTION part. */
  readonly handlers?: readonly (readonly Node[])[] | undefined;
}

export interface Arm {
  readonly tests: readonly Step[];
  readonly body: readonly Node[];
}

export type Node =
  | Block
  | { readonly kind: 'steps'; readonly steps: readonly Step[] }
  /** The tests are made in turn until one holds. An ELSE is an arm without tests. */
  | { readonly kind: 'choice'; readonly before: readonly Step[]; readonly arms: readonly Arm[] }
  | {
      readonly kind: 'loop';
      readonly label?: string | undefined;
      /** Done once, at first. */
      readonly before: readonly Step[];
      /** Done at the beginning of each round, the first included. */
      readonly each: readonly Step[];
      readonly body: readonly Node[];
    }
  /** RETURN, EXIT or CONTINUE. */
  | {
      readonly kind: 'leave';
      readonly how: 'return' | 'exit' | 'continue';
      readonly before: readonly Step[];
      readonly label?: string | undefined;
    };

/** The steps of these and of all within them, in the order in which they stand. */
export function* stepsIn(nodes: readonly Node[]): Iterable<Step> {
  for (const node of nodes) {
    switch (node.kind) {
      case 'steps':
        yield* node.steps;
        break;
      case 'block':
        yield* node.declarations;
        yield* stepsIn(node.body);
        for (const handler of node.handlers ?? []) yield* stepsIn(handler);
        break;
      case 'choice':
        yield* node.before;
        for (const arm of node.arms) {
          yield* arm.tests;
          yield* stepsIn(arm.body);
        }
        break;
      case 'loop':
        yield* node.before;
        yield* node.each;
        yield* stepsIn(node.body);
        break;
      case 'leave':
        yield* node.before;
        break;
    }
  }
}

/** What the body has that cannot be read, as a clause. */
export class Unreadable extends Error {}
