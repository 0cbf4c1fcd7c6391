/** Connection URLs, as libpq and node-postgres read them: https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-CONNSTRING-URIS */
import { parse } from 'pg-connection-string';

export interface Address {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
  readonly database: string;
}

const DEFAULT_PORT = 5432;

/** What the URL says, defaults filled in; undefined when it is none. A host that begins with `/` is a socket's directory. */
export function parseUrl(url: string): Address | undefined {
  if (!/^postgres(ql)?:\/\//.test(url)) return undefined;
  try {
    const { host, port, user, password, database } = parse(url);
    const name = user ?? '';
    return {
      host: host ?? 'localhost',
      port: port === undefined || port === null || port === '' ? DEFAULT_PORT : Number(port),
      user: name,
      password: password ?? '',
      database: database ?? name,
    };
  } catch {
    return undefined;
  }
}

/** The same server and user, another database. */
export function withDatabase(url: string, database: string): string {
  return url.replace(/^(\w+:\/\/[^/?#]*)(\/[^?#]*)?/, `$1/${encodeURIComponent(database)}`);
}
