/**
 * Writes what is known of names that no migration made, in src/sql/known/:
 *
 * - builtin-names.ts and contrib-names.ts: what PostgreSQL itself and the extensions in its own packages bring, asked of a managed
 *   server of every supported version;
 * - further-names.ts: other extensions. What it says already stays; the options add to it.
 *
 * @example node scripts/known-names.js
 * @example node scripts/known-names.js --system 15 --preload pg_cron,pgaudit --source vector=../pgvector
 *
 * --system asks the machine's own server of a version for extensions that are not in PostgreSQL's packages, with libraries preloaded
 * if need be. --source reads the scripts of an extension instead, from a copy of its repository.
 */
import { appendFile } from 'node:fs/promises';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import pg from 'pg';
import '../test/support/typescript.js';
import { availableExtensions, builtinNames, extensionNames, scriptFolder } from './known-names/from-server.js';
import { extensionsConstant, versionsConstant } from './known-names/write.js';

const { startServer, socketConnection } = await import('../src/postgres/server/managed-server.ts');
const { fillDataDirectory } = await import('../src/postgres/server/data-directory.ts');
const { SUPPORTED_MAJORS } = await import('../src/postgres/server/releases.ts');
const { extensionSource } = await import('./known-names/from-source.js');
const { words } = await import('../src/sql/known/name-table.ts');

const FOLDER = path.resolve(import.meta.dirname, '../src/sql/known');
const IMPORT = `import type { ExtensionData } from './extension-data.ts';`;
const SCALARS = new Set(['schema', 'relocatable']);
const { values } = parseArgs({
  options: {
    system: { type: 'string' },
    preload: { type: 'string', default: '' },
    source: { type: 'string', multiple: true, default: [] },
  },
});
if (values.system === undefined && values.source.length === 0) await writeOwn();
else await writeFurther();

async function writeOwn() {
  const versions = {};
  const extensions = {};
  const folders = new Map();
  for (const major of SUPPORTED_MAJORS) {
    await withClient({ major, source: 'package' }, async (client) => {
      for (const [constant, names] of Object.entries(await builtinNames(client))) {
        const known = (versions[constant] ??= new Map());
        for (const name of names) known.set(name, [...(known.get(name) ?? []), major]);
      }
      const available = await availableExtensions(client);
      const refused = await addExtensions(extensions, client, available);
      for (const name of refused.keys()) folders.set(name, [...(folders.get(name) ?? []), await scriptFolder(client)]);
    });
  }
  console.log(`The scripts are read of what some server cannot create: ${[...folders.keys()].join(', ')}.`);
  for (const [name, all] of folders) {
    for (const folder of all) extensions[name] = union(extensions[name], extensionSource(name, folder, true));
  }
  const constants = Object.entries(versions).map(([constant, names]) => versionsConstant(constant, names));
  write('builtin-names.ts', 'The names of PostgreSQL itself, under the versions that have them.', constants);
  write('contrib-names.ts', 'What the extensions bring that come with PostgreSQL.', [
    IMPORT,
    extensionsConstant('CONTRIB', extensions),
  ]);
}

async function writeFurther() {
  const { CONTRIB } = await import('../src/sql/known/contrib-names.ts');
  const extensions = await readFurther();
  if (values.system !== undefined) {
    const fill = async (options) => {
      await fillDataDirectory(options);
      const settings = `shared_preload_libraries = '${values.preload}'\ncron.database_name = 'app'\n`;
      await appendFile(path.join(options.directory, 'postgresql.auto.conf'), settings);
    };
    await withClient({ major: Number(values.system), source: 'system', fill }, async (client) => {
      const available = (await availableExtensions(client)).filter((name) => !(name in CONTRIB));
      const refused = await addExtensions(extensions, client, available);
      for (const [name, reason] of refused) {
        console.log(`The scripts of ${name} are read, since the server does not create it: ${reason}.`);
        extensions[name] = union(extensions[name], extensionSource(name, await scriptFolder(client), true));
      }
    });
  }
  for (const source of values.source) {
    const [name, folder] = source.split('=');
    extensions[name] = union(extensions[name], extensionSource(name, folder));
  }
  write('further-names.ts', 'What some extensions bring that come separately.', [
    IMPORT,
    extensionsConstant('FURTHER', extensions),
  ]);
}

async function readFurther() {
  const { FURTHER } = await import('../src/sql/known/further-names.ts').catch(() => ({ FURTHER: {} }));
  const parsed = ([key, value]) => [key, SCALARS.has(key) ? value : new Set(words(value))];
  return Object.fromEntries(
    Object.entries(FURTHER).map(([name, data]) => [name, Object.fromEntries(Object.entries(data).map(parsed))]),
  );
}

/** Resolves to the extensions that cannot be created, and why. */
async function addExtensions(extensions, client, names) {
  const refused = new Map();
  for (const name of names) {
    const found = await extensionNames(client, name);
    if (typeof found === 'string') refused.set(name, found);
    else extensions[name] = union(extensions[name], found);
  }
  return refused;
}

/** What either version brings; of the control settings, what the second says. */
function union(one = {}, other) {
  const both = { ...one };
  for (const [key, value] of Object.entries(other)) {
    both[key] = value instanceof Set ? new Set([...(one[key] ?? []), ...value]) : (value ?? one[key]);
  }
  for (const name of both.impureFunctions ?? []) both.functions?.delete(name);
  return both;
}

async function withClient(options, use) {
  const server = await startServer(options);
  const client = new pg.Client(socketConnection(server));
  try {
    await client.connect();
    await use(client);
  } finally {
    await client.end();
    await server.stop();
  }
}

function write(file, subject, blocks) {
  const head = `/** ${subject} Written by scripts/known-names.js. */`;
  writeFileSync(path.join(FOLDER, file), `${head}\n${blocks.join('\n\n')}\n`);
}
