/** `verify` with real servers: sets that agree with themselves in any order, and sets that only claim to. */
import { describe, expect, it } from '@jest/globals';
import type { UserError } from '../../src/migration/problem.ts';
import { quietReporter } from '../../src/phases/progress.ts';
import { parseSettings, type RawSettings } from '../../src/phases/settings.ts';
import { verify, type VerifyOptions } from '../../src/phases/verify.ts';
import { colours } from '../../src/report/terminal.ts';
import { renderVerify } from '../../src/report/verify.ts';
import { withFiles } from '../support/files.ts';

const files = withFiles();
const plain = colours(false);

async function verified(
  set: Readonly<Record<string, string>>,
  options: Partial<VerifyOptions> = {},
  raw: RawSettings = { jobs: '2' },
) {
  const settings = parseSettings(await files.directory(set), raw, (name) => name);
  const reporter = quietReporter({ write: () => true });
  return await verify(settings, { orders: 2, seed: 1, ...options }, { reporter, env: {} });
}

describe('verify', () => {
  const set = {
    '1_a.sql': 'CREATE TABLE a (id int PRIMARY KEY, made timestamptz DEFAULT clock_timestamp());\n',
    '2_b.sql': 'CREATE TABLE b (id int PRIMARY KEY);\nINSERT INTO b VALUES (1), (2);\n',
    '3_c.sql': 'CREATE TABLE c (a int REFERENCES a, b int REFERENCES b);\n',
    '4_rows.sql': 'INSERT INTO a (id) VALUES (1);\n',
    '5_d.sql': 'CREATE TABLE d (x text);\nCREATE INDEX d_x_idx ON d (x);\n',
  };

  it('takes what could not run side by side for no other database', async () => {
    const alone = `DO $$ BEGIN PERFORM pg_sleep(0.1);
      IF (SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()) > 1 THEN
        RAISE EXCEPTION 'in the way' USING ERRCODE = 'serialization_failure'; END IF; END $$;`;
    const result = await verified({
      ...set,
      '6_alone.sql': `CREATE TABLE e (x serial); ${alone} INSERT INTO e DEFAULT VALUES;`,
    });
    expect(result).toMatchObject({ identical: true, differences: [] });
    expect(result.replays.map(({ mode, order }) => [mode, order.length])).toContainEqual(['parallel', 6]);
  });

  it('finds the same database whatever the order, and leaves out by name what two equal replays do not share', async () => {
    const result = await verified(set, { orders: 3 });
    expect(result).toMatchObject({
      identical: true,
      migrations: 5,
      opaque: [],
      seed: 1,
      differences: [],
      problems: [],
    });
    expect(result.replays.map(({ mode }) => mode)).toEqual([
      'file order',
      'file order',
      'parallel',
      'random order',
      'random order',
      'random order',
    ]);
    const ids = ['1_a', '2_b', '3_c', '4_rows', '5_d'];
    for (const { order, error } of result.replays) {
      expect(error).toBeUndefined();
      expect([...order].sort()).toEqual(ids);
      expect(order.indexOf('1_a')).toBeLessThan(order.indexOf('3_c'));
      expect(order.indexOf('2_b')).toBeLessThan(order.indexOf('3_c'));
    }
    expect(result.replays.slice(0, 2).map(({ order }) => order)).toEqual([ids, ids]);
    // Otherwise nothing was put to the test.
    expect(result.replays.slice(3).some(({ order }) => order.join() !== ids.join())).toBe(true);
    const prints = (kind: 'schema' | 'data') => new Set(result.replays.map((replay) => replay[kind]));
    expect(prints('schema').size).toBe(1);
    expect(prints('data').size).toBe(1);
    expect(prints('schema')).not.toContain(undefined);
    expect(result.volatile).toEqual([expect.stringContaining('made')]);
    expect(renderVerify(result, plain)).toMatch(
      /\nIdentical: 6 replays on PostgreSQL 1\d\.\d+ \(5 migrations, 0 opaque, longest chain \d\)\.\n$/,
    );
  });

  it('leaves out what follows from how many transactions came before', async () => {
    const counted = {
      '1_a.sql': 'CREATE TABLE a (x bigint);\nINSERT INTO a VALUES (txid_current());\n',
      '2_b.sql': 'CREATE TABLE b (x bigint);\nINSERT INTO b VALUES (txid_current());\n',
    };
    const result = await verified(counted, { orders: 3 });
    expect(result).toMatchObject({ identical: true, differences: [] });
    expect(result.volatile).toEqual([expect.stringContaining('a.x'), expect.stringContaining('b.x')]);
  });

  it('compares of what is named at random how much there is', async () => {
    const result = await verified({
      '1_a.sql': `CREATE TABLE kept_1 (x int);
        DO $$ BEGIN EXECUTE format('CREATE TABLE %I (x serial)', 'history_' || gen_random_uuid()); END $$;`,
      '2_b.sql': 'CREATE TABLE b (x int);\n',
    });
    expect(result).toMatchObject({ identical: true, differences: [] });
    expect(result.volatile).toContain('table public."history_#"');
    expect(result.volatile.filter((name) => /kept|[0-9a-f]{8}/.test(name))).toEqual([]);
    for (const kind of ['schema', 'data'] as const)
      expect(new Set(result.replays.map((replay) => replay[kind])).size).toBe(1);
  });

  it('draws the same orders from the same seed', async () => {
    const [one, other] = [await verified(set, { orders: 1, seed: 7 }), await verified(set, { orders: 1, seed: 7 })];
    expect(one.replays.at(-1)).toMatchObject({ mode: 'random order', order: other.replays.at(-1)?.order });
    expect(one.seed).toBe(7);
  });

  it('finds the lie of a wrong independent-of, and names what differs', async () => {
    const result = await verified(
      {
        '1_prices.sql': 'CREATE TABLE prices (amount int);\nINSERT INTO prices VALUES (10);\n',
        '2_double.sql': 'UPDATE prices SET amount = amount * 2;\n',
        '3_more.sql': '-- migrate-action: independent-of=2_double\nUPDATE prices SET amount = amount + 1;\n',
      },
      { orders: 6 },
    );
    expect(result.identical).toBe(false);
    const lying = result.replays.flatMap(({ order }, index) =>
      order.indexOf('3_more') < order.indexOf('2_double') ? [index] : [],
    );
    expect(lying.filter((index) => result.replays[index]?.mode === 'random order')).not.toEqual([]);
    const differing = new Set(result.differences.map(({ replay }) => replay));
    expect([...differing]).toEqual(expect.arrayContaining(lying.filter((index) => index >= 3)));
    // What ran in file order one after the other agrees.
    result.replays.forEach(({ mode, order }, index) => {
      if (mode !== 'parallel' && order.indexOf('2_double') < order.indexOf('3_more'))
        expect(differing).not.toContain(index);
    });
    for (const { object } of result.differences) expect(object).toContain('public.prices');
    const text = renderVerify(result, plain);
    expect(text).toMatch(
      /✗ replay \d \(random order\) gave another database:\n {4}.*public\.prices.*\n {6}in file order: .*\n {6}here: /,
    );
    expect(text).toMatch(/\nNot identical: .* seed 1\)\.\n$/);
  });

  it('finds the migration that fails in another order', async () => {
    const result = await verified(
      {
        '1_t.sql': 'CREATE TABLE t (id int);\n',
        '2_u.sql': '-- migrate-action: independent-of=1_t\nALTER TABLE t ADD COLUMN note text;\n',
      },
      { orders: 6 },
    );
    expect(result.identical).toBe(false);
    const failed = result.replays.filter(({ mode, error }) => mode === 'random order' && error !== undefined);
    expect(failed).not.toEqual([]);
    for (const { error, schema } of failed) {
      expect(error).toMatchObject({ migration: '2_u', line: 2, sqlstate: '42P01' });
      expect(schema).toBeUndefined();
    }
    expect(renderVerify(result, plain)).toMatch(
      /✗ replay \d \(random order\): 2_u failed at 2_u\.sql:2: relation "t" does not exist\n/,
    );
  });

  it('ends at a set that fails in file order', async () => {
    const result = await verified({
      '1_a.sql': 'CREATE TABLE a ();\n',
      '2_b.sql': 'SELECT 1;\nSELECT * FROM nowhere;\n',
    });
    expect(result).toMatchObject({ identical: false, differences: [], volatile: [] });
    expect(result.replays).toMatchObject([
      { mode: 'file order', error: { migration: '2_b', line: 2, sqlstate: '42P01' } },
    ]);
    expect(renderVerify(result, plain)).toMatch(
      /^✗ replay 1 \(file order\): 2_b failed at 2_b\.sql:2: .*\nNot identical: 1 replay on /,
    );
  });

  it('needs a server of its own', async () => {
    const refused = await verified({ '1.sql': 'SELECT 1;\n' }, {}, { 'database-url': 'postgres://h/d' }).catch(
      (error: unknown) => error,
    );
    expect((refused as UserError).exitCode).toBe(2);
    expect((refused as UserError).problems).toMatchObject([{ code: 'verify-needs-own-server' }]);
  });

  it('refuses a set with mistakes before it starts anything', async () => {
    const refused = await verified({ '1.sql': '-- migrate-action: depends-on=2\nSELECT 1;\n' }).catch(
      (error: unknown) => error,
    );
    expect((refused as UserError).exitCode).toBe(1);
    expect((refused as UserError).problems).toMatchObject([{ code: 'unknown-dependency' }]);
  });
});
