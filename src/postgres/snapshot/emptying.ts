/** Takes back a dump that was restored and then turned out to be wrong: it had been committed before anybody could look. */
import { usageError } from '../../migration/problem.ts';
import { quoteIdentifier } from '../../sql/quote.ts';
import type { Session } from '../session.ts';
import { messageOf } from '../thrown.ts';
import { EVERYTHING } from './emptiness.ts';
import { type EmptyDatabase, readEmptyDatabase } from './empty-database.ts';
import { dropRoles } from './roles.ts';

/** The code of the error that no run can go on after. */
export const NOT_EMPTIED = 'database-not-emptied';

/** What has to go. */
export interface Leftovers {
  /** Roles that were made on the server. */
  readonly roles: readonly string[];
  /** Whether all that is in the database goes, too; else there has to be nothing. */
  readonly content: boolean;
}

/**
 * Makes a database that was empty as empty as it was, and proves it.
 *
 * @param session on it, outside of a transaction; nobody else is at work there
 * @param before what it was
 * @throws UserError (usage) when it could not be emptied: then nothing may run in it
 */
export async function emptyAgain(
  session: Session,
  before: EmptyDatabase,
  { roles, content }: Leftovers,
): Promise<void> {
  try {
    if (content) await dropEverything(session, before);
    await dropRoles(session, roles);
    const now = await readEmptyDatabase(session);
    if (now === undefined) throw new Error('something is left in it');
    const same = now.kind === before.kind && JSON.stringify(now.cluster.roles) === JSON.stringify(before.cluster.roles);
    if (!same) throw new Error('it is not what it was before');
  } catch (cause) {
    throw usageError(
      NOT_EMPTIED,
      `A snapshot could not be restored into the database, or is not what it should be, and the database could not be emptied again: ${messageOf(cause).replace(/\.$/, '')}.`,
      'Create the database anew, and raise epoch, which abandons all snapshots.',
      { cause },
    );
  }
}

/** Goes with what it is a part of, as the sequence of an identity column, and cannot be dropped by itself. */
const IS_PART = `o.type <> 'composite type' AND EXISTS (SELECT FROM pg_catalog.pg_depend AS d
  WHERE d.classid = f.catalog::regclass AND d.objid = f.oid AND d.objsubid = 0 AND d.deptype = 'i')`;

/** Event triggers would see the others go; with schemas most of the rest goes. */
const FIRST = ['pg_event_trigger', 'pg_publication', 'pg_namespace'];

async function dropEverything(session: Session, before: EmptyDatabase): Promise<void> {
  const found = await session.rows(`
    SELECT f.catalog, f.oid::int8::text AS oid, o.type, o.identity
    FROM (${EVERYTHING}) AS f, LATERAL pg_identify_object(replace(f.catalog, 'largeobject_metadata', 'largeobject')::regclass, f.oid, 0) AS o
    WHERE NOT (${IS_PART})
    ORDER BY array_position(ARRAY[${FIRST.map((name) => `'${name}'`).join(', ')}], f.catalog), f.oid DESC`);
  const extensions = await session.rows('SELECT extname::text AS name FROM pg_catalog.pg_extension');
  const brought = extensions.map(({ name }) => String(name)).filter((name) => !before.extensions.includes(name));
  const statements = [
    // Identities come as the session would write them.
    ...found.flatMap(({ catalog, oid, type, identity }) => {
      if (catalog === 'pg_largeobject_metadata') return [`SELECT pg_catalog.lo_unlink(${String(oid)})`];
      // It goes with the role or the schema that it is of; whatever else it is, is found out afterwards.
      if (catalog === 'pg_default_acl') return [];
      return [`DROP ${wordOf(String(type))} IF EXISTS ${String(identity)} CASCADE`];
    }),
    ...brought.map((name) => `DROP EXTENSION IF EXISTS ${quoteIdentifier(name)} CASCADE`),
  ];
  try {
    await session.run(['BEGIN', ...statements, 'COMMIT'].join(';\n'));
  } catch (error) {
    await session.run('ROLLBACK').catch(() => undefined);
    throw error;
  }
}

/** As SQL has it. Composite types are relations in the catalog. */
function wordOf(type: string): string {
  return type === 'composite type' ? 'type' : type.replace('foreign-data', 'foreign data');
}
