/** What is made from a query that gives values standing for objects: later texts for its columns are names that have to be there. */
import { describe, expect, it } from '@jest/globals';
import { order } from './sets.ts';

const SETUP = `
  CREATE TABLE names (x text, c regclass); CREATE TABLE log (x text); CREATE TABLE target (x int); CREATE SEQUENCE q;
  CREATE FUNCTION found(t text) RETURNS regclass LANGUAGE sql AS 'SELECT NULL::regclass';
  CREATE FUNCTION all_found() RETURNS TABLE (c regclass) LANGUAGE sql AS 'SELECT NULL::regclass';
  CREATE VIEW of_column AS SELECT c FROM names;
  CREATE VIEW of_view AS SELECT * FROM of_column;
  CREATE VIEW of_cast AS SELECT NULL::regclass AS c;
  CREATE MATERIALIZED VIEW kept AS SELECT NULL::regclass AS c;
  CREATE FUNCTION nothing() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';
`;
const LATER = 'CREATE TABLE later (x int)';
const INSERT = "INSERT INTO n VALUES ('later')";
const as = (query: string) => `CREATE TABLE n AS ${query}`;

describe('a column that a query gave the type of a name', () => {
  it.each([
    ['by a cast of nothing', as('SELECT NULL::regclass AS c')],
    ['by a cast of a constant', as("SELECT 'target'::regclass AS c")],
    ['by a cast of a text', as('SELECT CAST(x AS regclass) AS c FROM log')],
    ['by a function that casts', as("SELECT regclass('target') AS c")],
    ['by a function that looks', as("SELECT to_regclass('x') AS c")],
    ['by a function that tells types', as('SELECT pg_typeof(1) AS c')],
    ['by a function of its own', as("SELECT found('x') AS c")],
    ['by a function of several rows', as('SELECT * FROM all_found()')],
    ['by the catalogs', as('SELECT typinput AS c FROM pg_type WHERE false')],
    ['by an array', as('SELECT ARRAY[NULL::regclass] AS c')],
    ['by a row', as('VALUES (NULL::regclass)')],
    ['by WITH', as('WITH w AS (SELECT NULL::regclass AS c) SELECT * FROM w')],
    ['by JSON', as("SELECT c FROM jsonb_to_recordset('[]') AS r (c regclass)")],
    ['by what was prepared', 'PREPARE p AS SELECT NULL::regclass AS c; CREATE TABLE n AS EXECUTE p'],
    ['by SELECT INTO', 'SELECT NULL::regclass AS c INTO n'],
    ['by EXECUTE', "DO $$ BEGIN EXECUTE 'CREATE TABLE n AS SELECT NULL::regclass AS c'; END $$"],
    ['by a view', as('SELECT * FROM of_cast')],
    ['by a materialized view', as('SELECT * FROM kept')],
    ['by a table made so', 'CREATE TABLE o AS SELECT NULL::regclass AS c; CREATE TABLE n AS SELECT * FROM o'],
    ['like one of a view', 'CREATE TABLE n (LIKE of_cast)'],
    ['like one of a view of a view', 'CREATE TABLE n (LIKE of_view)'],
    [
      'in a view with a trigger',
      'CREATE VIEW n AS SELECT NULL::regclass AS c FROM log; CREATE TRIGGER t INSTEAD OF INSERT ON n FOR EACH ROW EXECUTE FUNCTION nothing()',
    ],
  ])('reads a text as one: %s', async (_, made) => {
    expect(await order(`${SETUP}; ${made};`, LATER, INSERT)).toBe('ordered');
  });

  it.each([
    ['a new value', "UPDATE n SET c = 'later'"],
    ['a default', "ALTER TABLE n ALTER c SET DEFAULT 'later'"],
    ['what it is compared with', "DELETE FROM n WHERE c = 'later'"],
  ])('reads a text as one: %s', async (_, sql) => {
    expect(await order(`${SETUP}; ${as('SELECT NULL::regclass AS c')};`, LATER, sql)).toBe('ordered');
  });

  it.each([
    ['of text', as('SELECT x FROM log')],
    ['of what is text again', as("SELECT 'target'::regclass::text AS c")],
    ['of a number that a name gives', as("SELECT 'a' AS c, nextval('q'::regclass) AS n")],
    ['of text, where a name decides', as('SELECT x FROM log WHERE to_regclass(x) IS NULL')],
  ])('is none: %s', async (_, made) => {
    expect(await order(`${SETUP}; ${made};`, LATER, INSERT)).toBe('independent');
  });
});
