/** Which statements about foreign data and publications must keep their order. */
import { describe, expect, it } from '@jest/globals';
import { ordered } from './ordered.ts';

const TABLES = 'CREATE TABLE t (a int, b text); CREATE TABLE u (a int);';
const FUNCTION = "CREATE FUNCTION f(int, int) RETURNS bool LANGUAGE sql AS 'SELECT $1 > $2';";
const SERVER = 'CREATE EXTENSION postgres_fdw; CREATE SERVER s FOREIGN DATA WRAPPER postgres_fdw;';

describe('what must keep its order', () => {
  it.each([
    ['a server and its table', SERVER, 'CREATE FOREIGN TABLE e (a int) SERVER s', 'DROP SERVER s CASCADE'],
    [
      'a foreign table that goes and its server',
      `${SERVER} CREATE FOREIGN TABLE e (a int) SERVER s`,
      'DROP FOREIGN TABLE e',
      'DROP SERVER s',
    ],
    ['a user mapping and the role', `${SERVER} CREATE ROLE r`, 'CREATE USER MAPPING FOR r SERVER s', 'DROP ROLE r'],
    [
      'a user mapping that goes and the role',
      `${SERVER} CREATE ROLE r; CREATE USER MAPPING FOR r SERVER s`,
      'DROP USER MAPPING FOR r SERVER s',
      'DROP ROLE r',
    ],
    [
      'a user mapping that goes with its server and the role',
      `${SERVER} CREATE ROLE r; CREATE USER MAPPING FOR r SERVER s`,
      'DROP SERVER s CASCADE',
      'DROP ROLE r',
    ],
    [
      'options of a server and its tables',
      `${SERVER} CREATE FOREIGN TABLE e (a int) SERVER s`,
      "ALTER SERVER s OPTIONS (host 'x')",
      'SELECT a FROM e',
    ],
    [
      'a guarded server and another',
      'CREATE EXTENSION postgres_fdw',
      'CREATE SERVER IF NOT EXISTS s FOREIGN DATA WRAPPER postgres_fdw',
      "CREATE SERVER IF NOT EXISTS s TYPE 'x' FOREIGN DATA WRAPPER postgres_fdw",
    ],
    ['a publication and changes of its table', TABLES, 'CREATE PUBLICATION p FOR TABLE t', 'UPDATE t SET a = 1'],
    ['a publication of all tables and changes of any', TABLES, 'CREATE PUBLICATION p FOR ALL TABLES', 'DELETE FROM u'],
    [
      'a publication of a schema and changes in it',
      TABLES,
      'CREATE PUBLICATION p FOR TABLES IN SCHEMA public',
      'DELETE FROM u',
    ],
    ['a schema and its publication', '', 'CREATE SCHEMA s', 'CREATE PUBLICATION p FOR TABLES IN SCHEMA s'],
    [
      'a publication that goes and changes of its table',
      `${TABLES} CREATE PUBLICATION p FOR TABLE t`,
      'DROP PUBLICATION p',
      'UPDATE t SET a = 1',
    ],
    [
      'a table added to a publication',
      `${TABLES} CREATE PUBLICATION p`,
      'ALTER PUBLICATION p ADD TABLE t',
      'UPDATE t SET a = 1',
    ],
    [
      'a published table that goes and its publication',
      `${TABLES} CREATE PUBLICATION p FOR TABLE t`,
      'DROP TABLE t',
      'ALTER PUBLICATION p DROP TABLE t',
    ],
    [
      'a publication after its table went with all on it',
      `${TABLES} CREATE PUBLICATION p FOR TABLE t; DROP TABLE t CASCADE`,
      "ALTER PUBLICATION p SET (publish = 'insert')",
      'DROP PUBLICATION p',
    ],
    [
      'a function of a row filter and its end',
      `${TABLES} ${FUNCTION} CREATE PUBLICATION p FOR TABLE t WHERE (f(a, 1))`,
      'DROP PUBLICATION p',
      'DROP FUNCTION f(int, int)',
    ],
    [
      'a subscription and anything',
      TABLES,
      "CREATE SUBSCRIPTION s CONNECTION 'x' PUBLICATION p WITH (connect = false)",
      'SELECT 1',
    ],
    ['a foreign schema and anything', SERVER, 'IMPORT FOREIGN SCHEMA r FROM SERVER s INTO public', 'SELECT 1'],
  ])('%s', async (_what, setup, first, second) => {
    expect(await ordered(setup, first, second)).toBe(true);
  });
});
