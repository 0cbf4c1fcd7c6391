/** What a view, a policy or a default has been built on until it ends: no field of a type can be altered before. */
import { expect, it } from '@jest/globals';
import { order } from './sets.ts';

const SETUP = `CREATE TYPE token AS (sub int, rest text); CREATE TYPE pair AS (l token, r token);
  CREATE TABLE a (id int, x int); CREATE TABLE tokens (id int, t token); CREATE VIEW holds AS SELECT * FROM tokens;
  CREATE FUNCTION s() RETURNS token LANGUAGE sql AS 'SELECT 1, NULL::text';
  CREATE FUNCTION two() RETURNS pair LANGUAGE sql AS 'SELECT NULL::token, NULL::token';`;

it.each([
  ['a policy', 'CREATE POLICY p ON a USING (id = (SELECT sub FROM s()))', 'DROP POLICY p ON a'],
  ['an altered policy', 'CREATE POLICY p ON a USING (id = (s()).sub)', 'ALTER POLICY p ON a USING (true)'],
  ['a view', 'CREATE VIEW v AS SELECT sub FROM s()', 'DROP VIEW v'],
  ['a view on a field', 'CREATE VIEW v AS SELECT (s()).sub', 'DROP VIEW v'],
  ['a view on the field of a field', 'CREATE VIEW v AS SELECT ((two()).l).sub', 'DROP VIEW v'],
  ['a view on the field of a column', 'CREATE VIEW v AS SELECT (t).sub FROM tokens', 'DROP VIEW v'],
  ["a view on the field of a view's column", 'CREATE VIEW v AS SELECT (t).sub FROM holds', 'DROP VIEW v'],
  ['a view with another query', 'CREATE VIEW v AS SELECT sub FROM s()', 'CREATE OR REPLACE VIEW v AS SELECT 1 AS sub'],
  ['a materialized view', 'CREATE MATERIALIZED VIEW v AS SELECT sub FROM s()', 'DROP MATERIALIZED VIEW v'],
  ['a default', 'ALTER TABLE a ALTER x SET DEFAULT (s()).sub', 'ALTER TABLE a ALTER x DROP DEFAULT'],
  ['a column with a default', 'ALTER TABLE a ALTER x SET DEFAULT (s()).sub', 'ALTER TABLE a DROP x'],
  ['a table', 'ALTER TABLE a ALTER x SET DEFAULT (s()).sub', 'DROP TABLE a'],
  ['a check', 'ALTER TABLE a ADD CONSTRAINT c CHECK (x > (s()).sub)', 'ALTER TABLE a DROP CONSTRAINT c'],
  ['an index', 'CREATE INDEX i ON tokens (((t).sub))', 'DROP INDEX i'],
  ['a function', 'CREATE FUNCTION f() RETURNS int RETURN (s()).sub', 'DROP FUNCTION f()'],
  [
    'a function with another body',
    'CREATE FUNCTION f() RETURNS int RETURN (s()).sub',
    'CREATE OR REPLACE FUNCTION f() RETURNS int RETURN 1',
  ],
])('%s goes before a field of a type is another', async (_, made, ended) => {
  expect(await order(`${SETUP} ${made};`, ended, 'ALTER TYPE token DROP ATTRIBUTE sub')).toBe('ordered');
});
