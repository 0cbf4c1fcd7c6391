/** What GitHub calls the results service: cache and artifacts at one address, with one token for both. */
import { ArtifactService } from './artifact-server.ts';
import { type CacheServerOptions, CacheService, type JobOptions } from './cache-server.ts';
import { listen, unsignedToken } from './http-service.ts';

export interface ResultsServer {
  readonly url: string;
  readonly cache: CacheService;
  readonly artifacts: ArtifactService;
  /** Of a job's actions. */
  environment(job: ResultsJob): Record<string, string>;
  /** Ends the server at once, whatever is going on. */
  readonly stop: () => Promise<void>;
}

export interface ResultsJob {
  readonly runId: string;
  readonly jobId: string;
  readonly cache?: JobOptions;
}

export async function startResultsServer(options?: CacheServerOptions): Promise<ResultsServer> {
  const cache = new CacheService(options);
  const artifacts = new ArtifactService();
  const { url, stop } = await listen((request, response) =>
    (artifacts.isFor(request) ? artifacts : cache).serve(request, response),
  );
  cache.url = url;
  artifacts.url = url;
  return {
    url,
    cache,
    artifacts,
    environment: ({ runId, jobId, cache: scope = {} }) => ({
      ...cache.environment(scope),
      ACTIONS_RUNTIME_TOKEN: unsignedToken({ ...cache.claims(scope), ...artifacts.claims(runId, jobId) }),
    }),
    stop,
  };
}
