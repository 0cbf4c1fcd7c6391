/** The state of a job while it runs, and what its steps find around them. */
import path from 'node:path';
import { programEnvironment } from '../program.ts';
import { githubVariables, type RunEvent } from './event.ts';
import type { Values } from './expressions.ts';
import type { Builtin } from './builtin.ts';
import type { Host } from './host.ts';
import type { NodeAction, PostStep } from './node-action.ts';
import type { Origin } from './reference.ts';
import type { Conclusion } from './result.ts';
import { type Masks, StepLog } from './step-log.ts';
import type { Defaults, StepFile } from './workflow-file.ts';

export interface JobPlaces {
  readonly workspace: string;
  readonly temp: string;
  readonly toolCache: string;
  /** For what only the runner writes. */
  readonly own: string;
}

export interface JobSetting {
  readonly host: Host;
  readonly builtins: Readonly<Record<string, Builtin>>;
  readonly event: RunEvent;
  readonly places: JobPlaces;
  readonly origin: Origin;
  readonly defaults: Defaults;
  /** `github`, `needs`, `matrix`, `inputs` and so on: all that does not change while the job runs. */
  readonly contexts: Values;
  readonly runner: Values;
  /** For actions only, as on GitHub: scripts do not reach the cache or artifacts. */
  readonly actionsEnvironment: Readonly<Record<string, string>>;
  readonly trackingId: string;
  /** In the environment of all its processes, for `leftovers`. */
  readonly mark: string;
  readonly masks: Masks;
  readonly onLine: (line: string) => void;
  /** Aborted when the job is cancelled. */
  readonly signal: AbortSignal;
}

export class Job {
  readonly setting: JobSetting;
  /** Set by the job's file, and by steps for those after them. */
  readonly env: Record<string, string>;
  /** The directory that was added last comes first. */
  readonly path: string[] = [];
  /** What actions want to do at the end, the last one first. */
  readonly posts: PostStep[] = [];
  /** Those that had something to do before the steps. */
  readonly begun = new Map<StepFile, NodeAction>();
  readonly root: Frame = {
    steps: {},
    env: {},
    github: {},
    inputs: undefined,
    origin: undefined,
    prefix: '',
    signal: new AbortController().signal,
    hasFailed: false,
  };
  /** The `job` context, but for its status. */
  context: Values = {};
  #files = 0;

  constructor(setting: JobSetting, env: Readonly<Record<string, string>>) {
    this.setting = setting;
    this.env = { ...env };
  }

  get isCancelled(): boolean {
    return this.setting.signal.aborted;
  }

  get status(): Conclusion {
    if (this.isCancelled) return 'cancelled';
    return this.root.hasFailed ? 'failure' : 'success';
  }

  newLog(): StepLog {
    return new StepLog(this.setting.masks, this.setting.onLine);
  }

  /** A directory nobody has used. */
  newPlace(): string {
    this.#files += 1;
    return path.join(this.setting.places.own, `step-${this.#files}`);
  }

  /** Everything that an expression of a step can name. */
  contexts(frame: Frame, env: Readonly<Record<string, string>> = {}): Values {
    const { contexts, runner } = this.setting;
    return {
      ...contexts,
      ...(frame.inputs === undefined ? {} : { inputs: frame.inputs, secrets: {} }),
      github: { ...(contexts['github'] as Values), ...frame.github },
      env: { ...this.env, ...frame.env, ...env },
      job: { ...this.context, status: this.status },
      runner,
      steps: frame.steps,
    };
  }

  /** The environment of a process of a step. */
  environment(contexts: Values, more: Readonly<Record<string, string>>): NodeJS.ProcessEnv {
    const { places, trackingId, mark } = this.setting;
    const all = { ...(contexts['env'] as Record<string, string>), ...more };
    const base = programEnvironment(mark, {
      CI: 'true',
      GITHUB_ACTIONS: 'true',
      RUNNER_TRACKING_ID: trackingId,
      RUNNER_TEMP: places.temp,
      RUNNER_TOOL_CACHE: places.toolCache,
      RUNNER_OS: 'Linux',
      RUNNER_ARCH: 'X64',
      RUNNER_NAME: 'mini-runner',
      RUNNER_ENVIRONMENT: 'github-hosted',
      ...githubVariables(contexts['github'] as Values),
      ...all,
    });
    return { ...base, PATH: [...this.path, base['PATH'] ?? ''].join(path.delimiter) };
  }
}

/** Steps that see each other: those of the job, or of one composite action. */
export interface Frame {
  /** The context of that name. */
  readonly steps: Record<string, Values>;
  /** What the steps around a composite action set for it. */
  readonly env: Readonly<Record<string, string>>;
  /** What they see in `github` that others do not. */
  readonly github: Values;
  /** Of a composite action; its steps do not see the workflow's. */
  readonly inputs: Values | undefined;
  /** Whose file they are in; the job's own when undefined. */
  readonly origin: Origin | undefined;
  /** Tells names of steps apart. */
  readonly prefix: string;
  /** Ends whatever runs in it. */
  readonly signal: AbortSignal;
  hasFailed: boolean;
}
