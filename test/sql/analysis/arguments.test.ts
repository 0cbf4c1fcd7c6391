/** Constants that a function is given, by which it names what it runs something on. */
import { describe, expect, it } from '@jest/globals';
import { ordered } from './ordered.ts';
import { order, reasonOf } from './sets.ts';

const ABC = 'CREATE TABLE a (x int); CREATE TABLE b (x int); CREATE TABLE c (x int);';
const RENAMES = `CREATE FUNCTION renames(old text[], new text[]) RETURNS void LANGUAGE plpgsql AS $$ BEGIN
  FOR i IN 1..COALESCE(array_length(old, 1), 0) LOOP EXECUTE format('ALTER TABLE %I RENAME TO %I', old[i], new[i]); END LOOP; END $$;`;
const EMPTIES = `CREATE FUNCTION empties(names text[]) RETURNS void LANGUAGE plpgsql AS $$ DECLARE n text; BEGIN
  FOREACH n IN ARRAY names LOOP EXECUTE format('DELETE FROM %I', n); END LOOP; END $$;`;

describe('an array of constants as an argument', () => {
  it.each([
    ['as it is', "SELECT empties(ARRAY['a', 'b'])"],
    ['with its type', "SELECT empties(ARRAY['a', 'b']::text[])"],
    ['by the name of its parameter', "SELECT empties(names => ARRAY['a', 'b'])"],
    ['in a block', "DO $$ BEGIN PERFORM empties(ARRAY['a', 'b']); END $$"],
  ])('names tables, %s', async (_, call) => {
    const setup = `${ABC} ${EMPTIES}`;
    expect(await order(setup, call, 'INSERT INTO a VALUES (1)')).toBe('ordered');
    expect(await order(setup, call, 'INSERT INTO b VALUES (1)')).toBe('ordered');
    expect(await order(setup, call, 'INSERT INTO c VALUES (1)')).toBe('independent');
  });

  it('gives the names that stand at the same place of two', async () => {
    const call = "SELECT renames(ARRAY['a', 'b'], ARRAY['d', 'e'])";
    const setup = `${ABC} ${RENAMES}`;
    expect(await order(setup, call, 'INSERT INTO d VALUES (1)')).toBe('ordered');
    expect(await order(setup, call, 'INSERT INTO e VALUES (1)')).toBe('ordered');
    expect(await order(setup, call, 'CREATE VIEW f AS SELECT 1 AS x')).toBe('independent');
    expect(await order(setup, call, 'INSERT INTO c VALUES (1)')).toBe('independent');
  });

  it('may be empty', async () => {
    const setup = `${ABC} ${EMPTIES}`;
    expect(await order(setup, 'SELECT empties(ARRAY[]::text[])', 'INSERT INTO a VALUES (1)')).toBe('independent');
  });

  it.each([
    ['an element that only the run knows', 'ARRAY[current_user::text]'],
    ['an element that is written in quotes', "ARRAY['a,b']"],
    ['an element that is null', "ARRAY['a', NULL]"],
    ['arrays within', "ARRAY[ARRAY['a'], ARRAY['b']]"],
    ['a query', 'ARRAY(SELECT relname::text FROM pg_class)'],
  ])('may name any table with %s', async (_, array) => {
    const setup = `${ABC} ${EMPTIES}`;
    expect(await order(setup, `SELECT empties(${array})`, 'INSERT INTO c VALUES (1)')).toBe('ordered');
  });

  it('is not that of a variadic parameter, which holds it as one of its elements', async () => {
    const variadic = EMPTIES.replace('names text[]', 'VARIADIC names text[]');
    const setup = `${ABC} ${variadic}`;
    expect(await order(setup, "SELECT empties('{a}')", 'INSERT INTO c VALUES (1)')).toBe('ordered');
    expect(await order(setup, "SELECT empties(VARIADIC ARRAY['a'])", 'INSERT INTO a VALUES (1)')).toBe('ordered');
  });

  it.each(["'{a}'", "'{a}'::regclass[]", "ARRAY['a']::regclass[]", "ARRAY['a']"])('looks up %s', async (array) => {
    const asks = "CREATE FUNCTION asks(names regclass[]) RETURNS int LANGUAGE sql AS 'SELECT 1';";
    expect(await ordered(asks, 'CREATE TABLE a (x int)', `SELECT asks(${array})`)).toBe(true);
  });
});

describe('a relation as an argument', () => {
  const watches = `CREATE SCHEMA s; CREATE TABLE s."Things" (x int); CREATE TABLE "Things" (x int); CREATE TABLE "table" (x int); ${ABC}
    CREATE FUNCTION watches(t regclass) RETURNS void LANGUAGE plpgsql AS $$ BEGIN EXECUTE format('DELETE FROM %s', t); END $$;`;

  it.each([
    ['a', 'a'],
    ['"a"', 'a'],
    ['public.a', 'a'],
    ['"Things"', '"Things"'],
    ['s."Things"', 's."Things"'],
    ['"table"', '"table"'],
  ])("is followed as '%s'", async (written, table) => {
    for (const call of [`SELECT watches('${written}')`, `SELECT watches('${written}'::regclass)`]) {
      expect(await reasonOf([watches, call])).toBeUndefined();
      expect(await order(watches, call, `INSERT INTO ${table} VALUES (1)`)).toBe('ordered');
      expect(await order(watches, call, 'INSERT INTO b VALUES (1)')).toBe('independent');
    }
  });
});

describe('triggers by names of the run', () => {
  const drops = `CREATE FUNCTION drops() RETURNS void LANGUAGE plpgsql AS $$ DECLARE r record; BEGIN
    FOR r IN (SELECT trigger_name AS n, event_object_schema AS s, event_object_table AS t FROM information_schema.triggers) LOOP
      EXECUTE 'DROP TRIGGER IF EXISTS ' || quote_ident(r.n) || ' ON ' || quote_ident(r.s) || '.' || quote_ident(r.t);
    END LOOP; END $$;`;

  it('are those of any table', async () => {
    const trigger =
      'CREATE TRIGGER g BEFORE INSERT ON a FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger()';
    expect(await reasonOf([`${ABC} ${drops}`, 'SELECT drops()'])).toBeUndefined();
    expect(await ordered(`${ABC} ${drops}`, trigger, 'SELECT drops()')).toBe(true);
  });
});
