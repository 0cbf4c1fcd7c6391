/**
 * `flyway_schema_history`, as Flyway writes it.
 *
 * Rules, from `PostgreSQLDatabase.java` (table), `internal/schemahistory/{SchemaHistory,JdbcTableSchemaHistory}.java` (rows),
 * `internal/util/AbbreviationUtils.java`, and `internal/info/MigrationInfoServiceImpl.java` (what a row means). A repeatable migration
 * whose checksum has changed is pending again and gets a second row; going down adds a row instead of removing one.
 */
import type { AppliedRecord, Bookkeeping } from '../../migration/bookkeeping.ts';
import type { Migration } from '../../migration/migration.ts';
import { quoteIdentifier, quoteLiteral } from '../../sql/quote.ts';
import { standIn } from '../shared/baseline.ts';
import type { FlywayConfig } from './config.ts';
import { canonicalVersion, compareVersions, type FlywayFile } from './names.ts';
import { behindOthers, inFileOrder } from '../shared/file-order.ts';
import { booleanField, type Row, textField } from '../shared/rows.ts';
import { bookkeepingTable, tableName } from '../shared/table-name.ts';

/** A migration of the set with what its row says. */
export interface HistoryEntry {
  readonly file: FlywayFile;
  readonly checksum: number;
  readonly undo?: { readonly file: FlywayFile; readonly checksum: number } | undefined;
}

const MAX_DESCRIPTION = 200;
const MAX_SCRIPT = 1000;

/** What a row and a migration of the set are matched by: versions by their value, repeatable ones by description. */
export function historyVersion(file: Pick<FlywayFile, 'kind' | 'version' | 'description'>): string {
  return file.kind === 'repeatable' ? `R__${file.description}` : canonicalVersion(file.version);
}

/**
 * @param entries by migration id, in the order of the set
 * @param replaced versioned migrations that the set's baseline stands for
 */
export function flywayHistory(
  entries: ReadonlyMap<string, HistoryEntry>,
  replaced: readonly FlywayFile[],
  config: FlywayConfig,
  asked: string | undefined,
): Bookkeeping {
  const schema = config.defaultSchema ?? 'public';
  const table = bookkeepingTable(`${quoteIdentifier(schema)}.${quoteIdentifier(config.table)}`, asked);
  const byVersion = new Map([...entries.values()].map((entry) => [historyVersion(entry.file), entry]));
  const baseline = [...entries.values()].find(({ file }) => file.kind === 'baseline')?.file;
  const ids = [...entries.keys()];
  const entryOf = ({ id }: Migration): HistoryEntry => {
    const entry = entries.get(id);
    if (entry === undefined) throw new Error(`${id} is not a migration of this set.`);
    return entry;
  };
  return {
    table,
    schemas: config.schemas,
    create: createStatements(table, config),
    select: `SELECT installed_rank, version, description, type, checksum, success FROM ${table} ORDER BY installed_rank`,
    parse(rows) {
      const records = readRows(rows, table, byVersion);
      return standIn(
        records,
        baseline === undefined ? undefined : canonicalVersion(baseline.version),
        replaced.map((file) => canonicalVersion(file.version)),
        'baseline',
        'Flyway',
      );
    },
    checksum: (migration) => entries.get(migration.id)?.checksum.toString(),
    alsoRecorded: (migration) => [entryOf(migration).file.path, config.installedBy ?? ''],
    record(migration) {
      const { file, checksum } = entryOf(migration);
      return [
        insert(
          table,
          file,
          file.kind === 'baseline' ? 'SQL_BASELINE' : 'SQL',
          checksum,
          ids.indexOf(migration.id),
          config,
        ),
      ];
    },
    erase(migration) {
      const { file, checksum, undo } = entryOf(migration);
      const script = undo ?? { file, checksum };
      return [insert(table, { ...script.file, version: file.version }, 'UNDO_SQL', script.checksum, -1, config)];
    },
    finish(own) {
      const files = own.map((migration) => entryOf(migration).file);
      const scripts = (some: readonly FlywayFile[]) => some.map((file) => abbreviateScript(file.path));
      const rows = { table, key: 't.script', where: `t.success AND t.type IN ('SQL', 'SQL_BASELINE')` };
      return [
        ...(own.length === ids.length ? [] : behindOthers({ ...rows, keys: scripts(files) }, 'installed_rank')),
        ...inFileOrder({
          ...rows,
          // A repeatable one may well have run before versions that came later.
          keys: scripts(files.filter(({ kind }) => kind !== 'repeatable')),
          id: 'installed_rank',
          times: ['installed_on'],
          where:
            `${rows.where} AND t.installed_rank >` +
            ` coalesce((SELECT max(installed_rank) FROM ${table} WHERE type LIKE 'UNDO%' OR type = 'DELETE'), 0)`,
        }),
      ];
    },
  };
}

function createStatements(table: string, config: FlywayConfig): string[] {
  const { schema, name } = tableName(table);
  const schemas = [...new Set([...config.schemas, ...(schema === 'public' ? [] : [schema])])];
  return [
    ...schemas.map((each) => `CREATE SCHEMA IF NOT EXISTS ${quoteIdentifier(each)}`),
    `CREATE TABLE IF NOT EXISTS ${table} (
    "installed_rank" INT NOT NULL,
    "version" VARCHAR(50),
    "description" VARCHAR(200) NOT NULL,
    "type" VARCHAR(20) NOT NULL,
    "script" VARCHAR(1000) NOT NULL,
    "checksum" INTEGER,
    "installed_by" VARCHAR(100) NOT NULL,
    "installed_on" TIMESTAMP NOT NULL DEFAULT now(),
    "execution_time" INTEGER NOT NULL,
    "success" BOOLEAN NOT NULL,
    CONSTRAINT ${quoteIdentifier(`${name}_pk`)} PRIMARY KEY ("installed_rank")
)`,
    `CREATE INDEX IF NOT EXISTS ${quoteIdentifier(`${name}_s_idx`)} ON ${table} ("success")`,
  ];
}

/** Later rows about the same migration replace earlier ones. */
function readRows(
  rows: readonly Row[],
  table: string,
  byVersion: ReadonlyMap<string, HistoryEntry>,
): readonly AppliedRecord[] {
  const records = new Map<string, AppliedRecord>();
  for (const row of rows) {
    const type = textField(row, 'type', table);
    if (type === 'SCHEMA') continue;
    const version = versionOf(row, table);
    if (type.startsWith('UNDO') || type === 'DELETE') {
      records.delete(version);
      continue;
    }
    const checksum = row['checksum'] === null ? undefined : textField(row, 'checksum', table);
    records.delete(version);
    records.set(version, { version, checksum, unfinished: !booleanField(row, 'success', table) });
    // Everything up to a baseline, marked by hand or run as a script, counts as applied.
    if (type === 'BASELINE' || type.endsWith('_BASELINE')) {
      for (const [known, { file }] of byVersion) {
        if (file.kind !== 'versioned' || compareVersions(known, version) > 0 || records.has(known)) continue;
        records.set(known, { version: known });
      }
    }
  }
  return [...records.values()].filter(({ version, checksum, unfinished }) => {
    const known = byVersion.get(version);
    return unfinished === true || known?.file.kind !== 'repeatable' || known.checksum.toString() === checksum;
  });
}

function versionOf(row: Row, table: string): string {
  const description = textField(row, 'description', table);
  if (row['version'] === null) return historyVersion({ kind: 'repeatable', version: '', description });
  const version = textField(row, 'version', table).replaceAll('_', '.');
  return /^[+-]?\d+(?:\.\d+)*$/.test(version) ? canonicalVersion(version) : version;
}

/**
 * One statement that takes the next free rank under a lock, so that migrations that run side by side do not meet at the primary key.
 * A migration gets its place in the set as rank where that is free, so that the rows of two replays are the same.
 */
function insert(
  table: string,
  file: FlywayFile,
  type: string,
  checksum: number,
  place: number,
  config: FlywayConfig,
): string {
  const values = [
    file.kind === 'repeatable' ? 'NULL' : quoteLiteral(file.version),
    quoteLiteral(abbreviate(file.description, MAX_DESCRIPTION)),
    quoteLiteral(type),
    quoteLiteral(abbreviateScript(file.path)),
    checksum.toString(),
    config.installedBy === undefined ? 'current_user' : quoteLiteral(config.installedBy),
    'round(extract(epoch FROM clock_timestamp() - transaction_timestamp()) * 1000)::integer',
    'TRUE',
  ];
  const body = `DECLARE place integer := ${place + 1};
BEGIN
  PERFORM pg_catalog.pg_advisory_xact_lock(pg_catalog.hashtext(${quoteLiteral(table)}));
  IF place = 0 OR EXISTS (SELECT FROM ${table} WHERE installed_rank = place OR script = ${quoteLiteral(abbreviateScript(file.path))}) THEN
    SELECT coalesce(max(installed_rank), 0) + 1 INTO place FROM ${table};
  END IF;
  INSERT INTO ${table} (installed_rank, version, description, type, script, checksum, installed_by, execution_time, success)
  VALUES (place, ${values.join(', ')});
END`;
  return `DO ${quoteLiteral(body)}`;
}

function abbreviate(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, length - 3)}...`;
}

function abbreviateScript(script: string): string {
  return script.length <= MAX_SCRIPT ? script : `...${script.slice(3, MAX_SCRIPT)}`;
}
