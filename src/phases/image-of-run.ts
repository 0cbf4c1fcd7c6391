/** What a run's fingerprint is made of: all that its server holds but the books, which hold times. */
import { openDatabase } from '../postgres/database.ts';
import type { Fingerprint } from '../migration/image-hashes.ts';
import { fingerprintOf } from '../postgres/fingerprint/fingerprint.ts';
import { type DatabaseImage, NOTHING_VOLATILE } from '../postgres/fingerprint/image.ts';
import { readImage } from '../postgres/fingerprint/read.ts';
import { type ManagedServer, socketConnection, SUPERUSER } from '../postgres/server/managed-server.ts';
import type { Session } from '../postgres/session.ts';
import type { Prepared } from './plan.ts';
import type { Settings } from './settings.ts';

/**
 * Of somebody else's server only what is in the database: what else is on it is not of the run, and what is set for the database is
 * set last.
 */
export async function imageOfDatabase(session: Session, { bookkeeping }: Prepared): Promise<DatabaseImage> {
  const image = await readImage(session, { withoutRows: [bookkeeping.table] });
  const isInside = (name: string) => name !== 'database' && !name.startsWith('setting of ');
  return { ...image, objects: new Map([...image.objects].filter(([name]) => isInside(name))) };
}

/** @param beside another session on the same database, which saves time */
export async function imageOfRun(
  session: Session,
  { bookkeeping }: Prepared,
  beside?: Session,
): Promise<DatabaseImage> {
  const image = await readImage(session, { clusterWide: true, withoutRows: [bookkeeping.table] }, beside);
  // Whether our own role has a password depends on whether the server is kept.
  return { ...image, objects: new Map([...image.objects].filter(([name]) => name !== `role ${SUPERUSER}`)) };
}

export async function fingerprintOfRun(
  server: ManagedServer,
  settings: Settings,
  prepared: Prepared,
): Promise<Fingerprint> {
  const image = await withSessionOn(server, settings, (session, beside) => imageOfRun(session, prepared, beside));
  return fingerprintOf(image, NOTHING_VOLATILE);
}

/** Lends a session, and a second one where there may be two. */
export async function withSessionOn<T>(
  server: ManagedServer,
  settings: Settings,
  work: (session: Session, beside?: Session) => Promise<T>,
): Promise<T> {
  const database = openDatabase(socketConnection(server), settings.limits, () => undefined);
  try {
    if (database.poolSize < 2) return await database.withSession((session) => work(session));
    await database.warm(2);
    return await database.withSession((session) => database.withSession((beside) => work(session, beside)));
  } finally {
    await database.close();
  }
}
