/** Names in data: what is read as an object's name when a row is written or a function called, and shown by the name it has by then. */
import { describe, expect, it } from '@jest/globals';
import { ordered } from './ordered.ts';
import { type Case, order } from './sets.ts';

const HELD =
  "CREATE TABLE n (x regclass, y int); CREATE TABLE m (x text); CREATE TABLE a (); INSERT INTO n VALUES ('a')";
const TOLD = 'CREATE TABLE n (x text); CREATE FUNCTION f(t regclass) RETURNS text LANGUAGE sql AS $$ SELECT t::text $$';
const A = 'CREATE TABLE a (x int)';
const INTO_TEXT = 'CREATE TABLE n (x text)';
const ROW = 'CREATE TABLE n (x text); CREATE TYPE r AS (x regclass)';
const giving = (rest: string, parameters = '') =>
  `CREATE FUNCTION f(${parameters}) ${rest}; INSERT INTO n SELECT f()::text`;

const ORDERED: readonly Case[] = [
  ['a name in a new row', 'CREATE TABLE n (x regclass)', A, "INSERT INTO n VALUES ('a')"],
  ['a name in a listed column', 'CREATE TABLE n (y int, x regclass)', A, "INSERT INTO n (y, x) SELECT 1, 'a'"],
  ['a name in a changed row', HELD, 'CREATE TABLE b ()', "UPDATE n SET x = 'b'"],
  [
    'a name from elsewhere',
    `${HELD}; INSERT INTO m VALUES ('b')`,
    'CREATE TABLE b ()',
    'INSERT INTO n (x) SELECT x::regclass FROM m',
  ],
  [
    'a name in a renamed column',
    'CREATE TABLE n (y regclass); ALTER TABLE n RENAME y TO x',
    A,
    "INSERT INTO n (x) VALUES ('a')",
  ],
  [
    'a name in a column of a domain',
    'CREATE DOMAIN d AS regclass; CREATE TABLE n (x d)',
    A,
    "INSERT INTO n VALUES ('a')",
  ],
  [
    'a name in a column of the type of a column',
    'CREATE TABLE o (x regclass); CREATE TABLE n AS SELECT * FROM o',
    A,
    "INSERT INTO n VALUES ('a')",
  ],
  ['a name in rows that COPY brings', 'CREATE TABLE n (x regclass)', A, 'COPY n FROM STDIN;\na\n\\.\n'],
  [
    'a name written through a view',
    'CREATE TABLE n (x regclass); CREATE VIEW v AS SELECT * FROM n',
    A,
    "INSERT INTO v VALUES ('a')",
  ],
  ['the name of a type', 'CREATE TABLE n (x regtype)', "CREATE TYPE a AS ENUM ('x')", "INSERT INTO n VALUES ('a')"],
  ['a name shown as it is by then', HELD, 'ALTER TABLE a RENAME TO z', 'INSERT INTO m SELECT x::text FROM n'],
  [
    'a name shown by a view',
    `${HELD}; CREATE VIEW v AS SELECT x FROM n`,
    'ALTER TABLE a RENAME TO z',
    'INSERT INTO m SELECT x::text FROM v',
  ],
  [
    'a function of its name, for which both are shown with their schemas',
    "CREATE FUNCTION g(int) RETURNS int LANGUAGE sql RETURN 1; CREATE TABLE n (x regproc); CREATE TABLE m (x text); INSERT INTO n VALUES ('g')",
    'CREATE FUNCTION g(text) RETURNS int LANGUAGE sql RETURN 1',
    'INSERT INTO m SELECT x::text FROM n',
  ],
  [
    'an object that is shown by its number when it is gone',
    HELD,
    'DROP TABLE a',
    'INSERT INTO m SELECT x::text FROM n',
  ],
  [
    'a column that gets such a type',
    "CREATE TABLE n (x text); INSERT INTO n VALUES ('a')",
    A,
    'ALTER TABLE n ALTER x TYPE regclass USING x::regclass',
  ],
  ['a name put together', INTO_TEXT, 'CREATE TABLE a1 ()', "INSERT INTO n SELECT ('a' || 1)::regclass::text"],
  ['a default', '', A, "CREATE TABLE n (x regclass DEFAULT 'a')"],
  ['a new default', HELD, 'CREATE TABLE b ()', "ALTER TABLE n ALTER x SET DEFAULT 'b'"],
  ['an argument', TOLD, A, "INSERT INTO n VALUES (f('a'))"],
  ['an argument by its name', TOLD, A, "INSERT INTO n VALUES (f(t => 'a'))"],
  ['a variable', INTO_TEXT, A, "DO $$ DECLARE t regclass := 'a'; BEGIN INSERT INTO n VALUES (t::text); END $$"],
  [
    'a name that a view looks for',
    "CREATE VIEW v AS SELECT to_regclass('a') IS NULL AS x",
    A,
    'CREATE TABLE n AS SELECT * FROM v',
  ],
  [
    'another object of its name, for which its schema is shown',
    `CREATE SCHEMA s; ${A}; ${INTO_TEXT}`,
    'CREATE TABLE s.a ()',
    "SET search_path = s, public; INSERT INTO public.n SELECT 'public.a'::regclass::text",
  ],
  [
    'another object that gets its name, for which its schema is shown',
    `CREATE SCHEMA s; ${A}; CREATE TABLE s.b (); ${INTO_TEXT}`,
    'ALTER TABLE s.b RENAME TO a',
    "SET search_path = s, public; INSERT INTO public.n SELECT 'public.a'::regclass::text",
  ],
  [
    'a column of a function',
    INTO_TEXT,
    A,
    `INSERT INTO n SELECT x::text FROM jsonb_to_record('{"x":"a"}') AS g (x regclass)`,
  ],
  [
    'a column of JSON_TABLE',
    INTO_TEXT,
    A,
    `INSERT INTO n SELECT x::text FROM JSON_TABLE('"a"'::jsonb, '$' COLUMNS (x regclass PATH '$'))`,
  ],
  [
    'a column of XMLTABLE',
    INTO_TEXT,
    A,
    "INSERT INTO n SELECT x::text FROM XMLTABLE('/a' PASSING '<a>a</a>' COLUMNS x regclass PATH '.')",
  ],
  ['a part of a row', ROW, A, `INSERT INTO n SELECT x::text FROM jsonb_populate_record(NULL::r, '{"x":"a"}')`],
  ['a part of a row that is cast', ROW, A, "INSERT INTO n SELECT ((ROW('a')::r).x)::text"],
  ['a part of a row of a variable', ROW, A, "DO $$ DECLARE v r; BEGIN v.x := 'a'; INSERT INTO n VALUES (v.x); END $$"],
  ['an argument that is put together', TOLD, A, "INSERT INTO n VALUES (f('a' || ''))"],
  ['an argument that is put together, by its name', TOLD, A, "INSERT INTO n VALUES (f(t => 'a' || ''))"],
  [
    'one of many arguments',
    'CREATE TABLE n (x text); CREATE FUNCTION f(VARIADIC t regclass[]) RETURNS text LANGUAGE sql AS $$ SELECT t::text $$',
    A,
    "INSERT INTO n VALUES (f('n', 'a'))",
  ],
  [
    'an argument that is a row',
    `${ROW}; CREATE FUNCTION f(t r) RETURNS text LANGUAGE sql AS $$ SELECT t::text $$`,
    A,
    "INSERT INTO n VALUES (f('(a)'))",
  ],
  ['a constant compared', HELD, 'CREATE TABLE b ()', "INSERT INTO m SELECT x::text FROM n WHERE x <> 'b'"],
  [
    'constants compared through a view',
    `${HELD}; CREATE VIEW v AS SELECT x FROM n`,
    'CREATE TABLE b ()',
    "INSERT INTO m SELECT x::text FROM v WHERE x = ANY ('{a,b}')",
  ],
  [
    'a constant beside a column that is cast',
    INTO_TEXT,
    A,
    "INSERT INTO n SELECT x FROM n WHERE tableoid::regclass <> 'a'",
  ],
  ['a constant in COALESCE', HELD, 'CREATE TABLE b ()', "INSERT INTO m SELECT coalesce(x, 'b')::text FROM n"],
  ['a constant in CASE', INTO_TEXT, A, "INSERT INTO n SELECT (CASE WHEN true THEN 'a' ELSE 'n'::regclass END)::text"],
  [
    'a constant in UNION',
    INTO_TEXT,
    A,
    "INSERT INTO n SELECT x::text FROM (SELECT 'n'::regclass AS x UNION ALL SELECT 'a') s",
  ],
  [
    'a constant beside what a function finds',
    INTO_TEXT,
    A,
    "INSERT INTO n SELECT coalesce(to_regclass('b'), 'a')::text",
  ],
  [
    'a constant beside a type',
    INTO_TEXT,
    'CREATE TYPE a AS (x int)',
    "INSERT INTO n SELECT x FROM n WHERE pg_typeof(x) = 'a'",
  ],
  [
    'a constant beside an argument',
    "CREATE TABLE n (x text); CREATE FUNCTION f(t regclass) RETURNS text LANGUAGE plpgsql AS $$ BEGIN RETURN coalesce(t, 'a')::text; END $$",
    A,
    'INSERT INTO n VALUES (f(NULL))',
  ],
  ['a constant in a check', HELD, 'CREATE TABLE b ()', "ALTER TABLE n ADD CHECK (x <> 'b')"],
  ['a constant in an index', HELD, 'CREATE TABLE b ()', "CREATE INDEX ON n (y) WHERE x <> 'b'"],
  ['a constant in a policy', HELD, 'CREATE TABLE b ()', "CREATE POLICY p ON n USING (x <> 'b')"],
  ['a constant in a view', HELD, 'CREATE TABLE b ()', "CREATE VIEW v AS SELECT * FROM n WHERE x <> 'b'"],
  ['what a function gives', INTO_TEXT, A, giving("RETURNS regclass LANGUAGE sql AS $$ SELECT 'a' $$")],
  [
    'what a function in PL/pgSQL gives',
    INTO_TEXT,
    A,
    giving("RETURNS regclass LANGUAGE plpgsql AS $$ BEGIN RETURN 'a'; END $$"),
  ],
  ['what a parameter gives', INTO_TEXT, A, giving("LANGUAGE plpgsql AS $$ BEGIN x := 'a'; END $$", 'OUT x regclass')],
  [
    'a variable of the type of a column',
    HELD,
    'CREATE TABLE b ()',
    "DO $$ DECLARE v n.x%TYPE; BEGIN v := 'b'; INSERT INTO m VALUES (v::text); END $$",
  ],
  [
    'a variable of the type of a row',
    HELD,
    'CREATE TABLE b ()',
    "DO $$ DECLARE v n%ROWTYPE; BEGIN v := ROW('b', 1); INSERT INTO m VALUES (v::text); END $$",
  ],
  [
    'a default of a parameter',
    '',
    A,
    "CREATE FUNCTION f(t regclass DEFAULT 'a') RETURNS text LANGUAGE sql AS 'SELECT t::text'",
  ],
  [
    'a parameter of a prepared statement',
    INTO_TEXT,
    A,
    "PREPARE q(regclass) AS INSERT INTO n SELECT $1::text; EXECUTE q('a')",
  ],
];

const INDEPENDENT: readonly Case[] = [
  ['another name', HELD, 'CREATE TABLE b ()', "INSERT INTO n VALUES ('a')".replace('n ', 'n (x) ')],
  ['another column', HELD, 'CREATE TABLE b ()', 'INSERT INTO n (y) VALUES (1)'],
  [
    'what was to be inserted',
    `${HELD}; CREATE UNIQUE INDEX ON n (y)`,
    'CREATE TABLE b ()',
    "INSERT INTO n (x, y) VALUES ('a', 1) ON CONFLICT (y) DO UPDATE SET x = excluded.x",
  ],
  [
    'a variable of the type of another column',
    HELD,
    'CREATE TABLE b ()',
    'DO $$ DECLARE v n.y%TYPE; BEGIN v := 1; END $$',
  ],
  ['an argument beside another name', TOLD, A, "INSERT INTO n VALUES (f('n'))"],
  [
    'an argument that is handed on',
    `${TOLD}; CREATE FUNCTION g(t regclass) RETURNS text LANGUAGE sql AS $$ SELECT f(t) || f($1) $$`,
    A,
    "INSERT INTO n VALUES (g('n'))",
  ],
  [
    'a column of a table beside another name',
    INTO_TEXT,
    A,
    "INSERT INTO n SELECT 'b' WHERE 'n'::regclass = 'n'::regclass",
  ],
  [
    'privileges on what is named with its schema',
    `CREATE SEQUENCE a; ${INTO_TEXT}; CREATE ROLE r`,
    'GRANT USAGE ON SEQUENCE a TO r',
    "INSERT INTO n SELECT nextval('public.a'::regclass)",
  ],
  ['a constant that is cast', INTO_TEXT, A, "INSERT INTO n VALUES ('n'::regclass)"],
];

describe('a name in data', () => {
  it('does not keep the view that looks for it', async () => {
    const setup = [
      "CREATE SCHEMA s; CREATE TYPE e AS (x int); CREATE VIEW s.v AS SELECT (to_regclass('e') IS NULL)::text AS y",
      'DROP TYPE e CASCADE',
    ];
    const made = 'CREATE FUNCTION g() RETURNS int LANGUAGE plpgsql AS $$ DECLARE n s.v.y%TYPE; BEGIN RETURN 1; END $$';
    expect(await ordered(setup, made, 'ALTER SCHEMA s RENAME TO r')).toBe(true);
  });

  it.each(ORDERED)('keeps its order to its object: %s', async (_, setup, first, second) => {
    expect(await order(setup, first, second)).toBe('ordered');
  });

  it.each(INDEPENDENT)('leaves others free: %s', async (_, setup, first, second) => {
    expect(await order(setup, first, second)).toBe('independent');
  });

  it('is looked for when a default is evaluated, if it is a text', async () => {
    const setup = [
      "CREATE SEQUENCE s; CREATE TABLE a (id int DEFAULT nextval('s'::text::regclass), x int)",
      'ALTER SEQUENCE s RENAME TO r',
      'CREATE SEQUENCE s',
    ];
    expect(await ordered(setup, 'INSERT INTO a (x) VALUES (1)', 'ALTER SEQUENCE s RESTART 50')).toBe(true);
  });
});
