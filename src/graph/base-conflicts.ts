/**
 * What of a set is new to a base branch, and what of it does not go together with that. From the set here and the names of the files there
 * alone, so that it can be asked again whenever the base branch has moved.
 */
import { quote } from 'shlex';
import type { ScriptNames } from '../migration/script-names.ts';
import type { BaseConflict } from './base-conflict.ts';
import { compareVersions, type Naming, namingOf } from './migration-naming.ts';
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
  /** What its files are named like, where that is the project's own to say. */
  readonly names?: ScriptNames | undefined;
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
  /** Of those that are in the base: what has another content, as its format allows; where files grow, all migrations of the file. */
  readonly editedIds: readonly string[];
  readonly conflicts: readonly BaseConflict[];
}

export function compareWithBase(set: LocalSet, base: BaseTree): Comparison {
  const naming = namingOf(set.format, set.names);
  const prefix = set.directory === '' ? '' : `${set.directory}/`;
  const inside = base.files.filter(({ path }) => path.startsWith(prefix));
  const migrations = inside.filter(({ path }) => naming.isUp(path.slice(prefix.length)));
  const context: Context = {
    set,
    branch: base.branch,
    naming,
    there: new Map(inside.map((file) => [file.path, file])),
    theirs: migrations.map(({ path }) => path),
  };
  const fresh = missing(context);
  const here = new Set([...set.migrations.map(({ path }) => path), ...(set.files ?? [])]);
  const gone = migrations.filter(({ path }) => !here.has(path));
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
    editedIds: changed(context)
      .filter((migration) => (migration.repeatable === true || naming.grows) && !added.includes(migration))
      .map(({ id }) => id),
    conflicts: conflicts.map((conflict) => withRecords(conflict, { format, directory, branch: base.branch })),
  };
}

interface Context {
  readonly set: LocalSet;
  readonly branch: string;
  readonly naming: Naming;
  /** What the base branch has, by path. */
  readonly there: ReadonlyMap<string, BaseFile>;
  /** Of that, what its name says is a migration. */
  readonly theirs: readonly string[];
}

/**
 * What is a migration here is the same file there, whatever its name says. But where a change of Sqitch is reworked, its old script moves
 * to a name with a tag, `a@v1`, and the new one has the path of the old.
 */
function missing({ set, there }: Context): readonly LocalMigration[] {
  const fresh = set.migrations.filter(({ path }) => !there.has(path));
  if (set.format !== 'sqitch') return fresh;
  const byId = new Map(set.migrations.map((migration) => [migration.id, migration]));
  const moved = new Map<LocalMigration, LocalMigration>();
  for (const old of fresh) {
    const now = byId.get(old.id.replace(/@.*$/, ''));
    // The oldest of several is the one that the base branch has.
    if (now !== undefined && now !== old && there.has(now.path) && !moved.has(now)) moved.set(now, old);
  }
  const known = new Set(moved.values());
  return set.migrations.filter((each) => moved.has(each) || (!there.has(each.path) && !known.has(each)));
}

/** New ones whose version is taken, or that come before the newest one there: both move behind it. */
function misplaced(added: readonly LocalMigration[], { set, branch, naming, theirs }: Context): BaseConflict[] {
  const isNamed = (path: string) => naming.versionIn(path) !== undefined;
  const named = theirs.filter(isNamed);
  const newest = named.reduce<string | undefined>(
    (one, other) => (one === undefined || naming.compare(one, other) < 0 ? other : one),
    undefined,
  );
  if (newest === undefined) return [];
  const versions = [...named, ...set.migrations.map(({ path }) => path)].flatMap(
    (path) => naming.versionIn(path) ?? [],
  );
  let free = versions.map(naming.next).reduce((a, b) => (compareVersions(a, b) < 0 ? b : a));
  return added
    .filter(({ path }) => isNamed(path))
    .flatMap((migration): BaseConflict[] => {
      const { id, path } = migration;
      const version = naming.versionIn(path) ?? '';
      const isTaken = (other: string) => compareVersions(naming.versionIn(other) ?? '', version) === 0;
      const taken = naming.isUnique ? named.find(isTaken) : undefined;
      if (taken === undefined && naming.compare(path, newest) > 0) return [];
      const cure = moveBehind(migration, newest, free, naming);
      free = naming.next(free);
      const about = { id, path, line: 1, ...cure };
      if (taken !== undefined) {
        const message = `${branch} has taken version ${version} for ${taken}.`;
        return [{ kind: 'version-taken', severity: 'error', basePath: taken, message, ...about }];
      }
      const order = naming.isUnique
        ? `Version ${version} comes before ${naming.versionIn(newest) ?? ''}`
        : `${path} comes before ${newest}`;
      const what = naming.refusesOutOfOrder
        ? 'Databases that have that one refuse this one or pass it over.'
        : 'Databases that have that one apply this one after it, and new ones before.';
      const message = `${order}, the newest that ${branch} has. ${what}`;
      return [{ kind: 'out-of-order', severity: naming.refusesOutOfOrder ? 'error' : 'warning', message, ...about }];
    });
}

/** Another number does not always do: names may be ordered by what comes before it, or as text. */
function moveBehind(
  { path, moves }: LocalMigration,
  newest: string,
  free: string,
  { versionIn, compare }: Naming,
): Pick<BaseConflict, 'commands' | 'advice'> {
  const version = versionIn(path) ?? '';
  if (compare(withVersion(path, version, free), newest) <= 0)
    return { commands: [], advice: `Give it a name that comes after ${newest}.` };
  return { commands: moves.map((file) => `git mv ${quote(file)} ${quote(withVersion(file, version, free))}`) };
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

/** What the base branch has under the same path, with other content. */
function changed({ set, there }: Context): LocalMigration[] {
  return set.migrations.filter(({ path, blobs }) => {
    const file = there.get(path);
    return file !== undefined && !blobs.includes(file.sha);
  });
}

function edits(context: Context): BaseConflict[] {
  const { branch, naming } = context;
  if (naming.grows) return [];
  return changed(context).flatMap(({ id, path, repeatable = false }): BaseConflict[] => {
    if (repeatable) return [];
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
