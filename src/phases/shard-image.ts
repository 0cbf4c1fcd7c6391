/** What the database of a shard consists of, at the two moments that a report needs in order to put shards together. */
import type { ImageHashes } from '../migration/image-hashes.ts';
import { hashesOf } from '../postgres/fingerprint/fingerprint.ts';
import { NOTHING_VOLATILE } from '../postgres/fingerprint/image.ts';
import type { Session } from '../postgres/session.ts';
import { imageOfRun } from './image-of-run.ts';
import { partOf } from './part.ts';
import type { PlanPart } from './plan-part.ts';
import type { Work } from './work.ts';

/** Whether the run is of one shard among several. */
export function isShard(part: PlanPart | undefined): part is PlanPart {
  return part !== undefined && part.shard.shards > 1;
}

/**
 * What shards before this one apply as well, as if it were all there is: a closed set, as it is what closed sets have in common. What they
 * share is reported on by the first of them.
 */
export function sharedPart(work: Work, { shard }: PlanPart): Work {
  const owned = new Set(shard.owned);
  return partOf(work, (id) => !owned.has(id));
}

export async function readHashes(session: Session, work: Work, beside?: Session): Promise<ImageHashes> {
  return hashesOf(await imageOfRun(session, work, beside), NOTHING_VOLATILE);
}
