/** What servers know: their own names, and what an extension brings when it is created. */
import path from 'node:path';

const TYPE_PROPER = `NOT EXISTS (SELECT 1 FROM pg_type e WHERE e.typarray = t.oid)
  AND (typrelid = 0 OR (SELECT relkind FROM pg_class WHERE oid = typrelid) = 'c')`;

const inSchema = (catalog, prefix, schema) =>
  `SELECT ${prefix}name FROM ${catalog} WHERE ${prefix}namespace = '${schema}'::regnamespace`;
const relations = (schema) => `${inSchema('pg_class', 'rel', schema)} AND relkind IN ('r', 'v')`;
/** What `pg_type` says of tables and of arrays is said already by the table and by the element. */
const types = (schema) =>
  `SELECT typname FROM pg_type t WHERE ${TYPE_PROPER} AND typnamespace = '${schema}'::regnamespace`;

/** The constant in builtin-names.ts and the query for its names. */
const BUILTIN = {
  FUNCTIONS: inSchema('pg_proc', 'pro', 'pg_catalog'),
  TYPES: types('pg_catalog'),
  OPERATORS: inSchema('pg_operator', 'opr', 'pg_catalog'),
  RELATIONS: relations('pg_catalog'),
  OPERATOR_CLASSES: inSchema('pg_opclass', 'opc', 'pg_catalog'),
  OPERATOR_FAMILIES: inSchema('pg_opfamily', 'opf', 'pg_catalog'),
  // What else there is depends on the libraries of the machine.
  COLLATIONS: `${inSchema('pg_collation', 'coll', 'pg_catalog')}
    AND collname !~ '-x-icu$' AND collname !~ '^[a-z]{2,3}(_[A-Z]{2})?($|[.@])' AND collname !~ '^C[.]'`,
  TEXT_SEARCH_CONFIGURATIONS: inSchema('pg_ts_config', 'cfg', 'pg_catalog'),
  TEXT_SEARCH_DICTIONARIES: inSchema('pg_ts_dict', 'dict', 'pg_catalog'),
  TEXT_SEARCH_PARSERS: inSchema('pg_ts_parser', 'prs', 'pg_catalog'),
  TEXT_SEARCH_TEMPLATES: inSchema('pg_ts_template', 'tmpl', 'pg_catalog'),
  LANGUAGES: 'SELECT lanname FROM pg_language',
  ACCESS_METHODS: 'SELECT amname FROM pg_am',
  ROLES: `SELECT rolname FROM pg_roles WHERE rolname LIKE 'pg\\_%'`,
  INFORMATION_SCHEMA_RELATIONS: relations('information_schema'),
  INFORMATION_SCHEMA_TYPES: types('information_schema'),
  INFORMATION_SCHEMA_FUNCTIONS: inSchema('pg_proc', 'pro', 'information_schema'),
};

/** Constant → the names an empty database has. */
export async function builtinNames(client) {
  const found = {};
  for (const [constant, query] of Object.entries(BUILTIN)) found[constant] = new Set(await column(client, query));
  return found;
}

/** A name, with its schema unless that is the extension's own. */
const named = (prefix, alias = 'o') =>
  `CASE WHEN ${alias}.${prefix}namespace = x.extnamespace THEN '' ELSE ${alias}.${prefix}namespace::regnamespace::text || '.' END
   || ${alias}.${prefix}name`;
const member = (catalog, name, condition = 'true') =>
  `SELECT ${name} FROM pg_extension x JOIN pg_depend d ON d.refclassid = 'pg_extension'::regclass AND d.refobjid = x.oid
   AND d.deptype = 'e' AND d.classid = '${catalog}'::regclass JOIN ${catalog} o ON o.oid = d.objid
   WHERE x.extname = $1 AND ${condition}`;
/** Not for a type of the extension's own, nor for an array of it. */
const IS_FOREIGN = `NOT EXISTS (SELECT 1 FROM pg_depend m JOIN pg_type t ON m.objid = t.oid WHERE m.classid = 'pg_type'::regclass
  AND o.opcintype IN (t.oid, t.typarray) AND m.deptype = 'e' AND m.refobjid = x.oid)`;

/** The kind in the data and the query for the names of an extension's members. */
const MEMBERS = {
  functions: member('pg_proc', named('pro'), `o.provolatile = 'i'`),
  impureFunctions: member('pg_proc', named('pro'), `o.provolatile <> 'i'`),
  types: member('pg_type', named('typ'), TYPE_PROPER.replaceAll('t.oid', 'o.oid')),
  operators: member('pg_operator', named('opr')),
  relations: member('pg_class', named('rel'), `o.relkind IN ('r', 'v', 'm', 'S', 'f', 'p')`),
  operatorClasses: member('pg_opclass', named('opc')),
  operatorFamilies: member('pg_opfamily', named('opf')),
  defaultOperatorClasses: member(
    'pg_opclass',
    `(SELECT amname FROM pg_am WHERE oid = o.opcmethod) || ':' || (SELECT typname FROM pg_type WHERE oid = o.opcintype)`,
    `o.opcdefault AND ${IS_FOREIGN}`,
  ),
  casts: member(
    'pg_cast',
    `(SELECT typname FROM pg_type WHERE oid = o.castsource) || '>' || (SELECT typname FROM pg_type WHERE oid = o.casttarget)`,
  ),
  accessMethods: member('pg_am', 'o.amname'),
  languages: member('pg_language', 'o.lanname'),
  textSearch: ['config', 'dict', 'parser', 'template']
    .map((kind) => member(`pg_ts_${kind}`, named({ config: 'cfg', parser: 'prs', template: 'tmpl' }[kind] ?? kind)))
    .join(' UNION '),
  foreignDataWrappers: member('pg_foreign_data_wrapper', 'o.fdwname'),
  eventTriggers: member('pg_event_trigger', 'o.evtname'),
};

const SCHEMAS = `SELECT nspname FROM pg_namespace WHERE nspname !~ '^pg_(toast_)?temp_'`;

/** The extensions the server could create. */
export async function availableExtensions(client) {
  // A control file without scripts is none that could be created.
  return column(
    client,
    `SELECT name FROM pg_available_extensions WHERE name <> 'plpgsql'
     AND name IN (SELECT name FROM pg_available_extension_versions) ORDER BY name`,
  );
}

/** The folder with the scripts of the server's extensions. */
export async function scriptFolder(client) {
  const [share] = await column(client, `SELECT setting FROM pg_config WHERE name = 'SHAREDIR'`);
  return path.join(share, 'extension');
}

/**
 * Creates the extension and takes it back. Resolves to its control settings and its names by kind, or to the reason why it cannot be
 * created.
 */
export async function extensionNames(client, extension) {
  await client.query('BEGIN');
  try {
    const { rows } = await client.query(
      `SELECT v.relocatable, v.schema, v.requires::text[] FROM pg_available_extension_versions v JOIN pg_available_extensions e
       ON e.name = v.name AND e.default_version = v.version WHERE v.name = $1`,
      [extension],
    );
    const { relocatable, schema, requires } = rows[0];
    for (const required of requires ?? []) await client.query(`CREATE EXTENSION IF NOT EXISTS "${required}" CASCADE`);
    const schemas = new Set(await column(client, SCHEMAS));
    await client.query(`CREATE EXTENSION "${extension}"`);
    const found = {
      schema: schema ?? undefined,
      relocatable,
      requires: new Set(requires ?? []),
      schemas: new Set((await column(client, SCHEMAS)).filter((name) => !schemas.has(name))),
    };
    for (const [kind, query] of Object.entries(MEMBERS)) found[kind] = new Set(await column(client, query, extension));
    return found;
  } catch (error) {
    return String(error.message);
  } finally {
    await client.query('ROLLBACK');
  }
}

async function column(client, text, ...values) {
  const { rows } = await client.query({ text, values, rowMode: 'array' });
  return rows.flat();
}
