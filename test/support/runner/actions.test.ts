/** Actions: Node programs with a beginning and an end, composite ones, and where `uses` leads. */
import { describe, expect, it } from '@jest/globals';
import { withFiles } from '../files.ts';
import { jobOf, stepOf } from './result.ts';
import { smallRun } from './small-run.ts';

const files = withFiles();

/** Tells what it sees; in `post` what `main` left. */
const TELL = {
  'action.yml': `
name: tell
description: d
inputs:
  who: { description: d, default: "\${{ github.repository }}" }
  Some Thing: { description: d }
outputs: { said: { description: d } }
runs: { using: node20, pre: pre.js, main: main.js, post: post.js, post-if: "success() || env.EVEN_THEN == 'yes'" }
`,
  'pre.js': `require('fs').appendFileSync(process.env.GITHUB_STATE, 'began=first\\n'); console.log('pre');`,
  'main.js': `
    const { env } = process;
    console.log(env.STATE_began, env.INPUT_WHO, env.INPUT_SOME_THING, env.GITHUB_ACTION_REPOSITORY, env.ACTIONS_THING);
    require('fs').appendFileSync(env.GITHUB_STATE, 'who=' + env.INPUT_WHO + '\\n');
    require('fs').appendFileSync(env.GITHUB_OUTPUT, 'said=' + env.INPUT_WHO + '\\n');
    if (env.INPUT_WHO === 'fail') process.exit(1);`,
  'post.js': `console.log('post', process.env.STATE_began, process.env.STATE_who);`,
};

describe('a Node action', () => {
  it('begins before all steps and ends after them, the last one first', async () => {
    const result = await smallRun(
      files,
      `
on: push
jobs:
  one:
    runs-on: ubuntu-latest
    steps:
      - run: echo a script, not an action, sees no "$ACTIONS_THING."
      - id: a
        uses: octo/tell@v1
      - id: b
        uses: octo/tell@v1
        with: { who: second, some thing: x y }
      - run: echo "\${{ steps.a.outputs.said }} \${{ steps.b.outputs.said }}"
`,
      {
        others: { 'octo/tell': TELL },
      },
    );
    const one = jobOf(result, 'one');
    expect(one.log).toBe(
      [
        'pre',
        'pre',
        'a script, not an action, sees no .',
        'first octo/shop  octo/tell undefined',
        'first second x y octo/tell undefined',
        'octo/shop second',
        'post first second',
        'post first octo/shop',
        '',
      ].join('\n'),
    );
    expect(one.steps.map(({ phase }) => phase).join(' ')).toBe('pre pre main main main main post post');
    expect(stepOf(one, 'b', 'post').name).toBe('Post Run octo/tell@v1');
  });

  it('has its end even where it failed, if its condition holds', async () => {
    const workflow = (env: string) => `
on: push
jobs:
  one:
    runs-on: ubuntu-latest
    env: { EVEN_THEN: "${env}" }
    steps:
      - uses: octo/tell@v1
        with: { who: fail, nonsense: 1 }
`;
    const others = { 'octo/tell': TELL };
    const one = jobOf(await smallRun(files, workflow('yes'), { others }), 'one');
    expect(one.conclusion).toBe('failure');
    expect(one.log).toContain('post first fail');
    expect(one.annotations[0]).toMatchObject({ level: 'warning', message: expect.stringContaining("'nonsense'") });
    const other = jobOf(await smallRun(files, workflow('no'), { others }), 'one');
    expect(other.steps.at(-1)).toMatchObject({ phase: 'post', conclusion: 'skipped' });
  });
});

const COMPOSITE = `
name: both
description: d
inputs: { word: { description: d, default: none } }
outputs: { all: { description: d, value: "\${{ steps.inner.outputs.said }}, \${{ steps.script.outputs.x }}" } }
runs:
  using: composite
  steps:
    - id: inner
      uses: $/tell
      with: { who: "\${{ inputs.word }}" }
    - id: script
      shell: bash
      env: { WORD: "\${{ inputs.word }}" }
      run: |
        echo "x=$WORD $FROM_OUTSIDE $(basename "\${{ github.action_path }}") $(basename "$GITHUB_ACTION_PATH")" >> "$GITHUB_OUTPUT"
        echo "LATER=$WORD" >> "$GITHUB_ENV"
    - id: skipped
      if: inputs.word == 'other'
      shell: bash
      run: exit 1
`;
const TOOLS = Object.fromEntries([
  ['both/action.yml', COMPOSITE],
  ...Object.entries(TELL).map(([name, text]) => [`tell/${name}`, text] as const),
]) as Record<string, string>;

describe('a composite action', () => {
  it('has inputs, steps and outputs of its own, and leads from its own repository on', async () => {
    const result = await smallRun(
      files,
      `
on: push
jobs:
  one:
    runs-on: ubuntu-latest
    steps:
      - id: both
        uses: octo/tools/both@v1
        env: { FROM_OUTSIDE: outside }
        with: { word: hello }
      - run: echo "\${{ steps.both.outputs.all }} | $LATER | [\${{ steps.inner.outputs.said }}]"
`,
      { others: { 'octo/tools': TOOLS } },
    );
    const one = jobOf(result, 'one');
    expect(one.log).toContain('hello, hello outside both both | hello | []\n');
    expect(stepOf(one, 'both').steps.map(({ id, conclusion }) => `${id} ${conclusion}`)).toEqual([
      'inner success',
      'script success',
      'skipped skipped',
    ]);
    expect(one.steps.at(-1)).toMatchObject({ phase: 'post', log: 'post undefined hello\n' });
  });

  it('fails with its steps, but cleans up', async () => {
    const steps = `
name: n
description: d
runs:
  using: composite
  steps:
    - { shell: bash, run: exit 1 }
    - { shell: bash, run: echo never }
    - { shell: bash, run: echo cleaned, if: always() }
`;
    const result = await smallRun(
      files,
      `
on: push
jobs:
  one:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v7
      - run: 'false'
        continue-on-error: true
      - id: local
        uses: ./.github/actions/it
      - run: echo never too
`,
      { repository: { '.github/actions/it/action.yml': steps } },
    );
    expect(stepOf(jobOf(result, 'one'), 'local')).toMatchObject({
      conclusion: 'failure',
      log: '',
      steps: [{ conclusion: 'failure' }, { conclusion: 'skipped' }, { conclusion: 'success', log: 'cleaned\n' }],
    });
    expect(jobOf(result, 'one').log).not.toContain('never');
  });
});

describe('uses', () => {
  const one = (uses: string) => `on: push\njobs:\n  one:\n    runs-on: x\n    steps:\n      - uses: ${uses}\n`;

  it.each([
    ['a repository that is nowhere', 'nobody/nothing@v1', /repository not found: nobody\/nothing/],
    ['a path that is nowhere', 'octo/tools/nothing@v1', /Can't find 'nothing'/],
    ['a workspace where nothing is checked out', './both', /Can't find 'both'/],
    ['an action that is none', '$/.github', /Can't find 'action.yml'/],
  ])('of %s fails the job', async (_, uses, message) => {
    const result = await smallRun(files, one(uses), { others: { 'octo/tools': TOOLS } });
    const job = jobOf(result, 'one');
    expect(job.conclusion).toBe('failure');
    expect(job.annotations[0]?.message).toMatch(message);
  });

  it('finds the actions of its own repository without a checkout', async () => {
    const result = await smallRun(files, one('$/tell'), { repository: TOOLS });
    expect(jobOf(result, 'one').log).toContain('octo/shop');
  });

  it('can be performed by the test', async () => {
    const builtins = { 'actions/setup-node': () => Promise.resolve({ version: '24' }) };
    const result = await smallRun(files, one('actions/setup-node@v6'), { builtins });
    expect(jobOf(result, 'one').steps[0]?.outputs).toEqual({ version: '24' });
  });
});
