/** A composite action: steps of its own, which see its inputs, and outputs made of theirs. */
import type { ActionFile, CompositeRuns } from './action-file.ts';
import { asText, fill } from './expressions.ts';
import type { Frame } from './job.ts';
import type { Found } from './reference.ts';
import { runSteps, type StepEnd, type StepRun } from './step.ts';

export interface CompositeAction {
  readonly action: ActionFile;
  readonly runs: CompositeRuns;
  readonly found: Found;
  readonly inputs: Readonly<Record<string, string>>;
}

export async function runComposite(
  { job, frame, env, contexts, signal }: StepRun,
  { action, runs, found, inputs }: CompositeAction,
): Promise<StepEnd> {
  const { action: name = '' } = contexts['github'] as Readonly<Record<string, string>>;
  const inner: Frame = {
    steps: {},
    env,
    github: {
      ...frame.github,
      action_path: found.place,
      action_repository: found.origin.repository,
      action_ref: found.origin.ref,
    },
    inputs,
    origin: found.origin,
    prefix: `${name}_`,
    signal,
    hasFailed: false,
  };
  const steps = await runSteps(job, inner, runs.steps);
  const scope = { contexts: job.contexts(inner) };
  const outputs = Object.entries(action.outputs ?? {}).map(
    ([output, declared]) => [output, asText(fill(declared?.value ?? '', scope))] as const,
  );
  return {
    isSuccess: !inner.hasFailed,
    outputs: Object.fromEntries(outputs),
    summary: steps.map((step) => step.summary).join(''),
    steps,
  };
}
