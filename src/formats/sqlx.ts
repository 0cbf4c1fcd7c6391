/**
 * sqlx (Rust): `20240131120000_add_orders.sql`, or `….up.sql` with `….down.sql`, directly in the directory.
 *
 * Rules, from `sqlx-core/src/migrate/{source,migration,migration_type,migrator}.rs`, `sqlx-core/src/config/migrate.rs`,
 * `sqlx-postgres/src/migrate.rs` and docs.rs/sqlx `MigrationSource`:
 * - A name is `VERSION_anything.sql`; other files and all directories are ignored. A name of that form whose version is not a 64-bit
 *   integer is an error. Order is by that number.
 * - The description is the rest of the name with spaces for `_`, and is recorded.
 * - A file that begins with `-- no-transaction` goes to PostgreSQL as one message; every other one too, but inside a transaction.
 * - The checksum is SHA-384 of the file as it is on disk. Changing an applied file is an error of the tool.
 * - `sqlx.toml` can name the table, schemas to create for it, and characters the checksum leaves out (`[migrate]` `table-name`,
 *   `create-schemas`, `ignored-chars`).
 */
import { createHash } from 'node:crypto';
import { statSync } from 'node:fs';
import path from 'node:path';
import { parse as parseToml } from 'smol-toml';
import type { Bookkeeping } from '../migration/bookkeeping.ts';
import { parseDirectives } from '../migration/directives.ts';
import type { Migration, Script } from '../migration/migration.ts';
import type { Problem } from '../migration/problem.ts';
import { quoteLiteral } from '../sql/quote.ts';
import type { Directory } from './directory.ts';
import type { Claim, Format } from './format.ts';
import {
  canonicalNumber,
  compareNumeric,
  duplicateVersions,
  ignoredFile,
  MAX_INT64,
  orphanDown,
  stem,
  topLevel,
} from './shared/naming.ts';
import { inFileOrder } from './shared/file-order.ts';
import { bookkeepingTable } from './shared/table-name.ts';
import { readText } from './shared/reading.ts';
import { booleanField, hexField, textField } from './shared/rows.ts';

const NAME = /^(?<version>[^_]*)_(?<rest>[^]*\.sql)$/;
const NO_TRANSACTION = '-- no-transaction';
/** How many files are looked into for the marker when no project file tells whose they are. */
const HEADS = 50;

export const sqlx: Format = {
  name: 'sqlx',
  tool: 'sqlx',
  keepsSession: true,
  claim: (directory) => sqlxClaim(directory) ?? bothWays(directory),
  load(directory, options) {
    const problems: Problem[] = [];
    const config = readConfig(directory, problems);
    const files = findFiles(directory, problems);
    const checksums = new Map<string, string>();
    const migrations = pair(files, problems).flatMap(([file, down]) => {
      const migration = toMigration(file, down, directory, problems);
      if (migration !== undefined) checksums.set(migration.id, checksum(directory, file.path, config.ignoredChars));
      return migration ?? [];
    });
    return { migrations, problems, bookkeeping: bookkeeping(checksums, config, options.table) };
  },
};

export function isSqlxName(file: string): boolean {
  return /^[0-9]{1,18}_[^/]*\.sql$/.test(file);
}

/**
 * Files of both its ways to name them, mostly the one that golang-migrate passes over without a word: to take those for nothing would
 * leave out half of the migrations.
 */
function bothWays(directory: Directory): Claim | undefined {
  const files = topLevel(directory.files).filter(isSqlxName);
  const ups = files.filter((file) => file.endsWith('.up.sql'));
  const simple = files.filter((file) => !/\.(?:up|down)\.sql$/.test(file));
  const [up] = ups;
  const [one] = simple;
  if (up === undefined || one === undefined || simple.length < ups.length) return undefined;
  return { certainty: 'likely', evidence: `${one} beside ${up}` };
}

/** What says that a directory is sqlx's. Its names alone say nothing: others use the same. */
export function sqlxClaim(directory: Directory): Claim | undefined {
  const files = topLevel(directory.files).filter((file) => /^[0-9]+_[^]*\.sql$/.test(file));
  if (files.length === 0) return undefined;
  if (directory.findAbove('sqlx.toml') !== undefined) return { certainty: 'certain', evidence: 'sqlx.toml' };
  const manifest = directory.findAbove('Cargo.toml');
  if (manifest !== undefined && /\bsqlx\b/.test(manifest.look)) {
    return { certainty: 'certain', evidence: 'Cargo.toml with sqlx' };
  }
  const cached = statSync(path.join(path.dirname(directory.root), '.sqlx'), { throwIfNoEntry: false });
  if (cached?.isDirectory() === true) return { certainty: 'likely', evidence: '.sqlx/' };
  const marked = files.slice(-HEADS).find((file) => directory.head(file).startsWith(NO_TRANSACTION));
  return marked === undefined ? undefined : { certainty: 'likely', evidence: `${marked}: ${NO_TRANSACTION}` };
}

interface File {
  readonly path: string;
  readonly version: string;
  readonly description: string;
  readonly down: boolean;
}

function findFiles(directory: Directory, problems: Problem[]): File[] {
  const files: File[] = [];
  for (const file of topLevel(directory.files)) {
    const { version, rest } = NAME.exec(file)?.groups ?? {};
    if (version === undefined || rest === undefined) {
      if (file.endsWith('.sql')) problems.push(ignoredFile(file, 'sqlx', '20240131120000_add_orders.sql'));
      continue;
    }
    const number = readInt64(version);
    if (number === undefined) {
      problems.push({
        severity: 'error',
        code: 'bad-version',
        message: `The name of ${file} does not begin with a version: "${version}" is not a 64-bit integer.`,
        path: file,
        hint: 'Begin it with digits and an underscore, or move the file out of the directory.',
      });
      continue;
    }
    files.push({ path: file, version: number, description: describeRest(rest), down: rest.endsWith('.down.sql') });
  }
  return files.sort((a, b) => compareNumeric(a.version, b.version));
}

/** As Rust reads an `i64`: digits with or without a sign. */
function readInt64(text: string): string | undefined {
  const match = /^([+-]?)([0-9]+)$/.exec(text);
  if (match === null) return undefined;
  const sign = match[1] === '-' ? '-' : '';
  const number = canonicalNumber(`${sign}${match[2] ?? ''}`);
  return BigInt(number) > MAX_INT64 || BigInt(number) < -MAX_INT64 - 1n ? undefined : number;
}

/** sqlx takes the suffix off as often as it stands there. */
function describeRest(rest: string): string {
  const suffix = ['.up.sql', '.down.sql'].find((candidate) => rest.endsWith(candidate)) ?? '.sql';
  let name = rest;
  while (name.endsWith(suffix)) name = name.slice(0, -suffix.length);
  return name.replaceAll('_', ' ');
}

function pair(files: readonly File[], problems: Problem[]): [File, File | undefined][] {
  const ups = files.filter((file) => !file.down);
  const downs = files.filter((file) => file.down);
  problems.push(...duplicateVersions(ups), ...duplicateVersions(downs));
  const byVersion = new Map(downs.map((file) => [file.version, file]));
  const wanted = new Set(ups.map((file) => file.version));
  problems.push(...downs.filter((file) => !wanted.has(file.version)).map((file) => orphanDown(file.path)));
  return ups.map((file) => [file, byVersion.get(file.version)]);
}

function toMigration(
  file: File,
  down: File | undefined,
  directory: Directory,
  problems: Problem[],
): Migration | undefined {
  const up = toScript(file, directory, problems);
  if (up === undefined) return undefined;
  const { directives, problems: wrong } = parseDirectives(up.text, file.path);
  problems.push(...wrong);
  return {
    id: stem(file.path, '.up.sql', '.sql'),
    version: file.version,
    description: file.description,
    path: file.path,
    up,
    down: down === undefined ? undefined : toScript(down, directory, problems),
    dependsOn: [],
    directives,
  };
}

function toScript(file: File, directory: Directory, problems: Problem[]): Script | undefined {
  const text = readText(directory, file.path, problems);
  if (text === undefined) return undefined;
  const transaction = text.startsWith(NO_TRANSACTION) ? 'message' : 'single';
  return { path: file.path, text, line: 1, transaction, dialect: 'sql' };
}

function checksum(directory: Directory, file: string, ignoredChars: readonly string[]): string {
  const hash = createHash('sha384');
  if (ignoredChars.length === 0) return hash.update(directory.bytes(file)).digest('hex');
  let text = directory.bytes(file).toString('utf8');
  for (const ignored of ignoredChars) text = text.replaceAll(ignored, '');
  return hash.update(text).digest('hex');
}

interface Config {
  readonly tableName?: string | undefined;
  readonly createSchemas: readonly string[];
  readonly ignoredChars: readonly string[];
}

function readConfig(directory: Directory, problems: Problem[]): Config {
  const file = directory.findAbove('sqlx.toml');
  const none: Config = { createSchemas: [], ignoredChars: [] };
  if (file === undefined) return none;
  try {
    const migrate = parseToml(file.text)['migrate'];
    if (typeof migrate !== 'object' || Array.isArray(migrate) || migrate instanceof Date) return none;
    const name = migrate['table-name'];
    return {
      tableName: typeof name === 'string' ? name : undefined,
      createSchemas: strings(migrate['create-schemas']),
      ignoredChars: strings(migrate['ignored-chars']),
    };
  } catch (error) {
    problems.push({
      severity: 'error',
      code: 'bad-toml',
      message: `${file.path} is not valid TOML: ${error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error)}.`,
      hint: 'Correct the file; it says how sqlx keeps its books.',
    });
    return none;
  }
}

function strings(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}

/** sqlx writes the row with the time -1 and sets it after the commit; we know the time when we write it. */
const NANOSECONDS = '(extract(epoch FROM clock_timestamp() - transaction_timestamp()) * 1000000000)::bigint';

function bookkeeping(checksums: ReadonlyMap<string, string>, config: Config, asked: string | undefined): Bookkeeping {
  const table = bookkeepingTable('public._sqlx_migrations', asked ?? config.tableName);
  return {
    table,
    create: [
      // Written into the statement as sqlx does: the setting may carry its own quotes.
      ...config.createSchemas.map((schema) => `CREATE SCHEMA IF NOT EXISTS ${schema}`),
      `CREATE TABLE IF NOT EXISTS ${table} (
    version BIGINT PRIMARY KEY,
    description TEXT NOT NULL,
    installed_on TIMESTAMPTZ NOT NULL DEFAULT now(),
    success BOOLEAN NOT NULL,
    checksum BYTEA NOT NULL,
    execution_time BIGINT NOT NULL
)`,
    ],
    select: `SELECT version, checksum, success FROM ${table} ORDER BY installed_on, version`,
    parse: (rows) =>
      rows.map((row) => ({
        version: textField(row, 'version', table),
        checksum: hexField(row, 'checksum', table),
        unfinished: !booleanField(row, 'success', table),
      })),
    checksum: ({ id }) => checksums.get(id),
    record: ({ id, version, description }) => [
      `INSERT INTO ${table} (version, description, success, checksum, execution_time) VALUES (${version}, ` +
        `${quoteLiteral(description)}, TRUE, decode('${checksums.get(id) ?? ''}', 'hex'), ${NANOSECONDS})`,
    ],
    erase: ({ version }) => [`DELETE FROM ${table} WHERE version = ${version}`],
    finish: (own) =>
      inFileOrder({
        table,
        key: 't.version::text',
        keys: own.map(({ version }) => version),
        times: ['installed_on'],
      }),
  };
}
