/** What runs on servers of their own show of a whole set, and what plans say of it afterwards. */
import { describe, expect, it } from '@jest/globals';
import { parsePlanSettings, type RawPlanSettings } from '../../src/phases/plan-settings.ts';
import { planShards } from '../../src/phases/sharding.ts';
import { CachedRuns, type Files } from '../support/cached-runs.ts';
import { withFiles } from '../support/files.ts';

const temporary = withFiles();
const PATIENCE_MS = 180_000;
const SET: Files = { '1_a.sql': 'CREATE TABLE a (x int);', '2_b.sql': 'INSERT INTO a VALUES (1);' };
const EVERYTHING = [{ postgres: '17', shard: 1, shards: 1 }];

async function opened(files: Files) {
  const runs = await CachedRuns.open(await temporary.directory());
  await runs.write(files);
  const planned = async (raw: RawPlanSettings = {}) => {
    const settings = parsePlanSettings(runs.set, { 'cache-dir': runs.cacheDir, ...raw }, (name) => name);
    const store = { store: runs.store, cost: { fixedMs: 0, megabyteMs: 0 } };
    const { whole } = await planShards(settings, { env: {}, store });
    return { ...whole, verified: whole.versions[0]?.verified };
  };
  const learned = async () => {
    const key = (await runs.store.list()).map((each) => each.key).find((each) => each.includes('learned'));
    return (await runs.store.read(key ?? ''))?.toString();
  };
  return { runs, planned, learned };
}

describe('a set that a run has applied whole', () => {
  it(
    'is verified on that version, with its time and fingerprint, and not in the matrix',
    async () => {
      const { runs, planned, learned } = await opened(SET);
      const before = await planned();
      expect([before.verified, before.matrix.include]).toEqual([undefined, EVERYTHING]);
      expect(before.migrations.map(({ expectedMs }) => expectedMs)).toEqual([undefined, undefined]);
      const began = Date.now() - 1000;
      const { fingerprint } = await runs.run();

      const after = await planned();
      expect(after.verified).toEqual({ at: expect.any(String), ms: expect.any(Number), fingerprint });
      expect(fingerprint).toBeDefined();
      expect(Date.parse(after.verified?.at ?? '')).toBeGreaterThan(began);
      const times = after.migrations.map(({ expectedMs }) => expectedMs ?? Number.NaN);
      expect(after.verified?.ms).toBeCloseTo(
        times.reduce((sum, each) => sum + each, 0),
        0,
      );
      expect(after.matrix.include).toEqual([]);
      expect((await planned({ reuse: 'off' })).matrix.include).toEqual(EVERYTHING);
      expect((await planned({ postgres: '16' })).matrix.include).toEqual([{ ...EVERYTHING[0], postgres: '16' }]);

      // From a snapshot, with nothing to apply: there is nothing new to say.
      const known = await learned();
      expect((await runs.run()).start).toEqual({ from: 'snapshot', applied: 2 });
      expect(await learned()).toBe(known);
    },
    PATIENCE_MS,
  );

  it(
    'is another one with one more, which a run on top of a snapshot verifies',
    async () => {
      const { runs, planned } = await opened(SET);
      await runs.run();
      await runs.write({ ...SET, '3_c.sql': 'CREATE TABLE c ();' });
      expect((await planned()).matrix.include).toEqual(EVERYTHING);
      const { start, fingerprint } = await runs.run();
      expect(start).toEqual({ from: 'snapshot', applied: 2 });
      expect((await planned()).verified).toMatchObject({ fingerprint });
      await runs.write(SET);
      expect((await planned()).matrix.include).toEqual([]);
    },
    PATIENCE_MS,
  );

  it.each<[string, Files]>([
    ['one of its migrations fails', { ...SET, '3_c.sql': 'SELECT 1 / 0;' }],
    [
      'it reads what is in no file of its own',
      { ...SET, '3_c.sql': "CREATE TABLE c AS SELECT pg_read_file('/etc/hostname') AS name;" },
    ],
  ])(
    'is not verified when %s',
    async (_, files) => {
      const { runs, planned } = await opened(files);
      await runs.run();
      const { verified, matrix, migrations } = await planned();
      expect([verified, matrix.include]).toEqual([undefined, EVERYTHING]);
      expect(migrations[0]?.expectedMs).toBeGreaterThan(0);
    },
    PATIENCE_MS,
  );
});
