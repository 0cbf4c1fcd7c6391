/** `uses`: whatever kind of action it is. */
import { type ActionFile, actionInputs, readAction } from './action-file.ts';
import type { Builtin } from './builtin.ts';
import { runComposite } from './composite.ts';
import { fillStrings } from './expressions.ts';
import { NodeAction } from './node-action.ts';
import { find, type Found, parts } from './reference.ts';
import type { StepResult } from './result.ts';
import type { StepEnd, StepRun } from './step.ts';

export async function runUses(run: StepRun): Promise<StepEnd> {
  const builtin = builtinOf(run);
  const given = fillStrings(run.file.with, run);
  if (builtin !== undefined) return { isSuccess: true, outputs: await builtin({ ...run, inputs: given }) };
  const { action, found } = await fetch(run);
  const { inputs, unexpected } = actionInputs(action, given, run.contexts);
  if (unexpected.length > 0) {
    const valid = Object.keys(action.inputs ?? {});
    const message = `Unexpected input(s) ${quoted(unexpected)}, valid inputs are [${quoted(valid)}]`;
    run.log.annotate({ level: 'warning', message });
  }
  if (action.runs.using === 'composite') return await runComposite(run, { action, runs: action.runs, found, inputs });
  const begun = run.job.begun.get(run.file) ?? new NodeAction(action.runs, found);
  return await begun.main(run, inputs);
}

/**
 * What GitHub does with all actions of a job before its first step: it fetches them, and runs what they have to do first. Actions of the
 * workspace are not there yet.
 */
export async function begin(run: StepRun): Promise<StepResult | undefined> {
  const { uses } = run.file;
  if (uses === undefined || uses.startsWith('./') || builtinOf(run) !== undefined) return undefined;
  const { action, found } = await fetch(run);
  if (action.runs.using === 'composite' || action.runs.pre === undefined) return undefined;
  const begun = new NodeAction(action.runs, found);
  run.job.begun.set(run.file, begun);
  return await begun.pre(run, actionInputs(action, fillStrings(run.file.with, run), run.contexts).inputs);
}

async function fetch({ job, frame, file: { uses = '' } }: StepRun): Promise<{ action: ActionFile; found: Found }> {
  const { host, origin, places } = job.setting;
  const found = await find(host, uses, frame.origin ?? origin, places.workspace);
  return { action: await readAction(found.place, uses), found };
}

function builtinOf({ job, file: { uses = '' } }: StepRun): Builtin | undefined {
  if (/^[.$]\//.test(uses)) return undefined;
  const { repository, inside } = parts(uses);
  return job.setting.builtins[inside === '' ? repository : `${repository}/${inside}`];
}

function quoted(names: readonly string[]): string {
  return names.map((name) => `'${name}'`).join(', ');
}
