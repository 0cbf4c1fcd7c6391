/** What all jobs of a run share. */
import type { TemporaryFiles } from '../files.ts';
import type { Builtin } from './builtin.ts';
import type { RunEvent } from './event.ts';
import type { Values } from './expressions.ts';
import type { Host } from './host.ts';
import type { Permissions } from './permissions.ts';
import type { JobResult } from './result.ts';
import type { StartService } from './service.ts';
import type { Slots } from './slots.ts';

export interface RunOptions {
  readonly host: Host;
  readonly files: TemporaryFiles;
  /** Within the repository of the event: `.github/workflows/ci.yml`. */
  readonly workflow: string;
  readonly event: RunEvent;
  /** Of the repository. */
  readonly secrets?: Readonly<Record<string, string>>;
  readonly vars?: Readonly<Record<string, string>>;
  /** Of the repository's setting, for workflows that ask for nothing. */
  readonly defaultPermissions?: Permissions;
  /** How many jobs at once. Default 4. */
  readonly parallel?: number;
  /** Stands in for Docker. */
  readonly startService?: StartService;
  /** By `owner/name` or `owner/name/path`, beside `actions/checkout`. */
  readonly builtins?: Readonly<Record<string, Builtin>>;
  /** Puts into a job's empty tool cache what would take too long to install each time. */
  readonly prepareToolCache?: (directory: string) => Promise<void>;
}

export interface RunState {
  readonly options: RunOptions;
  readonly runId: number;
  readonly mark: string;
  readonly builtins: Readonly<Record<string, Builtin>>;
  readonly slots: Slots;
  readonly github: Values;
  readonly jobs: JobResult[];
  /** Aborted when somebody cancels the run. */
  readonly signal: AbortSignal;
  readonly onLine: (job: string, line: string) => void;
}
