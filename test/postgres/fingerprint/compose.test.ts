import { describe, expect, it } from '@jest/globals';
import { composeShards } from '../../../src/graph/shards/compose.ts';
import { fingerprintOfHashes } from '../../../src/migration/image-hashes.ts';
import type { ShardImage } from '../../../src/migration/result.ts';
import { hashesOf } from '../../../src/postgres/fingerprint/fingerprint.ts';
import { type DatabaseImage, NOTHING_VOLATILE } from '../../../src/postgres/fingerprint/image.ts';
import { withServer } from '../../support/server.ts';
import { fingerprint, imageAfter } from './images.ts';

const testServer = withServer();

const SHARED = `CREATE TABLE users (id serial PRIMARY KEY, name text); CREATE TABLE logs (line text); CREATE VIEW names AS SELECT name FROM users;
  INSERT INTO users (name) VALUES ('Ada'), ('Bo')`;

const hashed = (image: DatabaseImage) => hashesOf(image, NOTHING_VOLATILE);

async function shard(own: string): Promise<ShardImage> {
  const [shared, end] = await Promise.all([
    imageAfter(testServer, SHARED),
    imageAfter(testServer, `${SHARED}; ${own}`),
  ]);
  return { shared: hashed(shared), end: hashed(end) };
}

describe('shards put together', () => {
  it('are what one run of all makes: what is made, altered, filled and dropped', async () => {
    const a = `ALTER TABLE users ADD mail text; UPDATE users SET mail = lower(name); INSERT INTO users (name) VALUES ('Cy')`;
    const b = `DROP TABLE logs; CREATE TABLE orders (id int PRIMARY KEY, total numeric); INSERT INTO orders VALUES (1, 2)`;
    const c = `DROP VIEW names; CREATE FUNCTION one() RETURNS int LANGUAGE sql AS 'SELECT 1'`;
    const [first, ...others] = await Promise.all([shard(a), shard(b), shard(c)]);
    const whole = await imageAfter(testServer, [SHARED, a, b, c].join(';'));
    const composed = composeShards([{ end: first.end }, ...others]);
    expect(composed.clashes).toEqual({ schema: [], data: [] });
    expect(fingerprintOfHashes(composed.whole)).toEqual(fingerprint(whole));
  });

  it('name what two of them changed', async () => {
    const [first, second] = await Promise.all([
      shard(`INSERT INTO logs VALUES ('a'); COMMENT ON TABLE users IS 'a'`),
      shard(`INSERT INTO logs VALUES ('b'); COMMENT ON TABLE users IS 'b'`),
    ]);
    const { clashes } = composeShards([{ end: first.end }, second]);
    expect(clashes.data).toEqual(['rows of public.logs', 'values of column public.logs.line']);
    expect(clashes.schema).toEqual([expect.stringContaining('users')]);
  });

  it('name what one of them made and another had made, too', async () => {
    const own = 'CREATE TABLE twice (id int)';
    const [first, second] = await Promise.all([shard(own), shard(own)]);
    const { clashes } = composeShards([{ end: first.end }, second]);
    expect(clashes.schema).toContain('table public.twice');
  });
});
