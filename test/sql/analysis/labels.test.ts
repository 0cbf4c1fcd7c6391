/** Parameters of enums, and of domains over text: their values are written as the texts that they are given as. */
import { describe, expect, it } from '@jest/globals';
import { order } from './sets.ts';

const SETUP = `CREATE TABLE a (x int); CREATE TABLE b (x int); CREATE TABLE c (x int); CREATE SCHEMA app;
  CREATE TYPE app.tables AS ENUM ('a', 'b', 'c'); CREATE TYPE tables AS ENUM ('a', 'b', 'c');
  CREATE DOMAIN named AS text CHECK (VALUE <> ''); CREATE DOMAIN twice AS named; CREATE DOMAIN chosen AS tables;
  CREATE DOMAIN short AS varchar(1); CREATE TYPE pair AS (l text); CREATE DOMAIN counted AS int;`;
const empties = (type: string, rest = '') =>
  `CREATE FUNCTION empties(n ${type}${rest}) RETURNS int LANGUAGE plpgsql AS $$ BEGIN EXECUTE 'DELETE FROM ' || n; RETURN 1; END $$;`;

async function touches(setup: string, first: string): Promise<string> {
  const found: string[] = [];
  for (const table of ['a', 'b', 'c'])
    if ((await order(setup, first, `INSERT INTO ${table} VALUES (1)`)) !== 'independent') found.push(table);
  return found.join();
}

it.each(['tables', 'app.tables', 'named', 'twice', 'chosen'])('a constant of type %s is followed', async (type) => {
  const setup = `${SETUP} ${empties(type)}`;
  expect(await touches(setup, "SELECT empties('a')")).toBe('a');
  expect(await touches(setup, `SELECT empties('b'::${type})`)).toBe('b');
  expect(await touches(setup, `SELECT empties(n => CAST('b' AS ${type}))`)).toBe('b');
  expect(await touches(setup, "DO $$ DECLARE n text := 'a'; BEGIN PERFORM empties(n); END $$")).toBe('a');
  const through = `CREATE FUNCTION g(n ${type}) RETURNS int LANGUAGE sql AS 'SELECT empties($1)';`;
  expect(await touches(`${setup} ${through}`, "SELECT g('a')")).toBe('a');
});

it('also where the type is made unless it is there', async () => {
  const kinds = "DO $$ BEGIN CREATE TYPE kinds AS ENUM ('a', 'b'); EXCEPTION WHEN duplicate_object THEN NULL; END $$;";
  expect(await touches(`${SETUP} ${kinds} ${empties('kinds')}`, "SELECT empties('a')")).toBe('a');
});

describe('a constant is not followed', () => {
  it.each(['short', 'pair', 'counted', 'tables[]', 'named[]', 'xml'])('of type %s', async (type) => {
    expect(await touches(`${SETUP} ${empties(type)}`, "SELECT empties('a')")).toBe('a,b,c');
  });

  it.each([
    ['a label', "ALTER TYPE tables RENAME VALUE 'a' TO 'd'; ALTER TYPE tables RENAME VALUE 'b' TO 'a'"],
    [
      'a label, perhaps',
      "DO $$ BEGIN IF random() > 0.5 THEN ALTER TYPE tables RENAME VALUE 'a' TO 'd'; END IF; END $$",
    ],
    ['a label of what it is made of', "ALTER TYPE tables RENAME VALUE 'a' TO 'd'"],
  ])('once %s has another name, as the value may have been read before', async (about, renames) => {
    const type = about.endsWith('made of') ? 'chosen' : 'tables';
    const keeps = "CREATE TABLE keeps (x int DEFAULT empties('a'), y int);";
    const setup = `${SETUP} ${empties(type)} ${keeps} ${renames};`;
    expect(await touches(setup, 'INSERT INTO keeps (y) VALUES (1)')).toBe('a,b,c');
    const again = empties(type).replace('CREATE', 'CREATE OR REPLACE');
    expect(await touches(`${setup} ${again}`, 'INSERT INTO keeps (y) VALUES (1)')).toBe('a,b,c');
  });

  it('as a default, which was read when the function was made', async () => {
    const setup = `${SETUP} ${empties('tables', " DEFAULT 'a'")}`;
    expect(await touches(setup, 'SELECT empties()')).toBe('a,b,c');
  });

  it.each([
    [
      'an operator',
      "CREATE FUNCTION joins(text, tables) RETURNS text LANGUAGE sql AS $$ SELECT 'b' $$; CREATE OPERATOR || (LEFTARG = text, RIGHTARG = tables, FUNCTION = joins);",
    ],
    [
      'a function',
      "CREATE SCHEMA own; CREATE FUNCTION own.lower(tables) RETURNS text LANGUAGE sql AS $$ SELECT 'b' $$;",
    ],
    [
      'a cast',
      "CREATE FUNCTION reads(text) RETURNS tables LANGUAGE sql AS $$ SELECT 'b'::tables $$; CREATE CAST (text AS tables) WITH FUNCTION reads AS IMPLICIT;",
    ],
  ])('where %s may make another text of it', async (_, own) => {
    expect(await touches(`${SETUP} ${own} ${empties('tables')}`, "SELECT empties('a')")).toBe('a,b,c');
    expect(await touches(`${SETUP} ${empties('tables')} ${own}`, "SELECT empties('a')")).toBe('a,b,c');
  });

  it('unless it is an extension that has such operators', async () => {
    const setup = `CREATE EXTENSION hstore; ${SETUP} ${empties('tables')}`;
    expect(await touches(setup, "SELECT empties('a')")).toBe('a');
  });

  it('of a type that may be another', async () => {
    const kinds =
      "DO $$ BEGIN IF random() > 0.5 THEN CREATE TYPE kinds AS ENUM ('a'); END IF; END $$; DO $$ BEGIN IF random() > 0.5 THEN CREATE DOMAIN kinds AS varchar(1); END IF; END $$;";
    expect(await touches(`${SETUP} ${kinds} ${empties('kinds')}`, "SELECT empties('a')")).toBe('a,b,c');
  });
});
