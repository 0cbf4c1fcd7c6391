/** One step: whether it runs, with what around it, and what comes of it. */
import { asText, fill, fillStrings, holds, type Status, type Values } from './expressions.ts';
import { newCommandFiles } from './file-commands.ts';
import type { Frame, Job } from './job.ts';
import type { Conclusion, StepResult } from './result.ts';
import { runScript } from './script.ts';
import type { StepLog } from './step-log.ts';
import { runUses } from './uses.ts';
import { Watch } from './watch.ts';
import type { StepFile } from './workflow-file.ts';

/** What runs a step needs to know of it. */
export interface StepRun {
  readonly job: Job;
  readonly frame: Frame;
  readonly file: StepFile;
  /** With the step's own environment in it. */
  readonly contexts: Values;
  readonly env: Readonly<Record<string, string>>;
  readonly log: StepLog;
  readonly signal: AbortSignal;
}

/** What came of it. */
export interface StepEnd {
  readonly isSuccess: boolean;
  readonly outputs?: Readonly<Record<string, string>>;
  readonly summary?: string;
  readonly steps?: readonly StepResult[];
}

/** GitHub shows no summary that is larger. */
const SUMMARY_LIMIT_BYTES = 1024 * 1024;

export function statusOf(job: Job, frame: Frame): Status {
  const cancelled = job.isCancelled;
  return { cancelled, failure: !cancelled && frame.hasFailed, success: !cancelled && !frame.hasFailed };
}

/** Runs steps one after the other, whatever becomes of them: each has its own `if`. */
export async function runSteps(job: Job, frame: Frame, files: readonly StepFile[]): Promise<StepResult[]> {
  const results: StepResult[] = [];
  for (const file of files) {
    if (frame.signal.aborted) break;
    const result = await runStep(job, frame, file);
    results.push(result);
    if (result.conclusion === 'failure') frame.hasFailed = true;
    if (file.id !== undefined)
      frame.steps[file.id] = { outputs: result.outputs, outcome: result.outcome, conclusion: result.conclusion };
  }
  return results;
}

async function runStep(job: Job, frame: Frame, file: StepFile): Promise<StepResult> {
  const began = performance.now();
  const log = job.newLog();
  const name = stepName(file);
  const result = (outcome: Conclusion, conclusion: Conclusion, end?: StepEnd): StepResult => ({
    id: file.id ?? '',
    name,
    phase: 'main',
    outcome,
    conclusion,
    outputs: end?.outputs ?? {},
    annotations: log.annotations,
    summary: end?.summary ?? '',
    log: log.text,
    ms: performance.now() - began,
    steps: end?.steps ?? [],
  });
  let mayFail = false;
  try {
    const env = { ...frame.env, ...fillStrings(file.env, { contexts: job.contexts(frame) }) };
    const named = { ...frame, github: { ...frame.github, action: `${frame.prefix}${actionName(file)}` } };
    const contexts = job.contexts(named, env);
    const isWanted = () => holds(file.if, { contexts, status: statusOf(job, frame) });
    if (!isWanted()) return result('skipped', 'skipped');
    mayFail = fill(file['continue-on-error'] ?? false, { contexts }) === true;
    const end = await underWatch(job, file, { frame, contexts, log, isWanted }, (signal) => {
      const run = { job, frame: named, file, contexts, env, log, signal };
      return file.run === undefined ? runUses(run) : runScript(run, file.run);
    });
    const outcome = end.isCancelled ? 'cancelled' : end.isSuccess ? 'success' : 'failure';
    return result(outcome, outcome === 'failure' && mayFail ? 'success' : outcome, end);
  } catch (error) {
    log.annotate({ level: 'error', message: error instanceof Error ? error.message : String(error) });
    return result('failure', mayFail ? 'success' : 'failure');
  }
}

interface Watched {
  readonly frame: Frame;
  readonly contexts: Values;
  readonly log: StepLog;
  readonly isWanted: () => boolean;
}

/**
 * A step ends when its time is up, and when the job is cancelled; but not one that says it runs then too, such as `always()`.
 *
 * @returns what it came to; what one that is cancelled has told until then counts
 */
async function underWatch(
  job: Job,
  file: StepFile,
  { frame, contexts, log, isWanted }: Watched,
  work: (signal: AbortSignal) => Promise<StepEnd>,
): Promise<StepEnd & { readonly isCancelled: boolean }> {
  const watch = new Watch();
  watch.endWith(job.setting.signal, isWanted);
  watch.endWith(frame.signal);
  const minutes = fill(file['timeout-minutes'] ?? 0, { contexts });
  if (Number(minutes) > 0) watch.endAfter(Number(minutes));
  const error = (message: string) => {
    log.annotate({ level: 'error', message });
  };
  try {
    const end = await work(watch.signal);
    if (watch.reason === 'cancelled') {
      error('The operation was canceled.');
      return { ...end, isCancelled: true };
    }
    if (watch.reason === undefined) return { ...end, isCancelled: false };
    error(`The action '${stepName(file)}' has timed out after ${asText(minutes)} minutes.`);
    return { ...end, isSuccess: false, isCancelled: false };
  } finally {
    watch.stop();
  }
}

/** Runs a process of a step, with files for what it has to tell, and obeys those for the rest of the job. */
export async function withCommandFiles(
  { job, log, signal }: Pick<StepRun, 'job' | 'log' | 'signal'>,
  run: (env: Readonly<Record<string, string>>) => Promise<number | undefined>,
): Promise<StepEnd & { readonly state: Readonly<Record<string, string>> }> {
  const files = await newCommandFiles(job.newPlace());
  const code = await run(files.env);
  const told = await files.read();
  for (const [name, value] of Object.entries(told.env)) {
    if (name === 'NODE_OPTIONS')
      log.annotate({
        level: 'error',
        message: "Can't store NODE_OPTIONS output parameter using '$GITHUB_ENV' command.",
      });
    else job.env[name] = value;
  }
  job.path.unshift(...[...told.path].reverse());
  let summary = job.setting.masks.apply(told.summary);
  const size = Buffer.byteLength(summary);
  if (size > SUMMARY_LIMIT_BYTES) {
    const kibibytes = (bytes: number) => Math.floor(bytes / 1024);
    log.annotate({
      level: 'error',
      message: `$GITHUB_STEP_SUMMARY upload aborted, supports content up to a size of ${kibibytes(SUMMARY_LIMIT_BYTES)}k, got ${kibibytes(size)}k.`,
    });
    summary = '';
  }
  if (code !== 0 && !signal.aborted)
    log.annotate({ level: 'error', message: `Process completed with exit code ${code ?? 137}.` });
  return { isSuccess: code === 0, outputs: told.outputs, summary, state: told.state };
}

export function stepName(file: StepFile): string {
  return file.name ?? (file.run === undefined ? `Run ${file.uses ?? ''}` : `Run ${file.run.split('\n')[0] ?? ''}`);
}

/** What GitHub calls steps that nobody has named. */
function actionName({ id, run, uses = '' }: StepFile): string {
  if (id !== undefined) return id;
  return run !== undefined ? '__run' : `__${uses.replace(/@.*/, '').replaceAll(/[^A-Za-z0-9-]/g, '_')}`;
}
