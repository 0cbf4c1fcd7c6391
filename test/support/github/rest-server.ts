/**
 * GitHub's REST interface, as far as actions use it: repositories in memory, tokens that can do what they were granted, faults on demand,
 * and a record of what was asked.
 */
import { randomBytes } from 'node:crypto';
import type http from 'node:http';
import { listen, readBody } from '../http-service.ts';
import { grants, type Permissions } from '../runner/permissions.ts';
import type { ArtifactService } from '../artifact-server.ts';
import type { Repository } from './repository.ts';
import { type Answer, BAD_CREDENTIALS, faultAnswer, forbidden, NOT_FOUND, type RestFault } from './rest-answers.ts';
import { type Asked, findRoute, type Needed, type Route } from './rest-routes.ts';
import type { Conversation } from './conversation.ts';
import type { RunRecord } from './run-record.ts';

export interface RecordedRequest {
  readonly method: string;
  /** With the query. */
  readonly path: string;
  readonly body: unknown;
  readonly status: number;
}

/** What the server speaks of. */
export interface World {
  readonly repositories: ReadonlyMap<string, Repository>;
  /** Comments, by `owner/name#7`. */
  readonly conversation: Conversation;
  readonly runs: ReadonlyMap<number, RunRecord>;
  readonly artifacts: ArtifactService;
  /** Of a tree that is listed at once; less than GitHub's for a test. */
  mostTreeEntries?: number | undefined;
}

export interface RestServer {
  /** Of GITHUB_API_URL: without a slash at the end. */
  readonly url: string;
  readonly requests: RecordedRequest[];
  /** A token of a job of that repository. */
  token(repository: string, permissions: Permissions): string;
  /** From now on, or so many times: what happens to requests such as `POST /repos/octo/shop/issues/7/comments`. */
  fail(which: RegExp, fault: RestFault, times?: number): void;
  /** Ends all faults; what hangs is cut off. */
  heal(): void;
  /** From now on trees are listed up to so many entries; undefined for as many as GitHub lists. */
  limitTrees(entries: number | undefined): void;
  readonly stop: () => Promise<void>;
}

/** Of a token that a workflow has, in an hour, for a repository. */
const HOURLY_REQUESTS = 1000;

interface Token {
  readonly repository: string;
  readonly permissions: Permissions;
}

export async function startRestServer(world: World): Promise<RestServer> {
  const service = new RestService(world);
  const { url, stop } = await listen((request, response) => service.serve(request, response));
  service.url = url.replace(/\/$/, '');
  return Object.assign(service, { stop });
}

class RestService {
  url = '';
  readonly requests: RecordedRequest[] = [];
  readonly #world: World;
  readonly #tokens = new Map<string, Token>();
  readonly #faults: { readonly which: RegExp; readonly fault: RestFault; times: number }[] = [];
  #hanging: http.IncomingMessage[] = [];

  constructor(world: World) {
    this.#world = world;
  }

  token(repository: string, permissions: Permissions): string {
    const token = `ghs_${randomBytes(18).toString('hex')}`;
    this.#tokens.set(token, { repository, permissions });
    return token;
  }

  fail(which: RegExp, fault: RestFault, times = Infinity): void {
    this.#faults.push({ which, fault, times });
  }

  heal(): void {
    this.#faults.length = 0;
    for (const request of this.#hanging) request.socket.destroy();
    this.#hanging = [];
  }

  limitTrees(entries: number | undefined): void {
    this.#world.mostTreeEntries = entries;
  }

  async serve(request: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
    const { method = 'GET', url: target = '/' } = request;
    const text = (await readBody(request)).toString();
    const record = (status: number) => {
      this.requests.push({ method, path: target, body: parse(text), status });
    };
    const found = this.#faults.find(({ which, times }) => times > 0 && which.test(`${method} ${target}`));
    if (found !== undefined) found.times -= 1;
    if (found?.fault === 'down' || found?.fault === 'hang') {
      record(0);
      if (found.fault === 'down') request.socket.destroy();
      else this.#hanging.push(request);
      return;
    }
    const route = findRoute(method, new URL(target, 'http://github').pathname);
    const answer = found === undefined ? this.#answer(request, route, parse(text)) : faultAnswer(found.fault);
    record(answer.status);
    const limits = { ...this.#limits(), ...(route === undefined ? {} : accepted(route.route.needs)) };
    const type = typeof answer.body === 'object' ? { 'content-type': 'application/json; charset=utf-8' } : {};
    response.writeHead(answer.status, { ...limits, ...type, ...answer.headers });
    response.end(typeof answer.body === 'object' ? JSON.stringify(answer.body) : answer.body);
  }

  #answer(
    request: http.IncomingMessage,
    found: { readonly route: Route; readonly parts: readonly string[] } | undefined,
    body: unknown,
  ): Answer {
    const [, secret] = /^(?:token|bearer) (.+)$/i.exec(request.headers.authorization ?? '') ?? [];
    const token = secret === undefined ? undefined : this.#tokens.get(secret);
    if (secret !== undefined && token === undefined) return BAD_CREDENTIALS;
    if (found === undefined) return NOT_FOUND;
    const { route, parts } = found;
    const [owner = '', name = '', ...rest] = parts;
    const repository = this.#world.repositories.get(`${owner}/${name}`);
    if (repository === undefined) return NOT_FOUND;
    const isPublicReading = repository.visibility === 'public' && route.method === 'GET';
    if (!isPublicReading) {
      // Of what is private GitHub does not even say that it is there.
      if (token?.repository !== repository.name) return repository.visibility === 'public' ? forbidden() : NOT_FOUND;
      if (!route.needs.some(({ scope, level }) => grants(token.permissions, scope, level)))
        return forbidden(route.page);
    }
    const query = new URL(request.url ?? '/', 'http://github').searchParams;
    const accept = request.headers.accept ?? '';
    const asked: Asked = { world: this.#world, repository, parts: rest, query, body, accept, url: this.url };
    return route.answer(asked);
  }

  #limits(): Record<string, string> {
    const used = this.requests.length;
    return {
      server: 'github.com',
      'x-github-media-type': 'github.v3; format=json',
      'x-github-request-id': `TEST:${used.toString(16).toUpperCase()}`,
      'x-ratelimit-limit': String(HOURLY_REQUESTS),
      'x-ratelimit-remaining': String(Math.max(0, HOURLY_REQUESTS - used)),
      'x-ratelimit-used': String(used),
      'x-ratelimit-resource': 'core',
      'x-ratelimit-reset': String(Math.floor(Date.now() / 1000) + 3600),
    };
  }
}

/** What GitHub says would have sufficed, as `issues=write; pull_requests=write`. */
function accepted(needs: readonly Needed[]): Record<string, string> {
  const said = needs.map(({ scope, level }) => `${scope.replaceAll('-', '_')}=${level}`);
  return { 'x-accepted-github-permissions': said.join('; ') };
}

function parse(text: string): unknown {
  try {
    return text === '' ? undefined : JSON.parse(text);
  } catch {
    return text;
  }
}
