/** A plan for several jobs, carried out part by part on servers of their own, and what later plans know of it. */
import { describe, expect, it } from '@jest/globals';
import { parsePlan, parsePlanOrWhy } from '../../src/graph/plan-document.ts';
import type { Plan, PlannedVersion } from '../../src/graph/plan.ts';
import { isWhole, parseResult } from '../../src/migration/result-document.ts';
import { UserError } from '../../src/migration/problem.ts';
import { choosePart, settingsOfPart } from '../../src/phases/plan-part.ts';
import { parsePlanSettings, type RawPlanSettings } from '../../src/phases/plan-settings.ts';
import { quietReporter } from '../../src/phases/progress.ts';
import { run } from '../../src/phases/run.ts';
import { planShards } from '../../src/phases/sharding.ts';
import { proofOf, type ShardOutcome } from '../../src/report/proof-of-shards.ts';
import { CachedRuns, type Files } from '../support/cached-runs.ts';
import { withFiles } from '../support/files.ts';

const temporary = withFiles();
const PATIENCE_MS = 180_000;
const label = (name: string) => name;
const SET: Files = {
  '1_users.sql': 'CREATE TABLE users (id int PRIMARY KEY);',
  '2_orders.sql': 'CREATE TABLE orders (id int PRIMARY KEY, who int REFERENCES users);',
  '3_alone.sql': 'CREATE TABLE alone (x int);',
  '4_more.sql': 'ALTER TABLE orders ADD total int;',
};

async function opened(files: Files) {
  const runs = await CachedRuns.open(await temporary.directory());
  await runs.write(files);
  const store = { store: runs.store, cost: { fixedMs: 0, megabyteMs: 0 } };
  const planned = async (raw: RawPlanSettings = {}) => {
    const { whole } = await planShards(parsePlanSettings(runs.set, raw, label), { env: {}, store });
    // As another job reads it.
    return parsePlan(JSON.stringify(whole), 'plan.json');
  };
  const carryOut = async (plan: Plan, wanted: { postgres?: string; shard?: string } = {}) => {
    const part = choosePart(plan, wanted, label);
    const settings = settingsOfPart(part, { 'cache-dir': runs.cacheDir }, label);
    const ports = {
      reporter: quietReporter({ write: () => true }),
      env: {},
      store: { store: runs.store, ...runs.terms },
    };
    return await run(settings, { ...ports, part });
  };
  const outcomesOf = async (plan: Plan) => {
    const outcomes: ShardOutcome[] = [];
    for (const shard of plan.shards) {
      const text = JSON.stringify(await carryOut(plan, { shard: String(shard.shard) }));
      const result = parseResult(text, 'result.json');
      outcomes.push({ shard, result: isWhole(result) ? result : undefined });
    }
    return outcomes;
  };
  return { runs, planned, carryOut, outcomesOf };
}

function versionOf({ versions: [version] }: Plan): PlannedVersion {
  if (version === undefined) throw new Error('The plan is for no version.');
  return version;
}

async function problemOf(work: () => unknown): Promise<string> {
  try {
    await work();
  } catch (error) {
    if (error instanceof UserError) return error.message;
    throw error;
  }
  return 'nothing is wrong';
}

describe('a plan for two shards', () => {
  it(
    'runs no callback, which may use what is in other shards, and says so',
    async () => {
      const { planned, carryOut } = await opened({
        'V1__users.sql': 'CREATE TABLE users (id int)',
        'V2__alone.sql': 'CREATE TABLE alone (x int)',
        'afterMigrate.sql': 'INSERT INTO users SELECT x FROM alone',
      });
      const plan = await planned({ shards: '2' });
      const { error, problems } = await carryOut(plan, { shard: '2' });
      expect(error).toBeUndefined();
      expect(problems.map(({ message }) => message)).toEqual([
        'A shard does not run afterMigrate.sql: it is for all migrations, and each shard has some.',
      ]);
    },
    PATIENCE_MS,
  );

  it(
    'is carried out part by part, and is done then',
    async () => {
      const { runs, planned, carryOut, outcomesOf } = await opened(SET);
      const plan = await planned({ shards: '2' });
      expect(plan.shards.map(({ owned, members }) => [owned, members])).toEqual([
        [
          ['1_users', '2_orders', '4_more'],
          ['1_users', '2_orders', '4_more'],
        ],
        [['3_alone'], ['3_alone']],
      ]);
      expect(plan.matrix.include).toEqual([
        { postgres: '17', shard: 1, shards: 2 },
        { postgres: '17', shard: 2, shards: 2 },
      ]);
      const first = await carryOut(plan, { shard: '1' });
      expect(first.error).toBeUndefined();
      expect(first.shard).toEqual({
        plan: plan.digest,
        postgres: '17',
        shard: 1,
        shards: 2,
        owned: plan.shards[0]?.owned,
      });
      expect(first.migrations.map(({ id, status, lock }) => [id, status, lock])).toEqual([
        ['1_users', 'applied', undefined],
        ['2_orders', 'applied', { mode: 'ShareRowExclusiveLock', relation: 'users' }],
        ['4_more', 'applied', { mode: 'AccessExclusiveLock', relation: 'orders' }],
      ]);

      const next = await planned({ shards: '2' });
      expect(next.shards.map(({ owned }) => owned)).toEqual([SET_IDS]);
      expect(next.versions[0]?.why).toMatch(/^One shard of the 2 asked for/);
      const second = await carryOut(plan, { shard: '2' });
      // The snapshot of the first was never for it.
      expect(second.problems).toEqual([]);
      const last = await planned({ shards: '2' });
      expect([last.shards, last.matrix.include]).toEqual([[], []]);
      expect(last.versions[0]).toMatchObject({ shards: 0, why: 'Earlier runs applied all of it.' });
      expect((await planned({ postgres: '16, 17' })).matrix.include.map(({ postgres }) => postgres)).toEqual(['16']);
      expect((await planned({ reuse: 'off' })).matrix.include).toHaveLength(1);

      await runs.write({
        ...SET,
        '5_new.sql': 'ALTER TABLE alone ADD y int;',
        '6_new.sql': 'CREATE VIEW v AS SELECT id FROM users;',
      });
      const more = await planned({ shards: '2' });
      // What is proved costs so little that one of them has it too: else nobody could put them together.
      expect(more.shards.map(({ owned, members }) => [owned, members])).toEqual([
        [
          [...SET_IDS, '6_new'],
          [...SET_IDS, '6_new'],
        ],
        [['5_new'], ['3_alone', '5_new']],
      ]);
      const outcomes = await outcomesOf(more);
      expect(proofOf(outcomes, more, versionOf(more))).toMatchObject({ state: 'proved' });
    },
    PATIENCE_MS,
  );

  it(
    'begins each with what is proved where a snapshot has it, and still tells what each has changed',
    async () => {
      const merged = { ...SET, '3_alone.sql': 'CREATE TABLE alone (x int); SELECT pg_sleep(2.5);' };
      const { runs, planned, outcomesOf } = await opened(merged);
      await runs.run({});
      await runs.write({
        ...merged,
        '5_new.sql': 'ALTER TABLE alone ADD y int;',
        '6_new.sql': 'CREATE VIEW v AS SELECT id FROM users;',
      });
      const plan = await planned({ shards: '2' });
      expect(plan.shards.map(({ owned }) => owned)).toEqual([[...SET_IDS, '6_new'], ['5_new']]);
      const outcomes = await outcomesOf(plan);
      expect(outcomes.map(({ result }) => [result?.start, result?.applied])).toEqual([
        [{ from: 'snapshot', applied: 4 }, 1],
        [{ from: 'snapshot', applied: 4 }, 1],
      ]);
      const { fingerprint } = await runs.run({});
      expect(proofOf(outcomes, plan, versionOf(plan))).toEqual({
        state: 'proved',
        fingerprint: fingerprint?.schema,
        compared: false,
      });
    },
    PATIENCE_MS,
  );

  it(
    'says what of it was edited since there was a snapshot of all',
    async () => {
      const { runs, planned, carryOut } = await opened(SET);
      await runs.run({});
      await runs.write({
        ...SET,
        '3_alone.sql': 'CREATE TABLE alone (x text);',
        '4_more.sql': 'ALTER TABLE orders ADD total text;',
      });
      const plan = await planned({ shards: '2' });
      expect(plan.shards[1]?.members).toEqual(['3_alone']);
      const { problems } = await carryOut(plan, { shard: '2' });
      expect(problems.map(({ message }) => message)).toEqual(['3_alone was edited: restored nothing, 1 to run.']);
    },
    PATIENCE_MS,
  );

  it(
    'gives what one run of all gives, also where they share',
    async () => {
      const { runs, planned, outcomesOf } = await opened({
        ...SET,
        '1_users.sql': `CREATE TABLE users (id int PRIMARY KEY); CREATE ROLE reader; INSERT INTO users VALUES (1)`,
        '5_names.sql': 'CREATE VIEW ids AS SELECT id FROM users; CREATE TABLE log AS SELECT * FROM ids;',
      });
      const plan = await planned({ shards: '3', reuse: 'off' });
      expect(plan.shards.map(({ owned, members }) => [owned, members])).toEqual([
        [SET_IDS.filter((id) => id !== '3_alone'), SET_IDS.filter((id) => id !== '3_alone')],
        [['5_names'], ['1_users', '5_names']],
        [['3_alone'], ['3_alone']],
      ]);
      const outcomes = await outcomesOf(plan);
      const { fingerprint } = await runs.run({});
      const version = versionOf(plan);
      if (fingerprint === undefined) throw new Error('Nothing to compare with.');
      const verified = { at: '', ms: 0, fingerprint };
      expect(proofOf(outcomes, plan, version)).toEqual({
        state: 'proved',
        fingerprint: fingerprint.schema,
        compared: false,
      });
      expect(proofOf(outcomes, plan, { ...version, verified })).toMatchObject({ state: 'proved', compared: true });
      const { schema, data } = fingerprint;
      const other = { ...version, verified: { ...verified, fingerprint: { schema: data, data: schema } } };
      expect(proofOf(outcomes, plan, other)).toMatchObject({ state: 'differs' });
    },
    PATIENCE_MS,
  );

  it(
    'is refused by whoever has other files, and says which',
    async () => {
      const { runs, planned, carryOut } = await opened(SET);
      const plan = await planned({ shards: '2' });
      await runs.write({ ...SET, '3_alone.sql': 'CREATE TABLE alone (x bigint);', '5_new.sql': 'SELECT 1;' });
      expect((await problemOf(() => carryOut(plan, { shard: '2' }))).split('\n')).toEqual([
        '3_alone is not as it was planned: it, or what it depends on, has other SQL.',
        '5_new was not planned.',
      ]);
      expect(await problemOf(() => carryOut(plan))).toMatch('The plan has 2 parts, and nothing says which');
      expect(await problemOf(() => carryOut(plan, { postgres: '16' }))).toMatch('no part with postgres 16');
    },
    PATIENCE_MS,
  );

  it(
    'is refused where the books would say other things of the same SQL',
    async () => {
      const first = '--changeset a:1 labels:old\nCREATE TABLE a ();';
      const second = '--changeset a:2\nCREATE TABLE b ();';
      const changelog = (...parts: readonly string[]) => ({
        'root.sql': ['--liquibase formatted sql', ...parts].join('\n'),
      });
      const { runs, planned, carryOut } = await opened(changelog(first, second));
      const plan = await planned();
      await runs.write(changelog(first.replace('old', 'new'), second));
      expect(await problemOf(() => carryOut(plan))).toBe(
        'a:1:root.sql is recorded in another way than it was planned.',
      );
      await runs.write(changelog(second, first));
      expect(await problemOf(() => carryOut(plan))).toMatch(/was planned in another place/);
    },
    PATIENCE_MS,
  );
});

const SET_IDS = ['1_users', '2_orders', '3_alone', '4_more'];

describe('a plan document', () => {
  it('that is not valid is told with all that is wrong', async () => {
    const { planned } = await opened(SET);
    const plan = await planned();
    const read = (change: object) => problemOf(() => parsePlan(JSON.stringify({ ...plan, ...change }), 'plan.json'));
    expect(await read({})).toBe('nothing is wrong');
    expect(await read({ set: 'x', batches: 1 })).toMatch(/at batches, .*\n.*at set, invalid hash/);
    expect(await read({ version: 3 })).toMatch('is a plan of version 3, not 2: a later version');
    expect(await read({ directory: 'elsewhere' })).toMatch('its digest is not that of its contents');
    const names = { folders: [''], prefixes: [], separator: '_'.repeat(201), suffixes: Array<string>(51).fill('.sql') };
    const local = { format: 'flyway', directory: 'db', migrations: [], names };
    expect(await read({ local })).toMatch(/at local\.names\.separator, .*\n.*at local\.names\.suffixes, /);
    expect(await problemOf(() => parsePlan('{', 'plan.json'))).toMatch('it is no JSON');
    expect(await problemOf(() => parsePlanOrWhy('{', 'plan.json'))).toMatch('it is no JSON');
    expect(parsePlanOrWhy(JSON.stringify(plan), 'plan.json')).toEqual(plan);
    const broken = {
      version: plan.version,
      directory: 'db',
      problems: [{ severity: 'error', code: 'x', message: 'y' }],
    };
    expect(parsePlanOrWhy(JSON.stringify({ ...broken, more: 1 }), 'plan.json')).toEqual(broken);
    const hostile = JSON.stringify({ ...broken, problems: [{ severity: 'fine', code: 'x', message: {} }] });
    expect(await problemOf(() => parsePlanOrWhy(hostile, 'plan.json'))).toMatch('at problems.0.severity');
  });
});

describe('settings of a plan', () => {
  const wrong = (raw: RawPlanSettings) => problemOf(() => parsePlanSettings('db', raw, label));
  it('are told with all that is wrong', async () => {
    expect((await wrong({ postgres: '13, 17', shards: '0', jobs: 'x' })).split('\n')).toEqual([
      'postgres "13" is not a valid value.',
      'shards "0" is not a valid value.',
      'jobs "x" is not a valid value.',
    ]);
    expect(await wrong({ postgres: '16 17', shards: '129' })).toBe('shards "129" is not a valid value.');
    expect(await wrong({ shards: '2', seed: 'a.sql' })).toMatch('a seed needs all migrations');
  });

  it('hold neither secrets nor what is of one machine', () => {
    const { carried } = parsePlanSettings(
      'db',
      { 'cache-dir': '/x', jobs: '2', shards: '2', 'service-user': 'app' },
      label,
    );
    expect(carried).toEqual({ jobs: '2', 'service-user': 'app' });
  });
});
