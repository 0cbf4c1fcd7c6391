import { describe, expect, it } from '@jest/globals';
import { existsSync } from 'node:fs';
import { readdir, readFile, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { type Lesson, Memory } from '../../src/cache/memory.ts';
import { printLearned } from '../../src/cache/memory-file.ts';
import { directoryStore } from '../../src/cache/directory-store.ts';
import { withFiles } from '../support/files.ts';

const files = withFiles();
const [A, B] = ['a'.repeat(64), 'b'.repeat(64)];
const DID = 'changed rows of table public.audit';

async function home(): Promise<string> {
  return path.join(await files.directory(), 'learned');
}

async function recall(directory: string, contents: readonly string[] = [A, B]) {
  const memory = new Memory(directoryStore(directory));
  return { memory, notes: await memory.recall(contents) };
}

async function learn(directory: string, lessons: readonly Lesson[], major = 17) {
  return await (await recall(directory)).memory.learn(lessons, major);
}

/** The one file of the set. */
async function fileIn(directory: string): Promise<string> {
  const [name = ''] = await readdir(directory);
  return path.join(directory, name);
}

describe('the memory', () => {
  it('knows nothing at first, and makes no directory to find that out', async () => {
    const directory = await home();
    const { memory, notes } = await recall(directory);
    expect(notes).toEqual([]);
    expect([memory.expectedMs(A, 17), memory.expectedMs(A), memory.surprise(A)]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
    expect(existsSync(directory)).toBe(false);
  });

  it('gives the median of the last five times, for each major by itself', async () => {
    const directory = await home();
    for (const ms of [9000, 9000, 9000, 10, 30, 20]) await learn(directory, [{ content: A, ms }]);
    expect((await recall(directory)).memory.expectedMs(A, 17)).toBe(30);
    await learn(directory, [{ content: A, ms: 25 }]);
    await learn(directory, [{ content: A, ms: 1 }], 14);
    const { memory } = await recall(directory);
    // Of 9000, 10, 30, 20, 25.
    expect(memory.expectedMs(A, 17)).toBe(25);
    expect(memory.expectedMs(A, 14)).toBe(1);
    expect(memory.expectedMs(A, 15)).toBeUndefined();
    expect(memory.expectedMs(B, 17)).toBeUndefined();
  });

  it('keeps distrust through later runs that saw nothing, and on every major', async () => {
    const directory = await home();
    await learn(
      directory,
      [
        { content: A, surprise: DID },
        { content: B, ms: 1 },
      ],
      16,
    );
    await learn(directory, [{ content: A, ms: 3 }], 17);
    await learn(directory, [{ content: A, ms: 3 }], 16);
    const { memory } = await recall(directory);
    expect([memory.surprise(A), memory.surprise(B)]).toEqual([DID, undefined]);
  });

  it('knows which closed sets were applied whole, by major, beside all else', async () => {
    const directory = await home();
    const fingerprint = { schema: A, data: B };
    const teach = async (closedSet: string, ms: number, major: number, more = {}) =>
      (await recall(directory)).memory.learn([], major, { closedSet, ms, ...more });
    await teach(A, 100, 17, { fingerprint });
    await teach(A, 300, 18);
    await learn(directory, [{ content: A, ms: 5 }]);
    const { memory, notes } = await recall(directory);
    expect(notes).toEqual([]);
    expect(memory.verified(A, 17)).toMatchObject({ ms: 100, schema: A, data: B });
    expect(memory.verified(A, 18)).toEqual({ at: expect.any(Number), ms: 300 });
    expect([memory.verified(A, 16), memory.verified(B, 17), memory.expectedMs(A, 17)]).toEqual([
      undefined,
      undefined,
      5,
    ]);
  });

  it('forgets closed sets that nobody has applied for long, and none that somebody has', async () => {
    const directory = await home();
    await learn(directory, [{ content: A, ms: 5 }]);
    const hash = (n: number) => n.toString(16).padStart(64, '0');
    const entry = (at: number) => new Map([['17', { at, ms: 1 }]]);
    const verified = new Map(Array.from({ length: 500 }, (_, n) => [hash(n), entry(n)]));
    await writeFile(await fileIn(directory), printLearned({ migrations: new Map(), verified }));
    await (await recall(directory)).memory.learn([], 17, { closedSet: A, ms: 2 });
    const { memory } = await recall(directory);
    expect([hash(0), hash(1), hash(499), A].map((each) => memory.verified(each, 17)?.ms)).toEqual([undefined, 1, 1, 2]);
  });

  it('finds a set again by its first migration, whatever came behind it', async () => {
    const directory = await home();
    await learn(directory, [{ content: B, ms: 3 }]);
    expect((await recall(directory, [A, 'c'.repeat(64), B])).memory.expectedMs(B, 17)).toBe(3);
    expect((await recall(directory, [B, A])).memory.expectedMs(B, 17)).toBeUndefined();
  });

  it.each([
    ['cut off', '{"format": "migrate-action mem', 'no JSON'],
    ['of somebody else', '{"version": 1}', 'no file of migrate-action'],
    ['with a wrong number', withEntry({ at: 1, ms: ['3'] }), 'damaged'],
    ['with a negative time', withEntry({ at: 1, ms: [-3] }), 'damaged'],
    ['with a reason that is no text', withEntry({ at: 1, ms: [], surprise: {} }), 'damaged'],
    ['with a reason of unbounded length', withEntry({ at: 1, ms: [], surprise: 'x'.repeat(9999) }), 'damaged'],
    ['with a list for an object', '{"format": "migrate-action memory", "version": 1, "migrations": []}', 'damaged'],
  ])('does not use a file that is %s, says so once, and replaces it', async (_, text, why) => {
    const directory = await home();
    await learn(directory, [{ content: A, ms: 3 }]);
    await writeFile(await fileIn(directory), text);
    const { memory, notes } = await recall(directory);
    expect(notes).toMatchObject([{ severity: 'info', code: 'memory-unreadable' }]);
    expect(notes[0]?.message).toContain(why);
    expect(memory.expectedMs(A, 17)).toBeUndefined();
    expect(await memory.learn([{ content: A, ms: 7 }], 17)).toEqual([]);
    const again = await recall(directory);
    expect([again.notes, again.memory.expectedMs(A, 17)]).toEqual([[], 7]);
  });

  it('leaves a file of a later version to that version', async () => {
    const directory = await home();
    await learn(directory, [{ content: A, ms: 3 }]);
    const file = await fileIn(directory);
    const newer = (await readFile(file, 'utf8')).replace('"version":1', '"version":2');
    await writeFile(file, newer);
    const { memory, notes } = await recall(directory);
    expect(notes.map(({ message }) => message)).toEqual([expect.stringContaining('its version is 2, not 1')]);
    expect(await memory.learn([{ content: A, ms: 7 }], 17)).toEqual([]);
    expect(await readFile(file, 'utf8')).toBe(newer);
  });

  it('loses nothing of what runs learn at the same time, and leaves nothing else behind', async () => {
    const directory = await home();
    const contents = Array.from({ length: 24 }, (_, index) => index.toString(16).padStart(64, '0'));
    const memories = await Promise.all(contents.map(async () => (await recall(directory)).memory));
    const notes = await Promise.all(
      memories.map((memory, index) => memory.learn([{ content: contents[index] ?? '', ms: index }], 17)),
    );
    expect(notes.flat()).toEqual([]);
    const { memory } = await recall(directory);
    expect(contents.map((content) => memory.expectedMs(content, 17))).toEqual(contents.map((_, index) => index));
    expect(await readdir(directory)).toHaveLength(1);
  });

  it('takes the lock of a run that was killed', async () => {
    const directory = await home();
    await learn(directory, [{ content: A, ms: 1 }]);
    const lock = path.join(directory, `.lock-${path.basename(await fileIn(directory))}`);
    await writeFile(lock, '');
    const longAgo = new Date(Date.now() - 60_000);
    await utimes(lock, longAgo, longAgo);
    await learn(directory, [
      { content: A, ms: 3 },
      { content: B, ms: 4 },
    ]);
    expect((await recall(directory)).memory.expectedMs(B, 17)).toBe(4);
    expect(existsSync(lock)).toBe(false);
  });

  it('drops what no run has met for longest', async () => {
    const directory = await home();
    await learn(directory, [{ content: A, ms: 1 }]);
    const file = await fileIn(directory);
    // As if that had been years ago.
    await writeFile(file, (await readFile(file, 'utf8')).replace(/"at":\d+/, '"at":1'));
    const many = Array.from({ length: 20_000 }, (_, index) => ({
      content: index.toString(16).padStart(64, '0'),
      ms: 1,
    }));
    await learn(directory, many);
    const { memory } = await recall(directory);
    expect(memory.expectedMs(A, 17)).toBeUndefined();
    expect(many.every(({ content }) => memory.expectedMs(content, 17) === 1)).toBe(true);
  });

  it('says so in one note when nothing can be written there', async () => {
    const directory = await files.directory({ learned: 'a file where the directory would be' });
    const place = path.join(directory, 'learned');
    const { memory, notes } = await recall(place);
    expect(notes).toEqual([]);
    const told = await memory.learn([{ content: A, ms: 1 }], 17);
    expect(told).toMatchObject([{ severity: 'info', code: 'memory-not-written' }]);
    expect(told[0]?.message).toContain(place);
  });
});

function withEntry(entry: unknown): string {
  return JSON.stringify({ format: 'migrate-action memory', version: 1, migrations: { [A]: { 17: entry } } });
}
