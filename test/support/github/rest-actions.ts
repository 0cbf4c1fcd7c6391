/** Runs, and the artifacts they left. */
import type { Artifact } from '../artifact-server.ts';
import { repositoryView } from './rest-contents.ts';
import { type Answer, NOT_FOUND } from './rest-answers.ts';
import { page } from './rest-page.ts';
import { pullView } from './rest-pulls.ts';
import type { Repository } from './repository.ts';
import type { Asked, Needed, Route } from './rest-routes.ts';
import type { RunRecord } from './run-record.ts';

const READ: readonly Needed[] = [{ scope: 'actions', level: 'read' }];
const route = (path: RegExp, docs: string, answer: Route['answer']): Route => ({
  method: 'GET',
  path,
  needs: READ,
  page: `/actions/${docs}`,
  answer,
});

export const ACTIONS_ROUTES: readonly Route[] = [
  route(/^\/actions\/runs\/(\d+)$/, 'workflow-runs#get-a-workflow-run', (asked) => {
    const record = runOf(asked);
    return record === undefined ? NOT_FOUND : { status: 200, body: runView(record, asked.repository) };
  }),
  route(/^\/actions\/runs\/(\d+)\/artifacts$/, 'artifacts#list-workflow-run-artifacts', (asked) => {
    const record = runOf(asked);
    if (record === undefined) return NOT_FOUND;
    const name = asked.query.get('name');
    const found = asked.world.artifacts.artifacts.filter(
      (each) => each.runId === String(record.id) && (name === null || each.name === name),
    );
    // The newest first.
    const views = found.reverse().map((artifact) => artifactView(artifact, record, asked));
    const wrap = (artifacts: readonly object[]) => ({ total_count: views.length, artifacts });
    return page(views, asked, `/actions/runs/${record.id}/artifacts`, wrap);
  }),
  route(/^\/actions\/artifacts\/(\d+)$/, 'artifacts#get-an-artifact', (asked) =>
    withArtifact(asked, (artifact, record) => ({ status: 200, body: artifactView(artifact, record, asked) })),
  ),
  route(/^\/actions\/artifacts\/(\d+)\/zip$/, 'artifacts#download-an-artifact', (asked) =>
    withArtifact(asked, (artifact) => ({
      status: 302,
      headers: { location: asked.world.artifacts.address(artifact) },
    })),
  ),
];

function runOf({ world, repository, parts: [id] }: Asked): RunRecord | undefined {
  const record = world.runs.get(Number(id));
  return record?.repository === repository.name ? record : undefined;
}

function withArtifact(asked: Asked, answer: (artifact: Artifact, record: RunRecord) => Answer): Answer {
  const artifact = asked.world.artifacts.artifacts.find(({ id }) => String(id) === asked.parts[0]);
  const record = artifact === undefined ? undefined : asked.world.runs.get(Number(artifact.runId));
  return artifact === undefined || record?.repository !== asked.repository.name ? NOT_FOUND : answer(artifact, record);
}

function artifactView(
  { id, name, body, createdAt, digest }: Artifact,
  record: RunRecord,
  { url, repository }: Asked,
): object {
  const address = `${url}/repos/${repository.name}/actions/artifacts/${id}`;
  return {
    id,
    name,
    size_in_bytes: body.length,
    url: address,
    archive_download_url: `${address}/zip`,
    expired: false,
    created_at: createdAt,
    digest,
    workflow_run: { id: record.id, head_sha: headSha(record, repository) },
  };
}

/** As in `GET /actions/runs/7` and in what the event `workflow_run` tells. */
export function runView(record: RunRecord, repository: Repository): Record<string, unknown> {
  const { id, name, path, event, conclusion, createdAt } = record;
  const pull = pullOf(record, repository);
  const fork = pull?.fork;
  return {
    id,
    name,
    path,
    event: event.name,
    status: conclusion === null ? 'in_progress' : 'completed',
    conclusion,
    head_branch: event.headRef ?? event.ref.replace(/^refs\/heads\//, ''),
    head_sha: headSha(record, repository),
    run_number: 1,
    run_attempt: 1,
    created_at: createdAt,
    html_url: `https://github.com/${repository.name}/actions/runs/${id}`,
    repository: repositoryView(repository),
    head_repository:
      fork === undefined
        ? repositoryView(repository)
        : { ...repositoryView(repository), full_name: fork, owner: { login: fork.split('/')[0] }, fork: true },
    // GitHub leaves this empty for forks, so that one cannot rely on it.
    pull_requests: pull === undefined || fork !== undefined ? [] : [pullView(pull, repository)],
  };
}

function pullOf({ event }: RunRecord, repository: Repository) {
  const [, number] = /^refs\/pull\/(\d+)\//.exec(event.ref) ?? [];
  return number === undefined ? undefined : repository.pull(Number(number));
}

/** Not of the merge that was tested, but of the branch. */
function headSha(record: RunRecord, repository: Repository): string {
  const pull = pullOf(record, repository);
  return pull === undefined ? record.event.sha : repository.tip(pull.head).sha;
}
