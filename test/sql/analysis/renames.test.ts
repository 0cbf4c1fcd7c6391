/** What still is the same by another name, and what is another by the same name. */
import { describe, expect, it } from '@jest/globals';
import { ordered } from './ordered.ts';

/** Nobody can tell from the migrations alone whether it does. */
const perhaps = (statement: string) => `DO $$ BEGIN IF random() < 2 THEN ${statement}; END IF; END $$`;
const INDEXED = 'CREATE TABLE t (a int, k int); CREATE UNIQUE INDEX i ON t (a); CREATE STATISTICS s ON a, k FROM t';
const DEFINER = `CREATE ROLE one; CREATE ROLE other; CREATE TABLE t (a int); GRANT INSERT ON t TO other;
  CREATE FUNCTION f() RETURNS void LANGUAGE sql SECURITY DEFINER AS 'INSERT INTO t VALUES (1)';
  ALTER FUNCTION f() OWNER TO one`;

const REFERRING = `CREATE TABLE a (x int PRIMARY KEY); CREATE TABLE l (x int);
  CREATE TABLE b (x int REFERENCES a ON UPDATE CASCADE)`;

const ORDERED: readonly (readonly [about: string, setup: readonly string[], first: string, second: string])[] = [
  [
    "a table that moves to where another's array was called like it",
    ['CREATE SCHEMA s; CREATE TABLE s.a (x int); CREATE TABLE _a (x int)'],
    'ALTER TABLE s.a RENAME TO b',
    'ALTER TABLE _a SET SCHEMA s',
  ],
  [
    'an index on a column that is called otherwise, when another of its first name went',
    [INDEXED, 'ALTER TABLE t RENAME a TO b', 'ALTER TABLE t ADD a int', 'ALTER TABLE t DROP a'],
    'DROP INDEX IF EXISTS i',
    'INSERT INTO t VALUES (1), (1)',
  ],
  [
    'statistics of a column that is called otherwise, when another of its first name went',
    [INDEXED, 'ALTER TABLE t RENAME a TO b', 'ALTER TABLE t ADD a int', 'ALTER TABLE t DROP a'],
    'DROP STATISTICS IF EXISTS s',
    'CREATE TABLE u (LIKE t INCLUDING STATISTICS)',
  ],
  [
    'an index on a column that may be called otherwise, when one of its first name went',
    [INDEXED, perhaps('ALTER TABLE t RENAME a TO b'), perhaps('ALTER TABLE t ADD a int'), 'ALTER TABLE t DROP a'],
    'DROP INDEX IF EXISTS i',
    'INSERT INTO t VALUES (1), (1)',
  ],
  [
    'an index on a column that has the name of one that went',
    [INDEXED, 'ALTER TABLE t DROP k', 'ALTER TABLE t RENAME a TO k', 'ALTER TABLE t DROP k'],
    'DROP INDEX IF EXISTS i',
    'CREATE INDEX i ON t ((1))',
  ],
  [
    'what the owner of a function may do, by another name, as a member of a role',
    [DEFINER, 'ALTER ROLE one RENAME TO another'],
    'GRANT other TO another',
    'SELECT f()',
  ],
  [
    'what the owner of a function may do, by a name that may be another, as a member of a role',
    [DEFINER, perhaps('ALTER ROLE one RENAME TO another')],
    'GRANT other TO another',
    'SELECT f()',
  ],
  [
    'a table whose name another would get, if that were there',
    [REFERRING, perhaps('CREATE TABLE c (y int)'), 'ALTER TABLE IF EXISTS c RENAME TO b'],
    'UPDATE a SET x = x + 10',
    'INSERT INTO l SELECT x FROM b',
  ],
  [
    'a reference that may be called by another number than the one that goes',
    [
      perhaps('CREATE TABLE c (y int CONSTRAINT b_x_fkey CHECK (y > 0))'),
      REFERRING,
      'ALTER TABLE b DROP CONSTRAINT IF EXISTS b_x_fkey1',
    ],
    'UPDATE a SET x = x + 10',
    'INSERT INTO l SELECT x FROM b',
  ],
  [
    'a reference that is numbered for a check with the name that a trigger had before',
    [
      `CREATE TABLE c (y int);
       CREATE FUNCTION g() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$;
       CREATE CONSTRAINT TRIGGER b_x_fkey AFTER DELETE ON c FOR EACH ROW EXECUTE FUNCTION g()`,
      'DROP TRIGGER b_x_fkey ON c',
      'ALTER TABLE c ADD CONSTRAINT b_x_fkey CHECK (y > 0)',
      REFERRING,
      'ALTER TABLE b DROP CONSTRAINT IF EXISTS b_x_fkey',
    ],
    'UPDATE a SET x = x + 10',
    'INSERT INTO l SELECT x FROM b',
  ],
  [
    'a range type with a long name and its multirange type',
    [],
    `CREATE TYPE ${'r'.repeat(63)} AS RANGE (SUBTYPE = int)`,
    `DROP TYPE IF EXISTS ${'r'.repeat(52)}_multirange CASCADE`,
  ],
  ...['DROP TABLE _a', 'ALTER TABLE _a RENAME TO q'].flatMap((freed): [string, readonly string[], string, string][] => [
    ['a name and the array type of a new table', ['CREATE TABLE _a (b int)'], freed, 'CREATE TABLE a (x int)'],
    [
      'a name and the array type of a renamed table',
      ['CREATE TABLE _a (b int); CREATE TABLE c (x int)'],
      freed,
      'ALTER TABLE c RENAME TO a',
    ],
  ]),
  [
    'a range type whose multirange type is in another schema, and that schema',
    ['CREATE SCHEMA s'],
    'CREATE TYPE r AS RANGE (subtype = int4, multirange_type_name = s.m)',
    'DROP SCHEMA s',
  ],
  [
    'a schema that gets the name of the one that is searched first',
    ['CREATE SCHEMA app'],
    'CREATE TABLE t (a int)',
    'ALTER SCHEMA app RENAME TO postgres',
  ],
  [
    'the schema in which things are made, by another name',
    [],
    'CREATE TABLE t (a int)',
    'ALTER SCHEMA public RENAME TO old',
  ],
];

describe('another name', () => {
  it.each(ORDERED)('keeps in order: %s', async (_, setup, first, second) => {
    expect(await ordered(setup, first, second)).toBe(true);
  });
});
