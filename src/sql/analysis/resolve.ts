/** Finds what a name stands for, and touches what the search looks at: also names that nobody has taken. */
import { extensionsWithFunction, extensionsWithType } from '../known/extensions.ts';
import {
  isBuiltinFunction,
  isBuiltinInformationSchemaFunction,
  isBuiltinInformationSchemaType,
  isBuiltinType,
  isCatalogRelation,
} from '../known/builtin.ts';
import type { Name } from '../ast.ts';
import { type Context, giveUp, isConditional, schemasFor, TEMPORARY } from './context.ts';
import { displayName, type Entity, type Space } from './entity.ts';

/** Everything a name may stand for: usually one; several where it is uncertain whether the first exists. */
export interface Found {
  readonly entities: readonly Entity[];
  /** PostgreSQL's own, or part of its catalogs. */
  readonly builtin: boolean;
}

const NOTHING: Found = { entities: [], builtin: false };
const BUILTIN: Found = { entities: [], builtin: true };

/** A table, view, index, sequence or type of the migrations. */
export function findRelation(context: Context, name: Name): Found {
  const [schema, relation] = splitName(name);
  const builtin = isCatalogRelation(schema, relation);
  if (builtin && catalogComesFirst(context, schema)) return BUILTIN;
  const found = search(context, 'relation', schema, relation);
  return found.entities.length === 0 && builtin ? BUILTIN : found;
}

export function findType(context: Context, name: Name): Found {
  const [schema, type] = splitName(name);
  if (schema === 'information_schema') return isBuiltinInformationSchemaType(type) ? BUILTIN : NOTHING;
  const builtin = (schema === undefined || schema === 'pg_catalog') && isBuiltinType(type);
  if (builtin && catalogComesFirst(context, schema)) return BUILTIN;
  const found = searchTypes(context, schema, type);
  if (found.entities.length > 0) return found;
  if (builtin) return BUILTIN;
  // An array type is called as its elements with an underscore.
  if (type.startsWith('_')) return findType(context, schema === undefined ? [type.slice(1)] : [schema, type.slice(1)]);
  blameExtensions(context, extensionsWithType(type));
  return NOTHING;
}

/** Every routine that a call by this name may reach: overloads are chosen by argument types, which are not worked out here. */
export function findRoutine(context: Context, name: Name): Found {
  const [schema, routine] = splitName(name);
  const builtin =
    schema === 'information_schema'
      ? isBuiltinInformationSchemaFunction(routine)
      : (schema === undefined || schema === 'pg_catalog') && isBuiltinFunction(routine);
  if (schema === 'pg_catalog' || schema === 'information_schema') {
    const own = context.catalog.find('routine', schema, routine);
    return { entities: own === undefined ? [] : [own], builtin };
  }
  const entities: Entity[] = [];
  for (const candidate of schemasFor(context, schema)) {
    const entity = context.catalog.find('routine', candidate, routine);
    if (entity !== undefined) {
      context.recorder.read(entity);
      entities.push(entity);
    } else if (candidate !== TEMPORARY) {
      context.recorder.absence('routine', candidate, routine);
    }
  }
  if (entities.length === 0 && !builtin) blameExtensions(context, extensionsWithFunction(routine));
  return { entities, builtin };
}

/** Objects of the other spaces that live in schemas: collations, text search, conversions, operator classes, statistics. */
export function findOther(context: Context, space: Space, name: Name): Found {
  const [schema, object] = splitName(name);
  return search(context, space, schema, object);
}

/** Objects without a schema: roles, schemas, extensions, languages … */
export function findGlobal(context: Context, space: Space, name: string): Entity | undefined {
  const entity = context.catalog.find(space, undefined, name);
  if (entity === undefined) context.recorder.absence(space, undefined, name);
  else context.recorder.read(entity);
  return entity;
}

/** The schemas of a search path: which of them are there decides what is found, and where something is made. */
export function findSchemas(context: Context, path: readonly string[]): void {
  for (const schema of path) {
    if (schema !== '$user' && schema !== 'pg_catalog') findGlobal(context, 'schema', schema);
  }
}

/** What a name nobody made stands for is only known as long as everything that was run could be read. */
export function unknownName(context: Context, kind: string, name: Name): void {
  const shown = displayName(name.length > 1 ? name.at(-2) : undefined, name.at(-1) ?? '');
  const { uncertain } = context.catalog;
  if (uncertain !== undefined)
    giveUp(context, `uses ${kind} ${shown}, and an earlier migration ${uncertain.because}`, false);
  else if (!isConditional(context)) giveUp(context, `uses ${kind} ${shown}, which no migration makes`, false);
}

export function splitName(name: Name): readonly [schema: string | undefined, name: string] {
  return [name.length > 1 ? name.at(-2) : undefined, name.at(-1) ?? ''];
}

/** A type by itself, or the row type of a relation, whichever schema of the path has one first. */
function searchTypes(context: Context, schema: string | undefined, name: string): Found {
  const { catalog, recorder } = context;
  const entities: Entity[] = [];
  for (const candidate of schemasFor(context, schema)) {
    if (candidate !== TEMPORARY) recorder.absence('type', candidate, name);
    const relation = catalog.find('relation', candidate, name);
    const hasRows = relation !== undefined && relation.kind !== 'index' && relation.kind !== 'sequence';
    const here = [catalog.find('type', candidate, name) ?? [], hasRows ? relation : []]
      .flat()
      .filter((entity) => entity !== context.session.making);
    for (const entity of here) recorder.read(entity);
    entities.push(...here);
    if (here.some((entity) => catalog.isSure(entity))) break;
  }
  return { entities, builtin: false };
}

function search(context: Context, space: Space, schema: string | undefined, name: string): Found {
  const entities: Entity[] = [];
  for (const candidate of schemasFor(context, schema)) {
    const entity = context.catalog.find(space, candidate, name);
    if (entity === undefined) {
      if (candidate !== TEMPORARY) context.recorder.absence(space, candidate, name);
      continue;
    }
    context.recorder.read(entity);
    if (entity.orElse !== undefined)
      giveUp(context, `uses ${entity.label}, which may be a ${entity.orElse} instead`, false);
    entities.push(entity);
    if (context.catalog.isSure(entity)) break;
  }
  return { entities, builtin: false };
}

/** `pg_catalog` is searched first unless the path names it at another place. */
function catalogComesFirst(context: Context, schema: string | undefined): boolean {
  if (schema !== undefined) return true;
  return !context.session.searchPath.includes('pg_catalog') || context.session.searchPath[0] === 'pg_catalog';
}

/** A name that an extension brings is there only once the extension is. */
function blameExtensions(context: Context, candidates: readonly string[]): void {
  for (const name of candidates) findGlobal(context, 'extension', name);
  for (const extension of context.catalog.unknownExtensions) context.recorder.read(extension);
}
