/** Every workflow and action of this repository passes GitHub's own checks. */
import { describe, expect, it } from '@jest/globals';
import { fileURLToPath } from 'node:url';
import { withFiles } from './support/files.ts';
import { lint, lintableFiles } from './support/workflow-lint.ts';

const ROOT = fileURLToPath(new URL('../', import.meta.url));
const NAME = 'org/migrate-action';
const files = withFiles();

describe('workflows and actions', () => {
  it('of this repository have no mistakes', async () => {
    const found = await lintableFiles(ROOT);
    expect(found).toEqual(expect.arrayContaining(['.github/workflows/ci.yml', 'action.yml']));
    const mistakes: string[] = [];
    for (const file of found) mistakes.push(...(await lint(ROOT, file, NAME)));
    expect(mistakes).toEqual([]);
  });
});

const SOUND = {
  'action.yml': `name: a
description: d
inputs: { directory: { description: d, required: true }, postgres: { description: d } }
outputs: { url: { description: d } }
runs: { using: node24, main: main.js, post: post.js }
`,
  'plan/action.yml': 'name: p\ndescription: d\nruns: { using: node24, main: ../main.js }\n',
  'main.js': '',
  'post.js': '',
  '.github/workflows/called.yml': `on:
  workflow_call:
    inputs: { version: { type: string, required: true } }
    secrets: { word: { required: true } }
cache-mode: read
jobs:
  one: { runs-on: ubuntu-24.04, steps: [{ uses: $/plan }] }
`,
  '.github/workflows/ci.yml': `on: push
permissions: { contents: read }
jobs:
  one:
    runs-on: ubuntu-24.04
    strategy: { matrix: { postgres: [16, 17] } }
    outputs: { url: "\${{ steps.migrate.outputs.url }}" }
    steps:
      - uses: actions/checkout@v7
        with: { persist-credentials: false }
      - id: migrate
        uses: ./
        with: { directory: db, postgres: "\${{ matrix.postgres }}" }
  two:
    needs: one
    uses: ./.github/workflows/called.yml
    with: { version: "\${{ needs.one.outputs.url }}" }
    secrets: { word: "\${{ secrets.WORD }}" }
`,
};

describe('the linter', () => {
  const check = async (file: keyof typeof SOUND, from: string, to: string) => {
    expect(SOUND[file]).toContain(from);
    const root = await files.directory({ ...SOUND, [file]: SOUND[file].replace(from, to) });
    const mistakes: string[] = [];
    for (const each of await lintableFiles(root)) mistakes.push(...(await lint(root, each, 'me/it')));
    return mistakes;
  };

  it('has nothing to say of what is sound', async () => {
    expect(await check('action.yml', 'name: a', 'name: b')).toEqual([]);
  });

  const CI = '.github/workflows/ci.yml';
  it.each([
    ['a key that nobody knows', CI, 'runs-on', 'run-on', /ci\.yml:4: .*run-on|runs-on/],
    ['an output of no step', CI, 'steps.migrate', 'steps.migrat', /ci\.yml:7: Context access might be invalid: migrat/],
    ['a value of no matrix', CI, 'matrix.postgres }}', 'matrix.version }}', /ci\.yml:13: .*invalid: version/],
    ['an output of no job', CI, 'needs.one.outputs.url', 'needs.one.outputs.uri', /ci\.yml:17: .*invalid: uri/],
    [
      'an unknown input of an action',
      CI,
      'directory: db',
      'directry: db',
      /ci\.yml:13: Invalid action input 'directry'/,
    ],
    ['a missing input of an action', CI, 'directory: db, ', '', /ci\.yml:13: Missing required input `directory`/],
    ['an unknown input of a workflow', CI, 'with: { version', 'with: { versions', /ci\.yml:1[67]: .*versions/],
    ['a missing secret of a workflow', CI, 'word: "', 'words: "', /ci\.yml:1[68]: .*word/],
    ['a workflow that is nowhere', CI, 'called.yml', 'caller.yml', /ci\.yml:16: Unable to find reusable workflow/],
    ['a permission that does not exist', CI, 'contents: read', 'content: read', /ci\.yml:2: .*content/],
    ['needs that nobody is', CI, 'needs: one', 'needs: ones', /ci\.yml:\d+: .*ones/],
    ['an expression that is none', CI, '${{ matrix.postgres }}', '${{ matrix.postgres = 1 }}', /ci\.yml:13: /],
    ['YAML that is none', CI, 'on: push', 'on: [push', /ci\.yml:\d+: /],
    [
      'an action that is nowhere',
      '.github/workflows/called.yml',
      '$/plan',
      '$/plans',
      /called\.yml:7: Unable to resolve/,
    ],
    ['a runtime that does not exist', 'action.yml', 'node24', 'node23', /^action\.yml:5: /],
    [
      'a program that is not there',
      'plan/action.yml',
      'main.js',
      'plan.js',
      /^plan\/action\.yml:1: \.\.\/plan\.js is not/,
    ],
  ] as const)('finds %s', async (_, file, from, to, message) => {
    expect((await check(file, from, to)).join('\n')).toMatch(message);
  });
});
