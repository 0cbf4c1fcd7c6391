/**
 * Writes src/sql/known/builtin-names.ts: the names that a server has before any migration ran, asked of a managed server of every
 * supported version.
 *
 * @example node scripts/known-names.js
 */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import pg from 'pg';
import '../test/support/typescript.js';

const { startServer, socketConnection } = await import('../src/postgres/server/managed-server.ts');
const { SUPPORTED_MAJORS } = await import('../src/postgres/server/releases.ts');

const FOLDER = path.resolve(import.meta.dirname, '../src/sql/known');
const LINE_LENGTH = 120;

/** What the rows of `pg_type` for tables and for arrays say is said already by the table and by the element. */
const TYPES = `SELECT typname FROM pg_type t WHERE NOT EXISTS (SELECT 1 FROM pg_type e WHERE e.typarray = t.oid)
  AND (typrelid = 0 OR (SELECT relkind FROM pg_class WHERE oid = typrelid) = 'c') AND typnamespace = `;
const inSchema = (catalog, prefix, schema) =>
  `SELECT ${prefix}name FROM ${catalog} WHERE ${prefix}namespace = '${schema}'::regnamespace`;
const relations = (schema) => `${inSchema('pg_class', 'rel', schema)} AND relkind IN ('r', 'v')`;

/** The constant and the query for its names. */
const BUILTIN = {
  FUNCTIONS: inSchema('pg_proc', 'pro', 'pg_catalog'),
  TYPES: `${TYPES} 'pg_catalog'::regnamespace`,
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
  INFORMATION_SCHEMA_TYPES: `${TYPES} 'information_schema'::regnamespace`,
  INFORMATION_SCHEMA_FUNCTIONS: inSchema('pg_proc', 'pro', 'information_schema'),
};

/** constant → name → the versions that have it */
const found = Object.fromEntries(Object.keys(BUILTIN).map((constant) => [constant, new Map()]));
for (const major of SUPPORTED_MAJORS) {
  await withClient(major, async (client) => {
    for (const [constant, query] of Object.entries(BUILTIN)) {
      for (const name of await names(client, query)) {
        found[constant].set(name, [...(found[constant].get(name) ?? []), major]);
      }
    }
  });
}
write(
  'builtin-names.ts',
  'The names of PostgreSQL itself, under the versions that have them.',
  Object.entries(found).map(([constant, versions]) => `export const ${constant} = ${record(byVersions(versions))};`),
);

async function withClient(major, use) {
  const server = await startServer({ major, source: 'package' });
  const client = new pg.Client(socketConnection(server));
  try {
    await client.connect();
    await use(client);
  } finally {
    await client.end();
    await server.stop();
  }
}

async function names(client, query) {
  const { rows } = await client.query({ text: query, rowMode: 'array' });
  return [...new Set(rows.flat())];
}

/** `14 15 16 17 18` → names */
function byVersions(versionsOfNames) {
  const groups = new Map();
  for (const [name, versions] of versionsOfNames) {
    const key = versions.join(' ');
    groups.set(key, [...(groups.get(key) ?? []), name]);
  }
  return [...groups].sort(([a], [b]) => (a < b ? -1 : 1));
}

function record(groups) {
  return `{\n${groups.map(([versions, all]) => `  '${versions}': ${list(all)},\n`).join('')}}`;
}

/** The names in order, separated by spaces, in lines of readable length. */
function list(all) {
  const lines = [''];
  for (const name of all.toSorted((a, b) => (a < b ? -1 : 1))) {
    if (/\s/.test(name)) throw new Error(`The name ${JSON.stringify(name)} has a space in it.`);
    const escaped = name.replace(/[\\`]|\$\{/g, '\\$&');
    const line = lines.at(-1);
    if (line !== '' && line.length + 1 + escaped.length > LINE_LENGTH) lines.push(escaped);
    else lines[lines.length - 1] = line === '' ? escaped : `${line} ${escaped}`;
  }
  return lines.length === 1 && lines[0].length < 80 ? `\`${lines[0]}\`` : `\`\n${lines.join('\n')}\n\``;
}

function write(file, subject, blocks) {
  const head = `/** ${subject} Written by scripts/known-names.js. */\n`;
  writeFileSync(path.join(FOLDER, file), `${head}\n${blocks.join('\n\n')}\n`);
}
