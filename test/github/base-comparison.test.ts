/** Whose doing it is that a set and its base branch do not go together: only what was done here is told. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { compareWithTip } from '../../src/github/base-comparison.ts';
import { openRest } from '../../src/github/rest.ts';
import { Trees } from '../../src/github/trees.ts';
import type { LocalSet } from '../../src/graph/base-conflicts.ts';
import { blobNames } from '../../src/graph/git-blob.ts';
import { withFiles } from '../support/files.ts';
import { FakeGitHub } from '../support/github/fake-github.ts';
import type { Repository } from '../support/github/repository.ts';

const files = withFiles();
let github: FakeGitHub;
let shop: Repository;

beforeAll(async () => {
  github = await FakeGitHub.start(files);
  shop = github.create('octo/shop');
  shop.commit('main', { 'db/1_a.sql': 'a', 'db/2_b.sql': 'b', 'db/3_c.sql': 'c' });
  shop.commit('behind', { 'README.md': 'Nothing of the migrations.' });
  shop.commit('here', { 'db/1_a.sql': 'other' });
  // Since: one edited, one renamed, one added.
  shop.commit('main', { 'db/1_a.sql': 'mended', 'db/2_b.sql': undefined, 'db/4_b.sql': 'b', 'db/5_d.sql': 'd' });
});
afterEach(() => {
  github.api.heal();
});
afterAll(() => github.stop());

async function compare(branch: string, contents: Readonly<Record<string, string>>, repeatable = false) {
  const token = github.api.token('octo/shop', { contents: 'read' });
  const octokit = await openRest({ token, baseUrl: github.apiUrl, limitMs: 10_000 });
  const migrations = Object.entries(contents).map(([name, content]) => {
    const path = `db/${name}.sql`;
    return { id: name, path, moves: [path], blobs: blobNames(Buffer.from(content)), repeatable };
  });
  const set: LocalSet = { format: 'dbmate', directory: 'db', migrations };
  const change = { of: 'push', owner: 'octo', repo: 'shop', base: { branch: 'main' }, isFork: false } as const;
  const before = github.api.requests.length;
  const { newIds, editedIds, conflicts, notes } = await compareWithTip(
    new Trees(octokit, change),
    { ...change, headSha: shop.tip(branch).sha },
    set,
  );
  const kinds = conflicts.map(({ kind, path }) => `${kind} ${path}`);
  return {
    new: [...(newIds ?? [])],
    edited: [...(editedIds ?? [])],
    kinds,
    notes,
    asked: github.api.requests.length - before,
  };
}

describe('a branch', () => {
  it('is not blamed for what its base changed since', async () => {
    const found = await compare('behind', { '1_a': 'a', '2_b': 'b', '3_c': 'c' });
    expect(found).toEqual({ new: [], edited: [], kinds: [], notes: [], asked: 3 });
  });

  it('is told what it changed itself', async () => {
    expect(await compare('here', { '1_a': 'other', '2_b': 'b' })).toMatchObject({
      kinds: ['edited db/1_a.sql', 'deleted db/3_c.sql'],
    });
    expect(await compare('here', { '1_a': 'a', '2_b': 'b', '7_c': 'c' })).toMatchObject({
      kinds: ['renamed db/7_c.sql'],
    });
  });

  it('has edited what may be edited only where it did so itself', async () => {
    const here = { '3_c': 'c', '4_b': 'b', '5_d': 'd' };
    expect(await compare('here', { '1_a': 'other', ...here }, true)).toMatchObject({ edited: ['1_a'], kinds: [] });
    expect(await compare('behind', { '1_a': 'a', ...here }, true)).toMatchObject({ edited: [], kinds: [] });
  });

  it('costs one question where nothing is found', async () => {
    const upToDate = { '1_a': 'mended', '3_c': 'c', '4_b': 'b', '5_d': 'd', '6_e': 'e' };
    expect(await compare('behind', upToDate)).toEqual({ new: ['6_e'], edited: [], kinds: [], notes: [], asked: 1 });
  });

  it('is not blamed where nobody knows what it began with', async () => {
    github.api.fail(/compare/, 404);
    const { kinds, notes } = await compare('here', { '1_a': 'other', '3_c': 'c' });
    expect(kinds).toEqual([]);
    expect(notes).toEqual([expect.stringMatching(/^Could not find where this branch left main, /)]);
  });
});
