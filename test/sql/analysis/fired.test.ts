/** Trigger functions run SQL by what they are told: the name of the table, and the trigger's arguments. */
import { describe, expect, it } from '@jest/globals';
import { order, reasonOf } from './sets.ts';

const TABLES =
  'CREATE TABLE a (id int, n int); CREATE TABLE a_history (id int); CREATE TABLE b (id int); CREATE TABLE c (x text);';
/** A function that does this when its trigger fires. */
const doing = (statements: string, declarations = '') =>
  `CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$ DECLARE ${declarations} BEGIN ${statements} RETURN NULL; END $$;`;
const firing = (table: string, argv = '') =>
  `CREATE TRIGGER g AFTER INSERT ON ${table} FOR EACH ROW EXECUTE FUNCTION f(${argv});`;
const HISTORY = doing(
  'EXECUTE into_history USING NEW.id;',
  `into_history constant text := 'insert into ' || TG_TABLE_NAME || '_history ("' || TG_ARGV[0] || '") values ($1)';`,
);
const VERSION = doing(`EXECUTE format('UPDATE %I SET n = $1 WHERE id = $2', tg_relid::regclass) USING 1, NEW.id;`);
const INSERT = 'INSERT INTO a VALUES (1)';

describe('what a trigger function does by the name of its table', () => {
  it.each([
    ['a table named after its own', `${TABLES} ${HISTORY} ${firing('a', "'id'")}`, INSERT, 'TRUNCATE a_history'],
    ['its own table', `${TABLES} ${VERSION} ${firing('a')}`, INSERT, 'UPDATE a SET n = 2'],
    [
      'a table that an argument names',
      `${TABLES} ${doing("EXECUTE format('DELETE FROM %I', tg_argv[0]);")} ${firing('a', "'b'")}`,
      INSERT,
      'TRUNCATE b',
    ],
    [
      'the first of several that arguments name',
      `${TABLES} ${doing("FOR i IN 0..1 LOOP EXECUTE format('DELETE FROM %I WHERE x = %L', tg_argv[i], i); END LOOP;")} ${firing('a', "'c', 'b'")}`,
      INSERT,
      'TRUNCATE c',
    ],
    [
      'one of several that arguments name',
      `${TABLES} ${doing("FOREACH t IN ARRAY tg_argv LOOP EXECUTE format('DELETE FROM %I', t); END LOOP;", 't text;')} ${firing('a', "'c', 'b'")}`,
      INSERT,
      'TRUNCATE b',
    ],
    [
      'the table that has its name by now',
      `${TABLES} ${HISTORY} ${firing('a', "'id'")} ALTER TABLE a RENAME TO d; CREATE TABLE d_history (id int);`,
      'INSERT INTO d VALUES (1)',
      'TRUNCATE d_history',
    ],
    [
      'a table named after a partition that rows go to',
      `CREATE TABLE p (id int) PARTITION BY LIST (id); CREATE TABLE a PARTITION OF p FOR VALUES IN (1);
       CREATE TABLE p_history (id int); CREATE TABLE a_history (id int); ${HISTORY} ${firing('p', "'id'")}`,
      'INSERT INTO p VALUES (1)',
      'TRUNCATE a_history',
    ],
    [
      'a table named after one that goes by either of two names',
      `${TABLES} ${HISTORY} ${firing('a', "'id'")} CREATE TABLE d_history (id int);
       DO $$ BEGIN IF current_setting('a.b') = 'x' THEN ALTER TABLE a RENAME TO d; END IF; END $$;`,
      INSERT,
      'TRUNCATE d_history',
    ],
    [
      'a table of a schema',
      `CREATE SCHEMA s; CREATE TABLE s.a (id int); CREATE TABLE s.l (id int);
       ${doing("EXECUTE format('INSERT INTO %I.l VALUES (1)', tg_table_schema);")} ${firing('s.a')}`,
      'INSERT INTO s.a VALUES (1)',
      'TRUNCATE s.l',
    ],
    [
      'any table, where the argument is told at run time',
      `${TABLES} ${doing("EXECUTE format('DELETE FROM %I', tg_argv[0]);")}
       DO $$ DECLARE n text; BEGIN FOR n IN SELECT x FROM c LOOP EXECUTE format($x$${firing('a', '%L')}$x$, n); END LOOP; END $$;`,
      INSERT,
      'TRUNCATE b',
    ],
  ])('keeps its order to %s', async (_, setup, first, second) => {
    expect(await order(setup, first, second)).toBe('ordered');
  });

  it.each([
    [
      'a table that it does not name',
      `${TABLES} ${HISTORY} ${firing('a', "'id'")}`,
      INSERT,
      'INSERT INTO b VALUES (1)',
    ],
    [
      'what it does for another table',
      `${TABLES} CREATE TABLE b_history (id int); ${HISTORY} ${firing('a', "'id'")} ${firing('b', "'id'")}`,
      INSERT,
      'INSERT INTO b VALUES (1)',
    ],
    ['another table than its own', `${TABLES} ${VERSION} ${firing('a')}`, INSERT, 'INSERT INTO b VALUES (1)'],
  ])('leaves free %s', async (_, setup, first, second) => {
    expect(await order(setup, first, second)).toBe('independent');
  });

  it('is not known of a number that a variable of that name holds', async () => {
    const setup = `${TABLES} ${doing("EXECUTE format('DELETE FROM %s', tg_relid::regclass);", "tg_relid oid := 'b'::regclass;")} ${firing('a')}`;
    expect(await order(setup, INSERT, 'TRUNCATE b')).toBe('ordered');
  });
});

describe('a column that only the run knows', () => {
  const each = (statement: string) =>
    `DO $$ DECLARE v text; n text; BEGIN FOR n IN SELECT x FROM c LOOP EXECUTE format('${statement}', n); END LOOP; END $$`;

  it.each([
    ['set', each('UPDATE a SET %I = 1')],
    ['set beside others', each('UPDATE a SET (id, %I) = (SELECT 1, 2)')],
    ['compared', each('DELETE FROM a WHERE %I = 1')],
    ['filled', each('INSERT INTO a (%I) VALUES (1)')],
    ['returned', each('SELECT max(a.%I) FROM a')],
  ])('is no reason to give up: %s', async (_, statement) => {
    expect(await order(TABLES, statement, 'TRUNCATE a')).toBe('ordered');
    expect(await order(TABLES, statement, 'TRUNCATE b')).toBe('independent');
  });

  it('may be a function of a row', async () => {
    const counting = `CREATE FUNCTION k(a) RETURNS int LANGUAGE plpgsql AS $$ BEGIN DELETE FROM b; RETURN 1; END $$;`;
    const reading = `${doing("FOR n IN SELECT x FROM c LOOP EXECUTE format('SELECT ($1).%I::text', n) INTO v USING NEW; END LOOP;", 'n text; v text;')} ${firing('a')}`;
    expect(await order(`${TABLES} ${counting} ${reading}`, INSERT, 'TRUNCATE b')).toBe('ordered');
    expect(await order(`${TABLES} ${reading}`, INSERT, 'TRUNCATE b')).toBe('independent');
  });

  it('is told from a function and a table', async () => {
    expect(await reasonOf([TABLES, each('SELECT %I()')])).toMatch('a name that is only known at run time');
  });
});

describe('a string that only the run knows', () => {
  const each = (statement: string) =>
    `DO $$ DECLARE n text; BEGIN FOR n IN SELECT x FROM c LOOP EXECUTE format('${statement}', n); END LOOP; END $$`;

  it.each([
    [
      'a name that a function is given',
      `CREATE FUNCTION d(n text) RETURNS void LANGUAGE plpgsql AS $$ BEGIN EXECUTE format('DELETE FROM %I', n); END $$`,
      each('SELECT d(%L)'),
      'TRUNCATE b',
    ],
    ['an object', '', each('SELECT %L::regclass'), 'ALTER TABLE b RENAME TO d'],
    [
      'what the catalogs hold',
      'CREATE TABLE r (x text)',
      each('INSERT INTO r SELECT relname FROM pg_class WHERE relname = %L'),
      'ALTER TABLE b RENAME TO d',
    ],
  ])('may be %s', async (_, setup, first, second) => {
    expect(await order(`${TABLES} ${setup}`, first, second)).toBe('ordered');
  });

  it('may be a schema of the search path', async () => {
    expect(await reasonOf([TABLES, each('SET LOCAL search_path TO %L')])).toMatch('what only the run knows');
  });
});
