/** Roles: what a dump of one database lacks, as they belong to the whole server. */
import { hashOfParts } from '../../migration/digest.ts';
import { FIRST_USER_OID } from '../fingerprint/catalog-sql.ts';
import { inSnapshot } from '../fingerprint/snapshot.ts';
import type { Session } from '../session.ts';
import { quoteIdentifier, quoteLiteral } from '../../sql/quote.ts';
import type { HeldRole } from './manifest.ts';
import { SnapshotRefusal } from './refusal.ts';
import { setStatements } from './settings.ts';

/** What the databases of a server share, as it was before migrations ran. */
export interface ClusterState {
  readonly roles: readonly HeldRole[];
  /** Databases, tablespaces, what is set for the server or for us, privileges on parameters: none of it can be in a dump. */
  readonly others: readonly string[];
}

const ATTRIBUTES: Readonly<Record<string, string>> = {
  rolsuper: 'SUPERUSER',
  rolcreatedb: 'CREATEDB',
  rolcreaterole: 'CREATEROLE',
  rolinherit: 'INHERIT',
  rolcanlogin: 'LOGIN',
  rolreplication: 'REPLICATION',
  rolbypassrls: 'BYPASSRLS',
};

const ROLES = (major: number) => `
  SELECT r.rolname AS name,
    array_remove(ARRAY[
      ${Object.entries(ATTRIBUTES)
        .map(([column, word]) => `CASE WHEN r.${column} THEN '${word}' ELSE 'NO${word}' END`)
        .join(', ')},
      CASE WHEN r.rolconnlimit >= 0 THEN 'CONNECTION LIMIT ' || r.rolconnlimit END,
      'VALID UNTIL ''' || r.rolvaliduntil || ''''], NULL) AS attributes,
    coalesce((SELECT array_agg(setting ORDER BY setting COLLATE "C")
      FROM pg_db_role_setting AS s, unnest(s.setconfig) AS setting WHERE s.setrole = r.oid AND s.setdatabase = 0), '{}') AS settings,
    shobj_description(r.oid, 'pg_authid') AS comment,
    coalesce((SELECT json_agg(json_build_object('role', g.rolname, 'options', json_build_array(
        'ADMIN ' || upper(m.admin_option::text)
        ${major >= 16 ? `, 'INHERIT ' || upper(m.inherit_option::text), 'SET ' || upper(m.set_option::text)` : ''}))
        ORDER BY g.rolname COLLATE "C")
      FROM pg_auth_members AS m JOIN pg_roles AS g ON g.oid = m.roleid WHERE m.member = r.oid), '[]') AS "memberOf"
  FROM pg_roles AS r WHERE r.oid >= ${FIRST_USER_OID} AND r.rolname <> session_user ORDER BY r.rolname COLLATE "C"`;

/** Roles that no dump makes. */
const GIVEN = `(r.oid < ${FIRST_USER_OID} OR r.rolname = session_user)`;

/** Of other databases, and of roles that are there before us, we among them. */
const OTHERS = (major: number) => `
  SELECT 'database ' || datname AS name FROM pg_database
  UNION ALL SELECT 'tablespace ' || spcname FROM pg_tablespace
  UNION ALL SELECT concat('privileges on database ', datname, ' ', datacl) FROM pg_database WHERE datname <> current_database()
  UNION ALL SELECT concat('setting of database ', datname, ' ', setting)
    FROM pg_db_role_setting, unnest(setconfig) AS setting, pg_database AS d WHERE d.oid = setdatabase AND datname <> current_database()
  UNION ALL SELECT concat('setting of role ', rolname, ' ', setting)
    FROM pg_db_role_setting, unnest(setconfig) AS setting, pg_roles AS r WHERE r.oid = setrole AND setdatabase = 0 AND ${GIVEN}
  UNION ALL SELECT concat_ws(' ', 'role', rolname, 'in role', roleid::regrole)
    FROM pg_auth_members AS m JOIN pg_roles AS r ON r.oid = m.member WHERE ${GIVEN}
      -- Whoever makes a role has such a part in it.
      ${major >= 16 ? 'AND NOT (m.admin_option AND NOT m.inherit_option AND NOT m.set_option)' : ''}
  UNION ALL SELECT 'setting of every role ' || setting FROM pg_db_role_setting, unnest(setconfig) AS setting WHERE setdatabase = 0 AND setrole = 0
  ${major >= 15 ? `UNION ALL SELECT 'privileges on parameter ' || parname FROM pg_parameter_acl` : ''} ORDER BY 1`;

/**
 * Reads what the databases of the server share.
 *
 * @param session in the transaction of `inSnapshot`
 */
export async function readClusterState(session: Session, major: number): Promise<ClusterState> {
  const roles = (await session.rows(ROLES(major))) as unknown as readonly HeldRole[];
  const others = [...(await session.rows(OTHERS(major))), ...(await systemSettings(session))];
  return { roles, others: others.map(({ name }) => String(name)) };
}

/** What ALTER SYSTEM wrote down. Who may not look may not write it, either. */
async function systemSettings(session: Session): Promise<readonly Record<string, unknown>[]> {
  const [row] = await session.rows(`SELECT has_table_privilege('pg_file_settings', 'SELECT')
    AND has_function_privilege('pg_show_all_file_settings()', 'EXECUTE') AS may_look`);
  if (row?.['may_look'] !== true) return [];
  return await session.rows(`SELECT concat('setting of the server ', name, '=', setting) AS name FROM pg_file_settings
    WHERE sourcefile LIKE '%postgresql.auto.conf' ORDER BY 1`);
}

/**
 * The roles that a restored dump needs: those that migrations made, and those that own or may do something in the database.
 *
 * @param session in the transaction of `inSnapshot`
 * @throws SnapshotRefusal (not-portable) when migrations did to the server what can be told to no other
 */
export async function rolesToKeep(session: Session, before: ClusterState, major: number): Promise<readonly HeldRole[]> {
  const now = await readClusterState(session, major);
  const refuse = (why: string) => new SnapshotRefusal('not-portable', `No snapshot is made: ${why}.`);
  const [other] = [...now.others.filter(isNotIn(before.others)), ...before.others.filter(isNotIn(now.others))];
  if (other !== undefined) throw refuse(`the migrations made or changed ${other}, which is outside of the database`);
  const earlier = new Map(before.roles.map((role) => [role.name, JSON.stringify(role)]));
  const changed = now.roles.find((role) => earlier.has(role.name) && earlier.get(role.name) !== JSON.stringify(role));
  const [gone] = before.roles.map(({ name }) => name).filter(isNotIn(now.roles.map(({ name }) => name)));
  const altered = changed?.name ?? gone;
  if (altered !== undefined) throw refuse(`the migrations changed the role ${altered}, which was there before`);

  const used = new Set((await session.rows(USED)).map(({ name }) => String(name)));
  const made = new Set(now.roles.map(({ name }) => name).filter((name) => !earlier.has(name)));
  const kept = now.roles.filter(({ name }) => made.has(name) || used.has(name));
  for (const { name } of await session.rows(await mayHavePassword(session))) {
    if (made.has(String(name))) throw refuse(`the role ${String(name)} has a password, which is in no snapshot`);
  }
  return kept;
}

const USED = `
  SELECT r.rolname AS name FROM pg_roles AS r WHERE r.oid IN (
    SELECT refobjid FROM pg_shdepend WHERE refclassid = 'pg_authid'::regclass
      AND dbid = (SELECT oid FROM pg_database WHERE datname = current_database())
    UNION SELECT refobjid FROM pg_shdepend WHERE refclassid = 'pg_authid'::regclass
      AND classid = 'pg_database'::regclass AND objid = (SELECT oid FROM pg_database WHERE datname = current_database())
    UNION SELECT setrole FROM pg_db_role_setting
      WHERE setdatabase = (SELECT oid FROM pg_database WHERE datname = current_database()))`;

/** Who may not look must take every role that can log in for one with a password. */
async function mayHavePassword(session: Session): Promise<string> {
  const [row] = await session.rows(`SELECT has_table_privilege('pg_authid', 'SELECT') AS may_look`);
  return row?.['may_look'] === true
    ? 'SELECT rolname AS name FROM pg_authid WHERE rolpassword IS NOT NULL'
    : 'SELECT rolname AS name FROM pg_roles WHERE rolcanlogin';
}

/**
 * Makes those roles that are missing.
 *
 * @returns the names of those made, for `dropRoles`
 * @throws SnapshotRefusal (wrong-roles) when a role is there and is another; then none is made
 */
export async function createMissingRoles(
  session: Session,
  roles: readonly HeldRole[],
  major: number,
): Promise<readonly string[]> {
  const { roles: present } = await inSnapshot(session, () => readClusterState(session, major));
  const there = new Map(present.map((role) => [role.name, JSON.stringify(role)]));
  const different = roles.find(
    (role) => there.has(role.name) && there.get(role.name) !== JSON.stringify(inOrder(role)),
  );
  if (different !== undefined) {
    const why = `the role ${different.name} of this server is not that of the snapshot`;
    throw new SnapshotRefusal('wrong-roles', `The snapshot is not restored: ${why}.`);
  }
  const missing = roles.filter(({ name }) => !there.has(name));
  if (missing.length === 0) return [];
  const statements = [
    ...missing.map(({ name, attributes }) => `CREATE ROLE ${quoteIdentifier(name)} ${attributes.join(' ')}`),
    ...missing.flatMap((role) => detailsOf(role, major)),
  ];
  try {
    await session.run(`BEGIN; ${statements.join('; ')}; COMMIT`);
  } catch (cause) {
    await session.run('ROLLBACK');
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new SnapshotRefusal('wrong-roles', `The snapshot is not restored: its roles cannot be made (${why}).`, {
      cause,
    });
  }
  return missing.map(({ name }) => name);
}

/** The order of fields in which the server gives them. */
function inOrder({ name, attributes, settings, comment, memberOf }: HeldRole): HeldRole {
  return { name, attributes, settings, comment, memberOf: memberOf.map(({ role, options }) => ({ role, options })) };
}

function detailsOf({ name, settings, comment, memberOf }: HeldRole, major: number): string[] {
  const role = quoteIdentifier(name);
  return [
    ...(comment === null ? [] : [`COMMENT ON ROLE ${role} IS ${quoteLiteral(comment)}`]),
    ...settings.flatMap((setting) => setStatements(`ROLE ${role}`, setting)),
    ...memberOf.map((membership) => {
      const group = quoteIdentifier(membership.role);
      if (major >= 16) return `GRANT ${group} TO ${role} WITH ${membership.options.join(', ')}`;
      return `GRANT ${group} TO ${role}${membership.options.includes('ADMIN TRUE') ? ' WITH ADMIN OPTION' : ''}`;
    }),
  ];
}

/** Undoes `createMissingRoles`, and takes from them what they have been given in this database. */
export async function dropRoles(session: Session, names: readonly string[]): Promise<void> {
  if (names.length === 0) return;
  const roles = names.map(quoteIdentifier).join(', ');
  await session.run(`BEGIN; DROP OWNED BY ${roles} CASCADE; DROP ROLE ${roles}; COMMIT`);
}

/** The roles of a server without those of a snapshot, as a hash of their names. */
export function otherRoles({ roles }: ClusterState, held: readonly HeldRole[]): string {
  const others = roles.map(({ name }) => name).filter(isNotIn(held.map(({ name }) => name)));
  return hashOfParts(others);
}

function isNotIn(names: readonly string[]): (name: string) => boolean {
  const set = new Set(names);
  return (name) => !set.has(name);
}
