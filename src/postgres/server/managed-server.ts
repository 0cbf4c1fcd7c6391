/**
 * A throwaway PostgreSQL server of our own, from nothing to accepting connections in about a tenth of a second.
 *
 * It never outlives its usefulness: it ends with `stop()`, or with our process however that dies, unless `keep()` lets it stay.
 */
import { randomBytes } from 'node:crypto';
import { mkdir, rm, chown } from 'node:fs/promises';
import path from 'node:path';
import pg from 'pg';
import { UserError, usageError } from '../../migration/problem.ts';
import { quoteLiteral } from '../../sql/quote.ts';
import { Session } from '../session.ts';
import { serverAccount } from './account.ts';
import { APP_DATABASE, type DataDirectoryOptions, fillDataDirectory } from './data-directory.ts';
import { crashIn } from './crash.ts';
import { isDiskFull } from './disk-full.ts';
import { findHome } from './home.ts';
import { type Installation, findInstallation } from './installation.ts';
import { type Placement, type RunDirectory, createRunDirectory } from './placement.ts';
import {
  DEFAULT_PORT,
  type Postmaster,
  findFreePort,
  isFree,
  logFile,
  lostPort,
  readLogTail,
  startPostmaster,
  waitUntilReady,
} from './postmaster.ts';
import type { Major, ReleaseTable } from './releases.ts';
import { type Watchdog, startWatchdog } from './watchdog.ts';

export const SUPERUSER = 'postgres';
/** How often another process may snatch a port that was free a moment ago. */
const PORT_ATTEMPTS = 5;

export interface ServerOptions {
  readonly major: Major;
  readonly minor?: number | undefined;
  /** Undefined: the machine's own installation if it has this major, else the package. */
  readonly source?: Installation['source'] | undefined;
  readonly cacheDir?: string | undefined;
  /** The programs, where somebody is looking for them already. Then major, minor and source say nothing. */
  readonly installation?: Promise<Installation> | undefined;
  /** On 127.0.0.1; undefined: Unix socket only. */
  readonly port?: number | 'auto' | undefined;
  /** For connections by TCP; made up when there is a port and no password. */
  readonly password?: string | undefined;
  /** The password is not set before `admit` is called; default false. */
  readonly admitsLater?: boolean | undefined;
  /** Default `auto`. */
  readonly placement?: Placement | 'auto' | undefined;
  /** Default `/dev/shm`. */
  readonly memoryDirectory?: string | undefined;
  /** Default: the pinned packages. */
  readonly releases?: ReleaseTable | undefined;
  /** Fills the data directory in another way than with an empty cluster, with a snapshot for instance. */
  readonly fill?: ((options: DataDirectoryOptions) => Promise<void>) | undefined;
  /** Told in a line each what takes long or goes another way than usual. */
  readonly log?: ((line: string) => void) | undefined;
}

export interface ManagedServer {
  /** `17.10` */
  readonly version: string;
  readonly source: Installation['source'];
  /** Of the process that runs now. */
  readonly pid: number;
  /** The `host` of a connection by socket, which needs no password. */
  readonly socketDirectory: string;
  /** The `port` of a connection by socket; also that of TCP, where there is TCP. */
  readonly socketPort: number;
  /** The port on 127.0.0.1, for which `password` is needed. */
  readonly port?: number | undefined;
  readonly password?: string | undefined;
  readonly dataDirectory: string;
  readonly placement: Placement;
  readonly timings: {
    readonly installMs: number;
    readonly dataDirectoryMs: number;
    /** From the start of the process until it accepts connections. */
    readonly startMs: number;
  };
  /** Sentences the user should see. */
  readonly notices: readonly string[];
  /**
   * Sets the password, without which nobody gets in by TCP; again, where somebody may have set another one.
   *
   * @param session a superuser's, outside of a transaction; default: one of its own
   */
  admit(session?: Session): Promise<void>;
  /** Lets the server outlive our process: until it is stopped or, if given, until the owner process ends. */
  keep(ownerPid?: number): Promise<void>;
  /**
   * Shuts the server down with everything written and leaves its data directory as it is, whole and at rest. All connections end.
   * `resume` or `stop` must follow.
   *
   * @throws Error when it does not end in time; then it still runs
   */
  halt(): Promise<void>;
  /**
   * Starts a halted server again, on its data directory and port, and with its password if that was set; its `pid` is another then. So is
   * its `port` if somebody took the old one meanwhile and nobody had asked for it.
   */
  resume(): Promise<void>;
  /** Ends the server and removes everything of it. May be called again. */
  stop(): Promise<void>;
  /** What became of the first of its processes that died, if one did: then all have lost what they did; see `crash.ts`. */
  crash(): Promise<string | undefined>;
  /** The last lines of the server's log, also after it was stopped. */
  logTail(): string;
}

/**
 * How `pg` connects to a database of the server by socket, as superuser. What PGSSLMODE and PGOPTIONS say is meant for other servers:
 * `pg` takes them from the environment wherever it finds nothing else, and an empty string is nothing to it.
 */
export function socketConnection(
  server: Pick<ManagedServer, 'socketDirectory' | 'socketPort'>,
  database: string = APP_DATABASE,
): SocketConnection {
  const { socketDirectory: host, socketPort: port } = server;
  return { host, port, user: SUPERUSER, database, ssl: false, options: ' ' };
}

export interface SocketConnection {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly database: string;
  readonly ssl: false;
  readonly options: string;
}

/** Starts a server with an empty database `app`. Throws usage errors with the cure; leaves nothing behind when it throws. */
export async function startServer(options: ServerOptions): Promise<ManagedServer> {
  const begin = performance.now();
  const account = serverAccount();
  const home = await findHome({ cacheDir: options.cacheDir, account });
  if (typeof options.port === 'number' && !(await isFree(options.port))) throw portInUse(options.port);
  const { major, minor, source, releases, log } = options;
  const wanted = { home: home.directory, account, minor, source, releases, log };
  const installation = await (options.installation ?? findInstallation(major, wanted));
  const context: Context = {
    options,
    home: home.directory,
    account,
    installation,
    installMs: performance.now() - begin,
  };

  const { memoryDirectory, placement = 'auto' } = options;
  const run = await createRunDirectory({ placement, memoryDirectory, account });
  const notices = [...home.notices, ...(run.notice === undefined ? [] : [run.notice])];
  try {
    return await startIn(run, context, notices);
  } catch (error) {
    if (!isDiskFull(error)) throw error;
    if (placement !== 'auto' || run.placement !== 'memory') throw noSpace(run, error);
    const onDisk = await createRunDirectory({ placement: 'disk', account });
    return startIn(onDisk, context, [...notices, `${path.dirname(run.directory)} is full, so the data is on disk.`]);
  }
}

function noSpace(run: RunDirectory, cause: unknown): Error {
  return usageError(
    'no-space',
    `${path.dirname(run.directory)} has no room for an empty cluster.`,
    'Free 100 MB there, or set TMPDIR to a short path with room.',
    { cause },
  );
}

interface Context {
  readonly options: ServerOptions;
  readonly home: string;
  readonly account: ReturnType<typeof serverAccount>;
  readonly installation: Installation;
  readonly installMs: number;
}

async function startIn(run: RunDirectory, context: Context, notices: readonly string[]): Promise<ManagedServer> {
  const { options, account, installation, home } = context;
  const runDirectory = run.directory;
  const dataDirectory = path.join(runDirectory, 'data');
  const watchdog = await startWatchdog(runDirectory, dataDirectory);
  try {
    const begin = performance.now();
    await mkdir(dataDirectory, { mode: 0o700 });
    if (account !== undefined) await chown(dataDirectory, account.uid, account.gid);
    const fill = options.fill ?? fillDataDirectory;
    await fill({ installation, home, directory: dataDirectory, account, log: options.log });
    const filled = performance.now();

    const startOn = async (port: ServerOptions['port']) =>
      await startOnPort(run, dataDirectory, context, watchdog, port);
    let current = await startOn(options.port);
    const password =
      current.port === undefined ? undefined : (options.password ?? randomBytes(18).toString('base64url'));
    const started = performance.now();
    let isAdmitting = false;
    const server: ManagedServer = {
      version: installation.version,
      source: installation.source,
      socketDirectory: runDirectory,
      get socketPort() {
        return current.port ?? DEFAULT_PORT;
      },
      get port() {
        return current.port;
      },
      password,
      dataDirectory,
      placement: run.placement,
      notices,
      get pid() {
        return current.postmaster.pid;
      },
      timings: { installMs: context.installMs, dataDirectoryMs: filled - begin, startMs: started - filled },
      async admit(session) {
        if (password === undefined) return;
        isAdmitting = true;
        if (session === undefined) await onOwnSession(server, (own) => setPassword(own, password));
        else await setPassword(session, password);
      },
      halt: () => current.postmaster.shutDown(),
      async resume() {
        if (!current.postmaster.hasEnded()) return;
        current = await startOn(current.port).catch(async (error: unknown) => {
          // Somebody took it meanwhile. One that nobody asked for may be another.
          if (options.port !== 'auto' || !isPortInUse(error)) throw error;
          return await startOn('auto');
        });
        if (isAdmitting) await server.admit();
      },
      ...lifecycle(runDirectory, () => current.postmaster, watchdog),
    };
    if (options.admitsLater !== true) await server.admit();
    return server;
  } catch (error) {
    await watchdog.finish();
    await rm(runDirectory, { recursive: true, force: true });
    throw error;
  }
}

async function startOnPort(
  run: RunDirectory,
  dataDirectory: string,
  { account, installation }: Context,
  watchdog: Watchdog,
  wanted: ServerOptions['port'],
): Promise<{ postmaster: Postmaster; port: number | undefined }> {
  for (let attempt = 1; ; attempt += 1) {
    const port = wanted === 'auto' ? await findFreePort() : wanted;
    const { directory: runDirectory, freeBytes } = run;
    const start = { installation, runDirectory, dataDirectory, account, port, freeBytes };
    const postmaster = await startPostmaster(start, watchdog);
    try {
      await waitUntilReady(postmaster, start);
      return { postmaster, port };
    } catch (error) {
      if (port === undefined || !postmaster.hasEnded() || !lostPort(runDirectory)) throw error;
      if (wanted !== 'auto') throw portInUse(port, error);
      if (attempt === PORT_ATTEMPTS) throw error;
    }
  }
}

function isPortInUse(error: unknown): boolean {
  return error instanceof UserError && error.problems.some(({ code }) => code === 'port-in-use');
}

function portInUse(port: number, cause?: unknown): Error {
  return usageError(
    'port-in-use',
    `Port ${port} of 127.0.0.1 is in use or may not be used.`,
    'Stop what listens there (a service container?), choose another port, or "auto" for a free one.',
    { cause },
  );
}

async function setPassword(session: Session, password: string): Promise<void> {
  const alter = `ALTER ROLE ${SUPERUSER} PASSWORD ${quoteLiteral(password)}`;
  await session.run(`BEGIN READ WRITE; ${alter}; COMMIT`);
}

async function onOwnSession(
  server: Pick<ManagedServer, 'socketDirectory' | 'socketPort'>,
  work: (session: Session) => Promise<void>,
): Promise<void> {
  const client = new pg.Client(socketConnection(server, 'postgres'));
  await client.connect();
  try {
    await work(new Session(client));
  } finally {
    await client.end();
  }
}

function lifecycle(
  runDirectory: string,
  postmaster: () => Postmaster,
  watchdog: Watchdog,
): Pick<ManagedServer, 'keep' | 'stop' | 'crash' | 'logTail'> {
  let lastWords = '';
  let stopped: Promise<void> | undefined;
  const stop = async (): Promise<void> => {
    await postmaster().end();
    lastWords = readLogTail(runDirectory);
    await watchdog.finish();
    // Only when somebody killed the watchdog is there anything left.
    await rm(runDirectory, { recursive: true, force: true, maxRetries: 3 });
  };
  return {
    keep: (owner) => watchdog.keep(owner),
    stop: () => (stopped ??= stop()),
    crash: () => crashIn(logFile(runDirectory)),
    logTail: () => (lastWords === '' ? readLogTail(runDirectory) : lastWords),
  };
}
