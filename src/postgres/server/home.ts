/**
 * Where PostgreSQL installations and prepared data directories are kept between runs.
 *
 * | asked for | place |
 * |---|---|
 * | `--cache-dir DIR` | `DIR` |
 * | on a CI runner | `$RUNNER_TOOL_CACHE/migrate-action` |
 * | as root | `/var/cache/migrate-action` |
 * | otherwise | `$XDG_CACHE_HOME`, `~/.cache` or, on macOS, `~/Library/Caches`, then `/migrate-action` |
 */
import { open, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { type Account, blockedAt, makePassableDirectory, serverAccount } from './account.ts';
import { canOnlyBeRead, cannotKeep, randomName, removeAbandoned } from './staging.ts';

const NAME = 'migrate-action';
/** Root's place, which any account can reach into. */
const SYSTEM_HOME = `/var/cache/${NAME}`;

export interface Home {
  /** Absolute; exists, and can be read by the account the server runs as, and written by us unless there is only reading. */
  readonly directory: string;
  /** Sentences the user should see: why it is not the place that was asked for. */
  readonly notices: readonly string[];
}

export interface HomeOptions {
  /** An empty one is none. */
  readonly cacheDir?: string | undefined;
  /** Default: that of this process. */
  readonly env?: Readonly<Record<string, string | undefined>> | undefined;
  /** Default: the one the server will run as. */
  readonly account?: Account | undefined;
}

/** Finds and creates the place. Throws a usage error with the cure when there is none, and none can be made. */
export async function findHome(options: HomeOptions = {}): Promise<Home> {
  const account = options.account ?? serverAccount();
  const wanted = wantedHome(options);
  const blocked = await blockedAt(wanted, account);
  if (blocked === undefined) {
    await prepare(wanted);
    return { directory: wanted, notices: [] };
  }
  await prepare(SYSTEM_HOME);
  const notice =
    `The server does not run as root and cannot reach through ${blocked}, so PostgreSQL is kept in ${SYSTEM_HOME} ` +
    `instead of ${wanted}.`;
  return { directory: SYSTEM_HOME, notices: [notice] };
}

/** The place as the table above has it, whether or not it exists. Absolute. */
export function wantedHome({ cacheDir, env = process.env, account = serverAccount() }: HomeOptions = {}): string {
  const set = (name: string): string | undefined => (env[name] === '' ? undefined : env[name]);
  // An empty path is the working directory to Node, and to whoever wrote --cache-dir "$UNSET" it is none.
  if (cacheDir !== undefined && cacheDir.trim() !== '') return path.resolve(cacheDir);
  const toolCache = set('RUNNER_TOOL_CACHE');
  if (toolCache !== undefined) return path.resolve(toolCache, NAME);
  if (account !== undefined) return SYSTEM_HOME;
  const userHome = set('HOME') ?? os.homedir();
  const caches =
    process.platform === 'darwin' ? path.join(userHome, 'Library', 'Caches') : path.join(userHome, '.cache');
  return path.resolve(set('XDG_CACHE_HOME') ?? caches, NAME);
}

async function prepare(directory: string): Promise<void> {
  // It may have all that is needed. What is not there, whoever wants to make it there will tell.
  if (await canOnlyBeRead(directory)) return;
  try {
    await makePassableDirectory(directory);
    await removeAbandoned(directory, ['.probe']);
    const probe = path.join(directory, randomName('.probe'));
    await (await open(probe, 'wx')).close();
    await rm(probe);
  } catch (cause) {
    throw cannotKeep(directory, cause);
  }
}
