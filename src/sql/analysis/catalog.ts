/** The symbolic catalog: every object that the migrations read so far have made, found by name. */
import type { Entity, Space } from './entity.ts';

type Named = Map<string, Entity>;

/** All that a catalog holds, in its order. */
export interface CatalogContents {
  readonly version: number;
  readonly uncertain: { readonly because: string; readonly since: number } | undefined;
  /** By space, also those that are empty again. */
  readonly spaces: ReadonlyMap<Space, ReadonlySet<Entity>>;
  /** All that a name finds, parts included; those of one name in the order in which it finds them. */
  readonly named: readonly Entity[];
  readonly relationNames: ReadonlySet<string>;
  readonly transitionTables: ReadonlySet<string>;
  readonly unknownExtensions: ReadonlySet<Entity>;
}

export class Catalog {
  readonly #bySpace = new Map<Space, Set<Entity>>();
  /** By space, schema and name: looked up more often than anything else, and so without putting a key together. */
  readonly #byPlace = new Map<Space, Map<string | undefined, Named>>();
  readonly #byName = new Map<string, Set<Entity>>();
  /** The same of routines alone: a name such as `id` is that of a thousand columns. */
  readonly #routines = new Map<string, Set<Entity>>();
  /** Grows with every change, so that what was worked out from it can be kept as long as it holds. */
  version = 0;
  /** Why it may not know everything any more, as a clause, and the last entity made before: later ones are known. */
  uncertain: { readonly because: string; readonly since: number } | undefined;
  readonly #relationNames = new Set<string>();
  /** Names under which triggers see the rows of a statement (`REFERENCING NEW TABLE AS`). */
  readonly transitionTables = new Set<string>();
  /** Extensions whose contents are not known: a name that nobody made may be theirs. */
  readonly unknownExtensions = new Set<Entity>();

  find(space: Space, schema: string | undefined, name: string): Entity | undefined {
    return this.#byPlace.get(space)?.get(schema)?.get(name);
  }

  /** Everything with this bare name, parts of relations included. */
  named(name: string): ReadonlySet<Entity> {
    return this.#byName.get(name) ?? NONE;
  }

  /** Every routine with this bare name. */
  routinesNamed(name: string): ReadonlySet<Entity> {
    return this.#routines.get(name) ?? NONE;
  }

  add(entity: Entity): Entity {
    this.version += 1;
    if (entity.space === 'relation') this.#relationNames.add(entity.name);
    if (entity.home === undefined) {
      const named = this.#placeOf(entity);
      const replaced = named.get(entity.name);
      if (replaced !== undefined && replaced !== entity) this.#leaveSpace(replaced);
      named.set(entity.name, entity);
      addTo(this.#bySpace, entity.space, entity);
    }
    addTo(this.#byName, entity.name, entity);
    if (entity.space === 'routine') addTo(this.#routines, entity.name, entity);
    return entity;
  }

  remove(entity: Entity): void {
    this.version += 1;
    this.#forget(entity);
    for (const used of [...entity.uses]) {
      entity.disuse(used);
      used.disown(entity);
    }
    for (const user of [...entity.usedBy]) user.disuse(entity);
    entity.owner?.disown(entity);
    // A trigger's constraint is the trigger's, and its table's all the same.
    entity.home?.disown(entity);
    for (const parent of entity.parents) parent.separate(entity);
    for (const child of entity.children) entity.separate(child);
    this.unknownExtensions.delete(entity);
    // What another may have, too, stays.
    for (const owned of [...entity.owned]) if (owned.owner === entity && !owned.loose) this.remove(owned);
  }

  rename(entity: Entity, schema: string | undefined, name: string): void {
    this.#forget(entity);
    entity.rename(schema, name);
    this.add(entity);
  }

  /** Whether it is there without a doubt: nothing unseen can have dropped or renamed it, or what it may be instead, since it was made. */
  isSure(entity: Entity): boolean {
    return entity.certain && entity.orElse === undefined && !this.mayDiffer(entity);
  }

  /** Whether something unseen may have changed it since it was made, or may be there instead. */
  mayDiffer({ number, insteadOfUnseen, home }: Entity): boolean {
    return (
      this.uncertain !== undefined &&
      (number <= this.uncertain.since || insteadOfUnseen || home?.insteadOfUnseen === true)
    );
  }

  /** Whether a relation in any schema has ever been known by this name. */
  everHadRelation(name: string): boolean {
    return this.#relationNames.has(name);
  }

  /** Whether there has ever been anything in this space. */
  everHad(space: Space): boolean {
    return this.#bySpace.has(space);
  }

  /** For what a definition change makes different without adding or removing anything. */
  changed(): void {
    this.version += 1;
  }

  /** In the order in which they were made. */
  all(space: Space, schema?: string): Iterable<Entity> {
    if (schema === undefined) return this.#bySpace.get(space) ?? NONE;
    return this.#byPlace.get(space)?.get(schema)?.values() ?? NONE;
  }

  /** For whoever writes it down. */
  get contents(): CatalogContents {
    return {
      version: this.version,
      uncertain: this.uncertain,
      spaces: this.#bySpace,
      named: [...this.#byName.values()].flatMap((entities) => [...entities]),
      relationNames: this.#relationNames,
      transitionTables: this.transitionTables,
      unknownExtensions: this.unknownExtensions,
    };
  }

  /** The catalog that had these contents. */
  static of(contents: CatalogContents): Catalog {
    const catalog = new Catalog();
    catalog.version = contents.version;
    catalog.uncertain = contents.uncertain;
    for (const [space, entities] of contents.spaces) {
      catalog.#bySpace.set(space, new Set(entities));
      for (const entity of entities) catalog.#placeOf(entity).set(entity.name, entity);
    }
    for (const entity of contents.named) {
      addTo(catalog.#byName, entity.name, entity);
      if (entity.space === 'routine') addTo(catalog.#routines, entity.name, entity);
    }
    for (const name of contents.relationNames) catalog.#relationNames.add(name);
    for (const name of contents.transitionTables) catalog.transitionTables.add(name);
    for (const entity of contents.unknownExtensions) catalog.unknownExtensions.add(entity);
    return catalog;
  }

  #forget(entity: Entity): void {
    if (this.find(entity.space, entity.schema, entity.name) === entity) this.#leaveSpace(entity);
    removeFrom(this.#byName, entity.name, entity);
    if (entity.space === 'routine') removeFrom(this.#routines, entity.name, entity);
  }

  #leaveSpace(entity: Entity): void {
    this.#bySpace.get(entity.space)?.delete(entity);
    this.#placeOf(entity).delete(entity.name);
  }

  #placeOf({ space, schema }: Entity): Named {
    const schemas = getOrMake(this.#byPlace, space, () => new Map<string | undefined, Named>());
    return getOrMake(schemas, schema, () => new Map<string, Entity>());
  }
}

const NONE: ReadonlySet<Entity> = new Set();

function addTo<Key>(index: Map<Key, Set<Entity>>, key: Key, entity: Entity): void {
  getOrMake(index, key, () => new Set<Entity>()).add(entity);
}

function removeFrom<Key>(index: Map<Key, Set<Entity>>, key: Key, entity: Entity): void {
  const entities = index.get(key);
  entities?.delete(entity);
  if (entities?.size === 0) index.delete(key);
}

function getOrMake<Key, Value>(map: Map<Key, Value>, key: Key, make: () => Value): Value {
  let value = map.get(key);
  if (value === undefined) {
    value = make();
    map.set(key, value);
  }
  return value;
}
