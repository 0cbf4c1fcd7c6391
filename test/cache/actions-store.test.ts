import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { chmod, readFile, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { actionsStore, type Limits } from '../../src/cache/actions-store.ts';
import { documentName, entryKey, entryPrefix } from '../../src/cache/keys.ts';
import type { Store } from '../../src/cache/store.ts';
import { runCommand } from '../../src/postgres/server/command.ts';
import { CACHE_CLIENT } from '../support/cache-client.ts';
import { type CacheServer, type JobOptions, startCacheServer } from '../support/cache-server.ts';
import { withFiles } from '../support/files.ts';
import { describeStore } from './contract.ts';

const files = withFiles();
const key = (content: string) => entryKey({ kind: 'snapshot' }, content);

async function open(server: CacheServer, job: JobOptions & { limits?: Limits } = {}): Promise<Store> {
  const env = { ...process.env, ...server.environment(job), RUNNER_TEMP: await files.directory() };
  return actionsStore({ env, client: CACHE_CLIENT, ...(job.limits === undefined ? {} : { limits: job.limits }) });
}

async function source(contents: string): Promise<string> {
  return path.join(await files.directory({ source: contents }), 'source');
}

describeStore("GitHub's cache", async () => {
  const server = await startCacheServer();
  return { open: () => open(server), close: () => server.stop() };
});

describe("GitHub's cache", () => {
  let server: CacheServer;
  const opened: Store[] = [];
  beforeAll(async () => {
    server = await startCacheServer();
  });
  afterAll(async () => {
    await Promise.all(opened.map((store) => store.close()));
    await server.stop();
  });

  async function inJob(job: JobOptions = {}): Promise<Store> {
    const store = await open(server, job);
    opened.push(store);
    return store;
  }

  it('is asked before anything is packed, and not for what is already there', async () => {
    const store = await inJob();
    await store.put(key('asked'), await source('x'));
    const before = server.calls.length;
    expect(await store.put(key('asked'), await source('x'))).toEqual({ outcome: 'exists' });
    expect(server.calls.slice(before)).toEqual(['GetCacheEntryDownloadURL']);
  });

  it('gives branches what the default branch keeps, and not the other way round', async () => {
    const [main, branch, other] = await Promise.all([
      inJob(),
      inJob({ ref: 'refs/heads/branch' }),
      inJob({ ref: 'refs/pull/1/merge', base: 'refs/heads/branch' }),
    ]);
    await main.put(key('of main'), await source('main'));
    await branch.put(key('of branch'), await source('branch'));
    expect(await branch.has(key('of main'))).toBe(true);
    expect(await main.has(key('of branch'))).toBe(false);
    expect(await other.has(key('of branch'))).toBe(true);
    // What a branch has of its own comes first, though main's may be newer.
    await main.put(key('newer of main'), await source('main'));
    expect(await branch.newest(entryPrefix({ kind: 'snapshot' }))).toBe(key('of branch'));
    expect(await main.newest(entryPrefix({ kind: 'snapshot' }))).toBe(key('newer of main'));
  });

  it('finds a document that is again what it once was', async () => {
    const store = await inJob();
    const name = documentName({ kind: 'results' });
    const texts = ['one', 'two', 'one'];
    for (const text of texts) {
      await store.update(name, () => Buffer.from(text));
      // Keys of documents tell seconds apart.
      await new Promise((resolve) => setTimeout(resolve, 1100));
    }
    expect((await store.read(name))?.toString()).toBe('one');
  });

  it('loses what was not used for longest, and misses it without a word', async () => {
    const small = await startCacheServer({ maxBytes: 1000 });
    const store = await open(small);
    for (const content of ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'])
      expect(await store.put(key(content), await source(content))).toEqual({ outcome: 'kept' });
    expect(await store.has(key('a'))).toBe(false);
    expect(await store.has(key('h'))).toBe(true);
    expect(store.takeNotes()).toEqual([]);
    await store.close();
    await small.stop();
  });

  it.each([
    ['read', 'denied', true],
    ['none', 'denied', false],
    ['write', 'kept', true],
    ['write-only', 'kept', false],
  ])('obeys cache-mode %s', async (mode, outcome, reads) => {
    await (await inJob()).put(key('mode'), await source('x'));
    const env = { ...process.env, ...server.environment(), ACTIONS_CACHE_MODE: mode };
    const store = actionsStore({ env, client: CACHE_CLIENT });
    opened.push(store);
    expect(await store.has(key('mode'))).toBe(reads);
    expect(await store.get(key('mode'), await source(''))).toBe(reads);
    for (const content of ['1', '2'])
      expect(await store.put(key(`mode ${mode} ${content}`), await source('x'))).toMatchObject({ outcome });
    const notes = store.takeNotes();
    expect(notes.every(({ code, severity }) => code === 'cache-mode' && severity === 'info')).toBe(true);
    expect(notes).toHaveLength({ read: 1, none: 2, write: 0, 'write-only': 1 }[mode] ?? Number.NaN);
  });

  it('is nothing to a token that may only read, but to read', async () => {
    await (await inJob()).put(key('readable'), await source('x'));
    const store = await inJob({ permission: 'read' });
    expect(await store.has(key('readable'))).toBe(true);
    for (const content of ['1', '2'])
      expect(await store.put(key(`read-only ${content}`), await source('x'))).toMatchObject({ outcome: 'denied' });
    expect(store.takeNotes()).toMatchObject([{ severity: 'info', code: 'cache-denied' }]);
    const nobody = await inJob({ permission: 'none' });
    expect(await nobody.has(key('readable'))).toBe(false);
    expect(nobody.takeNotes()).toMatchObject([{ severity: 'info', code: 'cache-denied' }]);
  });

  it.each([
    ['without a token', { ACTIONS_RUNTIME_TOKEN: '' }, 'no token'],
    ['without a service', { ACTIONS_RESULTS_URL: '' }, 'no such service'],
  ])('is not there in a step %s, which it says once', async (_, missing, why) => {
    const store = actionsStore({ env: { ...process.env, ...server.environment(), ...missing }, client: CACHE_CLIENT });
    opened.push(store);
    expect(await store.has(key('a'))).toBe(false);
    expect(await store.get(key('a'), await source(''))).toBe(false);
    expect(await store.newest('migrate')).toBeUndefined();
    expect(await store.put(key('a'), await source(''))).toMatchObject({ outcome: 'denied' });
    const notes = store.takeNotes();
    expect(notes).toMatchObject([{ severity: 'info', code: 'cache-unavailable' }]);
    expect(notes[0]?.message).toContain(why);
  });

  it('works where there is no zstd, apart from where there is', async () => {
    const env = { ...process.env, ...server.environment(), PATH: await pathOf('tar', 'gzip') };
    const store = actionsStore({ env, client: CACHE_CLIENT });
    opened.push(store);
    expect(await store.put(key('gzip'), await source('packed with gzip'))).toEqual({ outcome: 'kept' });
    const target = await source('');
    expect(await store.get(key('gzip'), target)).toBe(true);
    expect(await readFile(target, 'utf8')).toBe('packed with gzip');
    expect(await (await inJob()).has(key('gzip'))).toBe(false);
    expect(store.takeNotes()).toEqual([]);
  });

  it.each([
    ['no tar at all', []],
    ['a tar that is not GNU', ['busybox']],
  ])('restores nothing with %s', async (_, programs) => {
    await (await inJob()).put(key('tar'), await source('x'));
    const env = { ...process.env, ...server.environment(), PATH: await pathOf(...programs) };
    const store = actionsStore({ env, client: CACHE_CLIENT });
    opened.push(store);
    expect(await store.get(key('tar'), await source(''))).toBe(false);
    expect(store.takeNotes()).toMatchObject([{ severity: 'warning', code: 'cache-no-tar' }]);
    expect(await store.put(key('packed without'), await source(''))).toMatchObject({ outcome: 'failed' });
  });

  /** A PATH with these programs of the machine only; `busybox` is a `tar` that says it is another. */
  async function pathOf(...programs: readonly string[]): Promise<string> {
    const directory = await files.directory();
    for (const program of programs) {
      if (program === 'busybox') {
        await writeFile(path.join(directory, 'tar'), '#!/bin/sh\necho "tar (busybox) 1.36"\n');
        await chmod(path.join(directory, 'tar'), 0o755);
        continue;
      }
      const { stdout } = await runCommand('sh', ['-c', `command -v ${program}`], { timeoutMs: 10_000 });
      await symlink(stdout.trim(), path.join(directory, program));
    }
    return directory;
  }
});
