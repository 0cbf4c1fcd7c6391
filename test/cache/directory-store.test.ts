import { afterEach, describe, expect, it } from '@jest/globals';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream, existsSync } from 'node:fs';
import {
  chmod,
  chown,
  mkdir,
  readdir,
  readFile,
  rm,
  stat,
  symlink,
  truncate,
  utimes,
  writeFile,
} from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { directoryStore } from '../../src/cache/directory-store.ts';
import { documentName, entryKey } from '../../src/cache/keys.ts';
import { runCommand } from '../../src/postgres/server/command.ts';
import { withFiles } from '../support/files.ts';
import { describeStore } from './contract.ts';

const files = withFiles();
const key = (content: string) => entryKey({ kind: 'snapshot' }, content);
const MEGABYTE = 1024 ** 2;

describeStore('a directory', async () => {
  const directory = path.join(await files.directory(), 'entries');
  return { open: () => Promise.resolve(directoryStore(directory)), close: () => Promise.resolve() };
});

/** A store that has room for three megabytes, and how to put one there that was used so many seconds ago. */
async function smallStore() {
  const directory = await files.directory();
  const store = directoryStore(directory, { limitBytes: 3 * MEGABYTE });
  const source = path.join(await files.directory({ source: Buffer.alloc(MEGABYTE) }), 'source');
  const put = async (content: string, secondsAgo = 0) => {
    const result = await store.put(key(content), source);
    const then = new Date(Date.now() - secondsAgo * 1000);
    await utimes(path.join(directory, key(content)), then, then);
    return result;
  };
  const kept = async (...contents: string[]) => {
    const found = await Promise.all(contents.map((each) => store.has(key(each))));
    return contents.filter((_, index) => found[index]).join('');
  };
  return { directory, store, source, put, kept };
}

describe('the room of a directory', () => {
  it('goes to what was used last', async () => {
    const { directory, store, put, kept } = await smallStore();
    await put('a', 300);
    await put('b', 200);
    await put('c', 100);
    // Reading is using.
    expect(await store.get(key('a'), path.join(directory, '.target'))).toBe(true);
    await rm(path.join(directory, '.target'));
    await put('d', 50);
    expect(await kept('a', 'b', 'c', 'd')).toBe('acd');
    // So is finding it there when it shall be written.
    const source = path.join(await files.directory({ source: '' }), 'source');
    await store.put(key('c'), source);
    await put('e');
    expect(await kept('a', 'b', 'c', 'd', 'e')).toBe('ace');
    expect(store.takeNotes()).toEqual([]);
  });

  it('is not for what is larger than all of it, which is said, and costs nothing else its place', async () => {
    const { store, put, kept } = await smallStore();
    await put('a');
    const source = path.join(await files.directory({ source: Buffer.alloc(4 * MEGABYTE) }), 'source');
    expect(await store.put(key('large'), source)).toMatchObject({ outcome: 'failed' });
    expect(store.takeNotes()).toMatchObject([{ severity: 'info', code: 'cache-too-large' }]);
    expect(await kept('a')).toBe('a');
  });

  it('lists what it has, and lets it be removed', async () => {
    const { store, put } = await smallStore();
    await put('a', 1000);
    const [entry, ...others] = await store.list();
    expect(others).toEqual([]);
    expect(entry).toMatchObject({ key: key('a'), bytes: MEGABYTE });
    expect(Date.now() - (entry?.writtenAt.getTime() ?? 0)).toBeGreaterThan(999_000);
    expect(await store.list('other')).toEqual([]);
    expect(await store.remove(key('a'))).toBe(true);
    expect(await store.list()).toEqual([]);
    // Gone is gone, whoever did it.
    expect(await store.remove(key('a'))).toBe(true);
  });

  it('is cleared of what killed writers left behind, and not of what is being written', async () => {
    const { directory, put } = await smallStore();
    const [left, current] = ['.new-000000000000', '.new-111111111111'].map((name) => path.join(directory, name));
    for (const file of [left, current]) await writeFile(file ?? '', 'half');
    const longAgo = new Date(Date.now() - 3600_000);
    await utimes(left ?? '', longAgo, longAgo);
    await put('a');
    expect((await readdir(directory)).filter((name) => name.startsWith('.'))).toEqual(['.new-111111111111']);
  });
});

describe('a reader of a directory', () => {
  it('keeps what he got when it is evicted, and does not change it for others by removing it', async () => {
    const { directory, store, source, put } = await smallStore();
    await put('a', 100);
    const target = path.join(path.dirname(source), 'target');
    expect(await store.get(key('a'), target)).toBe(true);
    await rm(path.join(directory, key('a')));
    expect((await stat(target)).size).toBe(MEGABYTE);
    await put('b');
    expect(await store.get(key('b'), target)).toBe(true);
    await rm(target);
    expect(await store.has(key('b'))).toBe(true);
  });

  it('finds nothing where there is something else than a file', async () => {
    const { directory, store } = await smallStore();
    await writeFile(path.join(directory, 'elsewhere'), 'x');
    await symlink('elsewhere', path.join(directory, key('link')));
    await mkdir(path.join(directory, key('directory')));
    for (const content of ['link', 'directory']) {
      expect(await store.get(key(content), path.join(directory, '.target'))).toBe(false);
      expect(await store.has(key(content))).toBe(false);
    }
  });
});

describe('a document that is something else than a file', () => {
  const name = documentName({ kind: 'index' });
  const specials: Readonly<Record<string, (file: string) => Promise<unknown>>> = {
    'a pipe that nobody writes into': (file) => runCommand('mkfifo', [file], { timeoutMs: 10_000 }),
    'a link to a device that never ends': (file) => symlink('/dev/zero', file),
    'a file that is too large': async (file) => {
      await writeFile(file, '');
      await truncate(file, 33 * MEGABYTE);
    },
  };
  for (const [what, make] of Object.entries(specials)) {
    it(`is said to be damaged and is replaced: ${what}`, async () => {
      const { directory, store } = await smallStore();
      const file = path.join(directory, name);
      await make(file);
      // A reader that waits would wait for ever.
      const patience = setTimeout(
        () => void runCommand('sh', ['-c', 'timeout 1 sh -c ": >$0"', file], { timeoutMs: 5000 }),
        3000,
      );
      expect(await store.read(name)).toBeUndefined();
      clearTimeout(patience);
      expect(store.takeNotes()).toMatchObject([
        { code: 'cache-unreadable', message: expect.stringContaining(name), hint: expect.stringContaining('Remove') },
      ]);
      expect(
        await store.update(name, (before) => Buffer.from(`after ${before === undefined ? 'none' : 'some'}`)),
      ).toEqual({ outcome: 'kept' });
      expect((await store.read(name))?.toString()).toBe('after none');
    });
  }
});

describe('a directory that is not ours', () => {
  const isRoot = process.geteuid?.() === 0;
  afterEach(() => {
    if (isRoot) process.seteuid?.(0);
  });

  /** What an account that owns nothing here comes to see. */
  async function asSomebodyElse<Result>(work: () => Promise<Result>): Promise<Result> {
    if (isRoot) process.seteuid?.(65_534);
    try {
      return await work();
    } finally {
      if (isRoot) process.seteuid?.(0);
    }
  }

  it('can be read without being written, and says once that it cannot', async () => {
    const { directory, store, put } = await smallStore();
    await put('a');
    const name = documentName({ kind: 'index' });
    await store.update(name, () => Buffer.from('text'));
    await chmod(directory, 0o555);
    const own = await files.directory({ source: 'x' });
    await chown(own, isRoot ? 65_534 : -1, -1);
    const target = path.join(own, 'target');
    const reader = directoryStore(directory);
    await asSomebodyElse(async () => {
      expect(await reader.get(key('a'), target)).toBe(true);
      expect((await reader.read(name))?.toString()).toBe('text');
      expect(reader.takeNotes()).toEqual([]);
      for (const content of ['b', 'c'])
        expect(await reader.put(key(content), path.join(own, 'source'))).toMatchObject({ outcome: 'denied' });
      expect(await reader.update(name, () => Buffer.from('other'))).toMatchObject({ outcome: 'denied' });
    });
    const notes = reader.takeNotes();
    expect(notes).toMatchObject([{ severity: 'info', code: 'cache-not-written' }]);
    expect(notes[0]?.message).toContain(directory);
    await chmod(directory, 0o755);
  });

  it('is a miss with a line when it may not even be read', async () => {
    const { directory, put } = await smallStore();
    await put('a');
    await chmod(directory, 0o000);
    const reader = directoryStore(directory);
    await asSomebodyElse(async () => {
      expect(await reader.has(key('a'))).toBe(false);
      expect(await reader.newest('migrate')).toBeUndefined();
      expect(await reader.list()).toEqual([]);
    });
    const codes = new Set(reader.takeNotes().map(({ code }) => code));
    expect([...codes]).toEqual(['cache-unreadable']);
    await chmod(directory, 0o755);
  });
});

describe('a full disk', () => {
  it('keeps what it has, and says what to do', async () => {
    const directory = await files.directory();
    const args = ['-t', 'tmpfs', '-o', 'size=3m', 'tmpfs', directory];
    const { code, stderr } = await runCommand('mount', args, { timeoutMs: 10_000 });
    if (code !== 0) {
      process.stderr.write(`Not tested, no memory file system could be mounted: ${stderr}\n`);
      return;
    }
    try {
      const store = directoryStore(directory);
      const source = path.join(await files.directory({ source: Buffer.alloc(2 * MEGABYTE, 1) }), 'source');
      expect(await store.put(key('a'), source)).toEqual({ outcome: 'kept' });
      expect(await store.put(key('b'), source)).toMatchObject({ outcome: 'failed' });
      expect(store.takeNotes()).toMatchObject([{ code: 'cache-not-written', hint: expect.stringContaining('room') }]);
      expect(await readdir(directory)).toEqual([key('a')]);
      const target = path.join(path.dirname(source), 'target');
      // Into another file system it is a copy.
      expect(await store.get(key('a'), target)).toBe(true);
      expect((await readFile(target)).equals(await readFile(source))).toBe(true);
    } finally {
      await runCommand('umount', [directory], { timeoutMs: 10_000 });
    }
  });
});

describe('several processes in one directory', () => {
  const PROGRAM = fileURLToPath(new URL('hammer.ts', import.meta.url));
  const LOADER = fileURLToPath(new URL('../support/typescript.js', import.meta.url));

  function hammer(directory: string, id: number) {
    const child = spawn(process.execPath, ['--import', LOADER, PROGRAM, directory, String(id)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let text = '';
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
    return { child, ended: once(child, 'close').then(([code]) => ({ code: code as number, text })) };
  }

  it('never see half a file nor lose what a document was told, and keep to the limit', async () => {
    const directory = path.join(await files.directory(), 'entries');
    const outcomes = await Promise.all([1, 2, 3, 4].map((id) => hammer(directory, id).ended));
    expect(outcomes.map(({ code }) => code)).toEqual([0, 0, 0, 0]);
    const totals = outcomes.map(({ text }) => JSON.parse(text) as { hits: number; wrong: number; notes: string[] });
    expect(totals.map(({ wrong }) => wrong)).toEqual([0, 0, 0, 0]);
    expect(totals.flatMap(({ notes }) => notes)).toEqual([]);
    expect(Math.min(...totals.map(({ hits }) => hits))).toBeGreaterThan(0);
    const store = directoryStore(directory);
    const lines = ((await store.read(documentName({ kind: 'index' })))?.toString() ?? '').trim().split('\n');
    expect(new Set(lines).size).toBe(4 * 20);
    const entries = await store.list();
    // Each may have put one since he last looked.
    expect(entries.reduce((sum, { bytes }) => sum + bytes, 0)).toBeLessThan(5 * MEGABYTE);
    expect((await readdir(directory)).filter((name) => name.startsWith('.'))).toEqual([]);
  }, 120_000);

  it('go on where one was killed in the middle', async () => {
    const directory = path.join(await files.directory(), 'entries');
    const victims = [1, 2].map((id) => hammer(directory, id));
    const deadline = Date.now() + 30_000;
    while (!existsSync(directory) && Date.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 20));
    for (const { child } of victims) child.kill('SIGKILL');
    await Promise.all(victims.map(({ ended }) => ended));
    const { code, text } = await hammer(directory, 3).ended;
    expect(code).toBe(0);
    expect(JSON.parse(text)).toMatchObject({ wrong: 0, notes: [] });
  }, 120_000);
});

describe('a file that grows while it is put', () => {
  it('is nothing that a reader could come to see', async () => {
    const directory = await files.directory();
    const store = directoryStore(directory);
    const source = path.join(await files.directory({ source: Buffer.alloc(MEGABYTE) }), 'source');
    const stream = createWriteStream(source, { flags: 'a' });
    const putting = store.put(key('growing'), source);
    stream.end(Buffer.alloc(MEGABYTE));
    await Promise.all([putting, once(stream, 'close')]);
    const before = await readFile(path.join(directory, key('growing')));
    await writeFile(source, 'something else');
    expect(before.equals(await readFile(path.join(directory, key('growing'))))).toBe(true);
  });
});
