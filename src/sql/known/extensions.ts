/**
 * What well-known extensions bring into a database: those in PostgreSQL's own packages, in all supported versions together, and some
 * that come separately, in the versions at hand. An extension may have more than is known here, where a newer version of it has.
 */
import { CONTRIB } from './contrib-names.ts';
import type { ExtensionData, ExtensionNames } from './extension-data.ts';
import { FURTHER } from './further-names.ts';
import { words } from './name-table.ts';

/** Kinds of what an extension can bring. Functions are also procedures and aggregates; `impureFunctions` are among them. */
const KINDS = [
  'functions',
  'impureFunctions',
  'types',
  'operators',
  'relations',
  'operatorClasses',
  'operatorFamilies',
  'defaultOperatorClasses',
  'casts',
  'accessMethods',
  'languages',
  'textSearch',
  'foreignDataWrappers',
  'eventTriggers',
  'schemas',
] as const;
export type ExtensionMember = (typeof KINDS)[number];

/** The names are as in `ExtensionNames`: with their schema where that is not the extension's. */
export interface KnownExtension extends Readonly<Record<ExtensionMember, ReadonlySet<string>>> {
  readonly name: string;
  /** Where it always is; undefined: wherever it is created. */
  readonly schema?: string | undefined;
  /** Whether it can be moved to another schema later. */
  readonly relocatable: boolean;
  readonly requires: readonly string[];
}

/** Every database is created with it; all that it has is built in. */
const PLPGSQL: ExtensionData = { plpgsql: { schema: 'pg_catalog' } };
const DATA: ReadonlyMap<string, ExtensionNames> = new Map(Object.entries({ ...FURTHER, ...CONTRIB, ...PLPGSQL }));
const known = new Map<string, KnownExtension>();

/** Undefined: nothing is known of such an extension. */
export function extension(name: string): KnownExtension | undefined {
  const data = DATA.get(name);
  if (data === undefined) return undefined;
  const made = known.get(name) ?? read(name, data);
  known.set(name, made);
  return made;
}

function read(name: string, data: ExtensionNames): KnownExtension {
  const listed = (kind: ExtensionMember): readonly string[] => words(data[kind] ?? '');
  const set = (kind: ExtensionMember): readonly [string, ReadonlySet<string>] => [
    kind,
    new Set([...listed(kind), ...(kind === 'functions' ? listed('impureFunctions') : [])]),
  ];
  return {
    ...(Object.fromEntries(KINDS.map(set)) as Record<ExtensionMember, ReadonlySet<string>>),
    name,
    schema: data.schema,
    relocatable: data.relocatable ?? false,
    requires: words(data.requires ?? ''),
  };
}

/**
 * The extensions that bring something of this kind and name, in no particular order.
 *
 * @param schema where it is looked for; undefined: anywhere. An extension that can be created in any schema may be in this one.
 */
export function extensionsWith(kind: ExtensionMember, name: string, schema?: string): readonly string[] {
  return [...new Set(places(kind, name, schema))];
}

export function extensionsWithFunction(name: string, schema?: string): readonly string[] {
  return extensionsWith('functions', name, schema);
}

/** Also arrays, `_citext`, and the row types of relations. */
export function extensionsWithType(name: string, schema?: string): readonly string[] {
  const elements = name.startsWith('_') ? [name, name.slice(1)] : [name];
  const found = elements.flatMap((element) => [
    ...places('types', element, schema),
    ...places('relations', element, schema),
  ]);
  return [...new Set(found)];
}

export function extensionsWithOperator(name: string, schema?: string): readonly string[] {
  return extensionsWith('operators', name, schema);
}

/** A table, view or sequence. */
export function extensionsWithRelation(name: string, schema?: string): readonly string[] {
  return extensionsWith('relations', name, schema);
}

export function extensionsWithOperatorClass(name: string, schema?: string): readonly string[] {
  return extensionsWith('operatorClasses', name, schema);
}

/**
 * The extensions by which an index with this access method on this type needs no operator class: `gist` on `int4` does with
 * `btree_gist`. Says nothing about the extensions' own types.
 *
 * @param type as in `pg_type`; undefined: any
 */
export function extensionsWithDefaultOperatorClass(accessMethod: string, type?: string): readonly string[] {
  const own = [...DATA].filter(([, { defaultOperatorClasses = '' }]) =>
    words(defaultOperatorClasses).some((pair) => {
      const [method, indexed = ''] = pair.split(':');
      const isPolymorphic = indexed === 'anyarray' ? type?.startsWith('_') !== false : indexed === 'anyenum';
      return method === accessMethod && (type === undefined || indexed === type || isPolymorphic);
    }),
  );
  return own.map(([name]) => name);
}

function places(kind: ExtensionMember, name: string, schema: string | undefined): readonly string[] {
  const all = index(kind).get(name) ?? [];
  return all
    .filter((place) => schema === undefined || (place.schema ?? schema) === schema)
    .map((place) => place.extension);
}

interface Place {
  readonly extension: string;
  /** Undefined: wherever the extension was created. */
  readonly schema: string | undefined;
}

const indexes = new Map<ExtensionMember, Map<string, Place[]>>();

function index(kind: ExtensionMember): ReadonlyMap<string, readonly Place[]> {
  const made = indexes.get(kind) ?? buildIndex(kind);
  indexes.set(kind, made);
  return made;
}

function buildIndex(kind: ExtensionMember): Map<string, Place[]> {
  const built = new Map<string, Place[]>();
  for (const [extension, data] of DATA) {
    const lists = kind === 'functions' ? [data.functions, data.impureFunctions] : [data[kind]];
    for (const listed of lists.flatMap((list) => words(list ?? ''))) {
      const dot = listed.indexOf('.');
      const name = listed.slice(dot + 1);
      const place = { extension, schema: dot === -1 ? data.schema : listed.slice(0, dot) };
      const places = built.get(name);
      if (places === undefined) built.set(name, [place]);
      else places.push(place);
    }
  }
  return built;
}
