/** The action as GitHub runs it: one process for the step, one for the end of the job, and the job's own clients in between. */
import { afterEach, describe, expect, it } from '@jest/globals';
import { existsSync } from 'node:fs';
import path from 'node:path';
import pg from 'pg';
import { SETTING_NAMES } from '../../src/phases/settings.ts';
import { withFiles } from '../support/files.ts';
import { actionMetadata, type Job, newJob, type Step } from '../support/job.ts';
import { leftovers, runDirectories, traces } from '../support/leftovers.ts';

const files = withFiles();
const SET = {
  'db/migrations/1_users.sql': 'CREATE TABLE users (id int PRIMARY KEY);\n',
  'db/migrations/2_first.sql': 'INSERT INTO users VALUES (1), (2);\n',
};
const DIRECTORY = 'db/migrations';

/** Steps whose servers a failed test would leave running. */
const begun: { job: Job; step: Step }[] = [];
afterEach(async () => {
  for (const { job, step } of begun.splice(0)) if (step.state['server'] !== undefined) await job.post(step);
});

async function run(job: Job, inputs: Record<string, string>): Promise<Step> {
  const step = await job.run({ directory: DIRECTORY, ...inputs });
  begun.push({ job, step });
  return step;
}

async function countUsers(config: pg.ClientConfig): Promise<unknown> {
  const client = new pg.Client(config);
  await client.connect();
  try {
    return (await client.query<{ count: number }>('SELECT count(*)::int FROM users')).rows[0]?.count;
  } finally {
    await client.end();
  }
}

function errors(step: Step): string[] {
  return step.stdout.split('\n').filter((line) => line.startsWith('::error'));
}

describe('the action', () => {
  it('gives the steps after it a database until the job ends', async () => {
    const before = await runDirectories();
    const job = await newJob(files, SET);
    const step = await run(job, { clones: '2', postgres: '16' });
    expect(step).toMatchObject({ code: 0, stderr: '' });

    const { env, outputs } = step;
    expect(Object.keys(outputs).sort()).toEqual(Object.keys((await actionMetadata()).outputs).sort());
    for (const value of Object.values(outputs)) expect(value).not.toBe('');
    expect(env).toEqual({
      DATABASE_URL: outputs['database-url'],
      PGHOST: outputs['host'],
      PGPORT: outputs['port'],
      PGUSER: outputs['user'],
      PGPASSWORD: outputs['password'],
      PGDATABASE: outputs['database'],
    });
    expect(outputs['applied']).toBe('2');

    const urls = [env['DATABASE_URL'] ?? '', ...(JSON.parse(outputs['clone-urls'] ?? '[]') as string[])];
    expect(urls).toHaveLength(3);
    for (const connectionString of urls) expect(await countUsers({ connectionString })).toBe(2);
    const { PGHOST = '', PGPORT, PGUSER = '', PGPASSWORD = '', PGDATABASE = '' } = env;
    const byParts = { host: PGHOST, port: Number(PGPORT), user: PGUSER, password: PGPASSWORD, database: PGDATABASE };
    expect(await countUsers(byParts)).toBe(2);

    const server = JSON.parse(step.state['server'] ?? '{}') as { dataDirectory: string };
    expect(existsSync(server.dataDirectory)).toBe(true);
    expect((await traces(step.mark, before)).length).toBeGreaterThan(0);
    expect(await job.post(step)).toMatchObject({ code: 0, stdout: 'The PostgreSQL server is stopped.\n', stderr: '' });
    expect(existsSync(path.dirname(server.dataDirectory))).toBe(false);
    expect(await leftovers(step.mark, before)).toEqual([]);
    expect(await job.post(step)).toMatchObject({ code: 0, stdout: expect.stringContaining('had ended before') });
  });

  it('tells the result without secrets, and masks the password before anything prints it', async () => {
    const step = await run(await newJob(files, SET), {});
    const password = step.outputs['password'] ?? '';
    expect(password.length).toBeGreaterThan(16);
    expect(step.stdout.split(password)[0]).toMatch(/(^|\n)::add-mask::$/);
    const result = step.outputs['result'] ?? '';
    expect(result).not.toContain(password);
    expect(JSON.parse(result)).toMatchObject({
      version: 1,
      applied: 2,
      migrations: [{ id: '1_users' }, { id: '2_first' }],
    });
    expect(step.stdout).toContain('✓\u001b[39m 1_users');
  });

  it('migrates a database that is there, and leaves it there', async () => {
    const job = await newJob(files, SET);
    const first = await run(job, {});
    const url = first.outputs['database-url'] ?? '';
    const before = await runDirectories();
    const second = await run(job, { 'database-url': url });
    expect(second).toMatchObject({ code: 0, outputs: { applied: '0', 'database-url': url }, state: {} });
    expect(second.stdout.split(first.outputs['password'] ?? '')[0]).toMatch(/(^|\n)::add-mask::$/);
    expect(await leftovers(second.mark, before)).toEqual([]);
    expect(await job.post(second)).toMatchObject({ code: 0, stdout: '', stderr: '' });
    expect(await countUsers({ connectionString: url })).toBe(2);
  });

  it('ends the server when the job is gone without a word', async () => {
    const before = await runDirectories();
    const job = await newJob(files, SET);
    const step = await job.run({ directory: DIRECTORY }, { within: ['sh', '-c', '"$@"; exit "$?"', 'sh'] });
    expect(step.code).toBe(0);
    expect(step.state).toHaveProperty('server');
    expect(await leftovers(step.mark, before)).toEqual([]);
  });
});

describe('a step that fails', () => {
  it('points at the statement of the migration', async () => {
    const job = await newJob(files, {
      ...SET,
      'db/migrations/3_bad.sql': '-- why\nSELECT 1; SELECT nothing FROM users;\n',
    });
    const step = await run(job, {});
    expect(step.code).toBe(1);
    expect(errors(step)).toEqual([
      '::error title=Migration 3_bad failed,file=db/migrations/3_bad.sql,line=2,col=18::column "nothing" does not exist',
      '::error::Migration 3_bad failed: column "nothing" does not exist',
    ]);
    expect(JSON.parse(step.outputs['result'] ?? '{}')).toMatchObject({ applied: 2, error: { migration: '3_bad' } });
  });

  it('points at the file that cannot be read as a migration', async () => {
    const job = await newJob(files, { ...SET, 'db/migrations/3_bad.sql': '\n-- migrate-action: opaqe\nSELECT 1;\n' });
    const before = await runDirectories();
    const step = await run(job, {});
    expect(step.code).toBe(1);
    expect(errors(step)[0]).toMatch(
      /^::error file=db\/migrations\/3_bad\.sql,line=2::.*"opaqe".* Did you mean "opaque"\?/,
    );
    expect(step.outputs).toEqual({});
    expect(await leftovers(step.mark, before)).toEqual([]);
  });

  it('names all inputs that are wrong at once', async () => {
    const bad = {
      format: 'gose',
      set: 'novalue',
      table: 'a;b',
      postgres: '13',
      'database-url': 'mysql://somebody:secret@host/app',
      'allow-non-empty': 'yes',
      port: '80',
      clones: 'many',
      jobs: '0',
      'pool-size': '0',
      'connect-timeout': 'soon',
      'statement-timeout': '5',
      'lock-timeout': '1y',
      'idle-in-transaction-timeout': '-1s',
    };
    const step = await run(await newJob(files, SET), bad);
    expect(step.code).toBe(1);
    const lines = step.stdout.split('\n');
    for (const name of Object.keys(bad)) {
      expect(lines).toContainEqual(expect.stringMatching(`^(::error::|error: )input "${name}".* Allowed: `));
    }
    // GitHub shows no more than ten of a step; the rest is in the log.
    expect(errors(step).length).toBeGreaterThanOrEqual(10);
    expect(step.stdout + step.stderr).not.toContain('\n    at ');
    expect(step.stdout.replaceAll('::add-mask::secret', '')).not.toContain('secret');
  });

  it('lets no migration give commands to the runner', async () => {
    const hostile = "DO $$ BEGIN RAISE EXCEPTION E'first\\n::warning::from SQL\\n  ::add-mask::x'; END $$;\n";
    const job = await newJob(files, { 'db/migrations/1_\n::notice::name.sql': hostile });
    const step = await run(job, {});
    expect(step.code).toBe(1);
    const commands = step.stdout.split('\n').filter((line) => line.trimStart().startsWith('::'));
    for (const command of commands) expect(command).toMatch(/^::(error|add-mask)/);
    expect(commands.filter((command) => command.startsWith('::add-mask::'))).toHaveLength(1);
  });
});

describe('action.yml', () => {
  it('declares the inputs that the code reads, and no others', async () => {
    const { inputs } = await actionMetadata();
    // In a job the database is always for the steps that follow.
    const settings = SETTING_NAMES.filter((name) => name !== 'keep');
    expect(Object.keys(inputs).sort()).toEqual(['directory', ...settings].sort());
  });
});
