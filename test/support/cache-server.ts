/**
 * GitHub's cache service, as far as the unmodified `@actions/cache` sees of it: version 2 of its protocol, over plain HTTP.
 *
 * It keeps entries in memory, by scope: a token reads its own scope, then its base's and the default branch's, and writes to its own.
 * Within a scope the newest match wins. A key is never written twice. What was not used for longest goes beyond `maxBytes`.
 */
import { randomUUID } from 'node:crypto';
import type http from 'node:http';
import { answerFault, type Fault, garble } from './cache-faults.ts';
import { answerJson, BlobUpload, claimsOf, Faults, listen, readBody, unsignedToken } from './http-service.ts';

export type Call =
  | 'CreateCacheEntry'
  | 'FinalizeCacheEntryUpload'
  | 'GetCacheEntryDownloadURL'
  /** Of the blob, or of its blocks and their list. */
  | 'upload'
  | 'download';

export interface CachedEntry {
  readonly key: string;
  /** Hash of the paths and the way of compression; the client makes it. */
  readonly version: string;
  readonly scope: string;
  /** The archive as the client made it. */
  body: Buffer;
  /** Goes up with every use. */
  usedAt: number;
}

export interface JobOptions {
  /** Default `refs/heads/main`, which is the default branch. */
  readonly ref?: string;
  /** The base branch of a pull request. */
  readonly base?: string;
  /** What the token may do with its own scope. Default both. */
  readonly permission?: 'none' | 'read' | 'write' | 'both';
}

export interface CacheServer {
  readonly url: string;
  /** What was asked for, in order, as `CreateCacheEntry`. */
  readonly calls: readonly Call[];
  /** Complete ones, oldest first. */
  readonly entries: readonly CachedEntry[];
  /**
   * The environment of a job. `RUNNER_TEMP` and `GITHUB_WORKSPACE` are not in it. For one job of a test it may go straight into the
   * process; for several, into programs.
   */
  environment(options?: JobOptions): Record<string, string>;
  /** From now on, or for so many calls only. */
  fail(call: Call | 'all', fault: Fault, times?: number): void;
  /** Has these from now on, too, as if jobs had kept them. */
  add(entries: readonly CachedEntry[]): void;
  /** Forgets entries; default: all of them. */
  forget(which?: (entry: CachedEntry) => boolean): void;
  /** Ends all faults; what hangs is cut off. */
  heal(): void;
  /** Ends the server at once, whatever is going on. */
  stop(): Promise<void>;
}

export interface CacheServerOptions {
  /** GitHub gives a repository 10 GB. */
  readonly maxBytes?: number;
}

const DEFAULT_BRANCH = 'refs/heads/main';
const SERVICE = '/twirp/github.actions.results.api.v1.CacheService/';
/** Of the claim `ac` in a token. */
const PERMISSIONS = { none: 0, read: 1, write: 2, both: 3 };
const READ = 1;
const WRITE = 2;

interface Scope {
  readonly Scope: string;
  readonly Permission: number;
}

interface Upload {
  readonly key: string;
  readonly version: string;
  readonly scope: string;
  readonly blob: BlobUpload;
}

export async function startCacheServer(options: CacheServerOptions = {}): Promise<CacheServer> {
  const service = new CacheService(options);
  const { url, stop } = await listen((request, response) => service.serve(request, response));
  service.url = url;
  return Object.assign(service, { stop });
}

/** The server, without a port of its own. */
export class CacheService implements Omit<CacheServer, 'stop'> {
  url = '';
  readonly calls: Call[] = [];
  readonly entries: CachedEntry[] = [];
  readonly #maxBytes: number;
  readonly #uploads = new Map<string, Upload>();
  readonly #faults = new Faults<Call, Fault>();
  #clock = 0;

  constructor({ maxBytes = 10e9 }: CacheServerOptions = {}) {
    this.#maxBytes = maxBytes;
  }

  environment(options: JobOptions = {}): Record<string, string> {
    return {
      ACTIONS_CACHE_SERVICE_V2: 'true',
      ACTIONS_RESULTS_URL: this.url,
      ACTIONS_RUNTIME_TOKEN: unsignedToken(this.claims(options)),
      // Anything else would make the client take us for an Enterprise server, which it speaks to in another way.
      GITHUB_SERVER_URL: 'https://github.com',
    };
  }

  /** What a job's token says of the cache. */
  claims({ ref = DEFAULT_BRANCH, base, permission = 'both' }: JobOptions): Record<string, string> {
    const own: Scope = { Scope: ref, Permission: PERMISSIONS[permission] };
    const others = [...new Set([base ?? DEFAULT_BRANCH, DEFAULT_BRANCH])].filter((scope) => scope !== ref);
    const scopes = [own, ...others.map((scope) => ({ Scope: scope, Permission: permission === 'none' ? 0 : READ }))];
    return { ac: JSON.stringify(scopes) };
  }

  fail(call: Call | 'all', fault: Fault, times?: number): void {
    this.#faults.set(call, fault, times);
  }

  add(entries: readonly CachedEntry[]): void {
    this.entries.push(...entries.map((entry) => ({ ...entry, usedAt: ++this.#clock })));
  }

  forget(which: (entry: CachedEntry) => boolean = () => true): void {
    const stays = this.entries.filter((entry) => !which(entry));
    this.entries.splice(0, this.entries.length, ...stays);
  }

  heal(): void {
    this.#faults.heal();
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
    else answerJson(response, this.#answer(call, scopesOf(request), JSON.parse(body.toString()) as Asked));
  }

  #answer(call: Call, scopes: readonly Scope[], asked: Asked): [status: number, content: object] {
    const may = (permission: number) => scopes.filter((scope) => (scope.Permission & permission) !== 0);
    if (call === 'GetCacheEntryDownloadURL') {
      if (may(READ).length === 0) return [403, { code: 'permission_denied', msg: 'cache read denied: no scope' }];
      const entry = this.#find(may(READ), asked);
      if (entry === undefined) return [200, { ok: false, signed_download_url: '', matched_key: '' }];
      entry.usedAt = ++this.#clock;
      const blob = `${this.url}blob/${this.entries.indexOf(entry)}-${encodeURIComponent(entry.key)}?sig=secret`;
      return [200, { ok: true, signed_download_url: blob, matched_key: entry.key }];
    }
    const scope = may(WRITE)[0]?.Scope;
    if (scope === undefined)
      return [200, { ok: false, signed_upload_url: '', message: 'cache write denied: the token is read-only' }];
    const same = (each: { key: string; version: string; scope: string }) =>
      each.key === asked.key && each.version === asked.version && each.scope === scope;
    if (call === 'CreateCacheEntry') {
      if (this.entries.some(same) || [...this.#uploads.values()].some(same))
        return [
          409,
          {
            code: 'already_exists',
            msg: 'cache entry with the same key, version, and scope already exists',
          },
        ];
      const id = randomUUID();
      this.#uploads.set(id, { key: asked.key, version: asked.version, scope, blob: new BlobUpload() });
      return [200, { ok: true, signed_upload_url: `${this.url}blob/${id}?sig=secret` }];
    }
    const [id, upload] = [...this.#uploads].find(([, each]) => same(each)) ?? [];
    const body = upload?.blob.body;
    if (id === undefined || body?.length !== Number(asked.size_bytes))
      return [400, { code: 'invalid_argument', msg: 'the upload is not complete' }];
    this.#uploads.delete(id);
    this.entries.push({ key: asked.key, version: asked.version, scope, body, usedAt: ++this.#clock });
    this.#evict();
    return [200, { ok: true, entry_id: String(this.entries.length) }];
  }

  #find(scopes: readonly Scope[], { key, restore_keys: prefixes = [], version }: Asked): CachedEntry | undefined {
    for (const { Scope: scope } of scopes) {
      const visible = this.entries.filter((entry) => entry.scope === scope && entry.version === version).reverse();
      const exact = visible.find((entry) => entry.key === key);
      if (exact !== undefined) return exact;
      for (const prefix of [key, ...prefixes]) {
        const found = visible.find((entry) => entry.key.startsWith(prefix));
        if (found !== undefined) return found;
      }
    }
    return undefined;
  }

  #evict(): void {
    const total = () => this.entries.reduce((sum, { body }) => sum + body.length, 0);
    while (total() > this.#maxBytes) {
      const oldest = [...this.entries].sort((a, b) => a.usedAt - b.usedAt)[0];
      if (oldest === undefined) return;
      this.entries.splice(this.entries.indexOf(oldest), 1);
    }
  }

  #upload(request: http.IncomingMessage, url: URL, body: Buffer, response: http.ServerResponse): void {
    const upload = this.#uploads.get(path(url));
    if (upload === undefined) {
      response.writeHead(404).end();
      return;
    }
    upload.blob.receive(request, url, body, response);
  }

  #download(url: URL, response: http.ServerResponse, fault: Fault | undefined): void {
    const [index = '', ...key] = path(url).split('-');
    const entry = this.entries[Number(index)];
    if (entry?.key !== decodeURIComponent(key.join('-'))) {
      response.writeHead(404).end('<Error>BlobNotFound</Error>');
      return;
    }
    const { body, declared } = garble(entry.body, fault);
    response.writeHead(200, { 'content-length': declared }).write(body, () => {
      if (body.length < declared) response.destroy();
      else response.end();
    });
  }
}

/** Names as in the protocol's definition. */
interface Asked {
  readonly key: string;
  readonly version: string;
  readonly restore_keys?: readonly string[];
  readonly size_bytes?: string;
}

function callOf(request: http.IncomingMessage, url: URL): Call {
  if (url.pathname.startsWith(SERVICE)) return url.pathname.slice(SERVICE.length) as Call;
  return request.method === 'PUT' ? 'upload' : 'download';
}

function path(url: URL): string {
  return url.pathname.replace('/blob/', '');
}

function scopesOf(request: http.IncomingMessage): readonly Scope[] {
  return JSON.parse(claimsOf(request)['ac'] ?? '[]') as Scope[];
}
