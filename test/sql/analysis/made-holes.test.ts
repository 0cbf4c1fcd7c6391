/** What event triggers do to what a command has made. */
import { describe, expect, it } from '@jest/globals';
import { order, reasonOf } from './sets.ts';

/** @param when what fires it, and what it takes */
const each = (statement: string, { when = '', value = 'c.object_identity' } = {}) =>
  `CREATE TABLE a (x int); CREATE TABLE u (x int); CREATE TABLE l (x int); CREATE ROLE r;
   CREATE FUNCTION log() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO l VALUES (1); RETURN NULL; END $$;
   CREATE FUNCTION e() RETURNS event_trigger LANGUAGE plpgsql AS $$ DECLARE c record; BEGIN
     FOR c IN SELECT * FROM pg_event_trigger_ddl_commands() WHERE object_type = 'table' LOOP
       EXECUTE format('${statement}', ${value});
     END LOOP; END $$;
   CREATE EVENT TRIGGER e ON ddl_command_end ${when} EXECUTE FUNCTION e();`;
const SECURED = 'ALTER TABLE %s ENABLE ROW LEVEL SECURITY';
const LOGGED = 'CREATE TRIGGER log AFTER INSERT ON %s FOR EACH ROW EXECUTE FUNCTION log()';
const TABLES = { when: "WHEN TAG IN ('CREATE TABLE')" };

describe('an event trigger that alters what is made', () => {
  it.each([
    ['secured', each(SECURED, TABLES)],
    ['secured, by its number', each(SECURED, { ...TABLES, value: 'c.objid::regclass' })],
    ['secured after any command', each(SECURED)],
    ['logged', each(LOGGED, TABLES)],
    ['granted', each('GRANT SELECT ON TABLE %s TO r', TABLES)],
  ])('leaves other tables alone: %s', async (_, setup) => {
    expect(await order(setup, 'CREATE TABLE z (x int)', 'ALTER TABLE u ADD y int')).toBe('independent');
    expect(await order(setup, 'CREATE TABLE z (x serial)', 'CREATE TABLE y (x int)')).toBe('independent');
    expect(await order(setup, 'CREATE TABLE z (x int)', 'INSERT INTO a VALUES (1)')).toBe('independent');
  });

  it.each([
    [
      'rows of a new table, and what its trigger writes',
      each(LOGGED, TABLES),
      'CREATE TABLE z (x int); INSERT INTO z VALUES (1)',
      'DELETE FROM l',
    ],
    [
      'a new table, and the end of its trigger’s function',
      each(LOGGED, TABLES),
      'CREATE TABLE z (x int)',
      'DROP FUNCTION log CASCADE',
    ],
    [
      'a new table, and the end of a role that it is granted to',
      each('GRANT SELECT ON TABLE %s TO r', TABLES),
      'CREATE TABLE z (x int)',
      'ALTER ROLE r RENAME TO q',
    ],
    [
      'a new table, and the end of the event trigger',
      each(SECURED, TABLES),
      'CREATE TABLE z (x int)',
      'DROP EVENT TRIGGER e',
    ],
    [
      'a table that is altered, and another that is',
      each('ALTER TABLE %s SET (fillfactor = 50)'),
      'ALTER TABLE a ADD y int',
      'ALTER TABLE a ADD z int',
    ],
    ['a comment, and whatever it may be about', each(SECURED), "COMMENT ON TABLE a IS 'a'", 'ALTER TABLE u ADD y int'],
    ['a schema called like a table', each(SECURED), 'CREATE SCHEMA u', 'ALTER TABLE u ADD y int'],
    [
      'what a helper does',
      `${each(SECURED)} CREATE OR REPLACE FUNCTION h() RETURNS void LANGUAGE plpgsql AS $$ DECLARE c record; BEGIN
         FOR c IN SELECT * FROM pg_event_trigger_ddl_commands() LOOP EXECUTE format('${LOGGED}', c.object_identity); END LOOP; END $$;
       CREATE OR REPLACE FUNCTION e() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM h(); END $$;`,
      'CREATE TABLE y (x int); CREATE TABLE z (x int); INSERT INTO z VALUES (1)',
      'DELETE FROM l',
    ],
  ])('orders %s', async (_, setup, first, second) => {
    expect(await order(setup, first, second)).toBe('ordered');
  });

  it('is seen through where it is one of two that it may be', async () => {
    const setup = `${each('DELETE FROM a', { ...TABLES, value: '1' })} DO $$ BEGIN IF random() < 2 THEN DROP EVENT TRIGGER e; CREATE EVENT TRIGGER e ON ddl_command_end WHEN TAG IN ('CREATE VIEW') EXECUTE FUNCTION e(); END IF; END $$`;
    expect(await order(setup, 'CREATE VIEW v AS SELECT 1', 'DELETE FROM a')).toBe('ordered');
    expect(await order(setup, 'CREATE TABLE z (x int)', 'DELETE FROM a')).toBe('ordered');
  });

  it('is opaque where it names what nobody knows', async () => {
    const setup = each('%s', { ...TABLES, value: 'c.object_identity' });
    expect(await reasonOf([setup, 'CREATE TABLE z (x int)'])).toMatch(/EXECUTE of text that is put together/);
    const schema = each('ALTER TABLE %s OWNER TO r', { ...TABLES, value: 'c.command_tag' });
    expect(await reasonOf([schema, 'CREATE TABLE z (x int)'])).toMatch(/EXECUTE of text that is put together/);
  });
});

describe('the commands that an event trigger is for', () => {
  const FILLED = (when: string) => each('INSERT INTO a VALUES (1)', { when, value: '1' });

  it.each([
    ['another command', "WHEN TAG IN ('CREATE TABLE')", 'CREATE VIEW v AS SELECT 1'],
    ['altering', "WHEN TAG IN ('CREATE TABLE', 'DROP TABLE')", 'ALTER TABLE u ADD y int'],
    ['a table made of a query', "WHEN TAG IN ('CREATE TABLE')", 'CREATE TABLE z AS SELECT 1'],
  ])('do not include %s', async (_, when, command) => {
    expect(await order(FILLED(when), command, 'DELETE FROM a')).toBe('independent');
  });

  it.each([
    ['one of them', "WHEN TAG IN ('create table')", 'CREATE TABLE z (x int)'],
    ['any', '', 'CREATE VIEW v AS SELECT 1'],
    ['one that a block runs', "WHEN TAG IN ('CREATE TABLE')", 'DO $$ BEGIN CREATE TABLE z (x int); END $$'],
    ['a table made of a query', "WHEN TAG IN ('SELECT INTO')", 'SELECT 1 AS x INTO z'],
    ['an index', "WHEN TAG IN ('ALTER INDEX')", 'CREATE INDEX i ON u (x); ALTER INDEX i SET (fillfactor = 50)'],
    ['an extension’s', "WHEN TAG IN ('CREATE FUNCTION')", 'CREATE EXTENSION citext'],
  ])('include %s', async (_, when, command) => {
    expect(await order(FILLED(when), command, 'DELETE FROM a')).toBe('ordered');
  });
});
