/** What a pull request is told where `plan` has made no plan: migrate.yml, and comment.yml after the run of a fork. */
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { fileURLToPath } from 'node:url';
import { markerOf } from '../../src/github/conversation.ts';
import { withFiles } from '../support/files.ts';
import { BOT } from '../support/github/conversation.ts';
import { FakeGitHub } from '../support/github/fake-github.ts';
import type { Repository } from '../support/github/repository.ts';
import { jobOf, type RunResult, stepOf } from '../support/runner/result.ts';
import { afterwardsOf, callerOf } from '../support/callers.ts';

jest.setTimeout(180_000);
const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const CI = '.github/workflows/ci.yml';
const COMMENT = '.github/workflows/comment.yml';
const files = withFiles();
let github: FakeGitHub;
let shop: Repository;

beforeAll(async () => {
  github = await FakeGitHub.start(files, { 'org/migrate-action': ROOT });
  shop = github.create('octo/shop');
  shop.commit('main', { [CI]: CALLER, [COMMENT]: AFTERWARDS, 'db/migrations/00001_a.sql': GOOSE });
});
afterAll(() => github.stop());

const CALLER = callerOf({}, { name: 'ci', events: ['pull_request'] });
const AFTERWARDS = afterwardsOf();

const NO_MIGRATIONS = `
name: ci
on: [pull_request]
jobs:
  other:
    runs-on: ubuntu-24.04
    steps: [{ run: 'true' }]
`;

const GOOSE = '-- +goose Up\nSELECT 1;\n-- +goose Down\nSELECT 1;\n';
/** Then nobody knows whose migrations they are. */
const OF_DBMATE = { 'db/migrations/20240101000000_x.sql': '-- migrate:up\nSELECT 1;\n-- migrate:down\n' };
const KEY = 'ci/migrate-action-plan';

const conclusions = ({ jobs }: RunResult) => Object.fromEntries(jobs.map(({ name, conclusion }) => [name, conclusion]));
const bodiesOn = (pull: number) => github.conversation.on('octo/shop', pull).map(({ body }) => body);
const TOLD =
  /^<!-- migrate-action: .* -->\n### ❌ There is no plan\n\n> \[!CAUTION\]\n> - db\/migrations could be dbmate \(.*<br>→ Say which: "format: dbmate" or "format: goose"\.\n/;

describe('where there is no plan', () => {
  it('the comment of an earlier commit does not stay, and says why', async () => {
    shop.commit('ours', OF_DBMATE);
    const { number } = shop.openPull('ours');
    github.conversation.add('octo/shop', number, `${markerOf(KEY)}\n### ✅ 1 new migration works`, BOT);
    const result = await github.start(CI, github.pullRequest(shop, number), {}).finished;
    expect(conclusions(result)).toMatchObject({ 'migrations / plan': 'failure', 'migrations / report': 'failure' });
    expect(bodiesOn(number)).toEqual([expect.stringMatching(TOLD)]);
    const { outputs, summary, annotations } = stepOf(jobOf(result, 'migrations / report'), 'report');
    expect(outputs).toEqual({ passed: 'false', verdict: 'failed', headline: 'There is no plan' });
    expect(summary).toMatch(/^### ❌ There is no plan\n/);
    expect(annotations.map(({ message }) => message)).toContain('migrate-action: There is no plan.');
  });

  it('a pull request from a fork is told after its run', async () => {
    shop.commit('someone:theirs', OF_DBMATE);
    const { number } = shop.openPull('theirs', { fork: 'someone/shop' });
    const { runId } = await github.start(CI, github.pullRequest(shop, number), {}).finished;
    const { conclusion } = await github.start(COMMENT, github.workflowRun(shop, runId), {}).finished;
    expect([conclusion, bodiesOn(number)]).toEqual(['success', [expect.stringMatching(TOLD)]]);
  });

  it('and no artifact either, the report of a fork warns and does not fail', async () => {
    shop.commit('someone:other', { [CI]: NO_MIGRATIONS });
    const { number } = shop.openPull('other', { fork: 'someone/shop' });
    const { runId } = await github.start(CI, github.pullRequest(shop, number), {}).finished;
    const { conclusion, jobs } = await github.start(COMMENT, github.workflowRun(shop, runId), {}).finished;
    expect([conclusion, bodiesOn(number)]).toEqual(['success', []]);
    expect(jobs.flatMap(({ annotations }) => annotations)).toEqual([
      expect.objectContaining({
        level: 'warning',
        message: expect.stringMatching(/no artifact migrate-action-plan: .* cancelled or lost .* Let this job need it/),
      }),
    ]);
  });
});
