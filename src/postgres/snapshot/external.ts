/**
 * Snapshots of a server that is not ours: a dump of the one database, made by PostgreSQL's own programs of the server's version,
 * with what such a dump lacks beside it. `external-restore.ts` restores it.
 *
 * Data goes through standard input and output, since a prefix may lead to other files. That a program talks to the database we mean is
 * proved, not assumed: it has to take part in a transaction of ours.
 */
import { open, rm } from 'node:fs/promises';
import type { Database } from '../database.ts';
import { quoteLiteral } from '../../sql/quote.ts';
import { isDiskFull } from '../server/disk-full.ts';
import { FIRST_USER_OID } from '../fingerprint/catalog-sql.ts';
import { inSnapshot } from '../fingerprint/snapshot.ts';
import { LOGIN_TRIGGERS } from '../lasting-settings.ts';
import type { Session } from '../session.ts';
import { messageOf } from '../thrown.ts';
import { type ClientPrograms, runClient } from './client-programs.ts';
import type { EmptyDatabase } from './empty-database.ts';
import { hashOfPayload, seal } from './file.ts';
import { type DumpSurroundings, type SnapshotManifest, type SnapshotSubject, SNAPSHOT_FORMAT } from './manifest.ts';
import { SnapshotRefusal } from './refusal.ts';
import { otherRoles, rolesToKeep } from './roles.ts';
import { readServer } from './server-facts.ts';
import { readDatabase } from './settings.ts';

/** The database, twice: for us, and for the programs. */
export interface ExternalDatabase {
  readonly database: Database;
  /** A valid URL of the same database. */
  readonly url: string;
  readonly programs: ClientPrograms;
  /** From before the migrations, and before a snapshot was restored. */
  readonly before: EmptyDatabase;
}

export interface ExternalSnapshotOptions extends ExternalDatabase {
  readonly subject: SnapshotSubject;
  /** Where the snapshot is written; replaced if it is there. */
  readonly file: string;
}

/**
 * Makes a snapshot of a database. Others may use it meanwhile: what they commit after the beginning is not in the snapshot.
 *
 * @throws SnapshotRefusal when none can be made; then there is no file
 */
export async function makeExternalSnapshot(options: ExternalSnapshotOptions): Promise<SnapshotManifest> {
  const { database, file } = options;
  try {
    return await database.withSession((session) => inSnapshot(session, () => dump(session, options)));
  } catch (error) {
    await rm(file, { force: true });
    if (error instanceof SnapshotRefusal) throw error;
    const why = isDiskFull(error) ? 'there is no room for it' : messageOf(error).replace(/\.$/, '');
    throw new SnapshotRefusal('failed', `No snapshot is made: ${why}.`, { cause: error });
  }
}

async function dump(session: Session, options: ExternalSnapshotOptions): Promise<SnapshotManifest> {
  const server = await readServer(session, 'external');
  const { before } = options;
  await refuseUnportable(session, before);
  const roles = await rolesToKeep(session, before.cluster, server.major);
  const surroundings: DumpSurroundings = {
    user: await userOf(session),
    roles,
    otherRoles: otherRoles(before.cluster, roles),
    kind: before.kind,
    database: await readDatabase(session),
  };
  const [size] = await session.rows('SELECT pg_database_size(current_database())::float8 AS bytes');
  const handle = await open(options.file, 'w+');
  try {
    await runDump(session, options, [], handle.fd);
    const { size: bytes } = await handle.stat();
    const manifest: SnapshotManifest = {
      format: SNAPSHOT_FORMAT,
      kind: 'dump',
      ...options.subject,
      server,
      surroundings,
      payload: { bytes, sha256: await hashOfPayload(handle, bytes), restoredBytes: Number(size?.['bytes']) },
      madeAt: new Date().toISOString(),
    };
    await seal(handle, manifest);
    return manifest;
  } finally {
    await handle.close();
  }
}

/**
 * Dumps what our own transaction sees. Only a program that is connected to the very same database can.
 *
 * @param session in a transaction, which must be idle for as long as it takes
 */
export async function runDump(
  session: Session,
  { programs, url, before }: ExternalDatabase,
  more: readonly string[],
  output?: number,
): Promise<void> {
  const program = await programs.find('pg_dump', before.major);
  await session.run('SET LOCAL idle_in_transaction_session_timeout TO 0');
  const [exported] = await session.rows('SELECT pg_catalog.pg_export_snapshot() AS id');
  const snapshot = `--snapshot=${String(exported?.['id'])}`;
  // Compressing is the store's business.
  const args = ['--format=custom', '--compress=0', snapshot, ...more];
  await runClient(program, { url }, args, { output });
}

async function refuseUnportable(session: Session, before: EmptyDatabase): Promise<void> {
  const brought = before.extensions.map(quoteLiteral).join(', ');
  const [row] = await session.rows(`
    SELECT CASE WHEN to_regnamespace('public') IS NULL THEN 'a database without its schema public' END AS schema,
      (SELECT 'that the database is a template' FROM pg_database WHERE datname = current_database() AND datistemplate) AS template,
      (SELECT min('the collation ' || collname || ', which is for every encoding,') FROM pg_collation
        WHERE oid >= ${FIRST_USER_OID} AND collprovider = 'c' AND collencoding = -1) AS collation,
      (SELECT min('the extension ' || x.extname || ' in another version than this server makes it of itself')
        FROM pg_extension AS x JOIN pg_available_extensions AS a ON a.name = x.extname
        WHERE x.extversion <> a.default_version AND x.extname NOT IN (${brought})) AS extension,
      (SELECT min('the event trigger ' || evtname || ', which does something whenever somebody connects,')
        ${LOGIN_TRIGGERS}) AS login,
      (SELECT min('the subscription ' || subname) FROM pg_subscription
        WHERE subdbid = (SELECT oid FROM pg_database WHERE datname = current_database())) AS subscription,
      (SELECT min('the security label of ' || provider) FROM pg_shseclabel) AS label`);
  const found = ['schema', 'template', 'collation', 'extension', 'login', 'subscription', 'label']
    .map((name) => row?.[name])
    .find((one) => one !== null);
  if (typeof found !== 'string') return;
  throw new SnapshotRefusal('not-portable', `No snapshot is made: ${found} cannot be part of a dump.`);
}

export async function userOf(session: Session): Promise<string> {
  const [row] = await session.rows('SELECT session_user AS name');
  return String(row?.['name']);
}
