/** The command line as people and scripts use it: output, JSON, exit codes, and what stands in the database afterwards. */
import { describe, expect, it } from '@jest/globals';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import pg from 'pg';
import { withFiles } from '../support/files.ts';
import { leftovers, runDirectories, traces } from '../support/leftovers.ts';
import { type Finished, runCli } from '../support/program.ts';
import { withServer } from '../support/server.ts';

const files = withFiles();
const execute = promisify(execFile);

const SHOP = {
  '001_customers.sql': 'CREATE TABLE customers (id int PRIMARY KEY, name text NOT NULL);\n',
  '002_orders.sql': 'CREATE TABLE orders (id int PRIMARY KEY, customer_id int REFERENCES customers);\n',
  '003_first_rows.sql': "INSERT INTO customers VALUES (1, 'Ada');\nINSERT INTO orders VALUES (10, 1), (11, 1);\n",
  '004_index.sql': 'CREATE INDEX CONCURRENTLY orders_customer ON orders (customer_id);\n',
};
const SHOP_IDS = ['001_customers', '002_orders', '003_first_rows', '004_index'];

interface RunJson {
  readonly migrations: readonly { id: string; digest: string; status: string; ms?: number; attempts?: number }[];
  readonly error?: Record<string, unknown>;
  readonly [field: string]: unknown;
}

function json(finished: Finished): RunJson {
  return JSON.parse(finished.stdout) as RunJson;
}

async function query(url: string, text: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(text)).rows;
  } finally {
    await client.end();
  }
}

const CONTENTS =
  'SELECT (SELECT count(*)::int FROM customers) AS customers, (SELECT count(*)::int FROM orders) AS orders';

describe('run on a server of its own', () => {
  it('tells a person what it did and leaves nothing behind', async () => {
    const before = await runDirectories();
    const finished = await runCli(['run', await files.directory(SHOP)]);
    expect(finished).toMatchObject({ code: 0, stderr: '' });
    for (const id of SHOP_IDS) expect(finished.stdout).toContain(`✓ ${id}`);
    expect(finished.stdout).toMatch(/^PostgreSQL 17\.\d+ our own server, .* · 4 migrations for plain\n/);
    expect(finished.stdout).toMatch(/4 migrations applied in .*; whole run .*\.\n$/);
    expect(finished.stdout).not.toContain('\u001b');
    expect(await leftovers(finished.mark, before)).toEqual([]);
  });

  it('goes on to its end when nobody reads what it says', async () => {
    const before = await runDirectories();
    const within = ['bash', '-c', 'set -o pipefail; "$@" 2>&1 | head -c 14', 'bash'];
    const finished = await runCli(['run', await files.directory(SHOP)], { within });
    expect(finished).toMatchObject({ code: 0, stdout: expect.stringMatching(/^PostgreSQL 17\./), stderr: '' });
    expect(await leftovers(finished.mark, before)).toEqual([]);
  });

  it('fails when what it says cannot be written', async () => {
    const within = ['bash', '-c', '"$@" > /dev/full', 'bash'];
    const finished = await runCli(['plan', await files.directory(SHOP), '--json'], { within });
    expect(finished).toMatchObject({ code: 2, stdout: '' });
    expect(finished.stderr).toMatch(/^error: The output could not be written: .*ENOSPC.*\.\n$/);
  });

  it('prints one JSON document and nothing else with --json', async () => {
    const finished = await runCli(['run', await files.directory(SHOP), '--json']);
    expect(finished.code).toBe(0);
    const result = json(finished);
    expect(finished.stdout).toBe(`${JSON.stringify(result, undefined, 2)}\n`);
    const milliseconds = expect.any(Number);
    expect(result).toMatchObject({
      version: 1,
      format: 'plain',
      postgres: { version: expect.stringMatching(/^17\.\d+$/), managed: true },
      start: { from: 'empty', applied: 0 },
      applied: 4,
      timings: {
        provisionMs: milliseconds,
        restoreMs: milliseconds,
        applyMs: milliseconds,
        saveMs: milliseconds,
        totalMs: milliseconds,
      },
      savedMs: milliseconds,
      spentMs: milliseconds,
      problems: [],
    });
    expect(result).not.toHaveProperty('error');
    expect(result.migrations.map(({ id }) => id)).toEqual(SHOP_IDS);
    for (const migration of result.migrations) {
      expect(migration).toMatchObject({ status: 'applied', ms: milliseconds, attempts: 1 });
      expect(migration.digest).toMatch(/^[0-9a-f]{64}$/);
      expect(migration.ms).toBeGreaterThan(0);
    }
    expect(new Set(result.migrations.map(({ digest }) => digest)).size).toBe(4);
  });

  it('keeps the server when asked, until the printed command ends it', async () => {
    const before = await runDirectories();
    const finished = await runCli(['run', await files.directory(SHOP), '--keep', '--clones', '3']);
    expect(finished).toMatchObject({ code: 0, stderr: '' });
    const urls = [...finished.stdout.matchAll(/^ {2}(?:database|clone \d) +(postgres:\/\/\S+)$/gm)].map(
      ([, url]) => url ?? '',
    );
    expect(urls).toHaveLength(4);
    const stop = /^ {2}stop it +(kill -INT \d+)$/m.exec(finished.stdout)?.[1] ?? 'exit 9';
    try {
      for (const url of urls) expect(await query(url, CONTENTS)).toEqual([{ customers: 1, orders: 2 }]);
      // Copies, not other names for the one database.
      await query(urls[1] ?? '', 'DELETE FROM orders');
      expect(await query(urls[0] ?? '', CONTENTS)).toEqual([{ customers: 1, orders: 2 }]);
      expect((await traces(finished.mark, before)).length).toBeGreaterThan(0);
    } finally {
      await execute('sh', ['-c', stop]);
    }
    expect(await leftovers(finished.mark, before)).toEqual([]);
  });

  it('gives no server a door to the outside unless it is kept', async () => {
    const finished = await runCli(['run', await files.directory({ '1.sql': 'SELECT 1;' }), '--json']);
    expect(json(finished)).not.toHaveProperty('database');
  });

  it.each(['14', '18'])('migrates on PostgreSQL %s', async (version) => {
    const finished = await runCli(['run', await files.directory(SHOP), '--json', '--postgres', version]);
    expect(json(finished)).toMatchObject({
      applied: 4,
      postgres: { version: expect.stringMatching(`^${version}\\.`) },
    });
  });
});

describe('plan', () => {
  it('prints the graph as one JSON document', async () => {
    const finished = await runCli([
      'plan',
      await files.directory(SHOP),
      '--json',
      '--postgres',
      '16',
      '--reuse',
      'off',
    ]);
    expect(finished).toMatchObject({ code: 0, stderr: '' });
    const plan = json(finished);
    expect(finished.stdout).toBe(`${JSON.stringify(plan, undefined, 2)}\n`);
    expect(plan).toMatchObject({ version: 2, format: 'plain', batches: SHOP_IDS.map((id) => [id]), problems: [] });
    expect(plan['matrix']).toEqual({ include: [{ postgres: '16', shard: 1, shards: 1 }] });
    expect(plan.migrations).toHaveLength(4);
    SHOP_IDS.forEach((id, index) => {
      const previous = SHOP_IDS[index - 1];
      // Each needs the one before it, for what it makes or puts in.
      expect(plan.migrations[index]).toMatchObject({
        id,
        path: `${id}.sql`,
        digest: expect.stringMatching(/^[0-9a-f]{64}$/),
        dependsOn: previous === undefined ? [] : [{ id: previous, because: expect.stringMatching(/\w+ \w+/) }],
        opaque: false,
        transactional: id !== '004_index',
      });
    });
  });

  it('shows a person the same, and starts no server for it', async () => {
    const before = await runDirectories();
    const finished = await runCli(['plan', await files.directory(SHOP)]);
    expect(finished).toMatchObject({ code: 0, stderr: '' });
    expect(finished.stdout).toMatch(/4 migrations for plain, 5 statements/);
    expect(finished.stdout).toMatch(/4 {2}004_index .* no transaction/);
    expect(await leftovers(finished.mark, before)).toEqual([]);
  });

  it('names every mistake, with exit code 1', async () => {
    const directory = await files.directory({
      '1_typo.sql': 'CREATE TABEL a ();\n',
      '2_open.sql': "SELECT 'never closed;\n",
      '3_fine.sql': 'SELECT 1;\n',
    });
    const finished = await runCli(['plan', directory, '--json']);
    expect(finished.code).toBe(1);
    expect(json(finished)['problems']).toEqual([
      // Another version of PostgreSQL may know what this one's grammar does not.
      expect.objectContaining({ severity: 'warning', path: '1_typo.sql', line: 1, column: 8 }),
      expect.objectContaining({ severity: 'error', path: '2_open.sql', line: 1, hint: expect.any(String) }),
    ]);
  });
});

describe('run on a database that is there', () => {
  const postgres = withServer();

  it('does the whole work once', async () => {
    const url = postgres.url(await postgres.createDatabase());
    const args = ['run', await files.directory(SHOP), '--database-url', url];
    const first = json(await runCli([...args, '--json']));
    expect(first).toMatchObject({ applied: 4, postgres: { managed: false }, start: { from: 'database', applied: 0 } });
    const second = await runCli([...args, '--json']);
    expect(second.code).toBe(0);
    expect(json(second)).toMatchObject({ applied: 0, start: { from: 'database', applied: 4 } });
    expect(json(second).migrations.map(({ status }) => status)).toEqual(Array(4).fill('present'));
    const third = await runCli(args);
    expect(third).toMatchObject({ code: 0, stderr: '' });
    expect(third.stdout).toContain('Nothing to do: all 4 migrations are applied.');
    expect(await query(url, CONTENTS)).toEqual([{ customers: 1, orders: 2 }]);
  });

  it('applies only what is new', async () => {
    const url = postgres.url(await postgres.createDatabase());
    await runCli(['run', await files.directory(SHOP), '--database-url', url]);
    const more = await files.directory({ ...SHOP, '005_more.sql': 'CREATE TABLE more ();\n' });
    const result = json(await runCli(['run', more, '--database-url', url, '--json']));
    expect(result).toMatchObject({ applied: 1, start: { from: 'database', applied: 4 } });
    expect(result.migrations.map(({ status }) => status)).toEqual([...Array<string>(4).fill('present'), 'applied']);
  });

  it('makes clones beside it', async () => {
    const database = await postgres.createDatabase();
    const args = [
      'run',
      await files.directory(SHOP),
      '--database-url',
      postgres.url(database),
      '--clones',
      '2',
      '--json',
    ];
    const result = json(await runCli(args));
    const { cloneUrls } = result['database'] as { cloneUrls: string[] };
    expect(cloneUrls).toEqual([postgres.url(`${database}_1`), postgres.url(`${database}_2`)]);
    for (const url of cloneUrls) expect(await query(url, CONTENTS)).toEqual([{ customers: 1, orders: 2 }]);
  });

  it('stops at a failing migration and leaves the database at the one before it', async () => {
    const url = postgres.url(await postgres.createDatabase());
    const directory = await files.directory({
      ...SHOP,
      '005_broken.sql':
        'CREATE TABLE half_done ();\n\nINSERT INTO orders\n  VALUES (12, 99);\nCREATE TABLE never ();\n',
      '006_after.sql': 'CREATE TABLE after (LIKE half_done);\n',
    });
    const finished = await runCli(['run', directory, '--database-url', url]);
    expect(finished).toMatchObject({ code: 1, stderr: '' });
    expect(finished.stdout).toContain('✗ 005_broken');
    expect(finished.stdout).toMatch(/005_broken\.sql:3:1: insert or update on table "orders" violates foreign key/);
    expect(finished.stdout).toMatch(/ 3 \| INSERT INTO orders\n.*\^\n +4 \| +VALUES \(12, 99\)\n/);
    expect(finished.stdout).toContain('detail: Key (customer_id)=(99) is not present in table "customers".');
    expect(finished.stdout).toContain('The migration was rolled back whole');
    expect(finished.stdout).toMatch(/Failed at 005_broken: 4 migrations applied in .* before it, 1 not reached\./);
    const state = `SELECT to_regclass('half_done') AS half, to_regclass('after') AS after, to_regclass('never') AS never,
      (SELECT array_agg(id ORDER BY id) FROM migrate_action_migrations) AS recorded`;
    expect(await query(url, state)).toEqual([{ half: null, after: null, never: null, recorded: SHOP_IDS }]);
  });

  it("passes on PostgreSQL's hint and position", async () => {
    const url = postgres.url(await postgres.createDatabase());
    const directory = await files.directory({
      '1_t.sql': 'CREATE TABLE t (amount int);\n',
      '2_hint.sql': '-- ünïcode 😀 before it\nSELECT 1; SELECT amuont FROM t;\n',
    });
    const finished = await runCli(['run', directory, '--database-url', url, '--json']);
    expect(finished.code).toBe(1);
    expect(json(finished)).toMatchObject({
      applied: 1,
      error: {
        migration: '2_hint',
        path: '2_hint.sql',
        line: 2,
        column: 18,
        statement: 'SELECT amuont FROM t',
        sqlstate: '42703',
        message: 'column "amuont" does not exist',
        hint: 'Perhaps you meant to reference the column "t.amount".',
        committed: 0,
      },
    });
    expect(json(finished).migrations.map(({ status }) => status)).toEqual(['applied', 'failed']);
  });

  it('says what stays of a migration that runs without a transaction', async () => {
    const url = postgres.url(await postgres.createDatabase());
    const directory = await files.directory({
      '1_t.sql': 'CREATE TABLE t (a int);\n',
      '2_apart.sql':
        '-- migrate-action: transaction=off\nCREATE TABLE stays (a int);\nINSERT INTO t VALUES (1);\nINSERT INTO t VALUES (1/0);\nINSERT INTO t VALUES (3);\n',
      '3_after.sql': 'CREATE TABLE after (LIKE stays);\n',
    });
    const finished = await runCli(['run', directory, '--database-url', url]);
    expect(finished.code).toBe(1);
    expect(finished.stdout).toContain('2_apart.sql:4:1: division by zero');
    expect(finished.stdout).toMatch(
      /2_apart does not run in one transaction .*2 statements stay in the database, without a bookkeeping row\./,
    );
    const state = `SELECT (SELECT array_agg(a) FROM t) AS rows, to_regclass('stays')::text AS stays, to_regclass('after') AS after,
      (SELECT array_agg(id) FROM migrate_action_migrations) AS recorded`;
    expect(await query(url, state)).toEqual([{ rows: [1], stays: 'stays', after: null, recorded: ['1_t'] }]);
  });
});

describe('usage', () => {
  it.each([
    { args: ['--help'], code: 0, stdout: /Usage: migrate-action/, stderr: /^$/ },
    { args: ['run', '--help'], code: 0, stdout: /--database-url <url>/, stderr: /^$/ },
    { args: [], code: 2, stdout: /^$/, stderr: /Usage: migrate-action/ },
    { args: ['run'], code: 2, stdout: /^$/, stderr: /argument 'dir' is missing/ },
    { args: ['rnu', 'x'], code: 2, stdout: /^$/, stderr: /unknown command 'rnu'\n\(Did you mean run\?\)/ },
    {
      args: ['plan', 'x', '--jsno'],
      code: 2,
      stdout: /^$/,
      stderr: /unknown option '--jsno'\n\(Did you mean --json\?\)/,
    },
    { args: ['run', 'x', '--postgers', '17'], code: 2, stdout: /^$/, stderr: /Did you mean --postgres\?/ },
    { args: ['run', 'x', 'y'], code: 2, stdout: /^$/, stderr: /too many arguments/ },
    { args: ['run', 'x', '--port'], code: 2, stdout: /^$/, stderr: /option '--port <port>' argument missing/ },
  ])('answers $args with exit code $code', async ({ args, code, stdout, stderr }) => {
    const finished = await runCli(args);
    expect(finished.code).toBe(code);
    expect(finished.stdout).toMatch(stdout);
    expect(finished.stderr).toMatch(stderr);
    expect(finished.stderr).not.toContain('\n    at ');
  });
});
