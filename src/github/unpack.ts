/** Archives of artifacts, which a stranger may have made: nothing of them is written to disk, and what is too much is not read to its end. */
import { createReadStream } from 'node:fs';
import type { Entry } from 'unzip-stream';

/** An archive that no job of ours has made. */
export class Refused extends Error {}

/** Bytes that may still be unpacked: of one file, and of all together. */
export interface Allowance {
  readonly most: number;
  left: number;
}

/**
 * The one file of an archive, as what is in it says and not its headers.
 *
 * @throws Refused where it holds more files or bytes than it may, whatever it says of itself
 */
export async function unpackOne(archive: string, allowance: Allowance): Promise<Buffer> {
  const { default: unzip } = await import('unzip-stream');
  const source = createReadStream(archive);
  const parser = unzip.Parse();
  source.on('error', (error) => parser.destroy(error)).pipe(parser);
  let found: Buffer | undefined;
  try {
    for await (const entry of parser as AsyncIterable<Entry>) {
      if (found !== undefined || entry.isDirectory) throw new Refused('it holds more than one file');
      found = await readAll(entry, allowance);
    }
  } finally {
    source.destroy();
    parser.destroy();
  }
  if (found === undefined) throw new Refused('it holds no file');
  return found;
}

async function readAll(entry: Entry, allowance: Allowance): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of entry as AsyncIterable<Buffer>) {
    size += chunk.length;
    allowance.left -= chunk.length;
    if (size > allowance.most) throw new Refused(`unpacked, it has more than ${inMebibytes(allowance.most)}`);
    if (allowance.left < 0) throw new Refused('with those before it, it has more than a report reads');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

export function inMebibytes(bytes: number): string {
  return `${Math.round(bytes / 1024 ** 2)} MiB`;
}
