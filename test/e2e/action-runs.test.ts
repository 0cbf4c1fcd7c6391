/** What else jobs do with what is in GitHub's cache: on somebody's server, and when it is their turn to check it. */
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import pg from 'pg';
import { withCachedJobs } from '../support/cached-jobs.ts';
import { type ExternalServer, PASSWORD, startExternalServer } from '../support/external-server.ts';
import { withFiles } from '../support/files.ts';
import { told } from '../support/job.ts';

jest.setTimeout(180_000);
const files = withFiles();
const jobs = withCachedJobs(files);
const SET = {
  'db/1_users.sql':
    'CREATE TABLE users (id int PRIMARY KEY, name text);\nCREATE ROLE reader;\nGRANT SELECT ON users TO reader;\n',
  'db/2_names.sql': "INSERT INTO users SELECT n, 'user ' || n FROM generate_series(1, 500) n;\n",
  'db/3_slow.sql': 'SELECT pg_sleep(3);\n',
};

describe('a job with a server of its own', () => {
  const servers: ExternalServer[] = [];
  beforeAll(async () => {
    servers.push(await startExternalServer(), await startExternalServer());
  });
  afterAll(async () => {
    for (const { server } of servers) await server.stop();
  });

  it('starts from the dump that an earlier one left, roles included, and nobody reads its password', async () => {
    const ran = [];
    for (const { url } of servers) {
      const see = async () => {
        const client = new pg.Client({ connectionString: url() });
        await client.connect();
        const { rows } = await client.query(
          "SELECT count(*)::int AS count, has_table_privilege('reader', 'users', 'SELECT') AS granted FROM users",
        );
        await client.end();
        return rows as unknown;
      };
      ran.push(await jobs.run(SET, { inputs: { 'database-url': url() }, see }));
    }
    const [first, second] = ran;
    expect(first?.result).toMatchObject({ start: { from: 'database' }, applied: 3, snapshot: { when: 'later' } });
    expect(first?.post).toContain("The snapshot for later runs is kept in GitHub's cache: ");
    expect(second?.result).toMatchObject({
      start: { from: 'snapshot', applied: 3 },
      applied: 0,
      postgres: { managed: false },
    });
    expect(second?.seen).toEqual([{ count: 500, granted: true }]);
    expect(second?.seen).toEqual(first?.seen);
    for (const { step, post } of ran) {
      const shown = step.stdout.split('\n').filter((line) => !line.startsWith('::add-mask::'));
      expect([...shown, post].join('\n')).not.toMatch(new RegExp(`${PASSWORD}|${encodeURIComponent(PASSWORD)}`));
    }
  });
});

describe('a run whose turn it is', () => {
  it('applies everything, leaves the snapshot that it proves right, and says so', async () => {
    const event = await files.directory({ 'event.json': '{"repository": {"default_branch": "main"}}' });
    const turn = {
      GITHUB_EVENT_NAME: 'push',
      GITHUB_EVENT_PATH: `${event}/event.json`,
      GITHUB_REF_NAME: 'main',
      GITHUB_REF_TYPE: 'branch',
    };
    await jobs.run(SET);
    const kept = jobs.service.entries.map(({ key }) => key).filter((key) => key.includes('-snapshot-'));
    expect(kept).toHaveLength(1);
    const inputs = { 'replay-every': '5' };
    const between = await jobs.run(SET, { inputs, env: { ...turn, GITHUB_RUN_NUMBER: '14' } });
    expect(between.result).toMatchObject({ start: { from: 'snapshot' }, applied: 0 });
    const due = await jobs.run(SET, { inputs, env: { ...turn, GITHUB_RUN_NUMBER: '15' } });
    expect(due.result).toMatchObject({ start: { from: 'empty' }, applied: 3, problems: [] });
    expect(due.step.stdout).toContain('On main, run 15, as each 5th, applies all migrations');
    expect([told(due.step.stdout), told(due.post)]).toEqual([[], []]);
    expect(due.result.fingerprint).toEqual(between.result.fingerprint);
    expect(jobs.service.entries.map(({ key }) => key)).toEqual(expect.arrayContaining(kept));
    const after = await jobs.run(SET, { inputs, env: { ...turn, GITHUB_RUN_NUMBER: '16' } });
    expect(after.result).toMatchObject({ start: { from: 'snapshot', applied: 3 }, applied: 0 });
  });
});
