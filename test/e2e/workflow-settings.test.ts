/** What a caller of `migrate.yml` sets: it reaches the jobs that it is for. And what `comment.yml` knows of a run that was cancelled. */
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterwardsOf, callerOf } from '../support/callers.ts';
import { withFiles } from '../support/files.ts';
import { FakeGitHub } from '../support/github/fake-github.ts';
import type { Repository } from '../support/github/repository.ts';
import { installIn } from '../support/job.ts';
import { jobOf, type RunResult, stepOf } from '../support/runner/result.ts';
import type { RunOptions } from '../support/runner/run-state.ts';

jest.setTimeout(180_000);
const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const CI = '.github/workflows/ci.yml';
const COMMENT = '.github/workflows/comment.yml';
const files = withFiles();
const RUNNER: Partial<RunOptions> = {
  prepareToolCache: (directory) => installIn(path.join(directory, 'migrate-action')),
};
let github: FakeGitHub;
let shop: Repository;
/** What a runner of one's own keeps. */
let kept: string;

const caller = (inputs: Parameters<typeof callerOf>[0]) => callerOf(inputs, { name: 'ci' });

beforeAll(async () => {
  github = await FakeGitHub.start(files, { 'org/migrate-action': ROOT });
  shop = github.create('octo/shop');
  kept = await files.directory();
  await installIn(path.join(kept, 'cache'));
  shop.commit('main', {
    [CI]: caller({}),
    [COMMENT]: afterwardsOf(),
    'db/migrations/1_a.sql': 'CREATE TABLE a (id int);',
  });
});
afterAll(() => github.stop());

const reportOf = (result: RunResult) => stepOf(jobOf(result, 'migrations / report'), 'report');
const conclusions = ({ jobs }: RunResult) => Object.fromEntries(jobs.map(({ name, conclusion }) => [name, conclusion]));

describe('what migrate.yml is called with', () => {
  it('has a seed run, and what is kept on a runner of one’s own', async () => {
    const seeded = path.join(kept, 'seeded');
    shop.commit('main', {
      'db/seed.sql': 'INSERT INTO a VALUES (1);',
      [CI]: caller({ seed: 'db/seed.sql', 'seed-command': `env > ${seeded}`, 'cache-dir': path.join(kept, 'cache') }),
    });
    const result = await github.start(CI, github.push(shop), RUNNER).finished;
    expect(result.conclusion).toBe('success');
    expect(await readFile(seeded, 'utf8')).toMatch(/^DATABASE_URL=postgres/m);
    expect(await readdir(path.join(kept, 'cache'))).toContain('learned');
  });

  it('limits statements, and keeps a pull request without a comment and the report without failure', async () => {
    shop.commit('slow', {
      'db/migrations/2_slow.sql': 'SELECT pg_sleep(30);',
      [CI]: caller({ 'statement-timeout': '100ms', comment: false, fail: false }),
    });
    const { number } = shop.openPull('slow');
    const result = await github.start(CI, github.pullRequest(shop, number), RUNNER).finished;
    expect(conclusions(result)).toEqual({
      'migrations / plan': 'success',
      'migrations / PostgreSQL 17, shard 1 of 1': 'failure',
      'migrations / report': 'success',
    });
    expect(reportOf(result).outputs).toMatchObject({ passed: 'false', headline: '1 migration fails on PostgreSQL 17' });
    expect(reportOf(result).summary).toContain('statement timeout');
    expect(github.conversation.on('octo/shop', number)).toEqual([]);
  });
});

describe('a merged migration that is edited', () => {
  const EDITED = { 'db/migrations/1_a.sql': 'CREATE TABLE a (id bigint);' };
  it.each([
    ['', { passed: 'false', headline: '1 conflict with the base branch' }],
    ['1_a', { passed: 'true', headline: 'No new migrations, 1 possible conflict with the base branch' }],
  ])('is a conflict, unless it was meant: accept-changes "%s"', async (accepted, outputs) => {
    const branch = `edited-${accepted}`;
    shop.commit(branch, { ...EDITED, [CI]: caller({ 'accept-changes': accepted }) });
    const { number } = shop.openPull(branch);
    const result = await github.start(CI, github.pullRequest(shop, number), RUNNER).finished;
    expect(reportOf(result).outputs).toMatchObject(outputs);
    const [comment] = github.conversation.on('octo/shop', number);
    expect(comment?.body).toContain('**Edited after merge:**');
    expect(comment?.body.includes('accepted by the input accept-changes')).toBe(accepted !== '');
  });
});

describe('comment.yml', () => {
  it('tells a fork’s run that was cancelled from one that was lost', async () => {
    shop.commit('someone:theirs', { [CI]: caller({}), 'db/migrations/3_b.sql': 'SELECT pg_sleep(60);' });
    const { number } = shop.openPull('theirs', { fork: 'someone/shop' });
    const run = github.start(CI, github.pullRequest(shop, number), RUNNER);
    await run.printed(/our own server.* migrations for plain/);
    run.cancel();
    const { runId } = await run.finished;
    await github.start(COMMENT, github.workflowRun(shop, runId), {}).finished;
    const [comment] = github.conversation.on('octo/shop', number);
    expect(comment?.body).toContain('### ❌ 1 of 1 run cancelled');
  });
});
