/** Migrations and a database with books, for tests of what is done with both. */
import { expect } from '@jest/globals';
import type { Progress, Runnable } from '../../src/execution/apply.ts';
import { createBooks } from '../../src/execution/books.ts';
import type { Bookkeeping } from '../../src/migration/bookkeeping.ts';
import { parseDirectives } from '../../src/migration/directives.ts';
import type { Migration, TransactionMode } from '../../src/migration/migration.ts';
import { type Database, DEFAULT_LIMITS, openDatabase } from '../../src/postgres/database.ts';
import { compile } from '../../src/sql/compile.ts';
import { quoteLiteral } from '../../src/sql/quote.ts';
import { frame } from '../../src/sql/transactions.ts';
import type { TestServer } from '../support/server.ts';

/** The plainest books there can be: one column of versions. */
export const books: Bookkeeping = {
  table: 'public.applied',
  create: ['CREATE TABLE public.applied (version text PRIMARY KEY)'],
  select: 'SELECT version FROM public.applied',
  parse: (rows) => rows.map(({ version }) => ({ version: String(version) })),
  record: ({ version }) => [`INSERT INTO public.applied VALUES (${quoteLiteral(version)})`],
  erase: ({ version }) => [`DELETE FROM public.applied WHERE version = ${quoteLiteral(version)}`],
};

/** A script in psql's dialect, ready to run. */
export function migration(id: string, text: string, transaction: TransactionMode = 'single'): Runnable {
  const made: Migration = {
    id,
    version: id,
    description: id,
    path: `${id}.sql`,
    up: { path: `${id}.sql`, text, line: 1, transaction, dialect: 'psql' },
    dependsOn: [],
    directives: parseDirectives(text, `${id}.sql`).directives,
  };
  const program = compile(made.up, { variables: new Map(), readFile: () => '' });
  expect(program.problems).toEqual([]);
  return { migration: made, framing: frame(program.steps, transaction) };
}

/** Works on a fresh database whose books exist. */
export async function withDatabase<T>(
  testServer: TestServer,
  work: (database: Database, name: string) => Promise<T>,
  limits = DEFAULT_LIMITS,
): Promise<T> {
  const name = await testServer.createDatabase();
  const database = openDatabase(testServer.url(name), limits, () => undefined);
  try {
    await database.withSession((session) => createBooks(session, books));
    return await work(database, name);
  } finally {
    await database.close();
  }
}

export const silent: Progress = {
  started: () => undefined,
  applied: () => undefined,
  failed: () => undefined,
  retrying: () => undefined,
};

/** Versions in the books. */
export async function recorded(database: Database): Promise<string[]> {
  const rows = await database.withSession((session) =>
    session.rows('SELECT version FROM public.applied ORDER BY version'),
  );
  return rows.map(({ version }) => String(version));
}

export async function value(database: Database, query: string): Promise<unknown> {
  const [row] = await database.withSession((session) => session.rows(`SELECT (${query}) AS value`));
  return row?.['value'];
}
