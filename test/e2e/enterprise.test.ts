/** GitHub Enterprise Server has neither this kind of artifacts nor this cache service: what works, and what is said where nothing does. */
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { withFiles } from '../support/files.ts';
import { newJob, told } from '../support/job.ts';
import { runProgram } from '../support/program.ts';
import { type ResultsServer, startResultsServer } from '../support/results-server.ts';
import { inputVariables, newCommandFiles } from '../support/runner/file-commands.ts';

jest.setTimeout(120_000);
const files = withFiles();
const SET = { 'db/1_a.sql': 'CREATE TABLE a (id int);' };
let results: ResultsServer;
let server: Record<string, string>;

beforeAll(async () => {
  results = await startResultsServer();
  server = {
    ...results.environment({ runId: '1', jobId: 'plan' }),
    // Enterprise Server knows nothing of it.
    ACTIONS_CACHE_SERVICE_V2: '',
    GITHUB_SERVER_URL: 'https://github.example.com',
    GITHUB_API_URL: 'https://github.example.com/api/v3',
    GITHUB_REPOSITORY: 'octo/shop',
  };
});
afterAll(() => results.stop());

describe('on GitHub Enterprise Server', () => {
  it('a job has its database, without a cache', async () => {
    const job = await newJob(files, SET);
    const step = await job.run({ directory: 'db' }, { env: server });
    expect([step.code, step.outputs['applied']]).toEqual([0, '1']);
    expect(told(step.stdout).filter((line) => line.startsWith('::error'))).toEqual([]);
    expect((await job.post(step, { env: server })).code).toBe(0);
  });

  it.each(['plan', 'report'] as const)('%s says that it needs artifacts, and how to do without', async (name) => {
    const workspace = await files.directory(SET);
    const temp = await files.directory();
    const commands = await newCommandFiles(await files.directory());
    const { code, stdout } = await runProgram(name, [], {
      cwd: workspace,
      env: {
        ...commands.env,
        ...server,
        ...inputVariables({ directory: 'db', plan: 'migrate-action-plan' }),
        GITHUB_ACTIONS: 'true',
        GITHUB_WORKSPACE: workspace,
        RUNNER_TEMP: temp,
        RUNNER_TOOL_CACHE: temp,
      },
    });
    expect(code).toBe(1);
    const [error, ...more] = told(stdout).filter((line) => line.startsWith('::error') && line.includes('rtifact'));
    expect(more).toEqual([]);
    expect(error).toMatch(/not currently supported on GHES/);
    expect(error).toContain(
      'On GitHub Enterprise Server, which lacks this version of artifacts, use the command line with --plan',
    );
  });
});
