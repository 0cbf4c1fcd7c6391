/** What comes of running something: a statement, a default, a view's query, a function's body. */
import type { Entity } from './entity.ts';

/** What running something does, once its names are resolved. Kept with views, defaults, triggers …, which PostgreSQL resolves early. */
export interface Effect {
  readonly op:
    | 'read'
    | 'insert'
    | 'update'
    | 'delete'
    /** Looks a definition up and no more: a type, a column list. */
    | 'use'
    | 'call'
    /** Changes its entry in the system catalogs by hand. */
    | 'alter'
    /** Takes a value of a sequence. */
    | 'draw'
    /** Sets a sequence's value. */
    | 'reset';
  readonly entity: Entity;
  /** Of a call. */
  readonly given?: readonly Argument[] | undefined;
  /** Of a call by a trigger: the arguments that it was made with. */
  readonly argv?: readonly string[] | undefined;
}

/** A constant, as text; undefined where it is none. */
type ArgumentValue = string | null | undefined;
/** By its place, or by the name of its parameter. */
export type Argument = ArgumentValue | { readonly name: string; readonly value: ArgumentValue };

/** A query over the system catalogs: of objects with this name, or, without a name, of anything. */
export interface CatalogLookup {
  readonly op: 'lookup';
  readonly name?: string | undefined;
}

export interface Impenetrable {
  readonly op: 'opaque';
  readonly because: string;
  /** Whether it may change definitions, so that what is known of the catalog is no longer sure. */
  readonly mayDefine: boolean;
  /** Whether it brings in what no migration has made. */
  readonly outside?: boolean | undefined;
}

/** A resource without an entity, such as an operator symbol. */
export interface Mention {
  readonly op: 'mention';
  readonly resource: string;
  readonly label: string;
  /** Whether it is changed, in a way that commutes with other such changes. */
  readonly adds?: boolean | undefined;
  /** Of what looks the system catalogs over, and not for a name: whether it sorts by the numbers that objects get as they are made. */
  readonly byNumber?: boolean | undefined;
}

export type Consequence = Effect | CatalogLookup | Impenetrable | Mention;

/** What consequences are about, as far as it has an entity. */
export function entitiesOf(consequences: readonly Consequence[]): readonly Entity[] {
  return consequences.flatMap((consequence) => ('entity' in consequence ? consequence.entity : []));
}
