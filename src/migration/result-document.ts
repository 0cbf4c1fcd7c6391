/** What a run of a part of a plan gave, as it goes from its job to the report. */
import * as v from 'valibot';
import {
  Count,
  type DocumentKind,
  FingerprintSchema,
  HashText,
  MajorText,
  Milliseconds,
  Ordinal,
  ProblemSchema,
  readDocument,
  tellsOnlyProblems,
} from './document.ts';
import type { Problem } from './problem.ts';
import { RESULT_VERSION, type ResultShard, type RunResult } from './result.ts';

/** A run that ended before its first migration, or in a defect of ours. */
export interface BrokenRun {
  readonly version: typeof RESULT_VERSION;
  readonly shard: ResultShard;
  readonly problems: readonly Problem[];
}

export type PartResult = RunResult & { readonly shard: ResultShard };

const KIND: DocumentKind = {
  what: 'the result of a run',
  version: RESULT_VERSION,
  cure: 'Make it anew: migrate-action run --plan plan.json --json > result.json',
};

const ShardSchema = v.object({
  plan: HashText,
  postgres: MajorText,
  shard: Ordinal,
  shards: Ordinal,
  owned: v.array(v.string()),
});

const FailureSchema = v.object({
  migration: v.string(),
  path: v.string(),
  line: Ordinal,
  column: Ordinal,
  statement: v.string(),
  statementLine: Ordinal,
  statementColumn: Ordinal,
  message: v.string(),
  sqlstate: v.optional(v.string()),
  detail: v.optional(v.string()),
  hint: v.optional(v.string()),
  context: v.optional(v.string()),
  committed: Count,
  advice: v.array(v.string()),
});

const MigrationSchema = v.object({
  id: v.string(),
  path: v.string(),
  digest: HashText,
  status: v.picklist(['applied', 'present', 'failed', 'pending']),
  ms: v.optional(Milliseconds),
  fromMs: v.optional(Milliseconds),
  lane: v.optional(Count),
  attempts: v.optional(Count),
  lock: v.optional(v.object({ mode: v.string(), relation: v.string() })),
});

const Hashes = v.record(
  v.string(),
  v.pipe(v.string(), v.regex(/^[0-9a-f]{32}$/, 'Invalid hash: Expected 32 hexadecimal digits')),
);
const ImageSchema = v.object({ schema: Hashes, data: Hashes });

const ResultSchema = v.object({
  version: v.literal(RESULT_VERSION),
  shard: ShardSchema,
  format: v.string(),
  postgres: v.object({
    version: v.string(),
    managed: v.boolean(),
    placement: v.optional(v.picklist(['memory', 'disk'])),
  }),
  start: v.object({ from: v.picklist(['empty', 'snapshot', 'database']), applied: Count }),
  applied: Count,
  migrations: v.array(MigrationSchema),
  seed: v.optional(v.picklist(['applied', 'restored', 'skipped', 'failed', 'pending'])),
  timings: v.object({
    planMs: Milliseconds,
    provisionMs: Milliseconds,
    restoreMs: Milliseconds,
    applyMs: v.number(),
    seedMs: v.number(),
    saveMs: v.number(),
    cloneMs: v.number(),
    stopMs: v.number(),
    totalMs: Milliseconds,
  }),
  connections: v.object({ opened: Count, waits: Count, waitMs: Milliseconds, retries: Count }),
  fingerprint: v.optional(FingerprintSchema),
  image: v.optional(v.object({ end: ImageSchema, shared: v.optional(ImageSchema) })),
  savedMs: v.number(),
  spentMs: v.number(),
  snapshot: v.variant('when', [
    v.object({ when: v.literal('now'), bytes: Count }),
    v.object({ when: v.literal('later'), bytes: Count }),
    v.object({ when: v.literal('never'), why: v.string() }),
  ]),
  problems: v.array(ProblemSchema),
  error: v.optional(FailureSchema),
});

const BrokenSchema = v.object({
  version: v.literal(RESULT_VERSION),
  shard: ShardSchema,
  problems: v.array(ProblemSchema),
});

/** @throws UserError (usage) with everything that is wrong with it */
export function parseResult(text: string, name: string): PartResult | BrokenRun {
  return readDocument(text, name, tellsOnlyProblems(text) ? BrokenSchema : ResultSchema, KIND);
}

export function isWhole(result: PartResult | BrokenRun): result is PartResult {
  return 'migrations' in result;
}
