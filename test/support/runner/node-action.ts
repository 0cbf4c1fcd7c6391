/** An action that is a Node program: `pre`, `main` and `post`, with the state that one leaves the next. */
import path from 'node:path';
import type { NodeRuns } from './action-file.ts';
import { holds } from './expressions.ts';
import { inputVariables, stateVariables } from './file-commands.ts';
import type { Job } from './job.ts';
import { runProcess } from './process.ts';
import type { Found } from './reference.ts';
import type { StepResult } from './result.ts';
import { statusOf, type StepEnd, stepName, type StepRun, withCommandFiles } from './step.ts';

type Inputs = Readonly<Record<string, string>>;
/** Who listens to a program, and ends it. */
type Phase = Pick<StepRun, 'log' | 'signal'>;
/** What an action does when the job ends. */
export type PostStep = () => Promise<StepResult>;

export class NodeAction {
  readonly #runs: NodeRuns;
  readonly #found: Found;
  readonly #state: Record<string, string> = {};

  constructor(runs: NodeRuns, found: Found) {
    this.#runs = runs;
    this.#found = found;
  }

  /** Before all steps of the job; undefined when it has nothing to do then. */
  async pre(run: StepRun, inputs: Inputs): Promise<StepResult | undefined> {
    const { pre, 'pre-if': condition } = this.#runs;
    return pre === undefined ? undefined : await this.#apart('pre', pre, condition, run, inputs);
  }

  async main(run: StepRun, inputs: Inputs): Promise<StepEnd> {
    const { main, post, 'post-if': condition } = this.#runs;
    // From here on, whatever becomes of `main`; what was begun last ends first.
    if (post !== undefined) run.job.posts.unshift(() => this.#apart('post', post, condition, run, inputs));
    return await this.#start(main, run, inputs, run);
  }

  /** What has a line of its own in the job's list of steps. */
  async #apart(
    phase: 'pre' | 'post',
    program: string,
    condition: string | undefined,
    run: StepRun,
    inputs: Inputs,
  ): Promise<StepResult> {
    const { job } = run;
    const began = performance.now();
    const log = job.newLog();
    const scope = { contexts: job.contexts(run.frame, run.env), status: statusOf(job, job.root) };
    // The job may be over already; then nobody ends this.
    const signal = new AbortController().signal;
    const isWanted = holds(condition ?? 'always()', scope);
    const end = isWanted ? await this.#start(program, run, inputs, { log, signal }) : undefined;
    const outcome = end === undefined ? 'skipped' : end.isSuccess ? 'success' : 'failure';
    if (outcome === 'failure') job.root.hasFailed = true;
    return {
      id: run.file.id ?? '',
      name: `${phase === 'pre' ? 'Pre' : 'Post'} ${stepName(run.file)}`,
      phase,
      outcome,
      conclusion: outcome,
      outputs: end?.outputs ?? {},
      annotations: log.annotations,
      summary: end?.summary ?? '',
      log: log.text,
      ms: performance.now() - began,
      steps: [],
    };
  }

  async #start(program: string, { job, frame, env }: StepRun, inputs: Inputs, phase: Phase): Promise<StepEnd> {
    const { origin, place } = this.#found;
    const github = { ...frame.github, action_repository: origin.repository, action_ref: origin.ref };
    const contexts = job.contexts({ ...frame, github }, env);
    const end = await withCommandFiles({ job, ...phase }, (files) =>
      runProcess([process.execPath, path.join(place, program)], {
        cwd: job.setting.places.workspace,
        env: environmentOf(job, contexts, { ...inputVariables(inputs), ...stateVariables(this.#state), ...files }),
        onLine: (line) => {
          phase.log.read(line);
        },
        signal: phase.signal,
      }),
    );
    Object.assign(this.#state, end.state);
    return end;
  }
}

/** Only actions get the services of the run; scripts do not, on GitHub either. */
function environmentOf(job: Job, contexts: StepRun['contexts'], own: Inputs): NodeJS.ProcessEnv {
  return job.environment(contexts, { ...job.setting.actionsEnvironment, ...own });
}
