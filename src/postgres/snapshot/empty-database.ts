/**
 * What somebody's database is before the first migration. A dump of it later tells of what migrations made only as far as it is known
 * what was there before them, and it can stand for migrations only in a database that began like it.
 */
import { hashOfParts } from '../../migration/digest.ts';
import { inSnapshot } from '../fingerprint/snapshot.ts';
import type { Session } from '../session.ts';
import { whatIsThere } from './emptiness.ts';
import { type ClusterState, readClusterState } from './roles.ts';
import { namesOf, readServer } from './server-facts.ts';
import { readDatabase } from './settings.ts';

export interface EmptyDatabase {
  /** `17.10` */
  readonly version: string;
  readonly major: number;
  readonly cluster: ClusterState;
  /** Names of extensions that came with the database. */
  readonly extensions: readonly string[];
  /**
   * Equal for databases in which the same migrations make the same: version, locale, extensions, who we are, what is set, and who may do
   * what. 64 hexadecimal digits.
   */
  readonly kind: string;
}

/** What decides over values that migrations write, or where it is they write them. */
const SETTINGS = [
  'DateStyle',
  'IntervalStyle',
  'TimeZone',
  'default_table_access_method',
  'default_tablespace',
  'default_text_search_config',
  'default_toast_compression',
  'lc_messages',
  'lc_monetary',
  'lc_numeric',
  'lc_time',
  'search_path',
];

/** In no transaction of ours, which has settings of its own. */
const SET = `SELECT string_agg(name || '=' || coalesce(reset_val, ''), chr(10) ORDER BY name COLLATE "C") AS text
  FROM pg_catalog.pg_settings WHERE name IN (${SETTINGS.map((name) => `'${name}'`).join(', ')})`;

const FACTS = `
  SELECT concat_ws(chr(10),
    (SELECT to_jsonb(r) - '{oid,rolpassword,rolconfig}'::text[] FROM pg_roles AS r WHERE r.rolname = session_user),
    (SELECT string_agg(g.rolname, ',' ORDER BY g.rolname) FROM pg_roles AS g WHERE pg_has_role(session_user, g.oid, 'MEMBER') AND g.oid < 16384),
    (SELECT concat_ws(',', to_jsonb(d) ->> 'datlocprovider', to_jsonb(d) ->> 'daticulocale', to_jsonb(d) ->> 'datlocale', to_jsonb(d) ->> 'daticurules')
     FROM pg_database AS d WHERE d.datname = current_database()),
    (SELECT concat_ws(',', n.nspowner::regrole, n.nspacl::text) FROM pg_namespace AS n WHERE n.nspname = 'public')) AS text`;

/**
 * @param session outside of a transaction
 * @returns undefined when there is something in it, beyond what extensions of the server's image brought
 */
export async function readEmptyDatabase(session: Session): Promise<EmptyDatabase | undefined> {
  const [set] = await session.rows(SET);
  return await inSnapshot(session, async () => {
    if ((await whatIsThere(session)) !== undefined) return undefined;
    const { version, major, encoding, collate, characterType, extensions } = await readServer(session, 'external');
    const [facts] = await session.rows(FACTS);
    const kind = hashOfParts([
      version,
      encoding,
      collate,
      characterType,
      namesOf(extensions),
      JSON.stringify(await readDatabase(session)),
      String(facts?.['text']),
      String(set?.['text']),
    ]);
    const cluster = await readClusterState(session, major);
    return { version, major, cluster, extensions: extensions.map(({ name }) => name), kind };
  });
}
