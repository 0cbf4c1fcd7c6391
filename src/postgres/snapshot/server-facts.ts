/** What a server says of itself, for the manifest. */
import type { Session } from '../session.ts';
import type { Cluster, ExtensionVersion, SnapshotServer } from './manifest.ts';

/** The extension that every database has. */
export const ALWAYS_THERE = 'plpgsql';

const FACTS = `
  SELECT split_part(current_setting('server_version'), ' ', 1) AS version,
    current_setting('server_version_num')::int / 10000 AS major,
    version() AS build,
    pg_encoding_to_char(d.encoding) AS encoding, d.datcollate AS collate, d.datctype AS "characterType",
    (SELECT coalesce(json_agg(json_strip_nulls(json_build_object('name', extname, 'version', extversion, 'offered',
         -- To look at what is available takes reading a directory.
         CASE WHEN extname <> '${ALWAYS_THERE}' THEN (SELECT a.default_version FROM pg_available_extensions AS a WHERE a.name = extname) END))
       ORDER BY extname COLLATE "C"), '[]') FROM pg_extension) AS extensions
  FROM pg_database AS d WHERE d.datname = current_database()`;

const CLUSTER = `
  SELECT s.pg_control_version AS "controlVersion", s.catalog_version_no AS "catalogVersion",
    i.database_block_size AS "blockSize", i.wal_block_size AS "walBlockSize", i.bytes_per_wal_segment AS "walSegmentSize",
    i.data_page_checksum_version <> 0 AS "dataChecksums"
  FROM pg_control_system() AS s, pg_control_init() AS i`;

type ServerFacts = Omit<SnapshotServer, 'source' | 'platform' | 'architecture'>;

export async function readServer(session: Session, source: SnapshotServer['source']): Promise<SnapshotServer> {
  const [facts] = await session.rows(FACTS);
  return { ...(facts as unknown as ServerFacts), source, platform: process.platform, architecture: process.arch };
}

export async function readCluster(session: Session): Promise<Cluster> {
  const [cluster] = await session.rows(CLUSTER);
  return cluster as unknown as Cluster;
}

/** `hstore 1.8, pg_trgm 1.6` */
export function namesOf(extensions: readonly ExtensionVersion[]): string {
  return extensions.map(({ name, version }) => `${name} ${version}`).join(', ');
}
