/**
 * What a migration touches, and in which manner: all that the graph is made of.
 *
 * A *resource* is anything whose state may decide what a statement does: a relation's definition, its rows, a name that may or may
 * not be taken, a function, a role. Two migrations that touch no resource in conflicting manners may run in either order, because
 * each finds everything it looks at as it would in file order.
 */

/**
 * - `read`: depends on the resource's state (absence included) and leaves it as it is.
 * - `add`: changes it in a way that commutes with other adds, and depends on nothing that an add changes: a grant, a comment.
 * - `write`: anything else.
 */
export type Manner = 'read' | 'add' | 'write';

/** What the migration does to the resource, for a person. */
export const VERBS = {
  reads: 'read',
  uses: 'used',
  names: 'named',
  creates: 'created',
  alters: 'altered',
  renames: 'renamed',
  drops: 'dropped',
  'adds to': 'added to',
  changes: 'changed',
  calls: 'called',
  declares: 'declared',
  indexes: 'indexed',
} as const;
export type Verb = keyof typeof VERBS;

export interface Touch {
  /**
   * Kind and name: `relation public.orders` (its definition, or that the name is free), `rows public.orders`,
   * `routine public.total`, `schema app`, `role app_user` … Equal strings are the same resource.
   */
  readonly resource: string;
  readonly manner: Manner;
  readonly verb: Verb;
  /** The resource as a person calls it: `table orders`, `the rows of orders`. */
  readonly label: string;
  /** 1-based line of the migration's file where the statement begins. */
  readonly line: number;
}

export interface Footprint {
  /** One for each resource. */
  readonly touches: readonly Touch[];
  /** Why nothing sure can be said, as a clause: `line 3 runs SQL that is put together at run time`. */
  readonly opaque?: string | undefined;
  /** How it brings in what is in no migration, so that it may do other things next time, as a clause: `line 3 reads a file of the server`. */
  readonly outside?: string | undefined;
  /**
   * Relations whose rows PostgreSQL locks as if they were to change, though nothing changes: it does so for statements in the body of
   * a function that is made. Schema and name.
   */
  readonly locks?: ReadonlySet<string> | undefined;
  /** Whether it may take values from sequences, which no rollback gives back. */
  readonly draws?: boolean | undefined;
  /** Where its rows get numbers in the order in which those of a table lie. */
  readonly byPlacement?: Placement | undefined;
}

/** What stands for a table where it is the system catalogs, whose order no snapshot of other migrations keeps. */
export const CATALOGS = 'the system catalogs';

/** A table whose rows lie as they do also because of who wrote some on which connection, and who had a transaction open meanwhile. */
export interface Placement {
  /** As a person calls it. */
  readonly table: string;
  /** The migrations that wrote its rows, by their places among the scripts that were read together. */
  readonly placedBy: readonly number[];
}

/** Manners that conflict must keep their order. */
export function conflict(a: Manner, b: Manner): boolean {
  return a === 'write' || b === 'write' || a !== b;
}

/** The manner of one migration that touches a resource in both manners. */
export function combine(a: Manner, b: Manner): Manner {
  return a === b ? a : 'write';
}
