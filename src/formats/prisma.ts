/**
 * Prisma Migrate: `20240131120000_add_orders/migration.sql`, with `migration_lock.toml` beside the directories.
 *
 * Rules, from https://www.prisma.io/docs/orm/prisma-migrate and, in prisma/prisma, `packages/migrate/src/utils/listMigrations.ts`; in
 * prisma/prisma-engines, `schema-engine/connectors/schema-connector/src/{migrations_directory,checksum}.rs`,
 * `schema-engine/connectors/sql-schema-connector/src/{sql_migration_persistence,flavour/postgres}.rs` and
 * `schema-engine/commands/src/commands/apply_migrations.rs`:
 * - Every directory is a migration, in the order of their names as JavaScript's `localeCompare` has it. One without `migration.sql` is
 *   an error (P3015). Files beside the directories are ignored.
 * - The `provider` of the lock file must be the database's; without the file nothing is checked.
 * - A script goes to PostgreSQL as one message, without a transaction of Prisma's own.
 * - The checksum is SHA-256 of the file; recorded ones that differ from it in line ends alone count as equal.
 * - A row without `finished_at` is a failed migration and stops everything; one with `rolled_back_at` counts as never applied.
 * - Prisma itself never goes down. Its guide on down migrations keeps a `down.sql` in the directory, which is taken as the way back.
 *
 * Prisma gives each row a random id. Ours is made of name and checksum, so that two replays leave the same rows.
 */
import { hash } from 'node:crypto';
import type { AppliedRecord, Bookkeeping } from '../migration/bookkeeping.ts';
import { compareInEnglish } from '../migration/collation.ts';
import { parseDirectives } from '../migration/directives.ts';
import type { Migration, Script } from '../migration/migration.ts';
import type { Problem } from '../migration/problem.ts';
import { quoteLiteral } from '../sql/quote.ts';
import type { Directory } from './directory.ts';
import type { Format } from './format.ts';
import { describe, folderOf } from './shared/naming.ts';
import { inFileOrder } from './shared/file-order.ts';
import { bookkeepingTable } from './shared/table-name.ts';
import { readText } from './shared/reading.ts';
import { textField } from './shared/rows.ts';

const LOCK = 'migration_lock.toml';
const TIMED_SCRIPT = /^\d{14}_[^/]+\/migration\.sql$/;
/** What the checksum was before Prisma 2.20 wrote its leading zeros: shorter than this. */
const CHECKSUM_LENGTH = 64;

export const prisma: Format = {
  name: 'prisma',
  tool: 'Prisma Migrate',
  keepsSession: true,
  claim(directory) {
    if (directory.has(LOCK)) return { certainty: 'certain', evidence: LOCK };
    // A snapshot beside the script is Drizzle's.
    const script = directory.files.find(
      (file) => TIMED_SCRIPT.test(file) && !directory.has(`${folderOf(file)}/snapshot.json`),
    );
    return script === undefined ? undefined : { certainty: 'certain', evidence: script };
  },
  load(directory, options) {
    const problems: Problem[] = checkProvider(directory);
    const checksums = new Map<string, Checksums>();
    const migrations = folders(directory).flatMap((folder) => {
      const migration = toMigration(folder, directory, problems);
      if (migration !== undefined) checksums.set(folder, checksumsOf(directory.bytes(migration.path)));
      return migration ?? [];
    });
    return { migrations, problems, bookkeeping: bookkeeping(checksums, options.table) };
  },
};

function checkProvider(directory: Directory): Problem[] {
  if (!directory.has(LOCK)) return [];
  const problems: Problem[] = [];
  const lines = (readText(directory, LOCK, problems) ?? '').split('\n');
  const line = lines.findIndex((text) => text.startsWith('provider'));
  const provider = /^provider\s*=\s*"?([^"#]*?)"?\s*(?:#.*)?$/.exec(lines[line] ?? '')?.[1];
  if (problems.length > 0 || provider === 'postgresql') return problems;
  return [
    {
      severity: 'error',
      code: 'wrong-provider',
      message:
        provider === undefined
          ? `${LOCK} does not name a provider.`
          : `${LOCK} names the provider "${provider}", not "postgresql".`,
      path: LOCK,
      line: line === -1 ? undefined : line + 1,
      hint: 'Name the migrations of a PostgreSQL schema.',
    },
  ];
}

function folders(directory: Directory): string[] {
  const names = directory.files.flatMap((file) => (file.includes('/') ? file.slice(0, file.indexOf('/')) : []));
  return [...new Set(names)].sort(compareInEnglish);
}

function toMigration(folder: string, directory: Directory, problems: Problem[]): Migration | undefined {
  const file = `${folder}/migration.sql`;
  if (!directory.has(file)) {
    problems.push({
      severity: 'error',
      code: 'missing-file',
      message: `The directory ${folder} has no migration.sql.`,
      path: folder,
      hint: 'Delete the directory or restore the file.',
    });
    return undefined;
  }
  const up = toScript(file, directory, problems);
  if (up === undefined) return undefined;
  const { directives, problems: wrong } = parseDirectives(up.text, file);
  problems.push(...wrong);
  const down = `${folder}/down.sql`;
  return {
    id: folder,
    version: folder,
    description: describe(folder.replace(/^\d+_/, '')),
    path: file,
    up,
    down: directory.has(down) ? toScript(down, directory, problems) : undefined,
    dependsOn: [],
    directives,
  };
}

function toScript(file: string, directory: Directory, problems: Problem[]): Script | undefined {
  const text = readText(directory, file, problems);
  return text === undefined ? undefined : { path: file, text, line: 1, transaction: 'message', dialect: 'sql' };
}

interface Checksums {
  readonly own: string;
  /** Whether Prisma takes this for the same file: other line ends, bytes written without leading zeros. */
  accepts(recorded: string): boolean;
}

function checksumsOf(bytes: Buffer): Checksums {
  const own = hash('sha256', bytes);
  return { own, accepts: (recorded) => recorded === own || variantsOf(bytes).has(recorded) };
}

function variantsOf(bytes: Buffer): ReadonlySet<string> {
  const text = bytes.toString('utf8');
  const full = [bytes, text.replaceAll('\r\n', '\n'), text.replaceAll('\n', '\r\n')].map((each) =>
    hash('sha256', each),
  );
  const short = full.map((checksum) => checksum.replaceAll(/../g, (byte) => byte.replace(/^0/, '')));
  return new Set([...full, ...short.filter((checksum) => checksum.length < CHECKSUM_LENGTH)]);
}

function bookkeeping(checksums: ReadonlyMap<string, Checksums>, asked: string | undefined): Bookkeeping {
  const table = bookkeepingTable('public._prisma_migrations', asked);
  const checksum = ({ id }: Migration): string => checksums.get(id)?.own ?? '';
  return {
    table,
    create: [
      `CREATE TABLE IF NOT EXISTS ${table} (
    id                      VARCHAR(36) PRIMARY KEY NOT NULL,
    checksum                VARCHAR(64) NOT NULL,
    finished_at             TIMESTAMPTZ,
    migration_name          VARCHAR(255) NOT NULL,
    logs                    TEXT,
    rolled_back_at          TIMESTAMPTZ,
    started_at              TIMESTAMPTZ NOT NULL DEFAULT now(),
    applied_steps_count     INTEGER NOT NULL DEFAULT 0
)`,
    ],
    select: `SELECT migration_name, checksum, finished_at, rolled_back_at FROM ${table} ORDER BY started_at, migration_name`,
    parse: (rows) =>
      rows
        .filter((row) => row['rolled_back_at'] === null)
        .map((row): AppliedRecord => {
          const version = textField(row, 'migration_name', table);
          const recorded = textField(row, 'checksum', table);
          const known = checksums.get(version);
          return {
            version,
            checksum: known?.accepts(recorded) === true ? known.own : recorded,
            unfinished: row['finished_at'] === null,
          };
        }),
    checksum,
    record: (migration) => [
      `INSERT INTO ${table} (id, checksum, finished_at, migration_name, started_at, applied_steps_count) VALUES (` +
        `'${rowId(migration.id, checksum(migration))}', '${checksum(migration)}', clock_timestamp(), ` +
        `${quoteLiteral(migration.id)}, transaction_timestamp(), 1) ON CONFLICT (id) DO UPDATE SET ` +
        `finished_at = excluded.finished_at, started_at = excluded.started_at, rolled_back_at = NULL`,
    ],
    erase: ({ id }) => [
      `UPDATE ${table} SET rolled_back_at = now() WHERE migration_name = ${quoteLiteral(id)} AND rolled_back_at IS NULL`,
    ],
    finish: (own) =>
      inFileOrder({
        table,
        key: 't.migration_name',
        keys: own.map(({ id }) => id),
        times: ['started_at', 'finished_at'],
        where: 't.rolled_back_at IS NULL AND t.finished_at IS NOT NULL',
      }),
  };
}

/** A UUID of the fourth version, as Prisma's are, but of the content. */
function rowId(name: string, checksum: string): string {
  const digits = hash('sha256', `${name}\n${checksum}`);
  const variant = ((parseInt(digits.slice(16, 17), 16) & 3) | 8).toString(16);
  return [
    digits.slice(0, 8),
    digits.slice(8, 12),
    `4${digits.slice(13, 16)}`,
    `${variant}${digits.slice(17, 20)}`,
    digits.slice(20, 32),
  ].join('-');
}
