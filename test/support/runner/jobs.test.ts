/** Jobs of a workflow: their order, what they know of each other, matrices, and the end of the run. */
import { describe, expect, it } from '@jest/globals';
import { withFiles } from '../files.ts';
import { jobOf, type RunResult, stepOf } from './result.ts';
import { smallRun, startSmallRun } from './small-run.ts';

const files = withFiles();

function ends({ jobs }: RunResult): Record<string, string> {
  return Object.fromEntries(jobs.map(({ name, conclusion }) => [name, conclusion]));
}

describe('jobs', () => {
  it('wait for those they need, and see what those have made', async () => {
    const result = await smallRun(
      files,
      `
on: push
jobs:
  report:
    needs: [build, plan]
    runs-on: ubuntu-latest
    steps:
      - run: echo "\${{ needs.plan.outputs.x }} \${{ needs.build.result }} \${{ join(needs.*.result, ',') }}"
  build:
    needs: plan
    runs-on: ubuntu-latest
    steps: [{ run: "true" }]
  plan:
    runs-on: [self-hosted, linux]
    outputs: { x: "\${{ steps.s.outputs.x }}-\${{ github.job }}" }
    steps: [{ id: s, run: echo x=1 >> "$GITHUB_OUTPUT" }]
`,
    );
    expect(result.conclusion).toBe('success');
    expect(result.jobs.map(({ id }) => id)).toEqual(['plan', 'build', 'report']);
    expect(jobOf(result, 'report').log).toBe('1-plan success success,success\n');
    expect(jobOf(result, 'plan').declared.runsOn).toEqual(['self-hosted', 'linux']);
  });

  it('are skipped after a failure or a skip however far up, unless they say otherwise', async () => {
    const job = (id: string, needs: string, condition: string, command = 'true') =>
      `  ${id}: { needs: [${needs}], if: "${condition}", runs-on: x, steps: [{ run: "${command}" }] }\n`;
    const result = await smallRun(
      files,
      `on: push
jobs:
${job('off', '', 'false')}${job('next', 'off', 'always()')}${job('far', 'next', '')}${job('insists', 'next', "!failure() && needs.next.result == 'success'")}
${job('broken', '', '', 'exit 1')}${job('after', 'broken', '')}${job('mends', 'after', 'failure()')}${job('last', 'mends', 'always()')}
${job('tolerated', '', '', 'exit 1').replace('runs-on', 'continue-on-error: true, runs-on')}${job('content', 'tolerated', '')}
`,
    );
    expect(ends(result)).toEqual({
      off: 'skipped',
      next: 'success',
      far: 'skipped',
      insists: 'success',
      broken: 'failure',
      after: 'skipped',
      mends: 'success',
      last: 'success',
      tolerated: 'failure',
      content: 'success',
    });
    expect(result.conclusion).toBe('failure');
  });

  it('end when their time is up', async () => {
    const result = await smallRun(
      files,
      'on: push\njobs:\n  one: { runs-on: x, timeout-minutes: 0.01, steps: [{ run: exec sleep 60 }] }\n',
    );
    expect(ends(result)).toEqual({ one: 'cancelled' });
    expect(jobOf(result, 'one').annotations[0]?.message).toMatch(/maximum execution time of 0.01/);
  });
});

describe('a matrix', () => {
  it('comes from another job, each leg in a workspace of its own, and its outputs are merged', async () => {
    const result = await smallRun(
      files,
      `
on: push
jobs:
  plan:
    runs-on: x
    outputs: { matrix: "\${{ steps.m.outputs.matrix }}" }
    steps:
      - id: m
        run: |
          echo 'matrix={"include":[{"shard":0,"postgres":"16"},{"shard":1,"postgres":"17"}]}' >> "$GITHUB_OUTPUT"
  run:
    needs: plan
    runs-on: x
    strategy: { fail-fast: false, matrix: "\${{ fromJSON(needs.plan.outputs.matrix) }}" }
    outputs: { s0: "\${{ steps.o.outputs.s0 }}", s1: "\${{ steps.o.outputs.s1 }}" }
    steps:
      - run: test ! -e file && touch file
      - id: o
        run: |
          echo "\${{ matrix.postgres }} \${{ strategy.job-index }}/\${{ strategy.job-total }} \${{ strategy.fail-fast }}"
          echo "s\${{ matrix.shard }}=\${{ matrix.postgres }}" >> "$GITHUB_OUTPUT"
  report:
    needs: run
    runs-on: x
    steps: [{ run: 'echo "\${{ toJSON(needs.run.outputs) }}"' }]
`,
    );
    expect(ends(result)).toEqual({
      plan: 'success',
      'run (0, 16)': 'success',
      'run (1, 17)': 'success',
      report: 'success',
    });
    expect(jobOf(result, 'run (1, 17)')).toMatchObject({ log: '17 1/2 false\n', matrix: { shard: 1, postgres: '17' } });
    // In the order in which the legs end.
    expect(
      jobOf(result, 'report')
        .log.match(/s\d: \d+/g)
        ?.sort(),
    ).toEqual(['s0: 16', 's1: 17']);
  });

  const legs = (more: string, leg = '') => `
on: push
jobs:
  run:
    runs-on: x
    strategy:
${more}
    ${leg}
    steps:
      - run: |
          if [ \${{ matrix.n }} = 1 ]; then exit 1; fi
          exec sleep \${{ matrix.s || 30 }}
      - if: cancelled()
        run: echo told
  after: { needs: run, if: always(), runs-on: x, steps: [{ run: 'echo "\${{ needs.run.result }}"' }] }
`;

  it('ends with its first failure, if nobody says otherwise', async () => {
    const matrix = '      matrix: { n: [1, 2, 3] }\n      max-parallel: 2';
    const result = await smallRun(files, legs(matrix));
    expect(ends(result)).toEqual({
      'run (1)': 'failure',
      'run (2)': 'cancelled',
      'run (3)': 'cancelled',
      after: 'success',
    });
    expect(jobOf(result, 'after').log).toBe('failure\n');
    expect(jobOf(result, 'run (2)').log).toContain('told\n');
    expect(jobOf(result, 'run (3)').steps).toEqual([]);
  });

  it('goes on where a leg may fail', async () => {
    const matrix = '      matrix: { include: [{ n: 1, may: true }, { n: 2, s: 0.1, may: false }] }';
    const result = await smallRun(
      files,
      legs(matrix, 'continue-on-error: ${{ matrix.may }}\n    name: leg ${{ matrix.n }}'),
    );
    expect(ends(result)).toEqual({ 'leg 1': 'failure', 'leg 2': 'success', after: 'success' });
    expect(jobOf(result, 'after').log).toBe('success\n');
    expect(result.conclusion).toBe('success');
  });

  it('runs as many legs at once as it is allowed', async () => {
    const overlap = async (most: number) => {
      const matrix = `      matrix: { n: [2, 3], s: [0.6] }\n      max-parallel: ${most}`;
      const { jobs } = await smallRun(files, legs(matrix));
      const [first, second] = jobs.filter(({ id }) => id === 'run').sort((a, b) => a.startedAt - b.startedAt);
      return (first?.endedAt ?? 0) > (second?.startedAt ?? Infinity);
    };
    expect(await overlap(2)).toBe(true);
    expect(await overlap(1)).toBe(false);
  });

  it('without legs fails its job, and the run goes on', async () => {
    const result = await smallRun(files, legs('      matrix: { n: "${{ fromJSON(\'[]\') }}" }'));
    expect(ends(result)).toEqual({ run: 'failure', after: 'success' });
    expect(jobOf(result, 'run').annotations[0]?.message).toMatch(/does not contain any values/);
  });
});

describe('a run that is cancelled', () => {
  it('interrupts what runs, lets it clean up, and begins nothing else but what asks for it', async () => {
    const action = {
      'action.yml': 'name: n\ndescription: d\nruns: { using: node20, main: main.js, post: post.js }\n',
      'main.js': `process.on('SIGINT', () => {
          console.log('interrupted');
          require('fs').appendFileSync(process.env.GITHUB_STEP_SUMMARY, 'not done');
          process.exit(1);
        });
        setInterval(() => {}, 1000);
        console.log('ready');`,
      'post.js': `console.log('post');`,
    };
    const run = await startSmallRun(
      files,
      `
on: push
jobs:
  one:
    runs-on: x
    steps:
      - { id: works, uses: octo/slow@v1 }
      - { id: next, run: echo never }
      - { id: tells, if: cancelled(), run: 'echo "it is \${{ job.status }}"' }
  next: { needs: one, runs-on: x, steps: [{ run: echo never }] }
  report: { needs: one, if: always(), runs-on: x, steps: [{ run: 'echo "\${{ needs.one.result }}"' }] }
`,
      { others: { 'octo/slow': action } },
    );
    await run.printed(/ready/);
    run.cancel();
    const result = await run.finished;
    expect(result.conclusion).toBe('cancelled');
    expect(ends(result)).toEqual({ one: 'cancelled', next: 'cancelled', report: 'success' });
    const one = jobOf(result, 'one');
    expect(one.log).toBe('ready\ninterrupted\n##[error]The operation was canceled.\nit is cancelled\npost\n');
    expect(stepOf(one, 'works')).toMatchObject({ conclusion: 'cancelled', summary: 'not done' });
    expect(stepOf(one, 'next').conclusion).toBe('skipped');
    expect(jobOf(result, 'report').log).toBe('cancelled\n');
  });
});
