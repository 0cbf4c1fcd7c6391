/** One job on a runner of its own, from its workspace to the end of what it left running. */
import { randomUUID } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { type Running, runningWith } from '../leftovers.ts';
import { asText, fill, fillStrings, type Scope, type Values } from './expressions.ts';
import { Job } from './job.ts';
import type { Permissions } from './permissions.ts';
import type { Plan, PlannedJob } from './plan.ts';
import type { JobResult, StepResult } from './result.ts';
import type { RunState } from './run-state.ts';
import { type Services, startServices } from './service.ts';
import { type Annotation, Masks } from './step-log.ts';
import { runSteps, type StepRun } from './step.ts';
import { begin } from './uses.ts';
import { Watch } from './watch.ts';

/** What a process that was killed takes to go, on a busy machine. */
const DYING_MS = 300;

/** GitHub's, when a job does not say. */
const DEFAULT_MINUTES = 360;

export interface JobRun {
  readonly plan: Plan;
  readonly planned: PlannedJob;
  readonly name: string;
  readonly matrix: Values;
  /** `needs`, `strategy`, `matrix`, `inputs` and so on. */
  readonly contexts: Values;
  readonly permissions: Permissions;
  readonly mayFail: boolean;
  /** Cancels it. */
  readonly signal: AbortSignal;
}

export async function runJob(state: RunState, run: JobRun): Promise<JobResult> {
  const startedAt = Date.now();
  const watch = new Watch();
  watch.endWith(run.signal);
  const minutes = fill(run.planned.file['timeout-minutes'] ?? DEFAULT_MINUTES, run);
  watch.endAfter(Number(minutes));
  let log = '';
  const onLine = (line: string) => {
    log += `${line}\n`;
    state.onLine(run.name, line);
  };
  const job = await newJob(state, run, watch.signal, onLine);
  const annotations: Annotation[] = [];
  const { steps, outputs } = await work(state, run, job, annotations);
  watch.stop();
  if (watch.reason === 'late') {
    const message = `The job has exceeded the maximum execution time of ${asText(minutes)}m0s`;
    annotations.push({ level: 'error', message });
  }
  const orphans = await endOrphans(job.setting.trackingId);
  const conclusion = job.status;
  const { 'runs-on': runsOn = null, container = null, services = {} } = run.planned.file;
  return {
    id: run.planned.id,
    name: run.name,
    matrix: run.matrix,
    conclusion,
    result: conclusion === 'failure' && run.mayFail ? 'success' : conclusion,
    outputs,
    permissions: run.permissions,
    steps,
    annotations: [...annotations, ...allAnnotations(steps)],
    summary: steps.map(({ summary }) => summary).join(''),
    log,
    declared: { runsOn: fill(runsOn, run), container: fill(container, run), services },
    workspace: job.setting.places.workspace,
    toolCache: job.setting.places.toolCache,
    orphans: orphans.map(({ pid, command }) => `${pid} ${command}`),
    startedAt,
    endedAt: Date.now(),
  };
}

/** A machine nobody has used: empty directories, and what GitHub tells a job of itself. */
async function newJob(state: RunState, run: JobRun, signal: AbortSignal, onLine: (line: string) => void): Promise<Job> {
  const { options } = state;
  const place = await options.files.directory();
  const repository = options.event.repository.split('/')[1] ?? '';
  const places = {
    workspace: path.join(place, 'work', repository, repository),
    temp: path.join(place, 'work', '_temp'),
    toolCache: path.join(place, 'tools'),
    own: path.join(place, 'runner'),
  };
  for (const each of Object.values(places)) await mkdir(each, { recursive: true });
  await options.prepareToolCache?.(places.toolCache);
  const identity = { runId: state.runId, jobId: randomUUID(), event: options.event, permissions: run.permissions };
  const token = options.host.token?.(identity) ?? 'no-token';
  const eventPath = path.join(places.own, 'event.json');
  const github: Values = {
    ...(run.contexts['github'] as Values),
    token,
    job: run.planned.id,
    workspace: places.workspace,
    event_path: eventPath,
  };
  await writeFile(eventPath, JSON.stringify(github['event']));
  const secrets: Values = { ...(run.contexts['secrets'] as Values), GITHUB_TOKEN: token };
  const masks = new Masks();
  for (const secret of Object.values(secrets)) masks.add(asText(secret));
  const contexts = { ...run.contexts, github, secrets };
  const cacheMode = run.planned.file['cache-mode'] ?? run.plan.file['cache-mode'];
  const { file, origin } = run.plan;
  return new Job(
    {
      host: options.host,
      builtins: state.builtins,
      event: options.event,
      places,
      origin,
      defaults: { run: { ...file.defaults?.run, ...run.planned.file.defaults?.run } },
      contexts,
      runner: {
        os: 'Linux',
        arch: 'X64',
        name: 'mini-runner',
        environment: 'github-hosted',
        temp: places.temp,
        tool_cache: places.toolCache,
        debug: '',
      },
      actionsEnvironment: {
        ...options.host.environment?.(identity),
        ...(cacheMode === undefined ? {} : { ACTIONS_CACHE_MODE: cacheMode }),
      },
      trackingId: `github_${identity.jobId}`,
      mark: state.mark,
      masks,
      onLine,
      signal,
    },
    variables(run, contexts),
  );
}

/** An expression in one of them sees no others. */
function variables({ plan, planned }: JobRun, contexts: Values): Record<string, string> {
  return { ...fillStrings(plan.file.env, { contexts }), ...fillStrings(planned.file.env, { contexts }) };
}

async function work(
  state: RunState,
  run: JobRun,
  job: Job,
  annotations: Annotation[],
): Promise<{ steps: readonly StepResult[]; outputs: Readonly<Record<string, string>> }> {
  const files = run.planned.file.steps ?? [];
  const steps: StepResult[] = [];
  let services: Services | undefined;
  try {
    const { origin, path: file } = run.plan;
    const about = {
      workflow_ref: `${origin.repository}/${file}@${origin.ref}`,
      workflow_sha: origin.ref,
      workflow_repository: origin.repository,
      workflow_file_path: file,
    };
    const declared = run.planned.file.services ?? {};
    services = await startServices(declared, scopeOf(job), state.options.startService);
    job.context = { ...about, ...services.context };
    for (const step of files) {
      const result = await begin(beginning(job, step));
      if (result !== undefined) steps.push(result);
    }
    steps.push(...(await runSteps(job, job.root, files)));
  } catch (error) {
    // Whatever is wrong before the first step fails the job: an action that is nowhere, a service that does not start.
    annotations.push({ level: 'error', message: error instanceof Error ? error.message : String(error) });
    job.root.hasFailed = true;
  }
  for (let post = job.posts.shift(); post !== undefined; post = job.posts.shift()) steps.push(await post());
  await services?.stop();
  return { steps, outputs: outputsOf(run, job, annotations) };
}

function beginning(job: Job, file: StepRun['file']): StepRun {
  const { signal } = job.setting;
  return { job, frame: job.root, file, contexts: job.contexts(job.root), env: {}, log: job.newLog(), signal };
}

/** GitHub hands on no output that has a secret in it. */
function outputsOf({ planned }: JobRun, job: Job, annotations: Annotation[]): Record<string, string> {
  const outputs: Record<string, string> = {};
  for (const [name, value] of Object.entries(planned.file.outputs ?? {})) {
    const text = asText(fill(value, scopeOf(job)));
    if (job.setting.masks.occurIn(text))
      annotations.push({ level: 'warning', message: `Skip output '${name}' since it may contain secret.` });
    else if (text !== '') outputs[name] = text;
  }
  return outputs;
}

function scopeOf(job: Job): Scope {
  return { contexts: job.contexts(job.root) };
}

function allAnnotations(steps: readonly StepResult[]): Annotation[] {
  return steps.flatMap((step) => [...step.annotations, ...allAnnotations(step.steps)]);
}

/** As GitHub's runner does when a job ends: what still carries its mark is ended. */
async function endOrphans(trackingId: string): Promise<readonly Running[]> {
  const mark = `RUNNER_TRACKING_ID=${trackingId}`;
  const found = await runningWith(mark);
  if (found.length > 0) await setTimeout(DYING_MS);
  // On a busy machine what was killed a moment ago may still be there.
  const orphans = found.length > 0 ? await runningWith(mark) : [];
  for (const { pid } of orphans)
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // It has ended by itself.
    }
  return orphans;
}
