/**
 * Snapshots of a managed server: its data directory after a clean shutdown.
 *
 * Everything of the server is in it by nature: all databases, roles, settings, what migrations left in unlogged tables.
 */
import { open, rm } from 'node:fs/promises';
import pg from 'pg';
import type { DataDirectoryOptions } from '../server/data-directory.ts';
import { isDiskFull } from '../server/disk-full.ts';
import { type ManagedServer, socketConnection } from '../server/managed-server.ts';
import { inSnapshot } from '../fingerprint/snapshot.ts';
import { Session } from '../session.ts';
import { loginTrigger } from '../lasting-settings.ts';
import { messageOf } from '../thrown.ts';
import { forgetPassword } from './cluster-secrets.ts';
import { checkInstallation, checkSubject, type SnapshotExpectations } from './expectations.ts';
import { checkPayload, hashOfPayload, seal, type SnapshotFile } from './file.ts';
import {
  type Cluster,
  type SnapshotManifest,
  type SnapshotServer,
  type SnapshotSubject,
  SNAPSHOT_FORMAT,
} from './manifest.ts';
import { packDataDirectory } from './pack.ts';
import { SnapshotRefusal } from './refusal.ts';
import { readCluster, readServer } from './server-facts.ts';
import { listArchive } from './tar-listing.ts';
import { unpackDataDirectory } from './unpack.ts';

export interface ManagedSnapshotOptions {
  /** Running. Its connections end, since it is shut down for it. */
  readonly server: ManagedServer;
  /** The database that was migrated. Default `app`. */
  readonly database?: string | undefined;
  readonly subject: SnapshotSubject;
  /** Where the snapshot is written; replaced if it is there. */
  readonly file: string;
  /** Whether the server is started again; else it stays halted, and `stop` removes it. */
  readonly resume: boolean;
}

/**
 * Makes a snapshot of a managed server.
 *
 * The server must be quiet: what others do meanwhile may be in the snapshot. Whatever happens, it is as `resume` says afterwards, and
 * there is a whole file or none.
 *
 * @throws SnapshotRefusal when none can be made
 */
export async function makeSnapshot(options: ManagedSnapshotOptions): Promise<SnapshotManifest> {
  const { server, file } = options;
  let made = false;
  try {
    const facts = await prepare(options);
    await server.halt();
    const manifest = await write(options, facts);
    made = true;
    return manifest;
  } catch (error) {
    if (error instanceof SnapshotRefusal) throw error;
    const why = isDiskFull(error) ? 'there is no room for it' : messageOf(error).replace(/\.$/, '');
    throw new SnapshotRefusal('failed', `No snapshot is made: ${why}.`, { cause: error });
  } finally {
    if (!made) await rm(file, { force: true });
    await (options.resume ? server.resume() : server.halt());
  }
}

/** A data directory that is filled from a snapshot. */
export interface SnapshotFill {
  /**
   * The option `fill` of `startServer`.
   *
   * It throws a SnapshotRefusal when the snapshot must not be used, and `startServer` then throws just that and leaves nothing. A
   * snapshot on which the server does not start makes `startServer` throw a UserError `server-not-started`. Either way the caller does
   * without. Once the server runs, `checkRestored` asks it for what cannot be seen from outside.
   */
  readonly fill: (options: DataDirectoryOptions) => Promise<void>;
  /**
   * Whether the payload is the one that was written, which `fill` begins to compute and does not wait for: the server can start
   * meanwhile. Nothing may be done with it before this is known.
   *
   * @throws SnapshotRefusal
   */
  readonly check: () => Promise<void>;
}

/** While so much is unpacked our thread is idle; while less is, it has the plan to make, which goes first. */
const CHECKED_BESIDE_BYTES = 64 * 1024 ** 2;

/** @param snapshot open until all is done */
export function fillFromSnapshot(snapshot: SnapshotFile, expected: SnapshotExpectations): SnapshotFill {
  let checking: Promise<void> | undefined;
  const check = () => (checking ??= checkPayload(snapshot));
  return {
    check,
    async fill({ installation, directory, account, underway }) {
      checkSubject(snapshot.manifest, expected);
      checkInstallation(snapshot.manifest, installation);
      // Who calls `check` hears of it.
      const begin = () => {
        check().catch(() => undefined);
      };
      if (snapshot.manifest.payload.bytes >= CHECKED_BESIDE_BYTES) begin();
      await unpackDataDirectory(snapshot, directory, account, underway);
      begin();
    },
  };
}

interface Facts {
  readonly server: SnapshotServer;
  readonly cluster: Cluster;
}

async function prepare({ server, database }: ManagedSnapshotOptions): Promise<Facts> {
  const client = new pg.Client(socketConnection(server, database));
  client.on('error', () => undefined);
  await client.connect();
  try {
    const session = new Session(client);
    const facts = await inSnapshot(session, async () => {
      await refuseTablespaces(session);
      await refuseLoginTriggers(session);
      return { server: await readServer(session, server.source), cluster: await readCluster(session) };
    });
    await forgetPassword(session);
    return facts;
  } finally {
    await client.end();
  }
}

async function refuseTablespaces(session: Session): Promise<void> {
  const found = await session.rows(
    "SELECT spcname AS name FROM pg_tablespace WHERE spcname NOT IN ('pg_default', 'pg_global') ORDER BY spcname",
  );
  if (found.length === 0) return;
  const names = found.map(({ name }) => String(name)).join(', ');
  throw new SnapshotRefusal(
    'not-portable',
    `No snapshot is made: tablespaces (${names}) lie outside of the data directory.`,
  );
}

/** What they do to whoever connects, they would do to those that restore it, and to the sessions of what is applied then. */
async function refuseLoginTriggers(session: Session): Promise<void> {
  const trigger = await loginTrigger(session);
  if (trigger === undefined) return;
  throw new SnapshotRefusal(
    'not-portable',
    `No snapshot is made: the event trigger ${trigger} does something whenever somebody connects.`,
  );
}

async function write({ server, subject, file }: ManagedSnapshotOptions, facts: Facts): Promise<SnapshotManifest> {
  const handle = await open(file, 'w+');
  try {
    await packDataDirectory(server.dataDirectory, facts.cluster.walSegmentSize, handle);
    const { size: bytes } = await handle.stat();
    const manifest: SnapshotManifest = {
      format: SNAPSHOT_FORMAT,
      kind: 'data-directory',
      ...subject,
      ...facts,
      payload: {
        bytes,
        sha256: await hashOfPayload(handle, bytes),
        // What cannot be unpacked must not be kept.
        restoredBytes: listArchive(handle, bytes).contentBytes,
      },
      madeAt: new Date().toISOString(),
    };
    await seal(handle, manifest);
    return manifest;
  } finally {
    await handle.close();
  }
}
