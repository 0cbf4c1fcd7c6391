/**
 * Atlas: `20240131120000_add_orders.sql` directly in the directory, with `atlas.sum` beside the files.
 *
 * Rules, from https://atlasgo.io/concepts/migrations and /versioned/apply, `sql/migrate/{dir,migrate,lex}.go`,
 * `cmd/atlas/internal/cmdapi/migrate.go` and `cmd/atlas/internal/migrate/{migrate.go,ent/schema/revision.go}`:
 * - All `.sql` files count, in the order of their names. The version is the name up to its first `_`.
 * - `atlas.sum` must match them (`atlas/sum.ts`); without it nothing runs.
 * - Comments at the top of a file speak for the file if an empty line follows them: `-- atlas:txmode none` (each statement by itself),
 *   `-- atlas:checkpoint`. `-- atlas:delimiter` and `-- atlas:sum ignore` must be the very first line.
 * - An empty database begins at the newest checkpoint and never sees what is before it; any other database never sees checkpoints.
 * - Files of pre-execution checks (`-- atlas:txtar`) need Atlas itself.
 * - The table has one row for each file, with its hash from `atlas.sum` and the count of its statements.
 *
 * Atlas can also keep an `atlas.sum` for a directory in another tool's format (`?format=goose`). Such a directory is that tool's.
 */
import type { Bookkeeping } from '../migration/bookkeeping.ts';
import { parseDirectives } from '../migration/directives.ts';
import type { Migration, TransactionMode } from '../migration/migration.ts';
import type { Problem } from '../migration/problem.ts';
import { quoteIdentifier, quoteLiteral } from '../sql/quote.ts';
import { checkSum, type FileHashes, hashFiles, SUM_FILE } from './atlas/sum.ts';
import { afterStandIn, standIn } from './shared/baseline.ts';
import type { Directory } from './directory.ts';
import type { Format } from './format.ts';
import { compareText, describe, duplicateVersions, sampleOf, topLevel } from './shared/naming.ts';
import { readText } from './shared/reading.ts';
import { textField } from './shared/rows.ts';
import { roughStatements, useSemicolons } from './shared/statements.ts';
import { inFileOrder } from './shared/file-order.ts';
import { bookkeepingTable, tableName } from './shared/table-name.ts';

const DIRECTIVE = /^(?<prefix>[ -~]*)atlas:(?<name>\w+)(?: +(?<value>.+))?/;
/** How other tools that Atlas can hash for name and mark their files, and what their format is called here. */
const FOREIGN_NAMES: readonly (readonly [RegExp, string])[] = [
  [/\.(?:up|down)\.sql$/, 'golang-migrate'],
  [/^[VURB][\w.]*__/, 'flyway'],
];
const FOREIGN_MARKS: readonly (readonly [RegExp, string])[] = [
  [/^-- \+goose /m, 'goose'],
  [/^-- migrate:up/m, 'dbmate'],
  [/^--\s*liquibase formatted/im, 'liquibase'],
];
/** `migrate.RevisionTypeExecute`. */
const EXECUTED = 2;

export const atlas: Format = {
  name: 'atlas',
  tool: 'Atlas',
  keepsSession: true,
  claim(directory) {
    if (!directory.has(SUM_FILE) || foreign(directory) !== undefined) return undefined;
    return { certainty: 'certain', evidence: SUM_FILE };
  },
  load(directory, options) {
    const problems: Problem[] = [];
    const owner = foreign(directory);
    if (owner !== undefined) problems.push(foreignFormat(owner));
    const files = sqlFiles(directory).flatMap((name) => readFile(name, directory, problems) ?? []);
    const hashes = hashFiles(
      files.map(({ name, text }) => ({
        name,
        bytes: directory.bytes(name),
        ignored: directiveIn(text, 'sum') === 'ignore',
      })),
    );
    if (problems.length === 0) problems.push(...checkSumFile(directory, files, hashes));
    problems.push(...duplicateVersions(files.map(({ name, version }) => ({ version, path: name }))));
    const checkpoint = files.findLast((file) => file.checkpoint);
    const start = checkpoint === undefined ? 0 : files.indexOf(checkpoint);
    const migrations = files.slice(start).flatMap((file) => {
      return file.checkpoint && file !== checkpoint ? [] : toMigration(file, problems);
    });
    const replaced = files.slice(0, start).filter((file) => !file.checkpoint);
    return {
      migrations: afterStandIn(migrations, checkpoint?.name),
      problems,
      bookkeeping: bookkeeping(files, checkpoint, replaced, hashes, options.table),
    };
  },
};

function sqlFiles(directory: Directory): string[] {
  return topLevel(directory.files)
    .filter((file) => file.endsWith('.sql'))
    .sort(compareText);
}

/** The format the files are written in, if it is not Atlas's. */
function foreign(directory: Directory): string | undefined {
  const files = sqlFiles(directory);
  const named = FOREIGN_NAMES.find(([pattern]) => files.some((file) => pattern.test(file)));
  if (named !== undefined) return named[1];
  const heads = sampleOf(files).map((file) => directory.head(file));
  return FOREIGN_MARKS.find(([pattern]) => heads.some((head) => pattern.test(head)))?.[1];
}

function foreignFormat(owner: string): Problem {
  return {
    severity: 'error',
    code: 'foreign-format',
    message: `The files are written in the format of ${owner}, not in that of Atlas.`,
    hint: `Use --format ${owner}.`,
  };
}

function checkSumFile(directory: Directory, files: readonly File[], hashes: FileHashes): Problem[] {
  if (!directory.has(SUM_FILE)) {
    if (files.length === 0) return [];
    return [
      {
        severity: 'error',
        code: 'missing-checksum',
        message: `There is no ${SUM_FILE}, without which Atlas runs nothing.`,
        path: SUM_FILE,
        hint: 'Write it with: atlas migrate hash',
      },
    ];
  }
  const problems: Problem[] = [];
  const text = readText(directory, SUM_FILE, problems);
  return text === undefined ? problems : checkSum(text, hashes);
}

interface File {
  readonly name: string;
  readonly version: string;
  /** As Atlas records it. */
  readonly description: string;
  /** With semicolons for delimiters. */
  readonly text: string;
  readonly statements: number;
  readonly checkpoint: boolean;
  readonly transaction: TransactionMode;
}

function readFile(name: string, directory: Directory, problems: Problem[]): File | undefined {
  const raw = readText(directory, name, problems);
  if (raw === undefined) return undefined;
  const header = headerOf(raw);
  if (header.some((line) => directiveIn(line, 'txtar') !== undefined) || directiveIn(raw, 'txtar') !== undefined) {
    problems.push({
      severity: 'error',
      code: 'unsupported-checks',
      message: `${name} is an archive with pre-execution checks (atlas:txtar).`,
      path: name,
      line: 1,
      hint: 'Keep the checks out of the file, or leave this set to Atlas itself.',
    });
    return undefined;
  }
  const delimiter = /^-- atlas:/.test(raw) ? directiveIn(raw, 'delimiter') : undefined;
  const text = delimiter === undefined ? raw : useSemicolons(raw, delimiterPattern(delimiter));
  const base = name.slice(0, -'.sql'.length);
  const split = base.indexOf('_');
  return {
    name,
    version: split === -1 ? base : base.slice(0, split),
    description: split === -1 ? '' : base.slice(split + 1),
    text,
    statements: roughStatements(text).length,
    checkpoint: header.some((line) => directiveIn(line, 'checkpoint') !== undefined),
    transaction: transactionOf(name, header, problems),
  };
}

/** The comment lines at the top of the file, if an empty line or nothing follows them. */
function headerOf(text: string): string[] {
  const lines = text.split('\n');
  const end = lines.findIndex((line) => !line.startsWith('--') && !line.startsWith('#'));
  if (end === -1) return lines;
  return /^[ \t]*$/.test(lines[end] ?? '') ? lines.slice(0, end) : [];
}

/** The value of a directive on the first line of the text; empty if it has none. */
function directiveIn(text: string, name: string): string | undefined {
  const groups = DIRECTIVE.exec(text)?.groups;
  return groups?.['name'] === name ? (groups['value'] ?? '').trim() : undefined;
}

function delimiterPattern(value: string): RegExp {
  const delimiter = value.replaceAll('\\n', '\n').replaceAll('\\r', '\r').replaceAll('\\t', '\t');
  return new RegExp(delimiter.replaceAll(/[.*+?^${}()|[\]\\/]/g, '\\$&'));
}

function transactionOf(name: string, header: readonly string[], problems: Problem[]): TransactionMode {
  const modes = header.flatMap((line) => directiveIn(line, 'txmode') ?? []);
  const [mode] = modes;
  if (mode === undefined) return 'single';
  if (modes.length > 1 || (mode !== 'none' && mode !== 'file')) {
    problems.push({
      severity: 'error',
      code: 'bad-txmode',
      message:
        modes.length > 1
          ? `${name} names more than one txmode: ${modes.join(', ')}.`
          : `${name} names the txmode "${mode}", which a file cannot have.`,
      path: name,
      line: header.findIndex((line) => directiveIn(line, 'txmode') !== undefined) + 1,
      hint: 'A file may say "none" or "file".',
    });
  }
  return mode === 'none' ? 'none' : 'single';
}

function toMigration(file: File, problems: Problem[]): Migration {
  const { directives, problems: wrong } = parseDirectives(file.text, file.name);
  problems.push(...wrong);
  return {
    id: file.name.slice(0, -'.sql'.length),
    version: file.version,
    description: describe(file.description),
    path: file.name,
    up: { path: file.name, text: file.text, line: 1, transaction: file.transaction, dialect: 'sql' },
    dependsOn: [],
    directives,
  };
}

/** A table of another schema than Atlas's own, as with `--revisions-schema`, is named by `asked`. */
function bookkeeping(
  files: readonly File[],
  checkpoint: File | undefined,
  replaced: readonly File[],
  hashes: FileHashes,
  asked: string | undefined,
): Bookkeeping {
  const table = bookkeepingTable('atlas_schema_revisions.atlas_schema_revisions', asked);
  const byPath = new Map(files.map((file) => [file.name, file]));
  const nanoseconds = '(extract(epoch FROM clock_timestamp() - transaction_timestamp()) * 1000000000)::bigint';
  return {
    table,
    create: [
      `CREATE SCHEMA IF NOT EXISTS ${quoteIdentifier(tableName(table).schema)}`,
      `CREATE TABLE IF NOT EXISTS ${table} (
  "version" character varying NOT NULL,
  "description" character varying NOT NULL,
  "type" bigint NOT NULL DEFAULT ${EXECUTED},
  "applied" bigint NOT NULL DEFAULT 0,
  "total" bigint NOT NULL DEFAULT 0,
  "executed_at" timestamptz NOT NULL,
  "execution_time" bigint NOT NULL,
  "error" text NULL,
  "error_stmt" text NULL,
  "hash" character varying NOT NULL,
  "partial_hashes" jsonb NULL,
  "operator_version" character varying NOT NULL,
  PRIMARY KEY ("version")
)`,
    ],
    // A row whose version begins with "." names the table itself.
    select: `SELECT version, hash, applied, total, error FROM ${table} WHERE left(version, 1) <> '.' ORDER BY version COLLATE "C"`,
    parse(rows) {
      const records = rows.map((row) => ({
        version: textField(row, 'version', table),
        checksum: row['hash'] === '' ? undefined : textField(row, 'hash', table),
        unfinished: textField(row, 'applied', table) !== textField(row, 'total', table),
      }));
      return standIn(
        records,
        checkpoint?.version,
        replaced.map((file) => file.version),
        'checkpoint',
        'Atlas',
      );
    },
    checksum: ({ path }) => hashes.get(path),
    record(migration) {
      const { description = '', statements = 0 } = byPath.get(migration.path) ?? {};
      const values = [
        quoteLiteral(migration.version),
        quoteLiteral(description),
        EXECUTED,
        statements,
        statements,
        'clock_timestamp()',
        nanoseconds,
        "''",
        "''",
        quoteLiteral(hashes.get(migration.path) ?? ''),
        "'null'",
        "'migrate-action'",
      ];
      return [
        `INSERT INTO ${table} (version, description, type, applied, total, executed_at, execution_time, error, error_stmt, hash, ` +
          `partial_hashes, operator_version) VALUES (${values.join(', ')})`,
      ];
    },
    erase: ({ version }) => [`DELETE FROM ${table} WHERE version = ${quoteLiteral(version)}`],
    finish: (own) =>
      inFileOrder({ table, key: 't.version', keys: own.map(({ version }) => version), times: ['executed_at'] }),
  };
}
