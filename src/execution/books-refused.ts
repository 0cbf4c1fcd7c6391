/** What PostgreSQL says where a tool's table can neither be read nor made, told as what it is: nobody's defect, but for somebody to cure. */
import type { Bookkeeping } from '../migration/bookkeeping.ts';
import { type UserError, usageError } from '../migration/problem.ts';
import type { Session } from '../postgres/session.ts';
import { messageOf, sqlStateOf } from '../postgres/thrown.ts';
import { quoteLiteral } from '../sql/quote.ts';

/** SQLSTATEs of a relation of the same name that holds something else: another column, relation, kind or type than the tool's. */
const OTHER_SHAPE: ReadonlySet<string> = new Set(['42703', '42P01', '42809', '42883', '42804']);
const INSUFFICIENT_PRIVILEGE = '42501';
const NO_SCHEMA = '3F000';

/** Runs what reads or makes the books. @throws UserError (usage) where it is refused for what the database is or allows */
export async function withBooks<Result>(
  session: Session,
  { table }: Bookkeeping,
  work: () => Promise<Result>,
): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    throw (await refusal(session, table, error)) ?? error;
  }
}

/** Runs what changes the books in ways that they are known to allow, but for rights. @throws UserError (usage) where one is lacking */
export async function withRights<Result>({ table }: Bookkeeping, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    throw lackingRight(table, error) ?? error;
  }
}

function lackingRight(table: string, error: unknown): UserError | undefined {
  if (sqlStateOf(error) !== INSUFFICIENT_PRIVILEGE) return undefined;
  return usageError(
    'not-enough-privilege',
    `This user may not use ${table} for its bookkeeping: ${messageOf(error)}.`,
    'Grant it what it lacks (CREATE on the schema, or SELECT, INSERT, UPDATE and DELETE on the table), or name another table with --table.',
    { cause: error },
  );
}

async function refusal(session: Session, table: string, error: unknown): Promise<UserError | undefined> {
  const code = sqlStateOf(error);
  if (code === undefined) return undefined;
  const said = messageOf(error);
  const cause = { cause: error };
  if (OTHER_SHAPE.has(code)) {
    return usageError(
      'foreign-bookkeeping',
      `${table} is not as the migration tool writes it: ${said}.${await columnsOf(session, table)}`,
      'Name the right format with --format, or another bookkeeping table with --table.',
      cause,
    );
  }
  if (code === NO_SCHEMA) {
    return usageError(
      'missing-schema',
      `There is no place for ${table}: ${said}.`,
      'Create the schema with --init-sql, or name a table in one that is there with --table.',
      cause,
    );
  }
  return lackingRight(table, error);
}

/** A sentence, where the relation is there and the session still answers. */
async function columnsOf(session: Session, table: string): Promise<string> {
  try {
    // What failed may have left a transaction that answers nothing.
    await session.run('ROLLBACK');
    const [row] = await session.rows(
      `SELECT string_agg(attname || ' (' || format_type(atttypid, atttypmod) || ')', ', ' ORDER BY attnum) AS columns` +
        ` FROM pg_catalog.pg_attribute WHERE attrelid = to_regclass(${quoteLiteral(table)}) AND attnum > 0 AND NOT attisdropped`,
    );
    const columns = row?.['columns'];
    return typeof columns === 'string' ? ` It has ${columns}.` : '';
  } catch {
    return '';
  }
}
