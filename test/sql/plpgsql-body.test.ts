import { beforeAll, describe, expect, it } from '@jest/globals';
import { loadParser, type Parser } from '../../src/sql/parse.ts';
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
    .filter((event) => event.kind !== 'type')
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

  it('RETURN', () => {
    const text = 'CREATE FUNCTION f() RETURNS int AS $$BEGIN RETURN (SELECT 1 FROM here); END$$ LANGUAGE plpgsql';
    expect(lines(readBody(parser, text))).toEqual(['expression SELECT (SELECT 1 FROM here)']);
  });
});
