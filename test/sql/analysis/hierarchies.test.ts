/** Which statements about partitions, children, typed tables and likenesses of tables must keep their order. */
import { describe, expect, it } from '@jest/globals';
import { type Case, order } from './sets.ts';

const REFERRED = (action: string) => `CREATE TABLE p (x int PRIMARY KEY) PARTITION BY RANGE (x);
  CREATE TABLE q PARTITION OF p FOR VALUES FROM (1) TO (9); CREATE TABLE c (x int REFERENCES p ${action});`;
const KEYED = `CREATE TABLE a (x int);
  CREATE FUNCTION f(int) RETURNS int IMMUTABLE LANGUAGE sql AS 'SELECT $1 + count(*)::int FROM a';
  CREATE TABLE p (x int) PARTITION BY RANGE (f(x)); CREATE TABLE q PARTITION OF p FOR VALUES FROM (1) TO (9);
  CREATE TABLE r (x int);`;
const THREE = 'CREATE TABLE p (x int); CREATE TABLE q () INHERITS (p); CREATE TABLE r () INHERITS (q);';
const PARTITIONED = `CREATE TABLE p (x int) PARTITION BY RANGE (x);
  CREATE TABLE q PARTITION OF p FOR VALUES FROM (1) TO (9) PARTITION BY RANGE (x);
  CREATE TABLE r PARTITION OF q FOR VALUES FROM (1) TO (5); CREATE TABLE s PARTITION OF q FOR VALUES FROM (5) TO (9);`;
const LOG = `CREATE TABLE l (n bigint); CREATE FUNCTION log() RETURNS trigger LANGUAGE plpgsql AS
  $$ BEGIN INSERT INTO l VALUES (1); RETURN NEW; END $$;`;
const COUNT = 'INSERT INTO l SELECT count(*) FROM l';
const COUNTING = `CREATE TABLE a (x int);
  CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT count(*)::int FROM a';`;
const TAKEN = (name: string) => `CREATE TABLE IF NOT EXISTS ${name} (y int)`;

const ORDERED: readonly Case[] = [
  [
    'a partition that goes, and rows of the default one that it would have taken',
    'CREATE TABLE p (x int) PARTITION BY LIST (x); CREATE TABLE d PARTITION OF p DEFAULT; CREATE TABLE e PARTITION OF p FOR VALUES IN (8)',
    'DROP TABLE e',
    'UPDATE d SET x = 8',
  ],
  [
    'a partition that is detached, and rows of the default one that it would have taken',
    'CREATE TABLE p (x int) PARTITION BY LIST (x); CREATE TABLE d PARTITION OF p DEFAULT; CREATE TABLE e PARTITION OF p FOR VALUES IN (8)',
    'ALTER TABLE p DETACH PARTITION e',
    'INSERT INTO d VALUES (8)',
  ],
  [
    'rows of a partition and the whole, whose key says which it may have',
    PARTITIONED,
    'SELECT x FROM r',
    'ALTER TABLE p RENAME TO z',
  ],
  [
    'parts of a partition that is detached',
    PARTITIONED,
    'ALTER TABLE p DETACH PARTITION q',
    'ALTER TABLE r RENAME TO z',
  ],
  [
    'the default partition where another is detached',
    'CREATE TABLE p (x int) PARTITION BY LIST (x); CREATE TABLE d PARTITION OF p DEFAULT; CREATE TABLE e PARTITION OF p FOR VALUES IN (8)',
    'ALTER TABLE p DETACH PARTITION e',
    'ALTER TABLE d RENAME TO z',
  ],
  [
    'what the key of a detached partition refers to',
    `CREATE TABLE a (x int PRIMARY KEY); ${PARTITIONED} ALTER TABLE p ADD FOREIGN KEY (x) REFERENCES a;`,
    'ALTER TABLE p DETACH PARTITION q',
    'ALTER TABLE a DISABLE TRIGGER ALL',
  ],
  [
    'rows of a table whose child, with rows of its own, goes',
    'CREATE TABLE p (x int); CREATE TABLE c () INHERITS (p); CREATE TABLE d () INHERITS (c); CREATE TABLE n (x bigint);',
    'DROP TABLE d',
    'INSERT INTO n SELECT count(*) FROM p',
  ],
  ['a column added above and its use two below', THREE, 'ALTER TABLE p ADD z int', 'INSERT INTO r (z) VALUES (1)'],
  ['a use and a column renamed two above', THREE, 'INSERT INTO r (x) VALUES (1)', 'ALTER TABLE p RENAME x TO z'],
  ['a use and a column dropped two above', THREE, 'INSERT INTO r (x) VALUES (1)', 'ALTER TABLE p DROP x'],
  [
    'an index of one partition, as the whole has one without its parts, and a table of its name',
    `${PARTITIONED} CREATE INDEX ON ONLY p (x);`,
    'CREATE INDEX ON r (x)',
    TAKEN('r_x_idx'),
  ],
  ['an index of each partition and a table of its name', PARTITIONED, 'CREATE INDEX ON p (x)', TAKEN('r_x_idx')],
  [
    'a key of each partition and a table of its name',
    PARTITIONED,
    'ALTER TABLE p ADD PRIMARY KEY (x)',
    TAKEN('r_pkey'),
  ],
  [
    'a new partition with an index and a table of its name',
    `${PARTITIONED} CREATE INDEX ON p (x);`,
    'CREATE TABLE n PARTITION OF p FOR VALUES FROM (9) TO (10)',
    TAKEN('n_x_idx'),
  ],
  [
    'an attached table that gets an index and a table of its name',
    `${PARTITIONED} CREATE UNIQUE INDEX ON p (x); CREATE TABLE n (x int);`,
    'ALTER TABLE p ATTACH PARTITION n FOR VALUES FROM (9) TO (10)',
    TAKEN('n_x_idx'),
  ],
  [
    'an index on a copy and a table of its name',
    'CREATE TABLE s (x text); CREATE INDEX ON s (lower(x));',
    'CREATE TABLE t (LIKE s INCLUDING ALL)',
    TAKEN('t_lower_idx'),
  ],
  [
    'the second index on a copy and a table of its name',
    'CREATE TABLE s (x int); CREATE INDEX ON s (x); CREATE INDEX ON s (x);',
    'CREATE TABLE t (LIKE s INCLUDING INDEXES)',
    TAKEN('t_x_idx1'),
  ],
  [
    'statistics on a copy and their end',
    'CREATE TABLE s (x int, y int); CREATE STATISTICS ON x, y FROM s;',
    'CREATE TABLE t (LIKE s INCLUDING ALL)',
    'DROP STATISTICS IF EXISTS t_x_y_stat',
  ],
  [
    'a comment and a copy that has it',
    'CREATE TABLE s (x int);',
    "COMMENT ON COLUMN s.x IS 'a'",
    'CREATE TABLE t (LIKE s INCLUDING COMMENTS)',
  ],
  [
    'a key with further columns and a table of its name',
    '',
    'CREATE TABLE t (a int, b int, UNIQUE (a) INCLUDE (b))',
    TAKEN('t_a_b_key'),
  ],
  [
    'a copy of a table of its own name elsewhere',
    'CREATE SCHEMA app; CREATE TABLE b ();',
    'ALTER TABLE b RENAME TO a',
    'SET search_path = app, public; CREATE TABLE a (LIKE a)',
  ],
  [
    'a child of a table of its own name elsewhere',
    'CREATE SCHEMA app; CREATE TABLE b ();',
    'ALTER TABLE b RENAME TO a',
    'SET search_path = app, public; CREATE TABLE a () INHERITS (a)',
  ],
  [
    'a column of a type of its own name elsewhere',
    "CREATE SCHEMA app; CREATE TYPE b AS ENUM ('x');",
    'ALTER TYPE b RENAME TO a',
    'SET search_path = app, public; CREATE TABLE a (x a)',
  ],
  [
    'rows two below whose trigger is above and what it writes',
    `${PARTITIONED} ${LOG} CREATE TRIGGER t AFTER INSERT ON p FOR EACH ROW EXECUTE FUNCTION log();`,
    'INSERT INTO r VALUES (1)',
    COUNT,
  ],
  [
    'rows that move, a trigger where they come to, and what it writes',
    `${PARTITIONED} ${LOG} CREATE TRIGGER t AFTER INSERT ON s FOR EACH ROW EXECUTE FUNCTION log();`,
    'UPDATE p SET x = 6',
    COUNT,
  ],
  [
    'rows gone from the default partition and a partition for them',
    `${PARTITIONED} CREATE TABLE d PARTITION OF p DEFAULT;`,
    'DELETE FROM d',
    'CREATE TABLE n PARTITION OF p FOR VALUES FROM (9) TO (10)',
  ],
  [
    'references that go and a partition that leaves',
    'CREATE TABLE p (x int PRIMARY KEY) PARTITION BY RANGE (x); CREATE TABLE q PARTITION OF p FOR VALUES FROM (1) TO (5); CREATE TABLE c (x int REFERENCES p);',
    'DELETE FROM c',
    'ALTER TABLE p DETACH PARTITION q',
  ],
  [
    'rows of a partition and a publication of the whole',
    PARTITIONED,
    'UPDATE r SET x = 2',
    'CREATE PUBLICATION b FOR TABLE p',
  ],
  [
    'a default that a table had of a former parent',
    `${COUNTING} ${THREE} ALTER TABLE p ALTER x SET DEFAULT f(); ALTER TABLE q NO INHERIT p;`,
    'INSERT INTO q DEFAULT VALUES',
    'INSERT INTO a VALUES (1)',
  ],
  [
    'a column that a table had of a former parent',
    `${COUNTING} ${THREE} ALTER TABLE p ADD z int DEFAULT f(); ALTER TABLE q NO INHERIT p;`,
    'INSERT INTO q (x) VALUES (1)',
    'INSERT INTO a VALUES (1)',
  ],
  [
    'a column that a child has by itself, too, and its reference, once the parent has none',
    'CREATE TABLE a (x int PRIMARY KEY); CREATE TABLE p (x int, y int); CREATE TABLE q (x int REFERENCES a ON UPDATE CASCADE) INHERITS (p); CREATE TABLE l (x int); ALTER TABLE p DROP x;',
    'UPDATE a SET x = x + 10',
    'INSERT INTO l SELECT x FROM q',
  ],
  [
    'a reference of a child that is called like one of the parent that went',
    'CREATE TABLE a (x int PRIMARY KEY); CREATE TABLE p (x int CONSTRAINT k REFERENCES a); CREATE TABLE q (CONSTRAINT k FOREIGN KEY (x) REFERENCES a ON UPDATE CASCADE) INHERITS (p); CREATE TABLE l (x int); ALTER TABLE p DROP CONSTRAINT k;',
    'UPDATE a SET x = x + 10',
    'INSERT INTO l SELECT x FROM q',
  ],
  [
    'a check that a child has by itself, too, once the parent has none',
    `${COUNTING} CREATE TABLE p (x int CONSTRAINT k CHECK (x > f())); CREATE TABLE q (CONSTRAINT k CHECK (x > f())) INHERITS (p); ALTER TABLE p DROP CONSTRAINT k;`,
    'INSERT INTO q VALUES (1)',
    'INSERT INTO a VALUES (1)',
  ],
  [
    'a reference that is called like one of the parent with another name now',
    'CREATE TABLE a (x int PRIMARY KEY); CREATE TABLE p (x int CONSTRAINT k REFERENCES a); CREATE TABLE q (CONSTRAINT k FOREIGN KEY (x) REFERENCES a ON UPDATE CASCADE) INHERITS (p); CREATE TABLE l (x int); ALTER TABLE p RENAME CONSTRAINT k TO m; ALTER TABLE q DROP CONSTRAINT IF EXISTS m;',
    'UPDATE a SET x = x + 10',
    'INSERT INTO l SELECT x FROM q',
  ],
  [
    'a reference that a table had of a former whole',
    `CREATE TABLE a (x int PRIMARY KEY); ${PARTITIONED} ALTER TABLE p ADD FOREIGN KEY (x) REFERENCES a; ALTER TABLE p DETACH PARTITION q;`,
    'INSERT INTO a VALUES (1)',
    'INSERT INTO r VALUES (1)',
  ],
  [
    'an attribute of a type and rows of its tables',
    'CREATE TYPE c AS (a int); CREATE TABLE t OF c;',
    'ALTER TYPE c ADD ATTRIBUTE b int CASCADE',
    'INSERT INTO t VALUES (1, 2)',
  ],
  [
    'a sequence begun again and its values',
    'CREATE TABLE t (id serial);',
    'TRUNCATE t RESTART IDENTITY',
    "SELECT nextval('t_id_seq')",
  ],
  [
    'the sequence of a copy of a partition and its values',
    `CREATE TABLE p (id int GENERATED ALWAYS AS IDENTITY, x int) PARTITION BY RANGE (x);
     CREATE TABLE q PARTITION OF p FOR VALUES FROM (1) TO (9);`,
    'CREATE TABLE t (LIKE q INCLUDING ALL)',
    "SELECT nextval('t_id_seq'::regclass)",
  ],
  [
    'a column of rows that goes and a change of these',
    'CREATE TABLE s (x int); CREATE TABLE t AS SELECT r, 1 AS one FROM s AS r;',
    'DROP TABLE t',
    'ALTER TABLE s ALTER x TYPE text',
  ],
  [
    'a type that goes with a column of what a query made, and the end of its table',
    "CREATE TYPE e AS ENUM ('a'); CREATE FUNCTION f() RETURNS e LANGUAGE sql AS 'SELECT NULL::e'; CREATE TABLE t AS SELECT f() AS k, 1 AS one; CREATE VIEW v AS SELECT one FROM t;",
    'DROP TYPE e CASCADE',
    'DROP VIEW v; DROP TABLE IF EXISTS t',
  ],
  [
    'a table moved beside the end of one called like its array',
    'CREATE SCHEMA app; CREATE TABLE app.a (); CREATE TABLE _a ();',
    'DROP TABLE _a',
    'ALTER TABLE app.a SET SCHEMA public',
  ],
  ['rows of a partition and those that go with them', REFERRED('ON DELETE CASCADE'), 'DELETE FROM q', 'DELETE FROM c'],
  [
    'rows of a partition and those that change with them',
    REFERRED('ON UPDATE CASCADE'),
    'DELETE FROM c',
    'UPDATE q SET x = 2',
  ],
  [
    'a partition emptied and what refers to the whole',
    REFERRED(''),
    'TRUNCATE q CASCADE',
    'INSERT INTO c VALUES (NULL)',
  ],
  ['references that go and rows of a partition', REFERRED(''), 'DELETE FROM c', 'DELETE FROM q'],
  [
    'rows of a partition that go and a reference to the whole',
    'CREATE TABLE p (x int PRIMARY KEY) PARTITION BY RANGE (x); CREATE TABLE q PARTITION OF p FOR VALUES FROM (1) TO (9); CREATE TABLE c (x int);',
    'DELETE FROM q',
    'ALTER TABLE c ADD FOREIGN KEY (x) REFERENCES p',
  ],
  [
    'the end of a unique index, and rows of a partition',
    `CREATE TABLE p (x int) PARTITION BY LIST (x); CREATE TABLE q PARTITION OF p DEFAULT; CREATE UNIQUE INDEX i ON p (x);`,
    'DROP INDEX i',
    'INSERT INTO q VALUES (1), (1)',
  ],
  [
    'an index of a former partition, and its copy, when that of the whole is gone',
    `CREATE TABLE p (x int) PARTITION BY LIST (x); CREATE TABLE q PARTITION OF p DEFAULT; CREATE INDEX i ON p (x);
     ALTER TABLE p DETACH PARTITION q; DROP INDEX i; CREATE TABLE r (LIKE q INCLUDING INDEXES);`,
    'CREATE INDEX ON r (x)',
    "COMMENT ON INDEX r_x_idx1 IS 'x'",
  ],
  [
    'an index of a table that may be a former partition, when that of the whole is gone',
    `CREATE TABLE p (x int) PARTITION BY LIST (x); CREATE TABLE q PARTITION OF p DEFAULT; CREATE UNIQUE INDEX i ON p (x);
     DO $$ BEGIN IF random() < 2 THEN ALTER TABLE p DETACH PARTITION q; END IF; END $$; DROP INDEX i;`,
    'DROP INDEX IF EXISTS q_x_idx',
    'INSERT INTO q VALUES (1), (1)',
  ],
  ['what a key reads and a row for some partition', KEYED, 'INSERT INTO a VALUES (1)', 'INSERT INTO p VALUES (1)'],
  ['what a key reads and a row of a partition', KEYED, 'INSERT INTO a VALUES (1)', 'INSERT INTO q VALUES (1)'],
  [
    'what a key reads and a partition with rows',
    KEYED,
    'INSERT INTO a VALUES (1)',
    'ALTER TABLE p ATTACH PARTITION r FOR VALUES FROM (9) TO (99)',
  ],
  [
    'the function of a key and rows',
    KEYED,
    "CREATE OR REPLACE FUNCTION f(int) RETURNS int IMMUTABLE LANGUAGE sql AS 'SELECT $1'",
    'UPDATE p SET x = 2',
  ],
];

const INDEPENDENT: readonly Case[] = [
  ['rows of two partitions', PARTITIONED, 'INSERT INTO r VALUES (1)', 'INSERT INTO s VALUES (6)'],
  [
    'a copy without indexes and a table called like one',
    'CREATE TABLE s (x int); CREATE INDEX ON s (x);',
    'CREATE TABLE t (LIKE s)',
    TAKEN('t_x_idx'),
  ],
];

/** PostgreSQL knows no circles. But what does nothing, since its table is there already, looks as if it might make one. */
const PERHAPS = 'DO $$ BEGIN CREATE TABLE a (x int CONSTRAINT k PRIMARY KEY); EXCEPTION WHEN OTHERS THEN NULL; END $$;';
const CIRCLES = [
  `${PERHAPS} CREATE TABLE IF NOT EXISTS a () INHERITS (a)`,
  `${PERHAPS} CREATE TABLE b () INHERITS (a); CREATE TABLE IF NOT EXISTS a () INHERITS (b)`,
];
const ON_CIRCLES = [
  'ALTER TABLE a DROP CONSTRAINT IF EXISTS k CASCADE',
  'ALTER TABLE a DROP CONSTRAINT IF EXISTS l CASCADE',
  'ALTER TABLE a ADD CONSTRAINT l CHECK (x > 0)',
  'ALTER TABLE a ADD y int DEFAULT 1, ALTER x TYPE bigint, DROP x CASCADE',
  'ALTER TABLE a RENAME x TO z',
  'ALTER TABLE a RENAME TO c',
  'ALTER TABLE a SET SCHEMA s',
  'ALTER TABLE a NO INHERIT a',
  'CREATE INDEX ON a (x)',
  'CREATE TRIGGER t BEFORE INSERT ON a FOR EACH ROW EXECUTE FUNCTION f()',
  'INSERT INTO a VALUES (1); UPDATE a SET x = 1; DELETE FROM a; SELECT * FROM a',
  'TRUNCATE a CASCADE',
  'DROP TABLE a CASCADE',
];

describe('hierarchies', () => {
  it.each(CIRCLES.flatMap((circle) => ON_CIRCLES.map((statement) => [statement, circle])))(
    'may seem to be circles: %s',
    async (statement, circle) => {
      expect(await order(circle, statement, statement)).not.toBe('independent');
    },
  );

  it.each(ORDERED)('keep in order: %s', async (_, setup, first, second) => {
    expect(await order(setup, first, second)).toBe('ordered');
  });

  it.each(INDEPENDENT)('leave free: %s', async (_, setup, first, second) => {
    expect(await order(setup, first, second)).toBe('independent');
  });
});
