/** A process of our own server that dies takes what was committed last with it, and the run begins anew. */
import { describe, expect, it } from '@jest/globals';
import { chmod, rm } from 'node:fs/promises';
import path from 'node:path';
import { UserError } from '../../src/migration/problem.ts';
import { CachedRuns } from '../support/cached-runs.ts';
import { withFiles } from '../support/files.ts';

const temporary = withFiles();
const PATIENCE_MS = 180_000;
const BEFORE = {
  '0.sql': 'CREATE TABLE z (id int); CREATE UNLOGGED TABLE u (id serial); INSERT INTO u DEFAULT VALUES;',
  '1.sql': 'CREATE TABLE a (id int);',
};
const AFTER = { '3.sql': 'INSERT INTO u DEFAULT VALUES; CREATE TABLE c AS SELECT * FROM u;' };

/** Where a process is to die once, and how it does so. */
async function opened() {
  const runs = await CachedRuns.open(await temporary.directory());
  const directory = await temporary.directory();
  await chmod(directory, 0o777);
  const flag = path.join(directory, 'died');
  const once = `COPY (SELECT 1) TO PROGRAM 'cat > /dev/null; mkdir ${flag} 2> /dev/null && kill -9 $PPID; true';`;
  return { runs, once, forget: () => rm(flag, { recursive: true }) };
}

const KILLED =
  /^PostgreSQL crashed while it was in use: server process \(PID \d+\) was terminated by signal 9: Killed\.$/;

describe('a server of ours that crashes', () => {
  it.each(['1', '2'])(
    'is replaced by another one, with --jobs %s',
    async (jobs) => {
      const { runs, once, forget } = await opened();
      await runs.write({ ...BEFORE, '2.sql': `${once} CREATE TABLE b (id int);`, ...AFTER });
      const { result, differences } = await runs.compare({ jobs });
      expect([result.error, result.applied, differences]).toEqual([undefined, 4, []]);
      expect(result.problems).toMatchObject([{ severity: 'warning', message: expect.stringMatching(KILLED) }]);
      await forget();
      const next = await runs.run({ jobs });
      expect([next.start, next.problems]).toEqual([{ from: 'snapshot', applied: 4 }, []]);
    },
    PATIENCE_MS,
  );

  it(
    'is not asked to do it a third time',
    async () => {
      const { runs } = await opened();
      await runs.write({ ...BEFORE, '2.sql': `COPY (SELECT 1) TO PROGRAM 'cat > /dev/null; kill -9 $PPID';` });
      const error = await runs.run().catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(UserError);
      expect((error as UserError).problems).toMatchObject([
        { code: 'server-crashed', message: expect.stringMatching(KILLED), hint: expect.stringContaining('--jobs 1') },
      ]);
    },
    PATIENCE_MS,
  );

  it(
    'is replaced when the seed is too much for it',
    async () => {
      const { runs, once } = await opened();
      await runs.write({ ...BEFORE, ...AFTER });
      const seed = await temporary.directory({ 'seed.sql': `${once} INSERT INTO z VALUES (1);` });
      const { result, differences } = await runs.compare({ seed: path.join(seed, 'seed.sql') });
      expect([result.error, result.seed, differences]).toEqual([undefined, 'applied', []]);
      expect(result.problems).toContainEqual(expect.objectContaining({ code: 'server-crashed', severity: 'warning' }));
    },
    PATIENCE_MS,
  );
});
