/** Runs on the whole: jobs whose actions use the REST interface, artifacts and the cache with GitHub's own clients. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { withFiles } from '../files.ts';
import { jobOf } from '../runner/result.ts';
import { FakeGitHub } from './fake-github.ts';
import type { Repository } from './repository.ts';

const files = withFiles();
const library = (file: string) => new URL(`../../../node_modules/@actions/${file}`, import.meta.url).href;
const ARTIFACT = library('artifact/lib/artifact.js');
const CACHE = library('cache/lib/cache.js');

/** Runs the JavaScript of its input. */
const EVAL = {
  'action.yml': `name: n
description: d
inputs: { script: { description: d }, token: { description: d, default: "\${{ github.token }}" } }
runs: { using: node20, main: main.mjs }
`,
  'main.mjs': `const { env } = process;
const api = (address, init = {}) => fetch(env.GITHUB_API_URL + '/repos/' + env.GITHUB_REPOSITORY + address,
  { headers: { authorization: 'Bearer ' + env.INPUT_TOKEN }, ...init });
await new (Object.getPrototypeOf(async () => {}).constructor)('api', 'load', env.INPUT_SCRIPT)(api, {
  artifact: async () => new (await import('${ARTIFACT}')).DefaultArtifactClient(),
  cache: () => import('${CACHE}'),
});
`,
};

let github: FakeGitHub;
let shop: Repository;
beforeAll(async () => {
  github = await FakeGitHub.start(files, { 'octo/eval': await files.directory(EVAL) });
  shop = github.create('octo/shop');
});
afterAll(() => github.stop());

const step = (script: string) => `
      - uses: octo/eval@v1
        with:
          script: |
${script.replace(/^/gm, '            ')}`;

describe('a run', () => {
  it('passes artifacts from job to job, and on to a later run that may read them', async () => {
    const ci = `
on: pull_request
permissions: { contents: read }
jobs:
  make:
    runs-on: x
    strategy: { matrix: { n: [1, 2] } }
    steps:
      - run: echo "result \${{ matrix.n }}" > result.txt${step(`const artifacts = await load.artifact();
await artifacts.uploadArtifact('result-\${{ matrix.n }}', ['result.txt'], '.');`)}
  merge:
    needs: make
    runs-on: x
    steps:${step(`const artifacts = await load.artifact();
for (const { name, id } of (await artifacts.listArtifacts()).artifacts) await artifacts.downloadArtifact(id, { path: name });`)}
      - run: cat result-1/result.txt result-2/result.txt
`;
    const later = `
on: workflow_run
permissions: { actions: read }
jobs:
  read:
    runs-on: x
    steps:${step(`const artifacts = await load.artifact();
const findBy = { token: env('INPUT_TOKEN'), workflowRunId: Number('\${{ github.event.workflow_run.id }}'), repositoryOwner: 'octo', repositoryName: 'shop' };
const { artifact } = await artifacts.getArtifact('result-2', { findBy });
await artifacts.downloadArtifact(artifact.id, { findBy });`).replace("env('INPUT_TOKEN')", 'process.env.INPUT_TOKEN')}
      - run: cat result.txt && echo "\${{ github.event.workflow_run.conclusion }} \${{ github.event.workflow_run.head_repository.full_name }}"
`;
    shop.commit('main', { '.github/workflows/ci.yml': ci, '.github/workflows/later.yml': later });
    shop.commit('someone:feature', { more: 'x' });
    const pull = shop.openPull('feature', { fork: 'someone/shop' });
    const run = github.start('.github/workflows/ci.yml', github.pullRequest(shop, pull.number));
    const result = await run.finished;
    expect(result.conclusion).toBe('success');
    expect(jobOf(result, 'merge').log).toMatch(/\nresult 1\nresult 2\n$/);

    const after = await github.start('.github/workflows/later.yml', github.workflowRun(shop, run.runId)).finished;
    expect(jobOf(after, 'read').log).toMatch(/\nresult 2\nsuccess someone\/shop\n$/);
  });

  it('may do with its token what its workflow asks for, and less when it comes from a fork', async () => {
    const comment = `
on: pull_request
permissions: { contents: read, pull-requests: write }
jobs:
  comment:
    runs-on: x
    steps:
      - uses: actions/checkout@v7
      - run: cat more${step(`const { number } = JSON.parse((await import('node:fs')).readFileSync(process.env.GITHUB_EVENT_PATH, 'utf8'));
const reply = await api('/issues/' + number + '/comments', { method: 'POST', body: JSON.stringify({ body: 'hello' }) , headers: { authorization: 'token ' + process.env.INPUT_TOKEN } });
console.log(reply.status, reply.headers.get('x-accepted-github-permissions'));
console.log('token', process.env.INPUT_TOKEN);`)}
`;
    shop.commit('main', { '.github/workflows/comment.yml': comment });
    shop.commit('own', { more: 'own' });
    shop.commit('someone:theirs', { more: 'theirs' });
    const own = shop.openPull('own');
    const theirs = shop.openPull('theirs', { fork: 'someone/shop' });
    const run = async (number: number) =>
      jobOf(await github.start('.github/workflows/comment.yml', github.pullRequest(shop, number)).finished, 'comment');
    const first = await run(own.number);
    expect(first.log).toContain('own\n201 issues=write; pull_requests=write\n');
    expect(first.log).toContain('token ***\n');
    expect(github.conversation.on('octo/shop', own.number)).toMatchObject([{ body: 'hello' }]);
    expect((await run(theirs.number)).log).toContain('theirs\n403 issues=write; pull_requests=write\n');
    expect(github.conversation.on('octo/shop', theirs.number)).toEqual([]);
  });

  it('keeps what it caches for its branch, and a fork for nobody', async () => {
    const workflow = `
on: [push, pull_request]
jobs:
  one:
    runs-on: x
    steps:
      - run: mkdir -p kept && echo "$GITHUB_EVENT_NAME" > kept/file${step(`const cache = await load.cache();
console.log('found', await cache.restoreCache(['kept'], 'new', ['key-']));
console.log('saved', (await cache.saveCache(['kept'], 'key-\${{ github.event_name }}')) > 0);`)}
`;
    shop.commit('main', { '.github/workflows/cache.yml': workflow });
    const run = async (event: ReturnType<typeof github.push>) =>
      jobOf(await github.start('.github/workflows/cache.yml', event).finished, 'one').log;
    expect(await run(github.push(shop))).toMatch(/found undefined\n[^]*saved true/);
    shop.commit('someone:cached', { x: '1' });
    const pull = shop.openPull('cached', { fork: 'someone/shop' });
    expect(await run(github.pullRequest(shop, pull.number))).toMatch(/found key-push\n[^]*saved false/);
    expect(github.results.cache.entries.map(({ key, scope }) => `${key} ${scope}`)).toEqual([
      'key-push refs/heads/main',
    ]);
  });
});
