/**
 * Why GitHub's cache did not do what it was asked. The client tells nobody but the log, so this reads what it wrote; the tests hold it
 * to what the pinned version writes. What is not recognised is shown as it is.
 */
import type { Severity } from '../../migration/problem.ts';
import type { Answer } from './client.ts';

export type Direction = 'reading' | 'writing';

export interface Verdict {
  readonly code: string;
  /** What ends a sentence that begins with what did not work. */
  readonly why: string;
  readonly severity: Severity;
  readonly hint?: string | undefined;
  readonly outcome: 'exists' | 'denied' | 'failed';
  /** Whether it is no use to ask again during this run: for the same, or for anything. */
  readonly lasts: 'no' | 'direction' | 'all';
}

interface Rule extends Omit<Verdict, 'why'> {
  readonly pattern: RegExp;
  readonly only?: Direction;
  /** `$1` is what the pattern's group found. */
  readonly why: string;
}

const LATER = 'Nothing needs to be done: this run did the work itself. If it stays so, see githubstatus.com.';
const REACH = 'On a runner of your own, let it reach the addresses that GitHub lists for its cache.';

/** The first that fits counts. */
const RULES: readonly Rule[] = [
  {
    pattern: /effective cache-mode '([\w-]+)' does not permit/,
    code: 'cache-mode',
    why: 'the cache-mode of the job is $1',
    severity: 'info',
    hint: "Set the job's cache-mode to write, if it may keep things.",
    outcome: 'denied',
    lasts: 'direction',
  },
  {
    // Comes with any status.
    pattern: /cache storage quota has been hit/i,
    code: 'cache-full',
    why: "the repository's storage for caches is used up",
    severity: 'warning',
    hint: 'Delete caches that are no longer of use, or allow the repository more.',
    outcome: 'failed',
    lasts: 'direction',
  },
  {
    pattern: /cache (?:read|write) denied|\(403\)|responded with 403/,
    code: 'cache-denied',
    why: 'GitHub allows this run no such access',
    severity: 'info',
    hint: 'That is usual for pull requests from forks and other events that are not trusted. Runs of the default branch keep what all can use.',
    outcome: 'denied',
    lasts: 'direction',
  },
  {
    pattern: /rate limited|\(429\)|responded with 429/i,
    code: 'cache-rate-limited',
    why: 'GitHub takes no more requests for now',
    severity: 'warning',
    hint: 'A repository may save 200 times a minute. Let fewer jobs run at once, if this comes often.',
    outcome: 'failed',
    lasts: 'all',
  },
  {
    pattern: /\(409\)|already.exists/,
    only: 'writing',
    code: 'cache-key-taken',
    why: 'another job is saving the same, or was cut off while doing so',
    severity: 'info',
    hint: 'Nothing needs to be done.',
    outcome: 'exists',
    lasts: 'no',
  },
  {
    pattern: /unable to make request: (\w+)|\b(?:connect|read|write|getaddrinfo) (E[A-Z_]+)|(socket hang up)/i,
    code: 'cache-unreachable',
    why: 'there is no connection to its service ($1)',
    severity: 'warning',
    hint: REACH,
    outcome: 'failed',
    lasts: 'all',
  },
  {
    pattern: /\((5\d\d)\)|responded with (5\d\d)/,
    code: 'cache-service-failed',
    why: 'its service answers with error $1',
    severity: 'warning',
    hint: LATER,
    outcome: 'failed',
    lasts: 'all',
  },
  {
    pattern: /unable to locate executable file: ([\w.]+)/i,
    code: 'cache-no-tar',
    why: 'there is no program $1 here',
    severity: 'warning',
    hint: 'Install GNU tar on the runner, or in the container that the job runs in.',
    outcome: 'failed',
    lasts: 'all',
  },
];

/** Undefined when nothing went wrong: the answer is no. */
export function judge({ reply, late, said }: Answer, direction: Direction, limitMs: number): Verdict | undefined {
  const text = said.join('\n');
  for (const { pattern, only, why, ...verdict } of RULES) {
    const found = pattern.exec(text);
    if (found === null || (only !== undefined && only !== direction)) continue;
    return { ...verdict, why: why.replace('$1', found.slice(1).join('')) };
  }
  if (late) {
    const why = `its service did not answer within ${Math.round(limitMs / 100) / 10} seconds`;
    return { code: 'cache-timeout', why, severity: 'warning', hint: LATER, outcome: 'failed', lasts: 'all' };
  }
  if (reply === undefined) {
    const why = 'the process that asks its service ended early';
    return { code: 'cache-client-ended', why, severity: 'warning', hint: LATER, outcome: 'failed', lasts: 'all' };
  }
  const failure = [...said].reverse().find((line) => /^Failed/.test(line));
  if (failure === undefined) return undefined;
  const why = withoutSecrets(failure.replace(/^Failed(?: to \w+(?: cache)?)?: (?:Error: )?/, '').replace(/\.$/, ''));
  return direction === 'reading'
    ? {
        code: 'cache-entry-damaged',
        why: `an entry is damaged (${why})`,
        severity: 'warning',
        hint: 'Nothing needs to be done. If it stays so, delete that cache of the repository.',
        outcome: 'failed',
        lasts: 'no',
      }
    : { code: 'cache-not-written', why, severity: 'warning', hint: LATER, outcome: 'failed', lasts: 'no' };
}

/** Addresses of blobs carry their own password. */
function withoutSecrets(text: string): string {
  return text.replace(/\?[^\s'")]*/g, '?…');
}
