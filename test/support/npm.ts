/** npm as programs find it. */
import { readFile, realpath, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { TemporaryFiles } from './files.ts';

/** Its command, links followed, so that it finds what belongs to it. */
export async function npmOnPath(): Promise<string> {
  const directories = (process.env['PATH'] ?? '').split(path.delimiter);
  const found = await Promise.all(directories.map((each) => realpath(path.join(each, 'npm')).catch(() => undefined)));
  const npm = found.find((each) => each !== undefined);
  if (npm === undefined) throw new Error('There is no npm on PATH.');
  return npm;
}

export interface WatchedNpm {
  /** The environment of programs that shall use it. */
  readonly env: { readonly PATH: string };
  /** The commands it was given since the last time. */
  calls(): Promise<readonly string[]>;
}

/** The real npm, and what it is used for. */
export async function watchNpm(files: TemporaryFiles): Promise<WatchedNpm> {
  const directory = await files.directory({ calls: '' });
  const log = path.join(directory, 'calls');
  await writeFile(
    path.join(directory, 'npm'),
    `#!/bin/sh\necho "$1 $2" >>'${log}'\nexec '${await npmOnPath()}' "$@"\n`,
    { mode: 0o755 },
  );
  let seen = 0;
  return {
    env: { PATH: `${directory}${path.delimiter}${process.env['PATH'] ?? ''}` },
    calls: async () => {
      const all = (await readFile(log, 'utf8')).split('\n').filter((line) => line !== '');
      const since = all.slice(seen);
      seen = all.length;
      return since;
    },
  };
}
