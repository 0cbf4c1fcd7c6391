/**
 * Looks through an archive before `tar` unpacks it. Whatever could be written elsewhere than below the directory is refused: only plain
 * files and directories with relative names, in the plainest form of the format, which every `tar` reads alike.
 *
 * Done here and not by a package: 1,500 headers of 512 bytes are read in 2 ms, where an unpacker would see all 35 MB of it.
 */
import { readSync } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { SnapshotRefusal } from './refusal.ts';

export interface ArchiveListing {
  readonly files: number;
  /** What all files hold. */
  readonly contentBytes: number;
}

const BLOCK = 512;
const MOST_ENTRIES = 2_000_000;

/** Where the fields of a header are: https://pubs.opengroup.org/onlinepubs/9699919799/utilities/pax.html#tag_20_92_13_06 */
const NAME = [0, 100] as const;
const MODE = [100, 108] as const;
const SIZE = [124, 136] as const;
const CHECKSUM = [148, 156] as const;
const TYPE = 156;
const MAGIC = [257, 263] as const;
const PREFIX = [345, 500] as const;

const PLAIN_FILE = 0x30;
const DIRECTORY = 0x35;
/** PostgreSQL names its own files so, and its extensions do. No part of it is `.` or `..`. */
const SAFE_NAME = /^\.\/(?:(?!\.{1,2}(?:\/|$))[\w.+-]+(?:\/(?!$)|\/?$))*$/;

/**
 * @param bytes how long the archive is, from the beginning of the file
 * @throws SnapshotRefusal (unsafe-archive)
 */
export function listArchive({ fd }: FileHandle, bytes: number): ArchiveListing {
  const header = Buffer.alloc(BLOCK);
  const seen = new Set<string>();
  let files = 0;
  let contentBytes = 0;
  // Read synchronously: a hop through the event loop for each would take ten times as long.
  for (let at = 0; at + BLOCK <= bytes;) {
    if (readSync(fd, header, 0, BLOCK, at) !== BLOCK) throw unsafe('it ends early');
    if (header[0] === 0) {
      if (!isZero(fd, at, bytes)) throw unsafe('there is something behind its end');
      return { files, contentBytes };
    }
    const { name, type, size } = readHeader(header);
    if (seen.has(name) || seen.size > MOST_ENTRIES) throw unsafe(`it has ${shown(name)} twice, or too much else`);
    seen.add(name);
    if (type === PLAIN_FILE) {
      files += 1;
      contentBytes += size;
    }
    at += BLOCK + Math.ceil(size / BLOCK) * BLOCK;
  }
  throw unsafe('it has no end');
}

function readHeader(header: Buffer): { name: string; type: number; size: number } {
  const name = textAt(header, NAME);
  const type = header[TYPE] ?? 0;
  if (textAt(header, MAGIC) !== 'ustar' || numberAt(header, CHECKSUM) !== sumOf(header)) {
    throw unsafe('it is no plain archive');
  }
  if (textAt(header, PREFIX) !== '' || !SAFE_NAME.test(name)) {
    throw unsafe(`it has an entry of the name ${shown(textAt(header, PREFIX) + name)}`);
  }
  if (type !== PLAIN_FILE && type !== DIRECTORY) throw unsafe(`${shown(name)} is neither a file nor a directory`);
  if (name.endsWith('/') !== (type === DIRECTORY)) throw unsafe(`${shown(name)} is not what its name says`);
  const size = numberAt(header, SIZE);
  if (type === DIRECTORY && size !== 0) throw unsafe(`the directory ${shown(name)} has a content`);
  if ((numberAt(header, MODE) & 0o7000) !== 0) throw unsafe(`${shown(name)} would run with the rights of its owner`);
  return { name, type, size };
}

/** Of all bytes, those of the checksum itself taken for blanks. A loop: nobody has compiled anything yet, and there are 800,000 bytes. */
function sumOf(header: Buffer): number {
  let sum = (CHECKSUM[1] - CHECKSUM[0]) * 0x20;
  for (let at = 0; at < CHECKSUM[0]; at += 1) sum += header[at] ?? 0;
  for (let at: number = CHECKSUM[1]; at < BLOCK; at += 1) sum += header[at] ?? 0;
  return sum;
}

function textAt(header: Buffer, [from, to]: readonly [number, number]): string {
  const end = header.indexOf(0, from);
  return header.toString('latin1', from, end === -1 ? to : Math.min(end, to));
}

function numberAt(header: Buffer, field: readonly [number, number]): number {
  const digits = /^ *([0-7]{1,12}) *$/.exec(textAt(header, field))?.[1];
  if (digits === undefined) throw unsafe('it has a header without a number');
  return Number.parseInt(digits, 8);
}

function isZero(fd: number, from: number, to: number): boolean {
  const rest = Buffer.alloc(Math.min(to - from, 2 ** 20));
  return readSync(fd, rest, 0, rest.length, from) === to - from && rest.every((byte) => byte === 0);
}

function shown(name: string): string {
  return JSON.stringify(name.slice(0, 200));
}

function unsafe(why: string): SnapshotRefusal {
  return new SnapshotRefusal('unsafe-archive', `The snapshot's archive is not unpacked: ${why}.`);
}
