/** The resource behind an object that PostgreSQL's event triggers report, in the terms of `pg_identify_object_as_address`. */

export interface ReportedObject {
  /** The command's tag: `ALTER TABLE`. */
  readonly command: string;
  /** `table`, `table column`, `function` … */
  readonly type: string;
  /** `[schema, table, column]`; for types a single name, quoted where it needs to be. */
  readonly names: readonly string[];
  readonly dropped: boolean;
}

export interface Judged {
  /** The kind of resource, as footprints spell it. */
  readonly space: string;
  readonly name: string;
  /** A change of its rows covers it. */
  readonly rows: boolean;
  /** Any predicted change in the space covers it: what footprints call it exactly is nothing to raise an alarm for. */
  readonly loosely: boolean;
}

const RELATIONS = ['table', 'foreign table', 'view', 'materialized view', 'index', 'sequence', 'composite type'];
const PARTS = ['table constraint', 'trigger', 'policy', 'rule', 'default value'];
const TYPES = ['type', 'domain', 'domain constraint'];
const ROUTINES = ['function', 'procedure', 'aggregate', 'routine', 'window function'];
const EXACT = ['schema', 'extension'];
/** Kind of object to kind of resource. */
const LOOSE: Readonly<Record<string, string>> = {
  collation: 'collation',
  conversion: 'conversion',
  'statistics object': 'statistics',
  language: 'language',
  'access method': 'access method',
  'foreign-data wrapper': 'foreign-data wrapper',
  server: 'server',
  publication: 'publication',
  subscription: 'subscription',
  'text search configuration': 'text search',
  'text search dictionary': 'text search',
  'text search parser': 'text search',
  'text search template': 'text search',
};

/** Undefined for what is not judged: temporary objects, PostgreSQL's own, and kinds that footprints know only by their parts. */
export function resourcesOf({ command, type, names }: ReportedObject): Judged | undefined {
  const [first = '', second = '', third = ''] = names;
  // Rebuilding an index leaves it what it was.
  if (command === 'REINDEX' || isForeign(first)) return undefined;
  // They come and go with a key, which is reported, and are of the table that it refers to as well.
  if (type === 'trigger' && third.startsWith('RI_ConstraintTrigger_')) return undefined;
  const rows = command === 'REFRESH MATERIALIZED VIEW';
  if (RELATIONS.includes(type) || PARTS.includes(type) || type.endsWith(' column')) {
    return { space: 'relation', name: `${first}.${second}`, rows, loosely: false };
  }
  if (TYPES.includes(type)) {
    const parts = typeName(first);
    if (parts === undefined || isForeign(parts[0])) return undefined;
    return { space: 'relation', name: parts.join('.'), rows, loosely: false };
  }
  if (ROUTINES.includes(type)) return { space: 'routine', name: `${first}.${second}`, rows, loosely: false };
  if (EXACT.includes(type)) return { space: type, name: first, rows, loosely: false };
  const space = LOOSE[type];
  return space === undefined ? undefined : { space, name: names.join('.'), rows, loosely: true };
}

function isForeign(schema: string): boolean {
  return /^pg_(temp|toast|catalog$)/.test(schema);
}

/** Schema and name of a type as PostgreSQL writes it, an array's as its elements'. Undefined for a type without a schema: a built-in. */
function typeName(written: string): readonly [string, string] | undefined {
  const match = /^("(?:[^"]|"")*"|[^".]+)\.("(?:[^"]|"")*"|[^".[]+)(?:\[\])?$/.exec(written);
  return match?.[1] === undefined || match[2] === undefined ? undefined : [unquoted(match[1]), unquoted(match[2])];
}

/** An identifier without the quotes that PostgreSQL writes it with where it must. */
export function unquoted(identifier: string): string {
  return identifier.startsWith('"') ? identifier.slice(1, -1).replaceAll('""', '"') : identifier;
}
