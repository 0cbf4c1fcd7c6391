/** The symbolic catalog: every object that the migrations read so far have made, found by name. */
import { Entity, resourceName, type Space } from './entity.ts';

export class Catalog {
  readonly #byResource = new Map<string, Entity>();
  readonly #byName = new Map<string, Set<Entity>>();
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
    if (entity.home === undefined) this.#byResource.set(entity.resource, entity);
    const same = this.#byName.get(entity.name);
    if (same === undefined) this.#byName.set(entity.name, new Set([entity]));
    else same.add(entity);
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

  *all(space: Space, schema?: string): Iterable<Entity> {
    for (const entity of this.#byResource.values()) {
      if (entity.space === space && (schema === undefined || entity.schema === schema)) yield entity;
    }
  }

  #forget(entity: Entity): void {
    if (entity.home === undefined && this.#byResource.get(entity.resource) === entity) {
      this.#byResource.delete(entity.resource);
    }
    const same = this.#byName.get(entity.name);
    same?.delete(entity);
    if (same?.size === 0) this.#byName.delete(entity.name);
  }
}

const NONE: ReadonlySet<Entity> = new Set();
