/** Copies of the migrated database on its own server, one for each parallel test worker. */
import { usageError } from '../migration/problem.ts';
import type { Session } from '../postgres/session.ts';
import type { HeldDatabase } from '../postgres/snapshot/manifest.ts';
import { databaseStatements, readDatabase } from '../postgres/snapshot/settings.ts';
import { causeOf, codeOf } from '../postgres/thrown.ts';
import { quoteIdentifier } from '../sql/quote.ts';

/** From PostgreSQL 15 on, copying the files beats writing every page to the log, as long as nobody waits for the disk. */
const FILE_COPY_SINCE = 15;
const NOT_ALLOWED = '42501';

/**
 * @param session connected to another database than `template`, which nobody may be connected to
 * @returns the names: `app_1` to `app_N`
 * @throws when one of them cannot be made; then those before it are gone again
 */
export async function createClones(
  session: Session,
  template: string,
  count: number,
  major: number,
): Promise<readonly string[]> {
  const names = Array.from({ length: count }, (_, index) => `${template}_${index + 1}`);
  const strategy = major >= FILE_COPY_SINCE ? ' STRATEGY file_copy' : '';
  const held = await readDatabase(session, template);
  const made: string[] = [];
  for (const name of names) {
    try {
      await session.run(`CREATE DATABASE ${quoteIdentifier(name)} TEMPLATE ${quoteIdentifier(template)}${strategy}`);
      made.push(name);
      await dress(session, name, held);
    } catch (error) {
      await removeClones(session, made);
      throw cloneError(error, name, template);
    }
  }
  return names;
}

/** PostgreSQL copies what is in a template, and not what belongs to the database itself: its settings, grants, comment and owner. */
async function dress(session: Session, clone: string, held: HeldDatabase): Promise<void> {
  if (await isDone(session, databaseStatements(held, clone))) return;
  // Somebody else's settings may be no business of this user's. A clone without them is what he had before; the others he may make.
  const bare = { ...(await readDatabase(session, clone)), comment: null, privileges: null, settings: [] };
  const { owner, comment, connectionLimit, privileges, settings } = held;
  const parts = [{ owner }, { comment }, { connectionLimit }, { privileges }];
  for (const part of [...parts, ...settings.map((setting) => ({ settings: [setting] }))]) {
    await isDone(session, databaseStatements({ ...bare, ...part }, clone));
  }
}

/** All of them or none. @returns whether this user may */
async function isDone(session: Session, statements: readonly string[]): Promise<boolean> {
  try {
    await session.run(['BEGIN', ...statements, 'COMMIT'].join('; '));
    return true;
  } catch (error) {
    await session.run('ROLLBACK');
    if (codeOf(causeOf(error)) !== NOT_ALLOWED) throw error;
    return false;
  }
}

/** All or none: what stayed behind would be in the way of the next run. */
async function removeClones(session: Session, names: readonly string[]): Promise<void> {
  for (const name of names) {
    try {
      await session.run(`DROP DATABASE ${quoteIdentifier(name)}`);
    } catch {
      // Why there is no complete set of clones is what has to be told.
    }
  }
}

const CURES: Readonly<Record<string, readonly [code: string, message: string, hint: string]>> = {
  '42P04': ['clone-exists', 'exists already', 'Drop it, or start from a fresh server.'],
  '55006': [
    'template-in-use',
    'cannot be copied while somebody is connected to its template',
    'Close the other connections.',
  ],
  '42501': ['not-enough-privilege', 'may not be created by this user', 'Grant it CREATEDB, or leave --clones out.'],
  '53100': ['disk-full', 'does not fit on the disk', 'Make room, or ask for fewer clones.'],
};

function cloneError(error: unknown, name: string, template: string): unknown {
  const cure = CURES[codeOf(causeOf(error)) ?? ''];
  if (cure === undefined) return error;
  const message = `Clone ${name} ${cure[1]}. The database ${template} itself is migrated.`;
  return usageError(cure[0], message, cure[2], { cause: error });
}
