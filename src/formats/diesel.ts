/**
 * diesel (Rust): one directory for each migration, `2024-01-31-120000_add_orders/`, with `up.sql` and `down.sql`.
 *
 * Rules, from docs.rs/diesel_migrations, `diesel_migrations/src/{file_based_migrations,migration_harness}.rs`,
 * `diesel_migrations/migrations_internals/src/lib.rs` and `diesel/src/migration/setup_migration_table.sql`:
 * - Every directory directly below is a migration, unless its name begins with a dot or it is empty; one without `up.sql` is an error.
 *   Files beside the directories are ignored.
 * - The version is the name up to the first `_` without its dashes, as text; order is by it. (Of two with the same version diesel
 *   forgets one without a word; here that is an error.)
 * - A migration goes to PostgreSQL as one message inside a transaction. With `run_in_transaction = false` in `metadata.toml` it goes
 *   without one. A `metadata.toml` that does not say either means the same as `false`; one that cannot be read is ignored.
 * - An `up.sql` of no bytes is an error; a comment is enough. So is a `down.sql`, but only when it is to run.
 *
 * Hasura's CLI lays its migrations out alike, `1600000000000_add_orders/`, and names them after milliseconds. They are read alike, but
 * an empty script is none there (`cli/migrate/database/hasuradb/hasuradb.go`). What Hasura has applied it keeps with its metadata, where
 * nobody but Hasura can write it: here they are recorded in diesel's table.
 */
import { parse as parseToml } from 'smol-toml';
import type { Bookkeeping } from '../migration/bookkeeping.ts';
import { parseDirectives } from '../migration/directives.ts';
import type { Migration, Script, TransactionMode } from '../migration/migration.ts';
import type { Problem } from '../migration/problem.ts';
import { quoteLiteral } from '../sql/quote.ts';
import type { Directory } from './directory.ts';
import type { Format } from './format.ts';
import { compareText, describe, duplicateVersions } from './shared/naming.ts';
import { inFileOrder } from './shared/file-order.ts';
import { bookkeepingTable } from './shared/table-name.ts';
import { readText } from './shared/reading.ts';
import { textField } from './shared/rows.ts';

const UP_FILE = /^[^/.][^/]*\/up\.sql$/;
/** As wide as the column that diesel records versions in. */
const MAX_VERSION_LENGTH = 50;
/** Milliseconds since 1970, from 2001 to 2286. Dates, which diesel names migrations after, have 8 or 14 digits. */
const HASURA_VERSION = /^\d{13}$/;

export const diesel: Format = {
  name: 'diesel',
  tool: 'diesel',
  keepsSession: true,
  claim(directory) {
    const up = directory.files.find((file) => UP_FILE.test(file));
    if (up === undefined) return undefined;
    if (directory.findAbove('diesel.toml') !== undefined) return { certainty: 'certain', evidence: 'diesel.toml' };
    return { certainty: 'likely', evidence: up };
  },
  load(directory, options) {
    const problems: Problem[] = [];
    const folders = findFolders(directory, problems);
    const migrations = folders.flatMap((folder) => toMigration(folder, directory, problems) ?? []);
    const books = bookkeeping(options.table);
    problems.push(...(isHasura(folders, directory) ? [hasuraNote(books.table)] : emptyScripts(migrations)));
    return { migrations: migrations.map(withoutEmptyDown), problems, bookkeeping: books };
  },
};

interface Folder {
  readonly path: string;
  readonly version: string;
  readonly hasUp: boolean;
  readonly hasDown: boolean;
  readonly hasMetadata: boolean;
}

function findFolders(directory: Directory, problems: Problem[]): Folder[] {
  const files = new Set(directory.files);
  const names = new Set(
    directory.files.filter((file) => /^[^/.][^/]*\//.test(file)).map((file) => file.split('/', 1)[0] ?? ''),
  );
  const folders = [...names].map((path) => ({
    path,
    version: (path.split('_', 1)[0] ?? '').replaceAll('-', ''),
    hasUp: files.has(`${path}/up.sql`),
    hasDown: files.has(`${path}/down.sql`),
    hasMetadata: files.has(`${path}/metadata.toml`),
  }));
  folders.sort((a, b) => compareText(a.version, b.version));
  problems.push(...duplicateVersions(folders));
  for (const { path, version, hasUp } of folders) {
    if (!hasUp) {
      const hint = 'Add up.sql, or move the directory out of the migrations.';
      problems.push(problem('error', 'missing-up', path, `${path}/ holds no up.sql.`, hint));
    }
    if (version.length > MAX_VERSION_LENGTH) {
      const message = `The version of ${path}/ is longer than the ${MAX_VERSION_LENGTH} characters that diesel records.`;
      problems.push(problem('error', 'version-too-long', path, message, 'Put an underscore after the version.'));
    }
  }
  return folders.filter((folder) => folder.hasUp);
}

function toMigration(folder: Folder, directory: Directory, problems: Problem[]): Migration | undefined {
  const { path, version } = folder;
  const transaction = folder.hasMetadata ? readMetadata(`${path}/metadata.toml`, directory, problems) : 'single';
  const up = toScript(`${path}/up.sql`, transaction, directory, problems);
  if (up === undefined) return undefined;
  const down = folder.hasDown ? toScript(`${path}/down.sql`, transaction, directory, problems) : undefined;
  const { directives, problems: wrong } = parseDirectives(up.text, up.path);
  problems.push(...wrong);
  const underscore = path.indexOf('_');
  return {
    id: path,
    version,
    description: describe(underscore === -1 ? path : path.slice(underscore + 1)),
    path,
    up,
    down,
    dependsOn: [],
    directives,
  };
}

function withoutEmptyDown(migration: Migration): Migration {
  return migration.down?.text === '' ? { ...migration, down: undefined } : migration;
}

function emptyScripts(migrations: readonly Migration[]): Problem[] {
  const ups = migrations.flatMap(({ up }) => (up.text === '' ? up.path : []));
  const [first, ...more] = migrations.flatMap(({ down }) => (down?.text === '' ? down.path : []));
  const refused = 'empty, which diesel refuses to run.';
  const hint = 'Write a comment into it if nothing is to run';
  const problems = ups.map((path) => problem('error', 'empty-up', path, `${path} is ${refused}`, `${hint}.`));
  if (first === undefined) return problems;
  const which = more.length === 0 ? 'is' : `and ${more.length} more are`;
  return [...problems, problem('info', 'empty-down', first, `${first} ${which} ${refused}`, `${hint}, or remove it.`)];
}

function isHasura(folders: readonly Folder[], directory: Directory): boolean {
  const isNamedSo = folders.length > 0 && folders.every(({ version }) => HASURA_VERSION.test(version));
  return isNamedSo && directory.findAbove('diesel.toml') === undefined;
}

function hasuraNote(table: string): Problem {
  return {
    severity: 'info',
    code: 'hasura',
    message: `These look like Hasura's migrations. They are recorded in ${table}, not in what Hasura keeps with its metadata.`,
    hint: 'To mark them as applied in a Hasura on this database: hasura migrate apply --skip-execution --up all',
  };
}

function toScript(
  file: string,
  transaction: TransactionMode,
  directory: Directory,
  problems: Problem[],
): Script | undefined {
  const text = readText(directory, file, problems);
  return text === undefined ? undefined : { path: file, text, line: 1, transaction, dialect: 'sql' };
}

function readMetadata(file: string, directory: Directory, problems: Problem[]): TransactionMode {
  const text = readText(directory, file, problems);
  if (text === undefined) return 'single';
  const hint = 'Write run_in_transaction = true or run_in_transaction = false.';
  const asks = readSetting(text);
  if (asks === 'unreadable') {
    problems.push(
      problem('warning', 'bad-metadata', file, `${file} is not as diesel reads it, so diesel ignores it.`, hint),
    );
  }
  if (asks === 'silent') {
    const message = `${file} does not say run_in_transaction, which diesel takes for false.`;
    problems.push(problem('warning', 'silent-metadata', file, message, hint));
  }
  return asks === 'off' || asks === 'silent' ? 'message' : 'single';
}

function readSetting(toml: string): 'on' | 'off' | 'silent' | 'unreadable' {
  try {
    const value = parseToml(toml)['run_in_transaction'];
    if (value === undefined) return 'silent';
    return typeof value === 'boolean' ? (value ? 'on' : 'off') : 'unreadable';
  } catch {
    return 'unreadable';
  }
}

function problem(severity: Problem['severity'], code: string, path: string, message: string, hint: string): Problem {
  return { severity, code, message, path, hint };
}

function bookkeeping(asked: string | undefined): Bookkeeping {
  const table = bookkeepingTable('public.__diesel_schema_migrations', asked);
  return {
    table,
    create: [
      `CREATE TABLE IF NOT EXISTS ${table} (
       version VARCHAR(50) PRIMARY KEY NOT NULL,
       run_on TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP
)`,
    ],
    select: `SELECT version FROM ${table} ORDER BY run_on, version`,
    parse: (rows) => rows.map((row) => ({ version: textField(row, 'version', table) })),
    record: ({ version }) => [`INSERT INTO ${table} (version) VALUES (${quoteLiteral(version)})`],
    erase: ({ version }) => [`DELETE FROM ${table} WHERE version = ${quoteLiteral(version)}`],
    finish: (own) =>
      inFileOrder({ table, key: 't.version', keys: own.map(({ version }) => version), times: ['run_on'] }),
  };
}
