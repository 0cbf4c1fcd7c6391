/** What is set for sessions that are still to begin, and means nothing to those that there are. */
import type { Session } from './session.ts';

/** What runs when a session begins, which PostgreSQL has from 17 on, as the FROM of a query over event triggers. */
export const LOGIN_TRIGGERS = "FROM pg_catalog.pg_event_trigger WHERE evtevent = 'login' AND evtenabled <> 'D'";

/** Settings of the database and of our role, and what else is done to a new session, as a text to compare. */
const OF_SESSIONS = `
  SELECT concat_ws(chr(10),
    string_agg(concat_ws(' ', setdatabase, setrole, setconfig::text), chr(10) ORDER BY setdatabase, setrole),
    (SELECT string_agg(evtname, ' ' ORDER BY evtname) ${LOGIN_TRIGGERS})) AS text
  FROM pg_catalog.pg_db_role_setting
  WHERE setdatabase IN (0, (SELECT oid FROM pg_catalog.pg_database WHERE datname = current_database()))
    AND setrole IN (0, (SELECT oid FROM pg_catalog.pg_roles WHERE rolname = session_user))`;

/** Whether ALTER SYSTEM wrote anything down: there are comments only in what initdb makes. */
const OF_SERVER = `
  SELECT EXISTS (SELECT FROM regexp_split_to_table(pg_catalog.pg_read_file('postgresql.auto.conf'), '\\n') AS line
    WHERE line !~ '^\\s*(#|$)') AS found`;

export async function settingsOfNewSessions(session: Session): Promise<string> {
  const [row] = await session.rows(OF_SESSIONS);
  return String(row?.['text']);
}

/** The name of an event trigger that runs when a session begins, if there is one. */
export async function loginTrigger(session: Session): Promise<string | undefined> {
  const [row] = await session.rows(`SELECT min(evtname) AS name ${LOGIN_TRIGGERS}`);
  return typeof row?.['name'] === 'string' ? row['name'] : undefined;
}

/** Whether a server of ours would have other settings if it was started again. */
export async function hasSystemSettings(session: Session): Promise<boolean> {
  const [row] = await session.rows(OF_SERVER);
  return row?.['found'] === true;
}
