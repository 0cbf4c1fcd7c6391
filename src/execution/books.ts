/** Reads a tool's bookkeeping and says what is left to do, or why nothing may be done. */
import type { AppliedRecord, Bookkeeping } from '../migration/bookkeeping.ts';
import type { Migration } from '../migration/migration.ts';
import { type Problem, UserError } from '../migration/problem.ts';
import type { Session } from '../postgres/session.ts';
import { sqlStateOf } from '../postgres/thrown.ts';
import { withBooks, withRights } from './books-refused.ts';

/** How many names a message lists before it says "and N more". */
const NAMES_SHOWN = 5;

export interface State {
  /** In the set's order. */
  readonly present: readonly Migration[];
  readonly pending: readonly Migration[];
  readonly problems: readonly Problem[];
}

/** Creates the tool's table as the tool would, if it is not there. */
export async function createBooks(session: Session, bookkeeping: Bookkeeping): Promise<void> {
  if (bookkeeping.create.length === 0) return;
  await withBooks(session, bookkeeping, () => session.run(['BEGIN', ...bookkeeping.create, 'COMMIT'].join(';\n')));
}

/** Statements for which PostgreSQL asks for rights also when it only says how it would run them. */
const EXPLAINABLE = /^(?:WITH|INSERT|UPDATE|DELETE)\b/i;

/**
 * Makes sure that no right is lacking for what will be written to the books, which exist: the last of it is written when all migrations
 * are applied, and then it is late to say so.
 *
 * @param pending in the set's order
 */
export async function checkRights(
  session: Session,
  bookkeeping: Bookkeeping,
  pending: readonly Migration[],
): Promise<void> {
  const [first] = pending;
  if (first === undefined) return;
  const statements = [...bookkeeping.record(first), ...(bookkeeping.finish?.(pending) ?? [])];
  const explained = statements.filter((text) => EXPLAINABLE.test(text)).map((text) => `EXPLAIN ${text}`);
  try {
    await withRights(bookkeeping, () => session.run(explained.join(';\n')));
  } catch (error) {
    // What runs at the end may well use what is not there yet.
    if (error instanceof UserError || sqlStateOf(error) === undefined) throw error;
  }
}

/**
 * Whether the books, which exist, say that the migration is applied.
 *
 * @param migrations in file order; a row may speak for those before it
 */
export async function isRecorded(
  session: Session,
  bookkeeping: Bookkeeping,
  migration: Migration,
  migrations: readonly Migration[],
): Promise<boolean> {
  const records = await recordsIn(session, bookkeeping);
  return appliedVersions(records.filter(isDone), migrations).has(migration.version);
}

/**
 * Compares the books with the set.
 *
 * @param isFresh whether nobody but us ever had the database: then what a tool runs each time has run as often as on an empty one
 * @throws UserError when the database is ahead of the set, was left unfinished, or holds other versions of its migrations
 */
export async function readState(
  session: Session,
  bookkeeping: Bookkeeping,
  migrations: readonly Migration[],
  isFresh = false,
): Promise<State> {
  const records = await recordsIn(session, bookkeeping);
  const applied = appliedVersions(isFresh ? records : records.filter(isDone), migrations);
  const known = new Map(migrations.map((migration) => [migration.version, migration]));
  const errors = [
    ...unfinished(records, bookkeeping),
    ...unknown(records, known, bookkeeping),
    ...edited(records, known, bookkeeping),
  ];
  const [first, ...rest] = errors;
  if (first !== undefined) throw new UserError('migrations', [first, ...rest]);
  const isPresent = ({ version }: Migration) => applied.has(version);
  const present = migrations.filter(isPresent);
  const pending = migrations.filter((migration) => !isPresent(migration));
  return { present, pending, problems: outOfOrder(migrations, present, pending) };
}

async function recordsIn(session: Session, bookkeeping: Bookkeeping): Promise<readonly AppliedRecord[]> {
  return bookkeeping.parse(await withBooks(session, bookkeeping, () => session.rows(bookkeeping.select)));
}

function isDone({ runsAgain }: AppliedRecord): boolean {
  return runsAgain !== true;
}

function appliedVersions(records: readonly AppliedRecord[], migrations: readonly Migration[]): ReadonlySet<string> {
  const versions = new Set(records.map((record) => record.version));
  for (const record of records.filter(({ andAllBefore }) => andAllBefore === true)) {
    const position = migrations.findIndex((migration) => migration.version === record.version);
    migrations.slice(0, position + 1).forEach((migration) => versions.add(migration.version));
  }
  return versions;
}

function unfinished(records: readonly AppliedRecord[], bookkeeping: Bookkeeping): Problem[] {
  const versions = records.filter((record) => record.unfinished === true).map((record) => record.version);
  if (versions.length === 0) return [];
  return [
    {
      severity: 'error',
      code: 'unfinished-migration',
      message: `${bookkeeping.table} marks ${names(versions)} as not finished.`,
      hint: 'Repair the database by hand, then clear the mark with your migration tool; or start from an empty database.',
    },
  ];
}

function unknown(
  records: readonly AppliedRecord[],
  known: ReadonlyMap<string, Migration>,
  bookkeeping: Bookkeeping,
): Problem[] {
  const versions = records.map((record) => record.version).filter((version) => !known.has(version));
  if (versions.length === 0) return [];
  return [
    {
      severity: 'error',
      code: 'unknown-applied-migration',
      message: `${bookkeeping.table} records ${names(versions)}, which this set does not contain: the database is ahead of these files.`,
      hint: 'Use the files the database was migrated with, or an empty database.',
    },
  ];
}

function edited(
  records: readonly AppliedRecord[],
  known: ReadonlyMap<string, Migration>,
  bookkeeping: Bookkeeping,
): Problem[] {
  return records.flatMap((record): Problem[] => {
    const migration = known.get(record.version);
    if (migration === undefined || record.checksum === undefined) return [];
    const expected = bookkeeping.checksum?.(migration);
    if (expected === undefined || expected === record.checksum) return [];
    return [
      {
        severity: 'error',
        code: 'edited-after-applied',
        message: `${migration.path} is not what was applied: its checksum is ${expected}, ${bookkeeping.table} records ${record.checksum}.`,
        path: migration.up.path,
        hint: 'Restore the file and put the change into a new migration, or start from an empty database.',
      },
    ];
  });
}

function outOfOrder(
  migrations: readonly Migration[],
  present: readonly Migration[],
  pending: readonly Migration[],
): Problem[] {
  const newest = present.at(-1);
  if (newest === undefined) return [];
  const earlier = new Set(migrations.slice(0, migrations.indexOf(newest)));
  const late = pending.filter((migration) => migration.repeatable !== true && earlier.has(migration));
  if (late.length === 0) return [];
  return [
    {
      severity: 'warning',
      code: 'out-of-order',
      message: `${names(late.map((migration) => migration.id))} ${late.length === 1 ? 'stands' : 'stand'} before ${newest.id}, which the database already has.`,
      hint: 'It is applied now. Other tools may refuse it: rename it to come last if yours does.',
    },
  ];
}

function names(all: readonly string[]): string {
  const shown = all.slice(0, NAMES_SHOWN).join(', ');
  return all.length > NAMES_SHOWN ? `${shown} and ${all.length - NAMES_SHOWN} more` : shown;
}
