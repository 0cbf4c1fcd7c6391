/** Which migrations take the first of several rows as PostgreSQL finds them: of what EXECUTE runs, of what changes return, of functions. */
import { describe, expect, it } from '@jest/globals';
import { graphOf } from './sets.ts';

const TABLES = `
  CREATE TABLE s (id int PRIMARY KEY, x text, z int);
  CREATE TABLE plain (s int);
  CREATE FUNCTION ids() RETURNS SETOF int LANGUAGE sql AS 'SELECT id FROM s';
  CREATE FUNCTION loop_ids() RETURNS TABLE (id int) LANGUAGE plpgsql AS 'BEGIN RETURN QUERY SELECT s.id FROM s; END';
  CREATE FUNCTION one_of_them() RETURNS int LANGUAGE sql BEGIN ATOMIC SELECT id FROM s; END;
  CREATE FUNCTION first_of_them() RETURNS int LANGUAGE sql RETURN (SELECT id FROM s LIMIT 1);
  CREATE FUNCTION largest() RETURNS int LANGUAGE sql BEGIN ATOMIC SELECT max(id) FROM s; END;
  CREATE FUNCTION changed() RETURNS int LANGUAGE sql AS 'UPDATE s SET z = 2 RETURNING id';
  INSERT INTO s VALUES (1, 'a'), (2, 'b');
`;
const UPDATE = "UPDATE s SET x = 'c' WHERE id = 1";
const block = (body: string) =>
  `DO $$ DECLARE n int; r record; c refcursor; BEGIN ${body} INSERT INTO plain VALUES (n); END $$`;

async function placementOf(sql: string) {
  return (await graphOf([TABLES, UPDATE, sql])).nodes.at(-1)?.footprint.byPlacement;
}

describe('the first row', () => {
  it.each([
    ['of what EXECUTE runs, INTO a variable', block("EXECUTE 'SELECT id FROM s' INTO n;")],
    [
      'of every table',
      block(
        "FOR r IN SELECT tablename FROM pg_tables LOOP EXECUTE format('SELECT id FROM %I', r.tablename) INTO n; END LOOP;",
      ),
    ],
    [
      'of a column that only the run knows',
      block("FOR r IN SELECT x FROM s ORDER BY id LOOP EXECUTE format('SELECT %I FROM s', r.x) INTO n; END LOOP;"),
    ],
    ['of a loop over what EXECUTE runs', block("FOR r IN EXECUTE 'SELECT id FROM s' LOOP n := r.id; EXIT; END LOOP;")],
    ['of a cursor for what EXECUTE runs', block("OPEN c FOR EXECUTE 'SELECT id FROM s'; FETCH c INTO n;")],
    ['that an update returns to EXECUTE', block("EXECUTE 'UPDATE s SET z = 2 RETURNING id' INTO n;")],
    ['that a deletion returns to EXECUTE', block("EXECUTE 'DELETE FROM s RETURNING id' INTO n;")],
    ['that an insertion returns to EXECUTE', block("EXECUTE 'INSERT INTO plain SELECT id FROM s RETURNING s' INTO n;")],
    [
      'that an update returns to a loop',
      block('FOR r IN UPDATE s SET z = 2 RETURNING id LOOP n := r.id; EXIT; END LOOP;'),
    ],
    ['that an update returns from a function', 'INSERT INTO plain VALUES (changed())'],
    ['of a body in SQL', 'INSERT INTO plain VALUES (one_of_them())'],
    ['in what a body in SQL returns', 'INSERT INTO plain VALUES (first_of_them())'],
    ['of a function', 'INSERT INTO plain SELECT * FROM ids() LIMIT 1'],
    ['of a function in PL/pgSQL', 'INSERT INTO plain SELECT id FROM loop_ids() LIMIT 1'],
    ['of a function among the outputs', 'INSERT INTO plain SELECT ids() LIMIT 1'],
    ['of a function, INTO a variable', block('SELECT * INTO n FROM ids();')],
    ['of a function among the outputs, INTO a variable', block('SELECT ids() INTO n;')],
    ['of an array of what a function gives', 'INSERT INTO plain SELECT (ARRAY(SELECT ids()))[1]'],
    ['of an aggregate over a function', 'INSERT INTO plain SELECT (array_agg(i))[1] FROM ids() i'],
    ['of a function that numbers', 'INSERT INTO plain SELECT i * n FROM ids() WITH ORDINALITY AS g (i, n)'],
    ['of a function beside another', 'INSERT INTO plain SELECT i * n FROM ROWS FROM (ids(), loop_ids()) AS g (i, n)'],
    ['of a function that matches, in an update', 'UPDATE plain SET s = i FROM ids() i'],
  ])('is told: %s', async (_about, sql) => {
    expect(await placementOf(sql)).toMatchObject({ table: 's' });
  });

  it.each([
    ['of what EXECUTE runs, in order', block("EXECUTE 'SELECT id FROM s ORDER BY id' INTO n;")],
    ['of what EXECUTE runs, if it is the only one', block("EXECUTE 'SELECT id FROM s' INTO STRICT n;")],
    ['of what EXECUTE runs by a key', block("EXECUTE 'SELECT z FROM s WHERE id = 1' INTO n;")],
    [
      'that an update returns to EXECUTE by a key',
      block("EXECUTE 'UPDATE s SET z = 2 WHERE id = 1 RETURNING id' INTO n;"),
    ],
    ['that an update returns to a variable, if it is the only one', block('UPDATE s SET z = 2 RETURNING id INTO n;')],
    ['of what EXECUTE inserts', block("EXECUTE 'INSERT INTO plain VALUES (1), (2) RETURNING s' INTO n;")],
    [
      'of a loop that only fills',
      block("FOR r IN EXECUTE 'SELECT id FROM s' LOOP INSERT INTO plain VALUES (r.id); END LOOP;"),
    ],
    ['of an aggregate in a body in SQL', 'INSERT INTO plain VALUES (largest())'],
    ['of a function, with all others', 'INSERT INTO plain SELECT * FROM ids()'],
    ['of a function among the outputs, in their order', 'INSERT INTO plain SELECT ids() ORDER BY ids() LIMIT 1'],
    [
      "of one of PostgreSQL's own functions",
      'INSERT INTO plain SELECT i FROM generate_series(1, 3) i, (SELECT count(*) AS n FROM s) c LIMIT 1',
    ],
  ])('is not: %s', async (_about, sql) => {
    expect(await placementOf(sql)).toBeUndefined();
  });
});
