/**
 * The names a database has before any migration ran. All of them lie in `pg_catalog`, unless said otherwise.
 *
 * Every function takes the major version of the server; without it, a name is known that any supported version has. That a name is
 * built in does not mean that no migration makes another of the same name: a migration for PostgreSQL 14 may well define the
 * `uuidv7()` that came with 18, and any migration may add a `lower` for a type of its own.
 */
import * as names from './builtin-names.ts';
import { type NamesByVersions, NameTable } from './name-table.ts';

/** PostgreSQL makes one for each locale of the ICU library, and one for each locale of the machine. */
const LOCALE_COLLATION = /-x-icu$|^[a-z]{2,3}(_[A-Z]{2})?([.@][\w.@-]+)?$|^C\.[\w-]+$/;
const SCHEMAS: ReadonlySet<string> = new Set(['pg_catalog', 'information_schema', 'pg_toast', 'public']);

const known = (versions: NamesByVersions): ((name: string, major?: number) => boolean) => {
  const table = new NameTable(versions);
  return (name, major) => table.has(name, major);
};

/** Also aggregates, window functions and procedures. */
export const isBuiltinFunction = known(names.FUNCTIONS);
export const isBuiltinOperator = known(names.OPERATORS);
/** Of any access method. */
export const isBuiltinOperatorClass = known(names.OPERATOR_CLASSES);
/** Of any access method. */
export const isBuiltinOperatorFamily = known(names.OPERATOR_FAMILIES);
export const isBuiltinTextSearchConfiguration = known(names.TEXT_SEARCH_CONFIGURATIONS);
export const isBuiltinTextSearchDictionary = known(names.TEXT_SEARCH_DICTIONARIES);
export const isBuiltinTextSearchParser = known(names.TEXT_SEARCH_PARSERS);
export const isBuiltinTextSearchTemplate = known(names.TEXT_SEARCH_TEMPLATES);
/** `plpgsql` among them: every database is created with that extension. */
export const isBuiltinLanguage = known(names.LANGUAGES);
export const isBuiltinAccessMethod = known(names.ACCESS_METHODS);
/** The predefined roles; not the superuser, whose name is anybody's choice. */
export const isBuiltinRole = known(names.ROLES);

const isTypeProper = known(names.TYPES);
const isRelation = known(names.RELATIONS);
const isNamedCollation = known(names.COLLATIONS);
const isInformationSchemaRelation = known(names.INFORMATION_SCHEMA_RELATIONS);
const isInformationSchemaType = known(names.INFORMATION_SCHEMA_TYPES);
const isInformationSchemaFunction = known(names.INFORMATION_SCHEMA_FUNCTIONS);

/** By the name in `pg_type`, which the parser gives for spellings such as `int` too: `int4`, `_int4`, `pg_class`. */
export function isBuiltinType(name: string, major?: number): boolean {
  const isElement = (element: string): boolean => isTypeProper(element, major) || isRelation(element, major);
  return isElement(name) || (name.startsWith('_') && isElement(name.slice(1)));
}

/** Which locales a machine has is its own affair, so whatever is named as a locale is taken for one. */
export function isBuiltinCollation(name: string, major?: number): boolean {
  return isNamedCollation(name, major) || LOCALE_COLLATION.test(name);
}

/** The tables and views of `pg_catalog`, where unqualified names are found, and of `information_schema`. */
export function isCatalogRelation(schema: string | undefined, name: string, major?: number): boolean {
  if (schema === undefined || schema === 'pg_catalog') return isRelation(name, major);
  return schema === 'information_schema' && isInformationSchemaRelation(name, major);
}

/** The domains of `information_schema` and the row types of its views. */
export function isBuiltinInformationSchemaType(name: string, major?: number): boolean {
  const isElement = (element: string): boolean =>
    isInformationSchemaType(element, major) || isInformationSchemaRelation(element, major);
  return isElement(name) || (name.startsWith('_') && isElement(name.slice(1)));
}

export function isBuiltinInformationSchemaFunction(name: string, major?: number): boolean {
  return isInformationSchemaFunction(name, major);
}

/** `public` is there too, though it can be dropped. */
export function isBuiltinSchema(name: string): boolean {
  return SCHEMAS.has(name);
}
