/**
 * What the servers of jobs held in the end. A run removes its server with all that is on it, so something stands between the two: a
 * `postgres` that has its data elsewhere and leaves a link there, which is all that the run removes.
 */
import { afterAll, beforeAll } from '@jest/globals';
import { existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readdir, readFile, readlink, rm, symlink, unlink, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { runCommand } from '../../src/postgres/server/command.ts';
import { findHome } from '../../src/postgres/server/home.ts';
import { customaryDirectories } from '../../src/postgres/server/installation.ts';
import { type ManagedServer, startServer } from '../../src/postgres/server/managed-server.ts';
import { installPackage } from '../../src/postgres/server/package.ts';
import { parseVersion } from '../../src/postgres/server/releases.ts';
import { installIn } from './job.ts';

/** In a job's tool cache: where its servers leave their data. */
const ADDRESS = 'data-is-left-in';
const COPY_TIMEOUT_MS = 30_000;
/** The first use on a machine downloads them. */
const INSTALL_MS = 300_000;

export interface KeptServers {
  /** Puts into a job's empty tool cache the PostgreSQL that leaves its data. */
  prepareToolCache(toolCache: string): Promise<void>;
  /** Starts a server on what the last one of a job has left. The caller stops it. */
  startAgain(toolCache: string, major: string): Promise<ManagedServer>;
}

/** Nothing can stand before servers that the machine itself has. */
export function leavesData(major: string): boolean {
  return !customaryDirectories(Number(major)).some((directory) => existsSync(path.join(directory, 'postgres')));
}

/**
 * Call it at the top of the file or of a `describe`; what is left is removed after the last test.
 *
 * @param majors of the jobs: what a job installed itself, nothing would stand before
 */
export function withKeptServers(majors: readonly string[]): KeptServers {
  const places: string[] = [];
  beforeAll(async () => {
    const { directory: home } = await findHome();
    for (const major of majors.filter(leavesData)) await installPackage(parseVersion(major).major, { home });
  }, INSTALL_MS);
  afterAll(async () => {
    for (const place of places) await rm(place, { recursive: true, force: true, maxRetries: 3 });
  });
  return {
    prepareToolCache: async (toolCache) => {
      // Where runs have their data as well, so that it need not be copied.
      const place = await mkdtemp(path.join(existsSync('/dev/shm') ? '/dev/shm' : os.tmpdir(), 'kept-servers-'));
      places.push(place);
      // For the account that servers run as.
      await chmod(place, 0o777);
      await writeFile(path.join(toolCache, ADDRESS), place);
      const home = path.join(toolCache, 'migrate-action');
      await installIn(home);
      await standBefore(path.join(home, 'postgresql'), place);
    },
    startAgain: async (toolCache, major) => {
      const place = await readFile(path.join(toolCache, ADDRESS), 'utf8');
      const last = (await readdir(place)).sort().at(-1);
      if (last === undefined) throw new Error('The job has started no server.');
      return await startServer({
        ...parseVersion(major),
        source: 'package',
        fill: async ({ directory, account }) => {
          const how = { account, timeoutMs: COPY_TIMEOUT_MS };
          const { code, stderr } = await runCommand('cp', ['-a', `${path.join(place, last)}/.`, directory], how);
          if (code !== 0) throw new Error(stderr);
          await rm(path.join(directory, 'postmaster.pid'), { force: true });
        },
      });
    },
  };
}

/** In place of the link to installations: the same ones, with another `postgres`. */
async function standBefore(installations: string, place: string): Promise<void> {
  const originals = await readlink(installations);
  await unlink(installations);
  for (const name of await readdir(originals)) {
    const programs = path.join(originals, name, 'bin');
    const bin = path.join(installations, name, 'bin');
    await mkdir(bin, { recursive: true });
    for (const program of await readdir(programs)) {
      const original = path.join(programs, program);
      if (program === 'postgres') await writeFile(path.join(bin, program), leaving(original, place), { mode: 0o755 });
      else await symlink(original, path.join(bin, program));
    }
  }
}

/** A run ends its server at once, so that what is not on disk at a COMMIT would not be there. */
function leaving(postgres: string, place: string): string {
  return `#!/bin/sh
data=$2
if [ "$1" = -D ] && [ ! -L "$data" ]; then
  left=${place}/$(date +%s%N)
  mv "$data" "$left" && ln -s "$left" "$data" || exit 1
fi
exec ${postgres} "$@" -c synchronous_commit=on
`;
}
