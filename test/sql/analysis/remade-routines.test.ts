/** Functions whose definitions are looked at, patched and run again. */
import { describe, expect, it } from '@jest/globals';
import { graphOf, order, reasonOf } from './sets.ts';

const BODY = 'BEGIN INSERT INTO a SELECT marker FROM older; END';
const SET =
  'CREATE TABLE a (id int); CREATE TABLE older (marker int); CREATE TABLE newer (marker int); CREATE TABLE u (id int); CREATE ROLE r;' +
  ` CREATE FUNCTION f(given int DEFAULT 1) RETURNS void LANGUAGE plpgsql AS $$ ${BODY} $$;` +
  ' CREATE FUNCTION g() RETURNS bigint LANGUAGE sql AS $$ SELECT count(*) AS marker FROM older $$;';
const OLD = 'SELECT marker FROM older';
const NEW = 'SELECT marker FROM newer';
const block = (body: string, declared = '') => `DO $$ DECLARE d text; ${declared} BEGIN ${body} END $$`;
const patched = (old = OLD, by = NEW, of = 'f(int)') =>
  block(
    `d := pg_get_functiondef('public.${of}'::regprocedure); IF position('x' IN d) > 0 THEN RAISE 'no'; END IF; EXECUTE replace(d, '${old}', '${by}');`,
  );
const PATCHED = patched();
const IN_SQL = patched('AS marker FROM older', 'AS marker FROM newer', 'g()');
const IN_LOOP =
  "DO $$ DECLARE d text; v_fn text; BEGIN FOREACH v_fn IN ARRAY ARRAY['f', 'gone'] LOOP SELECT pg_get_functiondef(p.oid) INTO d FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace" +
  ` WHERE n.nspname = 'public' AND p.proname = v_fn; CONTINUE WHEN d IS NULL; d := replace(d, '${OLD}', '${NEW}'); EXECUTE d; END LOOP; END $$`;
const OF_ROWS =
  "DO $$ DECLARE r record; v text; BEGIN FOR r IN SELECT p.oid, pg_get_functiondef(p.oid) AS def FROM pg_proc p WHERE p.proname IN ('f')" +
  ` LOOP v := replace(r.def, '${OLD}', '${NEW}'); IF v <> r.def THEN EXECUTE v; END IF; END LOOP; END $$`;

describe('a function that is patched', () => {
  it.each([
    ['by its signature', PATCHED, 'SELECT f(1)'],
    ['in SQL', IN_SQL, 'INSERT INTO a SELECT g()'],
    ['by its name', IN_LOOP, 'SELECT f(1)'],
    ['as a query gives it', OF_ROWS, 'SELECT f(1)'],
  ])('is nothing to others: %s', async (_, sql, call) => {
    expect(await order(SET, sql, 'INSERT INTO u VALUES (1)')).toBe('independent');
    expect(await reasonOf([SET, sql, 'ALTER TABLE u ADD x int'])).toBeUndefined();
    expect(await order(SET, sql, call)).toBe('ordered');
    expect(await reasonOf([SET, sql, call])).toBeUndefined();
  });

  it.each([
    ['by its signature', PATCHED, 'SELECT f(1)'],
    ['in SQL', IN_SQL, 'INSERT INTO a SELECT g()'],
    ['by its name', IN_LOOP, 'SELECT f(1)'],
    ['as a query gives it', OF_ROWS, 'SELECT f(1)'],
  ])('does from then on what its new body says: %s', async (_, sql, call) => {
    const graph = await graphOf([SET, sql, 'INSERT INTO newer VALUES (1)', call]);
    expect(graph.ancestors.has(3, 2)).toBe(true);
  });

  it('does no more what its old body said, where the patch is sure', async () => {
    for (const [sql, isSure] of [
      [PATCHED, true],
      [IN_LOOP, false],
    ] as const) {
      const graph = await graphOf([SET, sql, 'INSERT INTO older VALUES (1)', 'SELECT f(1)']);
      expect(graph.ancestors.has(3, 2)).toBe(!isSure);
    }
  });

  it.each([
    [
      'its maker',
      'CREATE OR REPLACE FUNCTION f(given int DEFAULT 1) RETURNS void LANGUAGE plpgsql AS $$ BEGIN END $$',
      PATCHED,
    ],
    ['its end', PATCHED, 'DROP FUNCTION f(int)'],
    ['another patch', PATCHED, patched(NEW, 'SELECT id FROM u')],
  ])('stays in order with %s', async (_, first, second) => {
    expect(await order(SET, first, second)).toBe('ordered');
  });

  it.each([
    ['a sign that no constant has', 'a = b'],
    ['a sign of a format', 'b.x % 2 BETWEEN 0 AND 1'],
    ['the cast of a column', 'b.given::integer'],
  ])('is known by %s', async (_, old) => {
    const set = SET.replace('marker FROM older;', `marker FROM older AS b WHERE ${old};`);
    expect(await reasonOf([set, patched(old, 'true')])).toBeUndefined();
    const computed = set.replace('DEFAULT 1', 'DEFAULT 1 + 0');
    expect(await reasonOf([computed, patched(old, 'true')])).toMatch(/definition of function/);
  });

  it('may be patched several times in one body', async () => {
    const twice = block(
      `d := pg_get_functiondef('f(int)'::regprocedure); d := replace(d, '${OLD}', 'SELECT marker FROM middle'); EXECUTE replace(d, 'SELECT marker FROM middle', '${NEW}');`,
    );
    const graph = await graphOf([SET, twice, 'INSERT INTO newer VALUES (1)', 'SELECT f(1)']);
    expect(graph.nodes.map(({ footprint }) => footprint.opaque)).toEqual([undefined, undefined, undefined, undefined]);
    expect(graph.ancestors.has(3, 2)).toBe(true);
  });

  it('is what it was when it was looked at', async () => {
    const back = block(
      `d := pg_get_functiondef('f(int)'::regprocedure); CREATE OR REPLACE FUNCTION f(given int DEFAULT 1) RETURNS void LANGUAGE plpgsql AS 'BEGIN END'; EXECUTE d;`,
    );
    const graph = await graphOf([SET, back, 'INSERT INTO older VALUES (1)', 'SELECT f(1)']);
    expect(graph.ancestors.has(3, 2)).toBe(true);
  });

  it.each([
    ['what may be its name', patched('public.f', 'public.z')],
    ['what may be an argument', patched('given integer', 'taken integer')],
    ['what may be a type', patched('RETURNS void', 'RETURNS int')],
    ['a word at the edge, which may be part of another', patched('older', 'newer')],
    ['where its body begins', patched('$ BEGIN INSERT INTO a SELECT marker', '$ BEGIN INSERT INTO u SELECT marker')],
    ['the quotes around its body', patched(OLD, 'x $function$ SECURITY DEFINER AS $function$ y')],
    [
      'a text that is not known',
      block(
        `d := pg_get_functiondef('f(int)'::regprocedure); EXECUTE replace(d, '${OLD}', (SELECT max(id)::text FROM a));`,
      ),
    ],
    ['what is added to it', block("d := pg_get_functiondef('f(int)'::regprocedure); EXECUTE d || '; DROP TABLE a';")],
    ['a function that no migration makes', patched(OLD, NEW, 'z(int)')],
    ['one of that name of PostgreSQL itself', OF_ROWS.replace("('f')", "('lower')")],
    [
      'a function dropped since',
      block("d := pg_get_functiondef('f(int)'::regprocedure); DROP FUNCTION f(int); CREATE TABLE f (); EXECUTE d;"),
    ],
  ])('is not known where this is another: %s', async (_, sql) => {
    expect(await reasonOf([SET, sql])).toMatch(/run time|definition of function/);
    expect(await reasonOf([SET, sql, 'ALTER TABLE u ADD x int'])).toMatch(/earlier migration/);
  });

  it.each([
    ['a setting that may hold the text', "ALTER FUNCTION f(int) SET app.x = 'SELECT marker FROM older'"],
    [
      'a body in SQL of the standard',
      'CREATE OR REPLACE FUNCTION f(given int DEFAULT 1) RETURNS void LANGUAGE sql BEGIN ATOMIC SELECT 1; END',
    ],
  ])('is not known with %s', async (_, sql) => {
    expect(await reasonOf([SET, sql, PATCHED])).toMatch(/definition of function/);
  });

  it('is not known after a loop that goes on and on', async () => {
    const on = (by: string) =>
      `DO $$ BEGIN FOR i IN 1..3 LOOP EXECUTE replace(pg_get_functiondef('f(int)'::regprocedure), '${OLD}', '${by}'); END LOOP; END $$`;
    expect(await reasonOf([SET, on(`${OLD} NATURAL JOIN newer`)])).toMatch(/definition of function/);
    expect(await reasonOf([SET, on(NEW)])).toBeUndefined();
  });

  it('is not known where a loop patches it in several ways', async () => {
    const pairs =
      "DO $$ DECLARE r record; BEGIN FOR r IN SELECT * FROM (VALUES ('SELECT marker FROM older', 'SELECT marker FROM newer'), ('SELECT marker FROM newer', 'SELECT id FROM u')) AS v(old, by)" +
      " LOOP EXECUTE replace(pg_get_functiondef('f(int)'::regprocedure), r.old, r.by); END LOOP; END $$";
    const graph = await graphOf([SET, pairs, 'INSERT INTO u VALUES (1)', 'SELECT f(1)']);
    expect(graph.ancestors.has(3, 2)).toBe(true);
  });
});
