/** The symbolic catalog: every object that the migrations read so far have made, found by name. */
import { type Entity, resourceName, type Space } from './entity.ts';

export class Catalog {
  readonly #byResource = new Map<string, Entity>();
  readonly #byName = new Map<string, Set<Entity>>();
  /** The same as by resource, for each space, and for each schema of a space. */
  readonly #bySpace = new Map<string, Set<Entity>>();
  /** Grows with every change, so that what was worked out from it can be kept as long as it holds. */
  version = 0;
  /** Why it may not know everything any more, as a clause, and the last entity made before: later ones are known. */
  uncertain: { readonly because: string; readonly since: number } | undefined;
  /** Names under which triggers see the rows of a statement (`REFERENCING NEW TABLE AS`). */
  readonly transitionTables = new Set<string>();
  /** Extensions whose contents are not known: a name that nobody made may be theirs. */
  readonly unknownExtensions = new Set<Entity>();

  find(space: Space, schema: string | undefined, name: string): Entity | undefined {
    return this.#byResource.get(resourceName(space, schema, name));
  }

  /** Everything with this bare name, parts of relations included. */
  named(name: string): ReadonlySet<Entity> {
    return this.#byName.get(name) ?? NONE;
  }

  add(entity: Entity): Entity {
    this.version += 1;
    if (entity.home === undefined) {
      const replaced = this.#byResource.get(entity.resource);
      if (replaced !== undefined && replaced !== entity) this.#leaveSpace(replaced);
      this.#byResource.set(entity.resource, entity);
      addTo(this.#bySpace, entity.space, entity);
      addTo(this.#bySpace, spaceKey(entity.space, entity.schema), entity);
    }
    addTo(this.#byName, entity.name, entity);
    return entity;
  }

  remove(entity: Entity): void {
    this.version += 1;
    this.#forget(entity);
    for (const used of [...entity.uses]) entity.disuse(used);
    for (const user of [...entity.usedBy]) user.disuse(entity);
    entity.owner?.owned.delete(entity);
    for (const parent of entity.parents) parent.children.delete(entity);
    for (const child of entity.children) child.parents.delete(entity);
    this.unknownExtensions.delete(entity);
  }

  rename(entity: Entity, schema: string | undefined, name: string): void {
    this.#forget(entity);
    entity.schema = schema;
    entity.name = name;
    this.add(entity);
  }

  /** For what a definition change makes different without adding or removing anything. */
  changed(): void {
    this.version += 1;
  }

  /** In the order in which they were made. */
  all(space: Space, schema?: string): ReadonlySet<Entity> {
    return this.#bySpace.get(schema === undefined ? space : spaceKey(space, schema)) ?? NONE;
  }

  #forget(entity: Entity): void {
    if (entity.home === undefined && this.#byResource.get(entity.resource) === entity) {
      this.#byResource.delete(entity.resource);
      this.#leaveSpace(entity);
    }
    const same = this.#byName.get(entity.name);
    same?.delete(entity);
    if (same?.size === 0) this.#byName.delete(entity.name);
  }

  #leaveSpace(entity: Entity): void {
    this.#bySpace.get(entity.space)?.delete(entity);
    this.#bySpace.get(spaceKey(entity.space, entity.schema))?.delete(entity);
  }
}

const NONE: ReadonlySet<Entity> = new Set();

/** No space is called like one with a slash. */
function spaceKey(space: Space, schema: string | undefined): string {
  return `${space}/${schema ?? ''}`;
}

function addTo(index: Map<string, Set<Entity>>, key: string, entity: Entity): void {
  const entities = index.get(key);
  if (entities === undefined) index.set(key, new Set([entity]));
  else entities.add(entity);
}
