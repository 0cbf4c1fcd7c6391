/** Starts the server that a run migrates, and tells what the user should know of it. */
import type { DataDirectoryOptions } from '../postgres/server/data-directory.ts';
import { type ManagedServer, startServer } from '../postgres/server/managed-server.ts';
import type { RunPorts } from './ports.ts';
import type { Settings } from './settings.ts';

export interface ProvideOptions {
  /** Default `auto`. */
  readonly placement?: 'auto' | 'disk' | undefined;
  /** What the data directory begins with; default: an empty cluster. */
  readonly fill?: ((options: DataDirectoryOptions) => Promise<void>) | undefined;
}

export async function provide(
  settings: Settings,
  ports: RunPorts,
  { placement = 'auto', fill }: ProvideOptions = {},
): Promise<ManagedServer> {
  const server = await startServer({
    major: settings.postgres,
    cacheDir: settings.cacheDir,
    installation: ports.installing?.installation,
    placement,
    fill,
    memoryDirectory: ports.memoryDirectory,
    // Only a server that outlives this run needs a door to the outside.
    port: settings.keep ? settings.port : undefined,
    log: (line) => {
      ports.reporter.note(line);
    },
  });
  server.notices.forEach((notice) => {
    ports.reporter.note(notice);
  });
  return server;
}
