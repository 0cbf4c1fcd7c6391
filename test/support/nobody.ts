/** A user without privileges: `chmod 000` does not stop root, as whom tests run in containers. */
import { chown, mkdir, symlink } from 'node:fs/promises';
import path from 'node:path';
import { findHome } from '../../src/postgres/server/home.ts';
import type { TemporaryFiles } from './files.ts';

const isRoot = process.getuid?.() === 0;

/** Whom to run programs as; ourselves when we have no privileges to lose. */
export const UNPRIVILEGED = isRoot
  ? { uid: 65_534, gid: 65_534 }
  : { uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0 };

/** The environment with a home directory of that user's own, where PostgreSQL is installed already. */
export async function privateHome(files: TemporaryFiles): Promise<Record<string, string | undefined>> {
  const home = await files.directory();
  const cache = path.join(home, 'migrate-action');
  await mkdir(cache);
  await symlink(path.join((await findHome()).directory, 'postgresql'), path.join(cache, 'postgresql'));
  if (isRoot) for (const directory of [home, cache]) await chown(directory, UNPRIVILEGED.uid, UNPRIVILEGED.gid);
  return { HOME: home, XDG_CACHE_HOME: home, RUNNER_TOOL_CACHE: undefined };
}
