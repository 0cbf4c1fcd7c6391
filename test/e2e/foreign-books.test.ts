/** Databases that somebody else has migrated, or keeps books of his own in: their history stays, and what cannot be read is told. */
import { describe, expect, it } from '@jest/globals';
import { symlink } from 'node:fs/promises';
import path from 'node:path';
import { withFiles } from '../support/files.ts';
import { runCli } from '../support/program.ts';
import { expectRefusal } from '../support/refusal.ts';
import { withServer } from '../support/server.ts';

const files = withFiles();
const postgres = withServer();

/** A new database after these statements. */
async function database(...statements: string[]) {
  const name = await postgres.createDatabase();
  const client = await postgres.connect(name);
  for (const statement of statements) await client.query(statement.replaceAll('$database', name));
  const rows = async (table: string): Promise<string[]> => {
    const found = await client.query<{ row: string }>(`SELECT concat(xmin, ' ', t) AS row FROM ${table} AS t`);
    return found.rows.map(({ row }) => row).sort();
  };
  return { name, url: postgres.url(name), client, rows };
}

const as = (role: string, url: string) => url.replace(/\/\/[^@]*@/, `//${role}@`);
const goose = (name: string) => `-- +goose Up\nCREATE TABLE ${name} (id int);\n`;
const GOOSE = { '1_a.sql': goose('a'), '2_b.sql': goose('b'), '3_c.sql': goose('c') };
const FLYWAY = {
  'V1__a.sql': 'CREATE TABLE a ();',
  'V2__b.sql': 'CREATE TABLE b ();',
  'V3__c.sql': 'CREATE TABLE c ();',
};

describe('the history of a database', () => {
  it.each([
    { format: 'goose', set: GOOSE, table: 'goose_db_version', time: 'tstamp', key: 'version_id', late: {} },
    {
      format: 'flyway',
      set: FLYWAY,
      table: 'flyway_schema_history',
      time: 'installed_on',
      key: 'installed_rank',
      late: { 'V1_0_5__late.sql': 'CREATE TABLE late ();', 'V4__d.sql': 'CREATE TABLE d ();' },
    },
  ])(
    'stays as it was where nothing is left to do, and where something is added ($format)',
    async ({ format, set, table, time, key, late }) => {
      const { url, client, rows } = await database();
      const args = async (some: Record<string, string>) => {
        const directory = await files.directory(some);
        return ['run', directory, '--format', format, '--database-url', url];
      };
      expect(await runCli(await args(set))).toMatchObject({ code: 0 });
      // The second was applied late.
      await client.query(`UPDATE ${table} SET ${time} = ${time} + interval '1 day' * (10 - ${key}) WHERE ${key} > 1`);
      const before = await rows(table);
      expect(await runCli(await args(set))).toMatchObject({
        code: 0,
        stdout: expect.stringContaining('Nothing to do'),
      });
      expect(await rows(table)).toEqual(before);
      if (Object.keys(late).length === 0) return;
      expect(await runCli(await args({ ...set, ...late }))).toMatchObject({ code: 0 });
      expect(await rows(table)).toEqual(expect.arrayContaining(before));
      const { rows: added } = await client.query(
        `SELECT installed_rank AS rank, script FROM ${table} WHERE installed_rank > 3 ORDER BY 1`,
      );
      expect(added).toEqual([
        { rank: 4, script: 'V1_0_5__late.sql' },
        { rank: 5, script: 'V4__d.sql' },
      ]);
    },
  );
});

describe('books that cannot be read or made', () => {
  const GOLANG = { '1_a.up.sql': 'CREATE TABLE a ();' };
  it.each<[string, string, Record<string, string>, string[], (string | RegExp)[], string[]]>([
    [
      "of another tool's table",
      'golang-migrate',
      GOLANG,
      ['CREATE TABLE schema_migrations (version varchar PRIMARY KEY)'],
      ['column "dirty" does not exist', 'It has version (character varying).', '--format'],
      [],
    ],
    [
      'of a table with other columns',
      'goose',
      GOOSE,
      ['CREATE TABLE goose_db_version (id int)'],
      ['column "version_id" does not exist', 'It has id (integer).'],
      [],
    ],
    [
      'of a view',
      'goose',
      GOOSE,
      ['CREATE VIEW goose_db_version AS SELECT 1 AS id'],
      ['column "version_id" does not exist', 'It has id (integer).'],
      [],
    ],
    [
      'of sqlx with other columns',
      'sqlx',
      { '1_a.sql': 'CREATE TABLE a ();' },
      ['CREATE TABLE _sqlx_migrations (v int)'],
      ['It has v (integer).'],
      [],
    ],
    [
      'of Flyway with other columns',
      'flyway',
      FLYWAY,
      ['CREATE TABLE flyway_schema_history (id int)'],
      ['It has id (integer).'],
      [],
    ],
    [
      'in a schema that is not there',
      'plain',
      { '1.sql': 'CREATE TABLE a ();' },
      [],
      ['schema "other" does not exist', '--init-sql'],
      ['--table', 'other.tab'],
    ],
    [
      'in the schema public, which is not there',
      'plain',
      { '1.sql': 'SELECT 1;' },
      ['DROP SCHEMA public'],
      ['schema "public" does not exist'],
      [],
    ],
    [
      "in PostgreSQL's own schema",
      'plain',
      { '1.sql': 'SELECT 1;' },
      [],
      [/permission denied/, '--table'],
      ['--table', 'pg_catalog.x'],
    ],
  ])('%s', async (_, format, set, statements, says, more) => {
    const { url } = await database(...statements);
    const args = ['run', await files.directory(set), '--format', format, '--database-url', url, ...more];
    await expectRefusal(args, { code: 2, says });
  });

  it('by a user who lacks the right to', async () => {
    const { url } = await database(
      'CREATE ROLE blind LOGIN',
      'GRANT CREATE ON SCHEMA public TO blind',
      'GRANT CREATE ON DATABASE $database TO blind',
      'CREATE TABLE goose_db_version (id int, version_id bigint, is_applied boolean)',
    );
    const args = ['run', await files.directory(GOOSE), '--format', 'goose', '--database-url', as('blind', url)];
    const says = ['permission denied for table goose_db_version', 'Grant'];
    await expectRefusal(args, { code: 2, says });
  });

  it('by a user who may create tables, but no schemas, unless they need one', async () => {
    const { url } = await database('CREATE ROLE plain LOGIN', 'GRANT CREATE ON SCHEMA public TO plain');
    const args = ['run', await files.directory({ '1.sql': 'CREATE TABLE a ();' }), '--database-url', as('plain', url)];
    expect(await runCli(args)).toMatchObject({ code: 0, stderr: '' });
    const graphile = await files.directory({
      'committed/000001.sql': '--! Previous: -\n--! Hash: x1\n--! AllowInvalidHash\n\nselect 1;\n',
    });
    const needs = [
      'run',
      graphile,
      '--format',
      'graphile-migrate',
      '--database-url',
      as('plain', url),
      '--allow-non-empty',
    ];
    await expectRefusal(needs, { code: 2, says: ['User plain may not create schemas in database'] });
  });
});

it('tells of a cache directory in which nothing can be made', async () => {
  const directory = await files.directory({ '1.sql': 'SELECT 1;' });
  const cache = await files.directory();
  await symlink('/nonexistent/nowhere', path.join(cache, 'postgresql'));
  await expectRefusal(['run', directory, '--cache-dir', cache], { code: 2, says: ['postgresql', '--cache-dir'] });
});

it('takes no command for a mistake', async () => {
  expect(await runCli([])).toMatchObject({ code: 2, stdout: '' });
});
