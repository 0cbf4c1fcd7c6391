/** Small projects on disk for the tests of formats: a repository with a `migrations` directory. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll } from '@jest/globals';
import { type Directory, openDirectory } from '../../src/formats/directory.ts';
import type { Format, FormatOptions, MigrationSet } from '../../src/formats/format.ts';
import { loadYaml } from '../../src/formats/shared/yaml.ts';

await loadYaml();

const made: string[] = [];
afterAll(() => {
  for (const folder of made.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** Opens `migrations` of a new repository with these files; `../name` lies beside `migrations`. A name that ends in `/` is a directory. */
export function project(files: Readonly<Record<string, string | Buffer>>): Directory {
  const repository = mkdtempSync(path.join(os.tmpdir(), 'formats-'));
  made.push(repository);
  const root = path.join(repository, 'migrations');
  mkdirSync(root);
  mkdirSync(path.join(repository, '.git'));
  for (const [name, content] of Object.entries(files)) {
    const file = path.join(root, name);
    mkdirSync(name.endsWith('/') ? file : path.dirname(file), { recursive: true });
    if (!name.endsWith('/')) writeFileSync(file, content);
  }
  return openDirectory(root);
}

export function options(given: Partial<FormatOptions> = {}): FormatOptions {
  return { variables: new Map(), env: {}, ...given };
}

/** Loads a new project of these files. */
export function load(
  format: Format,
  files: Readonly<Record<string, string | Buffer>>,
  given?: Partial<FormatOptions>,
): MigrationSet {
  return format.load(project(files), options(given));
}

/** The problems as `severity code path:line`, without the path or line where there is none. */
export function listProblems(set: MigrationSet): string[] {
  return set.problems.map(({ severity, code, path: file, line }) =>
    [severity, code, file === undefined ? '' : line === undefined ? file : `${file}:${line}`].join(' ').trim(),
  );
}

/** The migration of that id. */
export function migrationOf(set: MigrationSet, id: string) {
  const found = set.migrations.find((migration) => migration.id === id);
  if (found === undefined)
    throw new Error(`There is no migration ${id} among ${set.migrations.map((m) => m.id).join(', ')}.`);
  return found;
}
