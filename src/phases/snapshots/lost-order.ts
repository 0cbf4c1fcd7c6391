/** Orders that a snapshot does not keep, and that what is applied on it may go by. */
import type { IndexedSnapshot } from '../../cache/snapshot-index.ts';
import { identity } from '../../graph/snapshot-choice.ts';
import { CATALOGS } from '../../sql/footprint.ts';
import type { PreparedMigration } from '../placed.ts';
import type { Work } from '../work.ts';
import { memberOf } from './snapshot-identity.ts';

/**
 * In which order objects were made, only a run knows that has all of them to make, and makes them in file order for the sake of what goes
 * by it. Rows lie in a dump one behind the other, also where others were deleted between them, whose room new ones would have taken.
 *
 * @param isDump and no data directory
 * @returns whether anything of the run that is not in the snapshot goes by an order that it does not keep
 */
export function losesOrder({ members }: IndexedSnapshot, work: Work, isDump: boolean): boolean {
  const goesByIt = ({ footprint: { byPlacement } }: PreparedMigration) =>
    byPlacement !== undefined && (isDump || byPlacement.table === CATALOGS);
  const going = work.runnables.filter(goesByIt);
  if (going.length === 0) return false;
  const held = new Set(members.map(identity));
  return going.some((each) => !held.has(identity(memberOf(each, work))));
}
