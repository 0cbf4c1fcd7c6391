import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { withFiles } from '../files.ts';
import type { Permissions } from '../runner/permissions.ts';
import { FakeGitHub } from './fake-github.ts';
import type { Repository } from './repository.ts';

const files = withFiles();
let github: FakeGitHub;
let shop: Repository;

beforeAll(async () => {
  github = await FakeGitHub.start(files);
  shop = github.create('octo/shop');
  shop.commit('main', { 'db/1.sql': 'SELECT 1;\n', 'db/2.sql': 'SELECT 2;\n', README: 'shop\n' });
  shop.commit('feature', { 'db/3.sql': 'SELECT 3;\n' });
  shop.openPull('feature');
  github.create('octo/open', { visibility: 'public' }).commit('main', { README: 'open\n' });
});
afterEach(() => {
  github.api.heal();
});
afterAll(() => github.stop());

interface Reply {
  readonly status: number;
  readonly headers: Headers;
  readonly body: unknown;
}

const ALL: Permissions = { contents: 'write', 'pull-requests': 'write', issues: 'write', actions: 'read' };

async function ask(
  address: string,
  more: RequestInit & { permissions?: Permissions; json?: object } = {},
): Promise<Reply> {
  const { permissions = ALL, json, ...init } = more;
  const response = await fetch(`${github.apiUrl}${address}`, {
    headers: { authorization: `Bearer ${github.api.token('octo/shop', permissions)}` },
    ...init,
    ...(json === undefined ? {} : { body: JSON.stringify(json) }),
  });
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.includes('application/json') === true;
  return { status: response.status, headers: response.headers, body: isJson ? JSON.parse(text) : text };
}

describe('what a repository holds', () => {
  it('is listed in one call, with what Git calls it', async () => {
    const { body } = await ask('/repos/octo/shop/git/trees/main?recursive=1');
    expect(body).toMatchObject({
      truncated: false,
      tree: [
        { path: 'README', type: 'blob', mode: '100644', size: 5 },
        { path: 'db', type: 'tree', mode: '040000' },
        { path: 'db/1.sql', type: 'blob' },
        { path: 'db/2.sql', type: 'blob' },
      ],
    });
    const { tree } = body as { tree: { path: string; sha: string }[] };
    const sha = (path: string) => tree.find((entry) => entry.path === path)?.sha ?? '';
    expect((await ask(`/repos/octo/shop/git/trees/${sha('db')}`)).body).toMatchObject({
      tree: [{ path: '1.sql' }, {}],
    });
    const blob = (await ask(`/repos/octo/shop/git/blobs/${sha('db/1.sql')}`)).body as { content: string };
    expect(Buffer.from(blob.content, 'base64').toString()).toBe('SELECT 1;\n');
  });

  it('is read file by file, of any commit', async () => {
    expect((await ask('/repos/octo/shop/contents/db/3.sql')).status).toBe(404);
    const raw = {
      authorization: `Bearer ${github.api.token('octo/shop', ALL)}`,
      accept: 'application/vnd.github.raw+json',
    };
    expect((await ask('/repos/octo/shop/contents/db/3.sql?ref=feature', { headers: raw })).body).toBe('SELECT 3;\n');
    expect((await ask('/repos/octo/shop/contents/db')).body).toMatchObject([{ name: '1.sql' }, { name: '2.sql' }]);
    const { sha } = shop.tip('feature');
    expect((await ask(`/repos/octo/shop/commits/${sha}`)).body).toMatchObject({
      sha,
      files: [{ filename: 'db/3.sql' }],
    });
    expect((await ask('/repos/octo/shop/git/ref/heads/feature')).body).toMatchObject({ object: { sha } });
    expect((await ask('/repos/octo/shop/compare/main...feature')).body).toMatchObject({ status: 'ahead', ahead_by: 1 });
    expect((await ask('/repos/octo/shop/commits?sha=feature&path=README')).body).toHaveLength(1);
    expect((await ask(`/repos/octo/shop/commits/${sha}/pulls`)).body).toMatchObject([{ number: 1 }]);
  });

  it('shows what a pull request changes', async () => {
    expect((await ask('/repos/octo/shop/pulls/1')).body).toMatchObject({ mergeable: true, head: { ref: 'feature' } });
    expect((await ask('/repos/octo/shop/pulls/1/files')).body).toMatchObject([
      { filename: 'db/3.sql', status: 'added' },
    ]);
    expect((await ask('/repos/octo/shop/pulls?head=octo:feature')).body).toHaveLength(1);
    expect((await ask('/repos/octo/shop/pulls/2')).status).toBe(404);
  });
});

describe('comments', () => {
  const comments = '/repos/octo/shop/issues/1/comments';

  it('are written, changed, listed and taken away', async () => {
    const made = await ask(comments, { method: 'POST', json: { body: 'first' } });
    expect(made).toMatchObject({ status: 201, body: { user: { login: 'github-actions[bot]', type: 'Bot' } } });
    const { id } = made.body as { id: number };
    const one = `/repos/octo/shop/issues/comments/${id}`;
    expect((await ask(one, { method: 'PATCH', json: { body: 'second' } })).status).toBe(200);
    github.conversation.add('octo/shop', 1, 'thanks', 'alice');
    expect((await ask(comments)).body).toMatchObject([
      { body: 'second' },
      { body: 'thanks', user: { login: 'alice' } },
    ]);
    expect((await ask(one, { method: 'DELETE' })).status).toBe(204);
    expect((await ask(one)).status).toBe(404);
  });

  it('come in pages', async () => {
    for (let number = 0; number < 40; number += 1) github.conversation.add('octo/shop', 1, `comment ${number}`, 'bob');
    const first = await ask(comments);
    expect(first.body).toHaveLength(30);
    const [, next = ''] = /<([^>]*)>; rel="next"/.exec(first.headers.get('link') ?? '') ?? [];
    const second = await ask(next.replace(github.apiUrl, ''));
    expect((second.body as unknown[]).length).toBeGreaterThanOrEqual(10);
    expect(second.headers.get('link')).not.toContain('rel="next"');
    expect((await ask(`${comments}?per_page=100`)).headers.get('link')).toBeNull();
  });

  it('are neither empty nor too long', async () => {
    const longest = await ask(comments, { method: 'POST', json: { body: 'x'.repeat(65_536) } });
    expect(longest.status).toBe(201);
    const tooLong = await ask(comments, { method: 'POST', json: { body: 'x'.repeat(65_537) } });
    expect(tooLong).toMatchObject({
      status: 422,
      body: { message: 'Validation Failed', errors: [{ message: 'body is too long (maximum is 65536 characters)' }] },
    });
    expect((await ask(comments, { method: 'POST', json: { body: ' ' } })).status).toBe(422);
  });
});

describe('a token', () => {
  it('that lacks a permission is told which one', async () => {
    const permissions: Permissions = { contents: 'read', 'pull-requests': 'read' };
    const refused = await ask('/repos/octo/shop/issues/1/comments', {
      method: 'POST',
      json: { body: 'x' },
      permissions,
    });
    expect(refused).toMatchObject({
      status: 403,
      body: {
        message: 'Resource not accessible by integration',
        documentation_url: 'https://docs.github.com/rest/issues/comments#create-an-issue-comment',
        status: '403',
      },
    });
    expect(refused.headers.get('x-accepted-github-permissions')).toBe('issues=write; pull_requests=write');
    expect(Number(refused.headers.get('x-ratelimit-remaining'))).toBeGreaterThan(0);
    expect((await ask('/repos/octo/shop/issues/1/comments', { permissions })).status).toBe(200);
    expect((await ask('/repos/octo/shop/git/trees/main', { permissions: {} })).status).toBe(403);
    expect((await ask('/repos/octo/shop', { permissions: {} })).status).toBe(200);
  });

  it('reads what is public and nothing that is private, of other repositories', async () => {
    expect((await ask('/repos/octo/open/contents/README', { permissions: {} })).status).toBe(200);
    expect((await ask('/repos/octo/open/contents/README', { headers: {} })).status).toBe(200);
    expect((await ask('/repos/octo/shop/contents/README', { headers: {} })).status).toBe(404);
    expect((await ask('/repos/octo/shop', { headers: { authorization: 'token ghs_old' } })).status).toBe(401);
    expect((await ask('/repos/octo/nothing')).status).toBe(404);
    expect((await ask('/user')).status).toBe(404);
  });
});

describe('a service that fails', () => {
  it.each([
    ['rate-limit', 403, /API rate limit exceeded/, ['x-ratelimit-remaining', '0']],
    ['secondary-limit', 403, /secondary rate limit/, ['retry-after', '60']],
    ['secondary-limit-429', 429, /secondary rate limit/, ['retry-after', '60']],
    [404, 404, /Not Found/, ['x-ratelimit-resource', 'core']],
    [500, 500, /Server Error/, ['x-ratelimit-resource', 'core']],
    [502, 502, /<html>/, ['content-type', 'text/html']],
  ] as const)('with %s', async (fault, status, message, [name, value]) => {
    github.api.fail(/^GET \/repos\/octo\/shop\/pulls/, fault, 1);
    const reply = await ask('/repos/octo/shop/pulls/1');
    expect(reply.status).toBe(status);
    expect(JSON.stringify(reply.body)).toMatch(message);
    expect(reply.headers.get(name)).toBe(value);
    expect((await ask('/repos/octo/shop/pulls/1')).status).toBe(200);
  });

  it('by silence, or by cutting the connection', async () => {
    github.api.fail(/pulls/, 'down', 1);
    await expect(ask('/repos/octo/shop/pulls/1')).rejects.toThrow();
    github.api.fail(/pulls/, 'hang', 1);
    const waiting = expect(ask('/repos/octo/shop/pulls/1')).rejects.toThrow();
    await new Promise((resolve) => setTimeout(resolve, 100));
    github.api.heal();
    await waiting;
  });

  it('keeps a record', async () => {
    github.api.requests.length = 0;
    await ask('/repos/octo/shop/issues/1/comments', { method: 'POST', json: { body: 'x' } });
    expect(github.api.requests).toEqual([
      { method: 'POST', path: '/repos/octo/shop/issues/1/comments', body: { body: 'x' }, status: 201 },
    ]);
  });
});
