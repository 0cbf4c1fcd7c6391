/**
 * Sourcegraph's migrator: `1680296731_add_orders/` with `up.sql`, `down.sql` and `metadata.yaml`, whose `parents` make a graph.
 *
 * Rules, from its `migrations/README.md` and "Writing database migrations", and from `internal/database/migration/definition/read.go`,
 * `store/store.go`, `runner/run.go` and `schemas/schemas.go`:
 * - A directory is a migration if its name up to the first underscore is a number; all else beside them is ignored. Each needs its
 *   three files.
 * - `parents` lists numbers, `parent` is one number; either may be a scalar, an inline or a block list here. Exactly one migration has
 *   none. Unknown parents and cycles are errors; several migrations without children are how branches look, and fine.
 * - The order is the one in which every migration comes after its parents and, that aside, lower numbers first, as a depth-first
 *   walk from the root gives it.
 * - An outermost `BEGIN;` … `COMMIT;` is cut off. An up script runs in a transaction, unless it is a `CREATE INDEX CONCURRENTLY`, which
 *   must be marked `createIndexConcurrently` and stand alone, and may not occur in a down script.
 * - `CREATE`, `COMMENT ON` and `DROP EXTENSION` must be marked `privileged`. `nonIdempotent` and `squashed_migrations_…` need nothing.
 * - `migration_logs` has a row per attempt, up or down; the newest of a version tells where it stands. It is shared by several
 *   sets, told apart by the name that golang-migrate's table used to have: `schema_migrations` for `frontend`, else with the
 *   directory's name in front.
 */
import type { AppliedRecord, Bookkeeping } from '../migration/bookkeeping.ts';
import { parseDirectives } from '../migration/directives.ts';
import type { Migration, Script } from '../migration/migration.ts';
import type { Problem } from '../migration/problem.ts';
import { quoteIdentifier, quoteLiteral } from '../sql/quote.ts';
import type { Directory } from './directory.ts';
import type { Format } from './format.ts';
import { baseName, compareNumeric, describe, duplicateVersions, folderOf } from './shared/naming.ts';
import { readText } from './shared/reading.ts';
import { textField } from './shared/rows.ts';
import { loadYaml, yamlLibrary } from './shared/yaml.ts';
import { orderByParents } from './sourcegraph/graph.ts';
import { inFileOrder } from './shared/file-order.ts';
import { bookkeepingTable, tableName } from './shared/table-name.ts';

const METADATA = /^[0-9]+(?:_[^/]*)?\/metadata\.yaml$/;
const METADATA_BELOW = /^(?<folder>[^/]+)\/[0-9]+(?:_[^/]*)?\/metadata\.yaml$/;
const CONCURRENT_INDEX =
  /CREATE\s+(?:UNIQUE\s+)?INDEX\s+CONCURRENTLY\s+(?:IF\s+NOT\s+EXISTS\s+)?[A-Za-z0-9_]+\s+ON\s+[A-Za-z0-9_]+/;
const CONCURRENT_INDEX_STATEMENT = new RegExp(`${CONCURRENT_INDEX.source}[^;]+;`);
const EXTENSION = /(?:CREATE|COMMENT ON|DROP)\s+EXTENSION/;
const LOG_SCHEMA_VERSION = 2;

export const sourcegraph: Format = {
  name: 'sourcegraph',
  tool: 'Sourcegraph migrator',
  keepsSession: true,
  claim(directory) {
    const files = new Set(directory.files);
    const has = (pattern: RegExp): string | undefined =>
      directory.files.find((file) => pattern.test(file) && files.has(`${folderOf(file)}/up.sql`));
    const evidence = has(METADATA) ?? has(METADATA_BELOW);
    return evidence === undefined ? undefined : { certainty: 'certain', evidence };
  },
  prepare: loadYaml,
  load(directory, options) {
    const problems: Problem[] = [];
    const files = new Set(directory.files);
    const definitions = findFolders(directory).flatMap((folder) => readDefinition(folder, files, directory, problems));
    problems.push(...duplicateVersions(definitions.map(({ version, folder }) => ({ version, path: folder }))));
    if (definitions.length === 0) problems.push(...severalSets(directory));
    const { order, problems: wrong } = orderByParents(definitions);
    problems.push(...wrong);
    const byVersion = new Map(definitions.map((definition) => [definition.version, definition]));
    const migrations = order.flatMap((definition) => toMigration(definition, byVersion, problems));
    return { migrations, problems, bookkeeping: bookkeeping(baseName(directory.root), options.table) };
  },
};

interface Definition {
  readonly folder: string;
  readonly version: string;
  /** Versions, in the order of their numbers, each once. */
  readonly parents: readonly string[];
  readonly name: string | undefined;
  readonly up: Script;
  readonly down: Script;
}

function findFolders(directory: Directory): string[] {
  const folders = directory.files.flatMap((file) => {
    const slash = file.indexOf('/');
    const folder = slash === -1 ? '' : file.slice(0, slash);
    return /^[0-9]+(?:_.*)?$/.test(folder) ? [folder] : [];
  });
  return [...new Set(folders)];
}

function severalSets(directory: Directory): Problem[] {
  const sets = new Set(directory.files.map((file) => METADATA_BELOW.exec(file)?.groups?.['folder']));
  const names = [...sets].filter((name) => name !== undefined);
  if (names.length === 0) return [];
  return [
    {
      severity: 'error',
      code: 'several-sets',
      message: `The migrations are one directory further down: ${names.join(', ')}.`,
      path: names[0],
      hint: 'Name one of them; each is a set of its own.',
    },
  ];
}

function readDefinition(
  folder: string,
  files: ReadonlySet<string>,
  directory: Directory,
  problems: Problem[],
): Definition[] {
  const texts = ['up.sql', 'down.sql', 'metadata.yaml'].map((name) => {
    const path = `${folder}/${name}`;
    if (files.has(path)) return readText(directory, path, problems);
    problems.push({
      severity: 'error',
      code: 'missing-file',
      message: `${folder} has no ${name}.`,
      path: folder,
      hint: 'A migration is a directory with up.sql, down.sql and metadata.yaml.',
    });
    return undefined;
  });
  const [upText, downText, metadataText] = texts;
  if (upText === undefined || downText === undefined || metadataText === undefined) return [];
  const metadata = readMetadata(`${folder}/metadata.yaml`, metadataText, problems);
  if (metadata === undefined) return [];
  const up = canonical(`${folder}/up.sql`, upText);
  const down = canonical(`${folder}/down.sql`, downText);
  const concurrent = CONCURRENT_INDEX.test(up.text);
  problems.push(...checkMarkers(folder, up, down, metadata));
  return [
    {
      folder,
      version: BigInt(/^[0-9]+/.exec(folder)?.[0] ?? '0').toString(),
      parents: metadata.parents,
      name: metadata.name,
      up: concurrent ? { ...up, transaction: 'none' } : up,
      down,
    },
  ];
}

interface Metadata {
  readonly name: string | undefined;
  readonly parents: readonly string[];
  readonly createIndexConcurrently: boolean;
  readonly privileged: boolean;
}

function readMetadata(path: string, text: string, problems: Problem[]): Metadata | undefined {
  const refuse = (reason: string): void => {
    problems.push({
      severity: 'error',
      code: 'bad-metadata',
      message: `${path} cannot be used: ${reason}.`,
      path,
      hint: 'It looks like: name: add orders, then parents: [1680296731].',
    });
  };
  let value: unknown;
  try {
    value = yamlLibrary().parse(text);
  } catch (error) {
    refuse((error instanceof Error ? error.message : String(error)).split('\n')[0]?.replace(/[.:]$/, '') ?? '');
    return undefined;
  }
  if (value !== null && (typeof value !== 'object' || Array.isArray(value))) {
    refuse('it is not a mapping');
    return undefined;
  }
  const fields = new Map<string, unknown>(Object.entries(value ?? {}));
  const given = [...listOf(fields.get('parents')), ...listOf(fields.get('parent'))];
  const parents = given.map(String);
  const odd = parents.find((parent) => !/^[0-9]+$/.test(parent));
  if (odd !== undefined) {
    refuse(`the parent "${odd}" is not a number`);
    return undefined;
  }
  const name = fields.get('name');
  return {
    name: typeof name === 'string' && name !== '' ? name : undefined,
    parents: [...new Set(parents)].sort(compareNumeric),
    createIndexConcurrently: fields.get('createIndexConcurrently') === true,
    privileged: fields.get('privileged') === true,
  };
}

/** A parent of 0 is no parent. */
function listOf(value: unknown): unknown[] {
  const list: unknown[] = Array.isArray(value) ? value : [value];
  return list.filter((item) => item !== undefined && item !== null && item !== 0);
}

/** Without front matter and without the outermost transaction, both left over from earlier tools. */
function canonical(path: string, file: string): Script {
  const afterFrontMatter = /^[^]*?-- \+\+\+\n[^]*?-- \+\+\+\n/.exec(file)?.[0].length ?? 0;
  let start = skipBlanks(file, afterFrontMatter);
  if (file.startsWith('BEGIN;', start)) start = skipBlanks(file, start + 'BEGIN;'.length);
  const text = file.slice(start).trimEnd();
  const cut = text.endsWith('COMMIT;') ? text.slice(0, -'COMMIT;'.length).trimEnd() : text;
  const line = file.slice(0, start).split('\n').length;
  return { path, text: cut, line, transaction: 'single', dialect: 'sql' };
}

function skipBlanks(text: string, from: number): number {
  const rest = text.slice(from);
  return from + rest.length - rest.trimStart().length;
}

function checkMarkers(folder: string, up: Script, down: Script, metadata: Metadata): Problem[] {
  const problems: Problem[] = [];
  const error = (code: string, message: string, path: string, hint: string): void => {
    problems.push({ severity: 'error', code, message, path, hint });
  };
  const metadataPath = `${folder}/metadata.yaml`;
  const concurrent = CONCURRENT_INDEX.test(up.text);
  if (CONCURRENT_INDEX.test(down.text)) {
    error(
      'concurrent-index',
      `${down.path} creates an index concurrently.`,
      down.path,
      'Remove CONCURRENTLY from down scripts.',
    );
  }
  if (concurrent && !metadata.createIndexConcurrently) {
    const cure = `Add "createIndexConcurrently: true" to ${metadataPath}.`;
    error('concurrent-index', `${up.path} creates an index concurrently and is not marked so.`, up.path, cure);
  } else if (concurrent && withoutComments(up.text.replace(CONCURRENT_INDEX_STATEMENT, '')) !== '') {
    const cure = 'Give the index a migration of its own.';
    error('concurrent-index', `${up.path} creates an index concurrently among other statements.`, up.path, cure);
  } else if (!concurrent && metadata.createIndexConcurrently) {
    const cure = `Remove "createIndexConcurrently: true" from ${metadataPath}.`;
    error('concurrent-index', `${up.path} is marked createIndexConcurrently and creates none.`, metadataPath, cure);
  }
  const extension = [up, down].find(({ text }) => EXTENSION.test(text));
  if (extension !== undefined && !metadata.privileged) {
    const cure = `Add "privileged: true" to ${metadataPath}.`;
    error(
      'unmarked-privileged',
      `${extension.path} changes extensions and is not marked privileged.`,
      extension.path,
      cure,
    );
  }
  return problems;
}

function withoutComments(text: string): string {
  return text.replaceAll(/--.*$/gm, '').trim();
}

function toMigration(
  definition: Definition,
  byVersion: ReadonlyMap<string, Definition>,
  problems: Problem[],
): Migration[] {
  const { folder, version, name, up, down, parents } = definition;
  const { directives, problems: wrong } = parseDirectives(up.text, up.path, up.line);
  problems.push(...wrong);
  const isEmpty = withoutComments(down.text) === '';
  return [
    {
      id: folder,
      version,
      description: describe(name ?? folder.replace(/^[0-9]+/, '')),
      path: folder,
      up,
      down: isEmpty && withoutComments(up.text) !== '' ? undefined : down,
      dependsOn: parents.flatMap((parent) => byVersion.get(parent)?.folder ?? []),
      directives,
    },
  ];
}

function bookkeeping(directoryName: string, asked: string | undefined): Bookkeeping {
  const table = bookkeepingTable('public.migration_logs', asked);
  const { schema } = tableName(table);
  const set = quoteLiteral(directoryName === 'frontend' ? 'schema_migrations' : `${directoryName}_schema_migrations`);
  const log = (version: string, up: boolean): string =>
    `INSERT INTO ${table} (migration_logs_schema_version, schema, version, up, started_at, finished_at, success)` +
    ` VALUES (${LOG_SCHEMA_VERSION}, ${set}, ${version}, ${String(up)}, transaction_timestamp(), clock_timestamp(), true)`;
  return {
    table,
    create: [
      ...(schema === 'public' ? [] : [`CREATE SCHEMA IF NOT EXISTS ${quoteIdentifier(schema)}`]),
      `CREATE TABLE IF NOT EXISTS ${table} (id SERIAL PRIMARY KEY, migration_logs_schema_version integer NOT NULL,` +
        ` schema text NOT NULL, version integer NOT NULL, up boolean NOT NULL, started_at timestamptz NOT NULL,` +
        ` finished_at timestamptz, success boolean, error_message text, backfilled boolean NOT NULL DEFAULT false)`,
    ],
    select:
      `SELECT version, up, success FROM (SELECT l.*, row_number() OVER (PARTITION BY version ORDER BY backfilled, started_at DESC) AS n` +
      ` FROM ${table} AS l WHERE schema = ${set}) AS newest WHERE n = 1 ORDER BY started_at, id`,
    parse: (rows) =>
      rows.flatMap((row): AppliedRecord[] => {
        const version = textField(row, 'version', table);
        if (row['success'] !== true) return [{ version, unfinished: true }];
        return row['up'] === false ? [] : [{ version }];
      }),
    record: ({ version }) => [log(version, true)],
    erase: ({ version }) => [log(version, false)],
    finish: (own) =>
      inFileOrder({
        table,
        key: 't.version::text',
        keys: own.map(({ version }) => version),
        id: 'id',
        times: ['started_at', 'finished_at'],
        // A step down must stay between the steps up around it.
        where:
          `t.schema = ${set} AND t.up AND t.success AND NOT t.backfilled` +
          ` AND t.id > coalesce((SELECT max(id) FROM ${table} WHERE schema = ${set} AND NOT up), 0)`,
      }),
  };
}
