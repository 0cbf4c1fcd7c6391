import { beforeAll, describe, expect, it } from '@jest/globals';
import { loadParser, type Parser } from '../../src/sql/parse.ts';
import { readBody } from '../../src/sql/plpgsql/body.ts';
import type { BodyEvent, DynamicSql } from '../../src/sql/plpgsql/events.ts';

let parser: Parser;
beforeAll(async () => {
  parser = await loadParser();
});

const HEAD =
  'CREATE FUNCTION f(given text, number int, rel regclass, day date) RETURNS void LANGUAGE plpgsql AS $body$';
const DECLARED =
  "name text := 'orders'; list text[] := ARRAY['a', 'b']; more text[] := '{c,d}'; empty text; sql text; r record; x text; i int; n name;";

function read(body: string, given?: readonly (string | null | undefined)[]): readonly BodyEvent[] {
  return readBody(parser, `${HEAD} <<outer>> DECLARE ${DECLARED} BEGIN ${body} END $body$`, given && { values: given });
}

/** What all EXECUTE of a body may run; undefined where that cannot be said. */
function runs(body: string, given?: readonly (string | null | undefined)[]): readonly DynamicSql[] | undefined {
  const events = read(body, given);
  if (events.some(({ kind }) => kind === 'unreadable')) return undefined;
  return events.flatMap((event) => (event.kind === 'dynamic' ? event.statements : []));
}

/** The same with placeholders cut short to `#1`. */
function texts(body: string, given?: readonly (string | null | undefined)[]): string[] | undefined {
  return runs(body, given)?.map(({ sql }) => sql.replaceAll('migrate_action_hole_', '#'));
}

/** The texts that one expression may give to EXECUTE. */
function values(expression: string): string[] | undefined {
  return texts(`EXECUTE 'SELECT ' || (${expression});`)?.map((text) => text.slice('SELECT '.length));
}

describe('a text that is known', () => {
  it.each([
    ["'a' || 'b'", ['ab']],
    ["'a' || 1", ['a1']],
    ['name', ['orders']],
    ["format('%I', 'Order')", ['"Order"']],
    ["format('%I', 'select')", ['"select"']],
    ["format('%I', 'name')", ['name']],
    ["format('%s-%s', 1, 2)", ['1-2']],
    ["format('%2$s-%1$s', 1, 2)", ['2-1']],
    ["format('%2$s-%s', 1, 2, 3)", ['2-3']],
    ["format('%L', 'it''s')", ["'it''s'"]],
    ["format('%L', NULL)", ['NULL']],
    ["format('%s%%', 1) || '1'", ['1%1']],
    ["'1' || format('%s', empty)", ['1']],
    ["concat('a', NULL, 'b')", ['ab']],
    ["quote_ident('a b')", ['"a b"']],
    ["quote_literal('a')", ["'a'"]],
    ['quote_nullable(NULL)', ['NULL']],
    ["lower('ABC')", ['abc']],
    ["upper('abc')", ['ABC']],
    ["replace('abc', 'b', '$&')", ['a$&c']],
    ["replace('abc', 'b', 'x')", ['axc']],
    ["coalesce(empty, 'x')", ['x']],
    ["text('a') || text(1)", ['a1']],
    ["coalesce('y', 'x')", ['y']],
    ["CASE WHEN number = 1 THEN 'x' ELSE 'y' END", ['x', 'y']],
    ["'x'::text", ['x']],
    ["pg_catalog.format('%s', 'x')", ['x']],
    ["(SELECT 'x')", ['x']],
    ["(SELECT v.b FROM (VALUES (1, 'x'), (2, 'y')) AS v(a, b))", ['x', 'y']],
    ['list[1]', ['a']],
    ['list[number]', ['a', 'b']],
    ["array_to_string(list, ' + ')", ['a + b']],
    ["array_to_string(ARRAY['a', NULL, 'c'], '-')", ['a-c']],
    ["(ARRAY['a', 'b'])[i]", ['a', 'b']],
    // Not an alternative: EXECUTE of null is an error, and so is %I of null.
    ["CASE WHEN number = 1 THEN 'x' END", ['x']],
    ["format('%I', CASE WHEN number = 1 THEN 'x' END)", ['x']],
  ])('%s', (expression, expected) => {
    expect(values(expression)).toEqual(expected);
  });

  it('may be put together in variables', () => {
    expect(texts("sql := 'DROP TABLE '; sql := sql || name; EXECUTE sql;")).toEqual(['DROP TABLE orders']);
    expect(texts("SELECT 'DROP TABLE ' || 'a', 'b' INTO sql, x; EXECUTE sql || x;")).toEqual(['DROP TABLE ab']);
    expect(texts("SELECT 'b', x || 'c' INTO x, sql; EXECUTE sql;")).toEqual([]);
    expect(texts("DECLARE sql CONSTANT text := 'SELECT 1'; BEGIN EXECUTE sql; END;")).toEqual(['SELECT 1']);
    expect(texts("n := 'a'; EXECUTE 'TABLE ' || n;")).toEqual(['TABLE a']);
  });

  it('may be one of several', () => {
    expect(texts("IF number = 1 THEN sql := 'TABLE a'; ELSE sql := 'TABLE b'; END IF; EXECUTE sql;")).toEqual([
      'TABLE a',
      'TABLE b',
    ]);
    expect(texts("sql := 'TABLE a'; IF number = 1 THEN sql := 'TABLE b'; END IF; EXECUTE sql;")).toEqual([
      'TABLE a',
      'TABLE b',
    ]);
    expect(texts("sql := 'TABLE a'; IF number = 1 THEN sql := 'TABLE b'; RETURN; END IF; EXECUTE sql;")).toEqual([
      'TABLE a',
    ]);
    const loops = [
      "FOREACH x IN ARRAY ARRAY['a', 'b'] LOOP",
      'FOREACH x IN ARRAY list LOOP',
      "FOREACH x IN ARRAY '{a, b}'::text[] LOOP",
      "FOR x IN SELECT unnest(ARRAY['a', 'b']) LOOP",
      'FOR x IN SELECT u FROM unnest(list) AS u LOOP',
      "FOR x IN VALUES ('a'), ('b') LOOP",
      "FOR x IN SELECT * FROM (VALUES ('a'), ('b')) AS v(k) LOOP",
    ];
    for (const loop of loops.slice(0, -1))
      expect(texts(`${loop} EXECUTE format('TABLE %I', x); END LOOP;`)).toEqual(['TABLE a', 'TABLE b']);
    expect(
      texts("FOR r IN SELECT * FROM (VALUES ('a'), ('b')) AS v(k) LOOP EXECUTE 'TABLE ' || r.k; END LOOP;"),
    ).toEqual(['TABLE a', 'TABLE b']);
  });

  it.each([
    ['up', "FOR i IN 1..3 LOOP EXECUTE 'TABLE t_' || i; END LOOP;", ['TABLE t_1', 'TABLE t_2', 'TABLE t_3']],
    [
      'down, by steps',
      "FOR i IN REVERSE 5..1 BY 2 LOOP EXECUTE 'TABLE t_' || i::text; END LOOP;",
      ['TABLE t_5', 'TABLE t_3', 'TABLE t_1'],
    ],
    ['from nowhere', "FOR i IN 3..1 LOOP EXECUTE 'TABLE t_' || i; END LOOP;", []],
    ['up to a variable', "i := 2; FOR k IN 2..i LOOP EXECUTE format('TABLE t_%s', k); END LOOP;", ['TABLE t_2']],
    [
      'that are calculated with',
      "FOR i IN 1..2 LOOP EXECUTE format('TABLE t_%s_%s', i * 10, (i + 1) * 10 - 1); END LOOP;",
      ['TABLE t_10_19', 'TABLE t_20_29'],
    ],
    [
      'that are padded',
      "FOR i IN 9..10 LOOP EXECUTE 'TABLE t_' || lpad(i::text, 2, '0'); END LOOP;",
      ['TABLE t_09', 'TABLE t_10'],
    ],
    [
      'that are written in hexadecimal',
      "FOR i IN 9..10 LOOP EXECUTE 'TABLE t_' || lpad(to_hex(i), 2, '0'); END LOOP;",
      ['TABLE t_09', 'TABLE t_0a'],
    ],
    [
      'of every byte',
      "FOR i IN 0..255 LOOP EXECUTE 'TABLE t_' || i; END LOOP;",
      Array.from({ length: 256 }, (_, at) => `TABLE t_${at}`),
    ],
    [
      'of a series',
      "FOR i IN SELECT generate_series(1, 2) LOOP EXECUTE 'TABLE t_' || i; END LOOP;",
      ['TABLE t_1', 'TABLE t_2'],
    ],
    [
      'of a series that has a name',
      "FOR i IN SELECT g FROM generate_series(1, 5, 3) g LOOP EXECUTE 'TABLE t_' || i; END LOOP;",
      ['TABLE t_1', 'TABLE t_4'],
    ],
    [
      'beside those of a list',
      "FOR i IN 1..3 LOOP EXECUTE format('TABLE %I_%s', list[i], i); END LOOP;",
      ['TABLE a_1', 'TABLE b_2'],
    ],
  ])('goes through numbers: %s', (_, body, expected) => {
    expect(texts(body)).toEqual(expected);
  });

  it.each([
    ['too many of them', "FOR i IN 1..1000 LOOP EXECUTE 'TABLE t_' || i; END LOOP;"],
    [
      'too many of them with something else',
      "FOR i IN 1..200 LOOP FOR k IN 1..200 LOOP EXECUTE format('TABLE t_%s%s', i, k); END LOOP; END LOOP;",
    ],
    ['a bound that is not known', "FOR i IN 1..number LOOP EXECUTE 'TABLE t_' || i; END LOOP;"],
    ['steps that are not known', "FOR i IN 1..9 BY number LOOP EXECUTE 'TABLE t_' || i; END LOOP;"],
    ['changed in a round', "FOR i IN 1..2 LOOP i := i + number; EXECUTE 'TABLE t_' || i * 2; END LOOP;"],
    ['one of them is null', "EXECUTE 'TABLE t_' || (NULL + 2);"],
  ])('tells of numbers only that they are such: %s', (_, body) => {
    expect(texts(body)).toEqual(['TABLE #1']);
  });

  it.each([
    ['of the round before', "FOR i IN 1..2 LOOP EXECUTE 'TABLE t_' || x; x := i; END LOOP;"],
    ['of a division', "EXECUTE 'TABLE t_' || 7 / 2;"],
  ])('does not calculate %s', (_, body) => {
    expect(texts(body)).toBeUndefined();
  });

  it('takes values from the same row or the same place of several lists', () => {
    const rows = "FOR r IN SELECT v.old, v.new FROM (VALUES ('a', 'b'), ('c', 'd')) AS v(old, new) LOOP ";
    const rename = (from: string, to: string) =>
      `EXECUTE format('ALTER TABLE %I RENAME TO %I', ${from}, ${to}); END LOOP;`;
    expect(texts(rows + rename('r.old', 'r.new'))).toEqual(['ALTER TABLE a RENAME TO b', 'ALTER TABLE c RENAME TO d']);
    expect(texts(`FOR i IN 1..2 LOOP ${rename('list[i]', 'more[i]')}`)).toEqual([
      'ALTER TABLE a RENAME TO c',
      'ALTER TABLE b RENAME TO d',
    ]);
    expect(texts(`FOR i IN 1..2 LOOP x := more[i]; ${rename('list[i]', 'x')}`)).toEqual([
      'ALTER TABLE a RENAME TO c',
      'ALTER TABLE b RENAME TO d',
    ]);
    // Of two loops, or another place, every pair may be.
    expect(texts(`FOR i IN 1..1 LOOP ${rename('list[i]', 'more[i + 1]')}`)).toHaveLength(4);
    expect(
      texts(`FOREACH sql IN ARRAY list LOOP FOREACH x IN ARRAY more LOOP ${rename('sql', 'x')} END LOOP;`),
    ).toHaveLength(4);
  });

  it.each([
    ['pg_tables', 'tablename'],
    ['pg_namespace ns', 'nspname'],
    ['pg_proc p JOIN pg_namespace ns ON p.pronamespace = ns.oid', 'p.proname'],
    ['pg_class', 'relname'],
  ])('takes a variable for no column of a catalog: %s', (catalogs, column) => {
    const each = (from = catalogs) =>
      texts(`FOR r IN SELECT 'SELECT ' || ${column} || ' FROM ' || name AS q FROM ${from} LOOP EXECUTE r.q; END LOOP;`);
    expect(each()).toEqual(['SELECT #1 FROM orders']);
    expect(each(`${catalogs}, t`)).toBeUndefined();
    expect(each(`${catalogs}, (SELECT 1) AS name`)).toBeUndefined();
    expect(each(`${catalogs}, pg_settings`)).toBeUndefined();
  });

  it('is told by a call', () => {
    expect(texts("EXECUTE format('TABLE %I', given);", ['Orders'])).toEqual(['TABLE "Orders"']);
    expect(texts("EXECUTE 'TABLE t_' || $2;", [undefined, '7'])).toEqual(['TABLE t_7']);
    expect(texts("given := 'x'; EXECUTE 'TABLE ' || given;", ['orders'])).toEqual(['TABLE x']);
    expect(texts("EXECUTE 'TABLE ' || coalesce(given, 'y');", [null])).toEqual(['TABLE y']);
  });

  it('is found at every EXECUTE', () => {
    expect(texts("RETURN QUERY EXECUTE 'TABLE a' USING 1;".replace('RETURN QUERY ', ''))).toEqual(['TABLE a']);
    expect(texts("FOR r IN EXECUTE 'TABLE ' || name LOOP NULL; END LOOP;")).toEqual(['TABLE orders']);
    expect(texts("DECLARE c refcursor; BEGIN OPEN c FOR EXECUTE 'TABLE ' || name; END;")).toEqual(['TABLE orders']);
    expect(texts("EXECUTE 'TABLE ' || name INTO x USING 1;")).toEqual(['TABLE orders']);
  });
});

describe('a text that is not known', () => {
  it.each([
    ['an argument', 'EXECUTE given;'],
    ['an argument in a text', "EXECUTE 'DROP TABLE ' || given;"],
    ['an argument in a literal', "EXECUTE 'SELECT ''' || given || '''';"],
    ['a query', 'EXECUTE (SELECT statement FROM statements);'],
    [
      'a column of a table',
      "FOR r IN SELECT tablename FROM my_tables LOOP EXECUTE 'DROP TABLE ' || r.tablename; END LOOP;",
    ],
    [
      'a column of a local query',
      "FOR x IN WITH pg_tables AS (SELECT 1) SELECT tablename FROM pg_tables LOOP EXECUTE 'TABLE ' || x; END LOOP;",
    ],
    ['a loop that adds', "sql := 'SELECT 1'; FOR i IN 1..3 LOOP sql := sql || ', 2'; END LOOP; EXECUTE sql;"],
    ['a loop that changes', "sql := 'TABLE a'; LOOP EXECUTE sql; sql := given; END LOOP;"],
    ['a loop that is left', "sql := 'TABLE a'; LOOP sql := given; EXIT; sql := 'TABLE b'; END LOOP; EXECUTE sql;"],
    ['a block that is left', "<<b>> BEGIN sql := given; EXIT b; sql := 'TABLE b'; END b; EXECUTE sql;"],
    [
      'a block that fails',
      "sql := 'TABLE a'; BEGIN sql := given; sql := 'TABLE b'; EXCEPTION WHEN OTHERS THEN EXECUTE sql; END;",
    ],
    [
      'after a block that fails',
      "BEGIN sql := given; sql := 'TABLE b'; EXCEPTION WHEN OTHERS THEN NULL; END; EXECUTE sql;",
    ],
    ['one of two', "IF true THEN sql := 'TABLE a'; ELSE sql := given; END IF; EXECUTE sql;"],
    ['INTO', "sql := 'TABLE a'; SELECT s INTO sql FROM t; EXECUTE sql;"],
    ['INTO at the end', "sql := 'TABLE a'; SELECT 1, s FROM t INTO i, sql; EXECUTE sql;"],
    ['RETURNING', "sql := 'TABLE a'; INSERT INTO t VALUES (1) RETURNING s INTO sql; EXECUTE sql;"],
    ['EXECUTE INTO', "sql := 'TABLE a'; EXECUTE 'SELECT 1' USING 1 INTO sql; EXECUTE sql;"],
    [
      'FETCH',
      "DECLARE c CURSOR FOR SELECT s FROM t; BEGIN sql := 'TABLE a'; OPEN c; FETCH NEXT FROM c INTO sql; EXECUTE sql; END;",
    ],
    ['a procedure', "sql := 'TABLE a'; CALL p(1, sql); EXECUTE sql;"],
    ['GET DIAGNOSTICS', "sql := 'TABLE a'; GET DIAGNOSTICS sql = PG_CONTEXT; EXECUTE sql;"],
    ['an alias', "DECLARE a ALIAS FOR sql; BEGIN sql := 'TABLE a'; a := given; EXECUTE sql; END;"],
    [
      'an alias in a loop',
      "sql := 'TABLE a'; LOOP EXECUTE sql; DECLARE a ALIAS FOR sql; BEGIN a := given; END; END LOOP;",
    ],
    ['a qualified name', "sql := 'TABLE a'; outer.sql := given; EXECUTE sql;"],
    ['a number', "DECLARE p ALIAS FOR $1; BEGIN given := 'TABLE a'; $1 := make(); EXECUTE p; END;"],
    ['a subscript', "list[1] := given; EXECUTE 'TABLE ' || list[2];"],
    ['a field', "SELECT 'TABLE a' AS s INTO r; r.s := given; EXECUTE r.s;"],
    ['a row by position', "DECLARE o orders%ROWTYPE; BEGIN SELECT 'TABLE a' AS s INTO o; EXECUTE o.s; END;"],
    ['a name that may be a column', "FOR r IN SELECT name AS s FROM t LOOP EXECUTE 'TABLE ' || r.s; END LOOP;"],
    ['a type that writes it otherwise', "DECLARE c char(3) := 'a'; BEGIN EXECUTE 'TABLE ' || c; END;"],
    ['a text that is cut', "EXECUTE 'TABLE ' || 'abc'::varchar(2);"],
    ['a name that is cut', `n := '${'x'.repeat(64)}'; EXECUTE 'TABLE ' || n;`],
    ['a format that is not known', "EXECUTE format('TABLE ' || given);"],
    ['a width', "EXECUTE format('TABLE %10s', 'a');"],
    ['a function', "EXECUTE make_sql('a');"],
    ["another schema's format", "EXECUTE app.format('TABLE a');"],
    ['a broken text', "EXECUTE 'SELEC 1';"],
    ['a literal in a literal', "EXECUTE format('SELECT ''x%Lx''', given);"],
    ['a literal in a comment', "EXECUTE format('SELECT 1 -- %L', given);"],
    ['a number behind a minus sign', "EXECUTE 'SELECT 1 -' || number;"],
    ['a date without quotes', "EXECUTE 'SELECT ' || day;"],
    ['too many', `EXECUTE 'SELECT ' || ${Array(9).fill('list[number]').join(' || ')};`],
  ])('%s', (_, body) => {
    expect(runs(body)).toBeUndefined();
  });

  it('is unreadable by itself: the rest is read', () => {
    expect(
      read('DELETE FROM t; EXECUTE given; DELETE FROM u;')
        .filter(({ kind }) => kind !== 'type')
        .slice(-3),
    ).toEqual([
      { kind: 'expression', sql: 'SELECT given', conditional: false, line: 1 },
      { kind: 'unreadable', because: 'EXECUTE of text that is put together at run time', conditional: false, line: 1 },
      { kind: 'statement', sql: 'DELETE FROM u', conditional: false, line: 1 },
    ]);
  });
});

describe('holes', () => {
  it('stand for names and literals', () => {
    expect(runs("EXECUTE format('UPDATE %I SET a = %L', given, given || 'x');")).toEqual([
      {
        sql: "UPDATE migrate_action_hole_1 SET a = 'migrate_action_hole_2'",
        holes: [
          { placeholder: 'migrate_action_hole_1', kind: 'identifier', from: undefined },
          { placeholder: 'migrate_action_hole_2', kind: 'literal', from: undefined },
        ],
      },
    ]);
  });

  it.each([
    ["format('TABLE %I', given)", 'TABLE #1'],
    ["format('TABLE %I.%I', rel, given)", 'TABLE #1.#2'],
    ["'TABLE ' || quote_ident(given)", 'TABLE #1'],
    ["format('TABLE %I_old', given)", 'TABLE #1'],
    ["'TABLE \"' || rel || '\"'", 'TABLE #1'],
    ["'TABLE part_' || number", 'TABLE #1'],
    ["'TABLE part_' || text(number)", 'TABLE #1'],
    ["'TABLE part_' || to_char(now(), 'YYYY_MM')", 'TABLE #1'],
    ["'SELECT ' || number", /^SELECT \d+$/],
    ["format('SELECT %L', given)", "SELECT '#1'"],
    ["'SELECT ' || quote_literal(given)", "SELECT '#1'"],
    ["'SELECT nextval(''' || rel || ''')'", "SELECT nextval('#1')"],
    ["'SELECT date ''' || day || ''''", "SELECT date '#1'"],
    ["format('TABLE %s', rel)", 'TABLE #1'],
    ["format('TABLE %s', number::oid::regclass)", 'TABLE #1'],
    [
      "'GRANT CONNECT ON DATABASE ' || current_database() || ' TO ' || current_user",
      'GRANT CONNECT ON DATABASE #1 TO #2',
    ],
    // The same name twice is one hole, and two names are two.
    ["format('ALTER INDEX %I RENAME TO %I', given, given)", 'ALTER INDEX #1 RENAME TO #1'],
    ["format('ALTER INDEX %I_x RENAME TO %1$I_y', given)", 'ALTER INDEX #1 RENAME TO #2'],
    ["format('DROP TABLE %I, %I', x, sql)", undefined],
    ["format('DO $x$BEGIN DELETE FROM %I; END$x$', given)", 'DO $x$BEGIN DELETE FROM #1; END$x$'],
    ["format('TABLE %I', lower(given))", 'TABLE #1'],
    ["'TABLE a -- ' || rel", /^TABLE a -- /],
  ])('%s', (expression, expected) => {
    const found = texts(`x := given; EXECUTE ${expression};`);
    if (expected === undefined) expect(found).toEqual([]);
    else if (expected instanceof RegExp) expect(found).toEqual([expect.stringMatching(expected)]);
    else expect(found).toEqual([expected]);
  });

  it('name the query they come from', () => {
    const query = "SELECT schemaname, tablename AS t FROM pg_tables WHERE schemaname <> 'public'";
    const fromLoop = runs(`FOR r IN ${query} LOOP EXECUTE 'DROP TABLE ' || r.schemaname || '.' || r.t; END LOOP;`);
    expect(fromLoop).toEqual([
      {
        sql: 'DROP TABLE migrate_action_hole_1.migrate_action_hole_2',
        holes: [
          { placeholder: 'migrate_action_hole_1', kind: 'identifier', from: query },
          { placeholder: 'migrate_action_hole_2', kind: 'identifier', from: query },
        ],
      },
    ]);
    const fromInto = runs(
      "SELECT conname INTO x FROM pg_constraint WHERE oid = 1; EXECUTE format('ALTER TABLE a DROP CONSTRAINT %I', x);",
    );
    expect(fromInto?.[0]?.holes[0]?.from).toBe('SELECT conname FROM pg_constraint WHERE oid = 1');
    // What is made of a value is not the value.
    const made = runs(
      "FOR r IN SELECT relname FROM pg_class LOOP EXECUTE format('TABLE %I', r.relname || '_x'); END LOOP;",
    );
    expect(made?.[0]?.holes).toEqual([{ placeholder: 'migrate_action_hole_1', kind: 'identifier', from: undefined }]);
  });

  it('stand for another name in the next round of a loop', () => {
    const body = "LOOP EXECUTE format('ALTER TABLE %I RENAME TO %I', x, sql); x := given; sql := x; END LOOP;";
    expect(texts(body)).toEqual(['ALTER TABLE #1 RENAME TO #2']);
  });

  it('take in that a value may be nothing', () => {
    expect(texts("EXECUTE format('TABLE part%s', number);")).toEqual(['TABLE #1', 'TABLE part']);
    expect(texts("EXECUTE concat('TABLE part', rel);")).toEqual(['TABLE #1', 'TABLE part']);
  });

  it("stand for what a trigger's function is called with", () => {
    const text =
      "CREATE FUNCTION g() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN EXECUTE format('%s x', 'a') || TG_TABLE_NAME; EXECUTE 'DELETE FROM ' || TG_TABLE_SCHEMA || '.' || TG_RELID::regclass; EXECUTE format('TABLE %I', TG_ARGV[0]); EXECUTE 'TABLE a_' || lower(TG_OP); EXECUTE 'TABLE ' || NEW.name; END$$";
    const events = readBody(parser, text.replace("format('%s x', 'a') ||", "'TABLE ' ||"));
    const sql = events.flatMap((event) =>
      event.kind === 'dynamic' ? [event.statements.map((one) => one.sql.replaceAll('migrate_action_hole_', '#'))] : [],
    );
    expect(sql).toEqual([
      ['TABLE #1'],
      ['DELETE FROM #1.#2'],
      ['TABLE #1'],
      ['TABLE a_insert', 'TABLE a_update', 'TABLE a_delete', 'TABLE a_truncate'],
    ]);
    expect(events.at(-1)?.kind).toBe('unreadable');
  });
});
