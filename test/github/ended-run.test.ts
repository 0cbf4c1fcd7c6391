/** Which pull request a run was for that has ended: none is better than a wrong one. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readEndedRun } from '../../src/github/ended-run.ts';
import { openRest } from '../../src/github/rest.ts';
import { withFiles } from '../support/files.ts';
import { FakeGitHub } from '../support/github/fake-github.ts';
import type { Repository } from '../support/github/repository.ts';

const files = withFiles();
let github: FakeGitHub;
let shop: Repository;

beforeAll(async () => {
  github = await FakeGitHub.start(files);
  shop = github.create('octo/shop');
  shop.commit('main', { 'db/1_a.sql': 'a' });
  shop.commit('stable', { 'README.md': 'Stable.' });
});
afterAll(() => github.stop());

/** @returns the number of the pull request, or what is said instead */
async function pullOf(number: number): Promise<number | string | undefined> {
  const id = 100 + number;
  const event = github.pullRequest(shop, number);
  const record = { id, repository: 'octo/shop', name: 'ci', path: 'ci.yml', event, conclusion: 'success' };
  github.runs.set(id, { ...record, createdAt: new Date().toISOString() });
  const token = github.api.token('octo/shop', { actions: 'read', contents: 'read', 'pull-requests': 'read' });
  const octokit = await openRest({ token, baseUrl: github.apiUrl, limitMs: 10_000 });
  const run = await readEndedRun(octokit, { owner: 'octo', repo: 'shop', id });
  return typeof run === 'string' ? run : run.change.pull;
}

describe('an ended run', () => {
  it('was for the one pull request of its branch', async () => {
    shop.commit('someone:one', { 'db/2_b.sql': 'b' });
    const { number } = shop.openPull('one', { fork: 'someone/shop' });
    expect(await pullOf(number)).toBe(number);
  });

  it('of a fork’s branch with two pull requests was for either, so that none is told', async () => {
    shop.commit('someone:two', { 'db/2_b.sql': 'b' });
    const [first, second] = ['main', 'stable'].map(
      (base) => shop.openPull('two', { base, fork: 'someone/shop' }).number,
    );
    const sha = shop.tip('someone:two').sha.slice(0, 9);
    expect(await pullOf(second ?? 0)).toBe(
      `Run ${100 + (second ?? 0)} was for #${first ?? 0} or #${second ?? 0}, which are both at ${sha}, and GitHub does not say for which. No comment is posted; the summary of that run has its report.`,
    );
  });

  it('of a branch of the repository itself was for the one that GitHub names', async () => {
    shop.commit('ours', { 'db/2_b.sql': 'b' });
    const [first, second] = ['main', 'stable'].map((base) => shop.openPull('ours', { base }).number);
    expect([await pullOf(first ?? 0), await pullOf(second ?? 0)]).toEqual([first, second]);
  });
});
