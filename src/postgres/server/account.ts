/**
 * Whom the server runs as. PostgreSQL refuses to run as root, so root hands it to the system's unprivileged `nobody`.
 */
import { readFileSync } from 'node:fs';
import { chmod, mkdir, stat } from 'node:fs/promises';
import path from 'node:path';

/** The usual number of `nobody`, for systems whose account list does not name it. */
const NOBODY = 65_534;

export interface Account {
  readonly uid: number;
  readonly gid: number;
}

/** The account to switch to, or undefined when the server simply runs as ourselves. */
export function serverAccount(): Account | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const fields = passwdEntry('nobody')?.split(':');
  return { uid: unsigned(fields?.[2]), gid: unsigned(fields?.[3]) };
}

function passwdEntry(name: string): string | undefined {
  try {
    return readFileSync('/etc/passwd', 'utf8')
      .split('\n')
      .find((line) => line.startsWith(`${name}:`));
  } catch {
    return undefined;
  }
}

/** macOS writes its ids as negative numbers, the kernel takes them unsigned. */
function unsigned(field: string | undefined): number {
  const id = Number.parseInt(field ?? '', 10);
  return Number.isNaN(id) ? NOBODY : id >>> 0;
}

/** The first existing directory on the way to `target` (itself included) that the account may not pass, if there is one. */
export async function blockedAt(target: string, account: Account | undefined): Promise<string | undefined> {
  if (account === undefined) return undefined;
  const absolute = path.resolve(target);
  const parts = absolute.split(path.sep).filter((part) => part !== '');
  for (let length = 0; length <= parts.length; length += 1) {
    const directory = path.sep + parts.slice(0, length).join(path.sep);
    const stats = await stat(directory).catch(() => undefined);
    if (stats?.isDirectory() !== true) return undefined;
    const bit = stats.uid === account.uid ? 0o100 : stats.gid === account.gid ? 0o010 : 0o001;
    if ((stats.mode & bit) === 0) return directory;
  }
  return undefined;
}

/** Creates the directory and those above it, passable for every account whatever our umask is; existing ones stay as they are. */
export async function makePassableDirectory(directory: string): Promise<void> {
  const isThere = async () => (await stat(directory).catch(() => undefined))?.isDirectory() === true;
  if (await isThere()) return;
  const above = path.dirname(directory);
  // One by one: Node's own recursive mkdir never returns where making a directory fails as if the one above it were missing (/proc).
  if (above !== directory) await makePassableDirectory(above);
  try {
    await mkdir(directory);
  } catch (error) {
    // Another process was faster.
    if (await isThere()) return;
    throw error;
  }
  await chmod(directory, 0o755);
}
