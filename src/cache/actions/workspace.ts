/** The directory that the client packs an entry from, or unpacks it into. */
import { chmod, copyFile, link, lstat, mkdir, readdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { runCommand } from '../../postgres/server/command.ts';
import { randomName } from '../../postgres/server/staging.ts';
import { ENTRY_PATH } from './client-process.ts';

export interface Workspace {
  readonly workspace: string;
  readonly temporary: string;
}

/** Runs `work` with a fresh workspace below `parent`, and removes it afterwards. */
export async function withWorkspace<Result>(
  parent: string,
  work: (made: Workspace) => Promise<Result>,
): Promise<Result> {
  const directory = path.join(parent, randomName('.cache'));
  const made = { workspace: path.join(directory, 'workspace'), temporary: path.join(directory, 'temporary') };
  await mkdir(directory, { mode: 0o700 });
  try {
    await mkdir(made.workspace);
    await mkdir(made.temporary);
    return await work(made);
  } finally {
    // A client that was ended a moment ago may still have been writing.
    await rm(directory, { recursive: true, force: true, maxRetries: 5 }).catch(() => undefined);
  }
}

export async function fillWorkspace({ workspace }: Workspace, file: string): Promise<void> {
  const entry = path.join(workspace, ENTRY_PATH);
  await link(file, entry).catch(() => copyFile(file, entry));
}

/** @returns false when there is anything but our one plain file, which an archive that is not of our making could bring */
export async function emptyWorkspace({ workspace }: Workspace, file: string): Promise<boolean> {
  const entry = path.join(workspace, ENTRY_PATH);
  const stats = await lstat(entry).catch(() => undefined);
  const names = await readdir(workspace);
  if (stats?.isFile() !== true || stats.nlink !== 1 || names.length !== 1) return false;
  await chmod(entry, 0o644);
  await rename(entry, file);
  return true;
}

/** Only GNU tar can be told to extract everything under one name; the client takes it as `gtar` where there is one on macOS. */
export async function hasGnuTar(env: NodeJS.ProcessEnv): Promise<boolean> {
  const names = process.platform === 'darwin' ? ['gtar', 'tar'] : ['tar'];
  for (const name of names) {
    const { code, stdout } = await runCommand(name, ['--version'], { env, timeoutMs: 10_000 });
    if (code !== undefined) return stdout.includes('GNU tar');
  }
  return false;
}
