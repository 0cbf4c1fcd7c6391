/** What Git calls a file's content, so that it can be compared with a tree's without fetching anything. */
import { createHash } from 'node:crypto';

/** As it is, and as a repository has it that a checkout gives other line ends. */
export function blobNames(content: Uint8Array): string[] {
  const bytes = Buffer.from(content);
  if (!bytes.includes('\r\n')) return [blobName(bytes)];
  return [blobName(bytes), blobName(Buffer.from(bytes.toString('latin1').replaceAll('\r\n', '\n'), 'latin1'))];
}

function blobName(content: Buffer): string {
  return createHash('sha1').update(`blob ${content.length}\0`).update(content).digest('hex');
}
