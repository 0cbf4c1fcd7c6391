/** A plan as it goes from the job that makes it to those that carry it out. */
import * as v from 'valibot';
import { hashOfParts } from '../migration/digest.ts';
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
} from '../migration/document.ts';
import { type Problem, UserError } from '../migration/problem.ts';
import { type BrokenPlan, type Plan, PLAN_VERSION, type PlanBody } from './plan.ts';

const KIND: DocumentKind = {
  what: 'a plan',
  version: PLAN_VERSION,
  cure: 'Make it anew: migrate-action plan DIR --json > plan.json',
};

const Ids = v.array(v.pipe(v.string(), v.nonEmpty()));
const MATRIX_ENTRY = { postgres: MajorText, shard: Ordinal, shards: Ordinal };
const TextsByName = v.record(v.string(), v.string());

/** Whoever opens a pull request may have written the plan, and what is in it is compared with each name of a large tree. */
const ShortText = v.pipe(v.string(), v.maxLength(200));
const NamesSchema = v.object({
  folders: v.pipe(v.array(v.pipe(v.string(), v.maxLength(4096))), v.maxLength(10)),
  prefixes: v.pipe(
    v.array(v.object({ text: ShortText, kind: v.picklist(['versioned', 'baseline', 'repeatable', 'undo']) })),
    v.maxLength(10),
  ),
  separator: ShortText,
  suffixes: v.pipe(v.array(ShortText), v.maxLength(50)),
});

const PlanSchema = v.object({
  version: v.literal(PLAN_VERSION),
  format: v.string(),
  directory: v.pipe(v.string(), v.nonEmpty()),
  migrations: v.array(
    v.object({
      id: v.pipe(v.string(), v.nonEmpty()),
      version: v.string(),
      path: v.string(),
      digest: HashText,
      dependsOn: v.array(v.object({ id: v.string(), because: v.string() })),
      opaque: v.union([v.literal(false), v.string()]),
      beyondDigest: v.union([v.literal(false), v.string()]),
      transactional: v.boolean(),
      statements: Count,
      reversible: v.boolean(),
      expectedMs: v.optional(Milliseconds),
    }),
  ),
  batches: v.array(Ids),
  versions: v.array(
    v.object({
      postgres: MajorText,
      shards: Count,
      why: v.string(),
      replayMs: v.optional(Milliseconds),
      verified: v.optional(v.object({ at: v.string(), ms: Milliseconds, fingerprint: v.optional(FingerprintSchema) })),
    }),
  ),
  shards: v.array(v.object({ ...MATRIX_ENTRY, owned: Ids, members: v.optional(Ids), expectedMs: Milliseconds })),
  matrix: v.object({ include: v.array(v.object(MATRIX_ENTRY)) }),
  settings: TextsByName,
  set: HashText,
  records: v.array(HashText),
  distrusted: TextsByName,
  madeBy: v.string(),
  accepted: v.optional(v.array(v.string())),
  local: v.optional(
    v.object({
      format: v.string(),
      directory: v.string(),
      migrations: v.array(
        v.object({
          id: v.string(),
          path: v.string(),
          moves: v.array(v.string()),
          blobs: v.array(v.string()),
          repeatable: v.optional(v.boolean()),
          parents: v.optional(v.array(v.string())),
        }),
      ),
      names: v.optional(NamesSchema),
      files: v.optional(v.array(v.string())),
    }),
  ),
  digest: HashText,
  problems: v.array(ProblemSchema),
});

const BrokenSchema = v.object({
  version: v.literal(PLAN_VERSION),
  directory: v.string(),
  problems: v.array(ProblemSchema),
});

/** @returns the plan with the hash over it */
export function sealPlan(body: PlanBody): Plan {
  return { ...body, digest: digestOf(body) };
}

/** @throws UserError (usage) with everything that is wrong with it */
export function parsePlan(text: string, name: string): Plan {
  const plan: Plan = readDocument(text, name, PlanSchema, KIND);
  const problems = contradictions(plan).map((what): Problem => ({
    severity: 'error',
    code: 'bad-document',
    message: `${name} contradicts itself: ${what}.`,
    hint: KIND.cure,
  }));
  const [first, ...rest] = problems;
  if (first !== undefined) throw new UserError('usage', [first, ...rest]);
  return plan;
}

/** @throws UserError (usage) with everything that is wrong with it */
export function parsePlanOrWhy(text: string, name: string): Plan | BrokenPlan {
  return tellsOnlyProblems(text) ? readDocument(text, name, BrokenSchema, KIND) : parsePlan(text, name);
}

export function isPlan(plan: Plan | BrokenPlan): plan is Plan {
  return 'migrations' in plan;
}

function contradictions(plan: Plan): readonly string[] {
  const { digest, ...body } = plan;
  const ids = new Set(plan.migrations.map(({ id }) => id));
  const unknown = plan.shards.flatMap(({ owned, members = [] }) => [...owned, ...members]).find((id) => !ids.has(id));
  const owners = plan.shards.flatMap(({ postgres, owned }) => owned.map((id) => `${id} on PostgreSQL ${postgres}`));
  const seen = new Set<string>();
  const twice = owners.find((owner) => seen.size === seen.add(owner).size);
  return [
    ...(unknown === undefined ? [] : [`a shard has ${unknown}, which is none of its migrations`]),
    ...(twice === undefined ? [] : [`two shards report on ${twice}`]),
    ...(digestOf(body) === digest ? [] : ['its digest is not that of its contents, so somebody has changed it']),
  ];
}

/** Problems are for people; what they say is in nothing that a run does. */
function digestOf(body: PlanBody): string {
  return hashOfParts(['migrate-action plan', canonical({ ...body, problems: undefined })]);
}

/** The same text whatever the order of keys. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}
