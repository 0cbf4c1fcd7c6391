/** Which statements must keep their order to the making of an index, and which need not. */
import { describe, expect, it } from '@jest/globals';
import { ordered } from './ordered.ts';

const TABLES = 'CREATE TABLE t (a int PRIMARY KEY, b int, c text); CREATE TABLE u (a int, b int);';
const INDEX = 'CREATE INDEX i ON t (b)';
const UNIQUE = 'CREATE UNIQUE INDEX i ON t (b)';
const PARTITIONED = 'CREATE TABLE t (a int, b int) PARTITION BY LIST (a);';
const LONG = Array.from({ length: 3 }, (_, index) => `a_rather_long_name_${index}`);
const WIDE = `CREATE TABLE t (${LONG.map((name) => `${name} int`).join(', ')}, x int);`;

describe('an index', () => {
  it.each([
    ['rows that come', TABLES, INDEX, 'INSERT INTO t VALUES (1)'],
    ['rows that change', TABLES, INDEX, 'UPDATE t SET c = b::text'],
    ['rows that go', TABLES, INDEX, 'TRUNCATE t'],
    [
      'a range of rows that it learns again',
      'CREATE TABLE a (x int); CREATE INDEX i ON a USING brin (x)',
      "SELECT brin_desummarize_range('i', 0)",
      "CREATE TABLE n AS SELECT brin_summarize_range('i', 0)",
    ],
    [
      'rows that are copied from it, in an order that an index may give',
      TABLES,
      INDEX,
      'INSERT INTO u SELECT a, b FROM t',
    ],
    [
      'rows that are read through a view',
      `${TABLES} CREATE VIEW v AS SELECT b FROM t;`,
      INDEX,
      'INSERT INTO u SELECT b FROM v',
    ],
    [
      'rows that a trigger changes',
      `${TABLES} CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN UPDATE t SET b = 1; RETURN NEW; END $$;
       CREATE TRIGGER g AFTER INSERT ON u FOR EACH ROW EXECUTE FUNCTION f();`,
      INDEX,
      'INSERT INTO u VALUES (1)',
    ],
    ['what conflicts by it', TABLES, UNIQUE, 'INSERT INTO t VALUES (1, 1) ON CONFLICT (b) DO NOTHING'],
    ['rows that it is filled with again', `${TABLES} ${INDEX};`, 'REINDEX INDEX i', 'UPDATE t SET b = 1'],
    [
      'another table, which has to be there although the name is taken',
      `${TABLES} ${INDEX};`,
      'CREATE TABLE w (b int)',
      'CREATE INDEX IF NOT EXISTS i ON w (b)',
    ],
    ['statistics of it', TABLES, 'CREATE INDEX i ON t ((b + 1))', 'ANALYZE t'],
    ['a key that stands on it', TABLES, UNIQUE, 'ALTER TABLE u ADD FOREIGN KEY (b) REFERENCES t (b)'],
    [
      'a key that stands on it and is not checked yet',
      TABLES,
      UNIQUE,
      'ALTER TABLE u ADD FOREIGN KEY (b) REFERENCES t (b) NOT VALID',
    ],
    ['a key of a new table that stands on it', TABLES, UNIQUE, 'CREATE TABLE w (b int REFERENCES t (b))'],
    ['its copy', TABLES, INDEX, 'CREATE TABLE w (LIKE t INCLUDING INDEXES)'],
    ['its copy with everything else', TABLES, INDEX, 'CREATE TABLE w (LIKE t INCLUDING ALL)'],
    [
      'how it is stored, and its copy',
      `${TABLES} ${INDEX};`,
      'ALTER INDEX i SET (fillfactor = 50)',
      'CREATE TABLE w (LIKE t INCLUDING INDEXES)',
    ],
    [
      'how it is stored, and its copy for a partition',
      `${PARTITIONED} ${INDEX};`,
      'ALTER INDEX i SET (fillfactor = 50)',
      'CREATE TABLE p PARTITION OF t FOR VALUES IN (1)',
    ],
    ['its copy for a partition', PARTITIONED, INDEX, 'CREATE TABLE p PARTITION OF t FOR VALUES IN (1)'],
    [
      'its copy for a table that becomes a partition',
      `${PARTITIONED} CREATE TABLE p (a int, b int);`,
      INDEX,
      'ALTER TABLE t ATTACH PARTITION p FOR VALUES IN (1)',
    ],
    ['a column that it is on', TABLES, INDEX, 'ALTER TABLE t ALTER b TYPE bigint'],
    ['the end of the table', TABLES, INDEX, 'DROP TABLE t'],
    ['another name of the table', TABLES, INDEX, 'ALTER TABLE t RENAME TO w'],
    ['the end of it', TABLES, INDEX, 'DROP INDEX i'],
    [
      'a key that cannot be called like the constraint it is renamed with',
      'CREATE TABLE t (a int UNIQUE); CREATE TABLE d (id int PRIMARY KEY);',
      'CREATE TABLE b (a_id int REFERENCES d (id))',
      'ALTER INDEX t_a_key RENAME TO b_a_id_fkey',
    ],
    ['a comment on it', TABLES, INDEX, "COMMENT ON INDEX i IS 'x'"],
    ['a table that is clustered by it', TABLES, INDEX, 'CLUSTER t USING i'],
    [
      'what identifies rows by it',
      `${TABLES} ALTER TABLE t ALTER b SET NOT NULL;`,
      UNIQUE,
      'ALTER TABLE t REPLICA IDENTITY USING INDEX i',
    ],
    ['a constraint that takes it over', TABLES, UNIQUE, 'ALTER TABLE t ADD CONSTRAINT k UNIQUE USING INDEX i'],
    [
      'a refresh that needs it',
      `${TABLES} CREATE MATERIALIZED VIEW m AS SELECT a FROM t;`,
      'CREATE UNIQUE INDEX i ON m (a)',
      'REFRESH MATERIALIZED VIEW CONCURRENTLY m',
    ],
    ['whoever asks the catalogs', TABLES, INDEX, 'INSERT INTO u SELECT count(*) FROM pg_indexes'],
    ['another of the same name', TABLES, INDEX, 'CREATE INDEX IF NOT EXISTS i ON u (b)'],
    ['another on the same column, which a key may stand on instead', TABLES, UNIQUE, 'CREATE UNIQUE INDEX j ON t (b)'],
    [
      'another on the same columns in another order',
      TABLES,
      'CREATE INDEX i ON t (a, b)',
      'CREATE INDEX j ON t (b, a)',
    ],
    ['another without a name', TABLES, 'CREATE INDEX ON t (b)', 'CREATE INDEX ON t (b)'],
    [
      'another on columns whose names are cut off alike',
      WIDE,
      `CREATE INDEX i ON t (${LONG.join(', ')})`,
      `CREATE INDEX j ON t (${LONG.join(', ')}, x)`,
    ],
    [
      'another, where partitions have both',
      `${PARTITIONED} CREATE TABLE p PARTITION OF t FOR VALUES IN (1);`,
      INDEX,
      'CREATE INDEX j ON t (a)',
    ],
  ])('keeps its order to %s', async (_what, setup, first, second) => {
    expect(await ordered(setup, first, second)).toBe(true);
  });

  it.each([
    ['another on another column', TABLES, INDEX, 'CREATE INDEX j ON t (c)'],
    ['another on other columns, unique or not', TABLES, UNIQUE, 'CREATE UNIQUE INDEX j ON t (b, a)'],
    ['a view on its table', TABLES, INDEX, 'CREATE VIEW v AS SELECT b FROM t'],
    [
      'a function that reads its table when it is called',
      TABLES,
      INDEX,
      'CREATE FUNCTION f() RETURNS bigint LANGUAGE sql AS $$ SELECT count(*) FROM t $$',
    ],
    ['rows of another table', TABLES, INDEX, 'INSERT INTO u VALUES (1)'],
  ])('needs none to %s', async (_what, setup, first, second) => {
    expect(await ordered(setup, first, second)).toBe(false);
  });

  const KEYS = 'CREATE SCHEMA app; CREATE TABLE app.t (a int PRIMARY KEY) PARTITION BY RANGE (a);';
  it.each([
    ['a table like it', `${KEYS} CREATE TABLE u (LIKE app.t INCLUDING ALL);`],
    ['a table like it but for its keys', `${KEYS} CREATE TABLE u (LIKE app.t INCLUDING CONSTRAINTS);`],
    ['a part of it', `${KEYS} CREATE TABLE u PARTITION OF app.t DEFAULT;`],
    [
      'a part of it, if the whole alone has it',
      `CREATE SCHEMA app; CREATE TABLE app.t (a int) PARTITION BY RANGE (a); CREATE TABLE t PARTITION OF app.t DEFAULT;
       ALTER TABLE ONLY app.t ADD CONSTRAINT k PRIMARY KEY (a); ALTER TABLE t RENAME TO u;`,
    ],
    [
      'a part of it that was a table',
      `${KEYS} CREATE TABLE u (a int NOT NULL); ALTER TABLE app.t ATTACH PARTITION u DEFAULT;`,
    ],
    ['a child of it', 'CREATE SCHEMA app; CREATE TABLE app.t (a int PRIMARY KEY); CREATE TABLE u () INHERITS (app.t);'],
    [
      'a child and a key that came later',
      'CREATE SCHEMA app; CREATE TABLE app.t (a int); CREATE TABLE u () INHERITS (app.t); ALTER TABLE app.t ADD PRIMARY KEY (a);',
    ],
  ])('is called like the key of a table elsewhere, whose name is not taken by %s', async (_what, setup) => {
    const first = 'CREATE TABLE public.t (a int PRIMARY KEY)';
    expect(await ordered(setup, first, 'ALTER INDEX IF EXISTS public.t_pkey RENAME TO i')).toBe(true);
  });

  it.each([
    ['the key of the whole was dropped', 'ALTER TABLE app.t DROP CONSTRAINT t_pkey'],
    ['the column of the whole was dropped', 'ALTER TABLE app.t ADD b int; ALTER TABLE app.t DROP a'],
    [
      'another key of the whole came and went',
      'ALTER TABLE app.t DROP CONSTRAINT t_pkey; ALTER TABLE app.t ADD CONSTRAINT k PRIMARY KEY (a, c); ALTER TABLE app.t DROP CONSTRAINT k',
    ],
  ])('of a partition is called as before when %s', async (_what, before) => {
    const setup = `CREATE SCHEMA app; CREATE TABLE app.t (a int, c int, PRIMARY KEY (a, c)) PARTITION BY RANGE (c); CREATE TABLE u PARTITION OF app.t DEFAULT; ${before};`;
    const again = 'ALTER INDEX IF EXISTS u_pkey RENAME TO i';
    expect(await ordered(setup, 'ALTER TABLE u ADD PRIMARY KEY (c)', again)).toBe(true);
  });

  it('may have given its name away with its key', async () => {
    const setup = `CREATE TABLE t (a int PRIMARY KEY);
      DO $$ BEGIN IF random() < 2 THEN ALTER INDEX t_pkey RENAME TO k; END IF; END $$; ALTER TABLE t RENAME TO u;`;
    expect(await ordered(setup, 'CREATE TABLE t (a int PRIMARY KEY)', 'ALTER INDEX t_pkey RENAME TO i')).toBe(true);
  });

  const INHERITED = 'CREATE TABLE t (a int); CREATE TABLE u () INHERITS (t);';
  it.each([
    ['came before', `${INHERITED} CREATE INDEX ON t (a);`],
    ['is made with one for it', 'CREATE TABLE t (a int); CREATE INDEX ON t (a); CREATE TABLE u () INHERITS (t);'],
    [
      'is a key',
      `${INHERITED} ALTER TABLE t ADD CONSTRAINT u_a_idx UNIQUE (a); ALTER TABLE t RENAME CONSTRAINT u_a_idx TO k;`,
    ],
  ])(
    'of a parent is none of its children, so that one of theirs is called like the first: %s',
    async (_what, setup) => {
      expect(await ordered(setup, 'CREATE INDEX ON u (a)', 'ALTER INDEX IF EXISTS u_a_idx RENAME TO i')).toBe(true);
      expect(await ordered(setup, 'CREATE INDEX ON u (a)', 'ALTER INDEX IF EXISTS u_a_idx1 RENAME TO i')).toBe(false);
    },
  );

  const COPIED = `CREATE SCHEMA app; CREATE TABLE t (a int, b int) PARTITION BY LIST (a); CREATE TABLE u PARTITION OF t DEFAULT;
    CREATE INDEX ON t (b);`;
  it.each([
    [
      'the table of the whole is moved',
      `${COPIED} ALTER TABLE t SET SCHEMA app;`,
      'ALTER INDEX IF EXISTS u_b_idx RENAME TO k',
    ],
    [
      'an index that it may belong to is dropped',
      `CREATE TABLE t (a int, b int) PARTITION BY LIST (a); CREATE INDEX i ON ONLY t (a);
       CREATE TABLE u (a int CONSTRAINT k UNIQUE, b int); ALTER TABLE t ATTACH PARTITION u DEFAULT; DROP INDEX i CASCADE;`,
      'ALTER INDEX IF EXISTS k RENAME TO l',
    ],
    [
      'one of the name of what it is like may have been made elsewhere, in vain',
      `CREATE TABLE t (a int, b int); CREATE INDEX i ON t (a); CREATE TABLE w (c int);
       DO $$ BEGIN CREATE INDEX i ON w (c); EXCEPTION WHEN OTHERS THEN NULL; END $$; CREATE TABLE u (LIKE t INCLUDING INDEXES);`,
      'ALTER INDEX IF EXISTS u_a_idx RENAME TO k',
    ],
  ])('of a part or copy is called as before when %s', async (_what, setup, again) => {
    expect(await ordered(setup, 'DROP TABLE u', again)).toBe(true);
  });

  it.each([
    ['a check', 'CREATE TABLE t (a int PRIMARY KEY, b int CONSTRAINT t_pkey CHECK (b > 0))', 't_pkey1'],
    ['a check of the table', 'CREATE TABLE t (a int UNIQUE, b int, CONSTRAINT t_a_key CHECK (b > 0))', 't_a_key1'],
    ['no later key', 'CREATE TABLE t (a int UNIQUE, b int, CONSTRAINT t_a_key1 PRIMARY KEY (b))', 't_a_key'],
  ])('is called otherwise if its name is taken in the same statement by %s', async (_what, first, name) => {
    expect(await ordered('', first, `ALTER INDEX IF EXISTS ${name} RENAME TO i`)).toBe(true);
  });
});
