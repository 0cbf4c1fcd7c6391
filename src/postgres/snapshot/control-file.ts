/** The beginning of `global/pg_control`, which is laid out alike in all majors from 14 to 18. Numbers are in the machine's own order. */
import { open } from 'node:fs/promises';
import path from 'node:path';

export interface ControlFile {
  readonly controlVersion: number;
  readonly catalogVersion: number;
  /** Whether the server was shut down with everything written. */
  readonly isClean: boolean;
  /** Where in the write-ahead log recovery would begin. */
  readonly redo: bigint;
  readonly timeline: number;
}

const CONTROL_VERSION = 8;
const CATALOG_VERSION = 12;
const STATE = 16;
const REDO = 40;
const TIMELINE = 48;
const BYTES = 64;
/** DB_SHUTDOWNED of PostgreSQL's pg_control.h. */
const SHUT_DOWN = 1;

export async function readControlFile(dataDirectory: string): Promise<ControlFile> {
  const handle = await open(path.join(dataDirectory, 'global', 'pg_control'), 'r');
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(BYTES), 0, BYTES, 0);
    if (bytesRead !== BYTES) throw new Error('The control file is cut off.');
    return {
      controlVersion: buffer.readUInt32LE(CONTROL_VERSION),
      catalogVersion: buffer.readUInt32LE(CATALOG_VERSION),
      isClean: buffer.readUInt32LE(STATE) === SHUT_DOWN,
      redo: buffer.readBigUInt64LE(REDO),
      timeline: buffer.readUInt32LE(TIMELINE),
    };
  } finally {
    await handle.close();
  }
}

/** The name of the file of the write-ahead log that holds a position. */
export function walFileName(position: bigint, timeline: number, segmentSize: number): string {
  const segment = position / BigInt(segmentSize);
  const perFile = 0x1_0000_0000n / BigInt(segmentSize);
  const parts = [BigInt(timeline), segment / perFile, segment % perFile];
  return parts.map((part) => part.toString(16).toUpperCase().padStart(8, '0')).join('');
}
