import { describe, expect, it } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { withFiles } from '../files.ts';
import { blobSha, listTree } from './git-objects.ts';
import { differences, filesOf, Repository, writeTree } from './repository.ts';

const files = withFiles();

describe('a repository', () => {
  it('names its objects as Git does', async () => {
    const repository = new Repository('octo/shop');
    const content = { 'a/b/1.sql': 'SELECT 1;\n', 'a/b.txt': 'b', 'a.txt': 'ä', 'a-c/d': '' };
    const { tree } = repository.commit('main', content);
    const directory = await files.directory();
    await writeTree(tree, directory);
    const git = (...args: string[]) => execFileSync('git', ['-C', directory, ...args], { encoding: 'utf8' }).trim();
    git('init', '-q');
    git('add', '.');
    const { sha, entries } = listTree(tree);
    expect(git('write-tree')).toBe(sha);
    const listed = git('ls-tree', '-r', '-t', '--format=%(path) %(objecttype) %(objectmode) %(objectname)', sha).split(
      '\n',
    );
    expect(entries.map((entry) => `${entry.path} ${entry.type} ${entry.mode} ${entry.sha}`)).toEqual(listed);
    expect(blobSha(Buffer.from('SELECT 1;\n'))).toBe(git('hash-object', 'a/b/1.sql'));
    const read = await filesOf(directory, 'x/');
    expect(read['x/a/b/1.sql']?.toString()).toBe('SELECT 1;\n');
  });

  it('has branches, and says how they differ', () => {
    const repository = new Repository('octo/shop');
    const first = repository.commit('main', { a: '1', b: '1' });
    const second = repository.commit('feature', { a: '2', b: undefined, c: '1' });
    expect(repository.resolve('main')).toBe(first);
    expect(repository.resolve('refs/heads/feature')).toBe(second);
    expect(repository.resolve(first.sha)).toBe(first);
    expect(repository.resolve('nothing')).toBeUndefined();
    expect(differences(first.tree, second.tree)).toEqual([
      { path: 'a', status: 'modified' },
      { path: 'b', status: 'removed' },
      { path: 'c', status: 'added' },
    ]);
  });

  it('merges a pull request with its base as that is now, unless they disagree', () => {
    const repository = new Repository('octo/shop');
    repository.commit('main', { a: '1', b: '1' });
    repository.commit('someone:feature', { b: '2', c: '1' });
    const pull = repository.openPull('feature', { fork: 'someone/shop' });
    repository.commit('main', { a: '3' });
    const merged = repository.resolve(`refs/pull/${pull.number}/merge`);
    expect(Object.fromEntries([...(merged?.tree ?? [])].map(([path, content]) => [path, content.toString()]))).toEqual({
      a: '3',
      b: '2',
      c: '1',
    });
    expect(repository.resolve(`refs/pull/${pull.number}/merge`)).toBe(merged);
    expect(repository.resolve(`refs/pull/${pull.number}/head`)).toBe(repository.tip('someone:feature'));
    repository.commit('main', { b: '3' });
    expect(repository.merge(pull)).toBeUndefined();
  });
});
