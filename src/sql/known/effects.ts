/** What calling a function does beyond computing a value from its arguments, as far as the order of migrations is concerned. */

/** How a text names an object: as the input of one of these types does. */
export type Naming =
  | 'regclass'
  | 'regcollation'
  | 'regconfig'
  | 'regdictionary'
  | 'regnamespace'
  | 'regoper'
  | 'regoperator'
  | 'regproc'
  | 'regprocedure'
  | 'regrole'
  | 'regtype'
  /** Of these there is no type. */
  | 'text search parser';

/**
 * What of an object is looked at or changed: whether it is there and what it is like, that and what it is made or a part of, what it
 * contains, or, of a sequence, its value. What is in an object can be reached only through its definition, so that is read too. The rows
 * of an index are those of its table.
 */
export type State = 'definition' | 'relatives' | 'rows' | 'value';

export type Touching =
  /**
   * The object that an argument names by a text or by an identity. An argument that is no constant may name any object of its kind.
   * `argument` counts from 0 or, if negative, from -1, the last one. For trigger functions it is one of the trigger's arguments.
   */
  | {
      readonly on: 'named';
      readonly argument: number;
      readonly naming: Naming;
      readonly state: State;
      readonly manner: 'read' | 'write';
    }
  /** A relation that the extension brings. */
  | { readonly on: 'own relation'; readonly name: string; readonly manner: 'read' | 'write' }
  /** The definition of the type that the argument has: which values an enum allows, which columns a row has. */
  | { readonly on: 'argument type'; readonly argument: number }
  /** Definitions, grants and comments of objects that nothing says the names of. */
  | { readonly on: 'catalogs' }
  /** The setting that an argument names, or this one. Only what is set for a database or a role outlasts a session. */
  | { readonly on: 'setting'; readonly setting: number | string }
  /** What text search configurations make of a text. */
  | { readonly on: 'text search' }
  /** Which schemas on the search path exist. */
  | { readonly on: 'search path' }
  /** Large objects, all of them together. */
  | { readonly on: 'large objects'; readonly manner: 'read' | 'write' }
  /** Locks that other sessions may wait for. */
  | { readonly on: 'advisory locks'; readonly manner: 'write' };

export type Effect =
  /**
   * None that another migration could notice or cause. `volatile`: the value depends on the moment, on chance, or on the server, so it
   * is another one whenever the migration runs.
   */
  | { readonly kind: 'harmless'; readonly volatile: boolean }
  | { readonly kind: 'touches'; readonly touching: readonly Touching[] }
  /** Runs what these arguments are, each a text of SQL. */
  | { readonly kind: 'runs'; readonly queries: readonly number[] }
  /** Sets, for the session or the transaction, what argument 0 names to what argument 1 says. */
  | { readonly kind: 'sets' }
  /**
   * @property because a clause with the function as its subject: `ends other sessions`
   * @property outside whether its value comes from where no migration is
   */
  | { readonly kind: 'opaque'; readonly because: string; readonly outside: boolean };

/**
 * Names separated by white space, and what those functions do. `age/1` is `age` called with one argument, `pg_stat_get_*` whatever
 * begins so and is not named itself.
 */
export type EffectGroup = readonly [names: string, effect: Effect];

export const HARMLESS: Effect = { kind: 'harmless', volatile: false };
export const VOLATILE: Effect = { kind: 'harmless', volatile: true };
export const CATALOGS: Effect = { kind: 'touches', touching: [{ on: 'catalogs' }] };

export function opaque(because: string): Effect {
  return { kind: 'opaque', because, outside: false };
}

export function outside(because: string): Effect {
  return { kind: 'opaque', because, outside: true };
}

export function touches(...touching: readonly Touching[]): Effect {
  return { kind: 'touches', touching };
}

export function reads(argument: number, naming: Naming, state: State = 'definition'): Touching {
  return { on: 'named', argument, naming, state, manner: 'read' };
}

export function writes(argument: number, naming: Naming, state: State = 'definition'): Touching {
  return { on: 'named', argument, naming, state, manner: 'write' };
}
