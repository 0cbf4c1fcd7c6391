/** What a run puts into a database after its migrations, and which snapshots may hold it. */
import { afterAll, describe, expect, it } from '@jest/globals';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { type Files, onceFor } from '../support/cached-runs.ts';
import { DUMPABLE_MAJOR, type ExternalServer, PASSWORD, startExternalServer } from '../support/external-server.ts';
import { withFiles } from '../support/files.ts';
import { ADD, MORE, namesIn, SEED, Seeds, SHOP, toldBy } from './seeded-runs.ts';

const temporary = withFiles();
const PATIENCE_MS = 180_000;
const servers: ExternalServer[] = [];
afterAll(async () => {
  await Promise.all(servers.map(({ server }) => server.stop()));
});

const begun = onceFor(async (migrations: Files) => {
  const seeds = await Seeds.open(temporary, migrations);
  const { error } = await seeds.runs.run({ seed: await seeds.write('goods.sql', SEED) });
  expect(error).toBeUndefined();
  return seeds;
});

/** After a first run over SHOP, with the seed that it had. */
async function seededShop(): Promise<{ seeds: Seeds; seed: string }> {
  const seeds = await (await begun(SHOP)).copy(temporary, SHOP);
  return { seeds, seed: await seeds.write('goods.sql', SEED) };
}

describe('a seed of SQL files', () => {
  it(
    'runs after the migrations as psql would run it, and is restored as long as nothing changes',
    async () => {
      const seeds = await Seeds.open(temporary, SHOP);
      const seed = await seeds.write('goods.sql', SEED);
      const { result: first, names } = await seeds.rows({ seed });
      expect(names).toEqual(['tea', 'milk', null]);
      expect(toldBy(first)).toEqual({ from: 'empty', restored: 0, applied: 2, seed: 'applied', kept: true, said: [] });
      expect(first.timings.seedMs).toBeGreaterThan(0);
      const again = await seeds.run({ seed });
      expect(toldBy(again)).toEqual({
        from: 'snapshot',
        restored: 2,
        applied: 0,
        seed: 'restored',
        kept: false,
        said: [],
      });
      expect(again.fingerprint).toEqual(first.fingerprint);
      expect(again.timings.seedMs).toBeLessThan(1);
    },
    PATIENCE_MS,
  );

  it(
    'runs again, on top of all migrations, when it changed',
    async () => {
      const { seeds, seed } = await seededShop();
      await seeds.write('goods.sql', SEED.replace('milk', 'rice'));
      expect(toldBy(await seeds.run({ seed }))).toEqual({
        from: 'snapshot',
        restored: 2,
        applied: 0,
        seed: 'applied',
        kept: true,
        said: ['The seed has changed: restored all 2, and the seed runs again.'],
      });
      // Comments are not sent.
      await seeds.write('goods.sql', `-- Goods.\n${SEED}`);
      expect(toldBy(await seeds.run({ seed }))).toMatchObject({ applied: 0, seed: 'restored' });
      // Without it the database is that of the migrations.
      expect(toldBy(await seeds.run({}))).toMatchObject({ from: 'snapshot', restored: 2, seed: undefined, said: [] });
    },
    PATIENCE_MS,
  );

  it(
    'runs after migrations that are new or were edited, never before them',
    async () => {
      const { seeds, seed } = await seededShop();
      await seeds.runs.write(MORE);
      expect(toldBy(await seeds.run({ seed }))).toEqual({
        from: 'snapshot',
        restored: 2,
        applied: 1,
        seed: 'applied',
        kept: true,
        said: [],
      });
      expect(toldBy(await seeds.run({ seed }))).toMatchObject({ restored: 3, applied: 0, seed: 'restored' });
      await seeds.runs.write({ ...MORE, '3_prices.sql': 'ALTER TABLE goods ADD COLUMN price numeric' });
      expect(toldBy(await seeds.run({ seed }))).toMatchObject({
        restored: 2,
        applied: 1,
        seed: 'applied',
        said: ['3_prices was edited: restored 2 of 3, 1 to run.'],
      });
    },
    PATIENCE_MS,
  );

  it(
    'is in no snapshot when it reads files of the server',
    async () => {
      const seeds = await Seeds.open(temporary, SHOP);
      const seed = await seeds.write('goods.sql', "COPY goods (name) FROM PROGRAM 'echo tea'");
      const expected = { applied: 2, seed: 'applied', kept: true };
      const { result } = await seeds.rows({ seed });
      expect(toldBy(result)).toMatchObject({ from: 'empty', ...expected });
      expect(toldBy(result).said).toEqual([expect.stringMatching(/^No snapshot holds the seed, which is run every/)]);
      expect(toldBy(await seeds.run({ seed }))).toMatchObject({
        restored: 2,
        applied: 0,
        seed: 'applied',
        kept: false,
      });
    },
    PATIENCE_MS,
  );

  it(
    'fails as a migration does; what was before it is kept, and of it nothing',
    async () => {
      const seeds = await Seeds.open(temporary, SHOP);
      const seed = await seeds.write('goods.sql', 'INSERT INTO goods DEFAULT VALUES;\nINSERT INTO nothing VALUES (1);');
      const result = await seeds.runs.run({ seed });
      expect(result.error).toMatchObject({ migration: seed, path: seed, line: 2, sqlstate: '42P01', committed: 1 });
      expect(toldBy(result)).toMatchObject({ applied: 2, seed: 'failed', kept: true });
      expect(result.fingerprint).toBeUndefined();
      await seeds.write('goods.sql', SEED);
      expect(toldBy(await seeds.run({ seed }))).toMatchObject({ restored: 2, applied: 0, seed: 'applied' });
    },
    PATIENCE_MS,
  );

  it('is not reached when a migration fails', async () => {
    const seeds = await Seeds.open(temporary, { ...SHOP, '3_bad.sql': 'SELECT nothing' });
    const seed = await seeds.write('goods.sql', SEED);
    expect(toldBy(await seeds.runs.run({ seed }))).toMatchObject({ applied: 2, seed: 'pending', kept: false });
  });

  it('is refused before anything runs, with all that is wrong', async () => {
    const seeds = await Seeds.open(temporary, { '1.sql': '\\nothing' });
    const raw = { seed: `missing.sql\n${await seeds.write('bad.sql', '\\nothing')}`, 'seed-command': 'true' };
    const run = seeds.runs.run({ ...raw, 'seed-inputs': 'also-missing' });
    await expect(run).rejects.toMatchObject({
      problems: [
        { code: 'unreadable-file', path: 'missing.sql' },
        { path: expect.stringContaining('bad.sql') },
        { path: '1.sql' },
        { code: 'unreadable-file', path: 'also-missing' },
      ],
    });
  });
});

describe('what is kept of a run with a seed', () => {
  // What is not slow on purpose takes less than this on any machine.
  const TERMS = { cost: { fixedMs: 15, megabyteMs: 1.2 }, isWorthKeeping: (gainMs: number) => gainMs >= 600 };
  const snapshotsOf = async ({ runs }: Seeds) =>
    (await runs.store.list()).filter(({ key }) => key.includes('-snapshot-')).length;

  it(
    'is the seeded database alone where the migrations are quicker than a snapshot of them',
    async () => {
      const seeds = await Seeds.open(temporary, SHOP);
      seeds.runs.terms = TERMS;
      const seed = await seeds.write('goods.sql', `SELECT pg_sleep(1.2);\n${SEED}`);
      expect(toldBy(await seeds.runs.run({ seed }))).toMatchObject({ seed: 'applied', kept: true });
      expect(await snapshotsOf(seeds)).toBe(1);
      const again = await seeds.runs.run({ seed });
      expect(toldBy(again)).toMatchObject({ restored: 2, seed: 'restored' });
      expect(again.savedMs).toBeGreaterThan(600);
      await seeds.runs.write(MORE);
      expect(toldBy(await seeds.run({ seed }))).toMatchObject({
        from: 'empty',
        seed: 'applied',
        said: ['The seed had run before migrations that are new: restored nothing, 3 to run.'],
      });
    },
    PATIENCE_MS,
  );

  it(
    'is what the migrations made alone where the seed is quicker, and both where both take their time',
    async () => {
      const slow = { ...SHOP, '3_slow.sql': 'SELECT pg_sleep(1.2)' };
      const seeds = await Seeds.open(temporary, slow);
      seeds.runs.terms = TERMS;
      const seed = await seeds.write('goods.sql', SEED);
      expect(toldBy(await seeds.runs.run({ seed }))).toMatchObject({ seed: 'applied', kept: true });
      expect(await snapshotsOf(seeds)).toBe(1);
      expect(toldBy(await seeds.runs.run({ seed }))).toMatchObject({ restored: 3, seed: 'applied', kept: false });
      await seeds.runs.write({ ...slow, '4_slow.sql': 'SELECT pg_sleep(1.21)' });
      await seeds.write('goods.sql', `SELECT pg_sleep(1.2);\n${SEED}`);
      expect(toldBy(await seeds.runs.run({ seed }))).toMatchObject({ restored: 3, seed: 'applied', kept: true });
      expect(await snapshotsOf(seeds)).toBe(3);
    },
    PATIENCE_MS,
  );
});

(DUMPABLE_MAJOR === undefined ? describe.skip : describe)('a seed on an empty database of somebody else', () => {
  it(
    'is applied, restored, and in no snapshot when it is not known, with no password anywhere',
    async () => {
      const seeds = await Seeds.open(temporary, SHOP);
      seeds.runs.external = () => startExternalServer();
      const seed = await seeds.write('goods.sql', SEED);
      const raw = { seed, 'seed-command': ADD('soap'), 'seed-inputs': seed };
      const { result, names } = await seeds.rows(raw);
      expect(names).toEqual(['tea', 'milk', null, 'soap']);
      expect(toldBy(result)).toMatchObject({ from: 'database', applied: 2, seed: 'applied', kept: true, said: [] });
      expect(toldBy(await seeds.run(raw))).toMatchObject({
        from: 'snapshot',
        restored: 2,
        applied: 0,
        seed: 'restored',
      });
      const unknown = { seed, 'seed-command': ADD('soap') };
      expect(toldBy(await seeds.run(unknown))).toMatchObject({ from: 'snapshot', applied: 0, seed: 'applied' });
      await seeds.runs.write(MORE);
      expect(toldBy(await seeds.run(raw))).toMatchObject({
        from: 'snapshot',
        restored: 2,
        applied: 1,
        seed: 'applied',
      });
      for (const { key } of await seeds.runs.store.list()) {
        const kept = await readFile(path.join(seeds.runs.store.place, key));
        expect([key, kept.includes(PASSWORD), kept.includes(encodeURIComponent(PASSWORD))]).toEqual([
          key,
          false,
          false,
        ]);
      }
    },
    PATIENCE_MS,
  );

  it(
    'is put into nothing that the run did not begin',
    async () => {
      const seeds = await Seeds.open(temporary, SHOP);
      const external = await startExternalServer();
      servers.push(external);
      const raw = { 'database-url': external.url(), seed: await seeds.write('goods.sql', SEED) };
      await seeds.runs.run(raw);
      await seeds.runs.write(MORE);
      const second = await seeds.runs.run(raw);
      expect(toldBy(second)).toMatchObject({
        from: 'database',
        applied: 1,
        seed: 'skipped',
        said: ['The seed is not put into database app: it was begun before this run, and may hold it already.'],
      });
      expect(await namesIn(external.url())).toHaveLength(3);
    },
    PATIENCE_MS,
  );
});

it(
  'a snapshot with a seed in it passes its check, as the replay is seeded, too',
  async () => {
    const { seeds, seed } = await seededShop();
    const checked = await seeds.runs.run({ seed, 'check-snapshot': 'true' });
    expect(toldBy(checked)).toMatchObject({ restored: 2, seed: 'restored', said: [] });
  },
  PATIENCE_MS,
);
