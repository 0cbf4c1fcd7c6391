/** What starts a run, and the `github` context it gives. */
import { asText, type Value, type Values } from './expressions.ts';

export interface RunEvent {
  /** Such as `push`. */
  readonly name: string;
  readonly repository: string;
  /** Such as `refs/heads/main` or `refs/pull/7/merge`. */
  readonly ref: string;
  readonly sha: string;
  /** Of a pull request: the names of its branches. */
  readonly baseRef?: string;
  readonly headRef?: string;
  readonly actor?: string;
  /** What GitHub tells of the event. */
  readonly payload?: Values;
  /** Typed by whoever starts a workflow by hand. */
  readonly inputs?: Readonly<Record<string, string>>;
  /** Whether the code comes from somebody who may not write to the repository, so that the token may not either. */
  readonly isFromFork?: boolean;
}

export interface RunIdentity {
  readonly runId: number;
  readonly workflowName: string;
  readonly workflowPath: string;
  readonly apiUrl: string;
  readonly token: string;
}

/** The context, before a job and its steps add what is theirs. */
export function githubContext(event: RunEvent, run: RunIdentity): Values {
  const [owner = ''] = event.repository.split('/');
  const actor = event.actor ?? 'octocat';
  return {
    token: run.token,
    event_name: event.name,
    event: { ...event.payload, ...(event.inputs === undefined ? {} : { inputs: event.inputs }) },
    ref: event.ref,
    ref_name: event.ref.replace(/^refs\/(heads|tags|pull)\//, ''),
    ref_type: event.ref.startsWith('refs/tags/') ? 'tag' : 'branch',
    ref_protected: false,
    base_ref: event.baseRef ?? '',
    head_ref: event.headRef ?? '',
    sha: event.sha,
    repository: event.repository,
    repository_owner: owner,
    repository_id: '1296269',
    repository_owner_id: '583231',
    repositoryUrl: `git://github.com/${event.repository}.git`,
    actor,
    actor_id: '583231',
    triggering_actor: actor,
    run_id: String(run.runId),
    run_number: '1',
    run_attempt: '1',
    retention_days: '90',
    workflow: run.workflowName,
    workflow_ref: `${event.repository}/${run.workflowPath}@${event.ref}`,
    workflow_sha: event.sha,
    // Anything else would make GitHub's clients take us for an Enterprise server, which they speak to in another way.
    server_url: 'https://github.com',
    api_url: run.apiUrl,
    graphql_url: `${run.apiUrl}/graphql`,
  };
}

/** Those parts of the context that a step also finds in its environment. */
const IN_ENVIRONMENT = [
  'action',
  'action_path',
  'action_ref',
  'action_repository',
  'actor',
  'actor_id',
  'api_url',
  'base_ref',
  'event_name',
  'event_path',
  'graphql_url',
  'head_ref',
  'job',
  'ref',
  'ref_name',
  'ref_protected',
  'ref_type',
  'repository',
  'repository_id',
  'repository_owner',
  'repository_owner_id',
  'retention_days',
  'run_attempt',
  'run_id',
  'run_number',
  'server_url',
  'sha',
  'triggering_actor',
  'workflow',
  'workflow_ref',
  'workflow_sha',
  'workspace',
];

export function githubVariables(github: Values): Record<string, string> {
  const pairs = IN_ENVIRONMENT.map((name): [string, Value | undefined] => [name, github[name]]);
  return Object.fromEntries(
    pairs
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => [`GITHUB_${name.toUpperCase()}`, asText(value ?? '')]),
  );
}
