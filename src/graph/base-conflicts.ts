/**
 * What of a set is new to a base branch, and what of it does not go together with that. From the set here and the names of the files there
 * alone, so that it can be asked again whenever the base branch has moved.
 */
import { quote } from 'shlex';
import type { BaseConflict } from './base-conflict.ts';
import { compareVersions, type Naming, namingOf, versionAfter } from './migration-naming.ts';
import { withRecords } from './tool-records.ts';

export interface LocalMigration {
  readonly id: string;
  /** From the repository's root, `/` between parts: its way up. */
  readonly path: string;
  /** All files that have to be renamed with it, that one included; or the one directory that holds them. */
  readonly moves: readonly string[];
  /** Git's names of its content, `blobNames` of `graph/git-blob.ts`: as it is, and with the line ends of a repository. */
  readonly blobs: readonly string[];
  readonly repeatable?: boolean | undefined;
  /** Ids, where its format declares them. */
  readonly parents?: readonly string[] | undefined;
}

export interface LocalSet {
  readonly format: string;
  /** From the repository's root, without a slash at its end; empty for the root itself. */
  readonly directory: string;
  readonly migrations: readonly LocalMigration[];
  /** Paths of all files below the directory, from the repository's root: some that look like migrations are none. */
  readonly files?: readonly string[] | undefined;
}

export interface BaseTree {
  /** As a person and `git fetch origin` call it: `main`. */
  readonly branch: string;
  readonly files: readonly BaseFile[];
}

export interface BaseFile {
  /** From the repository's root. */
  readonly path: string;
  /** Git's name of its content. */
  readonly sha: string;
}

export interface Comparison {
  /** Ids, in the set's order. */
  readonly newIds: readonly string[];
  readonly conflicts: readonly BaseConflict[];
}

export function compareWithBase(set: LocalSet, base: BaseTree): Comparison {
  const naming = namingOf(set.format);
  const prefix = set.directory === '' ? '' : `${set.directory}/`;
  const inside = base.files.filter(({ path }) => path.startsWith(prefix) && naming.isUp(path.slice(prefix.length)));
  const context: Context = {
    set,
    branch: base.branch,
    naming,
    theirs: new Map(inside.map((file) => [file.path, file])),
  };
  const fresh = set.migrations.filter(({ path }) => !context.theirs.has(path));
  const here = new Set([...set.migrations.map(({ path }) => path), ...(set.files ?? [])]);
  const gone = inside.filter(({ path }) => !here.has(path));
  const renamed = renames(fresh, gone, context);
  const [was, is] = [new Set(renamed.map(({ basePath }) => basePath)), new Set(renamed.map(({ id }) => id))];
  const added = fresh.filter(({ id }) => !is.has(id));
  const conflicts = [
    ...misplaced(added, context),
    ...edits(context),
    ...renamed,
    ...gone.filter(({ path }) => !was.has(path)).map((file) => deleted(file, context)),
    ...heads(added, context),
  ];
  const { format, directory } = set;
  return {
    newIds: added.map(({ id }) => id),
    conflicts: conflicts.map((conflict) => withRecords(conflict, { format, directory, branch: base.branch })),
  };
}

interface Context {
  readonly set: LocalSet;
  readonly branch: string;
  readonly naming: Naming;
  /** What the base branch has, by path. */
  readonly theirs: ReadonlyMap<string, BaseFile>;
}

/** New ones whose version is taken, or is below the newest one there: both move behind it. */
function misplaced(added: readonly LocalMigration[], { set, branch, naming, theirs }: Context): BaseConflict[] {
  const versions = [...theirs.keys()].flatMap((path) => {
    const version = naming.versionIn(path);
    return version === undefined ? [] : [{ path, version }];
  });
  const newest = versions.reduce<string | undefined>(greater, undefined);
  if (newest === undefined) return [];
  const all = set.migrations.flatMap(({ path }) => naming.versionIn(path) ?? []);
  let free = versionAfter(all.reduce((a, b) => (compareVersions(a, b) < 0 ? b : a), newest));
  return added.flatMap(({ id, path, moves }): BaseConflict[] => {
    const version = naming.versionIn(path);
    if (version === undefined || compareVersions(version, newest) > 0) return [];
    const taken = versions.find((each) => compareVersions(each.version, version) === 0);
    const commands = moves.map((file) => `git mv ${quote(file)} ${quote(withVersion(file, version, free))}`);
    free = versionAfter(free);
    if (taken !== undefined) {
      const message = `${branch} has taken version ${version} for ${taken.path}.`;
      return [{ kind: 'version-taken', severity: 'error', id, path, line: 1, basePath: taken.path, message, commands }];
    }
    const what = naming.refusesOutOfOrder
      ? 'Databases that have that one refuse this one or pass it over.'
      : 'Databases that have that one apply this one after it, and new ones before.';
    const message = `Version ${version} comes before ${newest}, the newest that ${branch} has. ${what}`;
    const severity = naming.refusesOutOfOrder ? 'error' : 'warning';
    return [{ kind: 'out-of-order', severity, id, path, line: 1, message, commands }];
  });

  function greater(a: string | undefined, { version }: { readonly version: string }): string {
    return a === undefined || compareVersions(a, version) < 0 ? version : a;
  }
}

/** In the last part of the path that has it: diesel's versions have dashes in names. */
function withVersion(file: string, version: string, next: string): string {
  const parts = file.split('/');
  const pattern = new RegExp(
    version
      .split('')
      .map((digit) => digit.replace(/[._]/, '[._]'))
      .join('-?'),
  );
  const at = parts.findLastIndex((part) => pattern.test(part));
  return parts.map((part, index) => (index === at ? part.replace(pattern, next) : part)).join('/');
}

function edits({ set, branch, naming, theirs }: Context): BaseConflict[] {
  if (naming.grows) return [];
  return set.migrations.flatMap(({ id, path, blobs, repeatable = false }): BaseConflict[] => {
    const there = theirs.get(path);
    if (there === undefined || repeatable || blobs.includes(there.sha)) return [];
    return [
      {
        kind: 'edited',
        severity: 'error',
        id,
        path,
        line: 1,
        basePath: path,
        message: `${branch} has it with other content. Databases that have applied that do not apply this.`,
        commands: restore(path, branch),
        advice: 'Put what changes into a new migration.',
      },
    ];
  });
}

/** The same content under another name. */
function renames(
  fresh: readonly LocalMigration[],
  gone: readonly BaseFile[],
  { branch, naming }: Context,
): BaseConflict[] {
  if (naming.grows) return [];
  return fresh.flatMap(({ id, path, moves, blobs }): BaseConflict[] => {
    const there = gone.find(({ sha }) => blobs.includes(sha));
    if (there === undefined) return [];
    return [
      {
        kind: 'renamed',
        severity: 'error',
        id,
        path,
        line: 1,
        basePath: there.path,
        message: `${branch} has it as ${there.path}. Databases that have applied that apply this again.`,
        commands: moveBack(path, there.path, moves),
      },
    ];
  });
}

/** A migration that is a folder moves as one: what lies beside its script belongs to it. */
function moveBack(path: string, back: string, moves: readonly string[]): string[] {
  const isFolder = moves.some((each) => path.startsWith(`${each}/`));
  const [from, to] = isFolder ? [folderOf(path), folderOf(back)] : [path, back];
  return [...makeDirectory(from, to), `git mv ${quote(from)} ${quote(to)}`];
}

function makeDirectory(from: string, to: string): string[] {
  const [here, there] = [folderOf(from), folderOf(to)];
  return here === there || there === '' ? [] : [`mkdir -p ${quote(there)}`];
}

function folderOf(path: string): string {
  return path.split('/').slice(0, -1).join('/');
}

/** Deleted here, or added there since: the same commands bring it back or in. */
function deleted({ path }: BaseFile, { set, branch, naming }: Context): BaseConflict {
  const isFolder = naming.hasFolders && folderOf(path) !== set.directory;
  return {
    kind: 'deleted',
    severity: 'error',
    id: path.split('/').at(-1) ?? path,
    path,
    basePath: path,
    message: `${branch} has it, and this set has not: it was deleted here, or added there since.`,
    commands: restore(isFolder ? folderOf(path) : path, branch),
  };
}

function restore(path: string, branch: string): string[] {
  return [`git fetch origin ${quote(branch)}`, `git checkout FETCH_HEAD -- ${quote(path)}`];
}

/** Where migrations declare parents: ends that nothing joins, new ones beside those of the base branch. */
function heads(added: readonly LocalMigration[], { set, branch }: Context): BaseConflict[] {
  if (set.format !== 'sourcegraph') return [];
  const parents = new Set(set.migrations.flatMap((migration) => migration.parents ?? []));
  const ends = set.migrations.filter(({ id }) => !parents.has(id));
  const [ours, theirs] = [ends.filter((end) => added.includes(end)), ends.filter((end) => !added.includes(end))];
  if (theirs.length === 0) return [];
  const names = theirs.map(({ id }) => id).join(', ');
  return ours.map(({ id, path }) => ({
    kind: 'two-heads',
    severity: 'error',
    id,
    path,
    line: 1,
    basePath: theirs[0]?.path,
    message: `${branch} ends in ${names}, this ends beside it.`,
    commands: [],
    advice: `Add ${names} to \`parents\` in ${path.replace(/[^/]*$/, 'metadata.yaml')}.`,
  }));
}
