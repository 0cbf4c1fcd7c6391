/** Workflows that call workflows: inputs, outputs, secrets, permissions; and workflows that GitHub would not even start. */
import { describe, expect, it } from '@jest/globals';
import { withFiles } from '../files.ts';
import { jobOf } from './result.ts';
import { PUSH, type SmallRun, smallRun } from './small-run.ts';

const files = withFiles();

const CALLED = `
on:
  workflow_call:
    inputs:
      versions: { type: string, required: true }
      shards: { type: number, default: 2 }
      verbose: { type: boolean }
      from: { type: string, default: "\${{ github.ref_name }}" }
    secrets: { word: { required: true }, other: {} }
    outputs:
      shown: { description: d, value: "\${{ jobs.plan.outputs.shown }}!" }
permissions: { contents: read }
jobs:
  plan:
    runs-on: x
    outputs: { shown: "\${{ steps.s.outputs.shown }}" }
    steps:
      - id: s
        env: { INPUTS: "\${{ toJSON(inputs) }}" }
        run: |
          echo "$INPUTS" [$OUTER] \${{ job.workflow_file_path }} \${{ job.workflow_repository }} \${{ github.repository }}
          echo "shown=\${{ fromJSON(inputs.versions)[0] }} \${{ secrets.word == 'swordfish' }} \${{ secrets.other == '' }}" >> "$GITHUB_OUTPUT"
      - uses: $/plan
  shard:
    needs: plan
    runs-on: x
    strategy: { matrix: { postgres: "\${{ fromJSON(inputs.versions) }}" } }
    steps: [{ run: 'echo "\${{ matrix.postgres }}"' }]
`;
const PLAN = 'name: n\ndescription: d\nruns:\n  using: composite\n  steps: [{ shell: bash, run: echo planned }]\n';
const OTHERS = { 'octo/migrate': { '.github/workflows/migrate.yml': CALLED, 'plan/action.yml': PLAN } };

function caller(job: string, top = ''): string {
  return `on: push\n${top}env: { OUTER: outer }\njobs:\n  migrate:\n    uses: octo/migrate/.github/workflows/migrate.yml@v1\n${job}
  after:
    needs: migrate
    runs-on: x
    steps: [{ run: 'echo "\${{ needs.migrate.result }} \${{ needs.migrate.outputs.shown }}"' }]
`;
}

const GIVEN = `    with: { versions: '["16", "17"]', verbose: true }\n    secrets: { word: "\${{ secrets.WORD }}" }\n`;
const SECRETS = { secrets: { WORD: 'swordfish', OTHER: 'trout' } };

describe('a called workflow', () => {
  it('has typed inputs, the secrets it is given, and outputs', async () => {
    const result = await smallRun(files, caller(GIVEN), { others: OTHERS, ...SECRETS });
    expect(result.mistakes).toEqual([]);
    expect(result.jobs.map(({ name, conclusion }) => `${name}: ${conclusion}`).sort()).toEqual([
      'after: success',
      'migrate / plan: success',
      'migrate / shard (16): success',
      'migrate / shard (17): success',
    ]);
    const { log } = jobOf(result, 'migrate / plan');
    const [, inputs = '', rest] = /^(\{.*\}) (.*\nplanned\n)$/s.exec(log) ?? [];
    expect(JSON.parse(inputs)).toEqual({ versions: '["16", "17"]', shards: 2, verbose: true, from: 'main' });
    expect(rest).toBe('[] .github/workflows/migrate.yml octo/migrate octo/shop\nplanned\n');
    expect(jobOf(result, 'after').log).toBe('success 16 true true!\n');
  });

  it('may inherit all secrets, and be called once for each leg of a matrix, from calls within calls', async () => {
    const middle = `
on: workflow_call
jobs:
  inner:
    strategy: { matrix: { v: ["16", "17"] } }
    uses: octo/migrate/.github/workflows/migrate.yml@v1
    with: { versions: "\${{ format('[\\"{0}\\"]', matrix.v) }}" }
    secrets: inherit
`;
    const outer = `on: push\njobs:\n  outer: { uses: ./.github/workflows/middle.yml, secrets: inherit }\n`;
    const result = await smallRun(files, outer, {
      others: OTHERS,
      repository: { '.github/workflows/middle.yml': middle },
      secrets: { WORD: 'swordfish', word: 'swordfish' },
    });
    expect(result.mistakes).toEqual([]);
    expect(result.jobs.map(({ name }) => name).sort()).toEqual([
      'outer / inner (16) / plan',
      'outer / inner (16) / shard (16)',
      'outer / inner (17) / plan',
      'outer / inner (17) / shard (17)',
    ]);
  });

  it('fails its caller with any of its jobs', async () => {
    const called = CALLED.replace('echo "${{ matrix.postgres }}"', 'test "${{ matrix.postgres }}" = 16');
    const others = { 'octo/migrate': { ...OTHERS['octo/migrate'], '.github/workflows/migrate.yml': called } };
    const workflow = caller(GIVEN).replace('needs: migrate', 'needs: migrate\n    if: always()');
    const result = await smallRun(files, workflow, { others, ...SECRETS });
    expect(result.conclusion).toBe('failure');
    expect(jobOf(result, 'after').log).toBe('failure 16 true true!\n');
  });
});

describe('permissions', () => {
  const permissions = async (workflow: string, more: SmallRun = {}) => {
    const result = await smallRun(files, workflow, { others: OTHERS, ...SECRETS, ...more });
    return Object.fromEntries(result.jobs.map((job) => [job.name, job.permissions]));
  };

  it('are those of the job, else of the workflow, else of whoever calls, else of the repository', async () => {
    const top = 'permissions: { contents: read, issues: write }\n';
    expect(await permissions(caller(GIVEN, top))).toMatchObject({
      after: { contents: 'read', issues: 'write' },
      'migrate / plan': { contents: 'read' },
    });
    expect(await permissions(caller(GIVEN))).toMatchObject({ after: { contents: 'read', packages: 'read' } });
    const { after } = await permissions(caller(GIVEN), { defaultPermissions: { contents: 'write' } });
    expect(after).toEqual({ contents: 'write' });
    const inherits = {
      ...OTHERS['octo/migrate'],
      '.github/workflows/migrate.yml': CALLED.replace(/^permissions.*$/m, ''),
    };
    const own = `${GIVEN}    permissions: { pull-requests: write }\n`;
    expect(await permissions(caller(own), { others: { 'octo/migrate': inherits } })).toMatchObject({
      'migrate / plan': { 'pull-requests': 'write' },
    });
  });

  it('that are more than the caller has are refused before anything runs', async () => {
    const asks = CALLED.replace('  plan:\n', '  plan:\n    permissions: { pull-requests: write }\n');
    const others = { 'octo/migrate': { ...OTHERS['octo/migrate'], '.github/workflows/migrate.yml': asks } };
    const result = await smallRun(files, caller(GIVEN), { others, ...SECRETS });
    expect(result).toMatchObject({
      conclusion: 'startup_failure',
      jobs: [],
      mistakes: [
        "Error calling workflow 'octo/migrate/.github/workflows/migrate.yml@v1'. The nested job 'plan' is requesting 'pull-requests: write', but is only allowed 'pull-requests: none'.",
      ],
    });
  });

  it('of a run from a fork write nothing, and there are no secrets', async () => {
    const event = { ...PUSH, name: 'pull_request', isFromFork: true };
    const workflow = `on: pull_request\npermissions: { contents: read, pull-requests: write }
jobs:\n  one: { runs-on: x, steps: [{ run: 'echo "[\${{ secrets.WORD }}]"' }] }\n`;
    const result = await smallRun(files, workflow, { event, ...SECRETS });
    expect(jobOf(result, 'one').permissions).toEqual({ contents: 'read', 'pull-requests': 'read' });
    expect(jobOf(result, 'one').log).toBe('[]\n');
  });
});

describe('a workflow that is wrong does not start', () => {
  it.each([
    ['an input that is missing', GIVEN.replace(/versions: '.*', /, ''), /Input versions is required/],
    ['an input that is not declared', GIVEN.replace('verbose', 'loud'), /Invalid input, loud is not defined/],
    ['a secret that is missing', GIVEN.replace(/ {4}secrets.*\n/, ''), /Secret word is required/],
    ['a secret that is not declared', GIVEN.replace('word:', 'password:'), /Invalid secret, password is not defined/],
  ])('%s', async (_, given, message) => {
    const result = await smallRun(files, caller(given), { others: OTHERS, ...SECRETS });
    expect(result.conclusion).toBe('startup_failure');
    expect(result.mistakes.join('\n')).toMatch(message);
  });

  it.each([
    ['on: push\njobs:\n  one: { runs-on: x, steps: [{ run: true, shel: bash }] }\n', /Unexpected value 'shel'/],
    ['on: push\njobs:\n  one: { runs-on: x, needs: two, steps: [{ run: echo }] }\n', /no dependencies/],
    ['on: push\njobs:\n  one: { runs-on: x, if: matrix.x, steps: [{ run: echo }] }\n', /matrix/],
    ['on: push\njobs:\n  one: { runs-on: x, steps: [{ run: "${{ nobody.x }}" }] }\n', /nobody/],
    ['on: push\njobs:\n  one: { uses: ./.github/workflows/ci.yml }\n', /missing a `on.workflow_call` trigger/],
    ['on: push\njobs:\n  one: { uses: ./.github/workflows/none.yml }\n', /Can't find/],
    ['on: pull_request\njobs:\n  one: { runs-on: x, steps: [{ run: echo }] }\n', /No event triggers/],
  ])('%s', async (workflow, message) => {
    const { conclusion, mistakes } = await smallRun(files, workflow);
    expect(conclusion).toBe('startup_failure');
    expect(mistakes.join('\n')).toMatch(message);
  });

  it('but a value of the wrong type fails the job that gives it', async () => {
    const given = GIVEN.replace('verbose: true', 'verbose: "${{ \'true\' }}"');
    const result = await smallRun(files, caller(given), { others: OTHERS, ...SECRETS });
    expect(result.conclusion).toBe('failure');
    expect(jobOf(result, 'migrate').annotations[0]?.message).toMatch(/Input verbose is a boolean/);
  });
});

describe('a workflow that somebody starts by hand', () => {
  const workflow = `
on:
  workflow_dispatch:
    inputs: { deep: { type: boolean, default: true }, level: { type: choice, options: [low, high], default: low }, who: { required: true } }
jobs:
  one: { runs-on: x, steps: [{ run: 'echo "\${{ inputs.deep == true }} \${{ inputs.level }} \${{ github.event.inputs.who }}"' }] }
`;
  const start = (inputs: Record<string, string>) =>
    smallRun(files, workflow, { event: { ...PUSH, name: 'workflow_dispatch', inputs } });

  it('gets what is typed', async () => {
    expect(jobOf(await start({ who: 'me', level: 'high' }), 'one').log).toBe('true high me\n');
    expect(jobOf(await start({ who: 'me', deep: 'false' }), 'one').log).toBe('false low me\n');
  });

  it('does not start with less or other than it declares', async () => {
    const { mistakes } = await start({ level: 'middle', nonsense: '1' });
    expect(mistakes).toHaveLength(3);
  });
});
