/** What every store promises, whatever it keeps things in. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createHash, randomBytes } from 'node:crypto';
import { createReadStream, existsSync } from 'node:fs';
import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { documentName, entryKey, entryPrefix } from '../../src/cache/keys.ts';
import type { Store } from '../../src/cache/store.ts';
import { withFiles } from '../support/files.ts';

export interface StorePlace {
  /** Another run's view of the same place. */
  open(): Promise<Store>;
  close(): Promise<void>;
}

const SNAPSHOT = { kind: 'snapshot', parts: ['17.10', 'linux-x64'] };
const key = (content: string) => entryKey(SNAPSHOT, content);

export function describeStore(name: string, make: () => Promise<StorePlace>): void {
  describe(`${name}, as any store,`, () => {
    const files = withFiles();
    let place: StorePlace;
    let store: Store;
    beforeAll(async () => {
      place = await make();
      store = await place.open();
    });
    afterAll(async () => {
      await store.close();
      await place.close();
    });

    async function put(into: Store, entry: string, contents: string | Buffer) {
      const directory = await files.directory({ source: contents });
      const result = await into.put(entry, path.join(directory, 'source'));
      // What it needed meanwhile is gone, and the source is still there.
      expect(await readdir(directory)).toEqual(['source']);
      return result;
    }

    async function get(from: Store, entry: string): Promise<string | undefined> {
      const directory = await files.directory({ target: 'before' });
      const target = path.join(directory, 'target');
      const found = await from.get(entry, target);
      expect(await readdir(directory)).toEqual(['target']);
      const contents = await readFile(target, 'utf8');
      if (!found) expect(contents).toBe('before');
      return found ? contents : undefined;
    }

    it('has nothing at first, and nothing to say about it', async () => {
      expect(await store.has(key('nothing'))).toBe(false);
      expect(await get(store, key('nothing'))).toBeUndefined();
      expect(await store.newest(entryPrefix(SNAPSHOT))).toBeUndefined();
      expect(await store.read(documentName({ kind: 'index' }))).toBeUndefined();
      expect(store.takeNotes()).toEqual([]);
    });

    it('gives another run what was put, under that key only', async () => {
      expect(await put(store, key('a'), 'contents')).toEqual({ outcome: 'kept' });
      const other = await place.open();
      expect(await other.has(key('a'))).toBe(true);
      expect(await get(other, key('a'))).toBe('contents');
      expect(await get(other, key('b'))).toBeUndefined();
      expect(await get(other, key('a').slice(0, -1))).toBeUndefined();
      expect([...other.takeNotes(), ...store.takeNotes()]).toEqual([]);
      await other.close();
    });

    it('leaves what is there as it is', async () => {
      await put(store, key('once'), 'first');
      expect(await put(store, key('once'), 'second')).toEqual({ outcome: 'exists' });
      expect(await get(store, key('once'))).toBe('first');
    });

    it('finds the newest of those that begin so, and only of those', async () => {
      const others = { kind: 'snapshot', parts: ['16.14', 'linux-x64'] };
      await put(store, entryKey(others, '1'), 'of another version');
      await put(store, key('1'), 'older');
      await put(store, key('2'), 'newer');
      // Used since, but not written.
      await get(store, key('1'));
      expect(await store.newest(entryPrefix(SNAPSHOT))).toBe(key('2'));
      expect(await store.newest(entryPrefix(others))).toBe(entryKey(others, '1'));
      expect(await store.newest(entryPrefix({ ...SNAPSHOT, epoch: '2' }))).toBeUndefined();
    });

    it('gives back an empty file as one', async () => {
      expect(await put(store, key('empty'), '')).toEqual({ outcome: 'kept' });
      expect(await get(store, key('empty'))).toBe('');
    });

    it('keeps files larger than one block of the transfer, byte for byte', async () => {
      const directory = await files.directory();
      const [source, target] = [path.join(directory, 'source'), path.join(directory, 'target')];
      // More than 128 MiB, and nothing that could be compressed.
      const megabyte = randomBytes(1024 ** 2);
      for (let index = 0; index < 130; index += 1) {
        megabyte.writeUInt32BE(index);
        await writeFile(
          source,
          megabyte.map((byte) => byte ^ index),
          { flag: 'a' },
        );
      }
      expect(await store.put(key('large'), source)).toEqual({ outcome: 'kept' });
      expect(await store.get(key('large'), target, { bytes: (await stat(source)).size })).toBe(true);
      expect(await checksum(target)).toBe(await checksum(source));
    }, 120_000);

    it('lets a document grow, from run to run', async () => {
      const name = documentName({ kind: 'index', parts: ['main'] });
      const other = await place.open();
      const add = (to: Store, text: string) =>
        to.update(name, (document) => Buffer.from(`${document?.toString() ?? ''}${text}`));
      expect(await add(store, 'a')).toEqual({ outcome: 'kept' });
      expect(await add(other, 'b')).toEqual({ outcome: 'kept' });
      expect((await store.read(name))?.toString()).toBe('ab');
      expect((await other.read(name))?.toString()).toBe('ab');
      // Names that begin with this one are others.
      expect(await store.read(documentName({ kind: 'index' }))).toBeUndefined();
      expect(await store.read(documentName({ kind: 'index', parts: ['main', '2'] }))).toBeUndefined();
      await other.close();
    });

    it('writes no document that would be the same, and none when told so', async () => {
      const name = documentName({ kind: 'index', parts: ['same'] });
      await store.update(name, () => Buffer.from('same'));
      expect(await store.update(name, (document) => document)).toEqual({ outcome: 'exists' });
      expect(await store.update(name, () => undefined)).toEqual({ outcome: 'exists' });
      expect((await store.read(name))?.toString()).toBe('same');
    });

    it('answers many at once', async () => {
      const contents = ['x', 'y', 'z'];
      await Promise.all(contents.map((each) => put(store, key(each), each)));
      expect(await Promise.all(contents.map((each) => get(store, key(each))))).toEqual(contents);
      expect(store.takeNotes()).toEqual([]);
    });

    it('is a miss in all when it is closed, or works on; never an error', async () => {
      const closed = await place.open();
      await closed.close();
      const directory = await files.directory({ source: '' });
      await closed.get(key('a'), path.join(directory, 'target'));
      await closed.put(key('closed'), path.join(directory, 'source'));
      await closed.has(key('a'));
    });

    it('says so when the file cannot be had, or cannot be put where it shall go', async () => {
      const directory = await files.directory();
      const missing = path.join(directory, 'missing');
      expect(await store.put(key('of a missing file'), missing)).toMatchObject({ outcome: 'failed' });
      expect(await store.get(key('a'), path.join(missing, 'target'))).toBe(false);
      expect(store.takeNotes()).toHaveLength(2);
      expect(existsSync(missing)).toBe(false);
    });
  });
}

async function checksum(file: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return hash.digest('hex');
}
