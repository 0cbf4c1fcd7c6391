/** Tries again what failed for a passing reason, after a growing and jittered pause. */
import pRetry from 'p-retry';
import { transientReason } from './transient.ts';

export interface RetryPolicy {
  /** Tries after the first one. */
  readonly retries: number;
  /** The first pause, in milliseconds; each next one is twice as long, times a random factor between 1 and 2. */
  readonly firstPauseMs: number;
  readonly longestPauseMs: number;
}

/** A service container takes seconds to come up; a mistyped port should not take a minute to be told. About ten seconds in all. */
export const CONNECT_RETRIES: RetryPolicy = { retries: 6, firstPauseMs: 100, longestPauseMs: 3000 };
/** A deadlock or a catalog race is over as soon as the other transaction is. */
export const MIGRATION_RETRIES: RetryPolicy = { retries: 5, firstPauseMs: 20, longestPauseMs: 2000 };

export interface RetryNotice {
  /** The try that failed, from 1. */
  readonly attempt: number;
  readonly reason: string;
  readonly error: Error;
}

/**
 * Runs `work` until it succeeds, fails for good, or the policy is used up; then the last error is thrown as it came.
 *
 * @param mayRetry a further condition besides the failure being transient
 */
export async function retryTransient<T>(
  work: (attempt: number) => Promise<T>,
  policy: RetryPolicy,
  onRetry: (notice: RetryNotice) => void,
  mayRetry: (error: Error) => boolean = () => true,
): Promise<T> {
  // What succeeds at once, as nearly everything does, is spared the machinery.
  const first = await work(1).then(
    (value) => ({ value }),
    (error: unknown) => ({ error }),
  );
  if ('value' in first) return first.value;
  const afterFirst = async (attempt: number): Promise<T> => {
    if (attempt === 1) throw first.error;
    return await work(attempt);
  };
  return await pRetry(afterFirst, {
    retries: policy.retries,
    factor: 2,
    randomize: true,
    minTimeout: policy.firstPauseMs,
    maxTimeout: policy.longestPauseMs,
    shouldRetry: ({ error, attemptNumber, retriesLeft }) => {
      const reason = transientReason(error);
      if (reason === undefined || retriesLeft === 0 || !mayRetry(error)) return false;
      onRetry({ attempt: attemptNumber, reason, error });
      return true;
    },
  });
}
