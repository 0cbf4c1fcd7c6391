/** A read-only transaction in which text forms do not depend on how the session, the role or the database is set. */
import type { Session } from '../session.ts';

const SETTINGS: Readonly<Record<string, string>> = {
  search_path: 'pg_catalog, pg_temp',
  quote_all_identifiers: 'off',
  standard_conforming_strings: 'on',
  TimeZone: 'UTC',
  DateStyle: 'ISO, YMD',
  IntervalStyle: 'postgres',
  bytea_output: 'hex',
  xmlbinary: 'base64',
  extra_float_digits: '1',
  lc_monetary: 'C',
  // Rather an error than some of the rows.
  row_security: 'off',
  // A limit that is meant for migrations.
  statement_timeout: '0',
  // Compiling the catalog queries takes longer than running them.
  jit: 'off',
};

const BEGIN = [
  'BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY',
  ...Object.entries(SETTINGS).map(([name, value]) =>
    name === 'search_path' ? `SET LOCAL search_path TO ${value}` : `SET LOCAL ${name} TO '${value}'`,
  ),
].join('; ');

/** @throws what the work throws; the transaction is over then, too */
export async function inSnapshot<T>(session: Session, work: () => Promise<T>): Promise<T> {
  if (session.inTransaction) throw new Error('An image of a database is read outside of a transaction.');
  await session.run(BEGIN);
  try {
    const result = await work();
    await session.run('COMMIT');
    return result;
  } catch (error) {
    // What went wrong is what has to be told, also when the connection is gone.
    await session.run('ROLLBACK').catch(() => undefined);
    throw error;
  }
}
