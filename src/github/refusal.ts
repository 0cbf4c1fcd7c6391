/** Why GitHub did not do what it was asked: one line that says what to change. */

export interface Need {
  /** What was to be done, `post a comment on #7`. */
  readonly what: string;
  /** As it is written in a workflow: `pull-requests: write`. */
  readonly permission: string;
  /** Whether the run is for a pull request from a fork, whose token may only read, whatever a workflow grants. */
  readonly isFork?: boolean | undefined;
}

export function explainRefusal(error: unknown, { what, permission, isFork = false }: Need): string {
  return `Could not ${what}: ${reason(error, permission, isFork)}`;
}

function reason(error: unknown, permission: string, isFork: boolean): string {
  const { status, message, headers } = partsOf(error);
  if (isLimit(status, message, headers)) {
    const after = headers['retry-after'];
    return `GitHub limits requests of this token for now${after === undefined ? '' : `, for ${after} s`}. A later run will do it.`;
  }
  switch (status) {
    case 401:
      return 'GitHub does not accept the token. Pass one that is valid, or leave the input out for the job’s own.';
    case 403:
      // Other reasons than the token's permissions (a locked conversation, an archive, a list of addresses) have words of GitHub's own.
      if (!/^Resource not accessible\b/i.test(message)) return refused(status, message);
      return isFork
        ? `a token of a run for a pull request from a fork has no \`${permission}\`. The workflow comment.yml does it after such a run.`
        : `the token has no \`${permission}\`. Add it to the job’s \`permissions\`.`;
    case 404:
      return `GitHub knows of no such thing, or hides it from a token without \`${permission}\`. Check the job’s \`permissions\` and that it still exists.`;
    case undefined:
      return isLate(error)
        ? 'GitHub did not answer in time. A later run will do it.'
        : `GitHub could not be reached (${message}). Check GITHUB_API_URL, and the runner’s way out if it is your own.`;
    default:
      return status >= 500
        ? `GitHub has trouble of its own (${status}), after several tries. A later run will do it.`
        : refused(status, message);
  }
}

function refused(status: number, message: string): string {
  return `GitHub refused it (${status}): ${message}`;
}

function isLimit(status: number | undefined, message: string, headers: Readonly<Record<string, string>>): boolean {
  if (status === 429) return true;
  return status === 403 && (/\brate limit\b/i.test(message) || headers['x-ratelimit-remaining'] === '0');
}

/** The signal's reason is the cause of what the client throws. */
function isLate(error: unknown): boolean {
  const { name, cause } = error as { readonly name?: unknown; readonly cause?: { readonly name?: unknown } };
  return [name, cause?.name].some((each) => each === 'TimeoutError' || each === 'AbortError');
}

interface Parts {
  readonly status: number | undefined;
  readonly message: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** Of an error of the client: with a status where GitHub answered, and 500 where nobody did. */
function partsOf(error: unknown): Parts {
  const message = error instanceof Error ? error.message : String(error);
  const parts = error as { readonly status?: unknown; readonly response?: { readonly headers?: unknown } } | null;
  const answered = parts?.response !== undefined;
  const status = answered && typeof parts.status === 'number' ? parts.status : undefined;
  const headers = (answered && typeof parts.response === 'object' ? parts.response.headers : undefined) ?? {};
  return { status, message: message.split('\n')[0] ?? '', headers: headers as Record<string, string> };
}
