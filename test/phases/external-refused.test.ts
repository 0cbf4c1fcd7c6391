/** What runs make of dumps that are damaged, or that are not the databases they were made of: a line that says so, and the database of a replay. */
import { expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import { open, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parseIndex } from '../../src/cache/snapshot-index.ts';
import { readManifest, seal } from '../../src/postgres/snapshot/file.ts';
import type { Files } from '../support/cached-runs.ts';
import { withFiles } from '../support/files.ts';
import { EVERYWHERE, MORE, saidBy, SET, up, withExternalRuns, withPrograms } from './external-runs.ts';

const { filled } = withExternalRuns(withFiles());
const PATIENCE_MS = 180_000;

/** Replaces payload and manifest, with a true checksum and a whole seal. */
async function reseal(file: string, by: { payload?: string; migrations?: number }): Promise<void> {
  const manifest = await readManifest(file);
  const from = by.payload ?? file;
  const payload = (await readFile(from)).subarray(0, (await readManifest(from)).payload.bytes);
  const sha256 = createHash('sha256').update(payload).digest('hex');
  await rm(file);
  await writeFile(file, payload);
  const handle = await open(file, 'r+');
  await seal(handle, { ...manifest, payload: { ...manifest.payload, bytes: payload.length, sha256 } });
  await handle.close();
}

withPrograms('a run over dumps that cannot be used', () => {
  it.each<[string, RegExp, (snapshot: string) => Promise<void>]>([
    [
      'has other bytes',
      /checksum is wrong/,
      async (snapshot) => {
        const bytes = await readFile(snapshot);
        bytes.write('?????????', 300);
        await writeFile(snapshot, bytes);
      },
    ],
    ['is cut off', /cut off/, async (snapshot) => writeFile(snapshot, (await readFile(snapshot)).subarray(0, 3000))],
    [
      'has books that say more than its manifest',
      /schema_migrations records 3/,
      async (snapshot) => reseal(snapshot, { payload: (await filled(MORE)).snapshot }),
    ],
    [
      'is the dump of another set, whose roles are not there',
      /role "owner" does not exist/,
      async (snapshot) => reseal(snapshot, { payload: (await filled(EVERYWHERE)).snapshot }),
    ],
  ])(
    'does without a snapshot that %s, on a database with nothing of it, and the next one is well again',
    async (_, says, spoil) => {
      const { runs, snapshot } = await filled(SET);
      await spoil(snapshot);
      const { result, cold, differences } = await runs.compare({});
      expect([result.error, cold.error, differences]).toEqual([undefined, undefined, []]);
      expect(result).toMatchObject({ start: { from: 'database', applied: 0 }, applied: 2 });
      expect(saidBy(result)).toEqual([expect.stringMatching(/^warning: A snapshot of 2 migrations is not used: /)]);
      expect(saidBy(result)[0]).toMatch(says);
      const packing = await readdir(path.join(runs.cacheDir, 'packing'), { recursive: true });
      expect(packing.filter((name) => name !== 'staging')).toEqual([]);
      const next = await runs.withRun({}, ({ result: again }) => Promise.resolve(again));
      expect([next.start, next.problems]).toEqual([{ from: 'snapshot', applied: 2 }, []]);
    },
    PATIENCE_MS,
  );

  it.each<[string, Files]>([
    [
      'a materialized view that is out of date',
      {
        '1_t.sql': up('CREATE TABLE t (x int); CREATE MATERIALIZED VIEW m AS SELECT * FROM t'),
        '2_rows.sql': up('INSERT INTO t VALUES (1)'),
      },
    ],
    [
      'an identity column with a sequence wider than itself',
      {
        '1_t.sql': up('CREATE TABLE t (x int GENERATED ALWAYS AS IDENTITY)'),
        '2_wider.sql': up('ALTER SEQUENCE t_x_seq AS bigint'),
      },
    ],
  ])(
    'does without a dump that is not its database: %s',
    async (_, files) => {
      const { runs } = await filled(files);
      const { result, cold, differences } = await runs.compare({});
      expect([result.error, cold.error, differences]).toEqual([undefined, undefined, []]);
      expect(result.start).toEqual({ from: 'database', applied: 0 });
      expect(saidBy(result)).toEqual([
        expect.stringMatching(/^warning: A snapshot of 2 .*: (Rows|Objects) of what comes of it are not those/),
      ]);
    },
    PATIENCE_MS,
  );

  it(
    'compares what comes of a dump with what it was made of only once, or each time where it may differ',
    async () => {
      const marked = async (files: Files) => {
        const { runs } = await filled(files);
        const { result, differences } = await runs.compare({});
        expect([result.start.from, result.problems, differences]).toEqual(['snapshot', [], []]);
        const kept = (await runs.store.list()).map(({ key }) => key);
        const index = await readFile(path.join(runs.store.place, kept.find((key) => key.includes('-index-')) ?? ''));
        return parseIndex(index).map(({ proven }) => proven);
      };
      expect(await marked(SET)).toEqual([true]);
      expect(await marked({ ...SET, '3_m.sql': up('CREATE MATERIALIZED VIEW m AS SELECT * FROM a') })).toEqual([
        undefined,
      ]);
    },
    PATIENCE_MS,
  );

  it(
    'stops trying where no dump of the migrations can be restored',
    async () => {
      const broken: Files = {
        '1_f.sql': up("CREATE FUNCTION fits(int) RETURNS bool LANGUAGE sql AS 'SELECT true'; CREATE ROLE somebody"),
        '2_t.sql': up('CREATE TABLE fitted (n int CHECK (public.fits(n))); INSERT INTO fitted VALUES (1)'),
        '3_f.sql': up("CREATE OR REPLACE FUNCTION fits(int) RETURNS bool LANGUAGE sql AS 'SELECT false'"),
      };
      const { runs } = await filled(broken);
      for (let tries = 0; tries < 2; tries += 1) {
        const { result, cold, differences } = await runs.compare({});
        expect([result.error, cold.error, differences]).toEqual([undefined, undefined, []]);
        expect(result).toMatchObject({ start: { from: 'database' }, applied: 3 });
        expect(saidBy(result)).toEqual([expect.stringMatching(/^warning: A snapshot .* not used: .*fitted/)]);
      }
      await runs.write({ ...broken, '4_more.sql': up('SELECT 1') });
      const next = await runs.withRun({}, ({ result }) => Promise.resolve(result));
      expect(next).toMatchObject({
        applied: 4,
        problems: [],
        snapshot: { when: 'never', why: 'earlier ones of these migrations could not be restored' },
      });
    },
    PATIENCE_MS,
  );
});
