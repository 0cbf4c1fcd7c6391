/** Names of Git's objects: what a file, a directory or a commit holds, hashed as Git does. */
import { createHash } from 'node:crypto';

/** By path, without directories. */
export type Tree = ReadonlyMap<string, Buffer>;

export interface TreeEntry {
  readonly path: string;
  readonly type: 'blob' | 'tree';
  readonly mode: '100644' | '040000';
  readonly sha: string;
  /** Of a file. */
  readonly size?: number;
}

export function blobSha(content: Buffer): string {
  return objectSha('blob', content);
}

export function commitSha(tree: string, parents: readonly string[], message: string, seconds: number): string {
  const who = `Octo Cat <octocat@example.com> ${seconds} +0000`;
  const lines = [`tree ${tree}`, ...parents.map((parent) => `parent ${parent}`), `author ${who}`, `committer ${who}`];
  return objectSha('commit', Buffer.from(`${lines.join('\n')}\n\n${message}\n`));
}

/** Everything in a tree, directories too, in the order in which GitHub lists it; and the name of the whole. */
export function listTree(tree: Tree): { readonly sha: string; readonly entries: readonly TreeEntry[] } {
  const { sha, entries } = listDirectory('', tree);
  return { sha, entries };
}

function listDirectory(prefix: string, tree: Tree): { sha: string; entries: TreeEntry[] } {
  const directories = new Map<string, Map<string, Buffer>>();
  const own: { readonly name: string; readonly entries: readonly TreeEntry[] }[] = [];
  for (const [path, content] of tree) {
    const [name = '', ...rest] = path.split('/');
    if (rest.length === 0) {
      const entry = {
        path: `${prefix}${name}`,
        type: 'blob',
        mode: '100644',
        sha: blobSha(content),
        size: content.length,
      } as const;
      own.push({ name, entries: [entry] });
    } else directories.set(name, (directories.get(name) ?? new Map<string, Buffer>()).set(rest.join('/'), content));
  }
  for (const [name, content] of directories) {
    const { sha, entries } = listDirectory(`${prefix}${name}/`, content);
    // Git sorts a directory as if its name ended with a slash.
    own.push({
      name: `${name}/`,
      entries: [{ path: `${prefix}${name}`, type: 'tree', mode: '040000', sha }, ...entries],
    });
  }
  own.sort((a, b) => Buffer.compare(Buffer.from(a.name), Buffer.from(b.name)));
  const parts = own.flatMap(({ name, entries: [entry] }) =>
    entry === undefined
      ? []
      : [Buffer.from(`${entry.mode.replace(/^0/, '')} ${name.replace(/\/$/, '')}\0`), Buffer.from(entry.sha, 'hex')],
  );
  return { sha: objectSha('tree', Buffer.concat(parts)), entries: own.flatMap(({ entries }) => entries) };
}

function objectSha(type: string, content: Buffer): string {
  return createHash('sha1').update(`${type} ${content.length}\0`).update(content).digest('hex');
}
