/**
 * Plain SQL: every `*.sql` file in the directory and below it, as `psql --file` would run it, in the order of their paths.
 *
 * No tool sets these rules; they are ours:
 * - Order is by relative path, as text: `10.sql` comes before `9.sql`, and `a/z.sql` before `b.sql`. Pad numbers with zeros.
 * - `add_orders.down.sql` takes back `add_orders.sql` (or `add_orders.up.sql`) and never runs upwards.
 * - A script may use what psql knows: variables, `\i`, `COPY … FROM STDIN` with its data. It runs in one transaction, or statement by
 *   statement if one of its statements cannot run in a transaction or it says `-- migrate-action: transaction=off`.
 * - A file that marks where its own down part begins belongs to another tool; run whole, it would undo itself, so it is refused. So is
 *   one whose name says that it takes another back (`down-parts.ts`).
 * - The record of a migration is its path without the suffix, with a checksum of the file as it is on disk.
 *
 * Templates such as `{{ index .Options "Namespace" }}` are filled in where a value was given.
 */
import { createHash } from 'node:crypto';
import type { Bookkeeping } from '../migration/bookkeeping.ts';
import { type Directives, parseDirectives } from '../migration/directives.ts';
import type { Migration, Script } from '../migration/migration.ts';
import type { Problem } from '../migration/problem.ts';
import { compile } from '../sql/compile.ts';
import { quoteLiteral } from '../sql/quote.ts';
import { cannotRunInTransaction, mayHoldRefused } from '../sql/transactions.ts';
import type { Directory } from './directory.ts';
import { downPart, downScript } from './plain/down-parts.ts';
import type { Format, FormatOptions } from './format.ts';
import { baseName, describe, duplicateVersions, folderOf, orphanDown } from './shared/naming.ts';
import { inFileOrder } from './shared/file-order.ts';
import { bookkeepingTable } from './shared/table-name.ts';
import { readText } from './shared/reading.ts';
import { textField } from './shared/rows.ts';
import { fillTemplates } from './shared/templates.ts';
import { isSqlxName } from './sqlx.ts';

const DOWN = '.down.sql';

export const plain: Format = {
  name: 'plain',
  tool: 'plain SQL',
  keepsSession: false,
  claim(directory) {
    const first = directory.files.find(isUp);
    return first === undefined ? undefined : { certainty: 'fallback', evidence: first };
  },
  load(directory, options) {
    const problems: Problem[] = [];
    const ups = directory.files.filter(isUp);
    problems.push(...duplicateVersions(ups.map((path) => ({ path, version: idOf(path) }))), ...orphans(directory, ups));
    const reading: Reading = { directory, options, problems, files: new Set(directory.files) };
    problems.push(...ups.flatMap((file) => downScript(file, reading.files)), ...unpadded(ups));
    const checksums = new Map<string, string>();
    const migrations = ups.flatMap((file) => {
      const migration = toMigration(file, reading);
      if (migration === undefined) return [];
      checksums.set(migration.id, sha256(directory.bytes(file)));
      return [migration];
    });
    return { migrations, problems, bookkeeping: bookkeeping(checksums, options.table) };
  },
};

interface Reading {
  readonly directory: Directory;
  readonly options: FormatOptions;
  readonly problems: Problem[];
  readonly files: ReadonlySet<string>;
}

function isUp(file: string): boolean {
  return file.endsWith('.sql') && !file.endsWith(DOWN);
}

function idOf(up: string): string {
  return up.replace(/(\.up)?\.sql$/, '');
}

function orphans(directory: Directory, ups: readonly string[]): Problem[] {
  const ids = new Set(ups.map(idOf));
  return directory.files
    .filter((file) => file.endsWith(DOWN) && !ids.has(file.slice(0, -DOWN.length)))
    .map((file) => orphanDown(file));
}

/** Numbers that are not all of one length do not sort as text the way they count. One warning is enough to see it. */
function unpadded(ups: readonly string[]): Problem[] {
  let before: { path: string; number: bigint } | undefined;
  for (const path of ups) {
    const digits = /^v?(\d+)/i.exec(baseName(path))?.[1];
    const number = digits === undefined ? undefined : BigInt(digits);
    const isNeighbour = before !== undefined && folderOf(before.path) === folderOf(path);
    if (before !== undefined && number !== undefined && isNeighbour && number < before.number) {
      return [
        {
          severity: 'warning',
          code: 'unpadded-number',
          message: `${before.path} runs before ${path}: names are compared as text, character by character.`,
          path,
          hint: `Give all numbers the same length, with zeros before them${ups.every(isSqlxName) ? ', or pass --format sqlx if they are its own: it compares them as numbers' : ''}.`,
        },
      ];
    }
    before = number === undefined ? undefined : { path, number };
  }
  return [];
}

function toMigration(file: string, reading: Reading): Migration | undefined {
  const up = toScript(file, reading);
  if (up === undefined) return undefined;
  const id = idOf(file);
  const down = reading.files.has(id + DOWN) ? toScript(id + DOWN, reading) : undefined;
  return {
    id,
    version: id,
    description: describe(baseName(id).replace(/^V?[0-9]+[_-]+/i, '')),
    path: file,
    up: up.script,
    down: down?.script,
    dependsOn: [],
    directives: up.directives,
  };
}

function toScript(path: string, reading: Reading): { script: Script; directives: Directives } | undefined {
  const text = readText(reading.directory, path, reading.problems);
  if (text === undefined) return undefined;
  const { directives, problems } = parseDirectives(text, path);
  reading.problems.push(...problems, ...downPart(text, path, `move that part to ${idOf(path)}${DOWN}`));
  const filled = fillTemplates(text, reading.options.variables);
  const script: Script = { path, text: filled, line: 1, transaction: 'single', dialect: 'psql' };
  const apart = directives.transaction === 'off' || cannotShareTransaction(script, reading);
  return { script: apart ? { ...script, transaction: 'none' } : script, directives };
}

/** What is wrong with the script is told when it is compiled to run. */
function cannotShareTransaction(script: Script, { directory, options }: Reading): boolean {
  // Commands bring in other files, and variables anything.
  const shows = !script.text.includes('\\') && options.variables.size === 0;
  if (shows && !mayHoldRefused(script.text)) return false;
  const { steps } = compile(script, { variables: options.variables, readFile: (file) => directory.read(file) });
  return steps.some(({ statement }) => cannotRunInTransaction(statement) !== undefined);
}

function sha256(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}

const MILLISECONDS = '(extract(epoch FROM clock_timestamp() - transaction_timestamp()) * 1000)::bigint';

function bookkeeping(checksums: ReadonlyMap<string, string>, asked: string | undefined): Bookkeeping {
  const table = bookkeepingTable('public.migrate_action_migrations', asked);
  return {
    table,
    create: [
      `CREATE TABLE IF NOT EXISTS ${table} (
  id text PRIMARY KEY,
  checksum text NOT NULL,
  applied_at timestamptz NOT NULL DEFAULT now(),
  duration_ms bigint NOT NULL
)`,
    ],
    select: `SELECT id, checksum FROM ${table} ORDER BY applied_at, id`,
    parse: (rows) =>
      rows.map((row) => ({ version: textField(row, 'id', table), checksum: textField(row, 'checksum', table) })),
    checksum: ({ id }) => checksums.get(id),
    record: ({ id }) => [
      `INSERT INTO ${table} (id, checksum, duration_ms) ` +
        `VALUES (${quoteLiteral(id)}, ${quoteLiteral(checksums.get(id) ?? '')}, ${MILLISECONDS})`,
    ],
    erase: ({ id }) => [`DELETE FROM ${table} WHERE id = ${quoteLiteral(id)}`],
    finish: (own) => inFileOrder({ table, key: 't.id', keys: own.map(({ id }) => id), times: ['applied_at'] }),
  };
}
