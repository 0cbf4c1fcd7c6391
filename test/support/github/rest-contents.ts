/** What a repository holds: trees, files, commits, and how they differ. */
import { blobSha, listTree, type TreeEntry } from './git-objects.ts';
import { type Commit, differences, type Repository } from './repository.ts';
import { type Answer, NOT_FOUND, refusal } from './rest-answers.ts';
import { page } from './rest-page.ts';
import type { Asked, Needed, Route } from './rest-routes.ts';

const NEEDS: readonly Needed[] = [{ scope: 'contents', level: 'read' }];
const route = (path: RegExp, docs: string, answer: Route['answer']): Route => ({
  method: 'GET',
  path,
  needs: NEEDS,
  page: docs,
  answer,
});

export const CONTENT_ROUTES: readonly Route[] = [
  { ...route(/^$/, '/repos/repos#get-a-repository', repositoryAnswer), needs: [{ scope: 'metadata', level: 'read' }] },
  route(/^\/git\/trees\/(.+)$/, '/git/trees#get-a-tree', tree),
  route(/^\/git\/blobs\/([0-9a-f]+)$/, '/git/blobs#get-a-blob', blob),
  route(/^\/git\/refs?\/(.+)$/, '/git/refs#get-a-reference', reference),
  route(/^\/contents(?:\/(.*))?$/, '/repos/contents#get-repository-content', contents),
  route(/^\/branches\/(.+)$/, '/branches/branches#get-a-branch', branch),
  route(/^\/compare\/(.+?)\.\.\.(.+)$/, '/commits/commits#compare-two-commits', compare),
  route(/^\/commits$/, '/commits/commits#list-commits', commits),
  route(/^\/commits\/([^/]+|.+(?<!\/pulls))$/, '/commits/commits#get-a-commit', commit),
];

function repositoryAnswer({ repository }: Asked): Answer {
  return { status: 200, body: repositoryView(repository) };
}

export function repositoryView({ name, defaultBranch, visibility }: Repository): object {
  const [login = '', short = ''] = name.split('/');
  return {
    id: 1_296_269,
    name: short,
    full_name: name,
    private: visibility === 'private',
    owner: { login },
    default_branch: defaultBranch,
    html_url: `https://github.com/${name}`,
  };
}

/** GitHub lists no more at once. */
const MOST_ENTRIES = 100_000;

/** By the name of a commit, of a branch, or of a tree itself. */
function tree({ world, repository, parts: [name = ''], query, url }: Asked): Answer {
  const commits = [...repository.commits.values()];
  const whole = repository.resolve(name) ?? commits.find((each) => listTree(each.tree).sha === name);
  const isRecursive = query.has('recursive');
  const most = world.mostTreeEntries ?? MOST_ENTRIES;
  const view = (all: readonly TreeEntry[], sha: string): Answer => {
    const wanted = all.filter((entry) => isRecursive || !entry.path.includes('/'));
    return listing(wanted.slice(0, most), sha, wanted.length > most);
  };
  const listing = (entries: readonly TreeEntry[], sha: string, truncated: boolean): Answer => ({
    status: 200,
    body: {
      sha,
      url: `${url}/repos/${repository.name}/git/trees/${sha}`,
      tree: entries.map((entry) => ({
        ...entry,
        url: `${url}/repos/${repository.name}/git/${entry.type}s/${entry.sha}`,
      })),
      truncated,
    },
  });
  if (whole !== undefined) {
    const listed = listTree(whole.tree);
    return view(listed.entries, listed.sha);
  }
  for (const { tree: files } of commits) {
    const { entries } = listTree(files);
    const directory = entries.find((entry) => entry.type === 'tree' && entry.sha === name)?.path;
    if (directory === undefined) continue;
    const inside = entries.filter((entry) => entry.path.startsWith(`${directory}/`));
    return view(
      inside.map((entry) => ({ ...entry, path: entry.path.slice(directory.length + 1) })),
      name,
    );
  }
  return NOT_FOUND;
}

function blob({ repository, parts: [sha = ''], accept }: Asked): Answer {
  for (const { tree: files } of repository.commits.values())
    for (const content of files.values()) if (blobSha(content) === sha) return file(sha, content, accept, {});
  return NOT_FOUND;
}

/** Beyond this GitHub gives the contents only to those who ask for them raw. */
const LARGEST_ENCODED_BYTES = 1024 * 1024;

function contents({ repository, parts: [path = ''], query, accept }: Asked): Answer {
  const commit = repository.resolve(query.get('ref') ?? repository.defaultBranch);
  if (commit === undefined) return refusal(404, `No commit found for the ref ${query.get('ref') ?? ''}`);
  const content = commit.tree.get(path);
  const name = path.split('/').at(-1) ?? '';
  if (content !== undefined) return file(blobSha(content), content, accept, { type: 'file', name, path });
  const directory = path === '' ? '' : `${path.replace(/\/$/, '')}/`;
  const inside = listTree(commit.tree).entries.filter(
    (entry) => entry.path.startsWith(directory) && !entry.path.slice(directory.length).includes('/'),
  );
  if (inside.length === 0) return NOT_FOUND;
  const body = inside.map(({ path: each, type, sha, size = 0 }) => ({
    type: type === 'tree' ? 'dir' : 'file',
    name: each.slice(directory.length),
    path: each,
    sha,
    size,
  }));
  return { status: 200, body };
}

function file(sha: string, content: Buffer, accept: string, more: object): Answer {
  if (accept.includes('raw'))
    return {
      status: 200,
      body: content.toString(),
      headers: { 'content-type': 'application/vnd.github.raw; charset=utf-8' },
    };
  const isLarge = 'path' in more && content.length > LARGEST_ENCODED_BYTES;
  // Lines of sixty characters, as GitHub sends them.
  const encoded = content.toString('base64').replaceAll(/(.{60})/g, '$1\n');
  const body = {
    ...more,
    sha,
    size: content.length,
    content: isLarge ? '' : encoded,
    encoding: isLarge ? 'none' : 'base64',
  };
  return { status: 200, body };
}

function reference({ repository, parts: [ref = ''] }: Asked): Answer {
  const found = repository.resolve(`refs/${ref}`);
  if (found === undefined) return NOT_FOUND;
  return { status: 200, body: { ref: `refs/${ref}`, object: { type: 'commit', sha: found.sha } } };
}

function branch({ repository, parts: [name = ''] }: Asked): Answer {
  const found = repository.branches.has(name) ? repository.resolve(name) : undefined;
  if (found === undefined) return refusal(404, 'Branch not found', '/branches/branches#get-a-branch');
  return { status: 200, body: { name, commit: commitView(found), protected: false } };
}

function commit({ repository, parts: [ref = ''] }: Asked): Answer {
  const found = repository.resolve(ref);
  if (found === undefined) return refusal(422, `No commit found for SHA: ${ref}`, '/commits/commits#get-a-commit');
  const before = repository.commits.get(found.parents[0] ?? '');
  return { status: 200, body: { ...commitView(found), files: filesView(before, found) } };
}

function commits(asked: Asked): Answer {
  const { repository, query } = asked;
  const from = repository.resolve(query.get('sha') ?? repository.defaultBranch);
  if (from === undefined) return NOT_FOUND;
  const path = query.get('path');
  const touches = (each: Commit) =>
    path === null ||
    differences(repository.commits.get(each.parents[0] ?? '')?.tree, each.tree).some(
      (change) => change.path === path || change.path.startsWith(`${path}/`),
    );
  return page(repository.history(from).filter(touches).map(commitView), asked, '/commits');
}

function compare({ repository, parts: [base = '', head = ''] }: Asked): Answer {
  const [from, to] = [repository.resolve(base), repository.resolve(head)];
  if (from === undefined || to === undefined) return NOT_FOUND;
  const common = repository.commonAncestor(from, to);
  const [old, fresh] = [repository.history(from), repository.history(to)].map((list) => list.map(({ sha }) => sha));
  const ahead = repository.history(to).filter(({ sha }) => old?.includes(sha) !== true);
  const behind = (old ?? []).filter((sha) => fresh?.includes(sha) !== true).length;
  const status =
    ahead.length > 0 && behind > 0 ? 'diverged' : ahead.length > 0 ? 'ahead' : behind > 0 ? 'behind' : 'identical';
  return {
    status: 200,
    body: {
      status,
      ahead_by: ahead.length,
      behind_by: behind,
      total_commits: ahead.length,
      merge_base_commit: common === undefined ? null : commitView(common),
      commits: ahead.reverse().map(commitView),
      files: filesView(common, to),
    },
  };
}

export function commitView({ sha, parents, message, date, tree: files }: Commit): object {
  const who = { name: 'Octo Cat', email: 'octocat@example.com', date };
  return {
    sha,
    commit: { message, author: who, committer: who, tree: { sha: listTree(files).sha } },
    parents: parents.map((parent) => ({ sha: parent })),
  };
}

export function filesView(before: Commit | undefined, after: Commit): object[] {
  return differences(before?.tree, after.tree).map(({ path, status }) => ({
    filename: path,
    status,
    sha: blobSha(after.tree.get(path) ?? before?.tree.get(path) ?? Buffer.alloc(0)),
  }));
}
