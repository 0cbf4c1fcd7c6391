/** Which statements about operators, collations, text search and casts must keep their order. */
import { describe, expect, it } from '@jest/globals';
import { ordered } from './ordered.ts';

const TABLES = 'CREATE TABLE t (a int, b text); CREATE TABLE u (a int);';
const FUNCTION = "CREATE FUNCTION f(int, int) RETURNS bool LANGUAGE sql AS 'SELECT $1 > $2';";
const HASHED = "CREATE FUNCTION h(int, bigint) RETURNS bigint IMMUTABLE LANGUAGE sql AS 'SELECT $1 + $2';";
const TYPE = "CREATE TYPE mood AS ENUM ('sad', 'glad'); CREATE TABLE moods (m mood);";
const MOOD_ORDER =
  'CREATE OPERATOR CLASS mood_ops DEFAULT FOR TYPE mood USING btree AS OPERATOR 1 <, FUNCTION 1 enum_cmp(anyenum, anyenum)';

describe('what must keep its order', () => {
  it.each([
    [
      'a function and an operator that calls it',
      '',
      FUNCTION,
      'CREATE OPERATOR <%> (leftarg = int, rightarg = int, function = f)',
    ],
    [
      'an operator and its use',
      FUNCTION,
      'CREATE OPERATOR <%> (leftarg = int, rightarg = int, function = f)',
      'SELECT 1 <%> 2',
    ],
    [
      'an operator used and its function',
      `${FUNCTION} CREATE OPERATOR <%> (leftarg = int, rightarg = int, function = f)`,
      'SELECT 1 <%> 2',
      "CREATE OR REPLACE FUNCTION f(int, int) RETURNS bool LANGUAGE sql AS 'SELECT false'",
    ],
    [
      'an operator that goes and its function',
      `${FUNCTION} CREATE OPERATOR <%> (leftarg = int, rightarg = int, function = f)`,
      'DROP OPERATOR <%> (int, int)',
      'DROP FUNCTION f(int, int)',
    ],
    [
      'an operator and its commutator',
      FUNCTION,
      'CREATE OPERATOR <%> (leftarg = int, rightarg = int, function = f, commutator = >%<)',
      'CREATE OPERATOR >%< (leftarg = int, rightarg = int, function = f)',
    ],
    [
      'the second of two operators of one symbol',
      `${FUNCTION} CREATE FUNCTION g(text, text) RETURNS int LANGUAGE sql AS 'SELECT count(*)::int FROM t'; ${TABLES} CREATE OPERATOR <%> (leftarg = text, rightarg = text, function = g); CREATE OPERATOR <%> (leftarg = int, rightarg = int, function = f); DROP OPERATOR <%> (int, int)`,
      "SELECT 'a' <%> 'b'",
      'INSERT INTO t VALUES (1)',
    ],
    [
      'an operator in a schema that goes',
      `CREATE SCHEMA x; ${FUNCTION} CREATE OPERATOR x.<%> (leftarg = int, rightarg = int, function = f)`,
      'SELECT 1 OPERATOR(x.<%>) 2',
      'DROP SCHEMA x CASCADE',
    ],
    ...[
      [
        'a condition of a trigger',
        'CREATE TRIGGER g BEFORE INSERT ON o FOR EACH ROW WHEN (NEW.a <%> NEW.b) EXECUTE FUNCTION tf()',
      ],
      ['a table made of a query without its rows', 'CREATE TABLE n AS SELECT a <%> b AS c FROM o WITH NO DATA'],
      ['a view', 'CREATE VIEW v AS SELECT a <%> b AS c FROM o'],
      ['a rule', 'CREATE RULE r AS ON INSERT TO o WHERE NEW.a <%> NEW.b DO INSTEAD NOTHING'],
      ['what a publication takes of a table', 'CREATE PUBLICATION p FOR TABLE o WHERE (a <%> b)'],
      ['a policy', 'CREATE POLICY y ON o USING (a <%> b)'],
    ].flatMap(([what = '', second = '']) => {
      const setup = `${FUNCTION} CREATE TABLE o (a int, b int); CREATE FUNCTION tf() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';`;
      const make = (symbol: string) => `CREATE OPERATOR ${symbol} (leftarg = int, rightarg = int, function = f)`;
      return [
        [`an operator and ${what} that only keeps it`, setup, make('<%>'), second],
        [
          `${what} that only keeps an operator, and one more of its symbol`,
          setup,
          second.replace('<%>', '='),
          make('='),
        ],
      ];
    }),
    [
      'an aggregate and its state function',
      `CREATE FUNCTION g(int, int) RETURNS int LANGUAGE sql AS 'SELECT 1'; CREATE AGGREGATE agg(int) (sfunc = g, stype = int)`,
      'DROP AGGREGATE agg(int)',
      'DROP FUNCTION g(int, int)',
    ],
    [
      'an aggregate used and what its function reads',
      `${TABLES} CREATE FUNCTION g(int, int) RETURNS int LANGUAGE sql AS 'SELECT count(*)::int FROM t'; CREATE AGGREGATE agg(int) (sfunc = g, stype = int)`,
      'SELECT agg(a) FROM u',
      'INSERT INTO t VALUES (1)',
    ],
    [
      'the final function of an aggregate',
      `CREATE FUNCTION g(int, int) RETURNS int LANGUAGE sql AS 'SELECT 1'; CREATE FUNCTION h(int) RETURNS int LANGUAGE sql AS 'SELECT 1'; CREATE AGGREGATE agg(int) (sfunc = g, stype = int, finalfunc = h)`,
      'DROP AGGREGATE agg(int)',
      'DROP FUNCTION h(int)',
    ],
    [
      'a collation and its use',
      '',
      "CREATE COLLATION c (provider = icu, locale = 'de')",
      'CREATE TABLE v (a text COLLATE c)',
    ],
    [
      'a column with a collation that goes and the collation',
      "CREATE COLLATION c (provider = icu, locale = 'de'); CREATE TABLE v (a text COLLATE c)",
      'DROP TABLE v',
      'DROP COLLATION c',
    ],
    [
      'an index with a collation that goes and the collation',
      `${TABLES} CREATE COLLATION c (provider = icu, locale = 'de'); CREATE INDEX i ON t (b COLLATE c)`,
      'DROP INDEX i',
      'DROP COLLATION c',
    ],
    [
      'a view with a collation that goes and the collation',
      `${TABLES} CREATE COLLATION c (provider = icu, locale = 'de'); CREATE VIEW v AS SELECT b FROM t ORDER BY b COLLATE c`,
      'DROP VIEW v',
      'DROP COLLATION c',
    ],
    [
      'a guarded collation and another',
      '',
      "CREATE COLLATION IF NOT EXISTS c (provider = icu, locale = 'de')",
      "CREATE COLLATION IF NOT EXISTS c (provider = icu, locale = 'en')",
    ],
    [
      'a collation that is copied',
      "CREATE COLLATION c (provider = icu, locale = 'de')",
      'CREATE COLLATION e FROM c',
      'DROP COLLATION c',
    ],
    [
      'a dictionary and a configuration with it',
      '',
      'CREATE TEXT SEARCH DICTIONARY d (template = simple)',
      'CREATE TEXT SEARCH CONFIGURATION k (copy = english); ALTER TEXT SEARCH CONFIGURATION k ALTER MAPPING FOR word WITH d',
    ],
    [
      'an operator class of one access method, where that of another went',
      `CREATE FUNCTION h(int, bigint) RETURNS bigint LANGUAGE sql RETURN 1;
       CREATE OPERATOR CLASS k FOR TYPE int USING hash AS OPERATOR 1 =, FUNCTION 2 h(int, bigint);
       CREATE OPERATOR CLASS k FOR TYPE int USING btree AS OPERATOR 3 =, FUNCTION 1 btint4cmp(int, int);
       DROP OPERATOR CLASS k USING btree;`,
      'ALTER OPERATOR CLASS k USING hash OWNER TO postgres',
      'DROP OPERATOR FAMILY k USING hash',
    ],
    [
      'a configuration and a view that names it',
      'CREATE SCHEMA app; CREATE TABLE t (y text)',
      'CREATE TEXT SEARCH CONFIGURATION app.k (copy = english)',
      "CREATE VIEW v AS SELECT to_tsvector('app.k', y) AS x FROM t",
    ],
    [
      'a collation and a view that names it',
      '',
      "CREATE COLLATION k (provider = icu, locale = 'und')",
      "CREATE VIEW v AS SELECT 'k'::regcollation AS x",
    ],
    [
      'a configuration and its use',
      '',
      'CREATE TEXT SEARCH CONFIGURATION k (copy = english)',
      "SELECT to_tsvector('k', 'a')",
    ],
    [
      'a configuration changed and its use',
      'CREATE TEXT SEARCH CONFIGURATION k (copy = english)',
      'ALTER TEXT SEARCH CONFIGURATION k DROP MAPPING FOR word',
      "SELECT to_tsvector('k', 'a')",
    ],
    [
      'an index with a configuration that goes and the configuration',
      `${TABLES} CREATE TEXT SEARCH CONFIGURATION k (copy = english); CREATE INDEX i ON t USING gin (to_tsvector('k', b))`,
      'DROP INDEX i',
      'DROP TEXT SEARCH CONFIGURATION k',
    ],
    ['a cast and its type', TYPE, 'CREATE CAST (mood AS int) WITHOUT FUNCTION', 'DROP TABLE moods; DROP TYPE mood'],
    [
      'a cast and a query of its type',
      `${TYPE} CREATE FUNCTION g(mood) RETURNS int LANGUAGE sql AS 'SELECT 1'`,
      'CREATE CAST (mood AS int) WITH FUNCTION g(mood) AS IMPLICIT',
      'INSERT INTO u SELECT m FROM moods',
    ],
    [
      'a cast that goes and its function',
      `${TYPE} CREATE FUNCTION g(mood) RETURNS int LANGUAGE sql AS 'SELECT 1'; CREATE CAST (mood AS int) WITH FUNCTION g(mood)`,
      'DROP CAST (mood AS int)',
      'DROP FUNCTION g(mood)',
    ],
    [
      'a cast of built-in types and anything',
      TABLES,
      'CREATE CAST (int AS text) WITH INOUT AS IMPLICIT',
      'SELECT a FROM t',
    ],
    [
      'an operator class and its use',
      TYPE,
      'CREATE OPERATOR CLASS mood_ops FOR TYPE mood USING btree AS OPERATOR 1 <, FUNCTION 1 enum_cmp(anyenum, anyenum)',
      'CREATE INDEX i ON moods (m mood_ops)',
    ],
    [
      'a default operator class and an index that needs it',
      TYPE,
      'CREATE OPERATOR CLASS mood_ops DEFAULT FOR TYPE mood USING gin AS OPERATOR 1 =, FUNCTION 1 enum_cmp(anyenum, anyenum)',
      'CREATE INDEX i ON moods USING gin (m)',
    ],
    [
      'an operator class that goes and its index',
      `${TYPE} CREATE OPERATOR CLASS mood_ops FOR TYPE mood USING btree AS OPERATOR 1 <, FUNCTION 1 enum_cmp(anyenum, anyenum); CREATE INDEX i ON moods (m mood_ops)`,
      'DROP INDEX i',
      'DROP OPERATOR CLASS mood_ops USING btree',
    ],
    [
      'a family and its class',
      TYPE,
      'CREATE OPERATOR FAMILY fam USING btree',
      'CREATE OPERATOR CLASS mood_ops FOR TYPE mood USING btree FAMILY fam AS OPERATOR 1 <, FUNCTION 1 enum_cmp(anyenum, anyenum)',
    ],
    [
      'a shell type and its function',
      '',
      'CREATE TYPE shell',
      "CREATE FUNCTION shell_in(cstring) RETURNS shell LANGUAGE internal AS 'textin'",
    ],
    [
      'a type that a function makes as a shell and another function',
      '',
      "CREATE FUNCTION shell_in(cstring) RETURNS shell LANGUAGE internal AS 'int4in'",
      "CREATE FUNCTION shell_out(shell) RETURNS cstring LANGUAGE internal AS 'int4out'",
    ],
    [
      'a family that an operator is to sort by and its end',
      `${FUNCTION} CREATE OPERATOR FAMILY fam USING btree; CREATE OPERATOR <%> (leftarg = int, rightarg = int, function = f)`,
      'CREATE OPERATOR CLASS c FOR TYPE point USING gist AS OPERATOR 1 <% (int, int) FOR ORDER BY fam',
      'ALTER OPERATOR FAMILY fam USING btree RENAME TO other',
    ],
    [
      'the type that an operator class stores and its end',
      'CREATE TYPE kept AS (x int)',
      'CREATE OPERATOR CLASS c FOR TYPE point USING gist AS STORAGE kept',
      'DROP TYPE kept',
    ],
    [
      'the type that a function of an operator class is for and its end',
      'CREATE TYPE kept AS (x int)',
      'CREATE OPERATOR CLASS c FOR TYPE point USING gist AS FUNCTION 1 (kept, kept) int4lt(int, int)',
      'DROP TYPE kept',
    ],
    [
      'comments on a function of PostgreSQL, spelled twice',
      '',
      "COMMENT ON FUNCTION upper(text) IS 'a'",
      "COMMENT ON ROUTINE pg_catalog.upper(text) IS 'b'",
    ],
    [
      'an operator class and a table that is divided by it',
      HASHED,
      'CREATE OPERATOR CLASS c FOR TYPE int USING hash AS OPERATOR 1 =, FUNCTION 2 h(int, bigint)',
      'CREATE TABLE p (a int) PARTITION BY HASH (a c)',
    ],
    [
      'the function of an operator class and rows of a table that is divided by it',
      `${HASHED} CREATE OPERATOR CLASS c FOR TYPE int USING hash AS OPERATOR 1 =, FUNCTION 2 h(int, bigint);
       CREATE TABLE p (a int) PARTITION BY HASH (a c);`,
      "CREATE OR REPLACE FUNCTION h(int, bigint) RETURNS bigint IMMUTABLE LANGUAGE sql AS 'SELECT $2'",
      'INSERT INTO p VALUES (1)',
    ],
    [
      'a collation and a table that is divided by it',
      '',
      'CREATE COLLATION c FROM "C"',
      'CREATE TABLE p (a text) PARTITION BY LIST (a COLLATE c)',
    ],
    ['a collation and a domain', '', 'CREATE COLLATION c FROM "C"', 'CREATE DOMAIN d AS text COLLATE c'],
    [
      'a collation and a range',
      '',
      'CREATE COLLATION c FROM "C"',
      'CREATE TYPE r AS RANGE (subtype = text, collation = c)',
    ],
    [
      'an operator class and a range',
      '',
      'CREATE OPERATOR CLASS c FOR TYPE int USING btree AS OPERATOR 1 <, FUNCTION 1 btint4cmp(int, int)',
      'CREATE TYPE r AS RANGE (subtype = int, subtype_opclass = c)',
    ],
    [
      'the name of a collation and rows that conflict by it',
      `CREATE COLLATION c FROM "C"; ${TABLES} CREATE UNIQUE INDEX i ON t (b COLLATE c);`,
      "INSERT INTO t VALUES (1, 'x') ON CONFLICT (b COLLATE c) DO NOTHING",
      'ALTER COLLATION c RENAME TO d',
    ],
    [
      'the operator that an aggregate sorts by',
      FUNCTION,
      'CREATE OPERATOR <% (leftarg = int, rightarg = int, function = f)',
      'CREATE AGGREGATE g (int) (sfunc = int4larger, stype = int, sortop = <%)',
    ],
    ...['a BETWEEN b AND b', 'CASE a WHEN b THEN true END', 'a IN (SELECT b FROM t)'].map(
      (condition): [string, string, string, string] => [
        `operators that are not written, as in ${condition}`,
        `${TABLES} CREATE FUNCTION g(int, text) RETURNS bool LANGUAGE sql AS 'SELECT true';`,
        ['=', '>=', '<=']
          .map((symbol) => `CREATE OPERATOR ${symbol} (leftarg = int, rightarg = text, function = g)`)
          .join('; '),
        `CREATE VIEW v AS SELECT FROM t WHERE ${condition}`,
      ],
    ),
    [
      'the operator of a join that does not write it',
      `${TABLES} CREATE FUNCTION g(int, int) RETURNS bool LANGUAGE sql AS 'SELECT true';`,
      'CREATE OPERATOR public.= (leftarg = int, rightarg = int, function = g)',
      'SET search_path = public, pg_catalog; CREATE VIEW v AS SELECT FROM t JOIN u USING (a)',
    ],
    [
      'an extension and a sample that it takes',
      TABLES,
      'CREATE EXTENSION tsm_system_rows',
      'CREATE VIEW v AS SELECT a FROM t TABLESAMPLE system_rows(1)',
    ],
    [
      'an extension and a key without overlaps',
      '',
      'CREATE EXTENSION btree_gist',
      'CREATE TABLE k (a int, r int4range, PRIMARY KEY (a, r WITHOUT OVERLAPS))',
    ],
    [
      'a language and its function',
      '',
      'CREATE EXTENSION plperl',
      "CREATE FUNCTION g() RETURNS int LANGUAGE plperl AS 'return 1'",
    ],
    [
      'an access method and its table',
      '',
      'CREATE ACCESS METHOD am TYPE TABLE HANDLER heap_tableam_handler',
      'CREATE TABLE v (a int) USING am',
    ],
    ['a default operator class and an index on a column of its type', TYPE, 'CREATE INDEX i ON moods (m)', MOOD_ORDER],
    ['a default operator class and a key of its type', TYPE, MOOD_ORDER, 'ALTER TABLE moods ADD UNIQUE (m)'],
    [
      'a configuration of text search and a session that sets it',
      '',
      'CREATE TEXT SEARCH CONFIGURATION c (COPY = simple)',
      "SET default_text_search_config = 'c'",
    ],
    [
      'a configuration of text search and a call that sets it',
      '',
      'CREATE TEXT SEARCH CONFIGURATION c (COPY = simple)',
      "SELECT set_config('default_text_search_config', 'c', true), to_tsvector('a')",
    ],
    [
      'a configuration of text search that is renamed and a function that sets it',
      'CREATE TEXT SEARCH CONFIGURATION c (COPY = simple)',
      'ALTER TEXT SEARCH CONFIGURATION c RENAME TO d',
      "CREATE FUNCTION g() RETURNS tsvector LANGUAGE sql SET default_text_search_config = 'd' AS $$ SELECT to_tsvector('a') $$",
    ],
    [
      'a configuration of text search that goes and what a function that sets it made',
      `${TABLES} CREATE TEXT SEARCH CONFIGURATION c (COPY = simple);
       CREATE FUNCTION g() RETURNS tsvector LANGUAGE sql SET default_text_search_config = 'c' AS $$ SELECT to_tsvector('a') $$`,
      'INSERT INTO t (b) SELECT g()::text',
      'DROP TEXT SEARCH CONFIGURATION c',
    ],
    [
      'a conversion and its end',
      '',
      "CREATE CONVERSION c FOR 'LATIN1' TO 'UTF8' FROM iso8859_1_to_utf8",
      'DROP CONVERSION c',
    ],
  ])('%s', async (_what, setup, first, second) => {
    expect(await ordered(setup, first, second)).toBe(true);
  });
});
