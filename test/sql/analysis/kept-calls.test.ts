/** Calls that are written down and run later, by which what they name may be called otherwise. */
import { describe, expect, it } from '@jest/globals';
import { order } from './sets.ts';

const SETUP = `CREATE TABLE t (x int); CREATE TABLE a (id int, y int);
  CREATE FUNCTION f(r regclass) RETURNS int LANGUAGE plpgsql AS $$ BEGIN EXECUTE format('INSERT INTO %s VALUES (1)', r); RETURN 1; END $$;
  CREATE FUNCTION g(n text) RETURNS int LANGUAGE plpgsql AS $$ BEGIN EXECUTE format('INSERT INTO %I VALUES (1)', n); RETURN 1; END $$;`;
const RENAMED = 'ALTER TABLE t RENAME TO t2; CREATE TABLE t (x int);';
const INSERT = 'INSERT INTO a (id) VALUES (1)';
const READ = 'CREATE TABLE s AS SELECT * FROM t2';

describe('a name that was looked up when it was written down', () => {
  it.each([
    ['a default', "ALTER TABLE a ALTER y SET DEFAULT f('t');", INSERT],
    ['by the name of the parameter', "ALTER TABLE a ALTER y SET DEFAULT f(r => 't');", INSERT],
    ['with its type', "ALTER TABLE a ALTER y SET DEFAULT f('t'::regclass);", INSERT],
    ['a check', "ALTER TABLE a ADD CHECK (f('t') = 1);", INSERT],
    ['a view', "CREATE VIEW v AS SELECT f('t') AS y;", 'INSERT INTO a SELECT y FROM v'],
    ['a body', "CREATE FUNCTION h() RETURNS int BEGIN ATOMIC SELECT f('t'); END;", 'SELECT h()'],
    [
      'the default of a parameter',
      `CREATE FUNCTION h(r regclass DEFAULT 't') RETURNS int LANGUAGE plpgsql AS $$ BEGIN EXECUTE format('INSERT INTO %s VALUES (1)', r); RETURN 1; END $$;`,
      'SELECT h()',
    ],
  ])('stays with what it was: %s', async (_, kept, use) => {
    expect(await order(`${SETUP} ${kept} ${RENAMED}`, use, READ)).toBe('ordered');
  });

  it('keeps what it names from being dropped before', async () => {
    const drop = 'ALTER TABLE a ALTER y DROP DEFAULT;';
    expect(await order(`${SETUP} ALTER TABLE a ALTER y SET DEFAULT f('t');`, drop, 'DROP TABLE t')).toBe('ordered');
  });

  it('is none where the function takes a text', async () => {
    const kept = "ALTER TABLE a ALTER y SET DEFAULT g('t');";
    expect(await order(`${SETUP} ${kept} ${RENAMED}`, INSERT, READ)).toBe('independent');
    expect(await order(`${SETUP} ${kept} ${RENAMED}`, INSERT, 'CREATE TABLE s AS SELECT * FROM t')).toBe('ordered');
  });
});

describe('a constant that a cast makes another of', () => {
  const read = (table: string) => `CREATE TABLE s AS SELECT * FROM ${table}`;
  const two = `${SETUP} CREATE TABLE tu (x int);`;

  it('is not taken for what is written', async () => {
    for (const cast of ['varchar(1)', 'char(1)', '"char"'])
      expect([cast, await order(two, `SELECT g('tu'::${cast})`, read('t'))]).toEqual([cast, 'ordered']);
  });

  it('is what is written where it makes none', async () => {
    for (const cast of ['text', 'varchar', 'name', 'regclass::text'])
      expect([cast, await order(two, `SELECT g('tu'::${cast})`, read('t'))]).toEqual([cast, 'independent']);
  });
});
