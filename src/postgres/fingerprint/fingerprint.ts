/** A database image in two hashes: equal hashes mean the same schema and the same rows. */
import { createHash, hash } from 'node:crypto';
import { rowTexts } from './compare.ts';
import type { DatabaseImage, VolatileColumns } from './image.ts';

/** SHA-256, 64 hexadecimal digits each. Comparable between databases of one PostgreSQL major version. */
export interface Fingerprint {
  readonly schema: string;
  readonly data: string;
}

/** An image, each definition and each statement about rows as a hash: small enough to go from job to job, and all a fingerprint needs. */
export interface HashedImage {
  /** `table public.orders` → 32 hexadecimal digits. */
  readonly schema: ReadonlyMap<string, string>;
  /** `rows of public.orders`, `value of sequence public.orders_id_seq` → the same. */
  readonly data: ReadonlyMap<string, string>;
}

/** Part of every fingerprint: a change to what is covered, or to how it is written down, changes them all. */
const FINGERPRINT_VERSION = 'migrate-action fingerprint 2';
/** 128 bits: nobody chooses what is hashed here. */
const HASH_DIGITS = 32;

/**
 * @param volatile what is left out; NOTHING_VOLATILE when there is nothing to compare with
 * @throws Error when the image's rows were not read with these volatile columns left out
 */
export function fingerprintOf(image: DatabaseImage, volatile: VolatileColumns): Fingerprint {
  return fingerprintOfHashed(hashedImage(image, volatile));
}

/** The parameters and errors of `fingerprintOf`. */
export function hashedImage(image: DatabaseImage, volatile: VolatileColumns): HashedImage {
  return {
    schema: hashed(image.objects, volatile.objects),
    data: new Map([
      ...hashed(rowTexts(image, volatile), new Set()),
      ...hashed(image.sequences, volatile.sequences, 'value of sequence '),
    ]),
  };
}

/** The same fingerprint as of the image itself. */
export function fingerprintOfHashed({ schema, data }: HashedImage): Fingerprint {
  return { schema: digestOf(schema), data: digestOf(data) };
}

function hashed(
  texts: ReadonlyMap<string, string>,
  leftOut: ReadonlySet<string>,
  prefix = '',
): ReadonlyMap<string, string> {
  const kept = [...texts].filter(([name]) => !leftOut.has(name));
  return new Map(kept.map(([name, text]) => [`${prefix}${name}`, hash('sha256', text).slice(0, HASH_DIGITS)]));
}

function digestOf(hashes: ReadonlyMap<string, string>): string {
  const digest = createHash('sha256');
  // Every part goes in with its length, so that no two different lists of parts read the same.
  const add = (part: string) => digest.update(`${Buffer.byteLength(part)}:`).update(part);
  add(FINGERPRINT_VERSION);
  for (const [name, text] of [...hashes].sort(([a], [b]) => (a < b ? -1 : 1))) {
    add(name);
    add(text);
  }
  return digest.digest('hex');
}
