/**
 * Restores a snapshot into somebody's database, which must be empty: all of it or nothing.
 *
 * `pg_restore` commits before anybody can look at what it restored. So the database is looked at then, under the lock of the run, and
 * what turns out to be wrong is dropped again.
 */
import { randomUUID } from 'node:crypto';
import { UserError } from '../../migration/problem.ts';
import { inSnapshot } from '../fingerprint/snapshot.ts';
import { isDiskFull } from '../server/disk-full.ts';
import type { Session } from '../session.ts';
import { messageOf } from '../thrown.ts';
import { lostConnection } from '../transient.ts';
import { runClient } from './client-programs.ts';
import { emptyAgain } from './emptying.ts';
import { whatIsThere } from './emptiness.ts';
import { checkSubject, type SnapshotExpectations } from './expectations.ts';
import { type ExternalDatabase, runDump, userOf } from './external.ts';
import { checkPayload, type SnapshotFile, withSnapshot } from './file.ts';
import type { DumpSurroundings, SnapshotManifest } from './manifest.ts';
import { SnapshotRefusal } from './refusal.ts';
import { createMissingRoles, otherRoles } from './roles.ts';
import { databaseStatements } from './settings.ts';

export interface ExternalRestoreOptions extends ExternalDatabase {
  readonly file: string;
  readonly expected: SnapshotExpectations;
  /** Looks at what was restored, before the settings of the database are made. What it throws takes everything back. */
  readonly check: (session: Session, manifest: SnapshotManifest) => Promise<void>;
}

/**
 * Nobody else may work on the database meanwhile. Sessions from before do not have its settings afterwards.
 *
 * @returns what was restored
 * @throws SnapshotRefusal when the snapshot must not be used; the database is as empty as it was
 * @throws UserError (usage) with `NOT_EMPTIED` when it is not
 */
export async function restoreExternalSnapshot(options: ExternalRestoreOptions): Promise<SnapshotManifest> {
  return await withSnapshot(options.file, async (snapshot) => {
    const { manifest } = snapshot;
    checkSubject(manifest, options.expected);
    const { surroundings } = manifest;
    if (surroundings === undefined) {
      throw new SnapshotRefusal(
        'wrong-server',
        'The snapshot is of a managed server and cannot be restored into another.',
      );
    }
    await checkPayload(snapshot);
    const attempt: Attempt = { roles: [], applicationName: `migrate-action ${randomUUID()}`, reached: 'nothing' };
    try {
      await options.database.withSession((session) => restore(session, snapshot, surroundings, options, attempt));
    } catch (error) {
      if (attempt.reached !== 'nothing') await takeBack(attempt, options);
      throw attempt.reached === 'restored' ? error : asRefusal(error);
    }
    return manifest;
  });
}

/** How far it got. */
interface Attempt {
  /** By it we find the session of `pg_restore` again, should it be cut off. */
  readonly applicationName: string;
  /** Those that were made. */
  roles: readonly string[];
  reached: 'nothing' | 'begun' | 'restored';
}

async function restore(
  session: Session,
  { manifest, handle }: SnapshotFile,
  surroundings: DumpSurroundings,
  options: ExternalRestoreOptions,
  attempt: Attempt,
): Promise<void> {
  const { programs, url, before, check } = options;
  const database = await checkTarget(session, manifest, surroundings, options);
  const program = await programs.find('pg_restore', before.major);
  if (programs.areElsewhere) await checkWay(session, options);
  attempt.reached = 'begun';
  attempt.roles = await createMissingRoles(session, surroundings.roles, before.major);
  // Only tried: once rows are there, nothing may fail any more.
  const settings = databaseStatements(surroundings.database, database).join('; ');
  await session.run(`BEGIN; ${settings}; ROLLBACK`);
  const { applicationName } = attempt;
  await runClient(program, { url, applicationName }, ['--single-transaction', '--exit-on-error'], { input: handle.fd });
  attempt.reached = 'restored';
  await check(session, manifest);
  // Last, since they would hold for the restoring session too.
  await session.run(`BEGIN; ${settings}; COMMIT`);
}

/** On new sessions: the one from before may have ended. */
async function takeBack({ applicationName, roles, reached }: Attempt, options: ExternalDatabase): Promise<void> {
  const { database, before } = options;
  await database.renew();
  await database.withSession(async (session) => {
    const left = await session.rows('SELECT pid FROM pg_catalog.pg_stat_activity WHERE application_name = $1', [
      applicationName,
    ]);
    for (const { pid } of left) await session.endOther(Number(pid));
    // What is there although nothing was restored is somebody else's.
    await emptyAgain(session, before, { roles, content: reached === 'restored' });
  });
}

/** A restore into another database than ours could not be taken back. */
async function checkWay(session: Session, options: ExternalDatabase): Promise<void> {
  await inSnapshot(session, () => runDump(session, options, ['--schema-only']));
}

/** Whether it is the snapshot's fault, or might go another time. */
function asRefusal(error: unknown): Error {
  if (error instanceof SnapshotRefusal || error instanceof UserError) return error;
  const why = messageOf(error).replace(/\.$/, '');
  const passing = isDiskFull(error) || lostConnection(error) || /connection|FATAL|was stopped after/.test(why);
  return new SnapshotRefusal(passing ? 'failed' : 'not-restorable', `The snapshot is not restored: ${why}.`, {
    cause: error,
  });
}

/** @returns the name of the database */
async function checkTarget(
  session: Session,
  { server }: SnapshotManifest,
  { user, kind, roles, otherRoles: expectedRoles }: DumpSurroundings,
  { before }: ExternalDatabase,
): Promise<string> {
  return await inSnapshot(session, async () => {
    const faults = [
      ...(server.major === before.major ? [] : [`its PostgreSQL is ${server.major} and not ${before.major}`]),
      ...((await userOf(session)) === user ? [] : [`its user is ${user}`]),
      ...(kind === before.kind ? [] : ['its database was set up in another way']),
      ...(otherRoles(before.cluster, roles) === expectedRoles ? [] : ['it has other roles']),
      ...(await otherExtensions(session, server.extensions)),
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

/** A dump does not say which version of an extension is to be made: the server's own is. */
async function otherExtensions(
  session: Session,
  expected: SnapshotManifest['server']['extensions'],
): Promise<string[]> {
  // Always there, and looking at what is available takes reading a directory.
  const wanted = expected.filter(({ name }) => name !== 'plpgsql');
  if (wanted.length === 0) return [];
  const rows = await session.rows(
    `SELECT w.name, w.version, coalesce(x.extversion, a.default_version) AS found
     FROM json_to_recordset($1) AS w(name text, version text)
       LEFT JOIN pg_extension AS x ON x.extname = w.name LEFT JOIN pg_available_extensions AS a ON a.name = w.name
     WHERE coalesce(x.extversion, a.default_version) IS DISTINCT FROM w.version`,
    [JSON.stringify(wanted)],
  );
  return rows.map(({ name, version, found }) => {
    const here = typeof found === 'string' ? `here it is ${found}` : 'here there is none';
    return `its extension ${String(name)} is ${String(version)}, and ${here}`;
  });
}
