/**
 * GitHub's REST interface, through its own client: what passes is tried again, limits are kept, and all that one client is
 * asked ends in time, which begins when it is opened. The client's code is loaded when it is needed.
 */
import type { getOctokit } from '@actions/github';

export type Octokit = ReturnType<typeof getOctokit>;

export interface RestOptions {
  readonly token: string;
  /** Of GITHUB_API_URL. */
  readonly baseUrl: string;
  /** From now on; whatever is asked has been answered by then, or is given up. */
  readonly limitMs?: number;
  /** Before the second try; the third waits four times as long. */
  readonly pauseMs?: number;
}

/** Nobody waits longer for a comment. A secondary limit asks for a minute, which is more than it is worth. */
const LIMIT_MS = 30_000;
const PAUSE_MS = 1000;
const RETRIES = 2;

export async function openRest({
  token,
  baseUrl,
  limitMs = LIMIT_MS,
  pauseMs = PAUSE_MS,
}: RestOptions): Promise<Octokit> {
  const [{ GitHub, getOctokitOptions }, { retry }, { throttling }] = await Promise.all([
    import('@actions/github/lib/utils'),
    import('@octokit/plugin-retry'),
    import('@octokit/plugin-throttling'),
  ]);
  const ends = Date.now() + limitMs;
  const hasTime = (seconds: number) => Date.now() + seconds * 1000 < ends;
  const mayWait = (seconds: number, _options: unknown, _octokit: unknown, count: number) =>
    count < RETRIES && hasTime(seconds);
  const Client = GitHub.plugin(retry, throttling);
  const options = getOctokitOptions(token, {
    baseUrl,
    // One signal for all that is asked: attempts and waits between them share the limit.
    request: { signal: AbortSignal.timeout(limitMs), retries: RETRIES },
    // Limits are a token's: without this, clients would wait for what any other in the process has asked.
    throttle: { id: token, onRateLimit: mayWait, onSecondaryRateLimit: mayWait },
    // What limits say, the other plugin knows.
    retry: { retryAfterBaseValue: pauseMs, doNotRetry: [400, 401, 403, 404, 410, 422, 429, 451] },
    log: { debug: ignore, info: ignore, warn: ignore, error: ignore },
  });
  return new Client(options);
}

function ignore(): void {
  // What goes wrong is told once, by whoever asked.
}
