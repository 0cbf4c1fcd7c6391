/**
 * The bookkeeping of tools that look at the order of their rows or let rows point at each other, on a real server: whatever the
 * order in which migrations were applied, the rows must be those of an application in order.
 */
import { describe, expect, it } from '@jest/globals';
import type pg from 'pg';
import type { MigrationSet } from '../../src/formats/format.ts';
import { graphileMigrate } from '../../src/formats/graphile-migrate.ts';
import { nodePgMigrate } from '../../src/formats/node-pg-migrate.ts';
import { sourcegraph } from '../../src/formats/sourcegraph.ts';
import { sqitch } from '../../src/formats/sqitch.ts';
import { supabase } from '../../src/formats/supabase.ts';
import { withServer } from '../support/server.ts';
import { load } from './project.ts';

const database = withServer();

const BY = '2024-01-02T03:04:05Z Ann Lee <ann@example.com>';
const deploy = (name: string) => [`deploy/${name}.sql`, `select '${name}';`] as const;
const SQITCH = {
  'sqitch.plan': `%project=it's\n%uri=https://example.com/\n\na ${BY} # n\\\\o\\nte\n@v1 ${BY}\n\nb [a@v1] ${BY}\na [a@v1 b !z] ${BY}\nz ${BY}\n`,
  ...Object.fromEntries(['a@v1', 'b', 'a', 'z'].map(deploy)),
};
const GRAPHILE = {
  'committed/000001.sql': `--! Previous: -\n--! Hash: x1\n--! AllowInvalidHash\n\nselect 1;\n`,
  'committed/000002-b.sql': `--! Previous: x1\n--! Hash: x2\n--! AllowInvalidHash\n\nselect 2;\n`,
  'committed/000003-c.sql': `--! Previous: x2\n--! Hash: x3\n--! AllowInvalidHash\n\nselect 3;\n`,
};
const definition = (id: number, parents: string) =>
  Object.entries({ 'metadata.yaml': `parents: [${parents}]`, 'up.sql': 'select 1;', 'down.sql': 'select 2;' }).map(
    ([file, text]) => [`${id}_x/${file}`, text] as const,
  );
const SOURCEGRAPH = Object.fromEntries([definition(1, ''), definition(2, '1'), definition(3, '2')].flat());
const FORMATS = [
  { format: sqitch, files: SQITCH, versions: ['a@v1', 'b', 'a', 'z'], schema: 'sqitch' },
  { format: graphileMigrate, files: GRAPHILE, versions: ['000001', '000002', '000003'], schema: 'graphile_migrate' },
  {
    format: nodePgMigrate,
    files: { "1_it's.sql": '', '2_b.sql': '', '3_c.sql': '' },
    versions: ["1_it's", '2_b', '3_c'],
    schema: 'public',
  },
  { format: sourcegraph, files: SOURCEGRAPH, versions: ['1', '2', '3'], schema: 'public' },
  {
    format: supabase,
    files: { "1_it's.sql": "select '\\';", '2_b.sql': '', '3_c.sql': '' },
    versions: ['1', '2', '3'],
    schema: 'supabase_migrations',
  },
].map((row) => ({ name: row.format.name, ...row }));

/** As one message, which is how they travel with a migration. */
async function run(client: pg.Client, statements: readonly string[]): Promise<void> {
  await client.query(statements.join(';\n'));
}

async function records({ bookkeeping }: MigrationSet, client: pg.Client) {
  const { rows } = await client.query<Record<string, unknown>>(bookkeeping.select);
  return bookkeeping.parse(rows);
}

async function recorded(set: MigrationSet, client: pg.Client): Promise<string[]> {
  return (await records(set, client)).map(({ version }) => version);
}

async function withBooks(set: MigrationSet): Promise<pg.Client> {
  const client = await database.connect(await database.createDatabase());
  await run(client, ['BEGIN', ...set.bookkeeping.create, 'COMMIT']);
  await run(client, ['BEGIN', ...set.bookkeeping.create, 'COMMIT']);
  await client.query("SET search_path TO ''");
  return client;
}

describe.each(FORMATS)('the bookkeeping of $name', ({ format, files, versions, schema }) => {
  it.each([undefined, 'elsewhere."Odd name"'])('reads back what it wrote, in the table %s', async (table) => {
    const set = load(format, files, { table });
    expect(set.problems.filter(({ severity }) => severity === 'error')).toEqual([]);
    const { bookkeeping, migrations } = set;
    const client = await withBooks(set);
    expect(bookkeeping.table.replaceAll('"', '').split('.')[0]).toBe(table === undefined ? schema : 'elsewhere');
    expect(await recorded(set, client)).toEqual([]);
    for (const migration of migrations) await run(client, ['BEGIN', ...bookkeeping.record(migration), 'COMMIT']);
    await run(client, bookkeeping.finish?.(migrations) ?? []);
    expect(await recorded(set, client)).toEqual(versions);
    if (bookkeeping.checksum !== undefined) {
      const checksums = (await records(set, client)).map(({ checksum }) => checksum);
      expect(checksums).toEqual(migrations.map((migration) => bookkeeping.checksum?.(migration)));
      expect(new Set(checksums).size).toBe(versions.length);
    }
    for (const migration of migrations.toReversed())
      await run(client, ['BEGIN', ...bookkeeping.erase(migration), 'COMMIT']);
    expect(await recorded(set, client)).toEqual([]);
  });
});

describe('rows written in another order', () => {
  it('node-pg-migrate: get the times of the right one, and keep them from then on', async () => {
    const set = load(nodePgMigrate, { '1_a.sql': '', '2_b.sql': '', '3_c.sql': '' });
    const client = await withBooks(set);
    for (const migration of set.migrations.toReversed()) await run(client, set.bookkeeping.record(migration));
    expect(await recorded(set, client)).toEqual(['3_c', '2_b', '1_a']);
    await run(client, set.bookkeeping.finish?.(set.migrations) ?? []);
    const query = 'SELECT name, run_on::text FROM public.pgmigrations ORDER BY run_on, id';
    const { rows } = await client.query<{ name: string }>(query);
    expect(rows.map(({ name }) => name)).toEqual(['1_a', '2_b', '3_c']);
    await run(client, set.bookkeeping.finish?.(set.migrations) ?? []);
    expect((await client.query(query)).rows).toEqual(rows);
  });

  it('graphile-migrate: are linked at the end', async () => {
    const set = load(graphileMigrate, GRAPHILE);
    const client = await withBooks(set);
    for (const migration of set.migrations.toReversed()) await run(client, set.bookkeeping.record(migration));
    await run(client, set.bookkeeping.finish?.(set.migrations) ?? []);
    const { rows } = await client.query(
      'SELECT hash, previous_hash, filename FROM graphile_migrate.migrations ORDER BY filename',
    );
    expect(rows).toEqual([
      { hash: 'x1', previous_hash: null, filename: '000001.sql' },
      { hash: 'x2', previous_hash: 'x1', filename: '000002.sql' },
      { hash: 'x3', previous_hash: 'x2', filename: '000003.sql' },
    ]);
  });

  it('Sqitch: end with the last change of the plan', async () => {
    const set = load(sqitch, SQITCH);
    const client = await withBooks(set);
    const [first, second, third, fourth] = set.migrations;
    for (const migration of [fourth, first, second, third]) {
      if (migration !== undefined) await run(client, set.bookkeeping.record(migration));
    }
    expect(await recorded(set, client)).toEqual(['z', 'a@v1', 'b', 'a']);
    await run(client, set.bookkeeping.finish?.(set.migrations) ?? []);
    expect(await recorded(set, client)).toEqual(['a@v1', 'b', 'a', 'z']);
  });
});

describe('the rows of Sqitch', () => {
  it('are the ones it writes itself', async () => {
    const set = load(sqitch, SQITCH);
    const client = await withBooks(set);
    for (const migration of set.migrations) await run(client, set.bookkeeping.record(migration));
    const rows = async (query: string) => (await client.query<Record<string, unknown>>(query)).rows;
    expect(await rows('SELECT version, installer_name FROM sqitch.releases')).toEqual([
      { version: 1.1, installer_name: 'migrate-action' },
    ]);
    expect(await rows('SELECT project, uri FROM sqitch.projects')).toEqual([
      { project: "it's", uri: 'https://example.com/' },
    ]);
    expect(
      await rows(
        `SELECT d.type, d.dependency, c.change, length(c.change_id) AS id FROM sqitch.dependencies AS d` +
          ` LEFT JOIN sqitch.changes AS c ON c.change_id = d.dependency_id ORDER BY c.committed_at, d.dependency`,
      ),
    ).toEqual([
      { type: 'require', dependency: 'a@v1', change: 'a', id: 40 },
      { type: 'require', dependency: 'a@v1', change: 'a', id: 40 },
      { type: 'require', dependency: 'b', change: 'b', id: 40 },
      { type: 'conflict', dependency: 'z', change: null, id: null },
    ]);
    expect(
      await rows(
        `SELECT event, change, requires, conflicts, tags, note, planned_at = '2024-01-02 03:04:05Z' AS planned` +
          ` FROM sqitch.events ORDER BY committed_at LIMIT 3`,
      ),
    ).toEqual([
      { event: 'deploy', change: 'a', requires: [], conflicts: [], tags: ['@v1'], note: 'n\\o\nte', planned: true },
      { event: 'deploy', change: 'b', requires: ['a@v1'], conflicts: [], tags: [], note: '', planned: true },
      { event: 'deploy', change: 'a', requires: ['a@v1', 'b'], conflicts: ['z'], tags: [], note: '', planned: true },
    ]);
    const [last] = set.migrations.slice(-1);
    if (last !== undefined) await run(client, set.bookkeeping.erase(last));
    expect(await rows('SELECT event, change FROM sqitch.events ORDER BY committed_at DESC LIMIT 1')).toEqual([
      { event: 'revert', change: 'z' },
    ]);
  });

  it('follow a plan that has changed since: ids, tags, and what is new requires the old by its new id', async () => {
    const plan = (...lines: string[]) => `%project=p\n\n${lines.map((line) => `${line} ${BY}\n`).join('')}`;
    const scripts = Object.fromEntries(['a', 'b', 'new', 'late'].map(deploy));
    const before = load(sqitch, { ...scripts, 'sqitch.plan': plan('a', 'b [a]', '@v1') });
    const after = load(sqitch, { ...scripts, 'sqitch.plan': plan('new', 'a', '@v0', 'b [a]', '@v1', 'late [b new]') });
    const client = await withBooks(before);
    for (const migration of before.migrations) await run(client, before.bookkeeping.record(migration));
    await run(client, before.bookkeeping.finish?.(before.migrations) ?? []);

    expect(await recorded(after, client)).toEqual(['a', 'b']);
    await run(client, after.bookkeeping.create);
    for (const migration of after.migrations.filter(({ id }) => id === 'new' || id === 'late')) {
      await run(client, ['BEGIN', ...after.bookkeeping.record(migration), 'COMMIT']);
    }
    await run(
      client,
      after.bookkeeping.finish?.(after.migrations.filter(({ id }) => id === 'new' || id === 'late')) ?? [],
    );

    const fresh = await withBooks(after);
    for (const migration of after.migrations) await run(fresh, after.bookkeeping.record(migration));
    const state = async (where: pg.Client) => [
      (await where.query('SELECT change_id, change, script_hash FROM sqitch.changes ORDER BY committed_at')).rows,
      (await where.query('SELECT tag_id, tag, change_id FROM sqitch.tags ORDER BY tag')).rows,
      (await where.query('SELECT * FROM sqitch.dependencies ORDER BY 1, 3')).rows,
      (await where.query('SELECT event, change_id, change FROM sqitch.events ORDER BY change')).rows,
    ];
    expect(await state(client)).toEqual(await state(fresh));
  });
});

describe('the rows of Supabase and Sourcegraph', () => {
  it('Supabase: hold name and statements', async () => {
    const set = load(supabase, { "1_it's.sql": "-- why\nselect E'\\'' , '{\"a\"}';\nselect 2;", '2_empty.sql': '' });
    const client = await withBooks(set);
    for (const migration of set.migrations) await run(client, set.bookkeeping.record(migration));
    const { rows } = await client.query(
      'SELECT version, name, statements FROM supabase_migrations.schema_migrations ORDER BY version',
    );
    expect(rows).toEqual([
      { version: '1', name: "it's", statements: expect.arrayContaining([expect.stringContaining('-- why')]) },
      { version: '2', name: 'empty', statements: [] },
    ]);
  });

  it('Sourcegraph: are attempts, of which the newest counts', async () => {
    const set = load(sourcegraph, SOURCEGRAPH);
    const client = await withBooks(set);
    const [first, second] = set.migrations;
    if (first === undefined || second === undefined) throw new Error('The set has two migrations.');
    await run(client, set.bookkeeping.record(first));
    await run(client, set.bookkeeping.record(second));
    await run(client, set.bookkeeping.erase(second));
    await client.query(`INSERT INTO public.migration_logs (migration_logs_schema_version, schema, version, up, started_at)
      VALUES (2, 'migrations_schema_migrations', 3, true, now()), (2, 'other_schema_migrations', 9, true, now())`);
    expect(await records(set, client)).toEqual([{ version: '1' }, { version: '3', unfinished: true }]);
  });
});
