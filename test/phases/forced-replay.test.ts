/** What a replay of everything says of the snapshot of the same migrations; and a run that fails on top of one. */
import { describe, expect, it } from '@jest/globals';
import { copyFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { type IndexedSnapshot, parseIndex, printIndex } from '../../src/cache/snapshot-index.ts';
import type { SnapshotManifest } from '../../src/postgres/snapshot/manifest.ts';
import { readManifest } from '../../src/postgres/snapshot/file.ts';
import { CachedRuns, type Files, onceFor } from '../support/cached-runs.ts';
import { withFiles } from '../support/files.ts';
import { reseal } from '../support/reseal.ts';

const temporary = withFiles();
const PATIENCE_MS = 180_000;

const up = (sql: string) => `-- migrate:up\n${sql};\n-- migrate:down\n`;
const SET: Files = { '1_a.sql': up('CREATE TABLE a (x int)'), '2_b.sql': up('INSERT INTO a VALUES (1), (2)') };
const OTHER_ROWS: Files = { ...SET, '2_b.sql': up('INSERT INTO a VALUES (1), (3)') };
const OTHER_TABLE: Files = { ...SET, '1_a.sql': up('CREATE TABLE a (x int, y int)') };
const TIMED: Files = { ...SET, '3_c.sql': up('CREATE TABLE c AS SELECT clock_timestamp() AS at') };
const OFF = { reuse: 'off' };

const begun = onceFor(async (files: Files) => {
  const runs = await CachedRuns.open(await temporary.directory());
  await runs.write(files);
  return { runs, first: await runs.run() };
});

async function filled(files: Files) {
  const { runs: earlier, first } = await begun(files);
  const runs = await earlier.copy(await temporary.directory());
  await runs.write(files);
  const keys = async () => (await runs.store.list()).map(({ key }) => key);
  const fileOf = async (kind: string) =>
    path.join(runs.store.place, (await keys()).find((key) => key.includes(kind)) ?? '');
  const snapshot = await fileOf('snapshot');
  const index = await fileOf('index');
  const listed = async () => parseIndex((await runs.store.read(path.basename(index))) ?? Buffer.from(''));
  const change = async (how: (snapshot: IndexedSnapshot) => IndexedSnapshot) => {
    const changed = printIndex((await listed()).map(how));
    await rm(index);
    await writeFile(index, changed);
  };
  return { runs, first, snapshot, index, listed, change };
}

/** Puts a snapshot of other migrations, whole and consistent with itself and the index, in the place of one of these. */
async function exchange(kept: Awaited<ReturnType<typeof filled>>, files: Files): Promise<void> {
  const { migrations } = await readManifest(kept.snapshot);
  const other = await filled(files);
  await copyFile(other.snapshot, kept.snapshot);
  const relabel = (manifest: SnapshotManifest) => ({ ...manifest, migrations });
  await reseal(kept.snapshot, () => undefined, relabel);
  await kept.change((snapshot) => ({ ...snapshot, fingerprint: other.first.fingerprint }));
}

const CHECKS = /^Checking the snapshot/;

describe('a run that replays everything', () => {
  it(
    'says nothing of a snapshot that has the same fingerprint, and fetches none',
    async () => {
      const { runs, first, snapshot, listed } = await filled(SET);
      expect((await listed()).map(({ fingerprint }) => fingerprint)).toEqual([first.fingerprint]);
      // It would be missed.
      await rm(snapshot);
      for (const replaysAll of [false, true]) {
        runs.replaysAll = replaysAll;
        const { start, applied, problems, fingerprint, snapshot: saved } = await runs.run(replaysAll ? {} : OFF);
        expect([start.from, applied, problems, fingerprint]).toEqual(['empty', 2, [], first.fingerprint]);
        const why = replaysAll ? 'there is one of these migrations' : 'nothing is to be reused';
        expect(saved).toEqual({ when: 'never', why });
      }
      expect(runs.notes).toEqual([]);
    },
    PATIENCE_MS,
  );

  it(
    'withdraws a snapshot that differs, loudly, and is right itself',
    async () => {
      const kept = await filled(SET);
      await exchange(kept, OTHER_ROWS);
      const result = await kept.runs.run(OFF);
      expect(result.problems).toMatchObject([{ severity: 'error', code: 'snapshot-differs' }]);
      expect(result.problems[0]?.message).toContain('public.a');
      expect([result.start.from, result.applied, result.error]).toEqual(['empty', 2, undefined]);
      expect(result.fingerprint).toEqual(kept.first.fingerprint);
      expect(await kept.listed()).toEqual([]);
      const next = await kept.runs.run();
      expect([next.start.from, next.problems, next.fingerprint]).toEqual(['empty', [], kept.first.fingerprint]);
    },
    PATIENCE_MS,
  );

  it(
    'keeps another one at once where snapshots are wanted',
    async () => {
      const kept = await filled(SET);
      await exchange(kept, OTHER_TABLE);
      kept.runs.replaysAll = true;
      const result = await kept.runs.run();
      expect(result.problems).toMatchObject([{ severity: 'error', code: 'snapshot-differs' }]);
      expect(result.snapshot.when).toBe('now');
      kept.runs.replaysAll = false;
      const next = await kept.runs.run({ 'check-snapshot': 'true' });
      expect([next.start.from, next.problems, next.fingerprint]).toEqual(['snapshot', [], kept.first.fingerprint]);
    },
    PATIENCE_MS,
  );

  it(
    'leaves a snapshot that differs by chance, and finds that out once',
    async () => {
      const { runs, listed } = await filled(TIMED);
      const first = await runs.run(OFF);
      expect([first.error, first.problems]).toEqual([undefined, []]);
      expect(runs.notes).toEqual([expect.stringMatching(CHECKS)]);
      expect((await listed()).map(({ varies }) => varies)).toEqual([['data']]);
      const second = await runs.run(OFF);
      expect([second.problems, runs.notes]).toEqual([[], [expect.stringMatching(CHECKS)]]);
      expect((await runs.run()).start).toEqual({ from: 'snapshot', applied: 3 });
    },
    PATIENCE_MS,
  );

  it(
    'still compares the schema where only rows vary',
    async () => {
      const kept = await filled(SET);
      await exchange(kept, OTHER_TABLE);
      await kept.change((snapshot) => ({ ...snapshot, varies: ['data'] }));
      expect((await kept.runs.run(OFF)).problems).toMatchObject([{ code: 'snapshot-differs' }]);
    },
    PATIENCE_MS,
  );

  it.each<[string, (kept: Awaited<ReturnType<typeof filled>>) => Promise<void>]>([
    ['an index that is damaged', ({ index }) => writeFile(index, '{')],
    ['no index', ({ index }) => rm(index)],
    ['an index without fingerprints', ({ change }) => change((snapshot) => ({ ...snapshot, fingerprint: undefined }))],
    ['a snapshot of fewer', ({ runs }) => runs.write(TIMED)],
  ])(
    'takes no notice of %s',
    async (_, alter) => {
      const kept = await filled(SET);
      await alter(kept);
      const { error, problems, start, fingerprint } = await kept.runs.run(OFF);
      expect([error, problems, start.from, fingerprint]).toEqual([undefined, [], 'empty', undefined]);
      expect(kept.runs.notes).toEqual([]);
    },
    PATIENCE_MS,
  );

  it(
    'keeps a snapshot where there is none',
    async () => {
      const runs = await CachedRuns.open(await temporary.directory());
      await runs.write(SET);
      runs.replaysAll = true;
      expect((await runs.run()).snapshot.when).toBe('now');
    },
    PATIENCE_MS,
  );
});

describe('a migration that fails on top of a snapshot', () => {
  const more = (sql: string): Files => ({ ...SET, '3_c.sql': up(sql) });
  const AGAIN = '3_c failed on top of a snapshot. Starting again without it, from the first migration.';

  it(
    'is no failure when it does not fail without; the snapshot goes, and another one is kept',
    async () => {
      const kept = await filled(SET);
      await exchange(kept, OTHER_TABLE);
      await kept.runs.write(more('ALTER TABLE a ADD COLUMN y int'));
      const { error, start, applied, problems, snapshot } = await kept.runs.run();
      expect([error, start, applied]).toEqual([undefined, { from: 'empty', applied: 0 }, 3]);
      expect(problems).toMatchObject([{ severity: 'warning', code: 'snapshot-disowned' }]);
      expect(problems[0]?.message).toMatch(/^3_c failed on top of a snapshot of 2 migrations/);
      expect([kept.runs.notes, snapshot.when]).toEqual([[AGAIN], 'now']);
      const next = await kept.runs.run();
      expect([next.start, next.problems]).toEqual([{ from: 'snapshot', applied: 3 }, []]);
    },
    PATIENCE_MS,
  );

  it(
    'is told as the run without says it when it fails there, too; and the snapshot stays',
    async () => {
      const { runs } = await filled(SET);
      await runs.write(more('ALTER TABLE a ADD CONSTRAINT few CHECK (x < 2)'));
      const { error, start, applied, migrations, problems } = await runs.run();
      expect(error).toMatchObject({ migration: '3_c', sqlstate: '23514' });
      expect([start.from, applied, migrations.map(({ status }) => status), problems]).toEqual([
        'empty',
        2,
        ['applied', 'applied', 'failed'],
        [],
      ]);
      expect(runs.notes).toEqual([AGAIN]);
      await runs.write(more('ALTER TABLE a ADD CONSTRAINT few CHECK (x < 3)'));
      expect((await runs.run()).start).toEqual({ from: 'snapshot', applied: 2 });
    },
    PATIENCE_MS,
  );
});
