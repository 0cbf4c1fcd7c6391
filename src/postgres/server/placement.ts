/**
 * Where the server's data lives while it runs: in memory when there is room (DDL is three times as fast there), else on disk.
 */
import { chown, mkdtemp, rm, statfs } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { usageError } from '../../migration/problem.ts';
import { type Account, blockedAt } from './account.ts';
import { messageOf } from '../thrown.ts';

/** An empty cluster takes 40 MB; this leaves room for data. The 64 MB a container has by default are not enough. */
const MEMORY_BYTES = 2 ** 30;
const DISK_BYTES = 2 ** 28;
/** Socket addresses hold 104 bytes on macOS and 108 on Linux. */
const MAX_SOCKET_PATH = 100;
const SOCKET_NAME = '.s.PGSQL.65535';
/** How the name of every run directory begins. */
export const RUN_PREFIX = 'migrate-action-';

export type Placement = 'memory' | 'disk';

export interface RunDirectory {
  readonly placement: Placement;
  /** Absolute; new, empty, passable only for the account the server runs as (and root). */
  readonly directory: string;
  /** Free when it was made, for settings that depend on room. */
  readonly freeBytes: number;
  readonly notice?: string | undefined;
}

export interface PlacementOptions {
  /** `auto`: memory if it has room, else disk. `memory`: memory however small it is. */
  readonly placement: Placement | 'auto';
  /** Default `/dev/shm`. */
  readonly memoryDirectory?: string | undefined;
  readonly account?: Account | undefined;
}

/** Makes the directory of one run. Throws a usage error with the cure when there is room nowhere. */
export async function createRunDirectory(options: PlacementOptions): Promise<RunDirectory> {
  const memory = options.memoryDirectory ?? '/dev/shm';
  const refusals: string[] = [];
  const attempt = async (placement: Placement, parent: string, bytes: number): Promise<RunDirectory | undefined> => {
    const made = await tryParent(parent, bytes, options.account);
    if (typeof made === 'object') return { placement, ...made };
    refusals.push(made);
    return undefined;
  };

  if (options.placement !== 'disk') {
    const bytes = options.placement === 'memory' ? 0 : MEMORY_BYTES;
    const made = await attempt('memory', memory, bytes);
    if (made !== undefined) return made;
  }
  const notice = smallMemoryNotice(refusals[0]);
  if (options.placement !== 'memory') {
    for (const parent of new Set([os.tmpdir(), '/tmp', '/var/tmp'])) {
      const made = await attempt('disk', parent, DISK_BYTES);
      if (made !== undefined) return { ...made, notice };
    }
  }
  throw usageError(
    'no-space',
    `There is no place for the server's data: ${refusals.join('; ')}.`,
    `Free ${megabytes(DISK_BYTES)} in one of them, or set TMPDIR to a short path with room.`,
  );
}

/** Systems without a memory directory (macOS) need no word about it; a small one is worth a word, since it has a cure. */
function smallMemoryNotice(refusal: string | undefined): string | undefined {
  if (refusal?.includes('free') !== true) return undefined;
  return `${refusal}, so the data is on disk. In a container, --shm-size=2g makes migrations faster.`;
}

/** The new directory, or why this parent will not do. */
async function tryParent(
  parent: string,
  bytes: number,
  account: Account | undefined,
): Promise<{ directory: string; freeBytes: number } | string> {
  const absolute = path.resolve(parent);
  if (Buffer.byteLength(path.join(absolute, `${RUN_PREFIX}XXXXXX`, SOCKET_NAME)) > MAX_SOCKET_PATH) {
    return `${absolute} is too long a path for a socket`;
  }
  let directory: string | undefined;
  try {
    const freeBytes = await roomIn(absolute, bytes === MEMORY_BYTES);
    if (freeBytes < bytes) return `${absolute} has only ${megabytes(freeBytes)} of ${megabytes(bytes)} free`;
    const blocked = await blockedAt(absolute, account);
    if (blocked !== undefined) return `${absolute} cannot be reached by the server's account (${blocked})`;
    directory = await mkdtemp(path.join(absolute, RUN_PREFIX));
    if (account !== undefined) await chown(directory, account.uid, account.gid);
    return { directory, freeBytes };
  } catch (error) {
    if (directory !== undefined) await rm(directory, { recursive: true, force: true });
    return `${absolute} cannot be used (${messageOf(error)})`;
  }
}

/** A memory file system can promise more than the machine or the container's limit has left. */
async function roomIn(directory: string, inMemory: boolean): Promise<number> {
  const { bavail, bsize } = await statfs(directory);
  return inMemory ? Math.min(bavail * bsize, process.availableMemory()) : bavail * bsize;
}

function megabytes(bytes: number): string {
  return `${Math.floor(bytes / 2 ** 20)} MB`;
}
