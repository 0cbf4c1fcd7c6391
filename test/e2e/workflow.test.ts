/** The action in a workflow, as a whole: a matrix of versions, the database in later steps, and the end of each job. */
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { RunResult } from '../../src/migration/result.ts';
import { withFiles } from '../support/files.ts';
import { FakeGitHub } from '../support/github/fake-github.ts';
import { filesOf, type Repository } from '../support/github/repository.ts';
import { installIn } from '../support/job.ts';
import { leftovers, runDirectories } from '../support/leftovers.ts';
import { jobOf, stepOf } from '../support/runner/result.ts';
import type { RunOptions } from '../support/runner/run-state.ts';

jest.setTimeout(180_000);
const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const files = withFiles();
let github: FakeGitHub;
let shop: Repository;

beforeAll(async () => {
  github = await FakeGitHub.start(files, { 'org/migrate-action': ROOT });
  shop = github.create('octo/shop');
  const migrations = await filesOf(path.join(ROOT, 'examples/shop'), 'db/migrations/');
  shop.commit('main', { ...migrations, '.github/workflows/ci.yml': WORKFLOW });
});
afterAll(() => github.stop());

/** PostgreSQL is installed on this machine already. */
const RUNNER: Partial<RunOptions> = {
  parallel: 2,
  vars: { PG: createRequire(import.meta.url).resolve('pg') },
  prepareToolCache: (directory) => installIn(path.join(directory, 'migrate-action')),
};

const WORKFLOW = `
on: [push, pull_request]
permissions: { contents: read }
jobs:
  test:
    runs-on: ubuntu-24.04
    strategy: { matrix: { postgres: [16, 17] } }
    steps:
      - uses: actions/checkout@v7
      - id: migrate
        uses: org/migrate-action@v1
        with: { directory: db/migrations, postgres: "\${{ matrix.postgres }}" }
      - name: The database answers
        run: |
          node -e '
            const { Client } = require("\${{ vars.PG }}");
            const client = new Client(process.env.DATABASE_URL);
            client.connect()
              .then(() => client.query("SELECT count(*)::int AS orders, current_setting($1) AS version FROM orders", ["server_version_num"]))
              .then(({ rows: [{ orders, version }] }) => console.log("orders", orders, "on", version.slice(0, 2), "of", process.env.PGDATABASE))
              .finally(() => client.end());'
      - id: secret
        run: echo "\${{ steps.migrate.outputs.password }}"
`;

describe('a workflow that uses the action', () => {
  it('has a migrated database on every version, and leaves nothing', async () => {
    const before = await runDirectories();
    const run = github.start('.github/workflows/ci.yml', github.push(shop), RUNNER);
    const result = await run.finished;
    expect(result.conclusion).toBe('success');
    const orders = [16, 17].map((version) => {
      const job = jobOf(result, `test (${version})`);
      expect(job.steps.map(({ phase, conclusion }) => `${phase} ${conclusion}`)).toEqual([
        ...Array.from({ length: 4 }, () => 'main success'),
        'post success',
      ]);
      expect(job.orphans).toEqual([]);
      expect(stepOf(job, 'secret').log).toBe('***\n');
      const [, count, seen] = /^orders (\d+) on (\d+) of \w+\n$/.exec(stepOf(job, 'The database answers').log) ?? [];
      expect(seen).toBe(String(version));
      const { applied, postgres } = JSON.parse(stepOf(job, 'migrate').outputs['result'] ?? '{}') as RunResult;
      expect(applied).toBeGreaterThan(40);
      expect(postgres.version).toMatch(new RegExp(`^${version}\\.`));
      return Number(count);
    });
    expect(orders[0]).toBeGreaterThan(0);
    expect(orders[0]).toBe(orders[1]);
    expect(await leftovers(run.mark, before)).toEqual([]);
  });

  it('points at the statement that fails, and cancels the other versions', async () => {
    shop.commit('broken', {
      'db/migrations/20990101000000_bad.sql': '-- migrate:up\nSELECT nothing FROM orders;\n-- migrate:down\n',
    });
    const pull = shop.openPull('broken');
    const run = github.start('.github/workflows/ci.yml', github.pullRequest(shop, pull.number), RUNNER);
    const result = await run.finished;
    expect(result.conclusion).toBe('failure');
    const failed = result.jobs.find(({ conclusion }) => conclusion === 'failure');
    expect(failed?.annotations[0]).toMatchObject({
      level: 'error',
      file: 'db/migrations/20990101000000_bad.sql',
      line: 2,
      message: 'column "nothing" does not exist',
    });
    expect(failed?.steps.at(-1)?.phase).toBe('post');
  });

  it('that is cancelled stops its servers', async () => {
    const before = await runDirectories();
    shop.commit('slow', {
      'db/migrations/20990101000000_slow.sql': '-- migrate:up\nSELECT pg_sleep(60);\n-- migrate:down\n',
    });
    const pull = shop.openPull('slow');
    const run = github.start('.github/workflows/ci.yml', github.pullRequest(shop, pull.number), RUNNER);
    await run.printed(/migrations for dbmate/);
    run.cancel();
    const result = await run.finished;
    expect(result.conclusion).toBe('cancelled');
    for (const job of result.jobs) expect(job.orphans).toEqual([]);
    expect(await leftovers(run.mark, before)).toEqual([]);
  });
});
