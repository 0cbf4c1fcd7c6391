/** Migrations that stand in for all before them on an empty database, and never run on any other: Flyway's baselines, Atlas's checkpoints. */
import type { AppliedRecord } from '../../migration/bookkeeping.ts';
import type { Migration } from '../../migration/migration.ts';
import { UserError } from '../../migration/problem.ts';

/**
 * Adds a record of the stand-in to those of a database that was built from the migrations it replaces.
 *
 * @param version of the stand-in, if the set has one
 * @param replaced versions of what it stands for
 * @throws UserError if the database has only some of them: neither they nor the stand-in can be run by us
 */
export function standIn(
  records: readonly AppliedRecord[],
  version: string | undefined,
  replaced: readonly string[],
  what: string,
  tool: string,
): readonly AppliedRecord[] {
  if (version === undefined || records.length === 0) return records;
  const applied = new Set(records.map((record) => record.version));
  const missing = replaced.find((candidate) => !applied.has(candidate));
  if (applied.has(version) && (missing !== undefined || replaced.length === 0)) return records;
  if (missing !== undefined) {
    throw new UserError('usage', [
      {
        severity: 'error',
        code: 'before-baseline',
        message: `The database lacks ${missing}, which the ${what} ${version} replaces, but it is not empty.`,
        hint: `Bring it up to ${version} with ${tool} first, or begin with an empty database.`,
      },
    ]);
  }
  const own = records.find((record) => record.version === version);
  return [...records.filter((record) => record !== own), { version, unfinished: own?.unfinished }];
}

/**
 * Lets all others wait for the stand-in, even those that need nothing it makes: rows of theirs without its own would mean that the
 * database was built in another way.
 *
 * @param path of the stand-in, if the set has one
 */
export function afterStandIn(migrations: readonly Migration[], path: string | undefined): readonly Migration[] {
  const first = migrations.find((migration) => migration.path === path);
  if (first === undefined) return migrations;
  return migrations.map((migration) =>
    migration === first ? migration : { ...migration, dependsOn: [...migration.dependsOn, first.id] },
  );
}
