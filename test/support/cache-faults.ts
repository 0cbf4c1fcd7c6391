/** What can go wrong with a cache service. */
import type http from 'node:http';

export type Fault =
  /** The connection is cut. */
  | 'down'
  /** It is accepted, and then nothing. */
  | 'hang'
  /** Too many requests. */
  | 429
  | 500
  | 503
  /** The token's rights do not suffice. */
  | 403
  /** No room is left for the repository. */
  | 'quota'
  /** Downloads only: the connection ends in the middle of the body, */
  | 'truncated'
  /** or some of its bytes are others, */
  | 'corrupt'
  /** or it is something else altogether, under the right key. */
  | { readonly contents: Buffer };

const MESSAGES = {
  403: { code: 'permission_denied', msg: 'permission denied' },
  429: { code: 'resource_exhausted', msg: 'too many requests' },
  500: { code: 'internal', msg: 'internal error' },
  503: { code: 'unavailable', msg: 'unavailable' },
} as const;

/** @returns whether the fault is an answer; else it is in the contents */
export function answerFault(fault: Fault, request: http.IncomingMessage, response: http.ServerResponse): boolean {
  if (fault === 'down') {
    request.socket.destroy();
    return true;
  }
  const headers = { 'content-type': 'application/json' };
  if (fault === 'quota') {
    const msg = 'insufficient usage to create cache';
    response.writeHead(403, headers).end(JSON.stringify({ code: 'resource_exhausted', msg }));
    return true;
  }
  if (typeof fault !== 'number') return false;
  response.writeHead(fault, fault === 429 ? { ...headers, 'retry-after': '60' } : headers);
  response.end(JSON.stringify(MESSAGES[fault]));
  return true;
}

/** The body as it arrives, and how long it was said to be. */
export function garble(body: Buffer, fault: Fault | undefined): { body: Buffer; declared: number } {
  if (fault === 'truncated') return { body: body.subarray(0, body.length >>> 1), declared: body.length };
  if (typeof fault === 'object') return { body: fault.contents, declared: fault.contents.length };
  if (fault !== 'corrupt') return { body, declared: body.length };
  const corrupt = Buffer.from(body);
  const middle = corrupt.length >>> 1;
  corrupt.fill(0xa5, middle, Math.min(middle + 64, corrupt.length - 1));
  return { body: corrupt, declared: corrupt.length };
}
