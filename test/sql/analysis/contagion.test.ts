/** How far it reaches that a migration cannot be read: which of the later ones are still understood. */
import { describe, expect, it } from '@jest/globals';
import { reasonOf } from './sets.ts';

const AB = 'CREATE TABLE a (id int, x text); CREATE TABLE b (id int, x text);';
/** Runs whatever a row says. */
const FIRES = `${AB} CREATE FUNCTION fire() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN EXECUTE NEW.x; RETURN NEW; END $$;
  CREATE TRIGGER fire AFTER INSERT ON a FOR EACH ROW EXECUTE FUNCTION fire();`;
const RUN = `${AB} CREATE FUNCTION run(q text) RETURNS int LANGUAGE plpgsql AS $$ BEGIN EXECUTE q; RETURN 1; END $$;`;
const CHANGE = 'UPDATE b SET x = 1';

describe('a statement that the parser refuses', () => {
  it.each([
    ['an update', AB, 'UPDATE a SET x = 1 y = 2'],
    ['a query', AB, 'SELECT FROM FROM a'],
    ['a change in a WITH query', AB, 'WITH n AS (INSERT INTO a VALUES (1) RETURNING *) SELECT FROM FROM n'],
    ['a deletion where nothing fires', FIRES, 'DELETE FROM b WHERE WHERE'],
  ])('leaves the later ones alone if it is %s', async (_, setup, dark) => {
    expect(await reasonOf([setup, dark])).toMatch(/parser refuses/);
    expect(await reasonOf([setup, dark, CHANGE])).toBeUndefined();
  });

  it.each([
    ['a definition', AB, 'CREATE TRIGGER TRIGGER ON b'],
    ['a query that makes a table', AB, 'SELECT 1 INTO INTO b'],
    [
      'several statements',
      `${AB} CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1'`,
      "DO $$ BEGIN EXECUTE 'SELECT 1 1 1; DROP TABLE b'; END $$",
    ],
    ['a change that fires what cannot be read', FIRES, 'INSERT INTO a VALUES (1) VALUES (2)'],
    ['a call of what runs a text', RUN, "SELECT FROM FROM run('DROP TABLE b')"],
    [
      'a call of a built-in function that runs a text',
      AB,
      "SELECT FROM FROM query_to_xml('DROP TABLE b', true, true, '')",
    ],
    ['a template', AB, 'UPDATE {{ a }} SET x = 1 y = 2'],
  ])('makes the later ones opaque too if it is %s', async (_, setup, dark) => {
    expect(await reasonOf([setup, dark, CHANGE])).toMatch(/an earlier migration /);
  });
});

describe('SQL with a name that is only known at run time', () => {
  const named = (statement: string) =>
    `DO $$ DECLARE n record; BEGIN FOR n IN SELECT rolname FROM pg_roles LOOP EXECUTE format('${statement}', n.rolname); END LOOP; END $$`;

  it.each([
    'CREATE ROLE %I',
    'DROP ROLE IF EXISTS %I',
    'ALTER ROLE %I NOLOGIN',
    'GRANT r TO %I',
    'GRANT CREATE ON DATABASE %I TO r',
  ])('leaves the later ones alone if it defines nothing but roles and privileges: %s', async (statement) => {
    const setup = `${AB} CREATE ROLE r`;
    expect(await reasonOf([setup, named(statement)])).toMatch(/only known at run time/);
    expect(await reasonOf([setup, named(statement), CHANGE])).toBeUndefined();
  });

  it.each(['CREATE SCHEMA %I', 'CREATE ROLE %I; DROP SCHEMA %1$I', 'REASSIGN OWNED BY %I TO r'])(
    'makes the later ones opaque too if it may define something else: %s',
    async (statement) => {
      expect(await reasonOf([`${AB} CREATE ROLE r`, named(statement), CHANGE])).toMatch(/an earlier migration /);
    },
  );
});
