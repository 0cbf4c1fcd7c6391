import { chmod, mkdir, readdir, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { blockedAt } from '../../../src/postgres/server/account.ts';
import { findHome } from '../../../src/postgres/server/home.ts';
import { isRoot, removeTemporary, temporaryDirectory } from './world.ts';

afterAll(removeTemporary);

/** An account that owns nothing here, whoever runs the tests. */
const stranger = { uid: (process.getuid?.() ?? 0) + 1, gid: (process.getgid?.() ?? 0) + 1 };

describe('findHome', () => {
  it('takes the cache directory as given, else the tool cache of the runner, else the caches of the user', async () => {
    const root = await temporaryDirectory();
    const env = { RUNNER_TOOL_CACHE: path.join(root, 'tools'), XDG_CACHE_HOME: path.join(root, 'xdg'), HOME: root };
    const given = await findHome({ cacheDir: path.join(root, 'given'), env });
    expect(given).toEqual({ directory: path.join(root, 'given'), notices: [] });
    expect((await findHome({ env })).directory).toBe(path.join(root, 'tools', 'migrate-action'));
    const own = { uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0 };
    const unset = { ...env, RUNNER_TOOL_CACHE: '' };
    const expected = isRoot ? '/var/cache/migrate-action' : path.join(root, 'xdg', 'migrate-action');
    expect((await findHome({ env: unset, ...(isRoot ? { account: own } : {}) })).directory).toBe(expected);
  });

  it('makes directories that every account can pass, whatever the umask is, and leaves no probe in them', async () => {
    const root = await temporaryDirectory();
    const umask = process.umask(0o077);
    try {
      const { directory } = await findHome({ cacheDir: path.join(root, 'one', 'two') });
      expect((await stat(directory)).mode & 0o777).toBe(0o755);
      expect((await stat(path.dirname(directory))).mode & 0o777).toBe(0o755);
      expect(await readdir(directory)).toEqual([]);
    } finally {
      process.umask(umask);
    }
  });

  it('refuses a place that cannot be written and names the way out', async () => {
    const root = await temporaryDirectory();
    const file = path.join(root, 'file');
    await writeFile(file, '');
    await expect(findHome({ cacheDir: path.join(file, 'below') })).rejects.toMatchObject({
      problems: [{ code: 'home-not-writable', hint: expect.stringContaining('--cache-dir') }],
    });
  });

  (isRoot ? it.skip : it)('takes one that can only be read, in which all that is needed may be', async () => {
    const root = await temporaryDirectory();
    await chmod(root, 0o555);
    expect(await findHome({ cacheDir: root })).toEqual({ directory: root, notices: [] });
  });

  (isRoot ? it : it.skip)('moves to where the account of the server can reach it, and says so', async () => {
    const root = await temporaryDirectory();
    const closed = path.join(root, 'closed');
    await mkdir(closed, { mode: 0o700 });
    const home = await findHome({ cacheDir: path.join(closed, 'cache') });
    expect(home.directory).toBe('/var/cache/migrate-action');
    expect(home.notices).toEqual([expect.stringContaining(closed)]);
    expect(await readdir(closed)).toEqual([]);
  });
});

describe('blockedAt', () => {
  it('names the first directory that the account may not pass', async () => {
    const root = await temporaryDirectory();
    const inner = path.join(root, 'closed', 'inner');
    await mkdir(inner, { recursive: true });
    expect(await blockedAt(inner, stranger)).toBeUndefined();
    expect(await blockedAt(path.join(inner, 'not', 'there', 'yet'), stranger)).toBeUndefined();
    await chmod(path.dirname(inner), 0o750);
    expect(await blockedAt(inner, stranger)).toBe(path.dirname(inner));
    expect(await blockedAt(inner, undefined)).toBeUndefined();
  });
});
