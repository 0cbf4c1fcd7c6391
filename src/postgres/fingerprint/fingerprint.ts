/** A database image in two hashes: equal hashes mean the same schema and the same rows. */
import { createHash } from 'node:crypto';
import { rowTexts } from './compare.ts';
import type { DatabaseImage, VolatileColumns } from './image.ts';

/** SHA-256, 64 hexadecimal digits each. Comparable between databases of one PostgreSQL major version. */
export interface Fingerprint {
  readonly schema: string;
  readonly data: string;
}

/** Part of every fingerprint: a change to what is covered, or to how it is written down, changes them all. */
const FINGERPRINT_VERSION = 'migrate-action fingerprint 1';

/**
 * @param volatile what is left out; NOTHING_VOLATILE when there is nothing to compare with
 * @throws Error when the image's rows were not read with these volatile columns left out
 */
export function fingerprintOf(image: DatabaseImage, volatile: VolatileColumns): Fingerprint {
  return {
    schema: hashOf([[image.objects, volatile.objects]]),
    data: hashOf([
      [rowTexts(image, volatile), new Set()],
      [image.sequences, volatile.sequences],
    ]),
  };
}

function hashOf(parts: readonly (readonly [ReadonlyMap<string, string>, ReadonlySet<string>])[]): string {
  const hash = createHash('sha256');
  // Every part goes in with its length, so that no two different lists of parts read the same.
  const add = (part: string) => hash.update(`${Buffer.byteLength(part)}:`).update(part);
  add(FINGERPRINT_VERSION);
  for (const [texts, leftOut] of parts) {
    const kept = [...texts].filter(([name]) => !leftOut.has(name)).sort(([a], [b]) => (a < b ? -1 : 1));
    add(String(kept.length));
    for (const [name, text] of kept) {
      add(name);
      add(text);
    }
  }
  return hash.digest('hex');
}
