/** What the actions of this repository have in common: how they end, and where they keep things. */
import os from 'node:os';
import { annotateProblems } from './github/annotations.ts';
import { JOB_STORE_COST, openJobStore } from './github/job-store.ts';
import type { Toolkit } from './github/toolkit.ts';
import { inJob } from './job-words.ts';
import { type Problem, UserError } from './migration/problem.ts';
import type { StorePort } from './phases/ports.ts';
import { messageOf } from './postgres/thrown.ts';
import { describeDefect } from './report/defect.ts';

/** Fails the step with all that is wrong. */
export function failWith(error: unknown, directory: string, toolkit: Toolkit): void {
  if (error instanceof UserError) {
    annotateProblems(error.problems.map(inJob), directory, toolkit);
    const count = error.problems.length;
    toolkit.setFailed(
      `migrate-action ended early: ${count === 1 ? 'one problem, see' : `${count} problems, see`} above.`,
    );
  } else {
    toolkit.setFailed(`This is a defect of migrate-action. Please report it.\n${describeDefect(error)}`);
  }
}

/** What ended a step, for a document that tells a later one of it. */
export function problemsOf(error: unknown): readonly Problem[] {
  if (error instanceof UserError) return error.problems.map(inJob);
  const message = `A defect of migrate-action: ${messageOf(error)}`;
  return [{ severity: 'error', code: 'internal', message, hint: 'Please report it, with the log of that job.' }];
}

/** Inputs as texts, by the names of settings. */
export function inputsOf<Name extends string>(names: readonly Name[], toolkit: Toolkit): Record<Name, string> {
  return Object.fromEntries(names.map((name) => [name, toolkit.getInput(name)])) as Record<Name, string>;
}

export function inputLabel(name: string): string {
  return `input "${name}"`;
}

export function workDirectory(): string {
  return process.env['RUNNER_TEMP'] ?? os.tmpdir();
}

/**
 * GitHub's cache; nothing where a directory that was named is nearer, on a runner of one's own.
 *
 * Opened before all else: its client is longer in loading than all that comes before the first question, the toolkit included, which
 * would else say what was named.
 */
export function jobStore(): StorePort | undefined {
  const isNamed = (process.env['INPUT_CACHE-DIR'] ?? '').trim() !== '';
  const store = isNamed ? undefined : openJobStore(process.env);
  return store && { store, cost: JOB_STORE_COST, workDirectory: workDirectory() };
}
