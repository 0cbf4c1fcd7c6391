/** What jobs keep for one another in GitHub's cache, through the unmodified client; and what they do when it fails. */
import { describe, expect, it, jest } from '@jest/globals';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import pg from 'pg';
import type { Fault } from '../support/cache-faults.ts';
import type { Call, JobOptions } from '../support/cache-server.ts';
import { withCachedJobs } from '../support/cached-jobs.ts';
import { onceFor } from '../support/cached-runs.ts';
import { withFiles } from '../support/files.ts';
import { type Step, told } from '../support/job.ts';

jest.setTimeout(180_000);
const files = withFiles();
/** Slow enough that a snapshot of it is worth a question over the network. */
const SET = {
  'db/1_users.sql': 'CREATE TABLE users (id int PRIMARY KEY, name text);\n',
  'db/2_names.sql': "INSERT INTO users SELECT n, 'user ' || n FROM generate_series(1, 500) n;\n",
  'db/3_slow.sql': 'SELECT pg_sleep(1.5);\n',
};
const ROWS = 'SELECT count(*)::int AS count, md5(string_agg(users::text, $1 ORDER BY id)) AS hash FROM users';
const THIRD = { 'db/4_more.sql': "INSERT INTO users VALUES (501, 'one more');\n" };

const jobs = withCachedJobs(files);

/** A job on a runner that no job was on before, from its step to its end. */
async function runJob(set: Readonly<Record<string, string>>, options?: JobOptions) {
  const { seen: rows, ...ran } = await jobs.run(set, { ...options, see: rowsOf });
  return { ...ran, rows };
}

async function rowsOf({ outputs }: Step): Promise<unknown> {
  const client = new pg.Client({ connectionString: outputs['database-url'] ?? '' });
  await client.connect();
  const { rows } = await client.query(ROWS, [',']);
  await client.end();
  return rows;
}

const begun = onceFor(async (set: typeof SET) => {
  const first = await runJob(set);
  return { first, left: [...jobs.service.entries] };
});

/** A job that came before, of which the cache has all that it left. The cache is empty. */
async function firstJob() {
  expect(jobs.service.entries).toEqual([]);
  const { first, left } = await begun(SET);
  jobs.service.forget();
  jobs.service.add(left);
  return first;
}

describe('jobs of a repository', () => {
  it('start from what an earlier one left, although each has a runner of its own', async () => {
    const first = await firstJob();
    expect(first.result).toMatchObject({
      start: { from: 'empty' },
      applied: 3,
      problems: [],
      snapshot: { when: 'later', bytes: expect.any(Number) },
    });
    expect(first.step.stdout).toContain('It is kept when the job ends.');
    expect(first.post).toContain("The snapshot for later runs is kept in GitHub's cache: ");
    expect(jobs.service.entries.map(({ key }) => key.split('-')[4])).toEqual([
      'snapshot',
      'index',
      'learned',
      'analysis',
    ]);

    const second = await runJob(SET);
    expect(second.result).toMatchObject({
      start: { from: 'snapshot', applied: 3 },
      applied: 0,
      problems: [],
      snapshot: { when: 'never', why: 'nothing was applied' },
    });
    expect(second.result.savedMs).toBeGreaterThan(500);
    expect(second.rows).toEqual(first.rows);
    expect(second.step.stdout).toMatch(/Restored 3 of 3 migrations from a snapshot, .* saved\./);
    expect(second.post).toBe('The PostgreSQL server is stopped.\n');

    const third = await runJob({ ...SET, ...THIRD });
    expect(third.result).toMatchObject({ start: { from: 'snapshot', applied: 3 }, applied: 1 });
    expect(third.rows).toEqual([expect.objectContaining({ count: 501 })]);

    const edited = await runJob({ ...SET, 'db/2_names.sql': "INSERT INTO users VALUES (1, 'other');\n" });
    expect(edited.result).toMatchObject({
      start: { from: 'empty' },
      applied: 3,
      problems: [{ code: 'snapshot-miss', message: expect.stringMatching(/^2_names was edited: restored nothing/) }],
    });
    expect(edited.rows).toEqual([expect.objectContaining({ count: 1 })]);
  });

  it('read what main left on their branches, and main reads nothing of theirs', async () => {
    const branch = { ref: 'refs/heads/feature' };
    await runJob({ ...SET, ...THIRD }, branch);
    expect((await runJob(SET)).result).toMatchObject({ start: { from: 'empty' }, applied: 3, problems: [] });
    const other = await runJob({ ...SET, ...THIRD }, { ref: 'refs/heads/other' });
    expect(other.result).toMatchObject({ start: { from: 'snapshot', applied: 3 }, applied: 1 });
    const again = await runJob({ ...SET, ...THIRD }, branch);
    expect(again.result).toMatchObject({ start: { from: 'snapshot', applied: 4 }, applied: 0 });
  });

  it('of a fork restore, and say that they may not keep', async () => {
    await firstJob();
    const fork = await runJob({ ...SET, ...THIRD }, { ref: 'refs/pull/7/merge', permission: 'read' });
    expect(fork.result).toMatchObject({ start: { from: 'snapshot', applied: 3 }, applied: 1, problems: [] });
  });

  it('leave nothing on the runner', async () => {
    const { step } = await firstJob();
    const leavings = step.state['leavings'] ?? '';
    expect(await readdir(path.dirname(leavings))).toEqual([]);
  });
});

/** Beyond a cold run: the limit of one question, and a machine that is busy with other tests. */
const LATE_MS = 45_000;

describe('a cache that fails', () => {
  const faults: readonly [name: string, call: Call | 'all', fault: Fault, told: RegExp][] = [
    ['is down', 'all', 'down', /no connection to its service/],
    ['denies', 'all', 403, /allows this run no such access/],
    ['delivers other bytes', 'download', 'corrupt', /damaged/],
  ];
  /** What is a matter of the store alone, and what waits for the limits that users have, a minute each: `npm run test:waits`. */
  const waits: typeof faults = [
    ['has had enough', 'all', 429, /takes no more requests/],
    ['is cut off', 'download', 'truncated', /damaged|connection/],
    ['delivers something else under the right key', 'download', { contents: Buffer.alloc(5000, 'x') }, /damaged/],
    ['hangs', 'all', 'hang', /did not answer within/],
    ['answers with errors', 'GetCacheEntryDownloadURL', 500, /did not answer within|error 500/],
  ];
  it.each(process.env['TEST_WAITS'] === 'true' ? waits : faults)(
    'and %s costs a line and some time, and the database is right',
    async (_, call, fault, line) => {
      const cold = await firstJob();
      jobs.service.fail(call, fault);
      const { step, result, rows, post } = await runJob(SET);
      expect(result).toMatchObject({ start: { from: 'empty' }, applied: 3 });
      expect(rows).toEqual(cold.rows);
      const lines = told(step.stdout);
      expect(lines).toEqual([expect.stringMatching(line)]);
      expect(told(post).length).toBeLessThanOrEqual(1);
      expect(step.ms - cold.step.ms).toBeLessThan(LATE_MS);
    },
  );

  it('and has lost the snapshot that its index names does without, and keeps it anew', async () => {
    await firstJob();
    jobs.service.forget(({ key }) => key.includes('-snapshot-'));
    const { result } = await runJob(SET);
    expect(result).toMatchObject({
      start: { from: 'empty' },
      applied: 3,
      problems: [{ code: 'snapshot-gone', message: expect.stringContaining("gone from GitHub's cache") }],
    });
    expect((await runJob(SET)).result).toMatchObject({ start: { from: 'snapshot', applied: 3 }, applied: 0 });
  });

  it('and once delivered a damaged snapshot is given another', async () => {
    await firstJob();
    jobs.service.fail('download', 'corrupt');
    expect((await runJob(SET)).result).toMatchObject({ start: { from: 'empty' }, applied: 3 });
    jobs.service.heal();
    expect((await runJob(SET)).result).toMatchObject({ start: { from: 'snapshot', applied: 3 }, applied: 0 });
  });
});
