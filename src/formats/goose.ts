/**
 * goose: `00042_add_orders.sql` with `-- +goose Up` and `-- +goose Down` sections, directly in the directory.
 *
 * Rules, from its README, `migration.go` (`NumericComponent`), `provider_collect.go`, `migration_sql.go`,
 * `internal/sqlparser/parser.go` (see `goose/sections.ts`) and `internal/dialects/postgres.go`:
 * - A file counts if it is `NUMBER_anything.sql` with a number above zero; order is by that number. The same number twice is an error.
 *   Other SQL files are ignored by goose as a library and refused by its command line: we ignore them, saying so.
 * - `NUMBER_anything.go` (but not `_test.go`) is a migration written in Go. It cannot run outside the program it belongs to.
 * - A migration runs statement by statement in one transaction, or without one if it says `NO TRANSACTION`, which goes for both ways.
 * - The table begins with a row for version 0. A version is applied if its newest row says so.
 */
import type { AppliedRecord, Bookkeeping } from '../migration/bookkeeping.ts';
import { parseDirectives } from '../migration/directives.ts';
import type { Migration } from '../migration/migration.ts';
import type { Problem } from '../migration/problem.ts';
import type { Directory } from './directory.ts';
import type { Format, FormatOptions } from './format.ts';
import { parseSections } from './goose/sections.ts';
import {
  canonicalNumber,
  compareNumeric,
  describe,
  duplicateVersions,
  ignoredFile,
  MAX_INT64,
  sampleOf,
  stem,
  topLevel,
} from './shared/naming.ts';
import { inFileOrder } from './shared/file-order.ts';
import { bookkeepingTable } from './shared/table-name.ts';
import { readText } from './shared/reading.ts';
import { booleanField, textField, type Row } from './shared/rows.ts';

const NAME = /^\+?(?<digits>[0-9]+)_[^]*\.(?<extension>sql|go)$/;
const UP_MARKER = /^--.*\+goose[ \t]+up[ \t]*$/im;

export const goose: Format = {
  name: 'goose',
  tool: 'goose',
  keepsSession: true,
  claim(directory) {
    const files = topLevel(directory.files).filter((file) => file.endsWith('.sql') && versionOf(file) !== undefined);
    const marked = sampleOf(files).find((file) => UP_MARKER.test(directory.head(file)));
    return marked === undefined ? undefined : { certainty: 'certain', evidence: `${marked}: -- +goose Up` };
  },
  load(directory, options) {
    const problems: Problem[] = [];
    const files = findFiles(directory, problems);
    const migrations = files.flatMap((file) => toMigration(file, directory, options, problems) ?? []);
    return { migrations, problems, bookkeeping: bookkeeping(options.table) };
  },
};

interface File {
  readonly path: string;
  readonly version: string;
}

function findFiles(directory: Directory, problems: Problem[]): File[] {
  const files: File[] = [];
  for (const path of topLevel(directory.files)) {
    if (path.endsWith('_test.go')) continue;
    const version = versionOf(path);
    if (version !== undefined) files.push({ path, version });
    else if (path.endsWith('.sql')) problems.push(ignoredFile(path, 'goose', '00042_add_orders.sql'));
  }
  files.sort((a, b) => compareNumeric(a.version, b.version));
  problems.push(...duplicateVersions(files));
  problems.push(...files.filter((file) => file.path.endsWith('.go')).map((file) => goMigration(file.path)));
  return files.filter((file) => file.path.endsWith('.sql'));
}

/** The version goose reads from the name, undefined if it reads none. */
function versionOf(file: string): string | undefined {
  const digits = NAME.exec(file)?.groups?.['digits'];
  if (digits === undefined) return undefined;
  const number = BigInt(digits);
  return number < 1n || number > MAX_INT64 ? undefined : canonicalNumber(digits);
}

function goMigration(path: string): Problem {
  return {
    severity: 'error',
    code: 'go-migration',
    message: `${path} is a migration written in Go, which only its own program can run.`,
    path,
    hint: 'Let your own migration command run the set, or rewrite this migration as SQL.',
  };
}

function toMigration(
  file: File,
  directory: Directory,
  options: FormatOptions,
  problems: Problem[],
): Migration | undefined {
  const text = readText(directory, file.path, problems);
  if (text === undefined) return undefined;
  const { directives, problems: wrong } = parseDirectives(text, file.path);
  problems.push(...wrong);
  const parsed = parseSections(text, file.path, (name) => options.variables.get(name) ?? options.env[name]);
  problems.push(...parsed.problems);
  if (parsed.up === undefined) return undefined;
  const transaction = parsed.useTransaction ? 'single' : 'none';
  const id = stem(file.path, '.sql');
  return {
    id,
    version: file.version,
    description: describe(id.slice(id.indexOf('_') + 1)),
    path: file.path,
    up: { path: file.path, ...parsed.up, transaction, dialect: 'sql' },
    down: parsed.down && { path: file.path, ...parsed.down, transaction, dialect: 'sql' },
    dependsOn: [],
    directives,
  };
}

function bookkeeping(asked: string | undefined): Bookkeeping {
  const table = bookkeepingTable('public.goose_db_version', asked);
  return {
    table,
    create: [
      `CREATE TABLE IF NOT EXISTS ${table} (
		id integer PRIMARY KEY GENERATED BY DEFAULT AS IDENTITY,
		version_id bigint NOT NULL,
		is_applied boolean NOT NULL,
		tstamp timestamp NOT NULL DEFAULT now()
	)`,
      `INSERT INTO ${table} (version_id, is_applied) SELECT 0, true ` +
        `WHERE NOT EXISTS (SELECT FROM ${table} WHERE version_id = 0)`,
    ],
    select: `SELECT version_id, is_applied FROM ${table} ORDER BY id`,
    parse: (rows) => applied(rows, table),
    record: ({ version }) => [`INSERT INTO ${table} (version_id, is_applied) VALUES (${version}, true)`],
    erase: ({ version }) => [`DELETE FROM ${table} WHERE version_id = ${version}`],
    finish: (own) =>
      inFileOrder({
        table,
        key: 't.version_id::text',
        keys: own.map(({ version }) => version),
        id: 'id',
        times: ['tstamp'],
        // What came before a step down of an older release stays where it is.
        where: `t.is_applied AND t.id > coalesce((SELECT max(id) FROM ${table} WHERE NOT is_applied), 0)`,
      }),
  };
}

/** Older releases of goose added a row with `is_applied = false` for every step down instead of deleting. */
function applied(rows: readonly Row[], table: string): AppliedRecord[] {
  const versions = new Set<string>();
  for (const row of rows) {
    const version = textField(row, 'version_id', table);
    versions.delete(version);
    if (booleanField(row, 'is_applied', table)) versions.add(version);
  }
  versions.delete('0');
  return [...versions].map((version) => ({ version }));
}
