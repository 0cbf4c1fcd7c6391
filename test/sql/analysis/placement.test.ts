/** Which migrations give their rows numbers in the order in which those of a table lie, and which ones before decided that. */
import { describe, expect, it } from '@jest/globals';
import { CATALOGS } from '../../../src/sql/footprint.ts';
import { graphOf, order } from './sets.ts';

const TABLES = `
  CREATE TABLE s (id int PRIMARY KEY, x text, z int);
  CREATE UNIQUE INDEX ON s (z);
  CREATE TABLE t (id serial PRIMARY KEY, s int, y text);
  CREATE TABLE u (id int GENERATED ALWAYS AS IDENTITY, s int);
  CREATE TABLE plain (s int);
  CREATE TABLE log (id bigserial, s int);
  CREATE SEQUENCE q;
  CREATE VIEW v AS SELECT id FROM s;
  CREATE FUNCTION each() RETURNS void LANGUAGE plpgsql AS $$
    DECLARE r record; BEGIN FOR r IN SELECT id FROM s LOOP INSERT INTO t (s) VALUES (r.id); END LOOP; END $$;
  CREATE FUNCTION logged() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO log (s) VALUES (1); RETURN NULL; END $$;
  CREATE TABLE uniq (k int PRIMARY KEY, v int);
  CREATE TABLE pos (id int, p int);
  CREATE FUNCTION next_pos() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.p := (SELECT max(p) + 1 FROM pos); RETURN NEW; END $$;
  CREATE TRIGGER np BEFORE INSERT ON pos FOR EACH ROW EXECUTE FUNCTION next_pos();
  CREATE AGGREGATE agg_list (anycompatible) (sfunc = array_append, stype = anycompatiblearray, initcond = '{}');
  CREATE TABLE out (a int[], j text, x float8);
  CREATE TABLE audited (s int);
  CREATE TRIGGER a AFTER INSERT ON audited FOR EACH ROW EXECUTE FUNCTION logged();
  INSERT INTO s VALUES (1, 'a'), (2, 'b');
`;
const UPDATE = "UPDATE s SET x = 'c' WHERE id = 1";

async function placementsOf(migrations: readonly string[]) {
  return (await graphOf([TABLES, ...migrations])).nodes.map(({ footprint }) => footprint.byPlacement).slice(1);
}

describe('rows that are numbered as those of a table lie', () => {
  it.each([
    ['a serial column', 'INSERT INTO t (s) SELECT id FROM s'],
    [
      'a serial column behind the columns given',
      "INSERT INTO t (s, y) SELECT s.id, 'x' FROM s JOIN plain p ON p.s = s.id",
    ],
    ['an identity column', 'INSERT INTO u (s) SELECT id FROM s'],
    ['a sequence by name', "INSERT INTO plain SELECT nextval('q') FROM s"],
    ['a view', 'INSERT INTO t (s) SELECT id FROM v'],
    ['a subquery', 'INSERT INTO t (s) SELECT s FROM plain WHERE s IN (SELECT id FROM s)'],
    ['a WITH query', 'WITH w AS (SELECT id FROM s) INSERT INTO t (s) SELECT id FROM w'],
    [
      'an insertion in WITH',
      'WITH w AS (INSERT INTO t (s) SELECT id FROM s RETURNING s) INSERT INTO plain SELECT s FROM w ORDER BY s',
    ],
    ['a new table', "CREATE TABLE n AS SELECT nextval('q') AS id, x FROM s"],
    ['SELECT INTO', "SELECT nextval('q') AS id, x INTO n FROM s"],
    ['an update', "UPDATE s SET id = nextval('q')"],
    ['a default that is set', 'UPDATE t SET id = DEFAULT FROM s WHERE s.id = t.s'],
    ['a new column', 'ALTER TABLE s ADD n bigserial'],
    [
      'a loop',
      'DO $$ DECLARE r record; BEGIN FOR r IN SELECT id FROM s LOOP INSERT INTO t (s) VALUES (r.id); END LOOP; END $$',
    ],
    ['a function', 'SELECT each()'],
    ['a trigger', 'INSERT INTO audited SELECT id FROM s'],
    ['numbers of a window without order', 'INSERT INTO plain SELECT row_number() OVER () FROM s'],
    [
      'a place',
      'DELETE FROM plain USING s WHERE plain.s = s.id AND s.ctid > (SELECT min(ctid) FROM s); INSERT INTO plain SELECT id FROM s WHERE ctid > (SELECT min(ctid) FROM s)',
    ],
    ['the first row', 'INSERT INTO plain SELECT id FROM s LIMIT 1'],
    ['the first row, in an update', 'UPDATE plain SET s = (SELECT id FROM s OFFSET 1 LIMIT 1)'],
    ['the first row of each kind', 'INSERT INTO plain SELECT DISTINCT ON (x) id FROM s ORDER BY x'],
    ['values in a row', "INSERT INTO t (id, y) SELECT 1, string_agg(x, ',') FROM s"],
    ['the row before', 'INSERT INTO plain SELECT lag(id) OVER () FROM s'],
    [
      'the first row, in a variable',
      'DO $$ DECLARE n int; BEGIN n := (SELECT id FROM s LIMIT 1); INSERT INTO plain VALUES (n); END $$',
    ],
    ['one of several rows, in an update', "UPDATE plain SET s = o.id FROM s o WHERE o.x = 'b'"],
    ['one of several that a row gives', 'UPDATE plain SET s = o.id FROM t JOIN s o ON o.x = t.y WHERE t.id = plain.s'],
    [
      'one of several rows of a query',
      'UPDATE plain SET s = o.n FROM (SELECT id, unnest(ARRAY[1, 2]) AS n FROM s) o WHERE o.id = plain.s',
    ],
    [
      'one of several behind an outer join',
      'UPDATE plain SET s = o.id FROM s o LEFT JOIN t ON t.s = o.id AND o.id = t.id WHERE t.id = plain.s',
    ],
    [
      'one of several of a query of WITH that is called like a table',
      'WITH t AS (SELECT length(x) AS id, id AS n FROM s), w AS (SELECT id, n FROM t) UPDATE plain SET s = w.n FROM w WHERE w.id = plain.s',
    ],
    [
      'an update in WITH',
      "WITH w AS (UPDATE plain SET s = o.id FROM s o WHERE o.x = 'b' RETURNING 1) SELECT count(*) FROM w",
    ],
    [
      'an update in WITH from a query that is called like a table',
      'WITH t AS (SELECT length(x) AS id, id AS n FROM s), w AS (UPDATE plain SET s = t.n FROM t WHERE t.id = plain.s RETURNING 1) SELECT count(*) FROM w',
    ],
    [
      'the first of several rows, INTO a variable',
      'DO $$ DECLARE n int; BEGIN SELECT id INTO n FROM s; INSERT INTO plain VALUES (n); END $$',
    ],
    [
      'the first row of a cursor',
      'DO $$ DECLARE c refcursor; n int; BEGIN OPEN c FOR SELECT id FROM s; FETCH c INTO n; INSERT INTO plain VALUES (n); END $$',
    ],
    [
      'the first row of a bound cursor',
      'DO $$ DECLARE c CURSOR FOR SELECT id FROM s; n int; BEGIN OPEN c; FETCH c INTO n; INSERT INTO plain VALUES (n); END $$',
    ],
    [
      'the first row of a function',
      "CREATE FUNCTION any_id() RETURNS int LANGUAGE sql AS 'SELECT id FROM s'; INSERT INTO plain VALUES (any_id())",
    ],
    ['an array of a query', 'INSERT INTO out (a) SELECT ARRAY(SELECT id FROM s)'],
    ['values in a row, as the standard has it', 'INSERT INTO out (j) SELECT JSON_ARRAYAGG(id) FROM s'],
    ['values in a row by an aggregate of its own', 'INSERT INTO out (a) SELECT agg_list(id) FROM s'],
    ['values in a row, sorted by what several have', 'INSERT INTO out (a) SELECT array_agg(id ORDER BY x) FROM s'],
    ['a sum of any numbers', 'INSERT INTO out (x) SELECT sum(id / 7.0::float8) FROM s'],
    ['the first of those with a key', 'INSERT INTO uniq SELECT id % 4, id FROM s ON CONFLICT (k) DO NOTHING'],
    [
      'the first of those with a key, sorted by what several have',
      'INSERT INTO uniq SELECT id % 4, id FROM s ORDER BY x ON CONFLICT (k) DO NOTHING',
    ],
    ['numbers of a window in an order of several', 'INSERT INTO plain SELECT row_number() OVER (ORDER BY x) FROM s'],
    ['the first rows in an order of several', 'INSERT INTO plain SELECT id FROM s ORDER BY x LIMIT 3'],
    ['the first rows in an order of those that may be NULL', 'INSERT INTO plain SELECT id FROM s ORDER BY z LIMIT 3'],
    ['numbers in an order of several', 'INSERT INTO t (s) SELECT id FROM s ORDER BY x'],
    [
      'the first row of each kind, in an order of several',
      'INSERT INTO plain SELECT DISTINCT ON (x) id FROM s ORDER BY x, length(x)',
    ],
    ['a sample', 'INSERT INTO plain SELECT id FROM s TABLESAMPLE bernoulli (50) REPEATABLE (7)'],
    [
      'the row that a cursor is at',
      'DECLARE c CURSOR FOR SELECT id FROM s; MOVE 30 IN c; FETCH NEXT FROM c; DELETE FROM s WHERE CURRENT OF c',
    ],
    ['what a trigger finds of those before', 'INSERT INTO pos SELECT id FROM s'],
    [
      'what a loop counts',
      'DO $$ DECLARE r record; i int := 0; BEGIN FOR r IN SELECT id FROM s LOOP i := i + 1; INSERT INTO out (a) VALUES (ARRAY[i, r.id]); END LOOP; END $$',
    ],
    [
      'what a loop puts together',
      "DO $$ DECLARE r record; s text := ''; BEGIN FOR r IN SELECT id FROM s LOOP s := s || r.id; END LOOP; INSERT INTO out (j) VALUES (s); END $$",
    ],
    [
      'the row at which a loop ends',
      'DO $$ DECLARE r record; BEGIN FOR r IN SELECT id FROM s LOOP INSERT INTO plain VALUES (r.id); EXIT; END LOOP; END $$',
    ],
    [
      'the last of what a loop sets',
      'DO $$ DECLARE r record; BEGIN FOR r IN SELECT id FROM s LOOP UPDATE plain SET s = r.id; END LOOP; END $$',
    ],
    [
      'the same again after an ordered one',
      'INSERT INTO t (s) SELECT id FROM s ORDER BY id; INSERT INTO t (s) SELECT id FROM s',
    ],
  ])('are told: %s', async (_about, sql) => {
    expect((await placementsOf([UPDATE, sql]))[1]).toMatchObject({ table: 's' });
  });

  it.each([
    ['rows in order', 'INSERT INTO t (s) SELECT id FROM s ORDER BY id'],
    ['ids that are given', 'INSERT INTO t (id, s) SELECT id, id FROM s'],
    ['ids that are given first', "INSERT INTO t SELECT id, id, 'x' FROM s"],
    ['rows without numbers', 'INSERT INTO plain SELECT id FROM s'],
    ['values', "INSERT INTO t (s) VALUES (1), (2); UPDATE s SET x = 'd'"],
    ['a sequence that is set', "SELECT setval('q', max(id)) FROM s"],
    ['another table', 'INSERT INTO t (s) SELECT s FROM plain'],
    ['an update of a table with a serial column', "UPDATE t SET y = 'z' FROM s WHERE s.id = t.s"],
    ['numbers of a window in order', 'INSERT INTO plain SELECT row_number() OVER (ORDER BY id) FROM s'],
    ['the first row in order', 'INSERT INTO plain SELECT id FROM s ORDER BY id LIMIT 1'],
    ['rows that differ', 'INSERT INTO plain SELECT DISTINCT id FROM s'],
    ['the first row of each kind in order', 'INSERT INTO plain SELECT DISTINCT ON (x) id FROM s ORDER BY x, id'],
    ['values in a row in order', "INSERT INTO t (id, y) SELECT 1, string_agg(x, ',' ORDER BY id) FROM s"],
    ['the row that a key gives, in an update', 'UPDATE plain SET s = o.id FROM s o WHERE o.id = plain.s'],
    [
      'rows that give one another by their keys',
      'UPDATE plain SET s = o.id FROM t JOIN s o ON o.id = t.s WHERE t.id = plain.s',
    ],
    [
      'a row that is given or not',
      'UPDATE plain SET s = o.id FROM t LEFT JOIN s o ON o.id = t.s AND o.x = t.y WHERE t.id = plain.s',
    ],
    [
      'the row of a group',
      'UPDATE plain SET s = g.n FROM (SELECT x, count(*)::int AS n FROM s GROUP BY x) g WHERE g.x = plain.s::text',
    ],
    [
      'the row of a query of WITH that is called like its table',
      'WITH s AS (SELECT id, x FROM s) UPDATE plain SET s = s.id FROM s WHERE s.id = plain.s',
    ],
    ['the only row', 'UPDATE plain SET s = g.n FROM (SELECT count(*)::int AS n FROM s) g'],
    [
      'a row of different ones',
      'WITH w AS (SELECT DISTINCT x FROM s) UPDATE plain SET s = length(w.x) FROM w WHERE w.x = plain.s::text',
    ],
    ['the row that a unique index gives', 'UPDATE plain SET s = o.id FROM s o WHERE o.z = plain.s'],
    ['values, in an update', "UPDATE s SET x = v.b FROM (VALUES (1, 'u')) v (a, b) WHERE v.a = s.id"],
    [
      'the only row, INTO a variable',
      'DO $$ DECLARE n int; BEGIN SELECT max(id) INTO n FROM s; SELECT id INTO n FROM s WHERE id = n; SELECT id INTO STRICT n FROM s; INSERT INTO plain VALUES (n); END $$',
    ],
    [
      'all rows of a function',
      "CREATE FUNCTION all_ids() RETURNS SETOF int LANGUAGE sql AS 'SELECT id FROM s'; INSERT INTO plain SELECT * FROM all_ids()",
    ],
    ['a first row that nobody keeps', 'SELECT id FROM s LIMIT 1'],
    ['values in a row, all in order', "INSERT INTO out (j) SELECT string_agg(x, ',' ORDER BY x) FROM s"],
    ['values in a row that differ', 'INSERT INTO out (a) SELECT array_agg(DISTINCT z) FROM s'],
    ['an array in order', 'INSERT INTO out (a) SELECT ARRAY(SELECT z FROM s ORDER BY z)'],
    ['a sum of whole numbers', 'INSERT INTO plain SELECT sum(id::bigint) FROM s'],
    ['the first row of a key', 'INSERT INTO plain SELECT (SELECT z FROM s WHERE id = 1 LIMIT 1)'],
    ['one row for each key', 'INSERT INTO uniq (k, v) SELECT id, z FROM s ON CONFLICT (k) DO NOTHING'],
    ['numbers of those that differ, in order', 'INSERT INTO t (s) SELECT DISTINCT z FROM s ORDER BY z'],
    ['numbers within a kind', 'INSERT INTO plain SELECT row_number() OVER (PARTITION BY x ORDER BY id) FROM s'],
    [
      'a loop that only fills',
      'DO $$ DECLARE r record; BEGIN FOR r IN SELECT id FROM s LOOP INSERT INTO plain VALUES (r.id); END LOOP; END $$',
    ],
  ])('are not: %s', async (_about, sql) => {
    expect((await placementsOf([UPDATE, sql]))[1]).toBeUndefined();
  });

  it('are none where rows were only inserted, by few enough', async () => {
    const inserted = "INSERT INTO s VALUES (3, 'c')";
    expect(await placementsOf([inserted, 'INSERT INTO t (s) SELECT id FROM s'])).toEqual([undefined, undefined]);
  });

  it.each([
    [
      'an earlier one',
      ["INSERT INTO s VALUES (3, 'c')", "INSERT INTO s VALUES (4, 'd')", 'INSERT INTO t (s) SELECT id FROM s'],
      [0, 1, 2],
    ],
    [
      'itself',
      ["INSERT INTO s VALUES (3, 'c')", "INSERT INTO s VALUES (4, 'd'); INSERT INTO t (s) SELECT id FROM s"],
      [0, 1, 2],
    ],
  ])(
    'are told where rows were only inserted, by so many that a connection may have come back: %s',
    async (_about, sql, placedBy) => {
      expect((await placementsOf(sql)).at(-1)).toEqual({ table: 's', placedBy });
    },
  );

  it('are none where the migration itself was the first to move rows', async () => {
    expect(await placementsOf([`${UPDATE}; INSERT INTO t (s) SELECT id FROM s`])).toEqual([undefined]);
  });

  it('tell everyone who wrote rows before, by whatever name the table had', async () => {
    const deleted = 'DELETE FROM s WHERE id = 2';
    const renamed = 'ALTER TABLE s RENAME TO s2';
    const upserted = "INSERT INTO s2 VALUES (1, 'd') ON CONFLICT (id) DO UPDATE SET x = 'd'";
    const found = await placementsOf([UPDATE, deleted, renamed, upserted, 'INSERT INTO t (s) SELECT id FROM s2']);
    expect(found.at(-1)).toEqual({ table: 's2', placedBy: [0, 1, 2, 4] });
  });

  it('tell who wrote the rows that those of a copy came from', async () => {
    const copied = 'CREATE TABLE n AS SELECT id FROM s';
    const filled = 'INSERT INTO plain SELECT id FROM n';
    const found = await placementsOf([UPDATE, copied, filled, 'INSERT INTO t (s) SELECT s FROM plain']);
    expect(found.at(-1)).toEqual({ table: 'plain', placedBy: [0, 1, 2, 3] });
  });

  it('tell who is only said to write rows', async () => {
    const declared = '-- migrate-action: writes=s\nSELECT 1';
    expect((await placementsOf([declared, 'INSERT INTO t (s) SELECT id FROM s']))[1]?.placedBy).toEqual([0, 1]);
  });
});

describe('statistics, by which PostgreSQL decides in which order it finds rows', () => {
  const FIRST = 'INSERT INTO t (s) SELECT DISTINCT z FROM s';
  it.each([
    ['a table, and numbers', 'ANALYZE s', FIRST],
    ['a table, and the first row', 'VACUUM s', 'INSERT INTO plain SELECT id FROM s LIMIT 1'],
    ['a table, and a loop', 'ANALYZE s', 'SELECT each()'],
    ['all tables', 'ANALYZE', FIRST],
    ['all tables, one of which gets rows before', "INSERT INTO s VALUES (3, 'c')", 'ANALYZE'],
  ])('keep their order: %s', async (_about, first, second) => {
    expect(await order(TABLES, first, second)).toBe('ordered');
  });

  it.each([
    ['rows as they are', 'INSERT INTO plain SELECT id FROM s'],
    ['rows in order', 'INSERT INTO t (s) SELECT id FROM s ORDER BY id'],
    ['another table', 'INSERT INTO t (s) SELECT s FROM plain'],
  ])('are nothing to others: %s', async (_about, second) => {
    expect(await order(TABLES, 'ANALYZE s', second)).toBe('independent');
  });
});

describe('rows that are numbered as the system catalogs show objects', () => {
  const REGISTER = 'INSERT INTO t (y) SELECT tablename FROM pg_tables';

  it.each([
    ['a query over them', REGISTER],
    ['one that sorts by identities', 'INSERT INTO t (y) SELECT relname FROM pg_class ORDER BY oid'],
    [
      'a loop',
      'DO $$ DECLARE r record; BEGIN FOR r IN SELECT relname FROM pg_class LOOP INSERT INTO t (y) VALUES (r.relname); END LOOP; END $$',
    ],
    ['a list', "INSERT INTO out (j) SELECT string_agg(tablename, ',') FROM pg_tables"],
  ])('go by all that was made before: %s', async (_, migration) => {
    const found = (await placementsOf(['CREATE TABLE a ()', 'CREATE TABLE b ()', migration])).at(-1);
    expect(found).toEqual({ table: CATALOGS, placedBy: [0, 1, 2] });
  });

  it.each([
    ['an order by names', `${REGISTER} ORDER BY schemaname, tablename`],
    ['a name that is looked for', "INSERT INTO t (y) SELECT relname FROM pg_class WHERE relname = 'a'"],
    ['no numbers', "INSERT INTO plain SELECT 1 FROM pg_tables WHERE schemaname = 'public'"],
    ['the sequence of a column', "SELECT setval(pg_get_serial_sequence('t', 'id'), max(id)) FROM t"],
  ])('and not with %s', async (_, migration) => {
    expect((await placementsOf(['CREATE TABLE a ()', migration])).at(-1)?.table).not.toBe(CATALOGS);
  });
});
