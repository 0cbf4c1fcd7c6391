/** Actions that the runner performs itself, since the real ones would ask GitHub. */
import { cp, rm } from 'node:fs/promises';
import path from 'node:path';
import type { Values } from './expressions.ts';
import type { Job } from './job.ts';
import type { StepLog } from './step-log.ts';
import { WorkflowError } from './workflow-error.ts';

export interface BuiltinRun {
  readonly job: Job;
  readonly inputs: Readonly<Record<string, string>>;
  readonly contexts: Values;
  readonly log: StepLog;
}

/** @returns its outputs */
export type Builtin = (run: BuiltinRun) => Promise<Readonly<Record<string, string>>>;

export const BUILTINS: Readonly<Record<string, Builtin>> = { 'actions/checkout': checkOut };

async function checkOut({ job, inputs, contexts, log }: BuiltinRun): Promise<Readonly<Record<string, string>>> {
  const github = contexts['github'] as Readonly<Record<string, string>>;
  const { host, places } = job.setting;
  // What an expression makes empty is not given.
  const given = (name: string) => (inputs[name] === '' ? undefined : inputs[name]);
  const repository = given('repository') ?? github['repository'] ?? '';
  const ref = given('ref') ?? (repository === github['repository'] ? (github['sha'] ?? '') : 'HEAD');
  const source = await host.source(repository, ref);
  if (source === undefined) throw new WorkflowError(`Not found - ${repository}@${ref}`);
  const target = path.join(places.workspace, given('path') ?? '');
  if (target !== places.workspace) await rm(target, { recursive: true, force: true });
  await cp(source, target, { recursive: true });
  log.write(`${repository}@${ref} is checked out.`);
  return { ref, commit: ref };
}
