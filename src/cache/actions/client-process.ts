/**
 * GitHub's cache client, in a process of its own. It needs one:
 *
 * - It reads `GITHUB_WORKSPACE`, `RUNNER_TEMP` and the working directory whenever it is called, so two calls with directories of
 *   their own could not go on in one process, and ours would have to change them under everybody's feet.
 * - It waits up to 930 seconds for a service that accepts a request and is silent, and it cannot be told to stop. A process can.
 * - It returns `undefined` and -1 for whatever goes wrong, and writes what that was to standard output, as annotations of the job. Here
 *   that is caught, to become one line and a reason.
 */
import type * as ActionsCache from '@actions/cache';

/** The one file of an entry, relative to the workspace. GitHub finds an entry only by the very path that it was saved with. */
export const ENTRY_PATH = 'migrate-action-entry';

export interface ClientRequest {
  /** `find` asks for the key only, `fetch` also puts the entry into the workspace, `save` takes it from there. */
  readonly call: 'find' | 'fetch' | 'save';
  readonly key: string;
  /** When there is no such key, the newest one with this beginning. */
  readonly prefix?: string | undefined;
  /** An empty directory, but for what is to be saved; left out by `find`. */
  readonly workspace?: string | undefined;
  /** For the archive. */
  readonly temporary?: string | undefined;
}

export interface ClientReply {
  /** False where there is no cache service. Then nothing was done. */
  readonly available: boolean;
  /** What was found or fetched. */
  readonly key?: string | undefined;
  readonly saved?: boolean;
}

export type ClientMessage =
  | { readonly ready: true }
  /** A line that the client wrote. */
  | { readonly said: string }
  | { readonly reply: ClientReply };

type CacheClient = Pick<typeof ActionsCache, 'isFeatureAvailable' | 'restoreCache' | 'saveCache'>;

/** What debug lines tell that nothing else does. The others hold addresses that are as good as a password. */
const TELLING_DEBUG = /^::debug::(Failed to reserve cache: )/;
const COMMAND = /^::[a-z-]+( [^:]*)?::/;
const LONGEST_LINE = 1000;

/**
 * Whatever the name of a member of an archive, it is extracted as our one file. The client has tar follow absolute names, `..` and
 * symbolic links, and who may write to the cache could else write anywhere. `LC_ALL=C` belongs to it: in UTF-8 a `.` of the expression
 * would stop at the first byte that is no character.
 */
const EXTRACTION = {
  TAR_OPTIONS: `--transform=s|.*|${ENTRY_PATH}| --no-same-owner --no-same-permissions`,
  LC_ALL: 'C',
};

/** Serves the parent process, one request after the other, until it is gone. */
export async function serveCacheClient(): Promise<void> {
  const tell = (message: ClientMessage): void => {
    process.send?.(message);
  };
  process.on('disconnect', () => process.exit());
  for (const stream of [process.stdout, process.stderr]) Object.assign(stream, { write: lineWriter(tell) });
  const client = await import('@actions/cache');
  process.on('message', (request: ClientRequest) => {
    void answer(client, request)
      .catch((error: unknown) => {
        tell({ said: `Failed: ${error instanceof Error ? error.message : String(error)}` });
        return { available: true };
      })
      .then((reply) => {
        tell({ reply });
      });
  });
  tell({ ready: true });
}

async function answer(client: CacheClient, { call, key, prefix, ...place }: ClientRequest): Promise<ClientReply> {
  if (!client.isFeatureAvailable()) return { available: false };
  enter(call, place);
  const paths = [ENTRY_PATH];
  try {
    if (call === 'save') return { available: true, saved: (await client.saveCache(paths, key)) !== -1 };
    const prefixes = prefix === undefined ? [] : [prefix];
    const found = await client.restoreCache(paths, key, prefixes, { lookupOnly: call === 'find' });
    return { available: true, key: found };
  } finally {
    // The parent is about to remove the workspace.
    process.chdir('/');
  }
}

function enter(call: ClientRequest['call'], { workspace, temporary }: Partial<ClientRequest>): void {
  for (const [name, value] of Object.entries(EXTRACTION)) {
    if (call === 'fetch') process.env[name] = value;
    else Reflect.deleteProperty(process.env, name);
  }
  if (workspace === undefined || temporary === undefined) return;
  process.env['GITHUB_WORKSPACE'] = workspace;
  process.env['RUNNER_TEMP'] = temporary;
  process.chdir(workspace);
}

/** Stands in for a stream's `write`. */
function lineWriter(
  tell: (message: ClientMessage) => void,
): (chunk: string | Uint8Array, ...rest: unknown[]) => boolean {
  return (chunk, ...rest) => {
    for (const line of Buffer.from(chunk).toString().split('\n')) {
      const told = line.replace(TELLING_DEBUG, '$1');
      if (/^::(debug|add-mask)/.test(told) || told.trim() === '') continue;
      tell({ said: told.replace(COMMAND, '').slice(0, LONGEST_LINE) });
    }
    const done = rest.find((each) => typeof each === 'function');
    if (done !== undefined) (done as () => void)();
    return true;
  };
}
