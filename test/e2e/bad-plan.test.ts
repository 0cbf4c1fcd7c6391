/** What `run` says of an artifact in the place of a plan that is none. */
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { Artifacts } from '../../src/github/artifacts.ts';
import { withFiles } from '../support/files.ts';
import { told } from '../support/job.ts';
import { runProgram } from '../support/program.ts';
import { type ResultsServer, startResultsServer } from '../support/results-server.ts';
import { inputVariables, newCommandFiles } from '../support/runner/file-commands.ts';

const files = withFiles();
const environment = { ...process.env };
let results: ResultsServer;
let artifacts: Artifacts;

beforeAll(async () => {
  results = await startResultsServer();
  // The client tells what it does, a line for each.
  jest.spyOn(process.stdout, 'write').mockReturnValue(true);
  Object.assign(process.env, results.environment({ runId: '1', jobId: 'plan' }));
  artifacts = await Artifacts.open(await files.directory());
});
afterAll(async () => {
  jest.restoreAllMocks();
  process.env = { ...environment };
  await results.stop();
});

async function run(plan: string): Promise<readonly string[]> {
  await artifacts.upload('migrate-action-plan', 'plan.json', plan);
  const workspace = await files.directory({ 'db/1_a.sql': 'CREATE TABLE a (id int);' });
  const commands = await newCommandFiles(await files.directory());
  const { code, stdout } = await runProgram('run', [], {
    cwd: workspace,
    env: {
      ...commands.env,
      ...results.environment({ runId: '1', jobId: 'run' }),
      ...inputVariables({ plan: 'migrate-action-plan', postgres: '17', shard: '1' }),
      GITHUB_ACTIONS: 'true',
      GITHUB_WORKSPACE: workspace,
      RUNNER_TEMP: await files.directory(),
    },
  });
  expect(code).toBe(1);
  return told(stdout);
}

describe('run with a plan that is broken', () => {
  it.each([
    ['cut off', '{ "version": 2, "mat', 'is not a plan: it is no JSON.'],
    ['of a later release', '{ "version": 99, "format": "plain" }', 'is a plan of version 99, not 2: a later version'],
    ['with a hole', '{ "version": 2, "format": "plain" }', 'is not a plan: at directory,'],
  ])('that is %s says what is wrong in which file', async (_, plan, wrong) => {
    const [first, ...more] = await run(plan);
    expect(first).toContain(`::error::plan.json of migrate-action-plan ${wrong}`);
    expect(more.at(-1)).toMatch(/::error::migrate-action ended early: /);
  });
});
