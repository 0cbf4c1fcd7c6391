/** Whether shards together make what one run of all migrations makes. */
import type { Plan, PlannedShard, PlannedVersion } from '../graph/plan.ts';
import { composeShards } from '../graph/shards/compose.ts';
import { type Fingerprint, fingerprintOfHashes } from '../migration/image-hashes.ts';
import type { PartResult } from '../migration/result-document.ts';
import type { ShardProof } from './report-model.ts';

export interface ShardOutcome {
  readonly shard: PlannedShard;
  /** Undefined: it did not come to its end. */
  readonly result: PartResult | undefined;
}

/**
 * @param outcomes of all shards on the version, in order
 * @param version with the fingerprint of the whole, where an earlier run of all is known
 */
export function proofOf(outcomes: readonly ShardOutcome[], { migrations }: Plan, version: PlannedVersion): ShardProof {
  const whole = version.verified?.fingerprint;
  if (outcomes.length < 2) {
    return { state: 'not-needed', fingerprint: (outcomes[0]?.result?.fingerprint ?? whole)?.schema };
  }
  if (outcomes.some(({ result }) => result === undefined)) return notComparable('Not every shard came to its end.');
  const without = outcomes.find(({ result }) => result?.image === undefined);
  const [first, ...others] = outcomes.flatMap(({ result }) => result?.image ?? []);
  if (without !== undefined || first === undefined) return notComparable(unread(without?.shard));
  const composed = composeShards([first, ...others]);
  const { schema, data } = composed.clashes;
  if (schema.length > 0) return { state: 'differs', differences: schema };
  if (data.length > 0) return notComparable(`${onTimeOrChance(data)}, or two shards changed them.`);
  const covered = new Set(outcomes.flatMap(({ shard }) => shard.members ?? migrations.map(({ id }) => id)));
  const missing = migrations.length - covered.size;
  if (missing > 0) {
    const them = missing === 1 ? 'it' : 'them';
    const what = missing === 1 ? 'One migration is' : `${missing} migrations are`;
    return notComparable(
      `${what} in none of these shards, as earlier runs have proved ${them} and to run ${them} once more would take long.`,
    );
  }
  return compared(fingerprintOfHashes(composed.whole), whole);
}

function compared(found: Fingerprint, whole: Fingerprint | undefined): ShardProof {
  if (whole === undefined) return { state: 'proved', fingerprint: found.schema, compared: false };
  if (found.schema !== whole.schema) return { state: 'differs', differences: ['schema of the whole'] };
  if (found.data !== whole.data) {
    return notComparable(
      'The schema is that of one run of all; the rows are not, which may be for time and chance alone.',
    );
  }
  return { state: 'proved', fingerprint: found.schema, compared: true };
}

function notComparable(why: string): ShardProof {
  return { state: 'not-comparable', why };
}

function unread(shard: PlannedShard | undefined): string {
  return `Shard ${shard?.shard ?? 1} could not tell what it shares with others from what it alone did, as it began with a snapshot of more, had to start over, or ran on somebody else's server.`;
}

function onTimeOrChance([first = '', ...others]: readonly string[]): string {
  const more = others.length === 0 ? '' : ` and ${others.length} more`;
  return `What is said of ${first}${more} was not the same in all shards that applied the same: it hangs on time or chance`;
}
