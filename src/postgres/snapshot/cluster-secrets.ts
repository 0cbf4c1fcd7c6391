/**
 * Takes the superuser's password out of a managed server before its files are kept. It is made up for one run, and a snapshot goes to
 * other runs and other machines.
 */
import type { Session } from '../session.ts';
import { SUPERUSER } from '../server/managed-server.ts';
import { quoteIdentifier } from '../../sql/quote.ts';

/**
 * What is deleted stays in the files until something is written over it. So the table of passwords is written anew, and the rest of
 * the write-ahead log, whose past the snapshot leaves out, begins in a new file.
 */
export async function forgetPassword(session: Session): Promise<void> {
  await session.run(`ALTER ROLE ${quoteIdentifier(SUPERUSER)} PASSWORD NULL`);
  await session.run('VACUUM (FULL) pg_catalog.pg_authid');
  await session.run('SELECT pg_catalog.pg_switch_wal()');
}
