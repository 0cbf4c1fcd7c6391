/** Why there is no connection, as the caller's problem to mend. */
import { UserError, usageError } from '../migration/problem.ts';
import { codeOf, messageOf } from './thrown.ts';

/** A failed connection as the caller's problem to mend, or the error itself when neither server nor network said anything. */
export function connectionError(error: unknown): unknown {
  if (error instanceof UserError) return error;
  const said = messageOf(error);
  const code = codeOf(error);
  const known = CONNECTION_CURES[code ?? ''] ?? MESSAGE_CURES.find(([pattern]) => pattern.test(said))?.[1];
  const cure = known ?? (code === undefined ? undefined : UNKNOWN_CURE);
  if (cure === undefined) return error;
  const message = `Cannot connect to the database: ${said === '' ? (code ?? '') : said}.`;
  return usageError(cure.code, message, cure.hint, { cause: error });
}

const SSL_HINT = 'Check sslmode in the URL; a service container usually has no TLS: leave sslmode out.';
const REACH_HINT =
  'Check host and port, and that the server runs; in a job, wait for the service with --health-cmd pg_isready.';

interface Cure {
  readonly code: string;
  readonly hint: string;
}

/** For what only this server says: a proxy between, a database that takes no connections. */
const UNKNOWN_CURE: Cure = {
  code: 'no-connection',
  hint: 'Mend what it says on the server, or correct the database URL.',
};

/** node-postgres' own errors, which have no code. */
const MESSAGE_CURES: readonly (readonly [RegExp, Cure])[] = [
  [/does not support SSL|certificate/i, { code: 'tls-refused', hint: SSL_HINT }],
  [/timeout|terminated unexpectedly/i, { code: 'server-unreachable', hint: REACH_HINT }],
  [/password must be a string/i, { code: 'wrong-password', hint: 'Add a password to the database URL.' }],
];

const CONNECTION_CURES: Readonly<Record<string, Cure>> = {
  '28P01': { code: 'wrong-password', hint: 'Check user and password in the database URL.' },
  '28000': { code: 'access-refused', hint: "Check the user in the database URL and the server's pg_hba.conf." },
  '3D000': { code: 'no-such-database', hint: 'Create the database first, or correct its name in the URL.' },
  '53300': { code: 'too-many-connections', hint: 'Raise max_connections, or lower --pool-size.' },
  '57P03': { code: 'server-not-ready', hint: REACH_HINT },
  '42501': { code: 'not-enough-privilege', hint: 'Grant CONNECT on the database to the user.' },
  ECONNREFUSED: { code: 'server-unreachable', hint: REACH_HINT },
  ECONNRESET: { code: 'server-unreachable', hint: REACH_HINT },
  EHOSTUNREACH: { code: 'server-unreachable', hint: REACH_HINT },
  ENETUNREACH: { code: 'server-unreachable', hint: REACH_HINT },
  ETIMEDOUT: { code: 'server-unreachable', hint: REACH_HINT },
  ENOENT: { code: 'server-unreachable', hint: 'There is no such socket: check the host in the database URL.' },
  ENOTFOUND: { code: 'unknown-host', hint: 'Check the host name in the database URL.' },
  EAI_AGAIN: { code: 'unknown-host', hint: 'The name server did not answer: check the host name and the network.' },
  ERR_INVALID_URL: { code: 'bad-database-url', hint: 'Write it as postgres://user:password@host:5432/database' },
  DEPTH_ZERO_SELF_SIGNED_CERT: { code: 'tls-refused', hint: SSL_HINT },
  SELF_SIGNED_CERT_IN_CHAIN: { code: 'tls-refused', hint: SSL_HINT },
};
