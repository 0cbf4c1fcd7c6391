/**
 * The graph when nothing is known about the SQL: a chain in file order, which is what every tool would do.
 *
 * Each migration depends on the one before it and is opaque, so batches hold one migration each.
 */
import type { Migration } from '../migration/migration.ts';
import type { Problem } from '../migration/problem.ts';
import type { Dependency } from './graph.ts';

/** The direct dependencies of each migration, in the set's order. */
export function chain(migrations: readonly Migration[]): readonly (readonly Dependency[])[] {
  return migrations.map((_, index) => {
    const previous = migrations[index - 1];
    return previous === undefined ? [] : [{ id: previous.id, because: 'stands before it in file order' }];
  });
}

/** Declared dependencies that the order cannot satisfy: unknown ids, and ids that come later. */
export function checkDeclared(migrations: readonly Migration[]): readonly Problem[] {
  const positions = new Map<string, number>();
  migrations.forEach((migration, index) => {
    positions.set(migration.version, index);
    positions.set(migration.id, index);
  });
  return migrations.flatMap((migration, index) =>
    [...migration.dependsOn, ...migration.directives.dependsOn].flatMap((wanted): Problem[] => {
      const position = positions.get(wanted);
      if (position !== undefined && position < index) return [];
      const wrong =
        position === undefined
          ? 'which is not in the set'
          : position === index
            ? 'which is itself'
            : 'which comes after it';
      return [
        {
          severity: 'error',
          code: position === undefined ? 'unknown-dependency' : 'dependency-order',
          message: `${migration.id} declares that it depends on ${wanted}, ${wrong}.`,
          path: migration.up.path,
          hint:
            position === undefined
              ? 'Correct the name, or add the missing migration.'
              : `Move ${migration.id} behind ${wanted}.`,
        },
      ];
    }),
  );
}
