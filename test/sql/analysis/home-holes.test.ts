/** SQL put together at run time in which an index is dropped by a name that is not known, or a table is named with such a schema. */
import { describe, expect, it } from '@jest/globals';
import { ordered } from './ordered.ts';
import { order, reasonOf } from './sets.ts';

const SET =
  'CREATE SCHEMA s; CREATE TABLE a (id int PRIMARY KEY, n int UNIQUE); CREATE INDEX a_n ON a (n); CREATE TABLE s.a (id int);' +
  ' CREATE INDEX s_a ON s.a (id); CREATE TABLE u (id int);';
/** For each name that a query gives. */
const each = (query: string, statement: string) =>
  `DO $$ DECLARE n text; BEGIN FOR n IN ${query} LOOP EXECUTE format('${statement}', n); END LOOP; END $$`;
const indexes = (statement: string) => each("SELECT indexname FROM pg_indexes WHERE indexname LIKE 'qm%'", statement);
const schemas = (statement: string) => each("SELECT nspname FROM pg_namespace WHERE nspname LIKE 'sgd%'", statement);

describe('an index that is dropped by a name that is not known', () => {
  it.each([
    'DROP INDEX %I',
    'drop index if exists %s',
    'DROP INDEX IF EXISTS public.%I CASCADE',
    'DROP INDEX idx_%s_old',
  ])('may be each one: %s', async (statement) => {
    const sql = indexes(statement);
    expect(await order(SET, sql, 'ALTER INDEX a_n RENAME TO b')).toBe('ordered');
    expect(await order(SET, sql, 'DROP TABLE a')).toBe('ordered');
    expect(await order(SET, sql, 'CREATE INDEX ON u (id)')).toBe('ordered');
    expect(await order(SET, sql, 'INSERT INTO u VALUES (1)')).toBe('independent');
  });

  it('is in the schema that is named', async () => {
    expect(await order(SET, indexes('DROP INDEX s.%I'), 'INSERT INTO s.a VALUES (1)')).toBe('ordered');
    expect(await order(SET, indexes('DROP INDEX s.%I'), 'INSERT INTO a VALUES (1, 1)')).toBe('independent');
  });

  it('may be there still', async () => {
    const set = `${SET} CREATE TABLE b (id int);`;
    expect(
      await ordered([set, indexes('DROP INDEX %I')], 'DROP INDEX IF EXISTS a_n', 'CREATE INDEX a_n ON b (id)'),
    ).toBe(true);
  });

  it('is none of a constraint', async () => {
    expect(
      await order('CREATE TABLE a (id int PRIMARY KEY)', indexes('DROP INDEX %I'), 'INSERT INTO a VALUES (1)'),
    ).toBe('independent');
  });

  it.each([
    ['that is made', indexes('CREATE INDEX %I ON a (n)')],
    ['that gets another name', indexes('ALTER INDEX %I RENAME TO b')],
  ])('says nothing of one %s', async (_, sql) => {
    expect(await reasonOf([SET, sql])).toMatch(/run time/);
  });
});

describe('a schema that is not known', () => {
  it.each([
    'ALTER TABLE %I.a ADD x int',
    'UPDATE %I.a SET id = 1',
    'INSERT INTO %I.a SELECT id FROM %1$I.a',
    'DROP TABLE IF EXISTS %I.a',
    'DROP INDEX IF EXISTS %I.s_a',
    'DROP TRIGGER IF EXISTS t ON %I.a',
    'CREATE INDEX again ON %I.a (id)',
    'TRUNCATE %I.a',
    'GRANT SELECT ON %I.a TO PUBLIC',
  ])('is each one that has such a relation: %s', async (statement) => {
    expect(await order(SET, schemas(statement), 'ALTER TABLE s.a ADD y int')).toBe('ordered');
    expect(await order(SET, schemas(statement), 'INSERT INTO u VALUES (1)')).toBe('independent');
  });

  it('is each one that gets such a relation', async () => {
    expect(await order(SET, 'CREATE SCHEMA z CREATE TABLE a (id int)', schemas('ALTER TABLE %I.a ADD x int'))).toBe(
      'ordered',
    );
    expect(await order(SET, schemas('ALTER TABLE %I.a ADD x int'), 'CREATE SCHEMA z CREATE TABLE a (id int)')).toBe(
      'ordered',
    );
  });

  it.each([
    ['a table that is made', schemas('CREATE TABLE %I.fresh (id int)')],
    ['a table made of rows', schemas('SELECT * INTO %I.fresh FROM %1$I.a')],
    ['a function', schemas('SELECT %I.f()')],
    ['a function for a trigger', schemas('CREATE TRIGGER t BEFORE INSERT ON a FOR EACH ROW EXECUTE FUNCTION %I.f()')],
    ['a type', schemas('ALTER TABLE a ADD x %I.mood')],
    [
      'one of two',
      each('SELECT nspname FROM pg_namespace', 'ALTER TABLE %I.a ADD x int; CREATE VIEW %1$I.v AS SELECT 1'),
    ],
  ])('says nothing of %s', async (_, sql) => {
    expect(await reasonOf([SET, sql])).toMatch(/run time/);
  });

  it('says nothing where others may have made such relations', async () => {
    expect(await reasonOf([SET, schemas('ALTER TABLE %I.a ADD x int')], { mayHoldMore: true })).toMatch(/run time/);
    const unseen = 'DO $$ BEGIN EXECUTE (SELECT x FROM w); END $$';
    expect(
      await reasonOf([
        `${SET} CREATE TABLE w (x text)`,
        `INSERT INTO w VALUES ('a'); ${unseen}`,
        schemas('ALTER TABLE %I.a ADD x int'),
      ]),
    ).toMatch(/run time/);
  });
});
