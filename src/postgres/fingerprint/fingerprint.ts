/** A database image in two hashes: equal hashes mean the same schema and the same rows. */
import { hash } from 'node:crypto';
import { type Fingerprint, fingerprintOfHashes, type ImageHashes } from '../../migration/image-hashes.ts';
import { dataTexts, schemaTexts } from './compare.ts';
import type { DatabaseImage, VolatileColumns } from './image.ts';

/** 128 bits: nobody chooses what is hashed here. */
const HASH_DIGITS = 32;

/**
 * @param volatile what is left out; NOTHING_VOLATILE when there is nothing to compare with
 * @throws Error when the image's rows were not read with these volatile columns left out
 */
export function fingerprintOf(image: DatabaseImage, volatile: VolatileColumns): Fingerprint {
  return fingerprintOfHashes(hashesOf(image, volatile));
}

/** The parameters and errors of `fingerprintOf`. */
export function hashesOf(image: DatabaseImage, volatile: VolatileColumns): ImageHashes {
  return { schema: hashed(schemaTexts(image, volatile)), data: hashed(dataTexts(image, volatile)) };
}

function hashed(texts: ReadonlyMap<string, string>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    [...texts].map(([name, text]) => [name, hash('sha256', text).slice(0, HASH_DIGITS)] as const),
  );
}
