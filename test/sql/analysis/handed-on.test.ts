/** Constants that a function or a block hands on to a function, which names by them what it runs something on. */
import { describe, expect, it } from '@jest/globals';
import { ordered } from './ordered.ts';
import { order, reasonOf } from './sets.ts';

const ABC = 'CREATE TABLE a (x int); CREATE TABLE b (x int); CREATE TABLE c (x int);';
const EMPTIES = `CREATE FUNCTION empties(name text, number int DEFAULT 0) RETURNS int LANGUAGE plpgsql AS $$ BEGIN
  EXECUTE format('DELETE FROM %I WHERE x > %s', name, number); RETURN 1; END $$;
  CREATE FUNCTION clears(t regclass) RETURNS void LANGUAGE plpgsql AS $$ BEGIN EXECUTE format('DELETE FROM %s', t); END $$;
  CREATE FUNCTION empties_all(names text[]) RETURNS void LANGUAGE plpgsql AS $$ DECLARE n text; BEGIN
  FOREACH n IN ARRAY names LOOP EXECUTE format('DELETE FROM %I', n); END LOOP; END $$;
  CREATE PROCEDURE drains(name text) LANGUAGE plpgsql AS $$ BEGIN EXECUTE format('DELETE FROM %I', name); END $$;`;
const SETUP = `${ABC} ${EMPTIES}`;
const block = (body: string, declared = "n text := 'a'; i int; r record; s text;") =>
  `DO $$ DECLARE ${declared} BEGIN ${body} END $$`;
const plpgsql = (head: string, body: string) =>
  `CREATE FUNCTION ${head} LANGUAGE plpgsql AS $$ DECLARE n text := 'a'; BEGIN ${body} END $$;`;

/** It touches the table `a`, and `c` not at all. */
async function expectOnly(setup: string, first: string, tables: readonly string[] = ['a']): Promise<void> {
  for (const table of ['a', 'b', 'c'])
    expect([table, await order(setup, first, `INSERT INTO ${table} VALUES (1)`)]).toStrictEqual([
      table,
      tables.includes(table) ? 'ordered' : 'independent',
    ]);
}

/** Nobody knows which table it touches. */
async function expectAny(setup: string, first: string): Promise<void> {
  expect(await order(setup, first, 'INSERT INTO c VALUES (1)')).not.toBe('independent');
}

describe('a variable that holds a constant is followed', () => {
  it.each([
    ['in PERFORM', block('PERFORM empties(n);')],
    ['by the name of its parameter', block('PERFORM empties(name => n);')],
    ['where it is asked for a value', block('i := empties(n);')],
    ['in a condition', block('IF empties(n) = 1 THEN NULL; END IF;')],
    ['in SELECT INTO', block('SELECT empties(n) INTO i;')],
    ['in CALL', block('CALL drains(n);')],
    ['in a call within a call', block('PERFORM abs(empties(n));')],
    ['in RAISE', block("RAISE NOTICE '%', empties(n);")],
    ['as a part of a text', block("n := ''; PERFORM empties(n || 'a');")],
    ['as a text put together', block("PERFORM empties(format('%s', n));")],
    ['with its type', block('PERFORM empties(n::text);')],
    ['as a relation', block('PERFORM clears(n::regclass);')],
    ['of the type regclass', block('PERFORM clears(t);', "t regclass := 'a';")],
    ['beside a number', block('PERFORM empties(n, 3);')],
    ['as an array', block('PERFORM empties_all(l);', "l text[] := ARRAY['a'];")],
    ['as an element of an array', block('PERFORM empties_all(ARRAY[n]);')],
  ])('%s', async (_, first) => {
    await expectOnly(SETUP, first);
  });

  it('with each value that it may have', async () => {
    const either = block("IF random() > 0.5 THEN n := 'b'; END IF; PERFORM empties(n);");
    await expectOnly(SETUP, either, ['a', 'b']);
    const each = block("FOREACH s IN ARRAY ARRAY['a', 'b'] LOOP PERFORM empties(s); END LOOP;");
    await expectOnly(SETUP, each, ['a', 'b']);
    const rows = block("FOR r IN SELECT * FROM (VALUES ('a'), ('b')) AS v (t) LOOP PERFORM empties(r.t); END LOOP;");
    await expectOnly(SETUP, rows, ['a', 'b']);
  });

  it('as what it holds at that moment', async () => {
    await expectOnly(SETUP, block("n := 'b'; PERFORM empties(n); n := 'c';"), ['b']);
    await expectOnly(SETUP, block("PERFORM empties(n); n := 'b'; PERFORM empties(n);"), ['a', 'b']);
    await expectOnly(SETUP, block("DECLARE n text := 'b'; BEGIN PERFORM empties(n); END;"), ['b']);
  });

  it('through several functions', async () => {
    const through = `${plpgsql('second(t text) RETURNS void', 'PERFORM empties(t);')}
      ${plpgsql('first(t text) RETURNS void', 'PERFORM second(t);')}`;
    await expectOnly(`${SETUP} ${through}`, "SELECT first('a')");
    await expectOnly(`${SETUP} ${through}`, "SELECT first('a'); SELECT first('b')", ['a', 'b']);
    await expectOnly(`${SETUP} ${plpgsql('g(text) RETURNS void', 'PERFORM empties($1);')}`, "SELECT g('a')");
  });

  it('by another function of the same name', async () => {
    const overloads = `CREATE FUNCTION watches(t regclass, x boolean) RETURNS void LANGUAGE plpgsql AS $$ BEGIN
      EXECUTE 'DELETE FROM ' || t; END $$;
      CREATE FUNCTION watches(t regclass) RETURNS void LANGUAGE sql AS $$ SELECT watches($1, BOOLEAN 't'); $$;`;
    await expectOnly(`${SETUP} ${overloads}`, "SELECT watches('a')");
    await expectOnly(`${SETUP} ${overloads}`, "SELECT watches('public.b'::regclass)", ['b']);
  });
});

describe('a parameter of a function in SQL is followed', () => {
  it.each([
    ['by its number', "g(text) RETURNS int LANGUAGE sql AS 'SELECT empties($1)'"],
    ['by its name', "g(t text) RETURNS int LANGUAGE sql AS 'SELECT empties(t)'"],
    ['in the second of its statements', "g(t text) RETURNS int LANGUAGE sql AS 'SELECT 1; SELECT empties(t)'"],
    ['as a part of a text', "g(t text) RETURNS int LANGUAGE sql AS $$ SELECT empties(t || '') $$"],
  ])('%s', async (_, head) => {
    await expectOnly(`${SETUP} CREATE FUNCTION ${head};`, "SELECT g('a')");
  });

  it.each([
    ['a column of its name', "g(x text) RETURNS int LANGUAGE sql AS 'SELECT empties(x) FROM names'"],
    ['one within the call', "g(x text) RETURNS int LANGUAGE sql AS 'SELECT empties((SELECT x FROM names))'"],
    ['one around the call', "g(x text) RETURNS int LANGUAGE sql AS 'SELECT max((SELECT empties(x))) FROM names'"],
  ])('unless it may be %s', async (_, head) => {
    await expectAny(`${SETUP} CREATE TABLE names (x text); CREATE FUNCTION ${head};`, "SELECT g('a')");
  });
});

describe('nothing is known', () => {
  it.each([
    ['of what comes from a table', block('SELECT x::text INTO n FROM b; PERFORM empties(n);')],
    ['after what cannot be followed', block("EXECUTE 'SELECT 1' INTO n; PERFORM empties(n);")],
    ['of what a loop changes', block("FOR i IN 1..2 LOOP PERFORM empties(n); n := n || 'b'; END LOOP;")],
    ['of what a procedure may have changed', block('CALL drains(n); PERFORM empties(n);')],
    ['of a text that a type cuts', block('PERFORM empties(n::varchar(1));', "n text := 'ab';")],
  ])('%s', async (_, first) => {
    await expectAny(SETUP, first);
  });

  it('of what a function in SQL is given that is not known', async () => {
    const handing =
      "CREATE FUNCTION g(t text) RETURNS int LANGUAGE sql AS 'SELECT empties(t)'; CREATE TABLE t (x text);";
    await expectAny(`${SETUP} ${handing}`, 'SELECT g(x) FROM t');
  });

  it('of what stands where a procedure gives something back', async () => {
    const gives = `CREATE PROCEDURE gives(OUT o text, t text) LANGUAGE plpgsql AS $$ BEGIN
      o := 'b'; EXECUTE format('DELETE FROM %I', t); END $$;`;
    await expectAny(`${SETUP} ${gives}`, block("n := 'b'; CALL gives(n, 'c');"));
    const looks = 'CREATE PROCEDURE looks(OUT o text, t regclass) LANGUAGE plpgsql AS $$ BEGIN o := t; END $$;';
    expect(await ordered(looks, 'CREATE TABLE a (x int)', "CALL looks('', 'a')")).toBe(true);
  });

  it('of a call that comes back to where it began', async () => {
    const turns = plpgsql(
      'turns(t text) RETURNS void',
      "IF t < 'aaaa' THEN PERFORM turns(t || 'a'); END IF; PERFORM empties(t);",
    );
    await expectAny(`${SETUP} ${turns}`, "SELECT turns('a')");
  });
});

it('is a policy for whom a block says', async () => {
  const allows = `CREATE TABLE a (x int); CREATE TABLE b (x int); CREATE ROLE clerk;
    CREATE FUNCTION allows(called text, t text, what text) RETURNS void LANGUAGE plpgsql AS $$ BEGIN
      EXECUTE 'CREATE POLICY ' || quote_ident(called) || ' ON ' || quote_ident(t) || ' FOR SELECT TO clerk USING (' || what || ')';
    END $$;`;
  const first = "DO $$ DECLARE what text := 'true'; BEGIN PERFORM allows('p', 'a', what); END $$";
  expect(await reasonOf([allows, first])).toBeUndefined();
  expect(await order(allows, first, 'DROP POLICY p ON a')).toBe('ordered');
  expect(await order(allows, first, 'INSERT INTO b VALUES (1)')).toBe('independent');
});
