/** GitHub as far as a run sees it: repositories, a token, and the services that actions reach. */
import type { Permissions } from './permissions.ts';
import type { RunEvent } from './event.ts';

export interface Host {
  /**
   * A directory with what the repository holds at that branch, tag or commit; whoever asks only reads it. Undefined when there is no such
   * repository or commit.
   */
  source(repository: string, ref: string): Promise<string | undefined> | string | undefined;
  /** A token for a job, which can do no more than this. */
  token?(job: JobIdentity): string;
  readonly apiUrl?: string;
  /** Where a job's actions find the cache and the artifacts of the run. */
  environment?(job: JobIdentity): Readonly<Record<string, string>>;
}

export interface JobIdentity {
  readonly runId: number;
  /** Of this job alone, among all runs. */
  readonly jobId: string;
  readonly event: RunEvent;
  readonly permissions: Permissions;
}

/** A host that has nothing but directories, by `owner/name`, the same for every commit. */
export function directoryHost(directories: Readonly<Record<string, string>>): Host {
  return { source: (repository) => directories[repository] };
}
