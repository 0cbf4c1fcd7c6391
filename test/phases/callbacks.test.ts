/** What a migration tool runs each time it is called: Flyway's `afterMigrate`, Liquibase's `runAlways`. */
import { afterAll, describe, expect, it } from '@jest/globals';
import type { Files } from '../support/cached-runs.ts';
import { type ExternalServer, startExternalServer } from '../support/external-server.ts';
import { withFiles } from '../support/files.ts';
import { namesIn, Seeds, toldBy } from './seeded-runs.ts';

const temporary = withFiles();
const PATIENCE_MS = 120_000;
const servers: ExternalServer[] = [];
afterAll(async () => {
  await Promise.all(servers.map(({ server }) => server.stop()));
});

const GOODS: Files = {
  'V1__goods.sql': 'CREATE TABLE goods (id int GENERATED ALWAYS AS IDENTITY, name text)',
  'V2__orders.sql': 'CREATE TABLE orders (id int)',
};
/** Counts how often it ran. */
const ADD = (name: string): Files => ({
  'afterMigrate.sql': `-- Last.\nINSERT INTO goods (name)\nVALUES ('${name}');`,
});

describe('afterMigrate', () => {
  it(
    'is in a database as often as in that of a cold run, whatever was restored, new or edited',
    async () => {
      const seeds = await Seeds.open(temporary, { ...GOODS, ...ADD('tea') });
      const { result: first, names } = await seeds.rows({});
      expect(names).toEqual(['tea']);
      expect(toldBy(first)).toEqual({ from: 'empty', restored: 0, applied: 2, seed: undefined, kept: true, said: [] });
      expect(toldBy(await seeds.run({}))).toMatchObject({
        from: 'snapshot',
        restored: 2,
        applied: 0,
        kept: false,
        said: [],
      });

      await seeds.runs.write({ ...GOODS, ...ADD('milk') });
      expect(toldBy(await seeds.run({}))).toMatchObject({
        from: 'snapshot',
        restored: 2,
        applied: 0,
        said: ['afterMigrate.sql has changed: restored all 2, and afterMigrate.sql runs again.'],
      });
      await seeds.runs.write({ ...GOODS, 'V3__more.sql': 'CREATE TABLE more (id int)', ...ADD('milk') });
      expect(toldBy(await seeds.run({}))).toMatchObject({ from: 'snapshot', restored: 2, applied: 1 });
      expect((await seeds.rows({})).names).toEqual(['milk']);
      // A seed comes behind it.
      const seed = await seeds.write('goods.sql', "INSERT INTO goods (name) SELECT 'after ' || name FROM goods");
      expect((await seeds.rows({ seed })).names).toEqual(['milk', 'after milk']);
    },
    PATIENCE_MS,
  );

  it(
    'that fails is told as what it is, with its file and line, and no snapshot holds it',
    async () => {
      const seeds = await Seeds.open(temporary, { ...GOODS, 'afterMigrate.sql': 'SELECT 1;\n\nSELECT 1/0;' });
      const { result } = await seeds.rows({});
      expect(result.error).toMatchObject({ path: 'afterMigrate.sql', line: 3, message: 'division by zero' });
      expect(result.applied).toBe(2);
      expect(toldBy(await seeds.runs.run({}))).toMatchObject({ from: 'snapshot', restored: 2, applied: 0 });
    },
    PATIENCE_MS,
  );

  it(
    'may hold what runs in no transaction',
    async () => {
      const seeds = await Seeds.open(temporary, { ...GOODS, 'afterMigrate.sql': 'VACUUM ANALYZE goods' });
      const { result } = await seeds.rows({});
      expect(result.error).toBeUndefined();
    },
    PATIENCE_MS,
  );

  it(
    "runs after every run on somebody's database, as Flyway has it, and a seed does not",
    async () => {
      const seeds = await Seeds.open(temporary, { ...GOODS, ...ADD('tea') });
      const external = await startExternalServer();
      servers.push(external);
      const raw = {
        'database-url': external.url(),
        seed: await seeds.write('goods.sql', "INSERT INTO goods (name) VALUES ('seed')"),
      };
      await seeds.runs.run(raw);
      const second = await seeds.runs.run(raw);
      expect([second.error, second.seed]).toEqual([undefined, 'skipped']);
      expect(await namesIn(external.url())).toEqual(['tea', 'seed', 'tea']);
    },
    PATIENCE_MS,
  );
});

describe('runAlways', () => {
  const SET: Files = {
    'changelog.sql': `--liquibase formatted sql
--changeset a:1
CREATE TABLE goods (id int GENERATED ALWAYS AS IDENTITY, name text);
--changeset a:2 runAlways:true
INSERT INTO goods (name) VALUES ('tea');
`,
  };

  it(
    'has run in a restored database as often as in that of a cold run',
    async () => {
      const seeds = await Seeds.open(temporary, SET);
      await seeds.run({});
      const { result, names } = await seeds.rows({});
      expect(toldBy(result)).toMatchObject({ from: 'snapshot', restored: 2, applied: 0, said: [] });
      expect(names).toEqual(['tea']);
      const more = '--changeset a:3\nALTER TABLE goods ADD price int;\n';
      await seeds.runs.write({ 'changelog.sql': `${SET['changelog.sql']}${more}` });
      expect(toldBy(await seeds.run({}))).toMatchObject({ from: 'snapshot', restored: 2, applied: 1, said: [] });
    },
    PATIENCE_MS,
  );

  it(
    "runs again on somebody's database",
    async () => {
      const seeds = await Seeds.open(temporary, SET);
      const external = await startExternalServer();
      servers.push(external);
      const raw = { 'database-url': external.url() };
      await seeds.runs.run(raw);
      await seeds.runs.run(raw);
      expect(await namesIn(external.url())).toEqual(['tea', 'tea']);
    },
    PATIENCE_MS,
  );
});
