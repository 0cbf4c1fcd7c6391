/** The files of a set as its repository knows them: what a report compares with a base branch, in a job without a checkout. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { LocalMigration, LocalSet } from '../graph/base-conflicts.ts';
import { blobNames } from '../graph/git-blob.ts';
import { namingOf } from '../graph/migration-naming.ts';
import type { Migration } from '../migration/migration.ts';
import type { Prepared } from './plan.ts';

/** More are in no migrations directory, and would only make the plan larger. */
const MOST_FILES = 50_000;

/** The directory is within the workspace, relative to it. */
export function localSetOf({
  plan: { directory, format },
  runnables,
  names,
}: Pick<Prepared, 'plan' | 'runnables' | 'names'>): LocalSet {
  const root = path.posix.normalize(directory.replaceAll('\\', '/')).replace(/\/+$/, '');
  const prefix = root === '.' ? '' : `${root}/`;
  const migrations = runnables.map(({ migration }) => localMigration(migration, format, directory, prefix));
  return { format, directory: prefix.slice(0, -1), migrations, names, files: filesIn(directory, prefix) };
}

function localMigration(migration: Migration, format: string, directory: string, prefix: string): LocalMigration {
  const { id, up, down, verify, dependsOn, repeatable } = migration;
  const isFolder = namingOf(format).hasFolders && up.path.includes('/');
  const files = isFolder
    ? [path.posix.dirname(up.path)]
    : [up, down, verify].flatMap((script) => withSettings(directory, script?.path));
  return {
    id,
    path: `${prefix}${up.path}`,
    moves: [...new Set(files)].map((file) => `${prefix}${file}`),
    blobs: blobNames(readFileSync(path.join(directory, up.path))),
    repeatable,
    parents: dependsOn.length === 0 ? undefined : dependsOn,
  };
}

/** Flyway has settings of a script in a file that is named after it. */
function withSettings(directory: string, script: string | undefined): readonly string[] {
  if (script === undefined) return [];
  const settings = `${script}.conf`;
  return existsSync(path.join(directory, settings)) ? [script, settings] : [script];
}

function filesIn(directory: string, prefix: string): readonly string[] {
  const entries = readdirSync(directory, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .slice(0, MOST_FILES)
    .map((entry) =>
      `${prefix}${path.relative(directory, path.join(entry.parentPath, entry.name))}`.replaceAll(path.sep, '/'),
    );
}
