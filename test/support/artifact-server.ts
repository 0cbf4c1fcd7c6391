/**
 * GitHub's artifacts, as far as the unmodified `@actions/artifact` sees of them: version 4 of its protocol, over plain HTTP.
 *
 * An artifact belongs to a run and its name is taken there from the moment its upload begins. A job's token says which run it is of.
 */
import { createHash, randomUUID } from 'node:crypto';
import type http from 'node:http';
import { answerFault, type Fault, garble } from './cache-faults.ts';
import { answerJson, BlobUpload, claimsOf, Faults, readBody } from './http-service.ts';

export type ArtifactCall =
  | 'CreateArtifact'
  | 'FinalizeArtifact'
  | 'ListArtifacts'
  | 'GetSignedArtifactURL'
  | 'DeleteArtifact'
  /** Of the blob's blocks and their list. */
  | 'upload'
  | 'download';

export interface Artifact {
  readonly id: number;
  readonly runId: string;
  readonly jobId: string;
  readonly name: string;
  readonly createdAt: string;
  readonly mimeType: string;
  /** The archive as the client made it. */
  body: Buffer;
  readonly digest: string;
}

const SERVICE = '/twirp/github.actions.results.api.v1.ArtifactService/';
const BLOBS = '/artifact/';

/** Names as in the protocol's definition. */
interface Asked {
  readonly workflow_run_backend_id?: string;
  readonly workflow_job_run_backend_id?: string;
  readonly name?: string;
  readonly size?: string;
  readonly hash?: string;
  readonly mime_type?: string;
  readonly name_filter?: string;
  readonly id_filter?: string;
}

interface Upload {
  readonly runId: string;
  readonly jobId: string;
  readonly name: string;
  readonly mimeType: string;
  readonly blob: BlobUpload;
}

export class ArtifactService {
  /** Where it is reached; ends with a slash. */
  url = '';
  /** What was asked for, in order. */
  readonly calls: ArtifactCall[] = [];
  /** Complete ones, of all runs, oldest first. */
  readonly artifacts: Artifact[] = [];
  readonly #uploads = new Map<string, Upload>();
  readonly #faults = new Faults<ArtifactCall, Fault>();
  #lastId = 4000;

  /** What a job's token says of the run and of itself. */
  claims(runId: string, jobId: string): Record<string, string> {
    return { scp: `Actions.GenericRead Actions.Results:${runId}:${jobId}` };
  }

  isFor(request: http.IncomingMessage): boolean {
    return [SERVICE, BLOBS].some((prefix) => request.url?.startsWith(prefix));
  }

  /** From now on, or for so many calls only. */
  fail(call: ArtifactCall | 'all', fault: Fault, times?: number): void {
    this.#faults.set(call, fault, times);
  }

  /** Ends all faults; what hangs is cut off. */
  heal(): void {
    this.#faults.heal();
  }

  /** Where its archive can be had for a while by whoever knows the address. */
  address(artifact: Artifact): string {
    return `${this.url}artifact/${artifact.id}.zip?sig=${randomUUID()}`;
  }

  async serve(request: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '', this.url);
    const call = callOf(request, url);
    this.calls.push(call);
    const fault = this.#faults.take(call);
    if (fault === 'hang') {
      this.#faults.hang(request);
      return;
    }
    const body = await readBody(request);
    if (fault !== undefined && answerFault(fault, request, response)) return;
    if (call === 'download') this.#download(url, response, fault);
    else if (call === 'upload') this.#upload(request, url, body, response);
    else answerJson(response, this.#answer(call, request, JSON.parse(body.toString()) as Asked));
  }

  #answer(call: ArtifactCall, request: http.IncomingMessage, asked: Asked): [status: number, content: object] {
    const [runId = '', jobId = ''] =
      /Actions\.Results:(.*)$/.exec(claimsOf(request)['scp'] ?? '')?.[1]?.split(':') ?? [];
    if (asked.workflow_run_backend_id !== runId)
      return [403, { code: 'permission_denied', msg: 'the token is not of this workflow run' }];
    const own = this.artifacts.filter((artifact) => artifact.runId === runId);
    if (call === 'CreateArtifact') return this.#create(runId, jobId, asked);
    if (call === 'FinalizeArtifact') return this.#finalize(runId, asked);
    if (call === 'ListArtifacts') {
      const found = own.filter(
        ({ id, name }) => name === (asked.name_filter ?? name) && String(id) === (asked.id_filter ?? String(id)),
      );
      return [200, { artifacts: found.map(listed) }];
    }
    const artifact = own.find(({ name }) => name === asked.name);
    if (artifact === undefined) return [404, { code: 'not_found', msg: 'artifact not found' }];
    if (call === 'GetSignedArtifactURL') return [200, { name: artifact.name, signed_url: this.address(artifact) }];
    this.artifacts.splice(this.artifacts.indexOf(artifact), 1);
    return [200, { ok: true, artifact_id: String(artifact.id) }];
  }

  #create(
    runId: string,
    jobId: string,
    { name = '', mime_type: mimeType = 'application/zip' }: Asked,
  ): [number, object] {
    const isSame = (each: { runId: string; name: string }) => each.runId === runId && each.name === name;
    if (this.artifacts.some(isSame) || [...this.#uploads.values()].some(isSame)) {
      const msg = 'an artifact with this name already exists on the workflow run';
      return [409, { code: 'already_exists', msg }];
    }
    const id = randomUUID();
    this.#uploads.set(id, { runId, jobId, name, mimeType, blob: new BlobUpload() });
    return [200, { ok: true, signed_upload_url: `${this.url}artifact/${id}?sig=${randomUUID()}` }];
  }

  #finalize(runId: string, { name, size, hash }: Asked): [number, object] {
    const [id, upload] = [...this.#uploads].find(([, each]) => each.runId === runId && each.name === name) ?? [];
    const body = upload?.blob.body;
    if (id === undefined || upload === undefined || body?.length !== Number(size))
      return [400, { code: 'invalid_argument', msg: 'the upload is not complete' }];
    const digest = `sha256:${createHash('sha256').update(body).digest('hex')}`;
    if (hash !== undefined && hash !== digest) return [400, { code: 'invalid_argument', msg: 'hash mismatch' }];
    this.#uploads.delete(id);
    this.#lastId += 1;
    const { jobId, mimeType } = upload;
    const createdAt = new Date().toISOString();
    this.artifacts.push({ id: this.#lastId, runId, jobId, name: upload.name, createdAt, mimeType, body, digest });
    return [200, { ok: true, artifact_id: String(this.#lastId) }];
  }

  #upload(request: http.IncomingMessage, url: URL, body: Buffer, response: http.ServerResponse): void {
    const upload = this.#uploads.get(url.pathname.slice(BLOBS.length));
    if (upload === undefined) response.writeHead(404).end();
    else upload.blob.receive(request, url, body, response);
  }

  #download(url: URL, response: http.ServerResponse, fault: Fault | undefined): void {
    const artifact = this.artifacts.find(({ id }) => url.pathname === `${BLOBS}${id}.zip`);
    if (artifact === undefined) {
      response.writeHead(404).end('<Error>BlobNotFound</Error>');
      return;
    }
    const { body, declared } = garble(artifact.body, fault);
    const headers = {
      'content-length': declared,
      'content-type': artifact.mimeType,
      'content-disposition': `attachment; filename="${encodeURIComponent(artifact.name)}.zip"`,
    };
    response.writeHead(200, headers).write(body, () => {
      if (body.length < declared) response.destroy();
      else response.end();
    });
  }
}

function listed(artifact: Artifact): object {
  return {
    workflow_run_backend_id: artifact.runId,
    workflow_job_run_backend_id: artifact.jobId,
    database_id: String(artifact.id),
    name: artifact.name,
    size: String(artifact.body.length),
    created_at: artifact.createdAt,
    digest: artifact.digest,
  };
}

function callOf(request: http.IncomingMessage, url: URL): ArtifactCall {
  if (url.pathname.startsWith(SERVICE)) return url.pathname.slice(SERVICE.length) as ArtifactCall;
  return request.method === 'PUT' ? 'upload' : 'download';
}
