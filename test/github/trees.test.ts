/** What the base branch has, and what started the run, as GitHub tells it. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import path from 'node:path';
import { readChange } from '../../src/github/event.ts';
import { openRest } from '../../src/github/rest.ts';
import { Trees } from '../../src/github/trees.ts';
import { blobNames } from '../../src/graph/git-blob.ts';
import { withFiles } from '../support/files.ts';
import { FakeGitHub } from '../support/github/fake-github.ts';
import type { Repository } from '../support/github/repository.ts';
import type { RunEvent } from '../support/runner/event.ts';

const files = withFiles();
let github: FakeGitHub;
let shop: Repository;

beforeAll(async () => {
  github = await FakeGitHub.start(files);
  shop = github.create('octo/shop');
  shop.commit('main', { 'db/migrations/1_a.sql': 'a', 'docs/x.md': 'x', README: 'shop\n' });
});
afterEach(() => {
  github.api.heal();
  github.api.limitTrees(undefined);
});
afterAll(() => github.stop());

async function tree(at = 'main', contents: 'read' | 'none' = 'read', directory = 'db/migrations') {
  const token = github.api.token('octo/shop', contents === 'read' ? { contents } : { issues: 'read' });
  const octokit = await openRest({ token, baseUrl: github.apiUrl, limitMs: 10_000 });
  return await new Trees(octokit, { owner: 'octo', repo: 'shop' }).files({ at, directory });
}

describe('the files of a branch', () => {
  it('come with one question, and are named as Git names them', async () => {
    const before = github.api.requests.length;
    expect(await tree()).toContainEqual({ path: 'db/migrations/1_a.sql', sha: blobNames(Buffer.from('a'))[0] });
    expect(github.api.requests.length - before).toBe(1);
    expect(await tree(shop.tip('main').sha)).toHaveLength(3);
  });

  it('are those of the directory where there are too many', async () => {
    github.api.limitTrees(3);
    expect(await tree()).toEqual([{ path: 'db/migrations/1_a.sql', sha: blobNames(Buffer.from('a'))[0] }]);
    expect(await tree('main', 'read', 'nowhere')).toEqual([]);
    github.api.limitTrees(1);
    expect(await tree('main', 'read', '')).toMatch(/does not list all files/);
  });

  it('are explained where they cannot be had', async () => {
    expect(await tree('main', 'none')).toBe(
      'Could not read the files of main, to see which migrations are new: the token has no `contents: read`. Add it to the job’s `permissions`.',
    );
    expect(await tree('gone')).toMatch(/GitHub knows of no such thing/);
  });
});

describe('what started the run', () => {
  async function change(event: RunEvent, payload: unknown = event.payload) {
    const directory = await files.directory({ 'event.json': JSON.stringify(payload) });
    return await readChange({
      GITHUB_REPOSITORY: event.repository,
      GITHUB_EVENT_NAME: event.name,
      GITHUB_EVENT_PATH: path.join(directory, 'event.json'),
    });
  }

  it('is a pull request, of a fork or not', async () => {
    shop.commit('feature', { x: '1' });
    shop.commit('someone:feature', { x: '2' });
    const [own, fork] = [shop.openPull('feature'), shop.openPull('feature', { fork: 'someone/shop' })];
    expect(await change(github.pullRequest(shop, own.number))).toEqual({
      of: 'pull-request',
      owner: 'octo',
      repo: 'shop',
      base: { branch: 'main' },
      pull: own.number,
      isFork: false,
      headSha: shop.tip('feature').sha,
    });
    expect(await change(github.pullRequest(shop, fork.number))).toMatchObject({ isFork: true, pull: fork.number });
  });

  it('is a push, compared with what was there before, or with the default branch', async () => {
    const before = shop.tip('main').sha;
    shop.commit('main', { y: '1' });
    expect(await change(github.push(shop))).toMatchObject({ of: 'push', base: { branch: 'main', sha: before } });
    shop.commit('topic', { y: '2' });
    expect(await change(github.push(shop, 'topic'))).toMatchObject({ of: 'push', base: { branch: 'main' } });
    const event = github.push(shop);
    const first = { ...event.payload, before: '0'.repeat(40) };
    expect(await change(event, first)).toMatchObject({ of: 'push', base: undefined });
  });

  it('is a merge group', async () => {
    const sha = shop.tip('main').sha;
    const payload = { merge_group: { base_ref: 'refs/heads/main', base_sha: sha, head_sha: sha } };
    const event = { ...github.push(shop), name: 'merge_group' };
    expect(await change(event, payload)).toMatchObject({ of: 'merge-group', base: { branch: 'main', sha } });
  });

  it('is something else, or nobody says', async () => {
    expect(await change(github.dispatch(shop))).toMatch(/the event workflow_dispatch has nothing to compare with/);
    for (const payload of [
      null,
      [],
      {},
      { pull_request: { number: '7' } },
      { pull_request: { number: 7, base: { ref: 1 } } },
    ])
      expect(await change({ ...github.push(shop), name: 'pull_request' }, payload)).toMatch(
        /^What the run is for is not known/,
      );
    expect(await readChange({})).toMatch(/GITHUB_REPOSITORY and GITHUB_EVENT_PATH do not say/);
  });
});
