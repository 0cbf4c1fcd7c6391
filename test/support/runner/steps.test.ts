/** Steps of one job: scripts, their environment, conditions, and what they tell the runner. */
import { describe, expect, it } from '@jest/globals';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { withFiles } from '../files.ts';
import { jobOf, stepOf } from './result.ts';
import { smallRun } from './small-run.ts';

const files = withFiles();

function job(steps: string, more = ''): string {
  return `on: push\njobs:\n  one:\n    runs-on: ubuntu-latest\n${more}    steps:\n${steps.replace(/^ {4}/gm, '      ')}`;
}

async function run(steps: string, more = '') {
  const result = await smallRun(files, job(steps, more));
  expect(result.mistakes).toEqual([]);
  return jobOf(result, 'one');
}

describe('steps', () => {
  it('hand values on by files', async () => {
    const one = await run(`
    - id: first
      run: |
        echo "answer=42" >> "$GITHUB_OUTPUT"
        printf 'text<<END\\nline 1\\nline 2\\nEND\\n' >> "$GITHUB_OUTPUT"
        echo "NAME=from a file" >> "$GITHUB_ENV"
        mkdir bin && printf '#!/bin/sh\\necho found' > bin/tool && chmod +x bin/tool
        echo "$PWD/bin" >> "$GITHUB_PATH"
        echo '# Title' >> "$GITHUB_STEP_SUMMARY"
    - id: second
      run: |
        echo "$NAME and \${{ env.NAME }}: \${{ steps.first.outputs.answer }} $(tool)"
        echo '\${{ toJSON(steps.first.outputs.text) }}'
        echo 'more' >> "$GITHUB_STEP_SUMMARY"
    `);
    expect(one.conclusion).toBe('success');
    expect(stepOf(one, 'first').outputs).toEqual({ answer: '42', text: 'line 1\nline 2' });
    expect(stepOf(one, 'second').log).toBe('from a file and from a file: 42 found\n"line 1\\nline 2"\n');
    expect(one.summary).toBe('# Title\nmore\n');
  });

  it('run or are skipped by what happened before', async () => {
    const one = await run(`
    - id: tried
      run: exit 3
      continue-on-error: true
    - id: still
      run: echo "\${{ steps.tried.outcome }} \${{ steps.tried.conclusion }} \${{ job.status }}"
    - id: fails
      run: exit 4
    - id: next
      run: echo never
    - id: after
      if: failure() && steps.fails.outcome == 'failure'
      run: echo "\${{ job.status }}"
    - id: always
      if: always()
      run: echo "\${{ steps.next.conclusion }}"
    - id: cancelled
      if: cancelled()
      run: echo never
    `);
    expect(one.conclusion).toBe('failure');
    expect(one.steps.map(({ id, conclusion }) => `${id} ${conclusion}`)).toEqual([
      'tried success',
      'still success',
      'fails failure',
      'next skipped',
      'after success',
      'always success',
      'cancelled skipped',
    ]);
    expect(stepOf(one, 'still').log).toBe('failure success success\n');
    expect(stepOf(one, 'after').log).toBe('failure\n');
    expect(stepOf(one, 'always').log).toBe('skipped\n');
    expect(stepOf(one, 'fails').annotations).toEqual([
      { level: 'error', message: 'Process completed with exit code 4.' },
    ]);
  });

  it('see the environment of workflow, job and step, the nearest first', async () => {
    const result = await smallRun(
      files,
      `
on: push
env: { A: workflow, B: workflow, C: workflow }
defaults: { run: { working-directory: sub } }
jobs:
  one:
    runs-on: ubuntu-latest
    env: { B: job, C: job, D: "job \${{ github.ref_name }}" }
    defaults: { run: { shell: bash } }
    steps:
      - run: mkdir sub
        working-directory: .
      - id: shown
        env: { C: "step \${{ env.B }}" }
        run: |
          echo "$A $B $C $D"
          basename "$PWD"
          false | true
`,
    );
    const shown = stepOf(jobOf(result, 'one'), 'shown');
    expect(shown.log).toContain('workflow job step job job main\nsub\n');
    // With `shell: bash` a pipe fails in the middle too.
    expect(shown.conclusion).toBe('failure');
  });

  it('find what GitHub documents, and nothing of the machine but the little it needs', async () => {
    process.env['LEAK_OF_THE_TEST'] = 'yes';
    const one = await run(`
    - id: shown
      run: env | sort
    - run: cat "$GITHUB_EVENT_PATH"
    `);
    delete process.env['LEAK_OF_THE_TEST'];
    const { log } = stepOf(one, 'shown');
    for (const line of [
      'CI=true',
      'GITHUB_ACTIONS=true',
      'GITHUB_EVENT_NAME=push',
      'GITHUB_JOB=one',
      'GITHUB_REF=refs/heads/main',
      'GITHUB_REF_NAME=main',
      'GITHUB_REPOSITORY=octo/shop',
      'GITHUB_REPOSITORY_OWNER=octo',
      'GITHUB_SERVER_URL=https://github.com',
      'GITHUB_SHA=1111111111111111111111111111111111111111',
      `GITHUB_WORKSPACE=${one.workspace}`,
      'RUNNER_OS=Linux',
    ])
      expect(log.split('\n')).toContain(line);
    for (const name of ['GITHUB_RUN_ID', 'GITHUB_WORKFLOW_REF', 'RUNNER_TEMP', 'RUNNER_TOOL_CACHE'])
      expect(log).toMatch(new RegExp(`^${name}=.+$`, 'm'));
    expect(log).not.toMatch(/LEAK|ACTIONS_|GITHUB_TOKEN/);
  });

  it('end when their time is up', async () => {
    const one = await run(`
    - id: slow
      timeout-minutes: 0.01
      run: exec sleep 60
    - if: always()
      run: echo after
    `);
    expect(one.conclusion).toBe('failure');
    expect(stepOf(one, 'slow').annotations[0]?.message).toMatch(/has timed out after 0.01 minutes/);
    expect(one.log).toContain('after');
  });

  it('can drop no summary beyond a mebibyte, and no NODE_OPTIONS', async () => {
    const one = await run(`
    - id: large
      run: head -c 1100000 /dev/zero | tr '\\0' 'x' >> "$GITHUB_STEP_SUMMARY"
    - id: hostile
      run: echo 'NODE_OPTIONS=--require=/tmp/x' >> "$GITHUB_ENV"
    - id: shown
      run: echo "[$NODE_OPTIONS]"
    `);
    expect(one.summary).toBe('');
    expect(stepOf(one, 'large').annotations[0]?.message).toMatch(/supports content up to a size of 1024k, got 1074k/);
    expect(stepOf(one, 'hostile').annotations).toHaveLength(1);
    expect(stepOf(one, 'shown').log).toBe('[]\n');
  });

  it('hide secrets, and hand on no output that has one in it', async () => {
    const result = await smallRun(
      files,
      `
on: push
jobs:
  one:
    runs-on: ubuntu-latest
    outputs: { plain: "\${{ steps.a.outputs.plain }}", secret: "\${{ steps.a.outputs.secret }}" }
    steps:
      - id: a
        run: |
          echo "it is \${{ secrets.WORD }}"
          echo "plain=yes" >> "$GITHUB_OUTPUT"
          echo "secret=a \${{ secrets.WORD }}" >> "$GITHUB_OUTPUT"
          echo "the \${{ secrets.WORD }}" >> "$GITHUB_STEP_SUMMARY"
`,
      { secrets: { WORD: 'swordfish' } },
    );
    const one = jobOf(result, 'one');
    expect(one.outputs).toEqual({ plain: 'yes' });
    expect(one.annotations[0]?.message).toBe("Skip output 'secret' since it may contain secret.");
    expect(JSON.stringify({ ...one, steps: one.steps.map((step) => ({ ...step, outputs: {} })) })).not.toContain(
      'swordfish',
    );
    expect(one.log).toBe('it is ***\n');
  });

  it('work in a workspace of their own, where checkout puts the repository', async () => {
    const result = await smallRun(
      files,
      `
on: push
jobs:
  one:
    runs-on: ubuntu-latest
    steps:
      - run: test ! -e README
      - uses: actions/checkout@v7
      - uses: actions/checkout@v7
        with: { repository: octo/other, path: beside }
      - run: cat README beside/README > both
`,
      { repository: { README: 'shop\n' }, others: { 'octo/other': { README: 'other\n' } } },
    );
    const one = jobOf(result, 'one');
    expect(one.conclusion).toBe('success');
    expect(await readFile(path.join(one.workspace, 'both'), 'utf8')).toBe('shop\nother\n');
  });

  it('fail where there is no such shell or directory', async () => {
    const one = await run(`
    - { id: shell, shell: 'nobody-has-this {0}', run: 'true', continue-on-error: true }
    - { id: directory, working-directory: nowhere, run: 'true' }
    `);
    expect(stepOf(one, 'shell').annotations[0]?.message).toMatch(/nobody-has-this ENOENT/);
    expect(stepOf(one, 'directory')).toMatchObject({ conclusion: 'failure' });
  });

  it('leave no process behind', async () => {
    const one = await run(`
    - run: |
        setsid sleep 300 > /dev/null 2>&1 &
        sleep 0.5
    `);
    expect(one.orphans).toEqual([expect.stringContaining('sleep 300')]);
  });
});
