/** Alters a snapshot so that nobody can tell: its checksum is true and its seal whole. */
import { createHash } from 'node:crypto';
import { open, readFile, rm, writeFile } from 'node:fs/promises';
import { readManifest, seal } from '../../src/postgres/snapshot/file.ts';
import type { SnapshotManifest } from '../../src/postgres/snapshot/manifest.ts';

export async function reseal(
  file: string,
  changePayload: (payload: Buffer) => void,
  changeManifest: (manifest: SnapshotManifest) => SnapshotManifest = (same) => same,
): Promise<void> {
  const manifest = await readManifest(file);
  const payload = (await readFile(file)).subarray(0, manifest.payload.bytes);
  changePayload(payload);
  const sha256 = createHash('sha256').update(payload).digest('hex');
  await rm(file);
  await writeFile(file, payload);
  const handle = await open(file, 'r+');
  await seal(handle, changeManifest({ ...manifest, payload: { ...manifest.payload, sha256 } }));
  await handle.close();
}
