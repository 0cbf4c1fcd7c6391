/**
 * Drizzle: `0004_add_orders.sql` as listed in `meta/_journal.json`, or, from drizzle-kit 1.0 on, `20240131120000_add_orders/migration.sql`
 * beside its `snapshot.json`.
 *
 * Rules, from https://orm.drizzle.team/docs/migrations and /docs/upgrade-v1, `drizzle-orm/src/migrator.ts`, `migrator.utils.ts`,
 * `pg-core/dialect.ts` (journal) and `pg-core/async/session.ts` (directories):
 * - The journal alone says which files there are and in which order; a listed file that is missing is an error, others are never read.
 *   Without a journal every directory that has a `migration.sql` is one, in the order of their names.
 * - A file is cut at every `--> statement-breakpoint`, whatever the journal's `breakpoints` says, and each piece is sent by itself.
 * - All pending migrations run in one transaction. We give each its own: a failure then keeps those before it, where Drizzle's keeps none.
 * - A journal's migration is pending if its `when` is later than the newest recorded one, so an entry that was merged with an earlier
 *   time is never applied where a later one already is. A directory's is pending if its name is not recorded.
 * - The hash is SHA-256 of the file's text, which Drizzle records and never compares.
 */
import { createHash } from 'node:crypto';
import type { AppliedRecord, Bookkeeping } from '../migration/bookkeeping.ts';
import { compareInEnglish } from '../migration/collation.ts';
import { parseDirectives } from '../migration/directives.ts';
import type { Migration } from '../migration/migration.ts';
import type { Problem } from '../migration/problem.ts';
import { quoteIdentifier, quoteLiteral } from '../sql/quote.ts';
import type { Directory } from './directory.ts';
import type { Format } from './format.ts';
import { baseName, describe, folderOf, ignoredFile, stem, topLevel } from './shared/naming.ts';
import { readText } from './shared/reading.ts';
import { textField } from './shared/rows.ts';
import { useSemicolons } from './shared/statements.ts';
import { inFileOrder } from './shared/file-order.ts';
import { bookkeepingTable, tableName } from './shared/table-name.ts';

const JOURNAL = 'meta/_journal.json';
const BREAKPOINT = /--> statement-breakpoint/;
const FOLDER = /^(?<time>\d{14})(?:_[^/]*)?$/;
/** The journal's own versions that this reader knows. */
const KNOWN_VERSIONS = ['5', '6', '7'];
const DIALECTS = ['postgresql', 'pg'];

interface Journal {
  readonly version: string;
  readonly dialect: string;
  readonly entries: readonly { readonly tag: string; readonly when: number }[];
}

interface Entry {
  /** The journal's tag or the directory's name. */
  readonly name: string;
  readonly path: string;
  /** Milliseconds since 1970. */
  readonly when: number;
}

export const drizzle: Format = {
  name: 'drizzle',
  tool: 'Drizzle',
  keepsSession: true,
  claim(directory) {
    if (directory.has(JOURNAL)) return { certainty: 'certain', evidence: JOURNAL };
    const snapshot = directory.files.find(
      (file) => baseName(file) === 'snapshot.json' && FOLDER.test(folderOf(file)) && hasMigration(directory, file),
    );
    return snapshot === undefined ? undefined : { certainty: 'certain', evidence: snapshot };
  },
  load(directory, options) {
    const problems: Problem[] = [];
    const journal = directory.has(JOURNAL);
    const entries = journal ? readJournal(directory, problems) : readFolders(directory, problems);
    const hashes = new Map<string, string>();
    const migrations = entries.flatMap((entry) => {
      const migration = toMigration(entry, directory, problems);
      if (migration !== undefined) hashes.set(entry.name, sha256(directory.bytes(entry.path)));
      return migration ?? [];
    });
    return { migrations, problems, bookkeeping: bookkeeping(entries, hashes, journal, options.table) };
  },
};

function hasMigration(directory: Directory, snapshot: string): boolean {
  return directory.has(`${folderOf(snapshot)}/migration.sql`);
}

function readJournal(directory: Directory, problems: Problem[]): Entry[] {
  const journal = parseJournal(directory, problems);
  if (journal === undefined) return [];
  if (!DIALECTS.includes(journal.dialect)) {
    problems.push({
      severity: 'error',
      code: 'wrong-dialect',
      message: `${JOURNAL} is for ${journal.dialect}, not for PostgreSQL.`,
      path: JOURNAL,
      hint: 'Name the directory of the PostgreSQL migrations.',
    });
    return [];
  }
  if (!KNOWN_VERSIONS.includes(journal.version)) {
    problems.push({
      severity: 'warning',
      code: 'unknown-journal-version',
      message: `${JOURNAL} has version ${journal.version}; versions ${KNOWN_VERSIONS.join(', ')} are known.`,
      path: JOURNAL,
      hint: 'It is read like version 7; check the list of migrations.',
    });
  }
  const entries = journal.entries.map(({ tag, when }) => ({ name: tag, path: `${tag}.sql`, when }));
  problems.push(...repeated(entries), ...outOfTime(entries));
  const listed = new Set(entries.map((entry) => entry.path));
  for (const file of topLevel(directory.files)) {
    if (file.endsWith('.sql') && !listed.has(file)) problems.push(orphan(file));
  }
  return entries.filter((entry, index) => entries.findIndex(({ name }) => name === entry.name) === index);
}

function parseJournal(directory: Directory, problems: Problem[]): Journal | undefined {
  const text = readText(directory, JOURNAL, problems);
  if (text === undefined) return undefined;
  try {
    return toJournal(JSON.parse(text));
  } catch (error) {
    problems.push({
      severity: 'error',
      code: 'bad-journal',
      message: `${JOURNAL} is not a journal of Drizzle's: ${error instanceof Error ? error.message : String(error)}.`,
      path: JOURNAL,
      hint: 'Restore it from version control, or generate the migrations again.',
    });
    return undefined;
  }
}

/** Throws an error that names the first part of another shape. */
function toJournal(value: unknown): Journal {
  const { version, dialect, entries } = fields(value, 'the document');
  if (typeof version !== 'string' && typeof version !== 'number') throw new Error('"version" is missing');
  if (typeof dialect !== 'string') throw new Error('"dialect" is missing');
  if (!Array.isArray(entries)) throw new Error('"entries" is not a list');
  return {
    version: version.toString(),
    dialect,
    entries: entries.map((entry: unknown, index) => {
      const { tag, when } = fields(entry, `entry ${index}`);
      if (typeof tag !== 'string' || tag === '') throw new Error(`entry ${index} has no "tag"`);
      if (typeof when !== 'number' || !Number.isSafeInteger(when)) throw new Error(`entry ${index} has no "when"`);
      return { tag, when };
    }),
  };
}

function fields(value: unknown, what: string): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null) throw new Error(`${what} is not an object`);
  return { ...value };
}

function repeated(entries: readonly Entry[]): Problem[] {
  return entries
    .filter((entry, index) => entries.findIndex(({ name }) => name === entry.name) !== index)
    .map(({ name }) => ({
      severity: 'error',
      code: 'duplicate-version',
      message: `${JOURNAL} lists ${name} more than once.`,
      path: JOURNAL,
      hint: 'Remove one of the entries.',
    }));
}

/** Drizzle compares times only: an entry older than one before it is skipped on every database that has the newer one. */
function outOfTime(entries: readonly Entry[]): Problem[] {
  const problems: Problem[] = [];
  let newest: Entry | undefined;
  for (const entry of entries) {
    if (newest === undefined || entry.when > newest.when) {
      newest = entry;
      continue;
    }
    problems.push({
      severity: 'warning',
      code: 'journal-out-of-time',
      message: `${JOURNAL} dates ${entry.name} no later than ${newest.name} before it; Drizzle skips it where that one is applied.`,
      path: JOURNAL,
      hint: `Set its "when" above ${newest.when}.`,
    });
  }
  return problems;
}

function orphan(file: string): Problem {
  return {
    severity: 'info',
    code: 'orphan-file',
    message: `${file} is not listed in ${JOURNAL}, so Drizzle never runs it.`,
    path: file,
    hint: 'List it or remove it.',
  };
}

function readFolders(directory: Directory, problems: Problem[]): Entry[] {
  const entries: Entry[] = [];
  for (const file of directory.files) {
    if (!file.includes('/') && file.endsWith('.sql')) {
      problems.push(ignoredFile(file, 'Drizzle', '20240131120000_add_orders/migration.sql'));
    }
    const folder = folderOf(file);
    if (baseName(file) !== 'migration.sql' || folder === '' || folder.includes('/')) continue;
    const time = FOLDER.exec(folder)?.groups?.['time'];
    const when = time === undefined ? NaN : toMilliseconds(time);
    if (Number.isNaN(when)) {
      problems.push({
        severity: 'error',
        code: 'bad-version',
        message: `The name of ${folder} does not begin with a time such as 20240131120000.`,
        path: file,
        hint: 'Rename the directory as drizzle-kit would.',
      });
    } else {
      entries.push({ name: folder, path: file, when });
    }
  }
  return entries.sort((a, b) => compareInEnglish(a.name, b.name));
}

function toMilliseconds(time: string): number {
  const part = (from: number, to: number): number => Number(time.slice(from, to));
  return Date.UTC(part(0, 4), part(4, 6) - 1, part(6, 8), part(8, 10), part(10, 12), part(12, 14));
}

function toMigration(entry: Entry, directory: Directory, problems: Problem[]): Migration | undefined {
  if (!directory.has(entry.path)) {
    problems.push({
      severity: 'error',
      code: 'missing-file',
      message: `${JOURNAL} lists ${entry.name}, but there is no ${entry.path}.`,
      path: entry.path,
      hint: 'Restore the file or remove the entry.',
    });
    return undefined;
  }
  const text = readText(directory, entry.path, problems);
  if (text === undefined) return undefined;
  const { directives, problems: wrong } = parseDirectives(text, entry.path);
  problems.push(...wrong);
  return {
    id: entry.name,
    version: entry.name,
    description: describe(stem(entry.name).replace(/^\d+_/, '')),
    path: entry.path,
    up: { path: entry.path, text: useSemicolons(text, BREAKPOINT), line: 1, transaction: 'single', dialect: 'sql' },
    dependsOn: [],
    directives,
  };
}

/** Drizzle hashes the text as Node decodes it: valid UTF-8, byte order mark and line ends included, so the bytes themselves. */
function sha256(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** The table of a journal has three columns; that of directories has two more and knows migrations by name. */
function bookkeeping(
  entries: readonly Entry[],
  hashes: ReadonlyMap<string, string>,
  journal: boolean,
  asked: string | undefined,
): Bookkeeping {
  const table = bookkeepingTable('drizzle.__drizzle_migrations', asked);
  const schema = quoteIdentifier(tableName(table).schema);
  const times = new Map(entries.map(({ name, when }) => [name, when]));
  const named = journal ? '' : ',\n  name text,\n  applied_at timestamp with time zone DEFAULT now()';
  return {
    table,
    create: [
      `CREATE SCHEMA IF NOT EXISTS ${schema}`,
      `CREATE TABLE IF NOT EXISTS ${table} (\n  id SERIAL PRIMARY KEY,\n  hash text NOT NULL,\n  created_at bigint${named}\n)`,
    ],
    select: `SELECT * FROM ${table} ORDER BY id`,
    parse: (rows) =>
      rows.map((row): AppliedRecord => {
        const checksum = textField(row, 'hash', table);
        const when = textField(row, 'created_at', table);
        if (typeof row['name'] === 'string') return { version: row['name'], checksum };
        const dated = entries.filter((entry) => entry.when.toString() === when);
        const match = dated.find(({ name }) => hashes.get(name) === checksum) ?? dated[0];
        return { version: match?.name ?? when, checksum };
      }),
    checksum: ({ id }) => hashes.get(id),
    alsoRecorded: ({ id }) => [String(times.get(id))],
    record({ id }) {
      const values = [quoteLiteral(hashes.get(id) ?? ''), (times.get(id) ?? 0).toString()];
      if (!journal) values.push(quoteLiteral(id));
      const columns = journal ? 'hash, created_at' : 'hash, created_at, name';
      return [`INSERT INTO ${table} (${columns}) VALUES (${values.join(', ')})`];
    },
    erase: ({ id }) => [
      journal
        ? `DELETE FROM ${table} WHERE created_at = ${(times.get(id) ?? 0).toString()} AND hash = ${quoteLiteral(hashes.get(id) ?? '')}`
        : `DELETE FROM ${table} WHERE name = ${quoteLiteral(id)}`,
    ],
    finish: (own) =>
      inFileOrder({
        table,
        key: journal ? `concat(t.created_at, ' ', t.hash)` : 't.name',
        keys: own.map(({ id }) => (journal ? `${times.get(id) ?? 0} ${hashes.get(id) ?? ''}` : id)),
        id: 'id',
        times: journal ? [] : ['applied_at'],
      }),
    newestOnly: journal,
  };
}
