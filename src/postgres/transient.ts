/** The failures that go away by themselves. Everything that may be tried again is listed here, with the reason; nothing else is. */
import { MessageError } from './session.ts';
import { codeOf, messageOf } from './thrown.ts';

/** SQLSTATEs, https://www.postgresql.org/docs/current/errcodes-appendix.html */
const TRANSIENT_SQLSTATES: Readonly<Record<string, string>> = {
  '40001': 'serialization failure: another transaction got in between; PostgreSQL asks to run ours again',
  '40P01': 'deadlock: PostgreSQL chose ours to end so that the other could go on',
  '55P03': 'lock timeout: somebody held the lock longer than lock_timeout',
  '53300': 'too many connections: a slot is free as soon as another session ends',
  '57P01': 'the server is being shut down or restarted by its administrator',
  '57P02': 'another server process crashed, and the server restarts itself',
  '57P03': 'the server is starting up or shutting down',
  '08000': 'connection exception: the network or a proxy gave up',
  '08001': 'a proxy could not reach the server',
  '08003': 'the connection is gone',
  '08006': 'the connection broke',
};

/** Errors of the socket layer, by Node's name for them. */
const TRANSIENT_SOCKET_ERRORS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens yet: a service container is still starting',
  ECONNRESET: 'the other side closed the connection: the server restarts, or a proxy dropped it',
  ETIMEDOUT: 'no answer within the time limit',
  EPIPE: 'the connection was closed while we wrote',
  EAI_AGAIN: 'the name server did not answer in time',
  EHOSTUNREACH: 'the host has no route yet: a container network is still coming up',
  ENETUNREACH: 'the network is still coming up',
};

/** What node-postgres throws without any code, when the socket ends under it or has ended by the time it is asked. */
const ENDED_CONNECTION: ReadonlySet<string> = new Set([
  'Connection terminated unexpectedly',
  'Connection terminated due to connection timeout',
  'timeout expired',
  'Client has encountered a connection error and is not queryable',
]);

/**
 * What PostgreSQL says when another session changed the catalogs under ours, and why it is over with the next try. The codes are
 * those of real failures too, so the message decides, or the table that a unique index belongs to. A real failure that looks like
 * one of these is only told a moment later.
 */
const CATALOG_RACES: readonly { code: string; is: (error: unknown) => boolean; reason: string }[] = [
  {
    // Two GRANTs on a schema, two CREATE OR REPLACE of a function.
    ...internal(/^tuple concurrently (?:updated|deleted)$/),
    reason: 'two sessions changed the same catalog row',
  },
  {
    // Between looking up a name and locking what it stands for.
    ...internal(/^could not open relation with OID \d+$/),
    reason: 'another session dropped a relation that ours had just looked up',
  },
  {
    ...internal(/^cache lookup failed for /),
    reason: 'another session dropped an object that ours had just looked up',
  },
  {
    // CREATE … IF NOT EXISTS looks first and inserts later; the next try finds what the other session made.
    code: '23505',
    is: (error) => error instanceof Error && 'schema' in error && error.schema === 'pg_catalog',
    reason: 'two sessions created an object of the same name',
  },
  {
    // A GRANT to a role, an object in a tablespace, that is dropped before the dependency on it is written.
    code: '42704',
    is: (error) =>
      /^(?:referenced .+|(?:role|tablespace|database) \d+) was concurrently dropped$/.test(messageOf(error)),
    reason: 'another session dropped what ours had begun to refer to',
  },
];

/** XX000: PostgreSQL met what its authors did not expect. Its messages are never translated. */
function internal(message: RegExp) {
  return { code: 'XX000', is: (error: unknown) => message.test(messageOf(error)) };
}

/** Why the failure is worth another try, or undefined when it is not. */
export function transientReason(failure: unknown): string | undefined {
  const error = refused(failure);
  const code = codeOf(error);
  if (code === undefined) return ENDED_CONNECTION.has(messageOf(error)) ? 'the connection ended' : undefined;
  const race = CATALOG_RACES.find((candidate) => candidate.code === code && candidate.is(error));
  return race?.reason ?? TRANSIENT_SQLSTATES[code] ?? TRANSIENT_SOCKET_ERRORS[code];
}

/** Why the failure may owe to what ran beside: the time that a statement waits for others counts, as far as its limit is concerned. */
export function waitedReason(failure: unknown): string | undefined {
  const error = refused(failure);
  const isTimeout = codeOf(error) === '57014' && messageOf(error) === 'canceling statement due to statement timeout';
  return isTimeout ? 'statement timeout: some of that time it may have waited for what ran beside it' : undefined;
}

/** Whether the failure took the connection with it, so that nobody knows whether the last message was carried out. */
export function lostConnection(failure: unknown): boolean {
  const error = refused(failure);
  const code = codeOf(error);
  if (code === undefined) return ENDED_CONNECTION.has(messageOf(error));
  return code.startsWith('57P0') || code.startsWith('08') || Object.hasOwn(TRANSIENT_SOCKET_ERRORS, code);
}

/** What PostgreSQL or the socket said, below our own wrapping. */
function refused(failure: unknown): unknown {
  return failure instanceof MessageError ? failure.cause : failure;
}
