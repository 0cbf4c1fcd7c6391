/** A run on somebody's database that is killed while migrations run side by side, and what the next one makes of its rows. */
import { describe, expect, it } from '@jest/globals';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type pg from 'pg';
import { withFiles } from '../support/files.ts';
import { withServer } from '../support/server.ts';

const files = withFiles();
const postgres = withServer();
const PROGRAM = fileURLToPath(new URL('cut-off.ts', import.meta.url));
const LOADER = fileURLToPath(new URL('../support/typescript.js', import.meta.url));

/** The first sleeps while the others are done. */
const STATEMENTS = ['SELECT pg_sleep(60)', 'CREATE TABLE b ()', 'CREATE TABLE c ()', 'CREATE TABLE d ()'];
const AWAKE = ['SELECT 1', ...STATEMENTS.slice(1), 'CREATE TABLE e ()'];
const OTHERS = 3;

interface Books {
  readonly format: string;
  readonly table: string;
  /** The migrations' numbers, by what the tool takes for their order. */
  readonly numbers: string;
  readonly file: (number: number, sql: string) => readonly [string, string];
  /** As the tool itself would write it, or as somebody by hand. */
  readonly theirs: string;
}

const BOOKS: readonly Books[] = [
  {
    format: 'goose',
    table: 'goose_db_version',
    numbers: 'SELECT version_id FROM goose_db_version WHERE version_id > 0 ORDER BY id',
    file: (number, sql) => [`${number}_x.sql`, `-- +goose Up\n${sql};\n`],
    theirs: 'INSERT INTO goose_db_version (version_id, is_applied) VALUES (1, true)',
  },
  {
    format: 'flyway',
    table: 'flyway_schema_history',
    numbers: 'SELECT version FROM flyway_schema_history WHERE version IS NOT NULL ORDER BY installed_rank',
    file: (number, sql) => [`V${number}__x.sql`, `${sql};\n`],
    theirs: `INSERT INTO flyway_schema_history SELECT 9, 1, 'x', 'SQL', 'V1__x.sql', NULL, 'me', now(), 1, true`,
  },
  {
    format: 'plain',
    table: 'migrate_action_migrations',
    numbers: 'SELECT id FROM migrate_action_migrations ORDER BY applied_at',
    file: (number, sql) => [`${number}.sql`, `${sql};\n`],
    theirs: `UPDATE migrate_action_migrations SET duration_ms = 7 WHERE id = '3'`,
  },
];

function start(directory: string, format: string, database: string) {
  const args = ['--import', LOADER, PROGRAM, directory, format, postgres.url(database)];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  const output = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output.stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (output.stderr += text));
  return { child, ended: once(child, 'close').then(([code]) => ({ code: code as number | null, ...output })) };
}

const numbersOf = async (client: pg.Client, { numbers }: Books): Promise<string> =>
  (await client.query<{ [column: string]: unknown }>(numbers)).rows.map((row) => Object.values(row).join()).join(' ');

const traces = async (client: pg.Client) =>
  (await client.query<{ oid: number }>('SELECT oid FROM pg_largeobject_metadata')).rows;

/** A database in which all but the first of a set were applied, in another order than that of the set, by a run that is dead. */
async function cutOff(books: Books) {
  const database = await postgres.createDatabase();
  const client = await postgres.connect(database);
  const set = (statements: readonly string[]) =>
    Object.fromEntries(statements.map((sql, index) => books.file(index + 1, sql)));
  const { child, ended } = start(await files.directory(set(STATEMENTS)), books.format, database);
  const deadline = Date.now() + 60_000;
  while (Date.now() < deadline) {
    await delay(50);
    const { rows } = await client.query('SELECT to_regclass($1) AS made', [books.table]);
    if ((rows[0] as { made: unknown }).made !== null && (await numbersOf(client, books)).split(' ').length >= OTHERS)
      break;
  }
  child.kill('SIGKILL');
  await ended;
  await client.query(
    'SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()',
  );
  const again = await files.directory(set(AWAKE));
  return { client, again: () => start(again, books.format, database).ended };
}

describe.each(BOOKS)('the rows of $format, after a run that was killed', (books) => {
  it('are in file order when the next one has ended, and nothing else is left of it', async () => {
    const { client, again } = await cutOff(books);
    expect(await numbersOf(client, books)).toBe('2 3 4');
    expect(await again()).toMatchObject({ code: 0, stdout: expect.any(String) });
    expect(await numbersOf(client, books)).toBe('1 2 3 4 5');
    expect(await traces(client)).toEqual([]);
  }, 120_000);

  it('stay as they are where somebody has written to the table since, which is told', async () => {
    const { client, again } = await cutOff(books);
    await client.query(books.theirs);
    const before = await numbersOf(client, books);
    const { code, stderr } = await again();
    expect({ code, stderr }).toEqual({ code: 0, stderr: expect.stringContaining('somebody has written to') });
    expect(await numbersOf(client, books)).toMatch(new RegExp(`^${before}( 1)? 5$`));
    expect(await traces(client)).toEqual([]);
  }, 120_000);
});

describe('what a run that was killed has left running', () => {
  it.each([
    ['a transaction', ''],
    ['a transaction that says what it is first', 'SET TRANSACTION ISOLATION LEVEL REPEATABLE READ;\n'],
    ['a statement that is in none', '-- migrate-action: transaction=off\n'],
  ])(
    'is waited for: %s',
    async (_, directive) => {
      const sql = `${directive}SELECT pg_sleep(3);\nCREATE TABLE slow AS SELECT 1 AS once;\n`;
      const database = await postgres.createDatabase();
      const client = await postgres.connect(database);
      const directory = await files.directory({ '1.sql': 'CREATE TABLE a ();', '2.sql': sql });
      const { child, ended } = start(directory, 'plain', database);
      const asleep = "SELECT FROM pg_stat_activity WHERE wait_event = 'PgSleep' AND datname = current_database()";
      for (const deadline = Date.now() + 30_000; (await client.query(asleep)).rows.length === 0;) {
        if (Date.now() > deadline) throw new Error('It does not run.');
        await delay(50);
      }
      child.kill('SIGKILL');
      await ended;
      const next = await start(directory, 'plain', database).ended;
      expect(next).toMatchObject({
        code: 0,
        stderr: expect.stringContaining('which a killed run has left, is migrating this database'),
      });
      expect((await client.query('SELECT once FROM slow')).rows).toEqual([{ once: 1 }]);
    },
    60_000,
  );
});
