/** Migrations that PostgreSQL refused for good, and what is told of them. */
import type { Migration } from '../migration/migration.ts';
import { describeFailure, type Refusal } from './failure.ts';
import type { Applied, FailedMigration } from './outcome.ts';
import type { Runnable } from './runnable.ts';

/** The last one. */
export type Attempt = Omit<Applied, 'migration'>;

export interface Refused {
  readonly runnable: Runnable;
  readonly attempt: Attempt;
  readonly refusal: Refusal;
}

/**
 * @param migrations the whole set, in file order
 * @returns in file order
 */
export function failedMigrations(
  refused: readonly Refused[],
  applied: readonly Applied[],
  migrations: readonly Migration[],
): readonly FailedMigration[] {
  const placeOf = (migration: Migration) => migrations.indexOf(migration);
  const isApplied = (migration: Migration) => applied.some((done) => done.migration === migration);
  return refused
    .toSorted((a, b) => placeOf(a.runnable.migration) - placeOf(b.runnable.migration))
    .map(({ runnable: { migration, framing }, attempt, refusal }): FailedMigration => {
      const place = placeOf(migration);
      const failure = describeFailure(migration, framing, refusal, {
        later: migrations.filter((other, index) => index > place && isApplied(other)),
        alsoFailed: refused
          .map((other) => ({ migration: other.runnable.migration, message: other.refusal.message }))
          .filter((other) => other.migration !== migration),
      });
      return { migration, ...attempt, failure, cause: refusal.cause };
    });
}
