/** Whether shards together make what one run of all migrations makes. */
import type { PartResult } from '../migration/result-document.ts';
import type { ShardProof } from './report-model.ts';

/** @param results of all shards on one version; undefined: it did not come to its end */
export function proofOf(results: readonly (PartResult | undefined)[]): ShardProof {
  const [first, ...more] = results;
  if (more.length === 0) return { state: 'not-needed', fingerprint: first?.fingerprint?.schema };
  if (results.includes(undefined)) return { state: 'not-comparable', why: 'not every shard came to its end' };
  return { state: 'not-comparable', why: 'no run of all migrations has been read to compare with' };
}
