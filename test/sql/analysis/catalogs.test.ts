/** Queries over the system catalogs: which definitions they show, and which they cannot. */
import { describe, expect, it } from '@jest/globals';
import { type Case, order } from './sets.ts';

const counting = (from: string) => `CREATE TABLE n AS SELECT count(*) FROM ${from}`;
const RELATIONS = 'pg_class c JOIN pg_namespace s ON s.oid = c.relnamespace';
const KEYED = 'CREATE TABLE p (id int PRIMARY KEY); CREATE TABLE c (x int)';
const KEY = 'ALTER TABLE c ADD FOREIGN KEY (x) REFERENCES p';
const MOOD = "CREATE TYPE mood AS ENUM ('sad')";
const MOODY = `${MOOD}; CREATE TABLE a (x mood, CONSTRAINT c CHECK (x <> 'sad')); CREATE TABLE b (y int)`;
const RENAMED = "ALTER TYPE mood RENAME VALUE 'sad' TO 'low'";
const OWNED = 'CREATE ROLE r; CREATE TABLE a (x int)';

const TRIGGERED = `CREATE TABLE p (x int, y int) PARTITION BY LIST (x); CREATE TABLE a PARTITION OF p FOR VALUES IN (1) PARTITION BY LIST (y);
  CREATE TABLE b (x int, y int); CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
  CREATE TRIGGER t AFTER INSERT ON p FOR EACH ROW EXECUTE FUNCTION f()`;
const PART = 'CREATE TABLE c PARTITION OF a FOR VALUES IN (1)';
const TRIGGERS = counting("pg_trigger WHERE tgname = 't'");

const ORDERED: readonly Case[] = [
  [
    'how many rows a table is thought to have',
    'CREATE TABLE t (x int); CREATE TABLE est (n bigint)',
    'ANALYZE t',
    "INSERT INTO est SELECT reltuples FROM pg_class WHERE oid = 'public.t'::regclass",
  ],
  [
    'the sizes of tables that it finds',
    'CREATE TABLE t (x int); CREATE TABLE sizes (n name, s bigint)',
    'INSERT INTO t VALUES (1)',
    "INSERT INTO sizes SELECT relname, pg_relation_size(oid) FROM pg_class WHERE relname = 't'",
  ],
  [
    'the rows of tables that it finds',
    'CREATE TABLE t (x int); CREATE TABLE dump (s text)',
    'INSERT INTO t VALUES (1)',
    "INSERT INTO dump SELECT table_to_xml(('public.' || tablename)::regclass, true, true, '')::text FROM pg_tables WHERE tablename = 't'",
  ],
  [
    'the size of an index',
    'CREATE TABLE t (x int PRIMARY KEY); CREATE TABLE sizes (s bigint)',
    'INSERT INTO t VALUES (1)',
    "INSERT INTO sizes VALUES (pg_relation_size('t_pkey'))",
  ],
  [
    'an array type, which is called like its table',
    '',
    'CREATE TABLE a (x int)',
    counting("pg_type WHERE typname = '_a'"),
  ],
  ['what is in a schema', 'CREATE SCHEMA s', 'CREATE TABLE s.a ()', counting(`${RELATIONS} WHERE s.nspname = 's'`)],
  [
    'what is in a schema, in a loop',
    'CREATE SCHEMA s; CREATE TABLE n (x text)',
    'CREATE SEQUENCE s.q',
    `DO $$ DECLARE r record; BEGIN FOR r IN SELECT c.relname FROM ${RELATIONS} WHERE s.nspname = 's' LOOP INSERT INTO n VALUES (r.relname); END LOOP; END $$`,
  ],
  [
    'the functions of a schema, joined by commas',
    'CREATE SCHEMA s',
    'CREATE FUNCTION s.f() RETURNS int LANGUAGE sql RETURN 1',
    counting("pg_proc, pg_namespace s WHERE s.oid = pronamespace AND nspname = 's'"),
  ],
  [
    'keys that refer to a table',
    KEYED,
    KEY,
    counting("pg_constraint k JOIN pg_class c ON c.oid = k.confrelid WHERE c.relname = 'p'"),
  ],
  [
    'keys that refer to a table, by its identity',
    KEYED,
    KEY,
    counting("pg_constraint WHERE confrelid = 'p'::regclass"),
  ],
  [
    'keys that use the columns of a table',
    KEYED,
    KEY,
    counting("information_schema.constraint_column_usage WHERE table_name = 'p'"),
  ],
  [
    'columns of a type',
    MOOD,
    'CREATE TABLE a (x mood)',
    counting("pg_attribute a JOIN pg_type t ON t.oid = a.atttypid WHERE typname = 'mood'"),
  ],
  [
    'columns of a type, by its name',
    MOOD,
    'CREATE TABLE a (x mood)',
    counting("information_schema.columns WHERE udt_name = 'mood'"),
  ],
  [
    'columns of a domain',
    'CREATE DOMAIN d AS int',
    'CREATE TABLE a (x d)',
    counting("information_schema.columns WHERE domain_name = 'd'"),
  ],
  [
    'functions that return a type',
    MOOD,
    "CREATE FUNCTION f() RETURNS mood LANGUAGE sql RETURN 'sad'::mood",
    counting("pg_proc p JOIN pg_type t ON t.oid = p.prorettype WHERE typname = 'mood'"),
  ],
  [
    'what a role owns',
    OWNED,
    'ALTER TABLE a OWNER TO r',
    counting("pg_class c JOIN pg_roles r ON r.oid = c.relowner WHERE rolname = 'r'"),
  ],
  [
    'views of a table',
    'CREATE TABLE a (x int)',
    'CREATE VIEW v AS SELECT * FROM a',
    counting("information_schema.view_table_usage WHERE table_name = 'a'"),
  ],
  [
    'triggers that call a function',
    'CREATE TABLE a (x int); CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$',
    'CREATE TRIGGER t AFTER INSERT ON a EXECUTE FUNCTION f()',
    counting("pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid WHERE p.proname = 'f'"),
  ],
  [
    'the indexes of a table by their names',
    'CREATE TABLE a (x int)',
    'CREATE INDEX i ON a (x)',
    "CREATE TABLE n AS SELECT i.relname FROM pg_index JOIN pg_class i ON i.oid = indexrelid JOIN pg_class c ON c.oid = indrelid WHERE c.relname = 'a'",
  ],
  [
    'the children of a table by their names',
    'CREATE TABLE a (x int); CREATE TABLE b () INHERITS (a)',
    'ALTER TABLE b RENAME TO c',
    "CREATE TABLE n AS SELECT c.relname FROM pg_inherits JOIN pg_class c ON c.oid = inhrelid JOIN pg_class p ON p.oid = inhparent WHERE p.relname = 'a'",
  ],
  [
    'the collation of a column',
    "CREATE COLLATION k (provider = icu, locale = 'de'); CREATE TABLE a (x text COLLATE k)",
    'ALTER COLLATION k RENAME TO l',
    "CREATE TABLE n AS SELECT collation_name::text FROM information_schema.columns WHERE table_name = 'a'",
  ],
  [
    'every table of a publication',
    'CREATE PUBLICATION p FOR ALL TABLES',
    'CREATE TABLE a ()',
    counting("pg_publication_tables WHERE pubname = 'p'"),
  ],
  [
    'tables kept by an outer join',
    'CREATE TABLE a (x int)',
    'CREATE TABLE b (x int)',
    counting(
      "pg_class c LEFT JOIN (pg_attribute t JOIN pg_type y ON y.oid = t.atttypid AND t.attrelid = 'a'::regclass) ON t.attrelid = c.oid",
    ),
  ],
  [
    'an extension that is installed',
    '',
    'CREATE EXTENSION citext',
    counting("pg_available_extensions WHERE name = 'citext' AND installed_version IS NOT NULL"),
  ],
  [
    'whether a materialized view is filled',
    'CREATE TABLE a (x int); CREATE MATERIALIZED VIEW m AS SELECT * FROM a WITH NO DATA',
    'REFRESH MATERIALIZED VIEW m',
    counting("pg_matviews WHERE matviewname = 'm' AND ispopulated"),
  ],
  [
    'the comment on a column',
    'CREATE TABLE a (x int)',
    "COMMENT ON COLUMN a.x IS 'c'",
    "CREATE TABLE n AS SELECT col_description('a'::regclass, 1)",
  ],
  [
    'the name of the sequence of a column',
    'CREATE TABLE a (id serial)',
    'ALTER SEQUENCE a_id_seq RENAME TO s',
    "CREATE TABLE n AS SELECT pg_get_serial_sequence('a', 'id')",
  ],
  [
    'the types of the columns of a view',
    `${MOODY}; CREATE VIEW v AS SELECT x FROM a`,
    'ALTER TYPE mood RENAME TO feeling',
    "CREATE TABLE n AS SELECT udt_name::text FROM information_schema.columns WHERE table_name = 'v'",
  ],
  [
    'a value in a check',
    MOODY,
    RENAMED,
    "CREATE TABLE n AS SELECT check_clause FROM information_schema.check_constraints WHERE constraint_name = 'c'",
  ],
  [
    'a value in an index',
    `${MOODY}; CREATE INDEX i ON a (x) WHERE x <> 'sad'`,
    RENAMED,
    "CREATE TABLE n AS SELECT indexdef FROM pg_indexes WHERE indexname = 'i'",
  ],
  [
    'a value in a policy on another table',
    `${MOODY}; CREATE POLICY p ON b USING (EXISTS (SELECT FROM a WHERE a.x = 'sad'))`,
    RENAMED,
    "CREATE TABLE n AS SELECT qual FROM pg_policies WHERE policyname = 'p'",
  ],
  [
    'a value in a function',
    `${MOODY}; CREATE FUNCTION f() RETURNS bigint LANGUAGE sql RETURN (SELECT count(*) FROM a WHERE x = 'sad')`,
    RENAMED,
    "CREATE TABLE n AS SELECT prosqlbody::text FROM pg_proc WHERE proname = 'f'",
  ],
  [
    'what may be done with a database',
    '',
    'REVOKE ALL ON DATABASE d FROM PUBLIC',
    "CREATE TABLE n AS SELECT datacl::text FROM pg_database WHERE datname = 'd'",
  ],
  [
    'what may be done with a database that only the run knows',
    '',
    'REVOKE ALL ON DATABASE d FROM PUBLIC',
    'CREATE TABLE n AS SELECT row_to_json(d) FROM pg_database d WHERE datname = current_database()',
  ],
  [
    'the owner of a database',
    'CREATE ROLE r',
    'ALTER DATABASE d OWNER TO r',
    "CREATE TABLE n AS SELECT datdba FROM pg_database WHERE datname = 'd'",
  ],
  ['the rules of views', '', 'CREATE VIEW v AS SELECT 1 AS x', counting("pg_rewrite WHERE rulename = '_RETURN'")],
  [
    'the rules of materialized views that go',
    'CREATE MATERIALIZED VIEW v AS SELECT 1 AS x',
    'DROP MATERIALIZED VIEW v',
    counting("pg_rewrite WHERE rulename = '_RETURN'"),
  ],
  ['triggers of a new partition of a partition', TRIGGERED, PART, TRIGGERS],
  ['triggers of a table made a partition', TRIGGERED, 'ALTER TABLE a ATTACH PARTITION b FOR VALUES IN (1)', TRIGGERS],
  ['triggers of a partition that goes', `${TRIGGERED}; ${PART}`, 'DROP TABLE c', TRIGGERS],
  [
    'triggers of a table that is no partition any more',
    `${TRIGGERED}; ${PART}`,
    'ALTER TABLE a DETACH PARTITION c',
    TRIGGERS,
  ],
  [
    'the first schema of a search path that a function sets',
    '',
    'CREATE SCHEMA s',
    "SELECT set_config('search_path', 's, public', false); CREATE TABLE public.n AS SELECT current_schema()",
  ],
  [
    'the first schema of a search path that a function has',
    'CREATE FUNCTION f() RETURNS text LANGUAGE sql SET search_path = s, public AS $$ SELECT current_schema() $$',
    'CREATE SCHEMA s',
    'CREATE TABLE n AS SELECT f()',
  ],
];

const INDEPENDENT: readonly Case[] = [
  [
    'a relation of a schema by both names, and another relation',
    'CREATE SCHEMA s',
    'CREATE TABLE s.a ()',
    counting(`${RELATIONS} WHERE s.nspname = 's' AND c.relname = 'b'`),
  ],
  [
    'the columns of a table, and another table',
    'CREATE TABLE a (x int)',
    'CREATE TABLE b (x int)',
    counting(
      "pg_attribute a JOIN pg_class c ON c.oid = a.attrelid LEFT JOIN pg_attrdef d ON d.adrelid = c.oid WHERE c.relname = 'a'",
    ),
  ],
  [
    'the indexes of a table with their schemas, and another table',
    'CREATE TABLE a (x int)',
    'CREATE TABLE b (x int)',
    counting(
      "pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_namespace n ON n.oid = c.relnamespace WHERE i.indrelid = 'a'::regclass",
    ),
  ],
  [
    'the constraints of a table in two views, and another table',
    'CREATE TABLE a (x int)',
    'CREATE TABLE b (x int)',
    counting(
      "information_schema.table_constraints t JOIN information_schema.key_column_usage k ON k.constraint_name = t.constraint_name WHERE t.table_name = 'a'",
    ),
  ],
  [
    'an extension that could be installed',
    '',
    'CREATE EXTENSION pgcrypto',
    counting("pg_available_extensions WHERE name = 'pgcrypto'"),
  ],
  [
    'the collation of a database',
    '',
    'REVOKE ALL ON DATABASE d FROM PUBLIC',
    'CREATE TABLE n AS SELECT datcollate FROM pg_database d WHERE d.datname = current_database()',
  ],
];

describe('a query over the catalogs', () => {
  it.each(ORDERED)('keeps its order to what it shows: %s', async (_, setup, first, second) => {
    expect(await order(setup, first, second)).toBe('ordered');
  });

  it.each(INDEPENDENT)('leaves free what it cannot show: %s', async (_, setup, first, second) => {
    expect(await order(setup, first, second)).toBe('independent');
  });
});
