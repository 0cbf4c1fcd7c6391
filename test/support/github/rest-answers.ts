/** What GitHub's REST interface says when it does not do what it was asked, word for word. */

export interface Answer {
  readonly status: number;
  /** Sent as JSON; a text as it is; undefined is nothing. */
  readonly body?: object | string;
  readonly headers?: Readonly<Record<string, string>>;
}

export type RestFault =
  /** The connection is cut. */
  | 'down'
  /** It is accepted, and then nothing. */
  | 'hang'
  /** The token may not. */
  | 403
  /** It may, and yet: nobody may comment here, */
  | 'locked'
  /** or change anything, */
  | 'archived'
  /** or come from this address, */
  | 'ip-allow-list'
  /** or ask so much, as older servers tell it. */
  | 'abuse'
  | 404
  | 500
  | 502
  | 503
  /** Too many requests of an hour. */
  | 'rate-limit'
  /** Too many at once: as GitHub tells it mostly, */
  | 'secondary-limit'
  /** and as it does at times. */
  | 'secondary-limit-429';

const DOCS = 'https://docs.github.com/rest';

export function refusal(status: number, message: string, page = '', more: object = {}): Answer {
  return { status, body: { message, ...more, documentation_url: `${DOCS}${page}`, status: String(status) } };
}

export const NOT_FOUND = refusal(404, 'Not Found');
export const BAD_CREDENTIALS = refusal(401, 'Bad credentials');

/** The token is good, but not for this. */
export function forbidden(page?: string): Answer {
  return refusal(403, 'Resource not accessible by integration', page);
}

/** @param problems such as `body is too long` */
export function invalid(resource: string, field: string, problem: string, page?: string): Answer {
  const errors = [{ resource, code: 'custom', field, message: problem }];
  return refusal(422, 'Validation Failed', page, { errors });
}

const FORBIDDEN = {
  locked: 'Unable to create comment because issue is locked.',
  archived: 'Repository was archived so is read-only.',
  'ip-allow-list':
    'Although you appear to have the correct authorization credentials, the `octo` organization has an IP allow list enabled, and your IP address is not permitted to access this resource.',
  abuse: 'You have triggered an abuse detection mechanism. Please wait a few minutes before you try again.',
};

/** How long GitHub asks to wait. */
const RETRY_AFTER_SECONDS = 60;

export function faultAnswer(fault: Exclude<RestFault, 'down' | 'hang'>): Answer {
  switch (fault) {
    case 403:
      return forbidden();
    case 'locked':
    case 'archived':
    case 'ip-allow-list':
    case 'abuse':
      return refusal(403, FORBIDDEN[fault]);
    case 404:
      return NOT_FOUND;
    case 500:
    case 503:
      return { status: fault, body: { message: fault === 500 ? 'Server Error' : 'Service Unavailable' } };
    case 502:
      return {
        status: 502,
        body: '<html><head><title>502 Bad Gateway</title></head></html>',
        headers: { 'content-type': 'text/html' },
      };
    case 'rate-limit': {
      const message =
        'API rate limit exceeded for installation ID 49699333. If you reach out to GitHub Support for help, please include the request ID.';
      const headers = { 'x-ratelimit-remaining': '0', 'x-ratelimit-used': '1000' };
      return { ...refusal(403, message, '/overview/rate-limits-for-the-rest-api'), headers };
    }
    case 'secondary-limit':
    case 'secondary-limit-429': {
      const message =
        'You have exceeded a secondary rate limit. Please wait a few minutes before you try again. If you reach out to GitHub Support for help, please include the request ID.';
      const status = fault === 'secondary-limit' ? 403 : 429;
      const headers = { 'retry-after': String(RETRY_AFTER_SECONDS) };
      return {
        ...refusal(status, message, '/overview/rate-limits-for-the-rest-api#about-secondary-rate-limits'),
        headers,
      };
    }
  }
}
