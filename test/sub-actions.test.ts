/** The files of the sub-actions and of the workflow against the code behind them, and against each other. */
import { describe, expect, it } from '@jest/globals';
import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { PLAN_INPUT_NAMES } from '../src/plan-action.ts';
import { REPORT_INPUT_NAMES } from '../src/report-action.ts';
import { RUN_INPUT_NAMES } from '../src/run-action.ts';

interface Workflow {
  readonly on: { readonly workflow_call: Inputs };
  readonly jobs: Readonly<Record<string, { readonly steps: readonly Step[] }>>;
}

interface Step {
  readonly uses?: string;
  readonly with?: Readonly<Record<string, unknown>>;
}

interface Inputs {
  readonly inputs: Readonly<
    Record<string, { readonly description: string; readonly default?: string | number | boolean }>
  >;
}

const read = async (file: string) => await readFile(fileURLToPath(new URL(`../${file}`, import.meta.url)), 'utf8');
/** Of the sub-actions, what `migrate.yml` knows better than who calls it. */
const FILLED_IN: Readonly<Record<string, readonly string[]>> = {
  plan: ['service-user'],
  run: ['postgres', 'shard', 'database-url', 'client-prefix', 'allow-non-empty'],
  report: ['run-result', 'run-id', 'directory', 'token'],
};
const workflow = async (file: string) => parse(await read(`workflows/${file}`)) as Workflow;
const stepOf = ({ jobs }: Workflow, uses: string) =>
  Object.values(jobs)
    .flatMap(({ steps }) => steps)
    .find((step) => step.uses === `$/${uses}`)?.with;
const inputsOf = async (file: string) => (parse(await read(file)) as Inputs).inputs;

describe('sub-actions', () => {
  it.each([
    ['plan', PLAN_INPUT_NAMES],
    ['run', RUN_INPUT_NAMES],
    ['report', REPORT_INPUT_NAMES],
  ])('%s has the inputs that its code reads', async (name, names) => {
    expect(Object.keys(await inputsOf(`${name}/action.yml`)).sort()).toEqual([...names].sort());
  });

  it('have what they share with the action as it has it', async () => {
    const action = await inputsOf('action.yml');
    const plan = await inputsOf('plan/action.yml');
    const otherwise = ['postgres', 'set'];
    for (const [name, input] of Object.entries(plan)) {
      if (name in action && !otherwise.includes(name)) expect([name, input]).toEqual([name, action[name]]);
    }
  });
});

describe('workflows', () => {
  it('are published as they are', async () => {
    const names = await readdir(fileURLToPath(new URL('../workflows/', import.meta.url)));
    expect(names).toContain('migrate.yml');
    for (const name of names) expect(await read(`.github/workflows/${name}`)).toBe(await read(`workflows/${name}`));
  });

  it('have the inputs of the sub-actions, with their defaults, and pass them on', async () => {
    const migrate = await workflow('migrate.yml');
    const { inputs } = migrate.on.workflow_call;
    for (const [action, filledIn] of Object.entries(FILLED_IN)) {
      const given = stepOf(migrate, action) ?? {};
      for (const [name, { default: preset = '' }] of Object.entries(await inputsOf(`${action}/action.yml`))) {
        if (filledIn.includes(name)) continue;
        expect([action, name, given[name]]).toEqual([action, name, `\${{ inputs.${name} }}`]);
        // A strategy has to have a number.
        if (name !== 'max-parallel')
          expect([action, name, String(inputs[name]?.default ?? '')]).toEqual([action, name, preset]);
      }
    }
  });

  it('tell the report of a fork that its run was cancelled', async () => {
    const given = stepOf(await workflow('comment.yml'), 'report');
    expect(given?.['run-result']).toMatch(/workflow_run\.conclusion == 'cancelled'/);
  });
});
