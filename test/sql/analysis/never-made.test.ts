/** What is done only if another server is there, of which no migration has made one. */
import { describe, expect, it } from '@jest/globals';
import { order, reasonOf } from './sets.ts';

const T = 'CREATE TABLE t (x int);';
const IMPORTED = 'CREATE SCHEMA far; IMPORT FOREIGN SCHEMA a FROM SERVER s INTO far; INSERT INTO t VALUES (1);';
const FOUND = "SELECT FROM pg_foreign_server WHERE srvname = 's'";
const block = (body: string) => `DO $$ BEGIN ${body} END $$`;
const only = (condition: string, body = IMPORTED) => block(`IF ${condition} THEN ${body} END IF;`);

describe('what is done only if a server is there', () => {
  it.each([
    ['by itself', only(`EXISTS (${FOUND})`)],
    [
      'beside another condition',
      only(`current_user = 'a' AND EXISTS (SELECT 1 FROM pg_catalog.pg_foreign_server s WHERE s.srvname = 's')`),
    ],
    ['in parts', only(`EXISTS (${FOUND})`, `IF random() < 1 THEN ${IMPORTED} END IF;`)],
    [
      'before something else',
      block(`IF random() < 1 THEN NULL; ELSIF EXISTS (${FOUND}) THEN ${IMPORTED} ELSE NULL; END IF;`),
    ],
  ])('is not done where no migration has made one: %s', async (_, sql) => {
    expect(await reasonOf([T, sql])).toBeUndefined();
    expect(await order(T, sql, 'DELETE FROM t')).toBe('independent');
  });

  it('comes before whoever makes one', async () => {
    const made = 'CREATE EXTENSION postgres_fdw; CREATE SERVER s FOREIGN DATA WRAPPER postgres_fdw';
    expect(await order(T, only(`EXISTS (${FOUND})`), made)).toBe('ordered');
    expect(await order(T, 'CREATE EXTENSION postgres_fdw', only(`EXISTS (${FOUND})`))).not.toMatch(/opaque/);
  });

  it.each([
    [
      'it is there',
      `CREATE EXTENSION postgres_fdw; CREATE SERVER s FOREIGN DATA WRAPPER postgres_fdw`,
      only(`EXISTS (${FOUND})`),
    ],
    ['it may be any', '', only('EXISTS (SELECT FROM pg_foreign_server)')],
    ['it is one of two conditions', '', only(`EXISTS (${FOUND}) OR random() < 1`)],
    ['it is done otherwise', '', only(`NOT EXISTS (${FOUND})`)],
    ['there is a row in any case', '', only("EXISTS (SELECT count(*) FROM pg_foreign_server WHERE srvname = 's')")],
    [
      'the condition is what something is compared to',
      '',
      block(`CASE false WHEN EXISTS (${FOUND}) THEN ${IMPORTED} END CASE;`),
    ],
    ['an extension that nobody knows may have made it', 'CREATE EXTENSION nobody_knows;', only(`EXISTS (${FOUND})`)],
    [
      'a round before may have made it',
      'CREATE EXTENSION postgres_fdw;',
      block(
        `FOR i IN 1..2 LOOP IF EXISTS (${FOUND}) THEN ${IMPORTED} END IF; CREATE SERVER IF NOT EXISTS s FOREIGN DATA WRAPPER postgres_fdw; END LOOP;`,
      ),
    ],
    [
      'it is done by a function',
      `CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $f$ BEGIN IF EXISTS (${FOUND}) THEN ${IMPORTED} END IF; END $f$;`,
      'SELECT f()',
    ],
  ])('is done where %s', async (_, setup, sql) => {
    expect(await reasonOf([`${T} ${setup}`, sql])).toBeDefined();
  });

  it('may be done where more may be there', async () => {
    expect(await reasonOf([T, only(`EXISTS (${FOUND})`)], { mayHoldMore: true })).toBeDefined();
  });
});
