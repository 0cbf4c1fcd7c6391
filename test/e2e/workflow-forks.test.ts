/** What `comment.yml` says of pull requests from forks, whose own workflows may do as they like. */
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { withFiles } from '../support/files.ts';
import { FakeGitHub } from '../support/github/fake-github.ts';
import type { Repository } from '../support/github/repository.ts';
import { installIn } from '../support/job.ts';
import { afterwardsOf, callerOf } from '../support/callers.ts';
import type { RunOptions } from '../support/runner/run-state.ts';

jest.setTimeout(180_000);
const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const CI = '.github/workflows/ci.yml';
const COMMENT = '.github/workflows/comment.yml';
const RUNNER: Partial<RunOptions> = {
  prepareToolCache: (directory) => installIn(path.join(directory, 'migrate-action')),
};
const files = withFiles();
let github: FakeGitHub;
let shop: Repository;

const CALLER = callerOf({}, { name: 'ci', events: ['pull_request'] });
const AFTERWARDS = afterwardsOf({ directory: 'db/migrations' });
/** A plan and a run of what is left when one file is away. */
const HIDING = `
name: ci
on: [pull_request]
permissions: { contents: read }
jobs:
  all:
    runs-on: ubuntu-24.04
    steps:
      - uses: actions/checkout@v7
      - run: rm db/migrations/3_grant.sql
      - uses: org/migrate-action/plan@v1
        with: { directory: db/migrations }
      - uses: org/migrate-action/run@v1
`;

beforeAll(async () => {
  github = await FakeGitHub.start(files, { 'org/migrate-action': ROOT });
  shop = github.create('octo/shop');
  shop.commit('main', { [CI]: CALLER, [COMMENT]: AFTERWARDS, 'db/migrations/1_a.sql': 'CREATE TABLE a (id int);' });
});
afterAll(() => github.stop());

const bodiesOn = (pull: number) => github.conversation.on('octo/shop', pull).map(({ body }) => body);

describe('a fork', () => {
  it('whose workflow hides a migration cannot hide it from the comment', async () => {
    const added = {
      'db/migrations/2_b.sql': 'CREATE TABLE b (id int);',
      'db/migrations/3_grant.sql': 'GRANT ALL ON a TO PUBLIC;',
    };
    shop.commit('someone:hiding', { [CI]: HIDING, ...added });
    const { number } = shop.openPull('hiding', { fork: 'someone/shop' });
    const { runId, conclusion } = await github.start(CI, github.pullRequest(shop, number), RUNNER).finished;
    expect(conclusion).toBe('success');
    await github.start(COMMENT, github.workflowRun(shop, runId), {}).finished;
    const [body = ''] = bodiesOn(number);
    expect(body).toMatch(/\n### ⚠️ 1 new migration works, but the plan is not of all that the pull request holds\n/);
    expect(body).toMatch(
      /\n> \[!CAUTION\]\n> \*\*Read the files themselves\.\*\*.*\n>\n> - .*db\/migrations\/3_grant\.sql`.* is not in the plan/,
    );
    expect(body.indexOf('3_grant')).toBeLessThan(body.indexOf('2_b'));
  });

  it.each([
    ['', '❌ 1 conflict with the base branch', 'failure'],
    ['1_a', '⚠️ No new migrations, 1 possible conflict with the base branch', 'success'],
  ])('that edits what is merged is told what its own run said: accept-changes "%s"', async (accepted, said, came) => {
    const branch = `edited-${accepted}`;
    shop.commit(`someone:${branch}`, {
      [CI]: callerOf({ 'accept-changes': accepted }, { name: 'ci', events: ['pull_request'] }),
      'db/migrations/1_a.sql': 'CREATE TABLE a (id bigint);',
    });
    const { number } = shop.openPull(branch, { fork: 'someone/shop' });
    const { runId, conclusion } = await github.start(CI, github.pullRequest(shop, number), RUNNER).finished;
    expect(conclusion).toBe(came);
    await github.start(COMMENT, github.workflowRun(shop, runId), {}).finished;
    const [body = ''] = bodiesOn(number);
    expect(body).toContain(`\n### ${said}\n`);
    expect(body.includes('The pull request’s own run accepts it, by the input accept-changes.')).toBe(accepted !== '');
  });
});
