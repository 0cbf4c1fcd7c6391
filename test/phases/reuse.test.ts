/** What a run makes of snapshots when the set has changed since: the same database as without, and one line that says why not all of it was used. */
import { readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { findFreePort } from '../../src/postgres/server/postmaster.ts';
import { CachedRuns, OUR_TIMES, type Files, onceFor } from '../support/cached-runs.ts';
import { withFiles } from '../support/files.ts';

const temporary = withFiles();
const PATIENCE_MS = 180_000;

const TIMES = {
  ...OUR_TIMES,
  columns: new Map([
    ...OUR_TIMES.columns,
    ['public.flyway_schema_history', new Set(['installed_on', 'execution_time', 'installed_rank'])],
    ['public._prisma_migrations', new Set(['started_at', 'finished_at'])],
    ['sqitch.releases', new Set(['installed_at'])],
    ['sqitch.projects', new Set(['created_at'])],
    ['sqitch.changes', new Set(['committed_at'])],
    ['sqitch.tags', new Set(['committed_at'])],
    ['sqitch.events', new Set(['committed_at'])],
  ]),
};

interface Past {
  readonly format: string;
  /** Each was run in turn. */
  readonly versions: readonly Files[];
}

const withPast = onceFor(async ({ format, versions }: Past): Promise<CachedRuns> => {
  const runs = await afterPast({ format, versions: versions.slice(0, -1) });
  await runs.write(versions.at(-1) ?? {});
  const { error, problems } = await runs.run({ format });
  expect([error, problems.filter(({ severity }) => severity !== 'info')]).toEqual([undefined, []]);
  return runs;
});

async function afterPast(past: Past): Promise<CachedRuns> {
  const directory = await temporary.directory();
  return past.versions.length === 0 ? await CachedRuns.open(directory) : await (await withPast(past)).copy(directory);
}

/** Runs each version of the set in turn; the last one is compared with a cold replay. */
async function after(format: string, ...versions: readonly Files[]) {
  const runs = await afterPast({ format, versions: versions.slice(0, -1) });
  await runs.write(versions.at(-1) ?? {});
  const { result, cold, differences } = await runs.compare({ format }, TIMES);
  expect([result.error, cold.error, differences]).toEqual([undefined, undefined, []]);
  const { start, applied, problems } = result;
  return { from: start.from, restored: start.applied, applied, said: problems.map(({ message }) => message) };
}

const dbmate = (names: Readonly<Record<string, string>>): Files =>
  Object.fromEntries(
    Object.entries(names).map(([name, sql]) => [`${name}.sql`, `-- migrate:up\n${sql};\n-- migrate:down\n`]),
  );
const SHOP = {
  '10_users': 'CREATE TABLE users (id int PRIMARY KEY)',
  '20_goods': 'CREATE TABLE goods (id int PRIMARY KEY)',
  '30_orders': 'CREATE TABLE orders (id int, who int REFERENCES users)',
};
const MORE = { ...SHOP, '40_prices': 'ALTER TABLE goods ADD COLUMN price int' };
const without = (set: Readonly<Record<string, string>>, name: string) =>
  Object.fromEntries(Object.entries(set).filter(([each]) => each !== name));

describe('a run over a set that has changed', () => {
  it.each<[string, readonly Readonly<Record<string, string>>[], object]>([
    ['nothing', [SHOP, SHOP], { from: 'snapshot', restored: 3, applied: 0, said: [] }],
    ['one was added', [SHOP, MORE], { from: 'snapshot', restored: 3, applied: 1, said: [] }],
    [
      'the last was edited',
      [SHOP, MORE, { ...MORE, '40_prices': 'ALTER TABLE goods ADD COLUMN price numeric' }],
      { from: 'snapshot', restored: 3, applied: 1, said: ['40_prices was edited: restored 3 of 4, 1 to run.'] },
    ],
    [
      'one in the middle was edited',
      [SHOP, { ...SHOP, '20_goods': 'CREATE TABLE goods (id bigint PRIMARY KEY)' }],
      { from: 'empty', restored: 0, applied: 3, said: ['20_goods was edited: restored nothing, 3 to run.'] },
    ],
    ['the last was deleted', [SHOP, MORE, SHOP], { from: 'snapshot', restored: 3, applied: 0, said: [] }],
    [
      'one in the middle was deleted',
      [SHOP, without(SHOP, '20_goods')],
      { from: 'empty', restored: 0, applied: 2, said: ['20_goods was deleted: restored nothing, 2 to run.'] },
    ],
    [
      'one was inserted on which nothing depends',
      [SHOP, { ...SHOP, '25_between': 'CREATE TABLE between_them ()' }],
      { from: 'snapshot', restored: 3, applied: 1, said: [] },
    ],
    [
      'one was inserted that later ones would read',
      [SHOP, { ...SHOP, '15_first': "ALTER TABLE users ADD COLUMN name text DEFAULT 'x'" }],
      { from: 'empty', restored: 0, applied: 4, said: ['15_first was inserted: restored nothing, 4 to run.'] },
    ],
    [
      'one was renamed',
      [SHOP, { ...without(SHOP, '30_orders'), '30_purchases': SHOP['30_orders'] }],
      { from: 'empty', restored: 0, applied: 3, said: ['30_orders was renamed: restored nothing, 3 to run.'] },
    ],
    [
      'two changed places',
      [
        SHOP,
        {
          ...without(without(SHOP, '20_goods'), '30_orders'),
          '20_orders': SHOP['30_orders'],
          '30_goods': SHOP['20_goods'],
        },
      ],
      {
        from: 'empty',
        restored: 0,
        applied: 3,
        said: ['20_goods and 30_orders were renamed: restored nothing, 3 to run.'],
      },
    ],
    [
      'an edit was reverted',
      [SHOP, { ...SHOP, '20_goods': 'CREATE TABLE goods ()' }, SHOP],
      { from: 'snapshot', restored: 3, applied: 0, said: [] },
    ],
  ])(
    'does the right thing when %s',
    async (_, versions, expected) => {
      expect(await after('dbmate', ...versions.map(dbmate))).toEqual(expected);
    },
    PATIENCE_MS,
  );

  it(
    'leaves nothing of the server that was begun on the newest snapshot when that is the wrong one',
    async () => {
      const runs = await afterPast({ format: 'dbmate', versions: [SHOP, MORE].map(dbmate) });
      runs.memoryDirectory = await temporary.directory();
      await runs.write(dbmate(SHOP));
      const { start, applied } = await runs.run();
      expect([start, applied, await readdir(runs.memoryDirectory)]).toEqual([{ from: 'snapshot', applied: 3 }, 0, []]);
    },
    PATIENCE_MS,
  );

  it.each([
    ['the newest snapshot is the wrong one', SHOP, 3],
    ['no snapshot is the right one', { ...SHOP, '10_users': 'CREATE TABLE users (id bigint PRIMARY KEY)' }, 0],
  ])(
    'has its server on the port that was asked for when %s',
    async (_, set, restored) => {
      const runs = await afterPast({ format: 'dbmate', versions: [SHOP, MORE].map(dbmate) });
      await runs.write(dbmate(set));
      const port = String(await findFreePort());
      const started = await runs.withRun({ port }, ({ result }) =>
        Promise.resolve([result.start.applied, result.database?.port]),
      );
      expect(started).toEqual([restored, Number(port)]);
    },
    PATIENCE_MS,
  );

  it(
    'starts from the closed set that is left of it, of which nobody has to be told that it is no prefix',
    async () => {
      // The snapshot of the second version lacks what the third has back.
      const versions = [without(MORE, '20_goods'), MORE].map((set) => without(set, '40_prices'));
      expect(await after('dbmate', ...versions.map(dbmate))).toEqual({
        from: 'snapshot',
        restored: 2,
        applied: 1,
        said: [],
      });
    },
    PATIENCE_MS,
  );

  it(
    'takes only the first so many of a tool that records nothing but the newest version',
    async () => {
      const golang = (names: Readonly<Record<string, string>>): Files =>
        Object.fromEntries(Object.entries(names).map(([name, sql]) => [`${name}.up.sql`, sql]));
      expect(await after('golang-migrate', golang(SHOP), golang(MORE))).toMatchObject({
        restored: 3,
        applied: 1,
        said: [],
      });
      // Its one row would say of the inserted one that it is there.
      const inserted = { ...without(SHOP, '20_goods') };
      expect(await after('golang-migrate', golang(inserted), golang(SHOP))).toMatchObject({
        from: 'empty',
        applied: 3,
        said: ['20_goods was inserted: restored nothing, 3 to run.'],
      });
    },
    PATIENCE_MS,
  );

  it(
    'of Flyway runs all again when a repeatable one changed, since it had run on top',
    async () => {
      const set = (rows: number) => ({
        'V1__t.sql': 'CREATE TABLE t (x int);',
        'R__rows.sql': `DELETE FROM t; INSERT INTO t VALUES (${rows});`,
      });
      expect(await after('flyway', set(1), { ...set(1), 'V2__u.sql': 'CREATE TABLE u ();' })).toMatchObject({
        restored: 2,
        applied: 1,
        said: [],
      });
      expect(await after('flyway', set(1), set(2))).toMatchObject({
        from: 'empty',
        applied: 2,
        said: ['R__rows was edited: restored nothing, 2 to run.'],
      });
    },
    PATIENCE_MS,
  );

  it(
    'takes what was made with other values of variables for something else',
    async () => {
      const runs = await CachedRuns.open(await temporary.directory());
      await runs.write({ '1.sql': 'CREATE TABLE t (a int DEFAULT :x);', '2.sql': 'CREATE TABLE u ();' });
      await runs.run({ set: 'x=1' });
      const { result, differences } = await runs.compare({ set: 'x=2' }, TIMES);
      expect([result.start.from, result.applied, differences]).toEqual(['empty', 2, []]);
    },
    PATIENCE_MS,
  );

  it(
    'takes what was made under other limits for something else, since SQL may read and keep them',
    async () => {
      const runs = await CachedRuns.open(await temporary.directory());
      await runs.write({ '1.sql': "CREATE TABLE t AS SELECT current_setting('lock_timeout') AS a;" });
      await runs.run({ 'lock-timeout': '60s' });
      const same = await runs.compare({ 'connect-timeout': '5s', 'pool-size': '3' }, TIMES);
      expect([same.result.start.from, same.differences]).toEqual(['snapshot', []]);
      for (const limit of ['statement-timeout', 'lock-timeout', 'idle-in-transaction-timeout']) {
        const { result, differences } = await runs.compare({ [limit]: '50s' }, TIMES);
        expect([limit, result.start.from, differences]).toEqual([limit, 'empty', []]);
      }
    },
    PATIENCE_MS,
  );

  it(
    'applies what goes by the order in which objects were made behind all of them, made in file order',
    async () => {
      const set: Files = { '1.sql': 'CREATE TABLE names (id serial, name text);', '3.sql': 'CREATE TABLE c ();' };
      const register =
        "INSERT INTO names (name) SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace";
      const more: Files = { ...set, '2.sql': 'CREATE TABLE b ();', '4.sql': `${register};` };
      expect(await after('plain', set, more)).toMatchObject({
        restored: 0,
        applied: 4,
        said: [expect.stringContaining('the order in which objects were made')],
      });
    },
    PATIENCE_MS,
  );

  it.each([
    ['of the database', "ALTER DATABASE app SET timezone = 'America/New_York'"],
    ['of the role', "ALTER ROLE postgres SET timezone = 'America/New_York'"],
    ['of all roles', "ALTER ROLE ALL SET timezone = 'America/New_York'"],
    [
      'by a name put together',
      "DO $$ BEGIN EXECUTE format('ALTER ROLE %I SET timezone = ''Asia/Tokyo''', user); END $$",
    ],
    ['of the server', "-- migrate-action: transaction=off\nALTER SYSTEM SET default_text_search_config = 'simple'"],
  ])(
    'applies nothing in sessions that begin with settings which were made %s after those of a cold run began',
    async (_, setting) => {
      const set: Files = { '1.sql': 'CREATE TABLE t ();', '2.sql': `${setting};` };
      const when = "'2024-01-01'::timestamptz AT TIME ZONE 'UTC' AS at, to_tsvector('dogs') AS words";
      const more: Files = { ...set, '3.sql': `CREATE TABLE u AS SELECT ${when};` };
      expect(await after('plain', set, set)).toMatchObject({ restored: 2, applied: 0, said: [] });
      expect(await after('plain', set, more)).toMatchObject({
        restored: 0,
        applied: 3,
        said: [
          'What is new would not find all as earlier migrations left it (settings of new sessions, the order in which objects were made, or, with dumps, that of rows and indexes): restored nothing, 3 to run.',
        ],
      });
    },
    PATIENCE_MS,
  );

  it(
    'goes on where the settings were there before the first migration, or are of others',
    async () => {
      const runs = await CachedRuns.open(await temporary.directory());
      const directory = await temporary.directory();
      const init = path.join(directory, 'init.sql');
      await writeFile(init, "ALTER DATABASE app SET timezone = 'America/New_York'; CREATE ROLE other;");
      await runs.write({ '1.sql': "ALTER ROLE other SET timezone = 'Asia/Tokyo';" });
      await runs.run({ 'init-sql': init });
      await runs.write({
        '1.sql': "ALTER ROLE other SET timezone = 'Asia/Tokyo';",
        '2.sql': "CREATE TABLE t AS SELECT '2024-01-01'::timestamptz AT TIME ZONE 'UTC' AS at;",
      });
      const { result, differences } = await runs.compare({ 'init-sql': init }, TIMES);
      expect([result.start, differences]).toEqual([{ from: 'snapshot', applied: 1 }, []]);
    },
    PATIENCE_MS,
  );

  it(
    'of Sqitch follows a rework',
    async () => {
      const by = '2024-01-02T03:04:05Z Ann Lee <ann@example.com>';
      const plan = (...lines: string[]) => `%project=shop\n\n${lines.map((line) => `${line} ${by}\n`).join('')}`;
      const f = (value: number) =>
        `BEGIN;\nCREATE OR REPLACE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT ${value}';\nCOMMIT;\n`;
      const other = { 'deploy/t.sql': 'BEGIN;\nCREATE TABLE t ();\nCOMMIT;\n' };
      const before = { ...other, 'sqitch.plan': plan('t', 'f'), 'deploy/f.sql': f(1) };
      const reworked = {
        ...other,
        'sqitch.plan': plan('t', 'f', '@v1', 'f [f@v1]'),
        'deploy/f@v1.sql': f(1),
        'deploy/f.sql': f(2),
      };
      const { from, applied, said } = await after('sqitch', before, reworked);
      expect({ from, applied, said }).toMatchObject({
        applied: 3,
        from: 'empty',
        said: [expect.stringMatching(/^f was /)],
      });
      expect(await after('sqitch', before, reworked, reworked)).toMatchObject({ restored: 3, applied: 0, said: [] });
    },
    PATIENCE_MS,
  );
});
