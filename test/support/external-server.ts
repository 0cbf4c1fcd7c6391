/** A server that is somebody else's: reached by a URL with a password, with PostgreSQL's own client programs on this machine. */
import { existsSync } from 'node:fs';
import { type ManagedServer, type ServerOptions, startServer } from '../../src/postgres/server/managed-server.ts';
import { SUPPORTED_MAJORS } from '../../src/postgres/server/releases.ts';

/** Packages have no client programs: only a version that the machine itself has can be dumped. */
export const DUMPABLE_MAJOR = SUPPORTED_MAJORS.find((major) => existsSync(`/usr/lib/postgresql/${major}/bin/pg_dump`));
/** Of every such server, and in nobody's log, manifest or command line. */
export const PASSWORD = 'pa ss/word';

export interface ExternalServer {
  readonly server: ManagedServer;
  readonly url: (database?: string) => string;
}

export async function startExternalServer(options: Partial<ServerOptions> = {}): Promise<ExternalServer> {
  if (DUMPABLE_MAJOR === undefined) throw new Error('There is no server to dump.');
  const server = await startServer({
    major: DUMPABLE_MAJOR,
    source: 'system',
    port: 'auto',
    password: PASSWORD,
    ...options,
  });
  const url = (database = 'app') =>
    `postgres://postgres:${encodeURIComponent(PASSWORD)}@127.0.0.1:${server.port}/${database}`;
  return { server, url };
}
