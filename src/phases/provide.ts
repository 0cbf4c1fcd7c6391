/** Starts the servers that a run migrates, and tells what the user should know of them. */
import type { DataDirectoryOptions } from '../postgres/server/data-directory.ts';
import { type ManagedServer, startServer } from '../postgres/server/managed-server.ts';
import type { RunPorts } from './ports.ts';
import type { Settings } from './settings.ts';
import { openOwnSite, type OwnSite } from './site.ts';

export interface ProvideOptions {
  /** Default `auto`. */
  readonly placement?: 'auto' | 'disk' | undefined;
  /** What the data directory begins with; default: an empty cluster. */
  readonly fill?: ((options: DataDirectoryOptions) => Promise<void>) | undefined;
  /** Nobody is let in by TCP before `admit` is called. */
  readonly admitsLater?: boolean | undefined;
}

export async function provide(
  settings: Settings,
  ports: RunPorts,
  { placement = 'auto', fill, admitsLater }: ProvideOptions = {},
): Promise<ManagedServer> {
  const server = await startServer({
    major: settings.postgres,
    cacheDir: settings.cacheDir,
    installation: ports.installing?.installation,
    placement,
    fill,
    admitsLater,
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

export interface SiteOptions extends Pick<ProvideOptions, 'placement' | 'fill'> {
  /** Whether as many connections as there are jobs will be of use; else one is. Default true. */
  readonly expectsWork?: boolean | undefined;
}

/** The server that is handed over at the end, and connections to it that are there before they are needed. */
export async function provideSite(
  settings: Settings,
  ports: RunPorts,
  { expectsWork = true, ...options }: SiteOptions = {},
): Promise<OwnSite> {
  const server = await provide(settings, ports, { ...options, admitsLater: true });
  const site = openOwnSite(server, settings, ports, settings.jobs);
  try {
    await site.database.warm(expectsWork ? settings.jobs : 1);
    await site.database.withSession((session) => server.admit(session));
    return site;
  } catch (error) {
    await site.stop();
    throw error;
  }
}
