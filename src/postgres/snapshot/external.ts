/**
 * Snapshots of a server that is not ours: a dump of the one database, made and restored by PostgreSQL's own programs of the server's
 * version, with what such a dump lacks beside it.
 *
 * Data goes through standard input and output, since a prefix may lead to other files. That a program talks to the database we mean is
 * proved, not assumed: it has to take part in a transaction of ours.
 */
import { open, rm } from 'node:fs/promises';
import type { Database } from '../database.ts';
import { isDiskFull } from '../server/disk-full.ts';
import { inSnapshot } from '../fingerprint/snapshot.ts';
import { lastLines, runCommand } from '../server/command.ts';
import type { Session } from '../session.ts';
import { messageOf } from '../thrown.ts';
import { type ClientProgram, clientConnection, findClient } from './client-programs.ts';
import { checkSubject, type SnapshotExpectations } from './expectations.ts';
import { checkPayload, hashOfPayload, seal, type SnapshotFile, withSnapshot } from './file.ts';
import { type DumpSurroundings, type SnapshotManifest, type SnapshotSubject, SNAPSHOT_FORMAT } from './manifest.ts';
import { SnapshotRefusal } from './refusal.ts';
import { whatIsThere } from './emptiness.ts';
import { type ClusterState, createMissingRoles, dropRoles, rolesToKeep } from './roles.ts';
import { readServer } from './server-facts.ts';
import { databaseStatements, readDatabase } from './settings.ts';

const CLIENT_TIMEOUT_MS = 30 * 60_000;

/** The database, twice: for us, and for the programs. */
export interface ExternalDatabase {
  readonly database: Database;
  /** A valid URL of the same database. */
  readonly url: string;
  /** Of `parseClientPrefix`; empty for none. */
  readonly clientPrefix: readonly string[];
}

export interface ExternalSnapshotOptions extends ExternalDatabase {
  readonly subject: SnapshotSubject;
  /** Of `readClusterState`, from before the migrations, and before a snapshot was restored. */
  readonly before: ClusterState;
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

export interface ExternalRestoreOptions extends ExternalDatabase {
  readonly file: string;
  readonly expected: SnapshotExpectations;
}

/**
 * Restores a snapshot into an empty database, all of it or nothing: when it is refused, the database is as empty as it was.
 *
 * @returns what was restored
 * @throws SnapshotRefusal
 */
export async function restoreExternalSnapshot(options: ExternalRestoreOptions): Promise<SnapshotManifest> {
  return await withSnapshot(options.file, async (snapshot) => {
    checkSubject(snapshot.manifest, options.expected);
    await checkPayload(snapshot);
    await options.database.withSession((session) => restore(session, snapshot, options));
    return snapshot.manifest;
  });
}

async function dump(session: Session, options: ExternalSnapshotOptions): Promise<SnapshotManifest> {
  const server = await readServer(session, 'external');
  const program = await findClient('pg_dump', server.major, options.clientPrefix);
  await refuseUnportable(session);
  const surroundings: DumpSurroundings = {
    user: await userOf(session),
    roles: await rolesToKeep(session, options.before, server.major),
    database: await readDatabase(session),
  };
  const [size] = await session.rows('SELECT pg_database_size(current_database())::float8 AS bytes');
  const handle = await open(options.file, 'w+');
  try {
    await runDump(session, program, options.url, [], handle.fd);
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
async function runDump(
  session: Session,
  program: ClientProgram,
  url: string,
  more: readonly string[],
  output?: number,
): Promise<void> {
  await session.run('SET LOCAL idle_in_transaction_session_timeout TO 0');
  const [exported] = await session.rows('SELECT pg_catalog.pg_export_snapshot() AS id');
  const snapshot = `--snapshot=${String(exported?.['id'])}`;
  // Compressing is the store's business.
  const args = ['--format=custom', '--compress=0', snapshot, ...more];
  await runClient(program, url, args, { output });
}

async function refuseUnportable(session: Session): Promise<void> {
  const [row] = await session.rows(`
    SELECT (SELECT min('the subscription ' || subname) FROM pg_subscription
        WHERE subdbid = (SELECT oid FROM pg_database WHERE datname = current_database())) AS subscription,
      (SELECT min('the security label of ' || provider) FROM pg_shseclabel) AS label`);
  const found = row?.['subscription'] ?? row?.['label'];
  if (typeof found !== 'string') return;
  throw new SnapshotRefusal('not-portable', `No snapshot is made: ${found} cannot be part of a dump.`);
}

async function restore(session: Session, snapshot: SnapshotFile, options: ExternalRestoreOptions): Promise<void> {
  const { server, surroundings } = snapshot.manifest;
  if (surroundings === undefined) {
    throw new SnapshotRefusal(
      'wrong-server',
      'The snapshot is of a managed server and cannot be restored into another.',
    );
  }
  const database = await checkTarget(session, snapshot.manifest);
  const program = await findClient('pg_restore', server.major, options.clientPrefix);
  let made: readonly string[] = [];
  try {
    if (options.clientPrefix.length > 0) await checkPrefix(session, server.major, options);
    made = await createMissingRoles(session, surroundings.roles, server.major);
    // Only tried: once rows are there, nothing may fail any more.
    const settings = databaseStatements(surroundings.database, database).join('; ');
    await session.run(`BEGIN; ${settings}; ROLLBACK`);
    await runClient(program, options.url, ['--single-transaction', '--exit-on-error'], { input: snapshot.handle.fd });
    // Last, since they would hold for the restoring session too.
    await session.run(`BEGIN; ${settings}; COMMIT`);
  } catch (error) {
    if (session.inTransaction) await session.run('ROLLBACK');
    await dropRoles(session, made);
    if (error instanceof SnapshotRefusal) throw error;
    const why = messageOf(error).replace(/\.$/, '');
    throw new SnapshotRefusal('failed', `The snapshot is not restored: ${why}.`, { cause: error });
  }
}

/** @returns the name of the database */
async function checkTarget(session: Session, manifest: SnapshotManifest): Promise<string> {
  return await inSnapshot(session, async () => {
    const found = await readServer(session, 'external');
    const user = await userOf(session);
    const { server, surroundings } = manifest;
    const faults = [
      ...differing('PostgreSQL', server.major, found.major),
      ...differing('encoding', server.encoding, found.encoding),
      ...differing('collation', server.collate, found.collate),
      ...differing('character type', server.characterType, found.characterType),
      ...differing('user', surroundings?.user, user),
    ];
    if (faults.length > 0) {
      throw new SnapshotRefusal('wrong-server', `The snapshot is not of a server like this one: ${faults.join('; ')}.`);
    }
    const there = await whatIsThere(session);
    if (there !== undefined) {
      throw new SnapshotRefusal('not-empty', `The snapshot is not restored, since the database has ${there}.`);
    }
    const [row] = await session.rows('SELECT current_database() AS name');
    return String(row?.['name']);
  });
}

/** A restore into another database than ours could not be taken back. */
async function checkPrefix(session: Session, major: number, options: ExternalDatabase): Promise<void> {
  const program = await findClient('pg_dump', major, options.clientPrefix);
  await inSnapshot(session, () => runDump(session, program, options.url, ['--schema-only']));
}

async function runClient(
  program: ClientProgram,
  url: string,
  args: readonly string[],
  streams: { readonly input?: number | undefined; readonly output?: number | undefined },
): Promise<void> {
  const connection = clientConnection(url);
  const { code, stderr } = await runCommand(program.file, [...program.args, ...connection.args, ...args], {
    env: { ...connection.env, LC_ALL: 'C' },
    ...streams,
    timeoutMs: CLIENT_TIMEOUT_MS,
  });
  if (code === 0) return;
  // The line that names the error; those after it show the statement, with whatever is in it.
  const said = stderr.split('\n').find((line) => /\b(?:error|FATAL):/.test(line)) ?? lastLines(stderr, 1);
  throw new Error(said === '' ? `${program.file} ended without a word` : said);
}

async function userOf(session: Session): Promise<string> {
  const [row] = await session.rows('SELECT session_user AS name');
  return String(row?.['name']);
}

function differing(what: string, found: unknown, wanted: unknown): string[] {
  return found === wanted ? [] : [`its ${what} is ${String(found)} and not ${String(wanted)}`];
}
