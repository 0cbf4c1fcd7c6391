/** Looks at a database before anything runs on it: can we reach it, may we use it, and is it ours to change? */
import { type Problem, UserError, usageError } from '../migration/problem.ts';
import { quoteLiteral } from '../sql/quote.ts';
import type { Database } from './database.ts';
import { codeOf, messageOf } from './thrown.ts';

/** The versions every test of this project runs on, by major. */
export const OLDEST_MAJOR = 14;
export const NEWEST_MAJOR = 18;

export interface Health {
  /** As PostgreSQL reports it: `17.10`. */
  readonly version: string;
  readonly major: number;
  readonly database: string;
  readonly user: string;
  /** Whether the bookkeeping table exists. */
  readonly booksExist: boolean;
  /** Neither they nor anybody's relations are there. */
  readonly isEmpty: boolean;
}

export interface HealthExpectations {
  /** The bookkeeping table that says "these objects are ours". */
  readonly booksTable: string;
  /** Making it, where it is not there, makes a schema, for which PostgreSQL asks a right even where that schema is there. */
  readonly makesSchemas: boolean;
  /** Accept objects that no bookkeeping speaks of. */
  readonly allowNonEmpty: boolean;
}

/** The query's row. */
interface Facts {
  readonly version: string;
  readonly version_number: number;
  readonly standby: boolean;
  readonly read_only: boolean;
  readonly user: string;
  readonly database: string;
  readonly may_create_schemas: boolean;
  readonly may_create_tables: boolean;
  readonly books_exist: boolean;
  readonly objects: number;
  readonly example: string | null;
}

/**
 * Asks the server everything in one round trip and reports everything that is wrong at once.
 *
 * @throws UserError (usage) when the database cannot be reached or must not be used
 */
export async function checkHealth(
  database: Database,
  expectations: HealthExpectations,
): Promise<{ health: Health; problems: readonly Problem[] }> {
  const facts = await readFacts(database, expectations.booksTable);
  const problems = judge(facts, expectations);
  const [first, ...rest] = problems.filter((problem) => problem.severity === 'error');
  if (first !== undefined) throw new UserError('usage', [first, ...rest]);
  const health: Health = {
    version: facts.version,
    major: Math.floor(facts.version_number / 10_000),
    database: facts.database,
    user: facts.user,
    booksExist: facts.books_exist,
    isEmpty: !facts.books_exist && facts.objects === 0,
  };
  return { health, problems };
}

async function readFacts(database: Database, booksTable: string): Promise<Facts> {
  // Objects that belong to an extension came with the image (PostGIS puts tables into a fresh database); they are nobody's data.
  const query = `
    with objects as (
      select n.nspname || '.' || c.relname as name
      from pg_catalog.pg_class c
      join pg_catalog.pg_namespace n on n.oid = c.relnamespace
      where c.relkind in ('r', 'p', 'v', 'm', 'f', 'S')
        and n.nspname <> 'information_schema' and n.nspname not like 'pg\\_%'
        and not exists (select from pg_catalog.pg_depend d
                        where d.classid = 'pg_catalog.pg_class'::regclass and d.objid = c.oid and d.deptype = 'e')
    )
    select split_part(current_setting('server_version'), ' ', 1) as version,
           current_setting('server_version_num')::int as version_number,
           pg_is_in_recovery() as standby,
           current_setting('default_transaction_read_only')::bool as read_only,
           current_user as user,
           current_database() as database,
           has_database_privilege(current_database(), 'create') as may_create_schemas,
           coalesce(has_schema_privilege(to_regnamespace('public')::oid, 'create'), true) as may_create_tables,
           to_regclass(${quoteLiteral(booksTable)}) is not null as books_exist,
           (select count(*)::int from objects) as objects,
           (select min(name) from objects) as example`;
  try {
    const [row] = await database.withSession((session) => session.rows(query));
    return row as unknown as Facts;
  } catch (error) {
    if (codeOf(error) !== INSUFFICIENT_PRIVILEGE) throw error;
    throw usageError(
      'not-enough-privilege',
      `This user may not look for ${booksTable}: ${messageOf(error)}.`,
      'Grant it USAGE on the schema, or name another table with --table.',
      { cause: error },
    );
  }
}

const INSUFFICIENT_PRIVILEGE = '42501';

function judge(facts: Facts, expectations: HealthExpectations): Problem[] {
  const major = Math.floor(facts.version_number / 10_000);
  const problems: Problem[] = [];
  const error = (code: string, message: string, hint: string) =>
    problems.push({ severity: 'error', code, message, hint });
  if (major < OLDEST_MAJOR) {
    error(
      'server-too-old',
      `The server is PostgreSQL ${facts.version}; the oldest supported version is ${OLDEST_MAJOR}.`,
      `Use PostgreSQL ${OLDEST_MAJOR} to ${NEWEST_MAJOR}.`,
    );
  }
  if (major > NEWEST_MAJOR) {
    problems.push({
      severity: 'warning',
      code: 'server-untested',
      message: `The server is PostgreSQL ${facts.version}; the newest version this release was tested with is ${NEWEST_MAJOR}.`,
      hint: 'Look for a newer release of migrate-action.',
    });
  }
  if (facts.standby) {
    error('server-is-standby', 'The server is a standby, which can only be read.', 'Connect to the primary.');
  } else if (facts.read_only) {
    error(
      'server-is-read-only',
      `Transactions of user ${facts.user} on database ${facts.database} are read-only by default.`,
      'Set default_transaction_read_only to off, or connect as another user.',
    );
  }
  // Whether the migrations make any, they will see themselves.
  const lacksSchemas = expectations.makesSchemas && !facts.books_exist && !facts.may_create_schemas;
  if (lacksSchemas || !facts.may_create_tables) {
    const where = lacksSchemas ? `schemas in database ${facts.database}` : 'tables in schema public';
    error(
      'not-enough-privilege',
      `User ${facts.user} may not create ${where}.`,
      lacksSchemas
        ? `As the owner run: GRANT CREATE ON DATABASE ${facts.database} TO ${facts.user};`
        : `As the owner run: GRANT CREATE ON SCHEMA public TO ${facts.user};`,
    );
  }
  if (facts.objects > 0 && !facts.books_exist && !expectations.allowNonEmpty) {
    error(
      'database-not-empty',
      `Database ${facts.database} holds ${facts.objects} objects (${facts.example ?? ''} …) but no ${expectations.booksTable} that says which migrations made them.`,
      'Name an empty database, or pass --allow-non-empty if these objects may stay and be changed.',
    );
  }
  return problems;
}
