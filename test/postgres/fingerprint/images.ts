/** Images of test databases. */
import type pg from 'pg';
import { compareImages, type Difference, volatileColumns } from '../../../src/postgres/fingerprint/compare.ts';
import type { Fingerprint } from '../../../src/migration/image-hashes.ts';
import { fingerprintOf } from '../../../src/postgres/fingerprint/fingerprint.ts';
import { type DatabaseImage, NOTHING_VOLATILE } from '../../../src/postgres/fingerprint/image.ts';
import { type ImageOptions, readImage } from '../../../src/postgres/fingerprint/read.ts';
import { Session } from '../../../src/postgres/session.ts';
import type { TestServer } from '../../support/server.ts';

/** A database of its own in which the script has run, and the client it is open on. */
export async function databaseWith(server: TestServer, script: string): Promise<pg.Client> {
  const client = await server.connect(await server.createDatabase());
  await client.query(script);
  return client;
}

export function imageOf(client: pg.Client, options?: ImageOptions): Promise<DatabaseImage> {
  return readImage(new Session(client), options);
}

/** The image of a database made by the script. */
export async function imageAfter(server: TestServer, script: string, options?: ImageOptions): Promise<DatabaseImage> {
  const client = await databaseWith(server, script);
  const image = await imageOf(client, options);
  await client.end();
  return image;
}

export function differences(expected: DatabaseImage, actual: DatabaseImage): readonly Difference[] {
  return compareImages(expected, actual, NOTHING_VOLATILE);
}

/** The objects in which two images differ; their fingerprints must say as much. */
export function differingObjects(expected: DatabaseImage, actual: DatabaseImage): readonly string[] {
  const [a, b] = [fingerprint(expected), fingerprint(actual)];
  const objects = differences(expected, actual).map(({ object }) => object);
  if ((objects.length === 0) !== (a.schema === b.schema && a.data === b.data))
    throw new Error(`Comparison and fingerprints disagree: ${objects.join(', ')}`);
  return objects;
}

export function fingerprint(image: DatabaseImage): Fingerprint {
  return fingerprintOf(image, NOTHING_VOLATILE);
}

export { volatileColumns };
