/**
 * Migrations that run side by side are recorded in the order in which they end. On a real server, for every format: the books say
 * exactly what is in at any moment, and at the end they are those of a run in file order.
 */
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type pg from 'pg';
import { openDirectory } from '../../src/formats/directory.ts';
import { flyway } from '../../src/formats/flyway.ts';
import type { MigrationSet } from '../../src/formats/format.ts';
import { FORMATS } from '../../src/formats/registry.ts';
import { behindOthers, inFileOrder } from '../../src/formats/shared/file-order.ts';
import type { Migration } from '../../src/migration/migration.ts';
import { withServer } from '../support/server.ts';
import { load, options } from './project.ts';

const database = withServer();
const EXAMPLES = path.join(import.meta.dirname, '../../examples');
/** Other examples run callbacks at the end, or go by another name. */
const SETS: Readonly<Record<string, () => MigrationSet>> = {
  flyway: () =>
    load(flyway, Object.fromEntries(['V1__a', 'V2__b', 'V2_1__c', 'V3__d', 'R__e'].map((n) => [`${n}.sql`, '']))),
};
const NAMED: Readonly<Record<string, string>> = { dbmate: 'shop', 'graphile-migrate': 'graphile-migrate/migrations' };
const FURTHER_FOLDERS: Readonly<Record<string, string>> = {
  'node-pg-migrate': 'node-pg-migrate/migrations',
  supabase: 'supabase/migrations',
};

const CASES = FORMATS.map((format) => {
  const folder = NAMED[format.name] ?? FURTHER_FOLDERS[format.name] ?? format.name;
  const set = SETS[format.name]?.() ?? format.load(openDirectory(path.join(EXAMPLES, folder)), options());
  // Enough to be in a wrong order.
  return { name: format.name, bookkeeping: set.bookkeeping, migrations: set.migrations.slice(0, 7) };
});

/** Columns that measure how long something took, and when it was. */
const MEASURED = new Set(['execution_time', 'duration_ms', 'deployment_id']);

/** Tools whose older rows must follow newer ones. */
const FOLLOWING = new Set(['golang-migrate', 'graphile-migrate', 'sqitch']);
/** Formats whose `select` has the rows in the order of times or numbers, where those are no part of the migration's name. */
const TELLS_ORDER = new Set([
  'diesel',
  'flyway',
  'goose',
  'liquibase',
  'node-pg-migrate',
  'plain',
  'prisma',
  'sourcegraph',
  'sqlx',
]);

type Row = Record<string, unknown>;

/** Every row without what is measured, sorted by each of the columns that tell an order. */
async function ordersOf(client: pg.Client, table: string): Promise<Record<string, string[]>> {
  const { rows } = await client.query<Row>(`SELECT * FROM ${table}`);
  const bare = (row: Row): string =>
    JSON.stringify(Object.entries(row).filter(([name, value]) => !MEASURED.has(name) && !(value instanceof Date)));
  const columns = Object.keys(rows[0] ?? {}).filter((name) => rows[0]?.[name] instanceof Date);
  const orders: Record<string, string[]> = { '': rows.map(bare).sort() };
  for (const column of columns) {
    const sorted = await client.query<Row>(`SELECT * FROM ${table} ORDER BY ${column}`);
    const times = sorted.rows.map((row) => String(row[column]));
    // What was planned at one time is in no order.
    if (new Set(times).size > 1 || !column.startsWith('planned')) orders[column] = sorted.rows.map(bare);
  }
  return orders;
}

async function record(
  client: pg.Client,
  { bookkeeping }: MigrationSet,
  migrations: readonly Migration[],
): Promise<void> {
  for (const migration of migrations) {
    await client.query('BEGIN');
    await client.query(bookkeeping.record(migration).join(';\n'));
    await client.query('COMMIT');
  }
}

/** @param own what the run applied; left out, all */
async function finish(
  client: pg.Client,
  { bookkeeping, migrations }: MigrationSet,
  own: readonly Migration[] = migrations,
): Promise<void> {
  if (bookkeeping.finish === undefined) return;
  await client.query(['BEGIN', ...bookkeeping.finish(own), 'COMMIT'].join(';\n'));
}

/** Versions that the books call applied. */
async function applied(client: pg.Client, { bookkeeping, migrations }: MigrationSet): Promise<string[]> {
  const { rows } = await client.query<Row>(bookkeeping.select);
  const records = bookkeeping.parse(rows);
  const base = records.find((one) => one.andAllBefore === true)?.version ?? '';
  const place = migrations.findIndex(({ version }) => version === base);
  const named = new Set(records.map(({ version }) => version));
  return migrations.filter(({ version }, index) => named.has(version) || index < place).map(({ version }) => version);
}

/** A random order in which every migration comes after those it declares, and Flyway's repeatable one last: its times are its own. */
function shuffled(migrations: readonly Migration[], weights: readonly number[]): readonly Migration[] {
  const order: Migration[] = [];
  const left = migrations.map((migration, index) => ({
    migration,
    weight: migration.version.startsWith('R__') ? -1 : (weights[index] ?? 0),
  }));
  const pending = new Set(migrations.map(({ id }) => id));
  while (left.length > 0) {
    const ready = left.filter(({ migration }) => !migration.dependsOn.some((id) => pending.has(id)));
    const next = ready.reduce((best, one) => (one.weight > best.weight ? one : best));
    left.splice(left.indexOf(next), 1);
    pending.delete(next.migration.id);
    order.push(next.migration);
  }
  return order;
}

describe.each(CASES)('the books of $name', (testCase) => {
  const set: MigrationSet = { ...testCase, problems: [] };
  const tables = [set.bookkeeping.table, ...(testCase.name === 'sqitch' ? ['sqitch.events'] : [])];

  async function fresh(): Promise<pg.Client> {
    const client = await database.connect(await database.createDatabase());
    await client.query(set.bookkeeping.create.join(';\n'));
    return client;
  }

  it('end up as after a run in file order, whatever the order of commits and wherever a first run ended', async () => {
    expect(set.migrations.length).toBeGreaterThan(2);
    const reference = await fresh();
    await record(reference, set, set.migrations);
    const before = await Promise.all(tables.map((table) => ordersOf(reference, table)));
    await finish(reference, set);
    const expected = await Promise.all(tables.map((table) => ordersOf(reference, table)));
    expect(expected).toEqual(before);

    const weights = fc.array(fc.nat(100), { minLength: set.migrations.length, maxLength: set.migrations.length });
    await fc.assert(
      fc.asyncProperty(weights, fc.nat(set.migrations.length), async (chosen, stop) => {
        const order = shuffled(set.migrations, chosen);
        const client = await fresh();
        const first = order.slice(0, stop);
        const versions = set.migrations.filter((one) => first.includes(one)).map(({ version }) => version);
        await record(client, set, first);
        expect(await applied(client, set)).toEqual(versions);
        await finish(client, set);
        expect(await applied(client, set)).toEqual(versions);
        await record(client, set, order.slice(stop));
        await finish(client, set);
        expect(await Promise.all(tables.map((table) => ordersOf(client, table)))).toEqual(expected);
        await client.end();
      }),
      { numRuns: 8 },
    );
  });

  const isFree = set.migrations.every(({ dependsOn }) => dependsOn.length === 0);
  it('leave the rows of earlier runs as they are, and put those of this one behind them in file order', async () => {
    const client = await fresh();
    // Every other one before, in an order that is not ours; what hangs on others only in theirs.
    const early = isFree ? set.migrations.filter((_, at) => at % 2 === 1).toReversed() : set.migrations.slice(0, 3);
    const late = set.migrations.filter((one) => !early.includes(one));
    await record(client, set, early);
    const read = async () =>
      await Promise.all(
        tables.map(async (table) => {
          const { rows } = await client.query<{ row: string }>(`SELECT concat(xmin, ' ', t) AS row FROM ${table} AS t`);
          return rows.map(({ row }) => row);
        }),
      );
    const told = async () => set.bookkeeping.parse((await client.query<Row>(set.bookkeeping.select)).rows);
    const before = await read();
    const first = await told();
    await finish(client, set, []);
    expect(await read()).toEqual(before);

    await record(client, set, isFree ? late.toReversed() : late);
    await finish(client, set, late);
    // The one row of golang-migrate tells of them all, and links go to what was missing.
    if (!FOLLOWING.has(testCase.name)) {
      const after = await read();
      before.forEach((rows, at) => {
        expect(after[at]).toEqual(expect.arrayContaining(rows));
      });
    }
    if (!TELLS_ORDER.has(testCase.name)) return;
    const versioned = (some: readonly { version: string }[]) =>
      some.map(({ version }) => version).filter((version) => !version.startsWith('R__'));
    expect(versioned(await told())).toEqual([...versioned(first), ...versioned(late)]);
  });

  if (!isFree) return;
  it('say the same where transactions overlap, whichever is committed first', async () => {
    const some = set.migrations.filter(({ version }) => !version.startsWith('R__')).slice(0, 4);
    const versions = some.map(({ version }) => version);
    const order = fc.shuffledSubarray([...some.keys()], { minLength: some.length });
    const overlap = async (records: readonly number[], commits: readonly number[]) => {
      const name = await database.createDatabase();
      const clients = await Promise.all(some.map(() => database.connect(name)));
      await clients[0]?.query(set.bookkeeping.create.join(';\n'));
      const sent: Promise<unknown>[] = [];
      const send = async (at: number, text: string) => {
        sent.push(clients[at]?.query(text) ?? Promise.resolve());
        // Some wait for others; that is not for us to know.
        await Promise.race([sent.at(-1), delay(10)]);
      };
      for (const at of records) {
        const migration = some[at];
        if (migration !== undefined) await send(at, ['BEGIN', ...set.bookkeeping.record(migration)].join(';\n'));
        // The first in this order may be committed before the last has begun.
        if (at === commits[0]) await send(at, 'COMMIT');
      }
      for (const at of commits.slice(1)) await send(at, 'COMMIT');
      await Promise.all(sent);
      const [client] = clients;
      if (client === undefined) throw new Error('Nobody is connected.');
      const found = [await applied(client, set)];
      await finish(client, set);
      found.push(await applied(client, set));
      await Promise.all(clients.map((each) => each.end()));
      return found;
    };
    await fc.assert(
      fc.asyncProperty(order, order, async (records, commits) => {
        expect(await overlap(records, commits)).toEqual([versions, versions]);
      }),
      {
        numRuns: 6,
        examples: [
          [
            [2, 0, 1, 3],
            [0, 1, 2, 3],
          ],
        ],
      },
    );
  });
});

describe('inFileOrder', () => {
  it('leaves alone what other rows say, and changes nothing the second time', async () => {
    const client = await database.connect(await database.createDatabase());
    await client.query('CREATE TABLE books (id int PRIMARY KEY, name text, run_on timestamp)');
    await client.query(`INSERT INTO books VALUES (1, 'other', '2020-01-01'), (2, 'c', '2020-01-04'), (5, 'a', '2020-01-03'),
      (7, 'b', '2020-01-02'), (8, 'c', '2020-01-05')`);
    const statements = inFileOrder({
      table: 'books',
      key: 't.name',
      keys: ['a', 'b', 'not applied', 'c'],
      id: 'id',
      times: ['run_on'],
    });
    const read = async () =>
      (
        await client.query<{ row: string }>(
          `SELECT concat(id, name, ' ', run_on::date, ' ', xmin) AS row FROM books ORDER BY id`,
        )
      ).rows;
    await client.query(statements.join(';\n'));
    const once = await read();
    expect(once.map(({ row }) => row.replace(/ \d+$/, ''))).toEqual([
      '1other 2020-01-01',
      '2c 2020-01-04',
      '5a 2020-01-02',
      '7b 2020-01-03',
      '8c 2020-01-05',
    ]);
    await client.query(statements.join(';\n'));
    expect(await read()).toEqual(once);
  });

  it('gives rows the numbers right behind all others, and the second time changes nothing', async () => {
    const client = await database.connect(await database.createDatabase());
    await client.query('CREATE TABLE books (id int PRIMARY KEY, name text)');
    await client.query(`INSERT INTO books VALUES (1, 'a'), (3, 'late'), (4, 'd'), (7, 'last')`);
    const statements = behindOthers({ table: 'books', key: 't.name', keys: ['late', 'last'] }, 'id');
    const read = async () => (await client.query<{ id: number; name: string }>('SELECT * FROM books ORDER BY id')).rows;
    for (let time = 0; time < 2; time += 1) {
      await client.query(statements.join(';\n'));
      expect((await read()).map(({ id, name }) => `${id} ${name}`)).toEqual(['1 a', '4 d', '5 late', '6 last']);
    }
  });

  it('compares no row with every other, although PostgreSQL takes the new table for a small one', async () => {
    const client = await database.connect(await database.createDatabase());
    await client.query(
      'CREATE TABLE books (id int PRIMARY KEY, name varchar(1000), kind varchar(1000), run_on timestamp)',
    );
    await client.query(`INSERT INTO books SELECT n, 'm' || 1000 - n, 'SQL', now() FROM generate_series(1, 300) AS n`);
    const keys = Array.from({ length: 300 }, (_, index) => `m${700 + index}`);
    const where = `t.kind = 'SQL' AND t.id > coalesce((SELECT max(id) FROM books WHERE kind = 'UNDO'), 0)`;
    const all = inFileOrder({ table: 'books', key: 't.name', keys, id: 'id', times: ['run_on'], where });
    const explained = all.map((statement) => (statement.startsWith('SET') ? statement : `EXPLAIN ${statement}`));
    const results = (await client.query(['BEGIN', ...explained].join(';\n'))) as unknown as { rows: object[] }[];
    const plan = results.flatMap(({ rows }) => rows.map((row) => Object.values(row).join())).join('\n');
    expect(plan).toContain('Update on books');
    expect(plan).not.toMatch(/Join Filter: .*\.n = /);
  });

  it('parts times that are the same where the tool goes by them alone', async () => {
    const client = await database.connect(await database.createDatabase());
    await client.query('CREATE TABLE books (name text, run_on timestamptz)');
    await client.query(`INSERT INTO books VALUES ('b', now()), ('a', now())`);
    const rows = { table: 'books', key: 't.name', keys: ['a', 'b'], times: ['run_on'], strictly: true };
    await client.query(inFileOrder(rows).join(';\n'));
    const found = await client.query<{ names: string[]; times: number }>(
      'SELECT array_agg(name ORDER BY run_on) AS names, count(DISTINCT run_on)::int AS times FROM books',
    );
    expect(found.rows).toEqual([{ names: ['a', 'b'], times: 2 }]);
  });
});
