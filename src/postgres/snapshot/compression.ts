/**
 * Makes a snapshot small for keeping, and whole again. A snapshot is restored only from its uncompressed file, so this is the business
 * of whoever keeps it: the Actions cache's client compresses by itself, a directory may have to hold many.
 *
 * With zstd a window of 128 MB finds that the databases of a cluster are mostly alike: 33 MB become 1.1 MB, where a usual window or
 * gzip leave 4 to 5.
 */
import { type FileHandle, open, rm, stat } from 'node:fs/promises';
import { type CommandResult, lastLines, runCommand } from '../server/command.ts';
import { isDiskFull } from '../server/disk-full.ts';
import { messageOf } from '../thrown.ts';
import { SnapshotRefusal } from './refusal.ts';

export type Compression = 'zstd' | 'gzip';

const PROGRAM_TIMEOUT_MS = 10 * 60_000;
const COMPRESS: Readonly<Record<Compression, readonly string[]>> = {
  zstd: ['-q', '-c', '-1', '--long=27', '-T0'],
  gzip: ['-c', '-1'],
};
const EXPAND: Readonly<Record<Compression, readonly string[]>> = {
  zstd: ['-q', '-d', '-c', '--long=27'],
  gzip: ['-d', '-c'],
};
/** How the files of either begin. */
const MAGIC: Readonly<Record<Compression, Buffer>> = {
  zstd: Buffer.from([0x28, 0xb5, 0x2f, 0xfd]),
  gzip: Buffer.from([0x1f, 0x8b]),
};
/** The smallest unit in which any shell counts a limit of file sizes. */
const LIMIT_UNIT = 512;

/** What this machine compresses with: zstd where there is one, else gzip, which is everywhere. */
export async function bestCompression(): Promise<Compression> {
  const { code } = await runCommand('zstd', ['--version'], { timeoutMs: PROGRAM_TIMEOUT_MS });
  return code === 0 ? 'zstd' : 'gzip';
}

/** @throws SnapshotRefusal (failed); then there is no file `to` */
export async function compressSnapshot(file: string, to: string, compression: Compression): Promise<void> {
  await transform(file, to, (input, output) =>
    runCommand(compression, COMPRESS[compression], { input, output, timeoutMs: PROGRAM_TIMEOUT_MS }),
  );
}

/**
 * Whatever compressed it; a file that is not compressed is refused.
 *
 * @param largestBytes what it may become: a small file can be made to fill a disk
 * @throws SnapshotRefusal; then there is no file `to`
 */
export async function expandSnapshot(file: string, to: string, largestBytes: number): Promise<void> {
  const compression = await compressionOf(file);
  if (compression === undefined) {
    throw new SnapshotRefusal('damaged', 'The snapshot is damaged: it is not compressed as it should be.');
  }
  const script = 'ulimit -f "$1"; shift; exec "$@"';
  const limit = String(Math.ceil(largestBytes / LIMIT_UNIT));
  await transform(file, to, (input, output) =>
    runCommand('/bin/sh', ['-c', script, 'sh', limit, compression, ...EXPAND[compression]], {
      input,
      output,
      timeoutMs: PROGRAM_TIMEOUT_MS,
    }),
  );
  // Some shells count in units twice as large.
  if ((await stat(to)).size <= largestBytes) return;
  await rm(to, { force: true });
  throw new SnapshotRefusal('damaged', 'The snapshot is larger than it may be.');
}

async function compressionOf(file: string): Promise<Compression | undefined> {
  return await reading(file, async (handle) => {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(4), 0, 4, 0);
    const found = buffer.subarray(0, bytesRead);
    return (['zstd', 'gzip'] as const).find((name) => found.subarray(0, MAGIC[name].length).equals(MAGIC[name]));
  });
}

async function transform(
  file: string,
  to: string,
  run: (input: number, output: number) => Promise<CommandResult>,
): Promise<void> {
  try {
    await reading(file, async (input) => {
      const output = await open(to, 'w');
      try {
        const { code, stderr } = await run(input.fd, output.fd);
        if (code !== 0) throw new Error(lastLines(stderr, 1) || 'it is not whole, or too large');
      } finally {
        await output.close();
      }
    });
  } catch (error) {
    await rm(to, { force: true });
    if (error instanceof SnapshotRefusal) throw error;
    const why = isDiskFull(error) ? 'there is no room for it' : messageOf(error).replace(/\.$/, '');
    throw new SnapshotRefusal('failed', `The snapshot cannot be compressed or expanded: ${why}.`, { cause: error });
  }
}

async function reading<T>(file: string, work: (handle: FileHandle) => Promise<T>): Promise<T> {
  const handle = await open(file, 'r').catch((cause: unknown) => {
    throw new SnapshotRefusal('unreadable', `The snapshot cannot be read: ${messageOf(cause)}.`, { cause });
  });
  try {
    return await work(handle);
  } finally {
    await handle.close();
  }
}
