/** On which runs the action replays everything. */
import { describe, expect, it } from '@jest/globals';
import path from 'node:path';
import { replayTurn } from '../../src/github/replay-turn.ts';
import { withFiles } from '../support/files.ts';

const files = withFiles();

async function turn(env: Readonly<Record<string, string | undefined>>, every = 25, event?: string) {
  const payload = event ?? JSON.stringify({ repository: { default_branch: 'trunk' } });
  const directory = await files.directory({ 'event.json': payload });
  const job = {
    GITHUB_EVENT_PATH: path.join(directory, 'event.json'),
    GITHUB_EVENT_NAME: 'push',
    GITHUB_REF_NAME: 'trunk',
    GITHUB_REF_TYPE: 'branch',
    GITHUB_RUN_NUMBER: '50',
  };
  return await replayTurn({ ...job, ...env }, every);
}

describe('the turn to replay everything', () => {
  it('comes every so many runs on the default branch, and is explained', async () => {
    expect(await turn({})).toBe(
      'On trunk, run 50, as each 25th, applies all migrations, to compare what comes of them with their snapshot (replay-every: 25).',
    );
    expect(await turn({}, 1)).toMatch(/^On trunk, each run applies all migrations/);
    expect(await turn({ GITHUB_EVENT_NAME: 'workflow_dispatch' })).toBeDefined();
  });

  it.each([
    ['on runs between', { GITHUB_RUN_NUMBER: '51' }],
    ['on another branch', { GITHUB_REF_NAME: 'feature' }],
    ['on a tag of that name', { GITHUB_REF_TYPE: 'tag' }],
    ['for a pull request', { GITHUB_EVENT_NAME: 'pull_request', GITHUB_REF_NAME: '7/merge' }],
    ['for a pull request from elsewhere', { GITHUB_EVENT_NAME: 'pull_request_target' }],
    ['without a run number', { GITHUB_RUN_NUMBER: undefined }],
    ['with another run number than GitHub gives', { GITHUB_RUN_NUMBER: '0' }],
    ['without an event', { GITHUB_EVENT_PATH: undefined }],
    ['with an event that is nowhere', { GITHUB_EVENT_PATH: '/nonexistent/event.json' }],
  ])('does not come %s', async (_, env) => {
    expect(await turn(env)).toBeUndefined();
  });

  it.each(['{', 'null', '{}', '{"repository":{"default_branch":7}}'])(
    'does not come with the event %s',
    async (event) => {
      expect(await turn({}, 25, event)).toBeUndefined();
    },
  );

  it('never comes where that is wanted', async () => {
    expect(await turn({}, 0)).toBeUndefined();
  });
});
