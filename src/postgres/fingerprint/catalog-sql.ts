/**
 * The pieces that the catalog queries are made of.
 *
 * A query gives rows of two texts, `object` and `definition`. Definitions consist of lines; what has its default value has no
 * line. All run with `search_path` set to `pg_catalog`, so that `::regclass` and its like print every user's name qualified.
 */

/** What the server is and what this user may read. */
export interface Catalogs {
  /** 14 to 18 and later. */
  readonly major: number;
  readonly maySeeSubscriptions: boolean;
  readonly maySeePasswords: boolean;
  /** Roles and what else all databases of a server have in common. */
  readonly clusterWide: boolean;
}

/** A query for objects of one kind, or undefined where this server has no such thing. */
export type CatalogQuery = (catalogs: Catalogs) => string | undefined;

/** OIDs below are those of objects that every database is created with. The only mark of a user's own in `pg_catalog`. */
export const FIRST_USER_OID = 16384;

/** A definition of lines; those whose value is null are left out. */
export function lines(...parts: readonly string[]): string {
  return `pg_catalog.concat_ws(E'\\n', ${parts.join(', ')})`;
}

/** A line `label value`, null if the value is. */
export function line(label: string, value: string): string {
  return `'${label} ' || (${value})::text`;
}

/** A line that is there if the condition holds. */
export function flag(label: string, condition: string): string {
  return `CASE WHEN ${condition} THEN '${label}' END`;
}

/** The elements of a text-like array, sorted: their order says when they were set. Null if there are none. */
export function sorted(array: string): string {
  // Most arrays are null, and then the condition saves the subquery.
  return `CASE WHEN ${array} IS NOT NULL THEN (SELECT string_agg(element::text, ', ' ORDER BY element::text COLLATE "C") FROM unnest(${array}) AS element) END`;
}

/** Options of foreign objects, which may hold passwords: values are shown as hashes. */
export function secretOptions(array: string): string {
  return `(SELECT string_agg(split_part(element, '=', 1) || '=#' || md5(element), ', ' ORDER BY element COLLATE "C") FROM unnest(${array}) AS element)`;
}

/**
 * A line with the privileges on an object, sorted.
 * A list that was never touched and one that came back to the default are the same.
 *
 * @param kind what `acldefault` calls the kind of object
 */
export function privileges(acl: string, kind: string, owner: string): string {
  const text = (list: string) => `'privileges ' || coalesce(${sorted(list)}, 'none')`;
  return `CASE WHEN ${acl} IS NOT NULL THEN nullif(${text(acl)}, ${text(`acldefault('${kind}', ${owner})`)}) END`;
}

/** A line with the privileges where there is no default list. */
export function grants(acl: string): string {
  return line('privileges', sorted(acl));
}

/** Made by a user, not by an extension, which stands for all its members, and not in a schema that goes away by itself. */
export function usersOwn(alias: string, catalog: string, namespace?: string): string {
  return [
    `${alias}.oid >= ${FIRST_USER_OID}`,
    `${alias}.oid NOT IN (${membersOf(catalog)})`,
    ...(namespace === undefined ? [] : [lasting(`${alias}.${namespace}`)]),
  ].join(' AND ');
}

/** The OIDs of the objects in a catalog that belong to extensions. As an operand of IN it is hashed: a join may compare each with each. */
export function membersOf(catalog: string): string {
  return `SELECT member.objid FROM pg_depend AS member WHERE member.classid = '${catalog}'::regclass AND member.deptype = 'e'`;
}

/** The schema is not one of temporary objects, nor of those that PostgreSQL names and makes for itself. */
export function lasting(namespace: string): string {
  return `${namespace} <> ALL (ARRAY(SELECT passing.oid FROM pg_namespace AS passing WHERE passing.nspname ~ '^pg_(temp|toast)'))`;
}

/** The name of an object in a schema. */
export function qualified(namespace: string, name: string): string {
  return `(${namespace}::regnamespace::text || '.' || quote_ident(${name}))`;
}

/** A function by its name and argument types; null for none. */
export function routine(oid: string): string {
  return `CASE WHEN ${oid} <> 0 THEN ${oid}::regprocedure::text END`;
}
