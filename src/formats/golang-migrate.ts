/**
 * golang-migrate: `42_add_orders.up.sql` and `42_add_orders.down.sql`, directly in the directory.
 *
 * Rules, from its MIGRATIONS.md and README, `source/parse.go`, `source/iofs/iofs.go`, `source/migration.go`, `migrate.go` and
 * `database/postgres/postgres.go`:
 * - A name is `DIGITS_anything.up.anything` or `.down.`; every other file, and every directory, is ignored without a word.
 * - Versions are numbers: `007` and `7` are the same. The same version twice in one direction is an error. Up and down of a version
 *   belong together whatever their titles.
 * - A version that has only a down file is a migration without a body: it is recorded, nothing runs.
 * - A file goes to PostgreSQL as one message, without a transaction of the tool's own. A file of white space is not sent at all.
 *   (`x-multi-statement=true`, which splits at every semicolon, is not followed.)
 * - The table holds one row: the newest version, and whether it is unfinished (`dirty`). It means that every migration up to that
 *   version is applied; one added below it later is never run by the tool.
 *
 * What it would send and nobody means is refused: `.up.go`, and the scripts for several databases that ory/pop names so.
 *
 * Placeholders such as `{{ index .Options "Namespace" }}` are filled in, for projects that run their files through a template first.
 */
import type { Bookkeeping } from '../migration/bookkeeping.ts';
import { NO_DIRECTIVES, parseDirectives } from '../migration/directives.ts';
import type { Migration, Script } from '../migration/migration.ts';
import type { Problem } from '../migration/problem.ts';
import type { Directory } from './directory.ts';
import type { Format, FormatOptions } from './format.ts';
import {
  canonicalNumber,
  compareNumeric,
  describe,
  duplicateVersions,
  ignoredFile,
  MAX_INT64,
  orphanDown,
  topLevel,
} from './shared/naming.ts';
import { bookkeepingTable } from './shared/table-name.ts';
import { readText } from './shared/reading.ts';
import { booleanField, textField } from './shared/rows.ts';
import { sqlxClaim } from './sqlx.ts';
import { fillTemplates, unfilledTemplates } from './shared/templates.ts';

const NAME = /^(?<digits>[0-9]+)_(?<title>[^\n]*)\.(?<direction>down|up)\.[^\n]*$/;
const EXPECTED = '42_add_orders.up.sql';
/** What ory/pop names after the title: a script for each database, of which it runs one. */
const DIALECT = /\.(postgres|postgresql|pg|cockroach|cockroachdb|mysql|mariadb|sqlite|sqlite3)$/;

export const golangMigrate: Format = {
  name: 'golang-migrate',
  tool: 'golang-migrate',
  keepsSession: true,
  claim(directory) {
    const up = topLevel(directory.files).find((file) => NAME.test(file) && file.endsWith('.up.sql'));
    // The same names are sqlx's, so where sqlx has left a trace they are not ours.
    if (up === undefined || sqlxClaim(directory) !== undefined) return undefined;
    return { certainty: 'likely', evidence: up };
  },
  load(directory, options) {
    const problems: Problem[] = [];
    const files = findFiles(directory, problems);
    const migrations = group(files).flatMap((pair) => toMigration(pair, directory, options, problems));
    problems.push(...ofBun(migrations));
    return { migrations, problems, bookkeeping: bookkeeping(migrations, options.table) };
  },
};

/** bun names its files alike, but runs what is between its marks by itself, and in a transaction only what is called `.tx.up.sql`. */
function ofBun(migrations: readonly Migration[]): readonly Problem[] {
  const found = migrations.find(({ path, up }) => path.endsWith('.tx.up.sql') || up.text.includes('\n--bun:split'));
  if (found === undefined) return [];
  return [
    {
      severity: 'warning',
      code: 'written-for-bun',
      message: `${found.path} is written for bun, and each file runs here as golang-migrate would run it: as one message, which is one transaction.`,
      path: found.path,
      hint: 'Keep what must not run in a transaction, such as CREATE INDEX CONCURRENTLY, in a file of its own.',
    },
  ];
}

interface File {
  readonly path: string;
  readonly version: string;
  readonly title: string;
  readonly direction: 'up' | 'down';
}

function findFiles(directory: Directory, problems: Problem[]): File[] {
  const files: File[] = [];
  const found = topLevel(directory.files);
  const mixed = ofSeveralDatabases(found);
  if (mixed !== undefined) {
    problems.push(mixed);
    return [];
  }
  for (const path of found) {
    const { digits, title, direction } = NAME.exec(path)?.groups ?? {};
    if (digits === undefined || title === undefined) {
      if (path.endsWith('.sql')) problems.push(ignoredFile(path, 'golang-migrate', EXPECTED));
    } else if (BigInt(digits) > MAX_INT64) {
      problems.push({
        severity: 'error',
        code: 'version-too-large',
        message: `The version of ${path} does not fit the bigint column that golang-migrate records it in.`,
        path,
        hint: 'Give it a smaller number, such as a time to the second.',
      });
    } else if (path.endsWith('.go')) {
      problems.push({
        severity: 'error',
        code: 'go-migration',
        message: `${path} is written in Go, and golang-migrate sends it to PostgreSQL as if it were SQL.`,
        path,
        hint: 'Rewrite it as SQL.',
      });
    } else {
      files.push({ path, version: canonicalNumber(digits), title, direction: direction === 'up' ? 'up' : 'down' });
    }
  }
  for (const direction of ['up', 'down'] as const) {
    problems.push(...duplicateVersions(files.filter((file) => file.direction === direction)));
  }
  return files;
}

/** To golang-migrate they are so many versions taken twice. */
function ofSeveralDatabases(paths: readonly string[]): Problem | undefined {
  const named = paths.flatMap((path) => {
    const dialect = DIALECT.exec(NAME.exec(path)?.groups?.['title'] ?? '')?.[1];
    return dialect === undefined ? [] : [{ path, dialect }];
  });
  const [first, ...rest] = named;
  const other = rest.find(({ dialect }) => dialect !== first?.dialect);
  if (first === undefined || other === undefined) return undefined;
  return {
    severity: 'error',
    code: 'several-databases',
    message: `${first.path} and ${other.path} are for two databases, as ory/pop names them; golang-migrate would run both.`,
    path: first.path,
    hint: 'Put what is for PostgreSQL into a directory of its own, under names such as 42_add_orders.up.sql, and name that.',
  };
}

interface Pair {
  readonly version: string;
  readonly up?: File | undefined;
  readonly down?: File | undefined;
}

function group(files: readonly File[]): Pair[] {
  const pairs = new Map<string, Pair>();
  for (const file of files) {
    const known = pairs.get(file.version);
    pairs.set(file.version, { [file.direction]: file, version: file.version, ...known });
  }
  return [...pairs.values()].sort((a, b) => compareNumeric(a.version, b.version));
}

function toMigration(pair: Pair, directory: Directory, options: FormatOptions, problems: Problem[]): Migration[] {
  const { version, up, down } = pair;
  const named = up ?? down;
  if (named === undefined) return [];
  if (up === undefined) problems.push(orphanDown(named.path));
  const script = (file: File): Script | undefined => {
    const text = readText(directory, file.path, problems);
    if (text === undefined) return undefined;
    problems.push(...unfilledTemplates(text, options.variables, file.path));
    const filled = fillTemplates(text, options.variables);
    return { path: file.path, text: filled, line: 1, transaction: 'message', dialect: 'sql' };
  };
  const nothing: Script = { path: named.path, text: '', line: 1, transaction: 'message', dialect: 'sql' };
  const upScript = up === undefined ? nothing : script(up);
  if (upScript === undefined) return [];
  const { directives, problems: wrong } =
    up === undefined ? { directives: NO_DIRECTIVES, problems: [] } : parseDirectives(upScript.text, up.path);
  problems.push(...wrong);
  return [
    {
      id: named.path.slice(0, named.path.lastIndexOf(`.${named.direction}.`)),
      version,
      description: describe(named.title),
      path: named.path,
      up: upScript,
      down: down === undefined ? undefined : script(down),
      dependsOn: [],
      directives,
    },
  ];
}

/** What the tool calls the version before the first. */
const NIL_VERSION = '-1';

/**
 * The tool replaces its one row each time, which cannot tell what is applied while migrations finish side by side, out of order. So
 * the lowest row says "all up to here", as the tool's row does, and every row above it speaks for itself. When they finish in order
 * there is only ever the one row. `finish` takes away what the rows above it make superfluous, and no more: where a migration is
 * missing, the rows above it stay.
 */
function bookkeeping(migrations: readonly Migration[], asked: string | undefined): Bookkeeping {
  const table = bookkeepingTable('public.schema_migrations', asked);
  const lowest = `(SELECT min(version) FROM ${table})`;
  const versions = migrations.map((migration) => migration.version);
  const before = new Map(versions.map((version, index) => [version, versions[index - 1]]));
  return {
    table,
    create: [`CREATE TABLE IF NOT EXISTS ${table} (version bigint not null primary key, dirty boolean not null)`],
    select: `SELECT version, dirty FROM ${table} ORDER BY version`,
    parse(rows) {
      const recorded = rows
        .map((row) => ({ version: textField(row, 'version', table), unfinished: booleanField(row, 'dirty', table) }))
        .sort((a, b) => compareNumeric(a.version, b.version))
        .map((record, index) => ({ ...record, andAllBefore: index === 0 }));
      return recorded.filter((record) => record.version !== NIL_VERSION || record.unfinished);
    },
    record({ version }) {
      const previous = before.get(version);
      const marksBase = `INSERT INTO ${table} (version, dirty) SELECT ${NIL_VERSION}, false WHERE NOT EXISTS (SELECT FROM ${table}) ON CONFLICT DO NOTHING`;
      return [
        // What a row says hangs on the others, so nobody may write any between these: until the commit, which is next.
        `LOCK TABLE ${table} IN SHARE ROW EXCLUSIVE MODE`,
        ...(previous === undefined ? [] : [marksBase]),
        `INSERT INTO ${table} (version, dirty) SELECT ${version}, false WHERE ${version} >= coalesce(${lowest}, ${NIL_VERSION}) ` +
          'ON CONFLICT (version) DO UPDATE SET dirty = false',
        `DELETE FROM ${table} WHERE version >= ${previous ?? NIL_VERSION} AND version < ${version} AND version = ${lowest}`,
      ];
    },
    erase({ version }) {
      const previous = before.get(version);
      const remove = `DELETE FROM ${table} WHERE version = ${version}`;
      if (previous === undefined) return [remove];
      const stepBack = `INSERT INTO ${table} (version, dirty) SELECT ${previous}, false WHERE NOT EXISTS (SELECT FROM ${table})`;
      return [remove, stepBack];
    },
    // Where the tool wrote its one row there is nothing to take away.
    finish: () =>
      versions.length === 0
        ? []
        : [
            `DELETE FROM ${table} WHERE version < (SELECT max(version) FROM ${table} WHERE version <= coalesce((` +
              `SELECT min(v) FROM unnest(ARRAY[${versions.join(', ')}]::bigint[]) AS v` +
              ` WHERE v > ${lowest} AND NOT EXISTS (SELECT FROM ${table} WHERE version = v)), ${MAX_INT64}))`,
          ],
    newestOnly: true,
    onlyPrefixes: true,
  };
}
