/** Constants are read as values of the types of what they are compared with: an enum's new value must be there before its first use. */
import { describe, expect, it } from '@jest/globals';
import { order } from './sets.ts';

const SETUP = `
  CREATE TYPE e AS ENUM ('a');
  CREATE TABLE t (k e, id int primary key);
  CREATE TABLE o (id int);
  CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
  CREATE FUNCTION ef(e) RETURNS int LANGUAGE sql AS 'SELECT 1';
  CREATE TABLE p (k e) PARTITION BY LIST (k);
  CREATE VIEW v AS SELECT * FROM t;
  CREATE DOMAIN d AS e;
  CREATE VIEW v2 AS SELECT k AS kk FROM t;
  CREATE FUNCTION gf() RETURNS e LANGUAGE sql AS 'SELECT NULL::e';
  CREATE TABLE dt (id int, k d);
  CREATE TABLE at (id int, k e[]);
  CREATE MATERIALIZED VIEW mv AS SELECT k AS kk FROM t;
  CREATE TYPE c AS (k e);
  CREATE TABLE ct (c c);
  CREATE POLICY y ON t USING (true);
  CREATE TABLE qt AS SELECT * FROM t;
  CREATE TABLE qq AS SELECT k AS kk FROM qt;
  CREATE TABLE qf AS SELECT gf() AS k;
  SELECT kk INTO qv FROM v2;
  CREATE TABLE ql (LIKE qt);
  CREATE TABLE qc () INHERITS (qt);
`;

describe('a new value of an enum', () => {
  it.each([
    "ALTER TABLE t ADD CHECK (k <> 'n')",
    "ALTER TABLE t ADD CONSTRAINT c CHECK (k <> 'n') NOT VALID",
    "CREATE INDEX ON t (id) WHERE k = 'n'",
    "CREATE INDEX ON t ((k = 'n'))",
    "ALTER TABLE t ALTER k SET DEFAULT 'n'",
    "CREATE POLICY q ON t USING (k = 'n')",
    "CREATE POLICY q ON t WITH CHECK (k = 'n')",
    "CREATE TRIGGER g AFTER INSERT ON t FOR EACH ROW WHEN (NEW.k = 'n') EXECUTE FUNCTION f()",
    "CREATE RULE r AS ON INSERT TO t WHERE NEW.k = 'n' DO INSTEAD NOTHING",
    "CREATE TABLE p1 PARTITION OF p FOR VALUES IN ('n')",
    "CREATE TABLE p2 (k e); ALTER TABLE p ATTACH PARTITION p2 FOR VALUES IN ('n')",
    "CREATE STATISTICS st ON (k = 'n'), id FROM t",
    "ALTER TABLE t ALTER id TYPE text USING k::text || 'x'",
    "ALTER TABLE t ALTER id TYPE int USING CASE WHEN k = 'n' THEN 1 END",
    "ALTER TABLE t ADD g bool GENERATED ALWAYS AS (k = 'n') STORED",
    "CREATE PUBLICATION pb FOR TABLE t WHERE (k = 'n')",
    "SELECT ef('n')",
    "CREATE VIEW w AS SELECT * FROM v WHERE k = 'n'",
    "UPDATE o SET id = 1 FROM t WHERE k = 'n'",
    "CREATE TABLE tl (LIKE t INCLUDING ALL, CHECK (k <> 'n'))",
    "CREATE TABLE ti (CHECK (k <> 'n')) INHERITS (t)",
    "ALTER TABLE t ADD EXCLUDE (id WITH =) WHERE (k = 'n')",
    "COPY t FROM STDIN WHERE k = 'n'",
    "DELETE FROM t WHERE k = 'n'",
    "ALTER VIEW v ALTER k SET DEFAULT 'n'",
    "CREATE FUNCTION sf() RETURNS bigint LANGUAGE sql AS 'SELECT count(*) FROM t WHERE k = ''n'''",
    "CREATE FUNCTION sf() RETURNS bigint LANGUAGE sql BEGIN ATOMIC SELECT count(*) FROM t WHERE k = 'n'; END",
    "CREATE FUNCTION sf(x e DEFAULT 'n') RETURNS bigint LANGUAGE sql AS 'SELECT 1'",
    "CREATE FUNCTION sf() RETURNS text LANGUAGE sql AS 'SELECT ef(''n'')::text'",
    "CREATE DOMAIN dd AS e CHECK (VALUE <> 'n')",
    "ALTER DOMAIN d ADD CHECK (VALUE <> 'n')",
    "ALTER DOMAIN d SET DEFAULT 'n'",
    "CREATE VIEW w2 AS SELECT * FROM v2 WHERE kk = 'n'",
    "CREATE VIEW w3 AS SELECT 1 AS one WHERE gf() = 'n'",
    "CREATE INDEX ON dt (id) WHERE k = 'n'",
    "CREATE INDEX ON at (id) WHERE 'n' = ANY (k)",
    "CREATE INDEX ON t (id) WHERE (t).k = 'n'",
    "CREATE INDEX ON mv (kk) WHERE kk = 'n'",
    "CREATE INDEX ON ct ((c)) WHERE (c).k = 'n'",
    "ALTER POLICY y ON t USING (k = 'n')",
    "INSERT INTO qt (k) VALUES ('n')",
    "INSERT INTO qq VALUES ('n')",
    "DELETE FROM qf WHERE k = 'n'",
    "CREATE INDEX ON qv (kk) WHERE kk = 'n'",
    "UPDATE ql SET k = 'n'",
    "INSERT INTO qc (k) VALUES ('n')",
    "CREATE VIEW w AS SELECT * FROM qt WHERE k = 'n'",
  ])('comes before %s', async (statement) => {
    expect(await order(SETUP, "ALTER TYPE e ADD VALUE 'n'", statement)).toBe('ordered');
  });

  it.each([
    'ALTER TABLE t ADD CHECK (id > 0)',
    'ALTER TABLE t ADD y int DEFAULT 1',
    'CREATE INDEX ON t (id) WHERE id > 1',
    'CREATE VIEW w AS SELECT * FROM o',
    'CREATE TRIGGER g AFTER INSERT ON t FOR EACH ROW WHEN (NEW.id > 1) EXECUTE FUNCTION f()',
  ])('has nothing to do with %s', async (statement) => {
    expect(await order(SETUP, "ALTER TYPE e ADD VALUE 'n'", statement)).toBe('independent');
  });
});

describe('the end of a type', () => {
  it.each([
    [
      'a column like one of a view',
      'CREATE VIEW v AS SELECT * FROM a; CREATE TABLE b (LIKE v); DROP TABLE a CASCADE',
      'DROP TABLE b',
    ],
    [
      'a parameter of the type of a column',
      "CREATE FUNCTION f(a.x%TYPE) RETURNS int LANGUAGE sql AS 'SELECT 1'; DROP TABLE a",
      'DROP FUNCTION f',
    ],
    [
      'a column made of a field of what a function gives',
      'CREATE TYPE c AS (x e); CREATE FUNCTION f() RETURNS c LANGUAGE sql AS $$ SELECT NULL::c $$; CREATE TABLE b AS SELECT (f()).x; DROP FUNCTION f; DROP TYPE c',
      'DROP TABLE b',
    ],
    [
      'a column made of an end of a range',
      'CREATE TYPE r AS RANGE (subtype = e); CREATE TABLE c (x r); CREATE TABLE b AS SELECT lower(x) FROM c; DROP TABLE c; DROP TYPE r',
      'DROP TABLE b',
    ],
    [
      'a column made of an end of a range in a domain',
      'CREATE TYPE r AS RANGE (subtype = e); CREATE DOMAIN d AS r; CREATE TABLE c (x d); CREATE TABLE b AS SELECT lower(x) FROM c; DROP TABLE c; DROP DOMAIN d; DROP TYPE r',
      'DROP TABLE b',
    ],
    [
      'a column made of an end of several ranges',
      'CREATE TYPE r AS RANGE (subtype = e); CREATE TABLE c (x r_multirange); CREATE TABLE b AS SELECT upper(x) FROM c; DROP TABLE c; DROP TYPE r',
      'DROP TABLE b',
    ],
    [
      'a column of a range that was put together',
      'CREATE TYPE r AS RANGE (subtype = e); CREATE TABLE b AS SELECT lower(r(NULL, NULL)) AS x; DROP TYPE r CASCADE',
      'DROP TABLE b',
    ],
    [
      'a column made of a field of a row',
      "CREATE TABLE b AS SELECT * FROM json_populate_record(NULL::a, '{}'); DROP TABLE a",
      'DROP TABLE b',
    ],
  ])('keeps its order to that of %s', async (_, setup, first) => {
    expect(await order(`CREATE TYPE e AS ENUM ('a'); CREATE TABLE a (x e); ${setup}`, first, 'DROP TYPE e')).toBe(
      'ordered',
    );
  });
});
