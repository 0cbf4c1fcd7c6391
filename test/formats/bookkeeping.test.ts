/** The bookkeeping of the formats, on a real server: it must run as written, and read back what it wrote. */
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type pg from 'pg';
import { dbmate } from '../../src/formats/dbmate.ts';
import { diesel } from '../../src/formats/diesel.ts';
import { golangMigrate } from '../../src/formats/golang-migrate.ts';
import { goose } from '../../src/formats/goose.ts';
import { plain } from '../../src/formats/plain.ts';
import { sqlx } from '../../src/formats/sqlx.ts';
import type { MigrationSet } from '../../src/formats/format.ts';
import type { Migration } from '../../src/migration/migration.ts';
import { withServer } from '../support/server.ts';
import { load } from './project.ts';

const database = withServer();

const NAMES = ["1_it's", '2_b', '3_c'];
const files = (suffix: string, text: string) => Object.fromEntries(NAMES.map((name) => [name + suffix, text]));
const FORMATS = [
  { format: golangMigrate, files: files('.up.sql', '') },
  { format: dbmate, files: files('.sql', '-- migrate:up\n-- migrate:down\n') },
  { format: goose, files: files('.sql', '-- +goose Up\n') },
  { format: diesel, files: files('/up.sql', '--') },
  { format: sqlx, files: files('.sql', '') },
  { format: plain, files: files('.sql', '') },
].map(({ format, files }) => ({ name: format.name, format, files }));

async function run(client: pg.Client, statements: readonly string[]): Promise<void> {
  // As one message, which is how they travel with a migration.
  await client.query(statements.join(';\n'));
}

/** The versions of the set that are recorded as applied. */
async function recorded(client: pg.Client, { bookkeeping, migrations }: MigrationSet): Promise<string[]> {
  const { rows } = await client.query<Record<string, unknown>>(bookkeeping.select);
  const records = bookkeeping.parse(rows);
  const versions = migrations.map((migration) => migration.version);
  const base = records.find((record) => record.andAllBefore === true)?.version ?? '';
  const named = new Set(records.map((record) => record.version));
  return versions.filter((version, index) => named.has(version) || index < versions.indexOf(base));
}

describe.each(FORMATS)('the bookkeeping of $name', ({ format, files }) => {
  it.each([undefined, 'public."Odd name"'])('reads back what it wrote, in the table %s', async (table) => {
    const client = await database.connect(await database.createDatabase());
    const set = load(format, files, { table });
    const { bookkeeping, migrations } = set;
    await run(client, bookkeeping.create);
    await run(client, bookkeeping.create);
    await client.query("SET search_path TO ''");
    expect(await recorded(client, set)).toEqual([]);

    const versions: string[] = [];
    for (const migration of migrations) {
      await run(client, bookkeeping.record(migration));
      versions.push(migration.version);
      expect(await recorded(client, set)).toEqual(versions);
    }
    const { rows } = await client.query<Record<string, unknown>>(bookkeeping.select);
    const records = bookkeeping.parse(rows);
    if (bookkeeping.checksum !== undefined) {
      expect(records.map((record) => record.checksum)).toEqual(migrations.map((one) => bookkeeping.checksum?.(one)));
    }
    expect(records.filter((record) => record.unfinished === true)).toEqual([]);

    for (const migration of migrations.toReversed()) {
      await run(client, bookkeeping.erase(migration));
      versions.pop();
      expect(await recorded(client, set)).toEqual(versions);
    }
  });
});

describe('what each tool finds', () => {
  it.each([
    ['golang-migrate', 'SELECT version::int, dirty FROM schema_migrations', [{ version: 3, dirty: false }]],
    [
      'dbmate',
      'select version from schema_migrations order by version',
      ['1', '2', '3'].map((version) => ({ version })),
    ],
    [
      'goose',
      'SELECT version_id::int, is_applied FROM goose_db_version ORDER BY id DESC',
      [3, 2, 1, 0].map((version) => ({ version_id: version, is_applied: true })),
    ],
    [
      'diesel',
      'SELECT version FROM __diesel_schema_migrations ORDER BY version DESC',
      ['3', '2', '1'].map((version) => ({ version })),
    ],
    [
      'sqlx',
      'SELECT version::int, description, success, length(checksum) AS bytes, execution_time >= 0 AS timed FROM _sqlx_migrations ORDER BY version',
      ["it's", 'b', 'c'].map((description, index) => ({
        version: index + 1,
        description,
        success: true,
        bytes: 48,
        timed: true,
      })),
    ],
    [
      'plain',
      'SELECT id, duration_ms >= 0 AS timed FROM migrate_action_migrations ORDER BY id',
      NAMES.map((id) => ({ id, timed: true })),
    ],
  ])('%s', async (name, query, rows) => {
    const client = await database.connect(await database.createDatabase());
    const { format, files } = FORMATS.find((candidate) => candidate.name === name) ?? FORMATS[0] ?? never();
    const { bookkeeping, migrations } = load(format, files);
    await run(client, bookkeeping.create);
    for (const migration of migrations) await run(client, bookkeeping.record(migration));
    await run(client, bookkeeping.finish?.(migrations) ?? []);
    expect((await client.query(query)).rows).toEqual(rows);
  });
});

describe('golang-migrate out of order', () => {
  const many = Object.fromEntries([1, 2, 3, 4, 5].map((version) => [`${version}_x.up.sql`, '']));
  const set = load(golangMigrate, many);
  const { bookkeeping } = set;

  it('tells after every step exactly what is in, and at the end leaves the newest version alone where none before it is missing', async () => {
    const client = await database.connect(await database.createDatabase());
    await run(client, bookkeeping.create);
    const orders = fc.shuffledSubarray([...set.migrations], { minLength: set.migrations.length });
    await fc.assert(
      fc.asyncProperty(orders, fc.nat(5), async (order, stop) => {
        await client.query(`TRUNCATE ${bookkeeping.table}`);
        const done: string[] = [];
        for (const migration of order.slice(0, stop)) {
          await run(client, bookkeeping.record(migration));
          done.push(migration.version);
          expect(await recorded(client, set)).toEqual([...done].sort());
        }
        await run(client, bookkeeping.finish?.(set.migrations) ?? []);
        expect(await recorded(client, set)).toEqual([...done].sort());
        const whole = set.migrations.slice(0, stop).every(({ version }) => done.includes(version));
        const { rows } = await client.query<{ version: string }>(bookkeeping.select);
        if (whole) expect(rows.map((row) => row.version)).toEqual(done.length === 0 ? [] : [done.sort().at(-1)]);
      }),
      { numRuns: 30 },
    );
  });

  it('lets two finish side by side without waiting for each other', async () => {
    const name = await database.createDatabase();
    const [one, two] = [await database.connect(name), await database.connect(name)];
    const [first, second, third] = set.migrations;
    await run(one, [...bookkeeping.create, ...record(first)]);
    await one.query('BEGIN');
    await two.query('BEGIN');
    await run(two, record(third));
    await two.query('COMMIT');
    await run(one, record(second));
    await one.query('COMMIT');
    expect(await recorded(one, set)).toEqual(['1', '2', '3']);
  });

  function record(migration: Migration | undefined): readonly string[] {
    return migration === undefined ? never() : bookkeeping.record(migration);
  }
});

function never(): never {
  throw new Error('The test does not hold together.');
}
