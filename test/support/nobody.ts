/** A user without privileges: `chmod 000` does not stop root, as whom tests run in containers. */
import { chown, cp, mkdir, symlink } from 'node:fs/promises';
import path from 'node:path';
import { findHome } from '../../src/postgres/server/home.ts';
import type { TemporaryFiles } from './files.ts';
import { BUNDLE, type ProgramOptions } from './program.ts';

const isRoot = process.getuid?.() === 0;

/** Whom to run programs as; ourselves when we have no privileges to lose. */
const UNPRIVILEGED = isRoot
  ? { uid: 65_534, gid: 65_534 }
  : { uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0 };

/**
 * How to run a program as that user: with a home directory of its own, where PostgreSQL is installed already, and with a copy of the
 * bundle, since the repository may lie where nobody else may go.
 */
export async function unprivileged(files: TemporaryFiles): Promise<ProgramOptions> {
  const home = await files.directory();
  const cache = path.join(home, 'migrate-action');
  await mkdir(cache);
  await symlink(path.join((await findHome()).directory, 'postgresql'), path.join(cache, 'postgresql'));
  if (isRoot) for (const directory of [home, cache]) await chown(directory, UNPRIVILEGED.uid, UNPRIVILEGED.gid);
  const bundle = await files.directory();
  await cp(BUNDLE, bundle, { recursive: true });
  const env = { HOME: home, XDG_CACHE_HOME: home, RUNNER_TOOL_CACHE: undefined };
  return { account: UNPRIVILEGED, env, bundle, cwd: bundle };
}
