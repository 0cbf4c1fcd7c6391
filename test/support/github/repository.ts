/** A repository on GitHub: commits, branches and pull requests, in memory. */
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { commitSha, listTree, type Tree } from './git-objects.ts';

export interface Commit {
  readonly sha: string;
  readonly parents: readonly string[];
  readonly message: string;
  readonly date: string;
  readonly tree: Tree;
}

/** Files by path; undefined takes one away. */
export type Changes = Readonly<Record<string, string | Buffer | undefined>>;

export interface Pull {
  readonly number: number;
  readonly title: string;
  readonly base: string;
  readonly head: string;
  /** Whose fork the head is in: `owner/name`. Undefined when it is in the repository itself. */
  readonly fork: string | undefined;
}

export interface FileChange {
  readonly path: string;
  readonly status: 'added' | 'modified' | 'removed';
}

export interface RepositoryOptions {
  readonly defaultBranch?: string;
  /** What is public may be read with any token. Default `private`. */
  readonly visibility?: 'public' | 'private';
}

export class Repository {
  /** `owner/name` */
  readonly name: string;
  readonly defaultBranch: string;
  readonly visibility: 'public' | 'private';
  readonly commits = new Map<string, Commit>();
  /** Names of those of forks begin with the fork's owner: `someone:feature`. */
  readonly branches = new Map<string, string>();
  readonly pulls: Pull[] = [];
  #seconds = 1_790_000_000;
  #lastNumber = 0;

  constructor(name: string, { defaultBranch = 'main', visibility = 'private' }: RepositoryOptions = {}) {
    this.name = name;
    this.defaultBranch = defaultBranch;
    this.visibility = visibility;
  }

  /** Commits to a branch; one that is not there yet begins at the default branch. */
  commit(branch: string, changes: Changes, message = 'Change something'): Commit {
    const parent = this.resolve(branch) ?? this.resolve(this.defaultBranch);
    const tree = new Map(parent?.tree);
    for (const [file, content] of Object.entries(changes)) {
      if (content === undefined) tree.delete(file);
      else tree.set(file, Buffer.from(content));
    }
    const made = this.#add(tree, parent === undefined ? [] : [parent.sha], message);
    this.branches.set(branch, made.sha);
    return made;
  }

  openPull(head: string, { base = this.defaultBranch, fork, title = 'Change something' }: Partial<Pull> = {}): Pull {
    const owner = fork?.split('/')[0];
    this.#lastNumber += 1;
    const pull = { number: this.#lastNumber, title, base, head: owner === undefined ? head : `${owner}:${head}`, fork };
    this.pulls.push(pull);
    return pull;
  }

  pull(number: number): Pull {
    const found = this.pulls.find((each) => each.number === number);
    if (found === undefined) throw new Error(`${this.name} has no pull request ${number}`);
    return found;
  }

  /** A commit by its name, a branch, or what GitHub keeps for a pull request: `refs/pull/7/merge`. */
  resolve(ref: string): Commit | undefined {
    const [, number, which] = /^(?:refs\/)?pull\/(\d+)\/(head|merge)$/.exec(ref) ?? [];
    const pull = number === undefined ? undefined : this.pulls.find((each) => each.number === Number(number));
    if (pull !== undefined) return which === 'head' ? this.resolve(pull.head) : this.merge(pull);
    if (ref === 'HEAD') return this.resolve(this.defaultBranch);
    const branch = ref.replace(/^(refs\/)?heads\//, '');
    return this.commits.get(this.branches.get(branch) ?? ref);
  }

  /** What a pull request would make of its base as that is now; undefined when the two disagree about a file. */
  merge({ number, head, base }: Pull): Commit | undefined {
    const [theirs, ours] = [this.tip(head), this.tip(base)];
    const common = this.commonAncestor(ours, theirs);
    const tree = new Map(ours.tree);
    for (const file of changedPaths(common?.tree, theirs.tree)) {
      const [before, now, wanted] = [common, ours, theirs].map((commit) => commit?.tree.get(file));
      if (!same(before, now) && !same(now, wanted)) return undefined;
      if (wanted === undefined) tree.delete(file);
      else tree.set(file, wanted);
    }
    const message = `Merge ${theirs.sha} into ${ours.sha}`;
    const known = [...this.commits.values()].find((each) => each.message === message);
    return known ?? this.#add(tree, [ours.sha, theirs.sha], message, number);
  }

  tip(branch: string): Commit {
    const found = this.resolve(branch);
    if (found === undefined) throw new Error(`${this.name} has no branch ${branch}`);
    return found;
  }

  commonAncestor(one: Commit, other: Commit): Commit | undefined {
    const mine = new Set(this.history(one).map(({ sha }) => sha));
    return this.history(other).find(({ sha }) => mine.has(sha));
  }

  /** The newest first. */
  history(from: Commit): Commit[] {
    const found = new Map([[from.sha, from]]);
    for (const { parents } of found.values())
      for (const parent of parents) {
        const commit = this.commits.get(parent);
        if (commit !== undefined) found.set(parent, commit);
      }
    return [...found.values()].sort((a, b) => (a.date < b.date ? 1 : -1));
  }

  #add(tree: Tree, parents: readonly string[], message: string, salt = 0): Commit {
    this.#seconds += 60;
    const date = new Date(this.#seconds * 1000).toISOString().replace('.000', '');
    const sha = commitSha(listTree(tree).sha, parents, `${message}${salt === 0 ? '' : ` (${salt})`}`, this.#seconds);
    const commit = { sha, parents, message, date, tree };
    this.commits.set(sha, commit);
    return commit;
  }
}

/** How a tree differs from an earlier one. */
export function differences(before: Tree | undefined, after: Tree): FileChange[] {
  return changedPaths(before, after).map((file) => ({
    path: file,
    status: before?.has(file) !== true ? 'added' : after.has(file) ? 'modified' : 'removed',
  }));
}

/** Files of a directory as changes that add them, for repositories that hold what lies on disk. */
export async function filesOf(directory: string, prefix = ''): Promise<Record<string, Buffer>> {
  const files: Record<string, Buffer> = {};
  for (const entry of await readdir(directory, { withFileTypes: true, recursive: true })) {
    if (!entry.isFile()) continue;
    const file = path.join(entry.parentPath, entry.name);
    files[`${prefix}${path.relative(directory, file).replaceAll(path.sep, '/')}`] = await readFile(file);
  }
  return files;
}

export async function writeTree(tree: Tree, directory: string): Promise<void> {
  for (const [name, content] of tree) {
    const file = path.join(directory, name);
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, content);
  }
}

function changedPaths(before: Tree | undefined, after: Tree): string[] {
  const all = [...new Set([...(before?.keys() ?? []), ...after.keys()])].sort();
  return all.filter((file) => !same(before?.get(file), after.get(file)));
}

function same(a: Buffer | undefined, b: Buffer | undefined): boolean {
  return a === b || (a !== undefined && b?.equals(a) === true);
}
