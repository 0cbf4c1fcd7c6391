/** A run of a workflow, from the event that starts it to what came of it. */
import { newMark } from '../program.ts';
import { BUILTINS } from './builtin.ts';
import { githubContext } from './event.ts';
import type { Values } from './expressions.ts';
import { dispatchInputs } from './inputs.ts';
import { type Plan, planRun } from './plan.ts';
import { find } from './reference.ts';
import { type RunResult, together } from './result.ts';
import type { RunOptions, RunState } from './run-state.ts';
import { Slots } from './slots.ts';
import { WorkflowError } from './workflow-error.ts';
import { runWorkflow } from './workflow-run.ts';

const DEFAULT_PARALLEL = 4;

export interface Run {
  readonly runId: number;
  /** Of all processes it starts, for `leftovers`. */
  readonly mark: string;
  readonly finished: Promise<RunResult>;
  /** As somebody who presses the button: jobs that run are told to end, and others do not begin. */
  cancel(): void;
  /** Resolves when a job prints such a line; rejects when none has until the end. */
  printed(pattern: RegExp): Promise<string>;
}

interface Waiting {
  readonly pattern: RegExp;
  readonly tell: (line: string) => void;
  readonly giveUp: (why: Error) => void;
}

let runs = 0;

/** Starts a workflow of the repository that the event is of. */
export function startRun(options: RunOptions): Run {
  runs += 1;
  const runId = 9_000_000_000 + runs;
  const mark = newMark();
  const cancelling = new AbortController();
  const lines: string[] = [];
  const waiting = new Set<Waiting>();
  const onLine = (_: string, line: string) => {
    lines.push(line);
    for (const each of waiting)
      if (each.pattern.test(line)) {
        waiting.delete(each);
        each.tell(line);
      }
  };
  const finished = run(options, { runId, mark, signal: cancelling.signal, onLine }).finally(() => {
    for (const { pattern, giveUp } of waiting)
      giveUp(new Error([`Nothing printed ${String(pattern)}:`, ...lines].join('\n')));
  });
  return {
    runId,
    mark,
    finished,
    cancel: () => {
      cancelling.abort();
    },
    printed: (pattern) => {
      const printed = lines.find((line) => pattern.test(line));
      if (printed !== undefined) return Promise.resolve(printed);
      return new Promise((tell, giveUp) => waiting.add({ pattern, tell, giveUp }));
    },
  };
}

type Begun = Pick<RunState, 'runId' | 'mark' | 'signal' | 'onLine'>;

async function run(options: RunOptions, begun: Begun): Promise<RunResult> {
  const jobs: RunState['jobs'] = [];
  const { runId } = begun;
  try {
    const { plan, inputs } = await prepare(options);
    const { event } = options;
    const github = githubContext(event, {
      runId,
      workflowName: plan.file.name ?? plan.path,
      workflowPath: plan.path,
      apiUrl: options.host.apiUrl ?? 'https://api.github.invalid',
      token: '',
    });
    const state: RunState = {
      ...begun,
      options,
      builtins: { ...BUILTINS, ...options.builtins },
      slots: new Slots(options.parallel ?? DEFAULT_PARALLEL),
      github,
      jobs,
    };
    // Who comes from outside gets to see no secrets.
    const secrets = event.isFromFork === true ? {} : (options.secrets ?? {});
    await runWorkflow(state, { plan, inputs, secrets, prefix: '', signal: begun.signal });
  } catch (error) {
    if (!(error instanceof WorkflowError)) throw error;
    return { runId, conclusion: 'startup_failure', mistakes: error.mistakes, jobs };
  }
  const conclusion = begun.signal.aborted ? 'cancelled' : together(jobs.map(({ result }) => result));
  return { runId, conclusion, mistakes: [], jobs };
}

async function prepare({
  host,
  workflow,
  event,
  defaultPermissions,
}: RunOptions): Promise<{ plan: Plan; inputs: Values }> {
  const { repository, sha } = event;
  const directory = await host.source(repository, sha);
  if (directory === undefined) throw new WorkflowError(`There is no ${repository}@${sha}.`);
  const origin = { repository, ref: sha, directory };
  const found = await find(host, `./${workflow}`, origin, directory);
  const plan = await planRun(found, event.name, {
    host,
    ...(defaultPermissions === undefined ? {} : { defaultPermissions }),
  });
  const declared = plan.file.on['workflow_dispatch']?.inputs ?? {};
  return { plan, inputs: event.name === 'workflow_dispatch' ? dispatchInputs(declared, event.inputs ?? {}) : {} };
}
