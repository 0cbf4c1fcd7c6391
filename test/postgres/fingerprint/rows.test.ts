import { describe, expect, it } from '@jest/globals';
import { compareImages } from '../../../src/postgres/fingerprint/compare.ts';
import { fingerprintOf } from '../../../src/postgres/fingerprint/fingerprint.ts';
import { type DatabaseImage, NOTHING_VOLATILE, volatileNames } from '../../../src/postgres/fingerprint/image.ts';
import { withoutVolatile } from '../../../src/postgres/fingerprint/read.ts';
import { Session } from '../../../src/postgres/session.ts';
import { withServer } from '../../support/server.ts';
import { databaseWith, differences, differingObjects, imageAfter, imageOf, volatileColumns } from './images.ts';

const testServer = withServer();

describe('rows', () => {
  it('differ by what is in them, and by what stands together', async () => {
    const table = 'CREATE TABLE t (a int, b text);';
    const plain = await imageAfter(testServer, `${table} INSERT INTO t VALUES (1, 'x'), (2, 'y'), (2, 'y')`);
    const shuffled = await imageAfter(testServer, `${table} INSERT INTO t VALUES (2, 'y'), (1, 'x'), (2, 'y')`);
    const crossed = await imageAfter(testServer, `${table} INSERT INTO t VALUES (2, 'x'), (1, 'y'), (2, 'y')`);
    const empty = await imageAfter(testServer, `${table} INSERT INTO t VALUES (1, 'x'), (2, 'y'), (2, '')`);
    const nothing = await imageAfter(testServer, `${table} INSERT INTO t VALUES (1, 'x'), (2, 'y'), (2, NULL)`);
    const fewer = await imageAfter(testServer, `${table} INSERT INTO t VALUES (1, 'x'), (2, 'y')`);
    const column = 'values of column public.t.b';
    expect(differingObjects(plain, shuffled)).toEqual([]);
    expect(differingObjects(plain, crossed)).toEqual(['rows of public.t']);
    expect(differingObjects(empty, nothing)).toEqual(['rows of public.t', column]);
    expect(differingObjects(plain, fewer)).toEqual(['rows of public.t', 'values of column public.t.a', column]);
  });

  it('are read whatever their schema is called, and sequences too', async () => {
    const at = (value: number) =>
      imageAfter(
        testServer,
        `CREATE SCHEMA "My schema"; CREATE TABLE "My schema"."T" (a serial); INSERT INTO "My schema"."T" VALUES (${value});
         SELECT setval('"My schema"."T_a_seq"', ${value})`,
      );
    expect(differingObjects(await at(1), await at(2))).toEqual([
      'rows of "My schema"."T"',
      'value of sequence "My schema"."T_a_seq"',
      'values of column "My schema"."T".a',
    ]);
  });

  it('count the same however a table became empty', async () => {
    const emptied = await imageAfter(
      testServer,
      'CREATE TABLE t (a int, b text); INSERT INTO t VALUES (1); DELETE FROM t',
    );
    expect(differingObjects(await imageAfter(testServer, 'CREATE TABLE t (a int, b text)'), emptied)).toEqual([]);
  });

  it('are read of partitions, children, materialized views and odd tables, and not of what else looks like a table', async () => {
    const script = `
      CREATE TABLE "Odd ""name" ("a b" int, "select" jsonb[]); INSERT INTO "Odd ""name" VALUES (1, ARRAY['{"k": 1}'::jsonb]);
      CREATE TABLE bare (); INSERT INTO bare DEFAULT VALUES; INSERT INTO bare DEFAULT VALUES;
      CREATE TABLE p (a int) PARTITION BY LIST (a); CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1); INSERT INTO p VALUES (1);
      CREATE TABLE parent (a int); CREATE TABLE child () INHERITS (parent); INSERT INTO child VALUES (1);
      CREATE MATERIALIZED VIEW m AS SELECT * FROM p; CREATE MATERIALIZED VIEW unfilled AS SELECT * FROM p WITH NO DATA; CREATE VIEW v AS SELECT * FROM p;
      CREATE UNLOGGED TABLE u AS SELECT 1 AS a;`;
    const { tables } = await imageAfter(testServer, script);
    const counts = Object.fromEntries([...tables].map(([name, { rows }]) => [name, rows]));
    expect(counts).toEqual({
      'public."Odd ""name"': 1,
      'public.bare': 2,
      'public.p1': 1,
      'public.parent': 0,
      'public.child': 1,
      'public.m': 1,
      'public.unfilled': 0,
      'public.u': 1,
    });
  });

  it('may hold values of any type', async () => {
    const table = `
      CREATE TYPE pair AS (a int, b text); CREATE TYPE mood AS ENUM ('calm', 'angry'); CREATE DOMAIN small AS int; CREATE EXTENSION hstore; CREATE EXTENSION citext;
      CREATE FUNCTION same(mood) RETURNS text IMMUTABLE LANGUAGE sql AS $$SELECT 'same'$$; CREATE CAST (mood AS text) WITH FUNCTION same(mood);
      CREATE TABLE t (p pair, m mood, s small, h hstore, c citext, x xml, r int4range, mr int4multirange, g point, n name, ch char(5), q "char", bits bit(3), net inet, ts tsvector, mny money, arr pair[]);`;
    const values = (mood: string, pair: string) =>
      `${table} INSERT INTO t VALUES (${pair}, '${mood}', 1, 'a=>1', 'A', '<a/>', '[1,2)', '{[1,2)}', '(1,2)', 'n', 'c', 'q', '101', '::1', 'a b', 5, ARRAY[ROW(1, NULL)::pair])`;
    const one = await imageAfter(testServer, values('calm', 'ROW(NULL, NULL)'));
    const other = await imageAfter(testServer, values('angry', 'NULL'));
    expect(differingObjects(one, other)).toEqual([
      'rows of public.t',
      'values of column public.t.m',
      'values of column public.t.p',
    ]);
    expect(one.tables.get('public.t')?.columns.get('p')?.values).toBe(1);
  });

  it('do not compare numbers that the server gave out', async () => {
    const table = 'CREATE TABLE t (o oid, x xid, w regclass);';
    const one = await imageAfter(testServer, `${table} INSERT INTO t VALUES (123, '5', 't')`);
    const other = await imageAfter(
      testServer,
      `CREATE TABLE before (); DROP TABLE before; ${table} INSERT INTO t VALUES (456, '6', 't')`,
    );
    const fewer = await imageAfter(testServer, `${table} INSERT INTO t VALUES (NULL, '6', 't')`);
    expect(differingObjects(one, other)).toEqual([]);
    expect(differingObjects(one, fewer)).toEqual(['values of column public.t.o']);
  });

  it('that cannot be read are said to be so', async () => {
    const client = await databaseWith(
      testServer,
      `CREATE FUNCTION broken(int) RETURNS int IMMUTABLE LANGUAGE sql AS 'SELECT 1 / $1';
       CREATE TABLE fine (a int); INSERT INTO fine VALUES (1);
       CREATE TYPE bad; CREATE FUNCTION bad_in(cstring) RETURNS bad IMMUTABLE STRICT LANGUAGE internal AS 'textin';
       CREATE FUNCTION bad_out(bad) RETURNS cstring IMMUTABLE STRICT LANGUAGE internal AS 'box_out';
       DO $$ BEGIN CREATE ROLE nobody_much; EXCEPTION WHEN duplicate_object THEN NULL; END $$;
       CREATE TABLE hidden (a int); CREATE TABLE guarded (a int); ALTER TABLE guarded ENABLE ROW LEVEL SECURITY;
       CREATE SCHEMA closed CREATE TABLE inside (a int) CREATE SEQUENCE counter;
       CREATE SUBSCRIPTION paper CONNECTION 'host=nowhere' PUBLICATION news WITH (connect = false, slot_name = NONE);
       SELECT lo_from_bytea(0, 'content');
       GRANT SELECT ON guarded, fine, closed.inside TO nobody_much; SET ROLE nobody_much`,
    );
    const { tables, sequences, objects } = await imageOf(client);
    await client.query('RESET ROLE; DROP SUBSCRIPTION paper');
    const reasons = Object.fromEntries([...tables].map(([name, { unreadable }]) => [name, unreadable]));
    expect(reasons).toEqual({
      'closed.inside': 'permission denied',
      'public.fine': undefined,
      'public.guarded': 'row level security hides rows',
      'public.hidden': 'permission denied',
      'large objects': expect.stringMatching(/^permission denied for large object/),
    });
    expect(sequences).toEqual(new Map([['closed.counter', 'not readable: permission denied']]));
    expect(objects.get('subscription paper')).toContain('publications news');
  });

  it('of one table that fails while they are read leave the others readable', async () => {
    const script = (
      divisor: number,
    ) => `CREATE TABLE a (x int); INSERT INTO a VALUES (1); CREATE TABLE c (x int); INSERT INTO c VALUES (1);
      CREATE TYPE odd AS ENUM ('z'); CREATE TABLE b (x odd); INSERT INTO b VALUES ('z');
      DELETE FROM pg_enum WHERE ${divisor} = 0 AND enumtypid = 'odd'::regtype;`;
    const image = await imageAfter(testServer, script(0));
    expect([...image.tables].map(([name, { rows, unreadable }]) => [name, rows, unreadable])).toEqual([
      ['public.a', 1, undefined],
      ['public.b', 0, expect.stringContaining('invalid internal value for enum')],
      ['public.c', 1, undefined],
    ]);
  });

  it('are not looked at where the caller says so, nor the sequences of those tables', async () => {
    const client = await databaseWith(testServer, 'CREATE TABLE log (id serial, at text); CREATE TABLE t (id serial)');
    const withoutRows = ['public.log', 'nowhere.to_be_found'];
    const before = await imageOf(client, { withoutRows });
    await client.query(`INSERT INTO log (at) VALUES ('now')`);
    expect(differingObjects(before, await imageOf(client, { withoutRows }))).toEqual([]);
    expect([...before.tables.keys()]).toEqual(['public.t']);
    await client.query('ALTER TABLE log ADD x int');
    expect(differingObjects(before, await imageOf(client, { withoutRows }))).toEqual([
      'column public.log.x',
      'table public.log',
    ]);
  });
});

describe('sequences', () => {
  it('differ by their value and by whether it was used', async () => {
    const at = (value: string) => imageAfter(testServer, `CREATE SEQUENCE s; SELECT setval('s', ${value})`);
    const [unused, used, further] = [await at('1, false'), await at('1, true'), await at('7')];
    expect(differences(unused, used)).toEqual([
      { object: 'value of sequence public.s', expected: '1, not yet used', actual: '1' },
    ]);
    expect(differingObjects(used, further)).toEqual(['value of sequence public.s']);
  });
});

describe('what time and chance decide', () => {
  const script = (extra = '') => `
    CREATE TABLE customers (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), name text, at timestamptz DEFAULT clock_timestamp());
    CREATE TABLE orders (customer uuid REFERENCES customers, total int);
    CREATE TABLE pairs (a int, b int); INSERT INTO pairs SELECT n, row_number() OVER (ORDER BY random()) FROM generate_series(1, 50) AS n;
    CREATE TABLE lots (a int); INSERT INTO lots SELECT 1 FROM generate_series(1, (random() * 1e6)::int % 1000);
    SELECT lo_from_bytea(0, gen_random_uuid()::text::bytea);
    CREATE SEQUENCE s; SELECT setval('s', 1 + (random() * 1e9)::int);
    INSERT INTO customers (name) VALUES ('Ann'), ('Bob'); INSERT INTO orders SELECT id, 5 FROM customers;
    DO $$ BEGIN EXECUTE format('COMMENT ON TABLE orders IS %L', clock_timestamp()); END $$; ${extra}`;

  it('is found by a second replay and left out of every comparison, by name', async () => {
    const first = await databaseWith(testServer, script());
    const image = await imageOf(first);
    const volatile = volatileColumns(image, await imageAfter(testServer, script()));
    expect(volatileNames(volatile)).toEqual([
      'column large objects.content',
      'column public.customers.at',
      'column public.customers.id',
      'column public.lots.a',
      'column public.orders.customer',
      'comment on table public.orders',
      'rows of public.lots',
      'rows of public.pairs',
      'value of sequence public.s',
    ]);
    const expected = await withoutVolatile(new Session(first), image, volatile);
    const again = await imageAfter(testServer, script(), { volatile });
    expect(compareImages(expected, again, volatile)).toEqual([]);
    expect(fingerprintOf(expected, volatile)).toEqual(fingerprintOf(again, volatile));

    const other = await imageAfter(testServer, script(`UPDATE customers SET name = 'Eve' WHERE name = 'Bob'`), {
      volatile,
    });
    expect(compareImages(expected, other, volatile).map(({ object }) => object)).toEqual([
      'rows of public.customers',
      'values of column public.customers.name',
    ]);
    expect(fingerprintOf(other, volatile).schema).toBe(fingerprintOf(expected, volatile).schema);
    expect(fingerprintOf(other, volatile).data).not.toBe(fingerprintOf(expected, volatile).data);
  });

  it('leaves of names made at random how many there are', () => {
    const named = (...names: string[]): DatabaseImage => ({
      objects: new Map(names.map((name) => [`table public.${name}`, 'a table'])),
      tables: new Map(),
      sequences: new Map(names.map((name) => [`public.${name}_seq`, '1'])),
    });
    const [one, other] = [named('kept', 'p_41', 'p_42'), named('kept', 'p_41', 'p_77')];
    const volatile = volatileColumns(one, other);
    expect(compareImages(one, named('kept', 'p_5', 'p_6'), volatile)).toEqual([]);
    expect(compareImages(one, named('kept', 'p_5'), volatile).map(({ object }) => object)).toEqual([
      'table public.p_#',
      'value of sequence public.p_#_seq',
    ]);
    expect(compareImages(one, named('p_5', 'p_6'), volatile).map(({ object }) => object)).toEqual([
      'table public.kept',
      'value of sequence public.kept_seq',
    ]);
  });

  it('has to be known before rows are compared', async () => {
    const a = await imageAfter(testServer, script());
    const volatile = volatileColumns(a, await imageAfter(testServer, script()));
    expect(() => fingerprintOf(a, volatile)).toThrow('withoutVolatile');
    expect(() => compareImages(a, a, volatile)).toThrow('withoutVolatile');
    expect(fingerprintOf(a, NOTHING_VOLATILE).data).toMatch(/^[0-9a-f]{64}$/);
  });
});
