import { beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { loadParser, type Parser } from '../../src/sql/parse.ts';
import { auditBody } from '../../src/sql/plpgsql/audit.ts';
import { readBody } from '../../src/sql/plpgsql/body.ts';
import type { BodyEvent } from '../../src/sql/plpgsql/events.ts';

let parser: Parser;
beforeAll(async () => {
  parser = await loadParser();
});

/** The events of a function with this body and these declarations. */
function read(body: string, declarations = ''): readonly BodyEvent[] {
  const head = 'CREATE FUNCTION f(a int, b text) RETURNS SETOF int LANGUAGE plpgsql AS $body$';
  return readBody(parser, `${head} DECLARE ${DECLARED} ${declarations} BEGIN ${body} END $body$`);
}
const DECLARED =
  'x int; y text; items int[]; r record; u refcursor; c CURSOR (k int) FOR SELECT * FROM cursor_rows WHERE i = k;';

/** Each event as a line: `statement SELECT 1`, with a question mark if it is conditional. */
function lines(events: readonly BodyEvent[]): string[] {
  return events
    .filter((event) => event.kind !== 'type' && event.kind !== 'assigned' && event.kind !== 'shown')
    .map((event) => {
      const text = 'sql' in event ? event.sql : event.kind === 'unreadable' ? event.because : '';
      return `${event.kind}${event.conditional ? '?' : ''} ${text.replace(/\s+/g, ' ')}`;
    });
}

describe('every place where a body can hold SQL', () => {
  const q = '(SELECT 1 FROM here)';
  const places: Record<string, string> = {
    assignment: `x := ${q};`,
    'assignment with =': `x = ${q};`,
    'assignment of a sign': `x =-${q};`,
    'assignment with clauses': 'x := count(*) FROM here;',
    subscript: `items[${q}] := 1;`,
    'second subscript': `items[1][${q}] := 1;`,
    'subscript of a field': `r.items[${q}] := 1;`,
    slice: `items[1:${q}] := ARRAY[1];`,
    'assignment to a quoted name': `DECLARE "a := b" int; BEGIN "a := b" := ${q}; END;`,
    'assignment by number': `$1 := ${q};`,
    'assignment to a keyword': `DECLARE comment int; BEGIN comment := ${q}; END;`,
    'default of a scalar': `DECLARE z int := ${q}; BEGIN NULL; END;`,
    'default of a composite': `DECLARE z public.kind := ${q}; BEGIN NULL; END;`,
    'default of an unknown type': `DECLARE z CONSTANT mood NOT NULL DEFAULT ${q}; BEGIN NULL; END;`,
    'default of an array': `DECLARE z mood[] = ${q}; BEGIN NULL; END;`,
    'default of a record': `DECLARE z record := ${q}; BEGIN NULL; END;`,
    'default with a collation': `DECLARE z text COLLATE "C" := ${q}; BEGIN NULL; END;`,
    'default after a second DECLARE': `DECLARE v int; DECLARE z int := ${q}; BEGIN NULL; END;`,
    'default of a labelled block': `<<inner>> DECLARE z int := ${q}; BEGIN NULL; END inner;`,
    IF: `IF ${q} THEN NULL; END IF;`,
    THEN: `IF x THEN DELETE FROM here; END IF;`,
    ELSIF: `IF x THEN NULL; ELSIF ${q} THEN NULL; END IF;`,
    ELSEIF: `IF x THEN NULL; ELSEIF x THEN DELETE FROM here; END IF;`,
    ELSE: `IF x THEN NULL; ELSE DELETE FROM here; END IF;`,
    CASE: `CASE ${q} WHEN 1 THEN NULL; END CASE;`,
    'CASE WHEN': `CASE x WHEN 2, ${q} THEN NULL; END CASE;`,
    'CASE WHEN THEN': `CASE x WHEN 2 THEN DELETE FROM here; END CASE;`,
    'searched CASE': `CASE WHEN ${q} THEN NULL; END CASE;`,
    'CASE ELSE': `CASE WHEN true THEN NULL; ELSE DELETE FROM here; END CASE;`,
    LOOP: `LOOP DELETE FROM here; END LOOP;`,
    'EXIT WHEN': `LOOP EXIT WHEN ${q}; END LOOP;`,
    'EXIT with a label': `<<l>> LOOP EXIT l WHEN ${q}; END LOOP l;`,
    'CONTINUE WHEN': `LOOP CONTINUE WHEN ${q}; END LOOP;`,
    WHILE: `WHILE ${q} LOOP NULL; END LOOP;`,
    'WHILE LOOP': `WHILE x LOOP DELETE FROM here; END LOOP;`,
    'lower bound': `FOR i IN ${q}..2 LOOP NULL; END LOOP;`,
    'upper bound': `FOR i IN REVERSE 1..${q} LOOP NULL; END LOOP;`,
    step: `FOR i IN 1..2 BY ${q} LOOP NULL; END LOOP;`,
    'integer loop': `FOR i IN 1..2 LOOP DELETE FROM here; END LOOP;`,
    'query loop': `FOR r IN SELECT * FROM here LOOP NULL; END LOOP;`,
    'query loop in parentheses': `FOR r IN (SELECT * FROM here) LOOP NULL; END LOOP;`,
    'query loop over values': `FOR r IN VALUES (${q}) LOOP NULL; END LOOP;`,
    'query loop into two': `FOR x, y IN SELECT 1, 2 FROM here LOOP NULL; END LOOP;`,
    'query loop body': `FOR r IN SELECT 1 LOOP DELETE FROM here; END LOOP;`,
    'query loop that changes': `FOR r IN UPDATE here SET i = 1 RETURNING * LOOP NULL; END LOOP;`,
    'cursor loop': `FOR e IN c(${q}) LOOP NULL; END LOOP;`,
    'cursor loop body': `FOR e IN c(1) LOOP DELETE FROM here; END LOOP;`,
    'dynamic loop': `FOR r IN EXECUTE ${q} LOOP NULL; END LOOP;`,
    'dynamic loop USING': `FOR r IN EXECUTE 'SELECT 1' USING 1, ${q} LOOP NULL; END LOOP;`,
    'dynamic loop body': `FOR r IN EXECUTE 'SELECT 1' LOOP DELETE FROM here; END LOOP;`,
    FOREACH: `FOREACH x IN ARRAY ${q} LOOP NULL; END LOOP;`,
    'FOREACH SLICE': `FOREACH items SLICE 1 IN ARRAY ${q} LOOP NULL; END LOOP;`,
    'FOREACH body': `FOREACH x IN ARRAY items LOOP DELETE FROM here; END LOOP;`,
    'RETURN NEXT': `RETURN NEXT ${q};`,
    'RETURN QUERY': `RETURN QUERY SELECT i FROM here;`,
    'RETURN QUERY EXECUTE': `RETURN QUERY EXECUTE ${q};`,
    'RETURN QUERY EXECUTE USING': `RETURN QUERY EXECUTE 'SELECT 1' USING 1, ${q};`,
    RAISE: `RAISE NOTICE '% %', 1, ${q};`,
    'RAISE USING': `RAISE EXCEPTION 'no' USING HINT = 'x', DETAIL = ${q};`,
    'RAISE a condition': `RAISE unique_violation USING MESSAGE = ${q};`,
    'RAISE SQLSTATE': `RAISE SQLSTATE '22012' USING MESSAGE := ${q};`,
    'RAISE USING only': `RAISE USING MESSAGE = ${q};`,
    'RAISE with both': `RAISE 'in %', ${q} USING ERRCODE = '22012';`,
    ASSERT: `ASSERT ${q};`,
    'ASSERT message': `ASSERT true, ${q};`,
    statement: `INSERT INTO here VALUES (1);`,
    'statement after a label': `<<l>> BEGIN DELETE FROM here; END;`,
    'INTO after the list': `SELECT i INTO STRICT x FROM here;`,
    'INTO at the end': `SELECT i FROM here INTO x;`,
    'INTO at the beginning': `SELECT INTO x, y i, j FROM here;`,
    'INTO a field': `SELECT i INTO r.i FROM here;`,
    RETURNING: `DELETE FROM here RETURNING i INTO x;`,
    WITH: `WITH w AS (INSERT INTO here SELECT 1 RETURNING 1) SELECT 1 INTO x FROM w;`,
    'CREATE TABLE AS': `CREATE TEMP TABLE t AS SELECT * FROM here;`,
    MERGE: `MERGE INTO here USING s ON true WHEN MATCHED THEN DELETE;`,
    PERFORM: `PERFORM g(i) FROM here;`,
    EXECUTE: `EXECUTE ${q};`,
    'EXECUTE INTO USING': `EXECUTE 'SELECT 1' INTO STRICT x USING 1, ${q};`,
    'EXECUTE USING INTO': `EXECUTE 'SELECT 1' USING ${q} INTO x, y;`,
    'OPEN with arguments': `OPEN c(${q});`,
    'OPEN with named arguments': `OPEN c(k := ${q});`,
    'OPEN FOR': `OPEN u FOR SELECT * FROM here;`,
    'OPEN NO SCROLL FOR': `OPEN u NO SCROLL FOR SELECT * FROM here;`,
    'OPEN FOR EXECUTE': `OPEN u FOR EXECUTE ${q};`,
    'OPEN FOR EXECUTE USING': `OPEN u SCROLL FOR EXECUTE 'SELECT 1' USING ${q};`,
    FETCH: `FETCH RELATIVE ${q} FROM u INTO x;`,
    'FETCH a count': `MOVE ${q} FROM u;`,
    MOVE: `MOVE FORWARD ${q} IN u;`,
    CALL: `CALL p(${q}, x);`,
    DO: `DO 'BEGIN DELETE FROM here; END';`,
    LOCK: `LOCK TABLE here;`,
    'nested block': `BEGIN BEGIN DELETE FROM here; END; END;`,
    'guarded block': `BEGIN DELETE FROM here; EXCEPTION WHEN OTHERS THEN NULL; END;`,
    handler: `BEGIN NULL; EXCEPTION WHEN unique_violation OR SQLSTATE '22012' THEN NULL; WHEN OTHERS THEN DELETE FROM here; END;`,
    'default of a guarded block': `DECLARE z mood := ${q}; BEGIN NULL; EXCEPTION WHEN OTHERS THEN NULL; END;`,
    'after the rest': `RETURN; DELETE FROM here;`,
  };
  it.each(Object.entries(places))('%s', (_, body) => {
    const events = read(`<<l0>> BEGIN ${body} END;`);
    const texts = events.flatMap((event) => ('sql' in event ? [event.sql] : []));
    expect(texts.filter((text) => /\bhere\b/.test(text))).toHaveLength(1);
    // Nothing is read beyond what is there, either.
    expect(lines(events).filter((line) => line.startsWith('unreadable') && !line.includes('EXECUTE'))).toEqual([]);
  });

  it('any of them in any other', () => {
    const wrappers = [
      (inner: string) => `IF x = 1 THEN ${inner} ELSE NULL; END IF;`,
      (inner: string) => `IF x = 1 THEN NULL; ELSIF x = 2 THEN ${inner} END IF;`,
      (inner: string) => `CASE x WHEN 1 THEN NULL; ELSE ${inner} END CASE;`,
      (inner: string) => `LOOP ${inner} EXIT; END LOOP;`,
      (inner: string) => `FOR r IN SELECT 1 LOOP ${inner} END LOOP;`,
      (inner: string) => `BEGIN ${inner} EXCEPTION WHEN OTHERS THEN NULL; END;`,
      (inner: string) => `BEGIN NULL; EXCEPTION WHEN OTHERS THEN ${inner} END;`,
      (inner: string) => `<<b>> DECLARE z int; BEGIN ${inner} END b;`,
    ];
    const { letrec, constantFrom, array, oneof, tuple } = fc;
    const { body } = letrec<{ body: string; statement: string }>((tie) => ({
      statement: oneof(
        { depthSize: 'small' },
        constantFrom(...Object.values(places)),
        tuple(constantFrom(...wrappers), tie('body')).map(([wrap, inner]) => wrap(inner)),
      ),
      body: array(tie('statement'), { minLength: 1, maxLength: 4 }).map((statements) => statements.join(' ')),
    }));
    fc.assert(
      fc.property(body, (text) => {
        let count = 0;
        const numbered = text.replace(/\bhere\b/g, () => `here_${(count += 1)}`);
        const texts = read(`<<l0>> BEGIN ${numbered} END;`).flatMap((event) => ('sql' in event ? [event.sql] : []));
        const found = texts.flatMap((sql) => sql.match(/\bhere_\d+\b/g) ?? []);
        expect(new Set(found).size).toBe(count);
      }),
    );
  });

  it('RETURN', () => {
    const text = 'CREATE FUNCTION f() RETURNS int AS $$BEGIN RETURN (SELECT 1 FROM here); END$$ LANGUAGE plpgsql';
    expect(lines(readBody(parser, text))).toEqual(['expression SELECT (SELECT 1 FROM here)']);
  });
});

describe('what is left to chance', () => {
  it('is everything that may not run, may run twice or may fail in silence', () => {
    const body = `
      PERFORM a1(); IF a2() THEN PERFORM b1(); ELSIF b2() THEN PERFORM b3(); ELSE PERFORM b4(); END IF;
      CASE a3() WHEN a4() THEN PERFORM b5(); WHEN b6() THEN NULL; END CASE;
      FOR i IN a5()..a6() LOOP PERFORM b7(); END LOOP; WHILE b8() LOOP NULL; END LOOP; LOOP PERFORM b9(); EXIT; END LOOP;
      FOR r IN SELECT a7() LOOP PERFORM b10(); END LOOP; FOREACH x IN ARRAY a8() LOOP PERFORM b11(); CONTINUE; END LOOP;
      DECLARE z int := a9(); BEGIN PERFORM b12(); EXCEPTION WHEN OTHERS THEN PERFORM b13(); END;
      BEGIN PERFORM a10(); END; PERFORM a11();
      IF true THEN RAISE EXCEPTION 'no'; END IF; PERFORM a12();
      IF true THEN RETURN; END IF; PERFORM b14();`;
    const events = read(body);
    const certain = new Map<string, boolean>();
    for (const event of events) {
      if (!('sql' in event)) continue;
      for (const name of event.sql.match(/\b[ab]\d+\b/g) ?? []) certain.set(name, !event.conditional);
    }
    const all = [...certain].sort();
    expect(certain.size).toBe(26);
    expect(all.filter(([, isCertain]) => isCertain).map(([name]) => name[0])).toEqual(Array<string>(12).fill('a'));
    expect(all.filter(([, isCertain]) => !isCertain).map(([name]) => name[0])).toEqual(Array<string>(14).fill('b'));
  });

  it('is what follows the leaving of a block', () => {
    const events = read('<<b>> BEGIN EXIT b WHEN x = 1; DELETE FROM t; END b;');
    expect(lines(events)).toEqual(['expression SELECT x = 1', 'statement? DELETE FROM t']);
  });
});

describe('events', () => {
  it('are in the order of running, with the lines of the definition', () => {
    const text =
      'CREATE FUNCTION f() RETURNS void\nLANGUAGE plpgsql AS $$\nDECLARE\n  x t.y%TYPE :=\n    g();\nBEGIN\n  h := 1;\n\n  DELETE FROM t;\nEND$$';
    expect(readBody(parser, text.replace('h :=', 'x :='))).toEqual([
      { kind: 'type', name: 't.y%TYPE', line: 4 },
      { kind: 'expression', sql: 'SELECT g()', conditional: false, line: 5 },
      { kind: 'expression', sql: 'SELECT 1', conditional: false, line: 7 },
      { kind: 'statement', sql: 'DELETE FROM t', conditional: false, line: 9 },
    ]);
  });

  it('leave out what is for PL/pgSQL alone', () => {
    const body = `#variable_conflict use_column
      DECLARE x int; y text; r record; a ALIAS FOR x;
      BEGIN
        SELECT 1 INTO STRICT x; INSERT INTO t SELECT 2 RETURNING i INTO r.i;
        SELECT i, 'into' INTO x, y FROM t; x = 1; r.a[2] := 3; GET DIAGNOSTICS x = ROW_COUNT;
        CALL p(x); COMMIT; ROLLBACK AND CHAIN; SET LOCAL search_path = a; RESET ALL; NULL; RAISE;
      END`;
    expect(lines(readBody(parser, `CREATE PROCEDURE q() LANGUAGE 'plpgsql' AS $_$${body}$_$`))).toEqual([
      'statement SELECT 1',
      'statement INSERT INTO t SELECT 2 RETURNING i',
      "statement SELECT i, 'into' FROM t",
      'expression SELECT 1',
      'expression SELECT r.a[2]',
      'expression SELECT 3',
      'statement CALL p(x)',
      'statement COMMIT',
      'statement ROLLBACK AND CHAIN',
      'statement SET LOCAL search_path = a',
      'statement RESET ALL',
    ]);
  });

  it('tell the types of variables as they are written', () => {
    const declarations =
      'v1 public.orders%ROWTYPE; v2 orders.total % TYPE; v3 numeric(10, 2) := 1; v4 mood[]; v5 CURSOR (k "Odd"."T") FOR SELECT 1;';
    const types = read('NULL;', declarations).flatMap((event) => (event.kind === 'type' ? [event.name] : []));
    expect(types.slice(-5)).toEqual([
      'public.orders%ROWTYPE',
      'orders.total % TYPE',
      'numeric(10, 2)',
      'mood[]',
      '"Odd"."T"',
    ]);
  });

  it('tell of a cursor where it is opened', () => {
    expect(lines(read('NULL;'))).toEqual([]);
    expect(lines(read('OPEN c(1); CLOSE c; IF true THEN OPEN c(k => 2); END IF;'))).toEqual([
      'expression SELECT 1',
      'statement SELECT * FROM cursor_rows WHERE i = k',
      'expression SELECT true',
      'expression? SELECT 2',
      'statement? SELECT * FROM cursor_rows WHERE i = k',
    ]);
    const qualified = '<<l>> DECLARE d CURSOR FOR SELECT 1; BEGIN OPEN l.d; END;';
    expect(lines(read(qualified))).toEqual(['unreadable a cursor, l.d, whose query is not known']);
  });
});

describe('what cannot be read', () => {
  it.each([
    ['a syntax error', 'DO $$ BEGIN SELEC 1; END $$'],
    ['an end that is missing', 'DO $$ BEGIN IF true THEN NULL; END $$'],
    ['an unknown statement', 'DO $$ BEGIN FORGET 1; END $$'],
    ['another language', 'DO LANGUAGE plperl $$ 1 $$'],
    ['a body in SQL', 'CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT 1; END'],
    ['a body in a string of SQL', "CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1'"],
    ['a library', "CREATE FUNCTION f() RETURNS int LANGUAGE c AS 'lib', 'f'"],
    ['no body', 'CREATE FUNCTION f() RETURNS int LANGUAGE plpgsql'],
    ['another statement', 'SELECT 1'],
    ['two statements', 'DO $$ BEGIN END $$; DO $$ BEGIN END $$'],
    ['no statement', ''],
    ['no SQL', 'DO DO'],
    ['an alias for what is qualified', 'DO $$ <<b>> DECLARE x int; y ALIAS FOR b.x; BEGIN END $$'],
    ['a huge body', `DO $$ BEGIN PERFORM 1${' + 1'.repeat(600_000)}; END $$`],
  ])('is one event: %s', (_, text) => {
    expect(readBody(parser, text)).toEqual([
      { kind: 'unreadable', because: expect.stringMatching(/./), conditional: false, line: 1 },
    ]);
  });

  it('does not include an empty body, escapes or a label', () => {
    for (const text of [
      'DO $$BEGIN END$$',
      "DO E'BEGIN\\nEND'",
      "DO 'BEGIN PERFORM ''x''; END'",
      'DO $$ <<a>> BEGIN END a; $$',
    ]) {
      expect(readBody(parser, text).filter(({ kind }) => kind === 'unreadable')).toEqual([]);
    }
  });

  it.each([
    ['after INTO', 'SELECT a, b INTO STRICT m, x FROM t;'],
    ['after INTO, behind a text', 'SELECT a, b INTO x, m FROM t;'],
    ['that are fields', 'SELECT a, b INTO r.a, m FROM t;'],
    ['with subscripts', 'SELECT a, b INTO list[f(1, 2)], m FROM t;'],
    ['of a loop', 'FOR m, x IN SELECT a, b FROM t LOOP DELETE FROM u; END LOOP;'],
    ['of EXECUTE', "EXECUTE 'SELECT 1, 2' INTO m, x USING f(1);"],
    ['beside a text that reads alike', 'PERFORM h($q$ INTO a, b $q$); SELECT a, b INTO m, x FROM t;'],
    ['of FETCH', 'OPEN c FOR SELECT a, b FROM t; FETCH c INTO m, x;'],
  ])('is not made by types that only the database knows, in variables %s', (_, statement) => {
    const text = `CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$ DECLARE m app.mood; x text; r record; list mood[]; c refcursor; BEGIN ${statement} PERFORM g(); END $$`;
    const events = readBody(parser, text);
    expect(events.filter(({ kind }) => kind === 'unreadable')).toEqual([]);
    expect(JSON.stringify(events)).toContain('g()');
  });

  it.each([
    ['that gets a value', 'DECLARE r orders%ROWTYPE; BEGIN r.total := f(1);'],
    ['in a schema', 'DECLARE k CONSTANT kinds%ROWTYPE := g(); r shop."Orders" % ROWTYPE := k; BEGIN r.total = f(1);'],
    ['of one of several', 'DECLARE x int; r orders%ROWTYPE; s items%ROWTYPE; BEGIN r.a := f(1); s.b := 2;'],
    ['of a block inside', 'BEGIN DECLARE r orders%ROWTYPE; BEGIN r.a := f(1); END;'],
    ['after INTO', 'DECLARE r orders%ROWTYPE; BEGIN SELECT f(1), a INTO r.a, r.b FROM t;'],
    ['of EXECUTE', "DECLARE r orders%ROWTYPE; BEGIN EXECUTE 'SELECT f(1)' INTO r.a;"],
    ['with a subscript', 'DECLARE r orders%ROWTYPE; BEGIN r.list[f(1)] := 2;'],
    ['that tells how many', 'DECLARE r orders%ROWTYPE; BEGIN PERFORM f(1); GET DIAGNOSTICS r.a = ROW_COUNT;'],
    ['of a loop', 'DECLARE r orders%ROWTYPE; BEGIN FOR r IN SELECT f(1) FROM t LOOP r.a := 3; END LOOP;'],
    ['beside what reads alike', "DECLARE r orders%ROWTYPE; x int := a % f(1); BEGIN r.a := '; r orders%ROWTYPE;';"],
    [
      'beside one of a cursor',
      'DECLARE r t%ROWTYPE; c CURSOR (k t%ROWTYPE) FOR SELECT f(k); BEGIN OPEN c(r); r.a := 1;',
    ],
  ])('is not made by a field of a row of a relation %s', (_, body) => {
    const text = `CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$ ${body} PERFORM h(); END $$`;
    const events = readBody(parser, text);
    expect(events.filter(({ kind }) => kind === 'unreadable')).toEqual([]);
    expect(JSON.stringify(events)).toMatch(/f\((?:1|k)\).*h\(\)/);
  });

  it('is found by comparison with what the library reads', () => {
    const text = 'DO $$BEGIN PERFORM f(1); DELETE FROM t; END$$';
    expect(auditBody(parser, text, ['SELECT f(1)', 'DELETE FROM t'])).toBeUndefined();
    expect(auditBody(parser, text, ['SELECT f(1)', 'DELETE FROM'])).toMatch(/^t /);
    expect(auditBody(parser, text, ['SELECT f(1)'])).toMatch(/delete/i);
    const withRow = 'DO $$DECLARE r t%ROWTYPE; BEGIN r.x := 1; PERFORM a % rowtype; END$$';
    expect(auditBody(parser, withRow, ['SELECT 1', 'SELECT a % rowtype'])).toBeUndefined();
    expect(auditBody(parser, withRow, ['SELECT 1', 'SELECT a'])).toMatch(/%/);
    expect(auditBody(parser, "CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1'", [])).toMatch(/does not see/);
  });
});

it('reads a body that is large for its strings', () => {
  const text = `DELETE FROM here WHERE a = '${'x'.repeat(1_500_000)}'`;
  expect(lines(read(`${text};`)).includes(`statement ${text}`)).toBe(true);
});
