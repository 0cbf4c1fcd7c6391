/** What a stranger's plan is held against: the files of the pull request itself. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Change } from '../../src/github/event.ts';
import { compareWithHead } from '../../src/github/head-comparison.ts';
import { openRest } from '../../src/github/rest.ts';
import { Trees } from '../../src/github/trees.ts';
import { blobNames } from '../../src/graph/git-blob.ts';
import type { Plan } from '../../src/graph/plan.ts';
import { withFiles } from '../support/files.ts';
import { FakeGitHub } from '../support/github/fake-github.ts';
import type { Repository } from '../support/github/repository.ts';

const files = withFiles();
let github: FakeGitHub;
let shop: Repository;

beforeAll(async () => {
  github = await FakeGitHub.start(files);
  shop = github.create('octo/shop');
  shop.commit('main', { 'db/1_a.sql': 'a', 'db/2_b.sql': 'b', 'db/notes.txt': '', 'other/9.sql': 'x' });
  shop.commit('someone:new', { 'db/1_a.sql': 'edited', 'db/2_b.sql': undefined, 'db/3_c.sql': 'c', 'db/4_d.sql': 'd' });
  shop.commit('someone:honest', { 'db/3_c.sql': 'c', 'other/9.sql': 'y', 'db/3_c.down.sql': 'no c' });
  // Since.
  shop.commit('main', { 'db/2_b.sql': undefined, 'db/5_e.sql': 'e' });
});
afterEach(() => {
  github.api.heal();
});
afterAll(() => github.stop());

type Contents = Readonly<Record<string, string>>;
const AS_IT_IS: Contents = { '1_a.sql': 'edited', '3_c.sql': 'c', '4_d.sql': 'd', '5_e.sql': 'e' };

function planOf(contents: Contents, directory = 'db'): Plan {
  const migrations = Object.entries(contents).map(([name, content]) => ({
    id: name,
    path: `${directory}/${name}`,
    moves: [`${directory}/${name}`, `${directory}/${name.replace('.sql', '.down.sql')}`],
    blobs: blobNames(Buffer.from(content)),
  }));
  const shown = migrations.map(({ id }) => ({ id, path: id }));
  const local = { format: 'sqlx', directory, migrations };
  return { format: 'sqlx', directory, migrations: shown, local, problems: [] } as unknown as Plan;
}

async function compare(
  plan: Plan,
  { branch = 'someone:new', directory }: { branch?: string; directory?: string } = {},
) {
  const token = github.api.token('octo/shop', { contents: 'read' });
  const octokit = await openRest({ token, baseUrl: github.apiUrl, limitMs: 10_000 });
  const before = github.api.requests.length;
  const headSha = shop.tip(branch).sha;
  const change: Change = {
    ...{ of: 'pull-request', owner: 'octo', repo: 'shop', base: { branch: 'main' }, isFork: true, headSha },
  };
  const { unplanned, notes } = await compareWithHead(new Trees(octokit, change), change, plan, directory);
  const found = unplanned.map(({ kind, path }) => `${kind} ${path}`);
  return { found, notes, asked: github.api.requests.length - before };
}

describe('a plan of a fork', () => {
  it('that is of its files costs one question', async () => {
    const honest = planOf({ '1_a.sql': 'a', '2_b.sql': 'b', '3_c.sql': 'c' });
    expect(await compare(honest, { branch: 'someone:honest' })).toEqual({ found: [], notes: [], asked: 1 });
  });

  it('is not blamed for what the base branch changed since', async () => {
    expect(await compare(planOf(AS_IT_IS))).toMatchObject({ found: [], notes: [] });
    const honest = planOf({ '1_a.sql': 'a', '3_c.sql': 'c', '5_e.sql': 'e' });
    expect(await compare(honest, { branch: 'someone:honest' })).toMatchObject({ found: [] });
  });

  it('that leaves out, passes over or makes up something is told so', async () => {
    const { '4_d.sql': hidden, ...rest } = AS_IT_IS;
    expect(hidden).toBe('d');
    expect((await compare(planOf(rest))).found).toEqual(['absent db/4_d.sql']);
    expect((await compare(planOf({ ...AS_IT_IS, '1_a.sql': 'a' }))).found).toEqual(['other db/1_a.sql']);
    expect((await compare(planOf({ ...AS_IT_IS, '3_c.sql': 'harmless' }))).found).toEqual(['other db/3_c.sql']);
    expect((await compare(planOf({ ...AS_IT_IS, '2_b.sql': 'b' }))).found).toEqual(['deleted db/2_b.sql']);
  });

  it('does not hide a migration by a format in which it is none, or by a list of files', async () => {
    const plan = { ...planOf({}), format: 'sqitch', local: undefined };
    expect((await compare(plan)).found).toEqual(['absent db/1_a.sql', 'absent db/3_c.sql', 'absent db/4_d.sql']);
  });

  it('is of the directory that was asked for', async () => {
    const elsewhere = planOf({}, 'other');
    expect((await compare(elsewhere)).found).toEqual([]);
    const all = ['elsewhere other', 'absent db/1_a.sql', 'absent db/3_c.sql', 'absent db/4_d.sql'];
    expect((await compare(elsewhere, { directory: './db/' })).found).toEqual(all);
  });

  it('of which nobody can tell is not blamed', async () => {
    github.api.fail(/trees/, 404);
    const { found, notes } = await compare(planOf(AS_IT_IS));
    expect(found).toEqual([]);
    expect(notes).toEqual([
      expect.stringMatching(/^Could not read the files of [0-9a-f]{40}, to see whether the plan /),
    ]);
  });
});
