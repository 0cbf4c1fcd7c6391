/** Names in data: what is read as an object's name when a row is written or a function called, and shown by the name it has by then. */
import { describe, expect, it } from '@jest/globals';
import { ordered } from './ordered.ts';
import { type Case, order } from './sets.ts';

const HELD =
  "CREATE TABLE n (x regclass, y int); CREATE TABLE m (x text); CREATE TABLE a (); INSERT INTO n VALUES ('a')";
const TOLD = 'CREATE TABLE n (x text); CREATE FUNCTION f(t regclass) RETURNS text LANGUAGE sql AS $$ SELECT t::text $$';
const A = 'CREATE TABLE a (x int)';
const INTO_TEXT = 'CREATE TABLE n (x text)';

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
