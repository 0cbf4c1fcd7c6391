/** What is put together from the rows of a cursor that is declared with its query. */
import { beforeAll, expect, it } from '@jest/globals';
import { loadParser, type Parser } from '../../src/sql/parse.ts';
import { readBody } from '../../src/sql/plpgsql/body.ts';

let parser: Parser;
beforeAll(async () => {
  parser = await loadParser();
});

/** What EXECUTE may run, with placeholders cut short to `#1`; undefined where that cannot be said. */
function texts(declared: string, body: string): string[] | undefined {
  const events = readBody(parser, `DO $body$ <<b>> DECLARE ${declared} BEGIN ${body} END $body$`);
  if (events.some(({ kind }) => kind === 'unreadable')) return undefined;
  return events
    .flatMap((event) => (event.kind === 'dynamic' ? event.statements : []))
    .map(({ sql }) => sql.replaceAll('migrate_action_hole_', '#'));
}

const LOOP = "FOR r IN c LOOP EXECUTE format('TABLE %s', r.n); END LOOP;";

it.each([
  ['a name from the catalogs', 'c CURSOR FOR SELECT relname AS n FROM pg_class;', LOOP, ['TABLE #1']],
  [
    'names that are written down',
    "c CURSOR FOR SELECT * FROM (VALUES ('a'), ('b')) AS v(n);",
    LOOP,
    ['TABLE a', 'TABLE b'],
  ],
  [
    'what the query wants to be so',
    "c NO SCROLL CURSOR IS SELECT t.table_name AS n FROM information_schema.tables t WHERE t.table_name = 'a';",
    LOOP,
    ['TABLE a'],
  ],
])('is known of %s', (_, declared, body, expected) => {
  expect(texts(declared, body)).toEqual(expected);
});

it.each([
  ['a column of a table', 'c CURSOR FOR SELECT n FROM t;', LOOP],
  ['what a cursor is given', 'c CURSOR (n text) FOR SELECT n;', LOOP.replace('IN c', "IN c('a')")],
  ['a variable that may be another one by then', "n text := 'a'; c CURSOR FOR SELECT n;", LOOP],
  [
    'a variable that has another value in a block inside',
    "m text := 'a'; c CURSOR FOR SELECT m AS n;",
    `DECLARE m text := 'b'; BEGIN ${LOOP} END;`,
  ],
  [
    'a name that is a variable or a column',
    "relname text := 'a'; c CURSOR FOR SELECT relname AS n FROM pg_class;",
    LOOP,
  ],
  [
    'a cursor that is called by its block too',
    'c CURSOR FOR SELECT relname AS n FROM pg_class;',
    LOOP.replace('IN c', 'IN b.c'),
  ],
])('is not known of %s', (_, declared, body) => {
  expect(texts(declared, body)).toBeUndefined();
});
