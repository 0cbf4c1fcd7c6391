/** Lists of names that nobody knows before, put together to SQL: the columns of a table, as those do it that keep a history of it. */
import { describe, expect, it } from '@jest/globals';
import { type Case, order, reasonOf } from './sets.ts';

const TABLES =
  'CREATE TABLE a (id int, n int); CREATE TABLE a_history (id int, n int, at timestamptz); CREATE TABLE b (id int);';
const COLUMNS = 'FROM pg_attribute WHERE attrelid = TG_RELID AND attnum > 0 AND NOT attisdropped';
const versioning = (body: string, argv = "'at', 'a_history'") =>
  `CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$ DECLARE history text := TG_ARGV[1]; period text := TG_ARGV[0]; cols text[];
   BEGIN ${body} RETURN NEW; END $$;
   CREATE TRIGGER v BEFORE INSERT OR UPDATE ON a FOR EACH ROW EXECUTE FUNCTION f(${argv});`;
const INTO_HISTORY =
  "EXECUTE ('INSERT INTO ' || history || '(' || array_to_string(cols, ',') || ',' || quote_ident(period) || ') VALUES ($1.' || array_to_string(cols, ',$1.') || ', now())') USING NEW;";
const copying = (list: string) =>
  `CREATE FUNCTION f(t text) RETURNS void LANGUAGE plpgsql AS $$ DECLARE c text;
   BEGIN ${list} EXECUTE 'INSERT INTO ' || quote_ident(t) || '_history (' || c || ') SELECT ' || c || ' FROM ' || quote_ident(t); END $$;`;

/** As many that are known, of which those are taken that are there. */
const MANY = Array.from({ length: 20 }, (_, at) => `m${at}`);
const many = (statement: string, separator = ', ') =>
  `DO $$ DECLARE names text[] := ARRAY[${MANY.map((name) => `'${name}'`).join()}]; list text;
   BEGIN SELECT string_agg(quote_ident(n), '${separator}') INTO list FROM unnest(names) AS n WHERE to_regclass(n) IS NOT NULL;
   IF list IS NOT NULL THEN EXECUTE '${statement} ' || list; END IF; END $$`;
const MANY_TABLES = MANY.map((name) => `CREATE TABLE ${name} (id int PRIMARY KEY);`).join(' ');

const ORDERED: readonly Case[] = [
  ['many names that are known', MANY_TABLES, 'INSERT INTO m7 VALUES (1)', many('TRUNCATE')],
  [
    'the last of many, behind which something stands if others follow',
    `${MANY_TABLES} CREATE VIEW v AS SELECT id FROM m19;`,
    'GRANT SELECT ON v TO PUBLIC',
    many('DROP TABLE', ' CASCADE; DROP TABLE '),
  ],
  [
    'the first of many, behind which something stands if others follow',
    `${MANY_TABLES} CREATE VIEW v AS SELECT id FROM m0;`,
    'GRANT SELECT ON v TO PUBLIC',
    many('DROP TABLE', ' CASCADE; DROP TABLE '),
  ],
  [
    'a history of all columns',
    `${TABLES} ${versioning(`SELECT array_agg(quote_ident(attname)) INTO cols ${COLUMNS}; ${INTO_HISTORY}`)}`,
    'INSERT INTO a VALUES (1)',
    'TRUNCATE a_history',
  ],
  [
    'a history of columns in an array of a query',
    `${TABLES} ${versioning(`cols := ARRAY(SELECT quote_ident(attname) ${COLUMNS}); ${INTO_HISTORY}`)}`,
    'INSERT INTO a VALUES (1)',
    'TRUNCATE a_history',
  ],
  [
    'a copy of all columns',
    `${TABLES} ${copying("SELECT string_agg(quote_ident(column_name), ', ') INTO c FROM information_schema.columns WHERE table_name = t;")}`,
    "SELECT f('a')",
    'TRUNCATE a_history',
  ],
  [
    'what stands between two names',
    `${TABLES} ${copying("SELECT string_agg(quote_ident(column_name), ' FROM b; SELECT ') INTO c FROM information_schema.columns WHERE table_name = t; EXECUTE 'SELECT ' || c; c := 'id';")}`,
    'INSERT INTO b VALUES (1)',
    "SELECT f('a')",
  ],
  [
    'a column whose name is taken from another table',
    `${TABLES} ${copying("SELECT string_agg(quote_ident(column_name), ', ') INTO c FROM information_schema.columns WHERE table_name = t;")}`,
    'ALTER TABLE a RENAME n TO m; ALTER TABLE a_history RENAME n TO m',
    "SELECT f('a')",
  ],
  [
    'tables, of which it may be any',
    `${TABLES} ${copying("SELECT string_agg(quote_ident(relname), ', ') INTO c FROM pg_class; EXECUTE 'TRUNCATE ' || c; c := 'id';")}`,
    'INSERT INTO b VALUES (1)',
    "SELECT f('a')",
  ],
];

describe('a list of names', () => {
  it.each(ORDERED)('orders %s', async (_, setup, first, second) => {
    expect(await order(setup, first, second)).toBe('ordered');
  });

  it('of columns has nothing to do with other tables', async () => {
    const setup = `${TABLES} ${versioning(`SELECT array_agg(quote_ident(attname)) INTO cols ${COLUMNS}; ${INTO_HISTORY}`)}`;
    expect(await order(setup, 'INSERT INTO a VALUES (1)', 'INSERT INTO b VALUES (1)')).toBe('independent');
  });

  it.each([
    ['anything', "SELECT string_agg(x, ', ') INTO c FROM texts; EXECUTE c; c := 'id';"],
    ['values that are not quoted', "SELECT string_agg(x, ', ') INTO c FROM texts;"],
    ['each of them', "FOR c IN SELECT unnest(array_agg(x)) FROM texts LOOP EXECUTE c; END LOOP; c := 'id';"],
  ])('of %s is not known', async (_, list) => {
    const setup = `CREATE TABLE texts (x text); ${TABLES} ${copying(list)}`;
    expect(await reasonOf([setup, "SELECT f('a')"])).toMatch(/run time/);
  });
});
