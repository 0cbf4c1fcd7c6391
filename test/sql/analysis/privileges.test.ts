/** Which statements about roles, grants and owners must keep their order. */
import { describe, expect, it } from '@jest/globals';
import { ordered } from './ordered.ts';

const TABLES = 'CREATE TABLE t (a int, b text); CREATE TABLE u (a int);';
const FUNCTION = "CREATE FUNCTION f(int, int) RETURNS bool LANGUAGE sql AS 'SELECT $1 > $2';";

describe('what must keep its order', () => {
  it.each([
    [
      'privileges on a database, once by a name of the run',
      'CREATE ROLE r',
      "DO $$ BEGIN EXECUTE format('REVOKE ALL ON DATABASE %I FROM r', current_database()); END $$",
      'GRANT CONNECT ON DATABASE app TO r',
    ],
    ['a grant and the end of its role', `${TABLES} CREATE ROLE r`, 'GRANT SELECT ON t TO r', 'DROP ROLE r'],
    [
      'a schema that no migration made and its owner',
      'CREATE ROLE r',
      'ALTER SCHEMA public OWNER TO r',
      'CREATE TABLE t (x int)',
    ],
    ['a grant to a role made elsewhere and its end', TABLES, 'GRANT SELECT ON t TO r', 'DROP ROLE r'],
    ['a role and what is granted to it', TABLES, 'CREATE ROLE r', 'GRANT SELECT ON t TO r'],
    [
      'a granted table that goes and its role',
      `${TABLES} CREATE ROLE r; GRANT SELECT ON t TO r`,
      'DROP TABLE t',
      'DROP ROLE r',
    ],
    ['the same for a role made elsewhere', `${TABLES} GRANT SELECT ON t TO r`, 'DROP TABLE t', 'DROP ROLE r'],
    [
      'a policy for a role and its end',
      `${TABLES} CREATE ROLE r`,
      'CREATE POLICY p ON t TO r USING (true)',
      'DROP ROLE r',
    ],
    [
      'a policy that goes and its role',
      `${TABLES} CREATE POLICY p ON t TO r USING (true)`,
      'DROP POLICY p ON t',
      'DROP ROLE r',
    ],
    ['a table owned by a role and its end', `${TABLES} CREATE ROLE r`, 'ALTER TABLE t OWNER TO r', 'DROP ROLE r'],
    ['an owned table that goes and its role', `${TABLES} ALTER TABLE t OWNER TO r`, 'DROP TABLE t', 'DROP ROLE r'],
    ['an owned schema that goes and its role', 'CREATE SCHEMA s AUTHORIZATION r', 'DROP SCHEMA s', 'DROP ROLE r'],
    [
      'an owned function and its role',
      `${FUNCTION} ALTER FUNCTION f(int, int) OWNER TO r`,
      'DROP FUNCTION f(int, int)',
      'DROP ROLE r',
    ],
    [
      'an owner given by a group role and its end',
      `${TABLES} CREATE ROLE r`,
      'ALTER SCHEMA public OWNER TO r',
      'DROP ROLE r',
    ],
    ['two owners of a built-in schema', '', 'ALTER SCHEMA public OWNER TO a', 'ALTER SCHEMA public OWNER TO b'],
    ['grant and revoke', TABLES, 'GRANT SELECT ON t TO PUBLIC', 'REVOKE SELECT ON t FROM PUBLIC'],
    [
      'grant and revoke on a built-in schema',
      '',
      'GRANT CREATE ON SCHEMA public TO r',
      'REVOKE ALL ON SCHEMA public FROM r',
    ],
    ['grant and revoke on the database', '', 'GRANT CONNECT ON DATABASE d TO r', 'REVOKE ALL ON DATABASE d FROM r'],
    [
      'grant and revoke on a language',
      '',
      'GRANT USAGE ON LANGUAGE plpgsql TO r',
      'REVOKE ALL ON LANGUAGE plpgsql FROM r',
    ],
    [
      'grant and revoke on a built-in function',
      '',
      'GRANT EXECUTE ON FUNCTION pg_catalog.pg_ls_dir(text) TO r',
      'REVOKE ALL ON FUNCTION pg_ls_dir(text) FROM r',
    ],
    [
      'grant and revoke on a large object',
      '',
      'GRANT SELECT ON LARGE OBJECT 7 TO r',
      'REVOKE ALL ON LARGE OBJECT 7 FROM r',
    ],
    [
      'grant and revoke on a setting',
      '',
      'GRANT SET ON PARAMETER work_mem TO r',
      'REVOKE SET ON PARAMETER work_mem FROM r',
    ],
    ['a grant on a table and on its column', TABLES, 'GRANT SELECT ON t TO r', 'REVOKE SELECT (a) ON t FROM r'],
    [
      'a grant on all tables and a new table',
      TABLES,
      'GRANT SELECT ON ALL TABLES IN SCHEMA public TO r',
      'CREATE TABLE v (a int)',
    ],
    [
      'a grant on all tables and on one',
      TABLES,
      'GRANT SELECT ON ALL TABLES IN SCHEMA public TO r',
      'REVOKE SELECT ON t FROM r',
    ],
    [
      'a grant on all functions and a new function',
      '',
      'GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA public TO r',
      FUNCTION,
    ],
    ['default privileges and a new table', '', 'ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO r', TABLES],
    [
      'default privileges and a new schema',
      '',
      'ALTER DEFAULT PRIVILEGES GRANT USAGE ON SCHEMAS TO r',
      'CREATE SCHEMA s',
    ],
    [
      'default privileges and the end of their role',
      '',
      'ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO r',
      'DROP ROLE r',
    ],
    [
      'a table with default privileges that goes and their role',
      `ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO r; ${TABLES} ALTER DEFAULT PRIVILEGES REVOKE SELECT ON TABLES FROM r`,
      'DROP TABLE t',
      'DROP ROLE r',
    ],
    [
      'default privileges of a schema that goes and their role',
      'CREATE SCHEMA s; ALTER DEFAULT PRIVILEGES IN SCHEMA s GRANT SELECT ON TABLES TO r',
      'DROP SCHEMA s',
      'DROP ROLE r',
    ],
    ['members and the end of the group', 'CREATE ROLE g; CREATE ROLE m', 'GRANT g TO m', 'DROP ROLE g'],
    ['membership given and taken', '', 'GRANT g TO m', 'REVOKE g FROM m'],
    ['a member made in a group and the group', '', 'CREATE ROLE g', 'CREATE ROLE m IN ROLE g'],
    ['two changes of a role', 'CREATE ROLE r', 'ALTER ROLE r LOGIN', 'ALTER ROLE r NOLOGIN'],
    ['settings of every role and any session', TABLES, "ALTER ROLE ALL SET search_path = 'x'", 'SELECT 1'],
    ['membership and acting as the member', TABLES, 'GRANT g TO m', 'SET ROLE m; SELECT a FROM t'],
    [
      'privileges on a schema and acting as a role',
      `CREATE SCHEMA s; CREATE TABLE s.t (a int); CREATE ROLE r`,
      'GRANT USAGE ON SCHEMA s TO r',
      'SET ROLE r; SELECT a FROM s.t',
    ],
    [
      'a function privilege and acting as a role',
      `${FUNCTION} CREATE ROLE r`,
      'GRANT EXECUTE ON FUNCTION f(int, int) TO r',
      'SET ROLE r; SELECT f(1, 2)',
    ],
    [
      'settings of a role and who looks at all roles',
      'CREATE ROLE r',
      "ALTER ROLE r SET statement_timeout = '5s'",
      'CREATE TABLE n AS SELECT rolconfig FROM pg_roles WHERE rolconfig IS NOT NULL',
    ],
    [
      'settings of a role made elsewhere and who looks at it',
      '',
      "ALTER ROLE r SET statement_timeout = '5s'",
      "CREATE TABLE n AS SELECT rolconfig FROM pg_roles WHERE rolname = 'r'",
    ],
    [
      'a role made elsewhere and who looks at all roles',
      '',
      'ALTER ROLE r CONNECTION LIMIT 7',
      'CREATE TABLE n AS SELECT sum(rolconnlimit) FROM pg_roles',
    ],
    [
      'a role made elsewhere and who looks at it',
      '',
      'ALTER ROLE r CONNECTION LIMIT 7',
      "CREATE TABLE n AS SELECT rolconnlimit FROM pg_roles WHERE rolname = 'r'",
    ],
    [
      'who runs the migrations and who looks at that role',
      '',
      'ALTER ROLE CURRENT_USER CONNECTION LIMIT 7',
      "CREATE TABLE n AS SELECT rolconnlimit FROM pg_roles WHERE rolname = 'postgres'",
    ],
    [
      'members of a role made elsewhere and who looks for them',
      '',
      'GRANT r TO s',
      "CREATE TABLE n AS SELECT count(*) FROM pg_auth_members JOIN pg_roles r ON r.oid = roleid WHERE rolname = 'r'",
    ],
    [
      'the owner of a schema that no migration made and who looks at it',
      'CREATE SCHEMA s; CREATE ROLE r',
      'ALTER SCHEMA public OWNER TO r',
      "CREATE TABLE s.n AS SELECT nspowner FROM pg_namespace WHERE nspname = 'public'",
    ],
    [
      'the owner of a schema that no migration made and what another may do there',
      'CREATE SCHEMA s; CREATE ROLE r',
      'ALTER SCHEMA public OWNER TO r',
      "CREATE TABLE s.n AS SELECT has_schema_privilege('r', 'public', 'CREATE')",
    ],
    ['taking what a role owns and new tables', '', 'DROP OWNED BY r', TABLES],
  ])('%s', async (_what, setup, first, second) => {
    expect(await ordered(setup, first, second)).toBe(true);
  });
});

describe('what may run side by side', () => {
  it.each([
    ['grants on two tables to one role', `${TABLES} CREATE ROLE r`, 'GRANT SELECT ON t TO r', 'GRANT SELECT ON u TO r'],
    ['comments on two tables', TABLES, "COMMENT ON TABLE t IS 'x'", "COMMENT ON TABLE u IS 'y'"],
    ['rows of one table and a comment on another', TABLES, 'INSERT INTO t VALUES (1)', "COMMENT ON TABLE u IS 'y'"],
    ['two roles', '', 'CREATE ROLE a', 'CREATE ROLE b'],
    ['an extension and a table without it', '', 'CREATE EXTENSION pgcrypto', 'CREATE TABLE v (a int)'],
    ['publications of two tables', TABLES, 'CREATE PUBLICATION p FOR TABLE t', 'CREATE PUBLICATION q FOR TABLE u'],
  ])('%s', async (_what, setup, first, second) => {
    expect(await ordered(setup, first, second)).toBe(false);
  });
});
