import { beforeAll, describe, expect, it } from '@jest/globals';
import type pg from 'pg';
import type { DatabaseImage } from '../../../src/postgres/fingerprint/image.ts';
import { withServer } from '../../support/server.ts';
import { BASE, type Change, CHANGES } from './changes.ts';
import { databaseWith, differingObjects, imageOf } from './images.ts';

/** The oldest and the newest have the most catalogs of their own; changes are looked at one by one on the one between. */
const SINGLY = process.env['TEST_POSTGRES'] ?? '17';
const TOGETHER = ['14', '18'].filter((version) => version !== SINGLY);

/** A database to which changes are made one after the other; each image is compared with the one before. */
function changingDatabase(version: string): (changes: readonly Change[]) => Promise<readonly string[]> {
  const testServer = withServer(version);
  let client: pg.Client | undefined;
  let last: DatabaseImage | undefined;
  beforeAll(async () => {
    client = await databaseWith(testServer, BASE);
    last = await imageOf(client);
  }, 60_000);
  return async (changes) => {
    if (client === undefined || last === undefined) throw new Error('There is no database.');
    for (const { sql } of changes) await client.query(sql);
    const before = last;
    last = await imageOf(client);
    return differingObjects(before, last);
  };
}

const known = (version: string, changes: readonly Change[]): readonly Change[] =>
  changes.filter(({ since }) => Number(version) >= (since ?? 0));

const expected = (version: string, changes: readonly Change[]): readonly string[] => [
  ...new Set(
    changes
      .flatMap(({ objects }) => objects)
      .flatMap((shown) => (typeof shown === 'string' ? [shown] : Number(version) >= shown.since ? [shown.object] : []))
      .sort(),
  ),
];

describe(`each change shows in its object and no other, PostgreSQL ${SINGLY}`, () => {
  const make = changingDatabase(SINGLY);
  it.each(known(SINGLY, Object.values(CHANGES).flat()))('$sql', async (change) => {
    expect(await make([change])).toEqual(expected(SINGLY, [change]));
  });
});

describe.each(TOGETHER)('all changes show in their objects and no others, PostgreSQL %s', (version) => {
  const make = changingDatabase(version);
  it.each(Object.entries(CHANGES))('%s', async (_, changes) => {
    const possible = known(version, changes);
    expect(await make(possible)).toEqual(expected(version, possible));
  });
});
