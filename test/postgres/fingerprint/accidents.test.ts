import { describe, expect, it } from '@jest/globals';
import { withServer } from '../../support/server.ts';
import { BASE } from './changes.ts';
import { databaseWith, differences, differingObjects, fingerprint, imageAfter, imageOf } from './images.ts';

const testServer = withServer();

const ROLES = `DO $$ BEGIN CREATE ROLE app; CREATE ROLE reader; EXCEPTION WHEN duplicate_object THEN NULL; END $$;`;

describe('what does not show in an image', () => {
  it('is the order in which independent things were made', async () => {
    const types = `CREATE TYPE mood AS ENUM ('calm', 'angry'); ALTER TYPE mood ADD VALUE 'sad' BEFORE 'angry';`;
    const table = (name: string) =>
      `CREATE TABLE ${name} (id serial PRIMARY KEY, at timestamptz DEFAULT now(), CHECK (id > 0)); CREATE INDEX ${name}_at ON ${name} (at); COMMENT ON TABLE ${name} IS '${name}';`;
    const functions = `CREATE FUNCTION f(int) RETURNS int LANGUAGE sql AS 'SELECT $1'; CREATE FUNCTION f(text) RETURNS text LANGUAGE sql AS 'SELECT $1';`;
    const grants = ['GRANT SELECT ON one TO reader', 'GRANT UPDATE, INSERT ON one TO app'];
    const options = ['ALTER TABLE one SET (fillfactor = 70)', 'ALTER TABLE one SET (autovacuum_enabled = off)'];
    const extensions = ['CREATE EXTENSION hstore', 'CREATE EXTENSION citext'];
    const rows = [`INSERT INTO one VALUES (1, 'epoch')`, `INSERT INTO one VALUES (2, 'epoch')`];
    const script = (parts: readonly string[][], flip: boolean) =>
      [ROLES, ...parts.flatMap((part) => (flip ? part.toReversed() : part))].join(';\n');
    const parts = [[types, table('one'), table('two'), functions, ...extensions], grants, options, rows];
    const there = await imageAfter(testServer, script(parts, false));
    const back = await imageAfter(testServer, script(parts, true));
    expect(differences(there, back)).toEqual([]);
    expect(fingerprint(there)).toEqual(fingerprint(back));
    expect(there.tables.get('public.one')?.rows).toBe(2);
  });

  it('is that something was there for a while', async () => {
    const made = `CREATE TABLE t (a int PRIMARY KEY, b text NOT NULL, c numeric(5, 1) UNIQUE, CHECK (a < 100)); ${ROLES}`;
    const detour = `CREATE TABLE x (); CREATE TABLE t (z int, a int PRIMARY KEY, y text, b text NOT NULL, c numeric(5, 1) UNIQUE, CHECK (a < 100));
      INSERT INTO t VALUES (1, 7, 'gone', 'b', 2.5); DROP TABLE x; ALTER TABLE t DROP z; ALTER TABLE t DROP y; ALTER TABLE t ADD w int DEFAULT 5; ALTER TABLE t DROP w;
      ${ROLES} GRANT SELECT ON t TO reader; REVOKE SELECT ON t FROM reader;`;
    const uses = `
      CREATE TABLE u (a int REFERENCES t, b text); CREATE VIEW v AS SELECT * FROM t; CREATE INDEX i ON t (b, c); CREATE STATISTICS s ON a, c FROM t;
      CREATE PUBLICATION p FOR TABLE t (a, c) WHERE (a > 5); CREATE TRIGGER g BEFORE UPDATE OF c ON t FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger();
      CREATE POLICY o ON t USING (c > 1); GRANT UPDATE (c) ON t TO reader;`;
    const straight = await imageAfter(testServer, `${made} ${uses} INSERT INTO t VALUES (7, 'b', 2.5)`);
    const around = await imageAfter(testServer, `${detour} ${uses}`);
    expect(differences(straight, around)).toEqual([]);
    expect(straight.objects.get('publication p of public.t')).toBe('columns a, c\nwhere (a > 5)');
  });

  it('is in which order the partitions were made that a foreign key refers to', async () => {
    const parent = 'CREATE TABLE p (id int PRIMARY KEY) PARTITION BY LIST (id)';
    const foreignKey = 'CREATE TABLE r (p int CONSTRAINT fk REFERENCES p)';
    const one = 'CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1)';
    const two = 'CREATE TABLE p2 PARTITION OF p FOR VALUES IN (2)';
    const first = await imageAfter(testServer, [parent, foreignKey, one, two].join('; '));
    const last = await imageAfter(testServer, [parent, two, one, foreignKey].join('; '));
    expect(differences(first, last)).toEqual([]);
    expect([...first.objects.keys()].filter((name) => name.endsWith(' of public.r'))).toEqual([
      'constraint fk of public.r',
    ]);
  });

  it('is anything of a session: its settings, its temporary objects, its search path', async () => {
    const client = await databaseWith(testServer, BASE);
    await client.query(`CREATE TABLE public.values (f float8, t timestamptz, i interval, b bytea, d date, n regclass);
      INSERT INTO public.values VALUES (0.1::float8 + 0.2, '2024-05-06 07:08:09+00', '1 day 2 hours', 'abc', '2024-05-06', 'shop.orders')`);
    const plain = await imageOf(client);
    await client.query(`SET search_path = shop, public; SET TimeZone = 'Asia/Tokyo'; SET DateStyle = 'German'; SET IntervalStyle = 'iso_8601';
      SET bytea_output = 'escape'; SET extra_float_digits = 0; SET quote_all_identifiers = on; SET standard_conforming_strings = off;
      CREATE TEMP TABLE pg_class (x serial PRIMARY KEY CHECK (x > 1)); CREATE FUNCTION pg_temp.f() RETURNS int LANGUAGE sql AS 'SELECT 1';
      CREATE TYPE pg_temp.e AS ENUM ('a'); CREATE VIEW pg_temp.v AS SELECT 1 AS x; COMMENT ON TABLE pg_temp.pg_class IS 'temporary'`);
    expect(differences(plain, await imageOf(client))).toEqual([]);
    const { rows } = await client.query('SHOW search_path');
    expect(rows).toEqual([{ search_path: 'shop, public' }]);
  });
});

describe('roles and what else is the server’s', () => {
  it('are in the image only if asked for', async () => {
    const client = await databaseWith(testServer, ROLES);
    const before = { alone: await imageOf(client), all: await imageOf(client, { clusterWide: true }) };
    await client.query(
      `CREATE ROLE clerk LOGIN PASSWORD 'secret' CONNECTION LIMIT 5; COMMENT ON ROLE clerk IS 'writes'; GRANT app TO clerk; ALTER ROLE reader SET work_mem = '5MB'`,
    );
    const after = { alone: await imageOf(client), all: await imageOf(client, { clusterWide: true }) };
    await client.query('DROP ROLE clerk; ALTER ROLE reader RESET work_mem');
    expect(differingObjects(before.alone, after.alone)).toEqual([]);
    expect(differingObjects(before.all, after.all)).toEqual([
      'membership of clerk in app granted by postgres',
      'role clerk',
      'role reader',
    ]);
    expect(after.all.objects.get('role clerk')).toMatch(/has a password\ncomment writes/);
    expect([...after.all.objects].join()).not.toContain('secret');
  });
});
