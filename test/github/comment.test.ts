/** One comment on a pull request, against a stand-in of GitHub's REST interface and with GitHub's own client. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type CommentOutcome, type CommentTarget, markerBytes, postComment } from '../../src/github/comment.ts';
import { markerOf } from '../../src/github/conversation.ts';
import { openRest } from '../../src/github/rest.ts';
import { withFiles } from '../support/files.ts';
import { FakeGitHub } from '../support/github/fake-github.ts';
import type { Pull, Repository } from '../support/github/repository.ts';
import type { RestFault } from '../support/github/rest-answers.ts';
import type { Permissions } from '../support/runner/permissions.ts';

const files = withFiles();
let github: FakeGitHub;
let shop: Repository;
let pull: Pull;

beforeAll(async () => {
  github = await FakeGitHub.start(files);
  shop = github.create('octo/shop');
  shop.commit('main', { README: 'shop\n' });
  shop.commit('feature', { README: 'shop 2\n' });
});
beforeEach(() => {
  pull = shop.openPull('feature');
});
afterEach(() => {
  github.api.heal();
});
afterAll(() => github.stop());

const MAY_WRITE: Permissions = { 'pull-requests': 'write' };

async function post(
  text: string,
  {
    permissions = MAY_WRITE,
    limitMs,
    ...more
  }: Partial<CommentTarget> & { permissions?: Permissions; limitMs?: number } = {},
): Promise<CommentOutcome> {
  const token = github.api.token('octo/shop', permissions);
  const limit = limitMs === undefined ? {} : { limitMs };
  const octokit = await openRest({ token, baseUrl: github.apiUrl, pauseMs: 100, ...limit });
  return await postComment(
    octokit,
    {
      owner: 'octo',
      repo: 'shop',
      pull: pull.number,
      headSha: shop.tip('feature').sha,
      key: 'ci/migrate',
      ...more,
    },
    text,
  );
}

const bodies = () => github.conversation.on('octo/shop', pull.number).map(({ body }) => body);
const marked = (text: string) => `${markerOf('ci/migrate')}\n${text}`;

describe('the comment', () => {
  it('is made once, and edited from then on', async () => {
    expect(await post('one')).toMatchObject({ state: 'created', url: expect.stringContaining('#issuecomment-') });
    expect(await post('one')).toMatchObject({ state: 'unchanged' });
    expect(await post('two')).toMatchObject({ state: 'updated' });
    expect(bodies()).toEqual([marked('two')]);
    expect(markerBytes('ci/migrate')).toBe(marked('').length);
  });

  it('is found behind many others', async () => {
    await post('one');
    for (let index = 0; index < 230; index += 1) github.conversation.add('octo/shop', pull.number, 'Hm.', 'octocat');
    expect(await post('two')).toMatchObject({ state: 'updated' });
  });

  it('is one for each key, whatever is in it', async () => {
    await post('one');
    await post('other', { key: 'nightly --> <b>' });
    await post('two');
    expect(bodies()).toEqual([marked('two'), `${markerOf('nightly --> <b>')}\nother`]);
    expect(markerOf('a --> b')).toBe('<!-- migrate-action: a%20%2D%2D%3E%20b -->');
  });

  it('is not what somebody else wrote with its marker', async () => {
    const forged = github.conversation.add('octo/shop', pull.number, marked('mine'), 'mallory');
    github.conversation.add('octo/shop', pull.number, `I saw ${marked('this')}`, 'octocat');
    expect(await post('one')).toMatchObject({ state: 'created' });
    expect(forged.body).toBe(marked('mine'));
    expect(await post('two')).toMatchObject({ state: 'updated' });
  });

  it.each([
    ['quoted it', () => '> 2 new migrations work\n\nDo they?'],
    ['linked to it', (id: number) => `See https://github.com/octo/shop/pull/1#issuecomment-${id}, please.`],
  ])('is left where it is when people have %s, and a new one says the news', async (_, answer) => {
    await post('### ✅ **2 new** migrations `work`');
    const [old] = github.conversation.on('octo/shop', pull.number);
    github.conversation.add('octo/shop', pull.number, answer(old?.id ?? 0), 'octocat');
    expect(await post('news')).toMatchObject({ state: 'created' });
    expect(await post('more news')).toMatchObject({ state: 'updated' });
    const [first, , last, ...more] = bodies();
    expect(first).toMatch(
      /^<!-- migrate-action-past: .*\n> \[!NOTE\]\n> There is a \[newer report\]\(https:.*\n\n### ✅ \*\*2 new/,
    );
    expect(last).toBe(marked('more news'));
    expect(more).toEqual([]);
  });

  it('is edited when people talk of other things', async () => {
    await post('one');
    github.conversation.add('octo/shop', pull.number, '> shall we?\n\nYes.', 'octocat');
    expect(await post('two')).toMatchObject({ state: 'updated' });
  });
});

describe('what keeps it from being posted', () => {
  const LAST = 'The job’s summary has all of it.';

  it('is a newer commit, whose own run says what is to be said', async () => {
    const old = shop.tip('feature').sha;
    const { sha } = shop.commit('feature', { README: 'shop 3\n' });
    await post('newer');
    expect(await post('older, and late', { headSha: old })).toEqual({
      state: 'not-posted',
      why: `The report is of ${old.slice(0, 9)}, and #${pull.number} is at ${sha.slice(0, 9)} by now, so its comment is left to the run of that commit. ${LAST}`,
    });
    expect(bodies()).toEqual([marked('newer')]);
  });

  it('is that nobody says whether there is a newer one', async () => {
    github.api.fail(/GET .*\/pulls\/\d+/, 500);
    expect(await post('one')).toMatchObject({ state: 'not-posted', why: expect.stringMatching(/trouble of its own/) });
    expect(bodies()).toEqual([]);
  });

  it('is a missing permission, by its name', async () => {
    const outcome = await post('one', { permissions: { contents: 'read' } });
    expect(outcome).toEqual({
      state: 'not-posted',
      why: `Could not post the report on #${pull.number}: the token has no \`pull-requests: write\`. Add it to the job’s \`permissions\`. ${LAST}`,
    });
  });

  it('is a fork', async () => {
    const outcome = await post('one', { permissions: { 'pull-requests': 'read' }, isFork: true });
    expect(outcome).toMatchObject({
      why: expect.stringMatching(/from a fork has no `pull-requests: write`\. The workflow comment\.yml/),
    });
  });

  it.each<[string, RestFault, RegExp]>([
    [
      'a conversation that is locked',
      'locked',
      /refused it \(403\): Unable to create comment because issue is locked\./,
    ],
    ['a repository that is an archive', 'archived', /refused it \(403\): Repository was archived so is read-only\./],
    ['an address that is not allowed', 'ip-allow-list', /refused it \(403\): .* has an IP allow list enabled/],
    ['what GitHub takes for abuse', 'abuse', /refused it \(403\): You have triggered an abuse detection mechanism\./],
  ])('is %s, in GitHub’s words', async (_, fault, why) => {
    github.api.fail(/POST .*comments/, fault);
    const outcome = await post('one');
    expect(outcome).toMatchObject({ state: 'not-posted', why: expect.stringMatching(why) });
    expect(outcome).toMatchObject({ why: expect.not.stringContaining('permissions') });
  });

  it.each<[string, RestFault, RegExp]>([
    ['404', 404, /knows of no such thing, or hides it from a token without `pull-requests: write`/],
    ['the limit of an hour', 'rate-limit', /GitHub limits requests of this token for now\. A later run will do it\./],
    ['a secondary limit', 'secondary-limit', /limits requests of this token for now, for 60 s/],
    ['a secondary limit, told otherwise', 'secondary-limit-429', /limits requests of this token for now, for 60 s/],
    ['silence', 'hang', /did not answer in time/],
  ])('is %s', async (_, fault, why) => {
    github.api.fail(/./, fault);
    const before = Date.now();
    const outcome = await post('one', { limitMs: 2000 });
    expect(outcome).toMatchObject({ state: 'not-posted', why: expect.stringMatching(why) });
    // The limit, and what the client still waits between tries that are over at once.
    expect(Date.now() - before).toBeLessThan(10_000);
  });

  it.each<[string, RestFault, RegExp]>([
    ['500', 500, /trouble of its own \(500\)/],
    ['502', 502, /trouble of its own \(502\)/],
    ['a cut connection', 'down', /could not be reached/],
  ])('is %s, after several tries', async (_, fault, why) => {
    github.api.fail(/./, fault);
    expect(await post('one')).toMatchObject({ state: 'not-posted', why: expect.stringMatching(why) });
  });

  it('is not what passes', async () => {
    github.api.fail(/GET .*comments/, 502, 1);
    github.api.fail(/POST .*comments/, 503, 1);
    expect(await post('one')).toMatchObject({ state: 'created' });
    expect(bodies()).toEqual([marked('one')]);
  });

  it('is not that the old one cannot be marked', async () => {
    await post('one two three four');
    github.conversation.add('octo/shop', pull.number, '> one two three four\n\nWhy?', 'octocat');
    github.api.fail(/PATCH/, 403);
    expect(await post('news')).toMatchObject({ state: 'created' });
    github.api.heal();
    expect(await post('more news')).toMatchObject({ state: 'updated' });
  });
});
