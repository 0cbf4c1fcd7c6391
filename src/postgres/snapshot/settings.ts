/** Settings of databases and roles, and what else belongs to a database rather than to what is in it. */
import { quoteIdentifier, quoteLiteral } from '../../sql/quote.ts';
import type { Session } from '../session.ts';
import type { HeldDatabase } from './manifest.ts';

/** Lists of names, which would become one name as a literal. */
const LISTS: ReadonlySet<string> = new Set(['search_path', 'temp_tablespaces']);

/**
 * @param subject `DATABASE "app"`
 * @param setting `search_path=app, public`, as PostgreSQL stores it
 */
export function setStatements(subject: string, setting: string): string[] {
  const equals = setting.indexOf('=');
  const [name, value] = [setting.slice(0, equals), quoteLiteral(setting.slice(equals + 1))];
  const quoted = name.split('.').map(quoteIdentifier).join('.');
  if (!LISTS.has(name.toLowerCase())) return [`ALTER ${subject} SET ${quoted} TO ${value}`];
  return [
    `SELECT pg_catalog.set_config(${quoteLiteral(name)}, ${value}, true)`,
    `ALTER ${subject} SET ${quoted} FROM CURRENT`,
    `RESET ${quoted}`,
  ];
}

/**
 * @param session in the transaction of `inSnapshot`, where that matters
 * @param name default: the database of the session
 */
export async function readDatabase(session: Session, name?: string): Promise<HeldDatabase> {
  const [row] = await session.rows(`
    SELECT pg_get_userbyid(d.datdba) AS owner, shobj_description(d.oid, 'pg_database') AS comment,
      d.datconnlimit AS "connectionLimit",
      coalesce((SELECT json_agg(json_build_object('role', CASE s.setrole WHEN 0 THEN '' ELSE pg_get_userbyid(s.setrole) END, 'setting', setting)
          ORDER BY s.setrole, setting COLLATE "C")
        FROM pg_db_role_setting AS s, unnest(s.setconfig) AS setting WHERE s.setdatabase = d.oid), '[]') AS settings,
      CASE WHEN d.datacl IS NOT NULL THEN coalesce((SELECT json_agg(json_build_object('grantor', pg_get_userbyid(a.grantor),
          'grantee', CASE a.grantee WHEN 0 THEN '' ELSE pg_get_userbyid(a.grantee) END,
          'privilege', a.privilege_type, 'grantable', a.is_grantable))
        FROM aclexplode(d.datacl) AS a), '[]') END AS privileges
    FROM pg_database AS d WHERE d.datname = ${name === undefined ? 'current_database()' : quoteLiteral(name)}`);
  return row as unknown as HeldDatabase;
}

/** Statements that make a database what the recorded one was. To be run in one transaction, by the recorded user. */
export function databaseStatements(held: HeldDatabase, database: string): readonly string[] {
  const name = quoteIdentifier(database);
  const subject = `DATABASE ${name}`;
  return [
    `ALTER ${subject} OWNER TO ${quoteIdentifier(held.owner)}`,
    ...(held.comment === null ? [] : [`COMMENT ON ${subject} IS ${quoteLiteral(held.comment)}`]),
    ...(held.connectionLimit === -1 ? [] : [`ALTER ${subject} CONNECTION LIMIT ${held.connectionLimit}`]),
    ...(held.privileges === null
      ? []
      : [
          `REVOKE ALL ON ${subject} FROM PUBLIC, ${quoteIdentifier(held.owner)}`,
          ...held.privileges.flatMap(({ grantor, grantee, privilege, grantable }) => [
            `SET LOCAL ROLE ${quoteIdentifier(grantor)}`,
            `GRANT ${privilege} ON ${subject} TO ${grantee === '' ? 'PUBLIC' : quoteIdentifier(grantee)}${grantable ? ' WITH GRANT OPTION' : ''}`,
            'RESET ROLE',
          ]),
        ]),
    ...held.settings.flatMap(({ role, setting }) =>
      setStatements(role === '' ? subject : `ROLE ${quoteIdentifier(role)} IN ${subject}`, setting),
    ),
  ];
}
