/** Migrations beside which nothing may run, so that PostgreSQL may clear away at once what they leave behind. */
import type { Footprint } from '../sql/footprint.ts';

/**
 * A row that was updated or deleted makes room for others as soon as no transaction is open that began before. If some then lie elsewhere
 * than in file order, a later migration that numbers them as they lie gives them other numbers.
 *
 * @param footprints of all scripts that were read together
 * @returns places among these
 */
export function moversOf(footprints: readonly Footprint[]): ReadonlySet<number> {
  return new Set(footprints.flatMap(({ byPlacement }) => byPlacement?.movedBy ?? []));
}
