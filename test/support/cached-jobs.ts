/** Jobs of one repository, one after the other, each on a runner of its own, with a stand-in for GitHub's cache between them. */
import { afterAll, afterEach, beforeAll, beforeEach, expect } from '@jest/globals';
import type { RunResult } from '../../src/migration/result.ts';
import { type CacheServer, type JobOptions, startCacheServer } from './cache-server.ts';
import type { TemporaryFiles } from './files.ts';
import { type Job, type JobSetting, newJob, type Step } from './job.ts';

export interface RanJob<Seen> {
  readonly step: Step;
  readonly result: RunResult;
  /** What was seen between the step and the end of the job. */
  readonly seen: Seen;
  /** What `post` wrote. */
  readonly post: string;
}

export interface CachedJobOptions<Seen> extends JobSetting, JobOptions {
  /** Those of the step, beside `directory: db`. */
  readonly inputs?: Readonly<Record<string, string>>;
  readonly env?: Readonly<Record<string, string>>;
  /** What a later step of the job does. */
  readonly see?: (step: Step) => Promise<Seen>;
}

export interface CachedJobs {
  readonly service: CacheServer;
  /** From the step to the end of the job; both have to succeed. @param set files of the workspace, migrations in `db` */
  run<Seen = undefined>(
    set: Readonly<Record<string, string>>,
    options?: CachedJobOptions<Seen>,
  ): Promise<RanJob<Seen | undefined>>;
}

/** For all tests of a file; each begins with an empty cache without faults. */
export function withCachedJobs(files: TemporaryFiles): CachedJobs {
  let started: CacheServer | undefined;
  const service = () => {
    if (started === undefined) throw new Error('The cache is there while tests run.');
    return started;
  };
  /** Whose servers a failed test would leave running. */
  const begun = new Map<Step, Job>();
  beforeAll(async () => {
    started = await startCacheServer();
  });
  beforeEach(() => {
    service().forget();
  });
  afterEach(async () => {
    service().heal();
    for (const [step, job] of begun) await job.post(step);
    begun.clear();
  });
  afterAll(() => service().stop());
  return {
    get service() {
      return service();
    },
    async run(set, { inputs, env: more, see, installed = true, ...ofJob } = {}) {
      const job = await newJob(files, set, { installed });
      const env = { ...service().environment(ofJob), ...more };
      const step = await job.run({ directory: 'db', ...inputs }, { env });
      begun.set(step, job);
      expect(step).toMatchObject({ code: 0, stderr: '' });
      const result = JSON.parse(step.outputs['result'] ?? '') as RunResult;
      const seen = await see?.(step);
      const post = await job.post(step, { env });
      begun.delete(step);
      expect(post).toMatchObject({ code: 0, stderr: '' });
      return { step, result, seen, post: post.stdout };
    },
  };
}
