import { createHash } from 'node:crypto';
import { mkdir, open, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { seal, withSnapshot } from '../../../src/postgres/snapshot/file.ts';
import { fillFromSnapshot, makeSnapshot } from '../../../src/postgres/snapshot/managed.ts';
import type { SnapshotManifest } from '../../../src/postgres/snapshot/manifest.ts';
import { exists, removeTemporary, temporaryDirectory } from '../server/world.ts';
import type { Installation } from '../../../src/postgres/server/installation.ts';
import { EXPECTED, refusalOf, snapshotFile, SUBJECT, withServers } from './servers.ts';

const servers = withServers();
afterAll(removeTemporary);

const INSTALLATION: Installation = { binDir: '/nowhere', version: '17.10', major: 17, source: 'package' };
let whole: Buffer;
let manifest: SnapshotManifest;

beforeAll(async () => {
  const file = await snapshotFile();
  const server = await servers.start();
  manifest = await makeSnapshot({ server, subject: SUBJECT, file, resume: false });
  await server.stop();
  whole = await readFile(file);
}, 180_000);

/** Restores these bytes, and says why that is refused. Nothing is left unless only the checksum, which is known last, is wrong. */
async function restoring(bytes: Buffer, expected = EXPECTED, installation = INSTALLATION) {
  const parent = await temporaryDirectory();
  const file = path.join(parent, 'a.snapshot');
  const directory = path.join(parent, 'data');
  await writeFile(file, bytes);
  await mkdir(directory);
  const refusal = await refusalOf(
    withSnapshot(file, async (snapshot) => {
      const { fill, check } = fillFromSnapshot(snapshot, expected);
      await fill({ installation, home: parent, directory }).catch(async (error: unknown) => {
        expect(await readdir(directory)).toEqual([]);
        throw error;
      });
      await check();
    }),
  );
  expect((await readdir(parent)).sort()).toEqual(['a.snapshot', 'data']);
  expect(refusal.message).toMatch(/^[A-Z][^\n]*\.$/);
  return refusal;
}

/** A snapshot with this payload and manifest, sealed as ours are; what the manifest says of the payload is true. */
async function sealed(
  payload: Buffer,
  change: (manifest: SnapshotManifest) => object = (same) => same,
): Promise<Buffer> {
  const file = await snapshotFile();
  await writeFile(file, payload);
  const sha256 = createHash('sha256').update(payload).digest('hex');
  const honest = { ...manifest, payload: { bytes: payload.length, sha256, restoredBytes: 0 } };
  const handle = await open(file, 'r+');
  await seal(handle, change(honest) as SnapshotManifest);
  await handle.close();
  return readFile(file);
}

interface Entry {
  readonly name: string;
  readonly type?: string;
  readonly content?: string;
  readonly link?: string;
  readonly prefix?: string;
  readonly mode?: string;
  readonly size?: string;
}

/** An archive with these entries, well-formed in all that is not said. */
function archive(...entries: readonly Entry[]): Buffer {
  const blocks = entries.flatMap(
    ({ name, type = '0', content = '', link = '', prefix = '', mode = '0000600', size }) => {
      const header = Buffer.alloc(512);
      header.write(name, 0, 100, 'latin1');
      header.write(`${mode}\0`, 100);
      header.write('0000000\0', 108);
      header.write('0000000\0', 116);
      header.write(`${size ?? content.length.toString(8).padStart(11, '0')}\0`, 124);
      header.write('00000000000\0', 136);
      header.write('        ', 148);
      header.write(type, 156);
      header.write(link, 157);
      header.write('ustar\x0000', 257);
      header.write(prefix, 345);
      const sum = header.reduce((total, byte) => total + byte, 0);
      header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
      const body = Buffer.alloc(Math.ceil(content.length / 512) * 512);
      body.write(content);
      return [header, body];
    },
  );
  return Buffer.concat([...blocks, Buffer.alloc(1024)]);
}

describe('a snapshot that is damaged', () => {
  it('is refused wherever it is cut off', async () => {
    for (const length of [0, 100, 512, 100_000, whole.length - 512, whole.length - 1]) {
      expect(await restoring(whole.subarray(0, length))).toMatchObject({ code: 'damaged' });
    }
  });

  it('is refused when a single bit of it changed', async () => {
    const { bytes } = manifest.payload;
    const flipped = (at: number) => {
      const copy = Buffer.from(whole);
      copy[at] = (copy[at] ?? 0) ^ 1;
      return copy;
    };
    // In the content of a file, in manifest and seal; a header of the archive is looked at before the checksum.
    for (const at of [1024 * 1024 + 100, Math.floor(bytes / 2), bytes + 50, whole.length - 500]) {
      expect((await restoring(flipped(at))).code).toMatch(/^(damaged|unsafe-archive)$/);
    }
    expect(await restoring(flipped(0))).toMatchObject({ code: 'unsafe-archive' });
  });

  it('is refused when it is something else', async () => {
    expect(await restoring(Buffer.from('a'.repeat(5000)))).toMatchObject({ code: 'damaged' });
    const missing = await refusalOf(withSnapshot('/nowhere/at.all', () => Promise.resolve()));
    expect(missing).toMatchObject({ code: 'unreadable', message: expect.stringContaining('no such file') });
  });

  it('is refused when it is of a server that was not shut down', async () => {
    const bytes = await withSnapshot(await written(whole), async ({ handle }) => {
      const payload = await handle.read(Buffer.alloc(manifest.payload.bytes), 0, manifest.payload.bytes, 0);
      const at = payload.buffer.indexOf('./global/pg_control\0') + 512;
      // DB_IN_PRODUCTION
      payload.buffer.writeUInt32LE(6, at + 16);
      return payload.buffer;
    });
    expect(await restoring(await sealed(bytes))).toMatchObject({ code: 'not-clean' });
  });
});

describe('an archive that reaches out', () => {
  const outside = '/tmp/ma-snapshot-escaped';
  const directory: Entry = { name: './', type: '5' };

  it.each<[string, readonly Entry[]]>([
    ['an absolute name', [{ name: outside }]],
    ['a name that goes up', [directory, { name: './../escaped' }]],
    ['a name that goes up in the middle', [{ name: './base/../../escaped' }]],
    ['a name without the leading dot', [{ name: 'escaped' }]],
    ['a prefix that goes up', [{ name: './escaped', prefix: '..' }]],
    ['a backslash', [{ name: './..\\escaped' }]],
    ['a line break', [{ name: './a\n../escaped' }]],
    ['a symbolic link', [{ name: './base', type: '2', link: '/tmp' }, { name: './base/ma-snapshot-escaped' }]],
    ['a hard link', [{ name: './base', type: '1', link: '/etc/passwd' }]],
    ['a device', [{ name: './null', type: '3' }]],
    ['a pipe', [{ name: './pipe', type: '6' }]],
    ['an extended header', [{ name: './x', type: 'x', content: '20 path=../escaped\n' }, { name: './a' }]],
    ['a global header', [{ name: './x', type: 'g', content: '20 path=../escaped\n' }, { name: './a' }]],
    ['a long name', [{ name: '././@LongLink', type: 'L', content: '../escaped' }, { name: './a' }]],
    ['a file that is a directory', [{ name: './base/' }]],
    ['a directory with content', [{ name: './base/', type: '5', content: 'x' }]],
    ['the same name twice', [{ name: './base' }, { name: './base' }]],
    ["the owner's rights", [{ name: './a', mode: '0004755' }]],
    ['a size in another notation', [{ name: './a', size: '\x80\x00\x00\x00\x00\x00\x00\x00\x00\x00\x01' }]],
    ['a size beyond its end', [{ name: './a', size: '77777777777' }]],
  ])('is refused for %s', async (_, entries) => {
    expect(await restoring(await sealed(archive(...entries)))).toMatchObject({ code: 'unsafe-archive' });
    expect(await exists(outside)).toBe(false);
  });

  it('is refused when something follows its end, or nothing ends it', async () => {
    const inner = archive({ name: './a', content: 'x' });
    const second = Buffer.concat([inner, archive({ name: '../escaped' })]);
    expect(await restoring(await sealed(second))).toMatchObject({ code: 'unsafe-archive' });
    expect(await restoring(await sealed(inner.subarray(0, 1024)))).toMatchObject({ code: 'unsafe-archive' });
  });

  it('is refused when it is no data directory', async () => {
    expect(await restoring(await sealed(archive(directory, { name: './a', content: 'x' })))).toMatchObject({
      code: 'damaged',
      message: expect.stringContaining('no control file'),
    });
  });
});

describe('a manifest that lies', () => {
  const payload = archive({ name: './', type: '5' });
  const restoringWith = async (change: (manifest: SnapshotManifest) => object) =>
    restoring(await sealed(payload, change));

  it('is refused for all its faults at once', async () => {
    const refusal = await restoringWith((honest) => ({
      ...honest,
      set: 7,
      migrations: [{ digest: '../../etc', id: 'x' }],
      payload: { ...honest.payload, restoredBytes: -1 },
      server: { ...honest.server, major: '17', more: 1 },
      extra: true,
    }));
    expect(refusal.code).toBe('bad-manifest');
    for (const fault of ['.set', '.migrations[0].digest', '.restoredBytes', '.server.major', '"more"', '"extra"']) {
      expect(refusal.message).toContain(fault);
    }
  });

  it.each<[string, string, (honest: SnapshotManifest) => object]>([
    ['another format', 'bad-manifest', (honest) => ({ ...honest, format: 2 })],
    ['no format', 'bad-manifest', ({ payload: same }) => ({ payload: same })],
    ['a version of another major', 'bad-manifest', (m) => ({ ...m, server: { ...m.server, version: '16.1' } })],
    ['a dump without its surroundings', 'bad-manifest', (m) => ({ ...m, kind: 'dump' })],
    ['another length', 'damaged', (m) => ({ ...m, payload: { ...m.payload, bytes: m.payload.bytes - 512 } })],
    ['another checksum', 'damaged', (m) => ({ ...m, payload: { ...m.payload, sha256: '0'.repeat(64) } })],
    ['another set', 'wrong-set', (m) => ({ ...m, set: 'their shop' })],
    [
      'a migration too many',
      'wrong-set',
      (m) => ({ ...m, migrations: [...m.migrations, { digest: 'f'.repeat(64), id: '0003_later' }] }),
    ],
    ['a seed that is not wanted', 'wrong-set', (m) => ({ ...m, seed: 'f'.repeat(64) })],
    ['another major', 'wrong-server', (m) => ({ ...m, server: { ...m.server, major: 16, version: '16.14' } })],
    ['another machine', 'wrong-server', (m) => ({ ...m, server: { ...m.server, architecture: 'mips' } })],
    ['another build', 'wrong-server', (m) => ({ ...m, server: { ...m.server, source: 'system' } })],
  ])('is refused for %s', async (_, code, change) => {
    expect(await restoringWith(change)).toMatchObject({ code });
  });

  it('is refused when its content has another catalog version', async () => {
    const bytes = whole.subarray(0, manifest.payload.bytes);
    const lying = await sealed(Buffer.from(bytes), (m) => ({ ...m, cluster: { ...m.cluster, catalogVersion: 1 } }));
    expect(await restoring(lying)).toMatchObject({ code: 'bad-manifest' });
  });

  it('is refused when it lacks a seed that is wanted', async () => {
    const refusal = await restoring(await sealed(payload), { ...EXPECTED, seed: 'f'.repeat(64) });
    expect(refusal.code).toBe('wrong-set');
  });
});

async function written(bytes: Buffer): Promise<string> {
  const file = await snapshotFile();
  await writeFile(file, bytes);
  return file;
}
