/** Migrations that run as in file order, beside no other and on one connection, because a later one goes by where they put rows. */
import type { Footprint } from '../sql/footprint.ts';

/**
 * A row that was updated or deleted makes room for others as soon as no transaction is open that began before, and each connection goes
 * on where it put a row of the table last. If rows then lie otherwise than in file order, a later migration that numbers them as they
 * lie gives them other numbers, and one that takes the first takes another.
 *
 * @param footprints of all scripts that were read together
 * @returns places among these
 */
export function placingOnes(footprints: readonly Footprint[]): ReadonlySet<number> {
  return new Set(footprints.flatMap(({ byPlacement }) => byPlacement?.placedBy ?? []));
}
