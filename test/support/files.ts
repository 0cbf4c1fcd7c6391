/** Directories of migrations, written by the tests that read them. */
import { afterAll } from '@jest/globals';
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

export interface TemporaryFiles {
  /** A new directory that every account may pass, with these files in it by relative path. */
  directory(files?: Readonly<Record<string, string | Buffer>>): Promise<string>;
}

/** Call it at the top of the file or of a `describe`; what it made is removed after the last test. */
export function withFiles(): TemporaryFiles {
  const made: string[] = [];
  afterAll(async () => {
    for (const directory of made) await rm(directory, { recursive: true, force: true, maxRetries: 3 });
  });
  return {
    directory: async (files = {}) => {
      const directory = await mkdtemp(path.join(os.tmpdir(), 'ma-e2e-'));
      made.push(directory);
      await chmod(directory, 0o755);
      for (const [name, content] of Object.entries(files)) {
        const file = path.join(directory, name);
        await mkdir(path.dirname(file), { recursive: true });
        await writeFile(file, content);
      }
      return directory;
    },
  };
}
