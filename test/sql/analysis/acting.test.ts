/** What happens with the privileges of an owner, and what the catalogs show beside definitions. */
import { describe, expect, it } from '@jest/globals';
import { ordered } from './ordered.ts';
import { type Case, order, reasonOf } from './sets.ts';

const ROLES = 'CREATE ROLE o; CREATE ROLE r; CREATE SCHEMA app; CREATE TABLE t (x int);';
const definer = (does: string) =>
  `CREATE FUNCTION f() RETURNS int LANGUAGE plpgsql SECURITY DEFINER AS $$ BEGIN ${does}; END $$;
   ALTER FUNCTION f() OWNER TO o;`;
const LONG = 'a'.repeat(70);

const ORDERED: readonly Case[] = [
  [
    'an index whose function its owner calls',
    `${ROLES} CREATE FUNCTION g(int) RETURNS int IMMUTABLE LANGUAGE plpgsql AS $$ BEGIN PERFORM FROM app.t; RETURN 1; END $$;
     CREATE INDEX i ON t (g(x)); ALTER TABLE t OWNER TO o;`,
    'GRANT USAGE ON SCHEMA app TO o',
    'REINDEX INDEX i',
  ],
  [
    'a function that its owner may call',
    `${ROLES} CREATE FUNCTION g() RETURNS int LANGUAGE sql AS 'SELECT 1'; REVOKE EXECUTE ON FUNCTION g() FROM PUBLIC; ${definer('RETURN g()')}`,
    'GRANT EXECUTE ON FUNCTION g() TO o',
    'SELECT f()',
  ],
  [
    'the sequence of a table that gets an owner, and its values',
    `${ROLES} CREATE TABLE s (id serial); ${definer("RETURN nextval('s_id_seq')")}`,
    'ALTER TABLE s OWNER TO o',
    'SELECT f()',
  ],
  [
    'a function that everybody may call',
    `${ROLES} CREATE FUNCTION g() RETURNS int LANGUAGE sql AS 'SELECT 1'; ${definer('RETURN g()')}`,
    'SELECT f()',
    'REVOKE EXECUTE ON FUNCTION g() FROM PUBLIC',
  ],
  [
    'a schema that its owner may use',
    `${ROLES} CREATE TABLE app.t (x int); ${definer('RETURN count(*) FROM app.t')}`,
    'GRANT USAGE ON SCHEMA app TO o',
    'SELECT f()',
  ],
  [
    'a sequence that its owner may use',
    `${ROLES} CREATE SEQUENCE s; ${definer("RETURN nextval('s')")}`,
    'GRANT USAGE ON SEQUENCE s TO o',
    'SELECT f()',
  ],
  [
    'a role that its owner becomes a member of',
    `${ROLES} ${definer('RETURN count(*) FROM t')}`,
    'GRANT r TO o',
    'SELECT f()',
  ],
  [
    'a privilege of a role that its owner is a member of',
    `${ROLES} GRANT r TO o; ${definer('RETURN count(*) FROM app.x')}`,
    'GRANT USAGE ON SCHEMA app TO r',
    'SELECT f()',
  ],
  [
    "a view and its owner's role",
    `${ROLES} CREATE VIEW v AS SELECT * FROM t; ALTER VIEW v OWNER TO o;`,
    'GRANT r TO o',
    'CREATE TABLE n AS SELECT * FROM v',
  ],
  [
    'a reference that the owner of the other table looks up',
    `${ROLES} CREATE TABLE app.p (x int PRIMARY KEY); CREATE TABLE c (x int REFERENCES app.p); ALTER TABLE app.p OWNER TO o;`,
    'GRANT USAGE ON SCHEMA app TO o',
    'INSERT INTO c VALUES (1)',
  ],
  [
    'a definition that shows another name',
    'CREATE TABLE t (x int); CREATE VIEW v AS SELECT x FROM t; CREATE TABLE n (d text);',
    'ALTER TABLE t RENAME TO u',
    "INSERT INTO n SELECT definition FROM pg_views WHERE viewname = 'v'",
  ],
  [
    'a comment and who reads it',
    'CREATE TABLE t (); CREATE TABLE n (d text);',
    "COMMENT ON TABLE t IS 'a'",
    "INSERT INTO n SELECT obj_description('t'::regclass)",
  ],
  [
    'a comment and who looks for it',
    'CREATE TABLE t (); CREATE TABLE n (d text);',
    "COMMENT ON TABLE t IS 'a'",
    "INSERT INTO n SELECT description FROM pg_description WHERE objoid = 't'::regclass",
  ],
  [
    'a grant and who asks for it',
    `${ROLES} CREATE TABLE n (d text);`,
    'GRANT SELECT ON t TO o',
    "INSERT INTO n SELECT has_table_privilege('o', 't', 'select')",
  ],
  [
    'a grant and who looks at it',
    `${ROLES} CREATE TABLE n (d text);`,
    'GRANT SELECT ON t TO o',
    "INSERT INTO n SELECT relacl FROM pg_class WHERE oid = 't'::regclass",
  ],
  [
    'a name too long and who asks for it',
    'CREATE TABLE n (d text);',
    `CREATE TABLE ${LONG} ()`,
    `INSERT INTO n SELECT to_regclass('${LONG}')`,
  ],
  [
    'a role and a function that acts as it',
    '',
    'CREATE ROLE o',
    "CREATE FUNCTION f() RETURNS int LANGUAGE sql SET role = 'o' AS 'SELECT 1'",
  ],
  [
    'a role and a function that is to act as it from now on',
    "CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1'",
    'CREATE ROLE o',
    'ALTER FUNCTION f() SET session_authorization = o',
  ],
  [
    'a role that a list of privileges names',
    'CREATE TABLE n (d text)',
    'CREATE ROLE o',
    "INSERT INTO n SELECT 'o=r/postgres'::aclitem::text",
  ],
  [
    'a role that a column for privileges names',
    'CREATE TABLE n (d aclitem[])',
    'CREATE ROLE o',
    "INSERT INTO n VALUES ('{o=r/postgres}')",
  ],
  [
    'a role that privileges are compared with',
    'CREATE TABLE n (d aclitem); CREATE TABLE m ()',
    'CREATE ROLE o',
    "INSERT INTO m SELECT FROM n WHERE d = 'o=r/postgres'",
  ],
  [
    'privileges that are shown and the name of a role in them',
    "CREATE ROLE o; CREATE TABLE n (d aclitem); INSERT INTO n VALUES ('o=r/postgres'); CREATE TABLE m (x text)",
    'ALTER ROLE o RENAME TO p',
    'INSERT INTO m SELECT d::text FROM n',
  ],
  [
    'indexes built again and what an event trigger writes',
    'CREATE TABLE l (x bigint); CREATE TABLE t (x int); CREATE FUNCTION e() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO l VALUES (1); END $$; CREATE EVENT TRIGGER e ON ddl_command_end EXECUTE FUNCTION e();',
    'REINDEX TABLE t',
    'INSERT INTO l SELECT count(*) FROM l',
  ],
];

describe('owners', () => {
  it.each(ORDERED)('keep in order: %s', async (_, setup, first, second) => {
    expect(await order(setup, first, second)).toBe('ordered');
  });

  it('leave grants free of what runs as the one who migrates', async () => {
    const setup = `${ROLES} ${definer('RETURN 1')} ALTER FUNCTION f() OWNER TO postgres;`;
    expect(await order(setup, 'GRANT SELECT ON t TO postgres', 'SELECT f()')).toBe('independent');
  });

  it.each([
    ['a view', 'SET ROLE o; CREATE VIEW v AS SELECT * FROM t; RESET ROLE', 'SELECT FROM v'],
    [
      'a function',
      "SET SESSION AUTHORIZATION o; CREATE FUNCTION f() RETURNS bigint LANGUAGE sql SECURITY DEFINER AS 'SELECT count(*) FROM t'; RESET SESSION AUTHORIZATION",
      'SELECT f()',
    ],
    [
      'a view made by a function of theirs',
      `${definer('CREATE VIEW v AS SELECT * FROM t; RETURN 1')} SELECT f();`,
      'SELECT FROM v',
    ],
    [
      'a view in a schema of theirs',
      'CREATE SCHEMA s AUTHORIZATION o CREATE VIEW v AS SELECT * FROM public.t',
      'SELECT FROM s.v',
    ],
    [
      'what a setting lets them make',
      "SELECT set_config('role', 'o', true); CREATE VIEW v AS SELECT * FROM t",
      'SELECT FROM v',
    ],
  ])('are those as whom it was made: %s', async (_, makes, uses) => {
    const setup = `${ROLES} GRANT ALL ON SCHEMA public TO o; GRANT r TO o; GRANT SELECT ON t TO r;`;
    expect(await ordered([setup, makes], uses, 'REVOKE r FROM o')).toBe(true);
    expect(
      await ordered(
        [setup, makes.replace(/SET (ROLE|SESSION AUTHORIZATION) o/, '')],
        'SELECT FROM t',
        'REVOKE r FROM o',
      ),
    ).toBe(false);
  });

  it('are not followed where a setting makes the session act as one', async () => {
    expect(await reasonOf(["SELECT set_config('role', 'o', true)"])).toMatch('acts as another role');
  });

  it.each([
    ['', "SET role = 'o'"],
    ['; ALTER FUNCTION f() SET role = o', ''],
  ])('are not followed where a function acts as one', async (altered, set) => {
    const made = `${ROLES} CREATE FUNCTION f() RETURNS int LANGUAGE sql ${set} AS 'SELECT 1'${altered}`;
    expect(await reasonOf([made])).toBeUndefined();
    expect(await reasonOf([made, 'SELECT f()'])).toMatch('acts as another role');
  });

  it('are not followed into transactions that others end', async () => {
    expect(await reasonOf(["PREPARE TRANSACTION 'a'"])).toMatch('leaves a transaction to be ended elsewhere');
  });
});
