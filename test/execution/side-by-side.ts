/** Migrations that run side by side, and meet on purpose. */
import { apply, type Applied, type ApplyOptions, type Progress, type Runnable } from '../../src/execution/apply.ts';
import type { Database } from '../../src/postgres/database.ts';
import { books, migration, silent } from './runnables.ts';

/** One that depends on these only. */
export function after(dependsOn: readonly string[], id: string, text: string, more: Partial<Runnable> = {}): Runnable {
  return { ...migration(id, text), dependsOn, ...more };
}

/** With two jobs. */
export async function run(
  database: Database,
  runnables: readonly Runnable[],
  options: ApplyOptions = {},
  progress: Partial<Progress> = {},
) {
  return await apply(database, runnables, books, { ...silent, ...progress }, { jobs: 2, ...options });
}

export const ids = (applied: readonly Applied[]) => applied.map((one) => one.migration.id);
export const signal = (lock: number) => `SELECT pg_advisory_xact_lock(${lock});`;
/** Waits until another migration has given this signal, for at most two seconds. */
export const waitFor = (lock: number) =>
  `DO $$ BEGIN FOR i IN 1..200 LOOP EXIT WHEN EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory' AND objid = ${lock});
   PERFORM pg_sleep(0.01); END LOOP; END $$;`;
/** Two that do this for each other run side by side from here on. */
export const meet = (own: number, other: number) => `${signal(own)} ${waitFor(other)}`;
