/** New databases on a server, as cheaply as they can be had: tests make hundreds of them. */
import pg from 'pg';
import { type ManagedServer, socketConnection } from '../../src/postgres/server/managed-server.ts';

export type Server = Pick<ManagedServer, 'socketDirectory' | 'socketPort' | 'version'>;

/**
 * What every copy of nothing is a copy of. The first session of a database leaves a file that the copies have, too, and by which theirs
 * start sooner.
 */
export async function createEmptyTemplate(admin: pg.Client, server: Server, name: string): Promise<void> {
  await copyDatabase(admin, server, name, 'template0');
  const first = new pg.Client(socketConnection(server, name));
  await first.connect();
  await first.end();
}

/** Copying files is quicker than writing pages to the log, and takes half the work; before version 15 there is no other way. */
export async function copyDatabase(
  admin: pg.Client,
  { version }: Server,
  name: string,
  template: string,
): Promise<void> {
  const strategy = Number.parseInt(version, 10) >= 15 ? ' STRATEGY file_copy' : '';
  await admin.query(`CREATE DATABASE ${name} TEMPLATE ${pg.escapeIdentifier(template)}${strategy}`);
}
