/**
 * graphile-migrate: `committed/000001-add-orders.sql`, each with a header that holds its own hash and that of the one before.
 *
 * Rules, from its README and FORMATS.md and from `src/{migration,migrationFilename,hash,header,settings,current}.ts`:
 * - A committed file is `DIGITS.sql` or `DIGITS-slug.sql`; others in `committed/` are ignored. They run in the order of their digits
 *   as text. `current.sql` and `current/` are work in progress and never run by `migrate`.
 * - The header is the lines `--! Key: value` at the top, then an empty line. `Previous` (`-` for the first) and `Hash` are required,
 *   `Message` is not; a key may not occur twice. `Previous` must be the hash of the file before.
 * - The hash is `sha1:` over the previous hash, a line feed, and the trimmed body. `AllowInvalidHash` lets a body differ, and is an
 *   error when it does not.
 * - Placeholders (`:DATABASE_NAME`, `:DATABASE_OWNER`, and those of `placeholders` in `.gmrc`, where `!ENV` stands for the variable
 *   of that name) are replaced everywhere in the body, quotes and comments included, after the hash was taken.
 * - `pgSettings` in `.gmrc` are the session's settings.
 * - A body is sent as one message inside a transaction, or without one when its first line is `--! no-transaction`.
 * - `--!include` is resolved when a migration is committed; in a committed file it is only a comment.
 *
 * The chain says in which order files were written, not what they need, so it is no declared dependency. The row of a migration may
 * therefore be written before the row its foreign key names: it then starts without, and `finish` fills it in.
 */
import { createHash } from 'node:crypto';
import type { Bookkeeping } from '../migration/bookkeeping.ts';
import { compareInEnglish } from '../migration/collation.ts';
import { parseDirectives } from '../migration/directives.ts';
import type { Migration, Script } from '../migration/migration.ts';
import type { Problem } from '../migration/problem.ts';
import { quoteIdentifier, quoteLiteral } from '../sql/quote.ts';
import type { Directory } from './directory.ts';
import type { Format } from './format.ts';
import { fillPlaceholders, type GraphileSettings, readSettings } from './graphile-migrate/settings.ts';
import { baseName, describe, duplicateVersions, ignoredFile, sampleOf } from './shared/naming.ts';
import { readText } from './shared/reading.ts';
import { textField } from './shared/rows.ts';
import { roughStatements } from './shared/statements.ts';
import { inFileOrder } from './shared/file-order.ts';
import { bookkeepingTable, tableName } from './shared/table-name.ts';

const NAME = /^(?<digits>[0-9]+)(?:-(?<slug>[-_a-zA-Z0-9]*))?\.sql$/;
const HEADER = /^--! ([A-Z][a-zA-Z0-9_]*)(?::(.*))?$/;
const NO_TRANSACTION = /^--!\s*no-transaction\b/;
const INCLUDE = /^--![ \t]*include[ \t]+.*\.sql[ \t]*$/m;
/** Where committed files lie, seen from the directory named: the project, its `migrations`, or `committed` itself. */
const FOLDERS = ['committed/', 'migrations/committed/', ''];

export const graphileMigrate: Format = {
  name: 'graphile-migrate',
  tool: 'graphile-migrate',
  keepsSession: true,
  claim(directory) {
    const sample = sampleOf(committedFiles(directory).map(({ path }) => path));
    const committed = sample.find((path) => /^--! Previous:/m.test(directory.head(path)));
    if (committed === undefined) return undefined;
    return { certainty: 'certain', evidence: `the header "--! Previous:" in ${committed}` };
  },
  // Its placeholders are those of its settings, which are compared with the values there.
  isSetting: () => true,
  load(directory, options) {
    const problems: Problem[] = [];
    const settings = readSettings(directory, options, problems);
    const names = committedFiles(directory);
    const files = names.flatMap((name) => parseFile(name, directory, problems));
    problems.push(...duplicateVersions(names.map(({ path, digits }) => ({ path, version: digits }))));
    problems.push(...checkChain(files), ...setAside(directory));
    const migrations = files.flatMap((file) => toMigration(file, settings, problems));
    return { migrations, problems, bookkeeping: bookkeeping(files, options.table) };
  },
};

interface CommittedName {
  readonly path: string;
  readonly digits: string;
  readonly slug: string | undefined;
}

function folder(directory: Directory): string {
  const here = FOLDERS.find((prefix) => prefix !== '' && directory.files.some((file) => file.startsWith(prefix)));
  return here ?? '';
}

function committedFiles(directory: Directory): CommittedName[] {
  const prefix = folder(directory);
  return directory.files
    .filter((path) => path.startsWith(prefix))
    .flatMap((path) => {
      const { digits, slug } = NAME.exec(path.slice(prefix.length))?.groups ?? {};
      return digits === undefined ? [] : [{ path, digits, slug }];
    })
    .sort((a, b) => compareInEnglish(a.digits, b.digits));
}

/** What lies beside the committed files and does not run. */
function setAside(directory: Directory): Problem[] {
  const prefix = folder(directory);
  const above = prefix.slice(0, prefix.length - 'committed/'.length);
  const current = directory.files.find(
    (file) => prefix !== '' && (file === `${above}current.sql` || file.startsWith(`${above}current/`)),
  );
  const others = directory.files.filter(
    (file) => file.startsWith(prefix) && file.endsWith('.sql') && !file.slice(prefix.length).includes('/'),
  );
  return [
    ...others
      .filter((file) => !NAME.test(baseName(file)))
      .map((file) => ignoredFile(file, 'graphile-migrate', '000042-add-orders.sql')),
    ...(current === undefined ? [] : [currentIgnored(current)]),
  ];
}

function currentIgnored(path: string): Problem {
  return {
    severity: 'info',
    code: 'uncommitted-migration',
    message: `${path} is not committed, so it does not run.`,
    path,
    hint: 'Commit it with "graphile-migrate commit" to have it run.',
  };
}

interface CommittedFile extends CommittedName {
  readonly hash: string;
  readonly previous: string | undefined;
  readonly message: string | undefined;
  readonly allowInvalidHash: boolean;
  readonly body: string;
  /** 1-based line of the file at which the body begins. */
  readonly line: number;
}

function parseFile(name: CommittedName, directory: Directory, problems: Problem[]): CommittedFile[] {
  const { path } = name;
  const found: Problem[] = [];
  const error = (code: string, message: string, line: number, hint: string): void => {
    found.push({ severity: 'error', code, message, path, line, hint });
  };
  if (readText(directory, path, problems) === undefined) return [];
  // The hash is over the text as it is on disk, so the line ends must be, too.
  const lines = directory.bytes(path).toString('utf8').split('\n');
  const headers = new Map<string, string>();
  let count = 0;
  for (const line of lines) {
    const match = HEADER.exec(line);
    if (match === null) break;
    count += 1;
    const key = match[1] ?? '';
    if (headers.has(key)) error('duplicate-header', `${path} has the header "${key}" twice.`, count, 'Remove one.');
    headers.set(key, (match[2] ?? '').trim());
  }
  const previous = headers.get('Previous') ?? '';
  const hash = headers.get('Hash') ?? '';
  if (lines[count]?.endsWith('\r') === true) {
    const cure = 'Add "*.sql -text" to .gitattributes and check the files out again.';
    error('crlf-line-ends', `${path} has CRLF line ends, at which graphile-migrate stops.`, count + 1, cure);
  } else if (lines[count] !== '') {
    const cure = 'Put an empty line between the header and the SQL.';
    error('bad-header', `${path} has no empty line after its header.`, count + 1, cure);
  } else {
    const cure = 'Only files that "graphile-migrate commit" wrote belong here.';
    if (previous === '') error('bad-header', `${path} has no header "Previous".`, 1, cure);
    if (hash === '') error('bad-header', `${path} has no header "Hash".`, 1, cure);
  }
  problems.push(...found);
  if (found.length > 0) return [];
  const rest = lines.slice(count).join('\n');
  const body = `${rest.trim()}\n`;
  const blank = rest.slice(0, rest.length - rest.trimStart().length).split('\n').length - 1;
  return [
    {
      ...name,
      hash,
      previous: previous === '-' ? undefined : previous,
      message: headers.get('Message'),
      allowInvalidHash: headers.has('AllowInvalidHash'),
      body,
      line: body === '\n' ? count + 1 : count + blank + 1,
    },
  ];
}

function checkChain(files: readonly CommittedFile[]): Problem[] {
  return files.flatMap((file, index): Problem[] => {
    const before = files[index - 1];
    const problems: Problem[] = [];
    const error = (code: string, message: string, line: number, hint: string): void => {
      problems.push({ severity: 'error', code, message, path: file.path, line, hint });
    };
    if (file.previous !== before?.hash) {
      const cure = 'Restore the files in the order in which they were committed.';
      error(
        'broken-chain',
        `${file.path} follows ${file.previous ?? 'nothing'}, but ${namedHash(before)} comes before it.`,
        1,
        cure,
      );
    }
    const actual = hashOf(file);
    if (actual !== file.hash && !file.allowInvalidHash) {
      const cure = 'Restore the file as it was committed and put the change into a new migration.';
      error('wrong-hash', `${file.path} has the hash ${actual}, but its header says ${file.hash}.`, 2, cure);
    }
    if (actual === file.hash && file.allowInvalidHash) {
      error(
        'needless-header',
        `${file.path} allows an invalid hash, but its hash is right.`,
        1,
        'Remove "--! AllowInvalidHash".',
      );
    }
    return problems;
  });
}

function namedHash(file: CommittedFile | undefined): string {
  return file === undefined ? 'nothing' : `${file.path} with ${file.hash}`;
}

function hashOf({ previous, body }: CommittedFile): string {
  const text = `${`${previous ?? ''}\n${body.trim()}`.trim()}\n`;
  return `sha1:${createHash('sha1').update(text).digest('hex')}`;
}

function toMigration(file: CommittedFile, settings: GraphileSettings, problems: Problem[]): Migration[] {
  const { path, digits, slug, body, line, message } = file;
  if (INCLUDE.test(body)) problems.push(includeIgnored(file));
  const { directives, problems: wrong } = parseDirectives(body, path, line);
  problems.push(...wrong);
  const text = fillPlaceholders(body, settings, path, line, problems).replaceAll('\r\n', '\n');
  const up: Script = {
    path,
    text,
    line,
    transaction: NO_TRANSACTION.test(text) ? 'message' : 'single',
    dialect: 'sql',
  };
  return [
    {
      id: baseName(path).slice(0, -'.sql'.length),
      version: digits,
      description: message ?? describe(slug ?? digits),
      path,
      up: settings.setup === '' ? up : withSetup(up, settings.setup),
      dependsOn: [],
      directives,
    },
  ];
}

/** The setup takes the line above the body, an empty one, so that lines stay the file's own. */
function withSetup(script: Script, setup: string): Script {
  // A lone statement must not share a message, which would put it into a transaction.
  const lone = script.transaction === 'message' && roughStatements(script.text).length < 2;
  return {
    ...script,
    text: `${setup}\n${script.text}`,
    line: script.line - 1,
    transaction: lone ? 'none' : script.transaction,
  };
}

function includeIgnored({ path, body, line }: CommittedFile): Problem {
  return {
    severity: 'warning',
    code: 'include-ignored',
    message: `${path} has an "--!include" that was not resolved when it was committed, so it does nothing.`,
    path,
    line: line + body.slice(0, body.search(INCLUDE)).split('\n').length - 1,
    hint: 'Put the included text into a new migration.',
  };
}

function bookkeeping(files: readonly CommittedFile[], asked: string | undefined): Bookkeeping {
  const table = bookkeepingTable('graphile_migrate.migrations', asked);
  const schema = quoteIdentifier(tableName(table).schema);
  const byVersion = new Map(files.map((file) => [file.digits, file]));
  const hash = ({ version }: Migration): string => byVersion.get(version)?.hash ?? '';
  const links = files.flatMap(({ hash: own, previous }) => (previous === undefined ? [] : [row(own, previous)]));
  return {
    table,
    create: [
      `CREATE SCHEMA IF NOT EXISTS ${schema}`,
      `CREATE TABLE IF NOT EXISTS ${table} (hash text primary key, previous_hash text references ${table},` +
        ` filename text not null, date timestamptz not null default now())`,
      `CREATE TABLE IF NOT EXISTS ${schema}.current (filename text primary key default 'current.sql',` +
        ` content text not null, date timestamptz not null default now())`,
    ],
    select: `SELECT filename, hash FROM ${table} ORDER BY filename`,
    parse: (rows) =>
      rows.map((found) => ({
        version: textField(found, 'filename', table).replace(/\.sql$/, ''),
        checksum: textField(found, 'hash', table),
      })),
    checksum: hash,
    record(migration) {
      const previous = byVersion.get(migration.version)?.previous;
      const link =
        previous === undefined ? 'NULL' : `(SELECT hash FROM ${table} WHERE hash = ${quoteLiteral(previous)})`;
      const values = [quoteLiteral(hash(migration)), link, quoteLiteral(`${migration.version}.sql`)];
      return [`INSERT INTO ${table} (hash, previous_hash, filename) VALUES (${values.join(', ')})`];
    },
    erase: (migration) => [`DELETE FROM ${table} WHERE hash = ${quoteLiteral(hash(migration))}`],
    finish: (own) => [
      ...inFileOrder({ table, key: 't.hash', keys: own.map(hash), times: ['date'] }),
      ...(links.length === 0
        ? []
        : [
            `UPDATE ${table} AS m SET previous_hash = l.previous_hash FROM (VALUES ${links.join(', ')}) AS l (hash, previous_hash)` +
              ` WHERE m.hash = l.hash AND m.previous_hash IS DISTINCT FROM l.previous_hash` +
              ` AND EXISTS (SELECT FROM ${table} AS p WHERE p.hash = l.previous_hash)`,
          ]),
    ],
    newestOnly: true,
  };
}

function row(...values: readonly string[]): string {
  return `(${values.map(quoteLiteral).join(', ')})`;
}
