/** What only the server can tell of what was restored. The books are for the caller to read. */
import { inSnapshot } from '../fingerprint/snapshot.ts';
import type { Session } from '../session.ts';
import type { Cluster, ExtensionVersion, SnapshotManifest } from './manifest.ts';
import { SnapshotRefusal } from './refusal.ts';
import { ALWAYS_THERE, namesOf, readCluster, readServer } from './server-facts.ts';

/**
 * Whether the database is the one of the manifest, and whether this machine's libraries and extensions are those it was made with. An
 * index on text that other libraries sorted finds only some of its rows, and nobody says so.
 *
 * @param session on the database
 * @throws SnapshotRefusal (bad-manifest, wrong-server)
 */
export async function checkRestored(session: Session, manifest: SnapshotManifest): Promise<void> {
  await inSnapshot(session, async () => {
    const found = await readServer(session, manifest.server.source);
    // A dump is of no cluster.
    const cluster = manifest.cluster === undefined ? {} : await readCluster(session);
    const expected = manifest.server;
    const faults = [
      ...differing('major', expected.major, found.major),
      ...differing('encoding', expected.encoding, found.encoding),
      ...differing('collation', expected.collate, found.collate),
      ...differing('character type', expected.characterType, found.characterType),
      ...differing('extensions', namesOf(expected.extensions), namesOf(found.extensions)),
      ...Object.entries(cluster).flatMap(([name, value]) =>
        differing(name, manifest.cluster?.[name as keyof Cluster], value),
      ),
    ];
    if (faults.length > 0) {
      throw new SnapshotRefusal(
        'bad-manifest',
        `The manifest of the snapshot is not of its content: ${faults.join('; ')}.`,
      );
    }
    const [stranger] = [
      ...(await otherCollations(session, found.major)),
      ...otherExtensions(expected.extensions, found.extensions),
    ];
    if (stranger !== undefined) {
      throw new SnapshotRefusal('wrong-server', `The snapshot is not of a machine like this one: ${stranger}.`);
    }
  });
}

function differing(what: string, told: unknown, found: unknown): string[] {
  return told === found ? [] : [`its ${what} is ${String(found)} and not ${String(told)}`];
}

/** Those in use only: of the hundreds that every database has, the versions are of no matter. */
async function otherCollations(session: Session, major: number): Promise<string[]> {
  const ofDatabase = `UNION ALL SELECT datname FROM pg_database
    WHERE datname = current_database() AND datcollversion <> pg_database_collation_actual_version(oid)`;
  const rows = await session.rows(`
    SELECT collname::text AS name FROM pg_collation
    WHERE oid IN (SELECT refobjid FROM pg_depend WHERE refclassid = 'pg_collation'::regclass)
      AND collversion <> pg_collation_actual_version(oid)
    ${major >= 15 ? ofDatabase : ''}`);
  return rows.map(({ name }) => `the collation ${String(name)} has another version here`);
}

/** What migrations make of one is what is offered where they run, and its functions may be those of a library that is not here any more. */
function otherExtensions(before: readonly ExtensionVersion[], now: readonly ExtensionVersion[]): string[] {
  return now.flatMap(({ name, offered }) => {
    if (name === ALWAYS_THERE) return [];
    if (offered === undefined) return [`the extension ${name} is not installed here`];
    const then = before.find((extension) => extension.name === name)?.offered;
    return then === undefined || then === offered ? [] : [`the extension ${name} was ${then} and is ${offered} here`];
  });
}
