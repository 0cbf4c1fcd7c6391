/**
 * Supabase: `supabase/migrations/20240131120000_add_orders.sql`, as its CLI applies them.
 *
 * Rules, from its page "Database Migrations" and from the CLI's `pkg/migration/{list,file,apply,history}.go`:
 * - A migration is a file directly in `migrations` whose name is `DIGITS_name.sql`; other names are skipped with a message. They run
 *   in the order of their names as text. A first file `…_init.sql` from before December 2021 is skipped, too.
 * - The session is reset before each. Its statements go out in one batch without BEGIN, which PostgreSQL runs like one message: in
 *   one implicit transaction, together with the history row. A lone `CREATE INDEX CONCURRENTLY` works for that reason.
 * - `schema_migrations` keeps the version (the digits as they are), the name and the statements.
 * - `seed.sql` and `roles.sql` beside the directory are not migrations. There are no down scripts.
 *
 * A Supabase database comes with roles and schemas that no plain PostgreSQL has. They are not imitated: one note names those that the
 * migrations use.
 */
import path from 'node:path';
import type { Bookkeeping } from '../migration/bookkeeping.ts';
import { parseDirectives } from '../migration/directives.ts';
import type { Migration } from '../migration/migration.ts';
import type { Problem } from '../migration/problem.ts';
import { quoteIdentifier, quoteLiteral } from '../sql/quote.ts';
import { Scanner } from '../sql/scan.ts';
import type { Directory } from './directory.ts';
import type { Format } from './format.ts';
import { describe, duplicateVersions } from './shared/naming.ts';
import { readText } from './shared/reading.ts';
import { textField } from './shared/rows.ts';
import { supabaseStatements } from './supabase/statements.ts';
import { bookkeepingTable, tableName } from './shared/table-name.ts';

const NAME = /^(?<version>[0-9]+)_(?<title>[^\n]*)\.sql$/;
const OLD_INIT = /(?<time>[0-9]{14})_init\.sql/;
const FIRST_OWN_INIT = 20211209000000n;
/** What every Supabase database has before the first migration. */
const PLATFORM_SCHEMAS = new Set([
  'auth',
  'storage',
  'extensions',
  'realtime',
  'vault',
  'graphql',
  'graphql_public',
  'net',
  'cron',
]);
const PLATFORM_ROLES = new Set(['anon', 'authenticated', 'authenticator', 'service_role', 'supabase_admin']);

export const supabase: Format = {
  name: 'supabase',
  tool: 'Supabase CLI',
  keepsSession: false,
  claim(directory) {
    const prefix = folder(directory);
    if (!entries(directory, prefix).some((name) => NAME.test(name))) return undefined;
    if (prefix !== '')
      return { certainty: 'certain', evidence: 'config.toml beside migrations/ in a directory "supabase"' };
    if (path.basename(path.dirname(directory.root)) !== 'supabase') return undefined;
    const config = directory.findAbove('config.toml');
    const beside = config !== undefined && path.dirname(config.path) === path.dirname(directory.root);
    return beside
      ? { certainty: 'certain', evidence: config.path }
      : { certainty: 'likely', evidence: 'the directory above, "supabase"' };
  },
  load(directory, options) {
    const problems: Problem[] = [];
    const prefix = folder(directory);
    const names = entries(directory, prefix).filter((name, index) => isMigration(name, index, prefix, problems));
    const migrations = names.flatMap((name) => toMigration(`${prefix}${name}`, name, directory, problems));
    problems.push(...duplicateVersions(migrations), ...platformNote(migrations));
    return { migrations, problems, bookkeeping: bookkeeping(options.table) };
  },
};

/** `migrations/` if the directory named is the project's `supabase`, else nothing. */
function folder(directory: Directory): string {
  const isProject = path.basename(directory.root) === 'supabase' && directory.has('config.toml');
  return isProject ? 'migrations/' : '';
}

/** The names in the directory, those of directories ending in `/`, in order. */
function entries(directory: Directory, prefix: string): string[] {
  const names = directory.files
    .filter((file) => file.startsWith(prefix))
    .map((file) => /^[^/]*\/?/.exec(file.slice(prefix.length))?.[0] ?? '');
  return [...new Set(names)].sort();
}

function isMigration(name: string, index: number, prefix: string, problems: Problem[]): boolean {
  if (name.endsWith('/')) return false;
  const skipped = (message: string, hint: string): false => {
    const severity = name.endsWith('.sql') ? 'warning' : 'info';
    problems.push({ severity, code: 'skipped-file', message, path: `${prefix}${name}`, hint });
    return false;
  };
  const time = index === 0 ? OLD_INIT.exec(name)?.groups?.['time'] : undefined;
  if (time !== undefined && BigInt(time) < FIRST_OWN_INIT) {
    return skipped(
      `The Supabase CLI skips ${name}, which it takes for one of its own from before December 2021.`,
      'Replace "init" in the name by another word to have it run.',
    );
  }
  if (NAME.test(name)) return true;
  return skipped(
    `The Supabase CLI skips ${name}, whose name is not <timestamp>_name.sql.`,
    'Name it like 20240131120000_add_orders.sql if it is a migration.',
  );
}

function toMigration(file: string, name: string, directory: Directory, problems: Problem[]): Migration[] {
  const { version, title } = NAME.exec(name)?.groups ?? {};
  const text = readText(directory, file, problems);
  if (text === undefined || version === undefined || title === undefined) return [];
  const { directives, problems: wrong } = parseDirectives(text, file);
  problems.push(...wrong);
  return [
    {
      id: name.slice(0, -'.sql'.length),
      version,
      description: describe(title),
      path: file,
      up: { path: file, text, line: 1, transaction: 'message', dialect: 'sql' },
      dependsOn: [],
      directives,
    },
  ];
}

interface Use {
  readonly path: string;
  readonly line: number;
}

function platformNote(migrations: readonly Migration[]): Problem[] {
  const uses = new Map<string, Use>();
  const own = new Set<string>();
  for (const { up } of migrations) findUses(up.path, up.text, uses, own);
  const foreign = [...uses].filter(([name]) => !own.has(name));
  const first = foreign[0]?.[1];
  if (first === undefined) return [];
  return [
    {
      severity: 'info',
      code: 'supabase-platform',
      message: `The migrations use what only a Supabase database has: ${foreign.map(([name]) => name).join(', ')}.`,
      ...first,
      hint: 'Give the URL of a database started with Supabase (supabase start, or its postgres image) as database-url.',
    },
  ];
}

/** Adds the platform's schemas (`auth.users` uses `auth`) and roles where they first occur, and those that the script itself creates. */
function findUses(file: string, text: string, uses: Map<string, Use>, own: Set<string>): void {
  const scanner = new Scanner(text);
  let before: readonly string[] = [];
  for (let kind = scanner.next(); kind !== 'end'; kind = scanner.next()) {
    const raw = text.slice(scanner.start, scanner.end);
    const name = kind === 'identifier' ? raw.replaceAll('"', '') : raw.toLowerCase();
    if (kind === 'word' || kind === 'identifier') {
      const isSchema = PLATFORM_SCHEMAS.has(name) && text[scanner.end] === '.';
      const creates = /\bcreate (?:schema|role|user)(?: if not exists)?$/.test(before.join(' '));
      if (creates) own.add(name);
      else if ((isSchema || PLATFORM_ROLES.has(name)) && !uses.has(name)) {
        uses.set(name, { path: file, line: text.slice(0, scanner.start).split('\n').length });
      }
    }
    before = [...before.slice(-4), name];
  }
}

function bookkeeping(asked: string | undefined): Bookkeeping {
  const table = bookkeepingTable('supabase_migrations.schema_migrations', asked);
  return {
    table,
    create: [
      `CREATE SCHEMA IF NOT EXISTS ${quoteIdentifier(tableName(table).schema)}`,
      `CREATE TABLE IF NOT EXISTS ${table} (version text NOT NULL PRIMARY KEY)`,
      `ALTER TABLE ${table} ADD COLUMN IF NOT EXISTS statements text[]`,
      `ALTER TABLE ${table} ADD COLUMN IF NOT EXISTS name text`,
    ],
    select: `SELECT version FROM ${table} ORDER BY version`,
    parse: (rows) => rows.map((row) => ({ version: textField(row, 'version', table) })),
    alsoRecorded: ({ up }) => supabaseStatements(up.text),
    record({ id, version, up }) {
      const statements = supabaseStatements(up.text).map(quoteLiteral).join(', ');
      const values = [
        quoteLiteral(version),
        quoteLiteral(id.slice(version.length + 1)),
        `ARRAY[${statements}]::text[]`,
      ];
      return [`INSERT INTO ${table} (version, name, statements) VALUES (${values.join(', ')})`];
    },
    erase: ({ version }) => [`DELETE FROM ${table} WHERE version = ${quoteLiteral(version)}`],
  };
}
