/**
 * Unpacks the archive of a data directory, which is what a run that changes nothing mostly waits for.
 *
 * The headers are looked through first. `tar` gets the open file and not its name, so that it needs no way to it when it runs as the
 * server's account.
 */
import { readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import type { Account } from '../server/account.ts';
import { lastLines, runCommand } from '../server/command.ts';
import { readControlFile } from './control-file.ts';
import type { SnapshotFile } from './file.ts';
import { SnapshotRefusal } from './refusal.ts';
import { listArchive } from './tar-listing.ts';

const TAR_TIMEOUT_MS = 600_000;

/**
 * Fills the directory, or leaves it empty. The payload's checksum is for the caller to check.
 *
 * @param directory existing and empty, of the account
 * @param underway told when another process is at it
 * @throws SnapshotRefusal; an error that `isDiskFull` recognises when the file system is full
 */
export async function unpackDataDirectory(
  snapshot: SnapshotFile,
  directory: string,
  account: Account | undefined,
  underway?: () => void,
): Promise<void> {
  listArchive(snapshot.handle, snapshot.manifest.payload.bytes);
  try {
    const extracting = extract(snapshot, directory, account);
    underway?.();
    await extracting;
    await checkControlFile(snapshot, directory);
  } catch (error) {
    for (const name of await readdir(directory)) await rm(path.join(directory, name), { recursive: true, force: true });
    throw error;
  }
}

async function extract({ handle }: SnapshotFile, directory: string, account: Account | undefined): Promise<void> {
  const { code, stderr } = await runCommand('tar', ['-x', '-m', '-o', '-b', '128', '-f', '-', '-C', directory], {
    account,
    env: { PATH: process.env['PATH'], LC_ALL: 'C' },
    cwd: '/',
    input: handle.fd,
    timeoutMs: TAR_TIMEOUT_MS,
  });
  if (code === 0) return;
  const said = lastLines(stderr, 1);
  if (stderr.includes('No space left on device')) throw new Error('No space left on device');
  throw new SnapshotRefusal('failed', `The snapshot could not be unpacked: ${said}`);
}

/** The server would refuse all of this too, in more words; but one that was not shut down cleanly it would start, with rows missing. */
async function checkControlFile({ manifest }: SnapshotFile, directory: string): Promise<void> {
  const found = await readControlFile(directory).catch((cause: unknown) => {
    throw new SnapshotRefusal('damaged', 'The snapshot is damaged: it has no control file.', { cause });
  });
  if (!found.isClean) {
    throw new SnapshotRefusal('not-clean', 'The snapshot is of a server that was not shut down cleanly.');
  }
  const { controlVersion, catalogVersion } = manifest.cluster ?? {};
  if (found.controlVersion !== controlVersion || found.catalogVersion !== catalogVersion) {
    throw new SnapshotRefusal(
      'bad-manifest',
      'The manifest of the snapshot tells another catalog version than its content.',
    );
  }
}
