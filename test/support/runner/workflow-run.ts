/** The jobs of a workflow: which run, when, with what of each other, and what comes of the whole. */
import { asText, fill, holds, type Status, type Value, type Values } from './expressions.ts';
import { callInputs } from './inputs.ts';
import { runJob } from './job-run.ts';
import { type Leg, legsOf } from './matrix.ts';
import { type Permissions, readOnly } from './permissions.ts';
import type { Plan, PlannedJob } from './plan.ts';
import { type Conclusion, type JobResult, together } from './result.ts';
import type { RunState } from './run-state.ts';
import { Slots } from './slots.ts';
import { Watch } from './watch.ts';
import { WorkflowError } from './workflow-error.ts';

/** A workflow as its caller starts it; the first one's caller is the event. */
export interface Call {
  readonly plan: Plan;
  readonly inputs: Values;
  readonly secrets: Values;
  /** Of its jobs' names: `caller / `. */
  readonly prefix: string;
  readonly signal: AbortSignal;
}

/** What other jobs see of one. */
export interface Outcome {
  readonly result: Conclusion;
  readonly outputs: Values;
}

export async function runWorkflow(state: RunState, call: Call): Promise<Outcome> {
  const run = new WorkflowRun(state, call);
  const jobs = await run.all();
  const result = together([...jobs.values()].map((job) => job.result));
  const { outputs = {} } = call.plan.file.on['workflow_call'] ?? {};
  const contexts = { ...run.contexts, jobs: Object.fromEntries(jobs) as unknown as Values };
  const filled = Object.entries(outputs).map(([name, { value }]) => [name, asText(fill(value, { contexts }))] as const);
  return { result, outputs: Object.fromEntries(filled) };
}

class WorkflowRun {
  readonly #state: RunState;
  readonly #call: Call;
  readonly #outcomes = new Map<string, Promise<Outcome>>();
  /** Same for all jobs. */
  readonly contexts: Values;

  constructor(state: RunState, call: Call) {
    this.#state = state;
    this.#call = call;
    this.contexts = {
      github: state.github,
      inputs: call.inputs,
      vars: state.options.vars ?? {},
      secrets: call.secrets,
    };
  }

  async all(): Promise<ReadonlyMap<string, Outcome>> {
    const ids = [...this.#call.plan.jobs.keys()];
    const outcomes = await Promise.all(ids.map(async (id) => [id, await this.#outcome(id)] as const));
    return new Map(outcomes);
  }

  #outcome(id: string): Promise<Outcome> {
    const known = this.#outcomes.get(id);
    if (known !== undefined) return known;
    const job = this.#call.plan.jobs.get(id);
    if (job === undefined) throw new WorkflowError(`There is no job ${id}.`);
    const outcome = this.#run(job);
    this.#outcomes.set(id, outcome);
    return outcome;
  }

  async #run(job: PlannedJob): Promise<Outcome> {
    const { id, file } = job;
    const needs = await this.#results(file.needs);
    const ancestors = Object.values(await this.#results(job.ancestors)).map(({ result }) => result);
    const contexts = { ...this.contexts, needs: needs as unknown as Values };
    const cancelled = this.#call.signal.aborted;
    // Not only those it needs itself: what was skipped far up skips all that build on it.
    const status: Status = {
      cancelled,
      failure: !cancelled && ancestors.includes('failure'),
      success: !cancelled && ancestors.every((result) => result === 'success'),
    };
    try {
      if (!holds(file.if, { contexts, status })) return this.#without(job, cancelled ? 'cancelled' : 'skipped');
      const strategy = fillStrategy(file.strategy, contexts);
      const whenCancelled = { cancelled: true, failure: false, success: false };
      const isWantedThen = () => holds(file.if, { contexts, status: whenCancelled });
      const watch = new Watch();
      // A run that is cancelled goes on with jobs that want that: `always()`, `cancelled()`.
      watch.endWith(this.#call.signal, isWantedThen);
      try {
        return await this.#legs(job, strategy, contexts, watch.signal);
      } finally {
        watch.stop();
      }
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      return this.#without(job, 'failure', `${id}: ${error.message}`);
    }
  }

  async #results(ids: readonly string[]): Promise<Record<string, Outcome>> {
    return Object.fromEntries(await Promise.all(ids.map(async (id) => [id, await this.#outcome(id)] as const)));
  }

  async #legs(
    job: PlannedJob,
    { legs, failFast, maxParallel }: Strategy,
    contexts: Values,
    cancelling: AbortSignal,
  ): Promise<Outcome> {
    const stopping = new AbortController();
    const signal = AbortSignal.any([cancelling, stopping.signal]);
    const slots = new Slots(maxParallel);
    const outputs: Record<string, Value> = {};
    const results = await Promise.all(
      legs.map((leg, index) =>
        slots.with(async () => {
          const strategy = {
            'fail-fast': failFast,
            'job-index': index,
            'job-total': legs.length,
            'max-parallel': Math.min(maxParallel, legs.length),
          };
          const outcome = await this.#leg(job, leg, { ...contexts, strategy, matrix: leg.matrix }, signal);
          // Whoever ends last and has something to say is heard.
          for (const [name, value] of Object.entries(outcome.outputs)) if (value !== '') outputs[name] = value;
          if (outcome.result === 'failure' && failFast) stopping.abort();
          return outcome.result;
        }),
      ),
    );
    return { result: together(results), outputs };
  }

  async #leg(job: PlannedJob, leg: Leg, contexts: Values, signal: AbortSignal): Promise<Outcome> {
    const { file, called } = job;
    const name = this.#name(job, leg, contexts);
    if (called !== undefined) {
      const inputs = callInputs(
        called.file.on['workflow_call']?.inputs ?? {},
        fill(file.with ?? {}, { contexts }) as Values,
        { contexts },
      );
      const secrets = this.#secrets(job, contexts);
      return await runWorkflow(this.#state, { plan: called, inputs, secrets, prefix: `${name} / `, signal });
    }
    return await this.#state.slots.with(async () => {
      if (signal.aborted) return this.#without(job, 'cancelled', undefined, name);
      const result = await runJob(this.#state, {
        plan: this.#call.plan,
        planned: job,
        name,
        matrix: leg.matrix,
        contexts,
        permissions: this.#permissions(job),
        mayFail: fill(file['continue-on-error'] ?? false, { contexts }) === true,
        signal,
      });
      this.#state.jobs.push(result);
      return result;
    });
  }

  /** A job that says its name, with an expression or not, gets it as it is said; others get their leg's label. */
  #name({ id, file }: PlannedJob, leg: Leg, contexts: Values): string {
    const said = asText(fill(file.name ?? '', { contexts }));
    const hasOwnWords = file.name?.includes('${{') === true;
    const name = said === '' ? id : said;
    return `${this.#call.prefix}${leg.label === '' || hasOwnWords ? name : `${name} (${leg.label})`}`;
  }

  #permissions({ permissions }: PlannedJob): Permissions {
    return this.#state.options.event.isFromFork === true ? readOnly(permissions) : permissions;
  }

  #secrets({ file, called }: PlannedJob, contexts: Values): Values {
    if (file.secrets === 'inherit') {
      const declared = called?.file.on['workflow_call']?.secrets ?? {};
      const missing = Object.entries(declared).filter(
        ([name, secret]) => secret?.required === true && !(name in this.#call.secrets),
      );
      if (missing.length > 0)
        throw new WorkflowError(
          ...missing.map(([name]) => `Secret ${name} is required, but not provided while calling.`),
        );
      return this.#call.secrets;
    }
    return fill(file.secrets ?? {}, { contexts }) as Values;
  }

  /** A job that comes to this end without a runner. */
  #without(job: PlannedJob, result: Conclusion, mistake?: string, name?: string): Outcome {
    const { 'runs-on': runsOn = null, container = null, services = {} } = job.file;
    const now = Date.now();
    const ended: JobResult = {
      id: job.id,
      name:
        name ?? `${this.#call.prefix}${job.file.name?.includes('${{') === true ? job.id : (job.file.name ?? job.id)}`,
      matrix: {},
      conclusion: result,
      result,
      outputs: {},
      permissions: this.#permissions(job),
      steps: [],
      annotations: mistake === undefined ? [] : [{ level: 'error', message: mistake }],
      summary: '',
      log: '',
      declared: { runsOn, container, services },
      workspace: '',
      toolCache: '',
      orphans: [],
      startedAt: now,
      endedAt: now,
    };
    this.#state.jobs.push(ended);
    return { result, outputs: {} };
  }
}

interface Strategy {
  readonly legs: readonly Leg[];
  readonly failFast: boolean;
  readonly maxParallel: number;
}

function fillStrategy(strategy: Values | undefined, contexts: Values): Strategy {
  const { matrix, 'fail-fast': failFast = true, 'max-parallel': most } = fill(strategy ?? {}, { contexts }) as Values;
  return {
    legs: matrix === undefined ? [{ matrix: {}, label: '' }] : legsOf(matrix),
    failFast: failFast === true || failFast === 'true',
    maxParallel: most === undefined ? Infinity : Number(most),
  };
}
