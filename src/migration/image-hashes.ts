/** What a database consists of, each thing as a hash: small enough to go from job to job, and all that a fingerprint is made of. */
import { createHash } from 'node:crypto';

export interface ImageHashes {
  /** `table public.orders` → hash of its definition, 32 hexadecimal digits. */
  readonly schema: Readonly<Record<string, string>>;
  /** `rows of public.orders`, `value of sequence public.orders_id_seq` → the same. */
  readonly data: Readonly<Record<string, string>>;
}

/** SHA-256, 64 hexadecimal digits each. Comparable between databases of one PostgreSQL major version. */
export interface Fingerprint {
  readonly schema: string;
  readonly data: string;
}

/** Part of every fingerprint: a change to what is covered, or to how it is written down, changes them all. */
const FINGERPRINT_VERSION = 'migrate-action fingerprint 2';

export function fingerprintOfHashes({ schema, data }: ImageHashes): Fingerprint {
  return { schema: digestOf(schema), data: digestOf(data) };
}

function digestOf(hashes: Readonly<Record<string, string>>): string {
  const digest = createHash('sha256');
  // Every part goes in with its length, so that no two different lists of parts read the same.
  const add = (part: string) => digest.update(`${Buffer.byteLength(part)}:`).update(part);
  add(FINGERPRINT_VERSION);
  for (const [name, hash] of Object.entries(hashes).sort(([a], [b]) => (a < b ? -1 : 1))) {
    add(name);
    add(hash);
  }
  return digest.digest('hex');
}
