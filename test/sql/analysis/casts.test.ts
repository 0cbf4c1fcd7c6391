/** The end of a cast between types of the migrations' own. */
import { describe, expect, it } from '@jest/globals';
import { order, reasonOf } from './sets.ts';

const TYPES = `CREATE TYPE old AS (x int, at timestamp); CREATE TYPE new AS (x int, at timestamptz);
  CREATE FUNCTION renews(old) RETURNS new LANGUAGE sql AS $$ SELECT ROW(($1).x, ($1).at)::new $$;
  CREATE TABLE a (o old); CREATE TABLE b (x int); CREATE TABLE c (n new);`;
const CAST = 'CREATE CAST (old AS new) WITH FUNCTION renews(old) AS ASSIGNMENT;';
const SETUP = `${TYPES} ${CAST}`;
const DROP = 'DROP CAST (old AS new)';

it.each([
  ['its making', TYPES, CAST, DROP],
  ['another in its place', SETUP, DROP, CAST],
  ['its use', SETUP, 'INSERT INTO c SELECT o::new FROM a', DROP],
  ['its use unsaid', SETUP, 'INSERT INTO c SELECT o FROM a', DROP],
  ['its use in a column', SETUP, 'ALTER TABLE a ALTER o TYPE new', DROP],
  ['a view that uses it', SETUP, 'CREATE VIEW v AS SELECT o::new FROM a', DROP],
  ['the end of a view that uses it', `${SETUP} CREATE VIEW v AS SELECT o::new FROM a;`, 'DROP VIEW v', DROP],
  [
    'the end of a default that uses it',
    `${SETUP} ALTER TABLE c ALTER n SET DEFAULT NULL::old::new;`,
    'ALTER TABLE c ALTER n DROP DEFAULT',
    DROP,
  ],
  ['the end of its function', SETUP, DROP, 'DROP FUNCTION renews'],
  [
    'another body of its function',
    SETUP,
    "CREATE OR REPLACE FUNCTION renews(old) RETURNS new LANGUAGE sql AS 'SELECT NULL::new'",
    DROP,
  ],
  ['the end of a type', SETUP, DROP, 'DROP TYPE old CASCADE'],
  ['another name of a type', SETUP, DROP, 'ALTER TYPE new RENAME TO newest'],
])('%s and the end of a cast', async (_, setup, first, second) => {
  expect(await order(setup, first, second)).toBe('ordered');
});

it('has nothing to do with other tables', async () => {
  expect(await order(SETUP, DROP, 'INSERT INTO b VALUES (1)')).toBe('independent');
});

describe('nothing sure is said', () => {
  it.each(['DROP CAST (text AS int)', `${DROP} CASCADE`, 'DROP CAST IF EXISTS (nothing AS int)'])(
    'of %s',
    async (drop) => {
      expect(await reasonOf([SETUP, drop])).toMatch(/cast/);
    },
  );
});
