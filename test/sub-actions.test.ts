/** The files of the sub-actions and of the workflow against the code behind them, and against each other. */
import { describe, expect, it } from '@jest/globals';
import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { PLAN_INPUT_NAMES } from '../src/plan-action.ts';
import { REPORT_INPUT_NAMES } from '../src/report-action.ts';
import { RUN_INPUT_NAMES } from '../src/run-action.ts';

interface Inputs {
  readonly inputs: Readonly<Record<string, { readonly description: string; readonly default?: unknown }>>;
}

const read = async (file: string) => await readFile(fileURLToPath(new URL(`../${file}`, import.meta.url)), 'utf8');
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

  it('give the sub-actions only inputs that they have, and their defaults', async () => {
    const { on } = parse(await read('workflows/migrate.yml')) as { on: { workflow_call: Inputs } };
    const plan = await inputsOf('plan/action.yml');
    for (const [name, { default: preset }] of Object.entries(on.workflow_call.inputs)) {
      const shared = plan[name]?.default;
      if (shared !== undefined) expect([name, preset]).toEqual([name, shared]);
    }
  });
});
