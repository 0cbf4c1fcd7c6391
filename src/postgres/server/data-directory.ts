/**
 * The empty cluster every managed server starts from.
 *
 * `initdb` takes half a second to two, unpacking its result 40 ms, so the result is kept as an uncompressed tar archive (measured
 * against zstd, lz4, gzip and `cp -a`, which all took longer). A seal after the archive's end, which tar does not read, tells
 * a whole file from a truncated one.
 */
import { createHash } from 'node:crypto';
import { chmod, open, readdir, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { usageError } from '../../migration/problem.ts';
import { type Account, makePassableDirectory } from './account.ts';
import { type CommandResult, lastLines, runCommand, tellingLine } from './command.ts';
import { isDiskFull, MORE_ROOM } from './disk-full.ts';
import type { Installation } from './installation.ts';
import { withStaging } from './staging.ts';
import { messageOf } from '../thrown.ts';

/** The database that exists from the start, beside PostgreSQL's own. */
export const APP_DATABASE = 'app';
/** To be raised when anything below changes that the key does not cover. */
const FORMAT = 1;
const SEAL_BYTES = 512;
const INITDB_TIMEOUT_MS = 120_000;
const TAR_TIMEOUT_MS = 60_000;

export interface DataDirectoryOptions {
  readonly installation: Installation;
  /** The directory of `findHome`. */
  readonly home: string;
  /** An existing empty directory that belongs to `account`, mode 0700. */
  readonly directory: string;
  readonly account?: Account | undefined;
  readonly log?: ((line: string) => void) | undefined;
  /** Told when another process is at it, and we have little to do until that has ended. */
  readonly underway?: (() => void) | undefined;
}

/** Fills the directory with an empty cluster. Throws an error that `isDiskFull` recognises when its file system is full. */
export async function fillDataDirectory(options: DataDirectoryOptions): Promise<void> {
  const { directory, account, log, underway } = options;
  const archive = archivePath(options);
  if (await isWhole(archive)) {
    const unpacking = runTar(['-x', '-m', '-o', '-b', '128', '-f', archive, '-C', directory], account);
    underway?.();
    const unpacked = await unpacking;
    if (unpacked.code === 0) return;
    if (unpacked.stderr.includes('No space left on device')) throw new Error(lastLines(unpacked.stderr, 3));
    log?.(`The prepared data directory could not be unpacked and is made anew: ${lastLines(unpacked.stderr, 1)}`);
    await empty(directory);
  }
  await createCluster(options);
  await keepArchive(archive, options).catch((error: unknown) => {
    const cure = isDiskFull(error) ? ` ${MORE_ROOM}` : '';
    log?.(
      `The empty data directory could not be kept in ${options.home} for the next run: ${messageOf(error)}.${cure}`,
    );
  });
}

/** Where the archive of this cluster is: everything that shapes it is in the name. */
export function archivePath({ installation, home }: Pick<DataDirectoryOptions, 'installation' | 'home'>): string {
  const shape = JSON.stringify([
    FORMAT,
    APP_DATABASE,
    ...initdbArguments(installation),
    process.platform,
    process.arch,
  ]);
  const key = createHash('sha256').update(shape).digest('hex').slice(0, 12);
  return path.join(home, 'clusters', `${installation.version}-${installation.source}-${key}.tar`);
}

function initdbArguments(
  { major }: Installation,
  characterType = process.platform === 'linux' ? 'C.UTF-8' : 'C',
): string[] {
  return [
    '--username=postgres',
    '--encoding=UTF8',
    '--locale=C',
    `--lc-ctype=${characterType}`,
    '--text-search-config=english',
    '--auth-local=trust',
    '--auth-host=scram-sha-256',
    // Small segments keep the archive small: one of them has to be in it.
    '--wal-segsize=1',
    '--no-sync',
    '--no-instructions',
    ...(major >= 18 ? ['--no-data-checksums'] : []),
  ];
}

async function createCluster(options: DataDirectoryOptions): Promise<void> {
  const { installation, directory, account } = options;
  const initdb = (args: readonly string[]): Promise<CommandResult> =>
    runCommand(path.join(installation.binDir, 'initdb'), [...args, `--pgdata=${directory}`], {
      account,
      // initdb takes the time zone from its environment, and would look at every PG* variable.
      env: { PATH: process.env['PATH'], LC_ALL: 'C', TZ: 'UTC' },
      cwd: directory,
      timeoutMs: INITDB_TIMEOUT_MS,
    });
  let made = await initdb(initdbArguments(installation));
  if (made.code !== 0 && made.stderr.includes('invalid locale name')) {
    await empty(directory);
    made = await initdb(initdbArguments(installation, 'C'));
  }
  if (made.code !== 0) throw failure('initdb', made, installation);

  const single = await runCommand(
    path.join(installation.binDir, 'postgres'),
    // Without recycling, write-ahead log that is no longer needed is removed and not kept for later, in the archive.
    ['--single', '-D', directory, ...settings({ fsync: 'off', wal_recycle: 'off', min_wal_size: '2MB' }), 'postgres'],
    {
      account,
      env: { LC_ALL: 'C' },
      cwd: directory,
      input: `CREATE DATABASE ${APP_DATABASE};\n`,
      timeoutMs: INITDB_TIMEOUT_MS,
    },
  );
  if (single.code !== 0 || /\b(?:ERROR|FATAL|PANIC):/.test(single.stderr))
    throw failure('postgres', single, installation);
}

/** Settings as arguments of `postgres`. */
export function settings(values: Readonly<Record<string, string | number>>): string[] {
  return Object.entries(values).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}

function failure(program: string, result: CommandResult, { version, binDir }: Installation): Error {
  const said = lastLines(`${result.stdout}\n${result.stderr}`, 6);
  if (said.includes('No space left on device')) return new Error(said);
  return usageError(
    'initdb-failed',
    `${program} of PostgreSQL ${version} (${binDir}) could not make an empty cluster:\n${said}`,
    'Mend what it says, or use your own server with --database-url.',
  );
}

/** Written beside and renamed, so that of several writers the last wins and no reader sees half a file. */
async function keepArchive(archive: string, { home, directory }: DataDirectoryOptions): Promise<void> {
  await makePassableDirectory(path.dirname(archive));
  await withStaging(home, async (staging) => {
    const file = path.join(staging, 'cluster.tar');
    const packed = await runTar(['-c', '-f', file, '-C', directory, '.'], undefined);
    if (packed.code !== 0) throw new Error(tellingLine(packed.stderr));
    await seal(file);
    await chmod(file, 0o644);
    await rename(file, archive);
  });
}

function runTar(args: readonly string[], account: Account | undefined): Promise<CommandResult> {
  // Apple's tar would add a file of metadata beside every file.
  const env = { PATH: process.env['PATH'], COPYFILE_DISABLE: '1', LC_ALL: 'C' };
  return runCommand('tar', args, { account, env, cwd: '/', timeoutMs: TAR_TIMEOUT_MS });
}

function sealOf(archiveBytes: number): Buffer {
  const block = Buffer.alloc(SEAL_BYTES);
  block.write(`migrate-action cluster ${FORMAT} of ${archiveBytes} bytes\n`);
  return block;
}

async function seal(file: string): Promise<void> {
  const { size } = await stat(file);
  const handle = await open(file, 'a');
  try {
    await handle.write(sealOf(size));
  } finally {
    await handle.close();
  }
}

async function isWhole(archive: string): Promise<boolean> {
  const handle = await open(archive, 'r').catch(() => undefined);
  if (handle === undefined) return false;
  try {
    const { size } = await handle.stat();
    if (size <= SEAL_BYTES) return false;
    const found = await handle.read(Buffer.alloc(SEAL_BYTES), 0, SEAL_BYTES, size - SEAL_BYTES);
    return found.buffer.equals(sealOf(size - SEAL_BYTES));
  } finally {
    await handle.close();
  }
}

async function empty(directory: string): Promise<void> {
  for (const name of await readdir(directory)) await rm(path.join(directory, name), { recursive: true, force: true });
}
