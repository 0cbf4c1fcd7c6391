/** What types the rows of a relation are made of: what constants beside its columns are read as, and what it cannot be without. */
import type { Consequence } from './consequence.ts';
import type { Entity } from './entity.ts';

/** The types of a relation's columns, or of some of them. */
export function rowTypes(relation: Entity, columns?: ReadonlySet<string>): Iterable<Entity> {
  if (!isView(relation)) return columnTypes(relation, columns);
  const types = new Set<Entity>();
  addRowTypes(relation, new Set(), types);
  return types;
}

/** Columns of a view are whatever its query makes of others and of what functions give. */
function addRowTypes(relation: Entity, seen: Set<Entity>, types: Set<Entity>): void {
  if (seen.has(relation)) return;
  seen.add(relation);
  for (const type of columnTypes(relation)) types.add(type);
  if (isView(relation)) typesIn(relation.consequences, seen, types);
}

export function isView({ kind }: Entity): boolean {
  return kind === 'view' || kind === 'materialized view';
}

/** The types that columns of a query may have. */
export function typesIn(
  consequences: readonly Consequence[],
  seen: Set<Entity> = new Set(),
  types: Set<Entity> = new Set(),
): ReadonlySet<Entity> {
  for (const consequence of consequences) {
    if (!('entity' in consequence)) continue;
    const { op, entity } = consequence;
    if (op === 'use') types.add(entity);
    else if (op !== 'call') addRowTypes(entity, seen, types);
    else for (const used of typesOfCall(entity)) types.add(used);
  }
  return types;
}

/** These types, and those of the fields that they have, of the ends of ranges, and of what domains are made of. */
export function withFields(types: Iterable<Entity>): ReadonlySet<Entity> {
  const all = new Set(types);
  for (const type of all) {
    const inside = type.space === 'relation' ? rowTypes(type) : [...type.uses].filter(isType);
    for (const field of inside) all.add(field);
    // A multirange is made of what its range is made of.
    if (type.owner !== undefined && isType(type.owner)) all.add(type.owner);
  }
  return all;
}

/** An operator gives what its functions give. */
function typesOfCall(entity: Entity): readonly Entity[] {
  const functions = entity.space === 'operator' ? [...entity.uses].filter(({ space }) => space === 'routine') : [];
  // What makes a range belongs to it.
  return [entity, ...functions].flatMap(({ uses, owner }) => [...uses, owner ?? []].flat().filter(isType));
}

/** What a table made from a query may have is known of the table alone. */
export function columnTypes(entity: Entity, columns?: ReadonlySet<string>): readonly Entity[] {
  const types: Entity[] = [];
  if (entity.kind === 'table') addTypes(entity.uses, types);
  for (const part of entity.owned)
    if (part.kind === 'column' && columns?.has(part.name) !== false) addTypes(part.uses, types);
  return types;
}

function addTypes(entities: ReadonlySet<Entity>, types: Entity[]): void {
  // Most columns are of types that nobody made.
  if (entities.size > 0) for (const entity of entities) if (isType(entity)) types.push(entity);
}

export function isType(entity: Entity): boolean {
  return (
    entity.space === 'type' || (entity.space === 'relation' && entity.kind !== 'sequence' && entity.kind !== 'index')
  );
}
