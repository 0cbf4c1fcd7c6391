import { randomBytes } from 'node:crypto';
import { readFile, stat, writeFile } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from '@jest/globals';
import { bestCompression, compressSnapshot, expandSnapshot } from '../../../src/postgres/snapshot/compression.ts';
import { removeTemporary } from '../server/world.ts';
import { refusalOf, snapshotFile } from './servers.ts';

afterAll(removeTemporary);

const LIMIT = 2 ** 22;

async function fileOf(content: Buffer): Promise<string> {
  const file = await snapshotFile();
  await writeFile(file, content);
  return file;
}

describe('a compressed snapshot', () => {
  it('becomes what it was, by gzip and by what the machine has', async () => {
    const content = Buffer.concat([Buffer.alloc(2 ** 20, 'page'), randomBytes(5000)]);
    const file = await fileOf(content);
    for (const compression of ['gzip', await bestCompression()] as const) {
      const [small, again] = [await snapshotFile(), await snapshotFile()];
      await compressSnapshot(file, small, compression);
      expect((await stat(small)).size).toBeLessThan(20_000);
      await expandSnapshot(small, again, LIMIT);
      expect((await readFile(again)).equals(content)).toBe(true);
    }
  });

  it('is refused when it is damaged, or would become too large, or is none', async () => {
    const whole = gzipSync(randomBytes(100_000));
    for (const [content, largest] of [
      [whole.subarray(0, 50_000), LIMIT],
      [gzipSync(Buffer.alloc(LIMIT * 20)), LIMIT],
      [gzipSync(Buffer.alloc(LIMIT + 1)), LIMIT],
      [Buffer.from('anything'), LIMIT],
      [Buffer.alloc(0), LIMIT],
    ] as const) {
      const target = await snapshotFile();
      const refusal = await refusalOf(expandSnapshot(await fileOf(content), target, largest));
      expect(refusal.code).toMatch(/^(failed|damaged)$/);
      await expect(stat(target)).rejects.toMatchObject({ code: 'ENOENT' });
    }
    expect((await refusalOf(compressSnapshot('/nowhere/at.all', await snapshotFile(), 'gzip'))).code).toBe(
      'unreadable',
    );
  });
});
