/** Which statements about tables, their columns, constraints, indexes and sequences must keep their order. */
import { describe, expect, it } from '@jest/globals';
import { type Case, graphOf, order } from './sets.ts';

const AB = 'CREATE TABLE a (id int PRIMARY KEY, x int, y text); CREATE TABLE b (id int PRIMARY KEY, x int, y text);';
const INDEXED = `${AB} CREATE INDEX x ON a (x);`;
const CHILD = 'CREATE TABLE p (id int PRIMARY KEY); CREATE TABLE c (id int, p int REFERENCES p);';
const CASCADE = 'CREATE TABLE p (id int PRIMARY KEY); CREATE TABLE c (p int REFERENCES p ON DELETE CASCADE);';
const SEQUENCE = 'CREATE SEQUENCE s; CREATE TABLE n (id int);';
const STATISTICS = `${AB} CREATE FUNCTION f(int) RETURNS bigint IMMUTABLE LANGUAGE sql AS 'SELECT count(*) FROM b'; CREATE STATISTICS s ON (f(x)) FROM a;`;
const SERIAL = 'CREATE TABLE a (id serial, x int);';

const ORDERED: readonly Case[] = [
  [
    'a constraint whose name was not foreseen, with its index, and a table of its new name',
    `CREATE TABLE t (n text, x int UNIQUE CHECK (x > 1)); ALTER TABLE t DROP n CASCADE; ALTER TABLE t ADD UNIQUE (x); CREATE TABLE u ()`,
    'DROP TABLE u',
    'ALTER TABLE t RENAME CONSTRAINT t_x_key1 TO u',
  ],
  ['statistics that go and a function of theirs', STATISTICS, 'DROP STATISTICS s', 'DROP FUNCTION f(int)'],
  [
    'statistics that go with a function and their name',
    STATISTICS,
    'DROP FUNCTION f(int) CASCADE',
    'CREATE STATISTICS IF NOT EXISTS s ON id, x FROM a',
  ],
  ['what statistics read and their making', STATISTICS, 'INSERT INTO b VALUES (1)', 'ANALYZE a'],
  [
    'a value of a sequence and a query of where it stands',
    SEQUENCE,
    "SELECT nextval('s')",
    "INSERT INTO n SELECT last_value FROM pg_sequences WHERE sequencename = 's'",
  ],
  ['a sequence and a type of its name', AB, 'CREATE SEQUENCE s', "CREATE TYPE s AS ENUM ('a')"],
  [
    'an index that goes with that of the table above, and its name',
    `CREATE TABLE p (x int) PARTITION BY RANGE (x); CREATE TABLE q PARTITION OF p FOR VALUES FROM (1) TO (5);
     CREATE INDEX i ON q (x DESC); CREATE INDEX j ON p (x);`,
    'DROP INDEX j',
    'CREATE TABLE i (y int)',
  ],
  [
    'an operator of an extension that moves',
    'CREATE SCHEMA app; CREATE EXTENSION pg_trgm; CREATE TABLE a (x text);',
    "INSERT INTO a SELECT ('abc' % 'abd')::text",
    'ALTER EXTENSION pg_trgm SET SCHEMA app',
  ],
  [
    'a constraint, and one of another table that would have its name',
    '',
    'CREATE TABLE a (x int CONSTRAINT b_x_key CHECK (x > 1))',
    'CREATE TABLE b (x int UNIQUE)',
  ],
  [
    'options of an identity column, and a copy of it',
    'CREATE TABLE a (id int GENERATED ALWAYS AS IDENTITY);',
    'ALTER SEQUENCE a_id_seq MAXVALUE 1000',
    'CREATE TABLE b (LIKE a INCLUDING ALL)',
  ],
  [
    'a check of a renamed domain that goes, and one that would have its name',
    'CREATE DOMAIN d AS int CHECK (VALUE > 1); ALTER DOMAIN d RENAME TO e',
    'DROP DOMAIN e',
    'CREATE DOMAIN d AS int CHECK (VALUE > 1)',
  ],
  [
    'statistics named by PostgreSQL and their end',
    AB,
    'CREATE STATISTICS ON id, x FROM a',
    'DROP STATISTICS IF EXISTS a_id_x_stat',
  ],
  [
    'statistics on an expression named by PostgreSQL and their end',
    AB,
    'CREATE STATISTICS ON id, (x + 1) FROM a',
    'DROP STATISTICS IF EXISTS a_id_expr_stat',
  ],
  [
    'statistics named by PostgreSQL and the end of a column of theirs',
    AB,
    'CREATE STATISTICS ON id, x FROM a',
    'ALTER TABLE a DROP x; CREATE STATISTICS a_id_x_stat ON id, y FROM a',
  ],
  [
    'a comment on statistics and the end of a column of theirs',
    `${AB} CREATE STATISTICS s ON id, x FROM a`,
    "COMMENT ON STATISTICS s IS 'c'",
    'ALTER TABLE a DROP x',
  ],
  [
    'statistics that stay in their schema, and their name',
    `${AB} CREATE SCHEMA app; CREATE STATISTICS s ON id, x FROM a; ALTER TABLE a SET SCHEMA app`,
    'DROP TABLE app.a',
    'CREATE STATISTICS public.s ON id, x FROM b',
  ],
  [
    'a type that goes with columns of its, and the name of an index on one',
    "CREATE TYPE mood AS ENUM ('sad'); CREATE TABLE t (x mood); CREATE INDEX i ON t (x)",
    'DROP TYPE mood CASCADE',
    'CREATE TABLE i (x int)',
  ],
  [
    'two constraints that would be called alike: x of a_b and b_x of a must not be null',
    '',
    'CREATE TABLE a (b_x int NOT NULL)',
    'CREATE TABLE a_b (x int NOT NULL)',
  ],
  [
    'a column that is null no more, and a constraint that has the name of that',
    'CREATE TABLE b (x int)',
    'CREATE TABLE a (x int CONSTRAINT b_x_not_null CHECK (x > 1))',
    'ALTER TABLE b ALTER x SET NOT NULL',
  ],
  [
    'a key whose columns are null no more, and a constraint that has the name of that',
    'CREATE TABLE b (x int)',
    'CREATE TABLE a (x int CONSTRAINT b_x_not_null CHECK (x > 1))',
    'ALTER TABLE b ADD PRIMARY KEY (x)',
  ],
  [
    'a serial column, and a constraint that has the name of its being there',
    '',
    'CREATE TABLE a (x int CONSTRAINT b_x_not_null CHECK (x > 1))',
    'CREATE TABLE b (x serial)',
  ],
  [
    'a column of a renamed table that may be null again, and a table of the old name',
    'CREATE TABLE b (x int NOT NULL); ALTER TABLE b RENAME TO c',
    'ALTER TABLE c ALTER x DROP NOT NULL',
    'CREATE TABLE b (x int NOT NULL)',
  ],
  [
    'a constraint of a domain, and one of another that would be called like it',
    '',
    'CREATE DOMAIN a AS int CONSTRAINT b_not_null CHECK (VALUE > 1)',
    'CREATE DOMAIN b AS int NOT NULL',
  ],
  ['a table and its index', '', 'CREATE TABLE a (x int)', 'CREATE INDEX ON a (x)'],
  ['a table and its rows', '', 'CREATE TABLE a (x int)', 'INSERT INTO a VALUES (1)'],
  ['rows written and read', AB, 'INSERT INTO a VALUES (1)', 'INSERT INTO b SELECT * FROM a'],
  ['rows read and written', AB, 'INSERT INTO b SELECT * FROM a', 'DELETE FROM a'],
  ['rows read by an expression', AB, 'DELETE FROM a', 'UPDATE b SET x = (SELECT count(*) FROM a)'],
  [
    'rows read behind WITH',
    AB,
    'DELETE FROM a',
    'WITH q AS (SELECT id FROM a) DELETE FROM b USING q WHERE b.id = q.id',
  ],
  ['rows that a MERGE reads', AB, 'DELETE FROM a', 'MERGE INTO b USING a ON a.id = b.id WHEN MATCHED THEN DELETE'],
  ['a column and its use in an index', AB, 'ALTER TABLE a ADD z int', 'CREATE INDEX ON a (z)'],
  ['a column and a value for it', AB, 'ALTER TABLE a ADD z int', 'UPDATE a SET z = 1'],
  [
    'the same column added twice if need be',
    AB,
    'ALTER TABLE a ADD IF NOT EXISTS z int DEFAULT 1',
    'ALTER TABLE a ADD IF NOT EXISTS z text',
  ],
  [
    'a table made twice if need be',
    '',
    'CREATE TABLE IF NOT EXISTS a (x int)',
    'CREATE TABLE IF NOT EXISTS a (y text, z int)',
  ],
  [
    'an index name wanted on two tables if need be',
    AB,
    'CREATE INDEX IF NOT EXISTS x ON a (x)',
    'CREATE INDEX IF NOT EXISTS x ON b (x)',
  ],
  ['an index dropped and its name taken again', INDEXED, 'DROP INDEX x', 'CREATE INDEX x ON b (x)'],
  ['an index renamed and its name taken again', INDEXED, 'ALTER INDEX x RENAME TO z', 'CREATE INDEX x ON b (x)'],
  ['an index and its new name taken by a table', INDEXED, 'ALTER INDEX x RENAME TO z', 'CREATE TABLE z ()'],
  ['a table dropped and its name taken again', AB, 'DROP TABLE a', 'CREATE TABLE a (z int)'],
  ['a table renamed and its name taken again', AB, 'ALTER TABLE a RENAME TO z', 'CREATE TABLE a (z int)'],
  ['a table renamed and another given its name', AB, 'ALTER TABLE a RENAME TO z', 'ALTER TABLE b RENAME TO a'],
  ['a table renamed and used by its new name', AB, 'ALTER TABLE a RENAME TO z', 'INSERT INTO z VALUES (1)'],
  ['a table used and renamed', AB, 'INSERT INTO a VALUES (1)', 'ALTER TABLE a RENAME TO z'],
  ['a column renamed and used', AB, 'ALTER TABLE a RENAME x TO z', 'CREATE INDEX ON a (z)'],
  [
    'a constraint renamed and dropped',
    AB,
    'ALTER TABLE a RENAME CONSTRAINT a_pkey TO k',
    'ALTER TABLE a DROP CONSTRAINT k',
  ],
  ['a sequence dropped and its name taken again', SEQUENCE, 'DROP SEQUENCE s', 'CREATE SEQUENCE s START 7'],
  [
    'a sequence renamed and its name taken again',
    SEQUENCE,
    'ALTER SEQUENCE s RENAME TO z',
    'CREATE SEQUENCE s START 7',
  ],
  ['a serial column whose sequence goes with its table', SERIAL, 'DROP TABLE a', 'CREATE SEQUENCE a_id_seq'],
  [
    'a serial column and a rename to its sequence',
    SEQUENCE,
    'CREATE TABLE a (id serial)',
    'ALTER SEQUENCE s RENAME TO a_id_seq',
  ],
  ['two inserts that draw from a serial', SERIAL, 'INSERT INTO a (x) VALUES (1)', 'INSERT INTO a (x) VALUES (2)'],
  [
    'two inserts that draw from one sequence',
    `${SEQUENCE} ${AB}`,
    "INSERT INTO n VALUES (nextval('s'))",
    "INSERT INTO a VALUES (nextval('s'))",
  ],
  [
    'inserts into two tables with one sequence for both defaults',
    "CREATE SEQUENCE s; CREATE TABLE a (id int DEFAULT nextval('s')); CREATE TABLE b (id int DEFAULT nextval('s'))",
    'INSERT INTO a DEFAULT VALUES',
    'INSERT INTO b DEFAULT VALUES',
  ],
  ['a sequence set and a serial drawn', SERIAL, "SELECT setval('a_id_seq', 100)", 'INSERT INTO a (x) VALUES (2)'],
  [
    'a sequence restarted and a serial drawn',
    SERIAL,
    'ALTER SEQUENCE a_id_seq RESTART 7',
    'INSERT INTO a (x) VALUES (2)',
  ],
  [
    'a default drawn by a new column',
    `${SEQUENCE} ${AB} INSERT INTO a VALUES (1)`,
    "ALTER TABLE a ADD z int DEFAULT nextval('s')",
    "INSERT INTO n VALUES (nextval('s'))",
  ],
  [
    'a foreign key and the parent made',
    'CREATE TABLE c (p int)',
    'CREATE TABLE p (id int PRIMARY KEY)',
    'ALTER TABLE c ADD REFERENCES p'.replace('ADD', 'ADD FOREIGN KEY (p)'),
  ],
  ['a child row and its parent row', CHILD, 'INSERT INTO p VALUES (1)', 'INSERT INTO c VALUES (1, 1)'],
  ['a child row that goes and its parent row', CHILD, 'DELETE FROM c', 'DELETE FROM p'],
  ['a foreign key dropped and the parent dropped', CHILD, 'ALTER TABLE c DROP CONSTRAINT c_p_fkey', 'DROP TABLE p'],
  ['a child dropped and the parent dropped', CHILD, 'DROP TABLE c', 'DROP TABLE p'],
  ['a parent row that takes child rows with it', CASCADE, 'DELETE FROM p', 'UPDATE c SET p = NULL'],
  ['a parent dropped with its references and a child', CHILD, 'DROP TABLE p CASCADE', 'INSERT INTO c VALUES (1, 1)'],
  ['a parent emptied with its children', CHILD, 'TRUNCATE p CASCADE', 'INSERT INTO c VALUES (1, NULL)'],
  [
    'rows and the foreign key that they satisfy',
    `${CHILD} CREATE TABLE d (p int)`,
    'INSERT INTO p VALUES (1)',
    'ALTER TABLE d ADD FOREIGN KEY (p) REFERENCES p',
  ],
  [
    'a partition and rows of its parent',
    'CREATE TABLE a (x int) PARTITION BY LIST (x)',
    'CREATE TABLE a1 PARTITION OF a FOR VALUES IN (1)',
    'INSERT INTO a VALUES (1)',
  ],
  [
    'rows of a partition and its parent',
    'CREATE TABLE a (x int) PARTITION BY LIST (x); CREATE TABLE a1 PARTITION OF a DEFAULT',
    'INSERT INTO a1 VALUES (1)',
    'UPDATE a SET x = 2',
  ],
  [
    'a column of the parent of a table',
    'CREATE TABLE a (x int); CREATE TABLE b () INHERITS (a)',
    'ALTER TABLE a ADD z int',
    'CREATE INDEX ON b (z)',
  ],
  ['a table copied and its change', AB, 'ALTER TABLE a ADD z int', 'CREATE TABLE c (LIKE a)'],
  ['a table made from rows', AB, 'INSERT INTO a VALUES (1)', 'CREATE TABLE c AS SELECT * FROM a'],
  ['a table made by SELECT INTO', AB, 'INSERT INTO a VALUES (1)', 'SELECT * INTO c FROM a'],
  ['rows that COPY brings', AB, 'COPY a FROM STDIN;\n1\t2\tc\n\\.\n', 'DELETE FROM a'],
  [
    'a row type and its table',
    AB,
    'ALTER TABLE a ADD z int',
    'CREATE FUNCTION f(r a) RETURNS int LANGUAGE sql RETURN 1',
  ],
  [
    'a column that goes with an exclusion of ranges of it, and a table of its name',
    'CREATE TABLE t (x int, y int, CONSTRAINT c EXCLUDE USING gist (int4range(x, y) WITH &&))',
    'ALTER TABLE t DROP x',
    'CREATE TABLE IF NOT EXISTS c (y int)',
  ],
  [
    'a comment on a foreign key and the end of the index it stands on',
    'CREATE TABLE t (x int); CREATE UNIQUE INDEX u ON t (x); CREATE TABLE c (x int CONSTRAINT k REFERENCES t (x))',
    "COMMENT ON CONSTRAINT k ON c IS 'x'",
    'DROP INDEX u CASCADE',
  ],
  [
    'a foreign key renamed and the end of the index it stands on',
    'CREATE TABLE t (x int); CREATE UNIQUE INDEX u ON t (x); CREATE TABLE c (x int CONSTRAINT k REFERENCES t (x))',
    'ALTER TABLE c RENAME CONSTRAINT k TO l',
    'DROP INDEX u CASCADE',
  ],
];

const INDEPENDENT: readonly Case[] = [
  ['two tables', '', 'CREATE TABLE a (x int)', 'CREATE TABLE b (x int)'],
  ['indexes on two tables', AB, 'CREATE INDEX a_x ON a (x)', 'CREATE INDEX b_x ON b (x)'],
  ['unnamed indexes on two tables', AB, 'CREATE INDEX ON a (x)', 'CREATE INDEX ON b (x)'],
  [
    'two foreign keys to one parent',
    `${AB} CREATE TABLE p (id int PRIMARY KEY)`,
    'ALTER TABLE a ADD FOREIGN KEY (x) REFERENCES p',
    'ALTER TABLE b ADD FOREIGN KEY (x) REFERENCES p',
  ],
  [
    'two new tables with foreign keys to one parent',
    'CREATE TABLE p (id int PRIMARY KEY)',
    'CREATE TABLE a (p int REFERENCES p)',
    'CREATE TABLE b (p int REFERENCES p)',
  ],
  ['columns of two tables', AB, 'ALTER TABLE a ADD z int', 'ALTER TABLE b ADD z int'],
  ['rows of two tables', AB, 'INSERT INTO a VALUES (1)', 'INSERT INTO b VALUES (1)'],
  [
    'rows of two children',
    `${CHILD} CREATE TABLE d (p int REFERENCES p)`,
    'INSERT INTO c VALUES (1, 1)',
    'INSERT INTO d VALUES (1)',
  ],
  ['two readers of one table', AB, 'CREATE TABLE c AS SELECT * FROM a', 'CREATE TABLE d AS SELECT * FROM a'],
  ['rows of one table and an index on another', AB, 'INSERT INTO a VALUES (1)', 'CREATE INDEX ON b (x)'],
  ['drops of two tables', AB, 'DROP TABLE a', 'DROP TABLE b'],
  ['serials of two tables', '', 'CREATE TABLE a (id serial)', 'CREATE TABLE b (id serial)'],
  [
    'rows with serials of two tables',
    `${SERIAL} CREATE TABLE b (id serial, x int)`,
    'INSERT INTO a (x) VALUES (1)',
    'INSERT INTO b (x) VALUES (1)',
  ],
];

describe('tables', () => {
  it.each(ORDERED)('keep in order: %s', async (_, setup, first, second) => {
    expect(await order(setup, first, second)).toBe('ordered');
  });

  it.each(INDEPENDENT)('leave free: %s', async (_, setup, first, second) => {
    expect(await order(setup, first, second)).toBe('independent');
  });

  it('order through what lies between', async () => {
    const graph = await graphOf([
      'CREATE TABLE a (x int)',
      'CREATE TABLE b (x int)',
      'INSERT INTO a VALUES (1)',
      'INSERT INTO b SELECT * FROM a',
      'CREATE INDEX ON b (x)',
    ]);
    expect(graph.dependencies).toEqual([[], [], [0], [1, 2], [3]]);
  });
});
