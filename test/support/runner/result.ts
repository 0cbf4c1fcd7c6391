/** What a run, its jobs and their steps did, for tests to look at. */
import type { Value, Values } from './expressions.ts';
import type { Permissions } from './permissions.ts';
import type { Annotation } from './step-log.ts';

export type Conclusion = 'success' | 'failure' | 'cancelled' | 'skipped';

export interface StepResult {
  readonly id: string;
  readonly name: string;
  readonly phase: 'pre' | 'main' | 'post';
  /** Before `continue-on-error`. */
  readonly outcome: Conclusion;
  readonly conclusion: Conclusion;
  readonly outputs: Readonly<Record<string, string>>;
  readonly annotations: readonly Annotation[];
  readonly summary: string;
  /** As people see it: without secrets. */
  readonly log: string;
  /** From its beginning to its end. */
  readonly ms: number;
  /** Of a composite action. */
  readonly steps: readonly StepResult[];
}

export interface JobResult {
  /** In its file. */
  readonly id: string;
  /** As people see it: `migrate / shard (17, 1)`. */
  readonly name: string;
  readonly matrix: Values;
  readonly conclusion: Conclusion;
  /** What `needs` sees: `success` for a failure that `continue-on-error` covers. */
  readonly result: Conclusion;
  readonly outputs: Readonly<Record<string, string>>;
  /** Of its token. */
  readonly permissions: Permissions;
  readonly steps: readonly StepResult[];
  /** Of all steps, and of the job itself. */
  readonly annotations: readonly Annotation[];
  readonly summary: string;
  readonly log: string;
  /** What nothing here provides, as the file has it. */
  readonly declared: { readonly runsOn: Value; readonly container: Value; readonly services: Values };
  /** Where its steps ran, and where its runner keeps tools. */
  readonly workspace: string;
  readonly toolCache: string;
  /** Processes that were left when the job ended, and ended then. */
  readonly orphans: readonly string[];
  readonly startedAt: number;
  readonly endedAt: number;
}

export interface RunResult {
  readonly runId: number;
  readonly conclusion: Conclusion | 'startup_failure';
  /** Why nothing ran. */
  readonly mistakes: readonly string[];
  /** In the order they ended; also those that were skipped. */
  readonly jobs: readonly JobResult[];
}

/** The job of that name; tests ask for jobs they know. */
export function jobOf(run: RunResult, name: string): JobResult {
  const found = run.jobs.find((job) => job.name === name);
  if (found === undefined)
    throw new Error([`No job ${name} among:`, ...run.jobs.map((job) => job.name), ...run.mistakes].join('\n'));
  return found;
}

/** A step of a job, by its id or name. */
export function stepOf(job: JobResult, name: string, phase: StepResult['phase'] = 'main'): StepResult {
  const found = job.steps.find((step) => step.phase === phase && (step.id === name || step.name === name));
  if (found === undefined) throw new Error(`No step ${name} among: ${job.steps.map((step) => step.name).join('; ')}`);
  return found;
}

/** Several results as one: a failure weighs most, and what was skipped least. */
export function together(results: readonly Conclusion[]): Conclusion {
  const byWeight = ['failure', 'cancelled', 'success'] as const;
  return byWeight.find((each) => results.includes(each)) ?? 'skipped';
}
