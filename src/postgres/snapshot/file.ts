/**
 * The file of a snapshot: payload, manifest as JSON, and a seal of 512 bytes that says how long both are.
 *
 * The payload comes first so that `tar` and `pg_restore` read the file as it is: both stop at the end of their own. The manifest comes
 * after, since it can only be written when the payload's checksum is known. A file without its seal was cut off.
 */
import { createHash } from 'node:crypto';
import { type FileHandle, open } from 'node:fs/promises';
import { messageOf } from '../thrown.ts';
import type { SnapshotManifest } from './manifest.ts';
import { parseManifest } from './manifest-reading.ts';
import { SnapshotRefusal } from './refusal.ts';

const SEAL_BYTES = 512;
const SEAL = /^migrate-action snapshot\npayload (\d{1,15})\nmanifest (\d{1,15}) ([0-9a-f]{64})\n\0*$/;
/** Some 20,000 migrations and as many roles. */
const LARGEST_MANIFEST = 16 * 2 ** 20;
/** Half a millisecond of hashing, between which others have their turn. */
const CHUNK_BYTES = 2 ** 20;

/** An open snapshot, whose manifest was read and is sound. Its payload was not looked at. */
export interface SnapshotFile {
  readonly manifest: SnapshotManifest;
  readonly handle: FileHandle;
}

/**
 * Opens a snapshot for the time that the work takes.
 *
 * @throws SnapshotRefusal when it cannot be read, is cut off, or its manifest is unsound; else what the work throws
 */
export async function withSnapshot<T>(file: string, work: (snapshot: SnapshotFile) => Promise<T>): Promise<T> {
  const handle = await open(file, 'r').catch((cause: unknown) => {
    throw new SnapshotRefusal('unreadable', `The snapshot cannot be read: ${messageOf(cause)}.`, { cause });
  });
  try {
    return await work({ handle, manifest: await manifestOf(handle) });
  } finally {
    await handle.close();
  }
}

/** Reads what a snapshot says of itself. @throws SnapshotRefusal */
export async function readManifest(file: string): Promise<SnapshotManifest> {
  return await withSnapshot(file, ({ manifest }) => Promise.resolve(manifest));
}

/**
 * Adds to a snapshot what became known only after it was made. The file must not be in use.
 *
 * @throws SnapshotRefusal
 */
export async function addFingerprint(
  file: string,
  fingerprint: NonNullable<SnapshotManifest['fingerprint']>,
): Promise<SnapshotManifest> {
  const manifest = { ...(await readManifest(file)), fingerprint };
  const handle = await open(file, 'r+');
  try {
    await handle.truncate(manifest.payload.bytes);
    await seal(handle, manifest);
  } finally {
    await handle.close();
  }
  return manifest;
}

/** Writes manifest and seal behind the payload. */
export async function seal(handle: FileHandle, manifest: SnapshotManifest): Promise<void> {
  const text = Buffer.from(`${JSON.stringify(manifest)}\n`);
  const block = Buffer.alloc(SEAL_BYTES);
  const { bytes } = manifest.payload;
  block.write(`migrate-action snapshot\npayload ${bytes}\nmanifest ${text.length} ${sha256(text)}\n`);
  await handle.write(Buffer.concat([text, block]), 0, text.length + SEAL_BYTES, bytes);
}

/** SHA-256 of the first bytes of a file. Gives way to other work between two chunks, and does not move the file's position. */
export async function hashOfPayload(handle: FileHandle, bytes: number): Promise<string> {
  const hash = createHash('sha256');
  const buffer = Buffer.allocUnsafe(CHUNK_BYTES);
  for (let at = 0; at < bytes;) {
    const { bytesRead } = await handle.read(buffer, 0, Math.min(CHUNK_BYTES, bytes - at), at);
    if (bytesRead === 0) throw damaged('it ends early');
    hash.update(buffer.subarray(0, bytesRead));
    at += bytesRead;
  }
  return hash.digest('hex');
}

/** @throws SnapshotRefusal when the payload is not the one that was written */
export async function checkPayload({ handle, manifest }: SnapshotFile): Promise<void> {
  const { bytes, sha256: expected } = manifest.payload;
  if ((await hashOfPayload(handle, bytes)) !== expected) throw damaged('its checksum is wrong');
}

async function manifestOf(handle: FileHandle): Promise<SnapshotManifest> {
  const { size } = await handle.stat();
  if (size < SEAL_BYTES) throw damaged('it is cut off');
  const [, payload, length, hash] = SEAL.exec((await part(handle, size - SEAL_BYTES, SEAL_BYTES)).toString()) ?? [];
  if (hash === undefined) throw damaged('it is cut off');
  const [payloadBytes, manifestBytes] = [Number(payload), Number(length)];
  if (manifestBytes > LARGEST_MANIFEST) throw damaged('its manifest is too large');
  if (payloadBytes + manifestBytes + SEAL_BYTES !== size) throw damaged('its length is wrong');
  const text = await part(handle, payloadBytes, manifestBytes);
  if (sha256(text) !== hash) throw damaged('its manifest was altered');
  const manifest = parseManifest(text);
  if (manifest.payload.bytes !== payloadBytes) throw damaged('its manifest tells another length');
  return manifest;
}

async function part(handle: FileHandle, position: number, length: number): Promise<Buffer> {
  const buffer = Buffer.alloc(length);
  const { bytesRead } = await handle.read(buffer, 0, length, position);
  if (bytesRead !== length) throw damaged('it ends early');
  return buffer;
}

function damaged(why: string): SnapshotRefusal {
  return new SnapshotRefusal('damaged', `The snapshot is damaged: ${why}.`);
}

function sha256(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}
