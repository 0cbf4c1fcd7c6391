/**
 * What the symbolic catalog holds: the objects that the migrations read so far have made, as PostgreSQL's own catalogs would have
 * them, without rows. Objects refer to one another directly, so a rename changes what every reference is called, as in PostgreSQL.
 */

import type { Naming } from './auto-names.ts';
import { type Consequence, entitiesOf } from './consequence.ts';

/** Names are unique within a space. */
export type Space =
  | 'relation'
  /** Enums, domains, ranges and base types. Relations with a row type take its name here as well. */
  | 'type'
  | 'routine'
  | 'schema'
  | 'role'
  | 'extension'
  | 'operator'
  | 'operator class'
  | 'operator family'
  | 'collation'
  | 'conversion'
  | 'text search'
  | 'language'
  | 'access method'
  | 'foreign-data wrapper'
  | 'server'
  | 'publication'
  | 'subscription'
  | 'statistics'
  | 'tablespace'
  | 'event trigger'
  /** Parts of a relation: its home's resource is theirs. */
  | 'part';

export type EntityKind =
  | 'table'
  | 'view'
  | 'materialized view'
  | 'foreign table'
  | 'index'
  | 'sequence'
  | 'type'
  | 'domain'
  | 'function'
  | 'column'
  | 'constraint'
  | 'trigger'
  | 'rule'
  | 'policy'
  | Exclude<Space, 'relation' | 'type' | 'routine' | 'part'>;

/** What DML fires a trigger or rule. */
export interface Events {
  readonly insert: boolean;
  readonly update: boolean;
  readonly delete: boolean;
  readonly truncate: boolean;
}

export interface ForeignKey {
  readonly to: Entity;
  /** What may become of the rows here when one there goes, or is changed; nothing where that is refused. */
  readonly onDelete: { readonly deletes: boolean; readonly updates: boolean };
  readonly onUpdate: { readonly updates: boolean };
}

/** One function of a name. */
export interface Overload {
  readonly signature: string;
  /** The statement that made it, for languages whose bodies are read when they run. */
  readonly definition: string;
  readonly language: string;
  /** `SET search_path` of the function itself. */
  readonly searchPath: readonly string[] | undefined;
  /** Whether ALTER FUNCTION has given it other settings. */
  readonly isSetOtherwise?: boolean | undefined;
  /** What is known without reading the body: what an aggregate calls, what a SQL-standard body does. */
  readonly consequences: readonly Consequence[];
  /** How many arguments a call may have. */
  readonly arity?: { readonly least: number; readonly most: number } | undefined;
  /** Of the input parameters; undefined for one without a name. */
  readonly parameters?: readonly (string | undefined)[] | undefined;
  /** Those of the input parameters whose type's values stand for objects, as `regclass` does; undefined for the others. */
  readonly references?: readonly (string | undefined)[] | undefined;
  /** Those of the input parameters whose values are written as the very texts that they are given as, though not of a type for texts. */
  readonly writtenAsGiven?: readonly boolean[] | undefined;
  /** Defaults of the input parameters that are constants, as text. */
  readonly defaults?: readonly (string | undefined)[] | undefined;
  /** Statements in the language `sql`, and in `internal` the function of PostgreSQL's own that it is. */
  readonly body: string | undefined;
  /** Whether it returns the first row of its last query only. */
  readonly takesFirst?: boolean | undefined;
}

/** What an entity has to do with others and with migrations, in the order in which it came to; undefined: nothing. */
export interface Ties {
  movedBy: Set<number> | undefined;
  writtenBy: Set<number> | undefined;
  uses: Set<Entity> | undefined;
  usedBy: Set<Entity> | undefined;
  owned: Set<Entity> | undefined;
  children: Set<Entity> | undefined;
  parents: Set<Entity> | undefined;
  aliases: Set<Entity> | undefined;
  referring: Map<string, string> | undefined;
}

let created = 0;

/** The number of the newest entity. */
export function lastEntity(): number {
  return created;
}

/** Most entities are columns, and most of those have to do with no other: they are all given this. */
const NO_ENTITIES: ReadonlySet<Entity> = new Set();
const NO_NAMES: ReadonlySet<string> = new Set();
const NO_COLUMNS: ReadonlyMap<string, string> = new Map();

export class Entity {
  readonly number = (created += 1);
  readonly space: Space;
  kind: EntityKind;
  /** False where it depends on a condition whether it exists. */
  certain = true;
  /** Another kind that it may be instead: of two that had the same name, nobody knows which is there. */
  orElse: EntityKind | undefined;
  /** Whether it may be another one than known, or stand otherwise: built on something else, or gone with its owner. */
  loose = false;
  /** Whether it was to be made only if nothing of its name was there, when something unseen could have been. */
  insteadOfUnseen = false;
  /** A part's relation. */
  readonly home: Entity | undefined;
  owner: Entity | undefined;
  /** What using it does: a view's query, a default, a check, a policy, an index expression, a trigger's function, a partition key. */
  consequences: readonly Consequence[] = [];
  /** For constraints and indexes: columns of the home they stand on; undefined when any may be. */
  columns: ReadonlySet<string> | undefined;
  /** Of indexes: whether no two rows of the table have the same in all of its columns. */
  isUnique = false;
  /** Of event triggers: the commands that fire it; undefined: any. */
  tags: ReadonlySet<string> | undefined;
  /** Of indexes and statistics. */
  naming: Naming | undefined;
  events: Events | undefined;
  foreignKey: ForeignKey | undefined;
  overloads: readonly Overload[] = [];
  /** Whether a column draws from a sequence of its own, or a view may be written through. */
  temporary = false;
  /** Of triggers: whether they may wait until the transaction ends. */
  deferrable = false;
  /** Whether it is a part of its parents, with indexes and keys like theirs, and not only a child that inherits. */
  isPartition = false;
  /** Of types: whether their values are written as the very texts that they are given as. */
  isWrittenAsGiven = false;
  /** Whether it is the default partition. */
  takesTheRest = false;
  /** Roles that own it by ALTER … OWNER TO: what it does by itself, they do. */
  ownedBy: ReadonlySet<string> = NO_NAMES;
  #movedBy: Set<number> | undefined;
  #writtenBy: Set<number> | undefined;
  #schema: string | undefined;
  #name: string;
  #resource: string | undefined;
  #uses: Set<Entity> | undefined;
  #usedBy: Set<Entity> | undefined;
  #owned: Set<Entity> | undefined;
  #children: Set<Entity> | undefined;
  #parents: Set<Entity> | undefined;
  #aliases: Set<Entity> | undefined;
  #referring: Map<string, string> | undefined;

  constructor(space: Space, kind: EntityKind, schema: string | undefined, name: string, home?: Entity) {
    this.space = space;
    this.kind = kind;
    this.#schema = schema;
    this.#name = name;
    this.home = home;
  }

  get schema(): string | undefined {
    return this.#schema;
  }

  get name(): string {
    return this.#name;
  }

  /** To be called by the catalog alone, which finds it by its name. */
  rename(schema: string | undefined, name: string): void {
    this.#schema = schema;
    this.#name = name;
    this.#resource = undefined;
  }

  /** The resource whose state this is. Asked for all the time, so it is put together once. */
  get resource(): string {
    if (this.home !== undefined) return this.home.resource;
    return (this.#resource ??= resourceName(this.space, this.#schema, this.#name));
  }

  get label(): string {
    if (this.home !== undefined) return `${this.kind} ${this.name} of ${this.home.label}`;
    return `${this.kind} ${displayName(this.schema, this.name)}`;
  }

  /** Of tables: places of the migrations that updated or deleted rows, or on whose doing it hangs otherwise how its rows lie. */
  get movedBy(): Set<number> {
    return (this.#movedBy ??= new Set());
  }

  /** The same of all that wrote rows in whatever way. */
  get writtenBy(): Set<number> {
    return (this.#writtenBy ??= new Set());
  }

  get rows(): string {
    return `rows ${qualified(this.schema, this.name)}`;
  }

  /** What it was built on, which therefore cannot go before it. */
  get uses(): ReadonlySet<Entity> {
    return this.#uses ?? NO_ENTITIES;
  }

  get usedBy(): ReadonlySet<Entity> {
    return this.#usedBy ?? NO_ENTITIES;
  }

  /** What goes when it goes: a table's parts, indexes and sequences, an extension's members. */
  get owned(): ReadonlySet<Entity> {
    return this.#owned ?? NO_ENTITIES;
  }

  /** Inheritance and partitions. */
  get children(): ReadonlySet<Entity> {
    return this.#children ?? NO_ENTITIES;
  }

  get parents(): ReadonlySet<Entity> {
    return this.#parents ?? NO_ENTITIES;
  }

  /** Itself by the other names that it may have: what happens to one happens to all. */
  get aliases(): ReadonlySet<Entity> {
    return this.#aliases ?? NO_ENTITIES;
  }

  /** Columns whose values stand for objects, as those of `regclass` do, with that type as far as it is known. */
  get referring(): ReadonlyMap<string, string> {
    return this.#referring ?? NO_COLUMNS;
  }

  refer(column: string, type: string): void {
    (this.#referring ??= new Map()).set(column, type);
  }

  /** Its children and theirs. */
  get descendants(): ReadonlySet<Entity> {
    return this.#children === undefined ? NO_ENTITIES : reach(this, (entity) => entity.children);
  }

  get partitions(): readonly Entity[] {
    return [...this.descendants].filter(({ isPartition }) => isPartition);
  }

  get ancestors(): ReadonlySet<Entity> {
    return this.#parents === undefined ? NO_ENTITIES : reach(this, (entity) => entity.parents);
  }

  /** Records that it was built on another. */
  use(other: Entity): void {
    if (other === this) return;
    (this.#uses ??= new Set()).add(other);
    (other.#usedBy ??= new Set()).add(this);
  }

  /** Records that it was built on whatever these are about. */
  useAll(consequences: readonly Consequence[]): void {
    for (const entity of entitiesOf(consequences)) this.use(entity);
  }

  disuse(other: Entity): void {
    this.#uses?.delete(other);
    other.#usedBy?.delete(this);
  }

  own(other: Entity): void {
    this.share(other);
    other.owner = this;
  }

  /** It goes when this goes, and stays its owner's. */
  share(other: Entity): void {
    (this.#owned ??= new Set()).add(other);
  }

  disown(other: Entity): void {
    this.#owned?.delete(other);
  }

  adopt(child: Entity): void {
    (this.#children ??= new Set()).add(child);
    (child.#parents ??= new Set()).add(this);
  }

  /** The other may be the same by another name. */
  alias(other: Entity): void {
    for (const each of [this, ...this.aliases]) {
      (each.#aliases ??= new Set()).add(other);
      (other.#aliases ??= new Set()).add(each);
    }
  }

  /** Child and parent no more. */
  separate(child: Entity): void {
    this.#children?.delete(child);
    child.#parents?.delete(this);
  }

  /** For whoever writes a catalog down. */
  get ties(): Readonly<Ties> {
    return {
      movedBy: this.#movedBy,
      writtenBy: this.#writtenBy,
      uses: this.#uses,
      usedBy: this.#usedBy,
      owned: this.#owned,
      children: this.#children,
      parents: this.#parents,
      aliases: this.#aliases,
      referring: this.#referring,
    };
  }

  /** For whoever reads a catalog that was written down. */
  tie(ties: Ties): void {
    this.#movedBy = ties.movedBy;
    this.#writtenBy = ties.writtenBy;
    this.#uses = ties.uses;
    this.#usedBy = ties.usedBy;
    this.#owned = ties.owned;
    this.#children = ties.children;
    this.#parents = ties.parents;
    this.#aliases = ties.aliases;
    this.#referring = ties.referring;
  }
}

function reach(from: Entity, next: (entity: Entity) => ReadonlySet<Entity>): ReadonlySet<Entity> {
  const found = new Set<Entity>(next(from));
  for (const entity of found) for (const further of next(entity)) found.add(further);
  return found;
}

export function resourceName(space: Space, schema: string | undefined, name: string): string {
  return `${space} ${qualified(schema, name)}`;
}

/** As a person writes it: what is in `public` goes without saying. */
export function displayName(schema: string | undefined, name: string): string {
  return schema === undefined || schema === 'public' ? name : `${schema}.${name}`;
}

function qualified(schema: string | undefined, name: string): string {
  return schema === undefined ? name : `${schema}.${name}`;
}

/** Whose objects lie in a schema, and go with it. */
export const SPACES_IN_SCHEMAS = [
  'relation',
  'type',
  'routine',
  'collation',
  'conversion',
  'operator class',
  'operator family',
  'statistics',
  'text search',
] as const satisfies readonly Space[];
