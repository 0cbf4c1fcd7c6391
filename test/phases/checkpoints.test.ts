/** Runs that take long keep what is applied on the way, so that an edit near the end does not cost all of it. */
import { describe, expect, it } from '@jest/globals';
import { CachedRuns } from '../support/cached-runs.ts';
import { withFiles } from '../support/files.ts';

const temporary = withFiles();
const PATIENCE_MS = 180_000;
const SLOW = Object.fromEntries(
  Array.from({ length: 8 }, (_, n) => [`${n}.sql`, `CREATE TABLE t${n} (a int); SELECT pg_sleep(0.4);`]),
);

describe('a run that takes long', () => {
  it(
    'keeps checkpoints, from which a run starts that has edited what came after',
    async () => {
      const runs = await CachedRuns.open(await temporary.directory());
      runs.checkpointAfterMs = 1000;
      await runs.write(SLOW);
      const first = await runs.run({ jobs: '1' });
      expect([first.error, first.applied, first.migrations.map(({ status }) => status)]).toEqual([
        undefined,
        8,
        Object.keys(SLOW).map(() => 'applied'),
      ]);
      expect(first.timings.saveMs).toBeGreaterThan(0);
      const snapshots = (await runs.store.list()).filter(({ key }) => key.includes('-snapshot-'));
      // One at the end, and at least one on the way.
      expect(snapshots.length).toBeGreaterThan(1);

      await runs.write({ ...SLOW, '7.sql': 'CREATE TABLE t7 (a bigint);' });
      const { result, cold, differences } = await runs.compare({ jobs: '1' });
      expect([result.error, cold.error, differences]).toEqual([undefined, undefined, []]);
      expect(result.start.from).toBe('snapshot');
      expect(result.start.applied).toBeGreaterThan(0);
      expect(result.start.applied + result.applied).toBe(8);
    },
    PATIENCE_MS,
  );

  it(
    'keeps none where what follows would find its sessions set otherwise',
    async () => {
      const runs = await CachedRuns.open(await temporary.directory());
      runs.checkpointAfterMs = 700;
      const when = "SELECT '2024-01-01'::timestamptz AT TIME ZONE 'UTC' AS at";
      const names = Array.from({ length: 6 }, (_, n) => n + 1);
      await runs.write({
        '0.sql': "ALTER DATABASE app SET timezone = 'America/New_York';",
        ...Object.fromEntries(names.map((n) => [`${n}.sql`, `CREATE TABLE t${n} AS ${when}; SELECT pg_sleep(0.4);`])),
      });
      const { result, differences } = await runs.compare({ jobs: '1' });
      expect([result.error, result.applied, differences]).toEqual([undefined, 7, []]);
    },
    PATIENCE_MS,
  );

  it(
    'keeps closed sets, whatever runs side by side',
    async () => {
      const runs = await CachedRuns.open(await temporary.directory());
      runs.checkpointAfterMs = 700;
      await runs.write(SLOW);
      const { result, differences } = await runs.compare({ jobs: '2' });
      expect([result.error, result.applied, differences]).toEqual([undefined, 8, []]);
      await runs.write({ ...SLOW, '3.sql': 'CREATE TABLE t3 (a bigint);' });
      const edited = await runs.compare({ jobs: '2' });
      expect([edited.result.error, edited.differences]).toEqual([undefined, []]);
    },
    PATIENCE_MS,
  );
});
