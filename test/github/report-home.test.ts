/** What a report asks of GitHub and tells there, whatever GitHub answers: nothing of it may end the step. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { openHome, openHomeOfRun, type ReportHome } from '../../src/github/report-home.ts';
import type { Plan } from '../../src/graph/plan.ts';
import { renderComment } from '../../src/report/comment/comment.ts';
import { withFiles } from '../support/files.ts';
import { FakeGitHub } from '../support/github/fake-github.ts';
import type { RestFault } from '../support/github/rest-answers.ts';
import { SCENARIOS } from '../support/report-scenarios.ts';

const files = withFiles();
let github: FakeGitHub;
let env: NodeJS.ProcessEnv;
let token: string;
/** Of a run of a fork's pull request. */
const ENDED = '117';
/** Commits of the pull request. */
let head: string;
let merge: string;

beforeAll(async () => {
  github = await FakeGitHub.start(files);
  const shop = github.create('octo/shop');
  shop.commit('main', { 'db/1_a.sql': 'SELECT 1;' });
  shop.commit('feature', { 'db/2_b.sql': 'SELECT 2;' });
  const event = github.pullRequest(shop, shop.openPull('feature').number);
  [head, merge] = [shop.tip('feature').sha, event.sha];
  const place = await files.directory({ 'event.json': JSON.stringify(event.payload) });
  token = github.api.token('octo/shop', { contents: 'read', 'pull-requests': 'write' });
  shop.commit('someone:theirs', { 'db/1_a.sql': 'SELECT 2;', 'db/3_c.sql': 'SELECT 3;' });
  const theirs = github.pullRequest(shop, shop.openPull('theirs', { fork: 'someone/shop' }).number);
  const record = { repository: 'octo/shop', name: 'ci', path: 'ci.yml', event: theirs, conclusion: 'success' } as const;
  github.runs.set(117, { ...record, id: 117, createdAt: new Date().toISOString() });
  env = {
    GITHUB_REPOSITORY: 'octo/shop',
    GITHUB_EVENT_NAME: 'pull_request',
    GITHUB_EVENT_PATH: path.join(place, 'event.json'),
    GITHUB_API_URL: github.apiUrl,
    GITHUB_SERVER_URL: 'https://github.example.com',
    GITHUB_RUN_ID: '17',
    GITHUB_SHA: event.sha,
    GITHUB_WORKFLOW: 'ci',
  };
});
afterEach(() => {
  github.api.heal();
});
afterAll(() => github.stop());

const model = SCENARIOS['two-new'] ?? fail();
const plan = { local: { format: 'plain', directory: 'db', migrations: [] } } as unknown as Plan;

async function told(home: ReportHome): Promise<{ notes: readonly string[]; comment: string | undefined }> {
  const { notes = [] } = await home.compare(plan);
  return { notes, comment: await home.comment({ ...model, links: home.links }, 'migrate-action-plan') };
}

describe('a report at home', () => {
  it('on GitHub Enterprise Server asks there, and leads there', async () => {
    const home = await openHome(token, env);
    expect(await told(home)).toEqual({ notes: [], comment: undefined });
    const [comment] = github.conversation.on('octo/shop', 1);
    expect(comment?.body).toContain('https://github.example.com/octo/shop/actions/runs/17');
    expect(comment?.body).not.toContain('https://github.com');
  });

  it('names the commit that people know, and the merge that was run only where a file may be in nothing else', async () => {
    expect(merge).not.toBe(head);
    const { links } = await openHome(token, env);
    const failing = SCENARIOS['failing'] ?? fail();
    const [first = fail()] = failing.failures;
    const path = 'db/migrations/0001_baseline.sql';
    const old = { ...first, path, failure: { ...first.failure, migration: '0001_baseline' } };
    const body = renderComment({ ...failing, failures: [first, old], links });
    expect(body).toContain(` at \`${head.slice(0, 9)}\` `);
    expect(body).toContain(`/blob/${head}/${first.path}`);
    expect(body).toContain(`/blob/${merge}/${path}`);
    // Without the base branch nobody knows what came with it.
    const unknown = renderComment({ ...failing, counts: { total: 347, restored: 345, applied: 1 }, links });
    expect(unknown).not.toContain(`/blob/${head}/`);
  });

  it('of a fork’s run asks for nothing twice, however much of its plan is in doubt', async () => {
    const rights = { actions: 'read', contents: 'read', 'pull-requests': 'write' } as const;
    const home = await openHomeOfRun({ id: ENDED }, github.api.token('octo/shop', rights), env);
    if (typeof home === 'string') throw new Error(home);
    const before = github.api.requests.length;
    const edited = { id: '1_a', path: 'db/1_a.sql', moves: ['db/1_a.sql'], blobs: ['0'.repeat(40)] };
    const theirs = { migrations: [], problems: [], local: { format: 'plain', directory: 'db', migrations: [edited] } };
    const { conflicts, unplanned, notes } = await home.compare(theirs as unknown as Plan);
    expect([conflicts, unplanned, notes]).toMatchObject([
      [{ kind: 'edited' }],
      [{ kind: 'absent' }, { kind: 'absent' }],
      [],
    ]);
    const asked = github.api.requests.slice(before).map(({ path: address }) => address);
    expect(asked).toEqual([...new Set(asked)]);
    expect(asked).toHaveLength(4);
  });

  it('has all of its time for each task, however long artifacts take before', async () => {
    const limitMs = 2000;
    const home = await openHome(token, env, limitMs);
    await setTimeout(limitMs + 200);
    expect(await home.compare(plan)).toMatchObject({ notes: [] });
    await setTimeout(limitMs + 200);
    expect(await told(home)).toEqual({ notes: [], comment: undefined });
  });

  it('with a token that is none says so', async () => {
    const { notes, comment } = await told(await openHome('ghs_expired', env));
    expect(notes).toEqual([
      'Could not read the files of main, to see which migrations are new: GitHub does not accept the token. Pass one that is valid, or leave the input out for the job’s own.',
    ]);
    expect(comment).toMatch(/^Could not post the report on #1: GitHub does not accept the token\./);
  });

  it('without a token says so', async () => {
    const { notes, comment } = await told(await openHome('', env));
    expect(notes).toEqual([expect.stringContaining('there is no token')]);
    expect(comment).toBeUndefined();
  });

  it.each<[RestFault, RegExp]>([
    [403, /the token has no `contents: read`\. Add it to the job’s `permissions`\.$/],
    [404, /hides it from a token without `contents: read`/],
    ['rate-limit', /GitHub limits requests of this token/],
    ['secondary-limit', /GitHub limits requests of this token for now, for 60 s/],
  ])('that is answered with %s names what is missing, for the files and for the comment', async (fault, why) => {
    github.api.fail(/./, fault);
    const { notes, comment } = await told(await openHome(token, env));
    expect(notes).toEqual([expect.stringMatching(why)]);
    const ofComment = new RegExp(why.source.replaceAll('contents: read', 'pull-requests: write').replace(/\$$/, ''));
    expect(comment).toMatch(ofComment);
  });
});

function fail(): never {
  throw new Error('There is no such scenario.');
}
