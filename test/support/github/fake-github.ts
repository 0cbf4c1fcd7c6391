/** All of GitHub that a run touches, put together: repositories, the REST interface, cache and artifacts. */
import type { JobOptions } from '../cache-server.ts';
import type { TemporaryFiles } from '../files.ts';
import { type ResultsServer, startResultsServer } from '../results-server.ts';
import type { RunEvent } from '../runner/event.ts';
import type { Values } from '../runner/expressions.ts';
import type { Host, JobIdentity } from '../runner/host.ts';
import { type Run, startRun } from '../runner/run.ts';
import type { RunOptions } from '../runner/run-state.ts';
import { Conversation } from './conversation.ts';
import { Repository, type RepositoryOptions, writeTree } from './repository.ts';
import { runView } from './rest-actions.ts';
import { repositoryView } from './rest-contents.ts';
import { pullView } from './rest-pulls.ts';
import { type RestServer, startRestServer } from './rest-server.ts';
import type { RunRecord } from './run-record.ts';

/** What starts such a run may be from anybody, so that GitHub lets it read the cache and not write. */
const LOW_TRUST = /^(pull_request_target|issue_comment|workflow_run)$/;

export class FakeGitHub implements Host {
  readonly repositories = new Map<string, Repository>();
  readonly conversation = new Conversation();
  readonly runs = new Map<number, RunRecord>();
  readonly results: ResultsServer;
  /** Set when it has started. */
  api!: RestServer;
  readonly #files: TemporaryFiles;
  readonly #directories: Readonly<Record<string, string>>;
  readonly #checkedOut = new Map<string, Promise<string>>();

  private constructor(files: TemporaryFiles, results: ResultsServer, directories: Readonly<Record<string, string>>) {
    this.#files = files;
    this.results = results;
    this.#directories = directories;
  }

  /** @param directories repositories that are the same whatever the commit, by `owner/name`: that of the action itself */
  static async start(files: TemporaryFiles, directories: Readonly<Record<string, string>> = {}): Promise<FakeGitHub> {
    const github = new FakeGitHub(files, await startResultsServer(), directories);
    github.api = await startRestServer({
      repositories: github.repositories,
      conversation: github.conversation,
      runs: github.runs,
      artifacts: github.results.artifacts,
    });
    return github;
  }

  async stop(): Promise<void> {
    await Promise.all([this.results.stop(), this.api.stop()]);
  }

  get apiUrl(): string {
    return this.api.url;
  }

  create(name: string, options?: RepositoryOptions): Repository {
    const repository = new Repository(name, options);
    this.repositories.set(name, repository);
    return repository;
  }

  /** Starts a workflow; `GET /actions/runs/ID` knows of it, then and later. */
  start(workflow: string, event: RunEvent, more: Partial<RunOptions> = {}): Run {
    const run = startRun({ host: this, files: this.#files, workflow, event, ...more });
    const record: RunRecord = {
      id: run.runId,
      repository: event.repository,
      name: workflow,
      path: workflow,
      event,
      conclusion: null,
      createdAt: new Date().toISOString(),
    };
    this.runs.set(run.runId, record);
    const finished = run.finished.then((result) => {
      record.conclusion = result.conclusion;
      return result;
    });
    return { ...run, finished };
  }

  push(repository: Repository, branch = repository.defaultBranch): RunEvent {
    const { sha, parents, message } = repository.tip(branch);
    const payload = {
      ref: `refs/heads/${branch}`,
      before: parents[0] ?? '0'.repeat(40),
      after: sha,
      head_commit: { id: sha, message },
    };
    return this.#event('push', repository, { ref: payload.ref, sha, payload });
  }

  /** GitHub runs what a pull request would make of its base. */
  pullRequest(repository: Repository, number: number, action = 'synchronize'): RunEvent {
    const pull = repository.pull(number);
    const merged = repository.merge(pull);
    if (merged === undefined) throw new Error(`GitHub runs nothing for ${number}, which has conflicts.`);
    return this.#event('pull_request', repository, {
      ref: `refs/pull/${number}/merge`,
      sha: merged.sha,
      baseRef: pull.base,
      headRef: pull.head.replace(/^.*:/, ''),
      isFromFork: pull.fork !== undefined,
      payload: { action, number, pull_request: pullView(pull, repository) as Values },
    });
  }

  dispatch(repository: Repository, inputs: Readonly<Record<string, string>> = {}): RunEvent {
    const { sha } = repository.tip(repository.defaultBranch);
    const ref = `refs/heads/${repository.defaultBranch}`;
    return this.#event('workflow_dispatch', repository, { ref, sha, inputs, payload: { ref } });
  }

  /** After a run: on the default branch, with its own rights, whoever started that one. */
  workflowRun(repository: Repository, runId: number): RunEvent {
    const record = this.runs.get(runId);
    if (record === undefined) throw new Error(`There is no run ${runId}.`);
    const { sha } = repository.tip(repository.defaultBranch);
    const payload = { action: 'completed', workflow_run: runView(record, repository) as Values };
    return this.#event('workflow_run', repository, { ref: `refs/heads/${repository.defaultBranch}`, sha, payload });
  }

  #event(name: string, repository: Repository, event: Omit<RunEvent, 'name' | 'repository'>): RunEvent {
    const payload = {
      ...event.payload,
      repository: repositoryView(repository) as Values,
      sender: { login: 'octocat' },
    };
    return { ...event, name, repository: repository.name, payload };
  }

  async source(name: string, ref: string): Promise<string | undefined> {
    const directory = this.#directories[name];
    if (directory !== undefined) return directory;
    const repository = this.repositories.get(name);
    const commit = repository?.resolve(ref);
    if (commit === undefined) return undefined;
    const known = this.#checkedOut.get(commit.sha);
    if (known !== undefined) return await known;
    const place = this.#files.directory().then(async (made) => {
      await writeTree(commit.tree, made);
      return made;
    });
    this.#checkedOut.set(commit.sha, place);
    return await place;
  }

  token({ event, permissions }: JobIdentity): string {
    return this.api.token(event.repository, permissions);
  }

  environment({ runId, jobId, event }: JobIdentity): Record<string, string> {
    const isReader = event.isFromFork === true || LOW_TRUST.test(event.name);
    const cache: JobOptions = {
      ref: event.ref,
      ...(event.baseRef === undefined ? {} : { base: `refs/heads/${event.baseRef}` }),
      ...(isReader ? { permission: 'read' } : {}),
    };
    return this.results.environment({ runId: String(runId), jobId, cache });
  }
}
