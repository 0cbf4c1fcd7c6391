/** What a run of a part of a plan leaves. */
import * as v from 'valibot';
import { Count, HashText, Milliseconds, FingerprintSchema } from '../migration/document.ts';
import { learnAll, type Taught } from '../cache/memory.ts';
import type { Store } from '../cache/store.ts';
import type { Problem } from '../migration/problem.ts';
import { Leavings } from './snapshots/leavings.ts';

/**
 * What it learned goes into its result, and the report keeps it: jobs that end together and each keep a version of one document would
 * leave only the last.
 */
export class PartLeavings extends Leavings {
  readonly learned: Taught[] = [];

  override lessons(taught: Taught): void {
    this.learned.push(taught);
  }
}

const LearnedSchema = v.array(
  v.object({
    name: v.pipe(v.string(), v.regex(/^migrate-action-v\d+-[A-Za-z0-9._]+-learned-[0-9a-f]{32}$/)),
    major: Count,
    lessons: v.array(
      v.object({
        content: HashText,
        ms: v.optional(Milliseconds),
        surprise: v.optional(v.string()),
        proven: v.optional(HashText),
      }),
    ),
    verified: v.optional(
      v.object({ closedSet: HashText, ms: Milliseconds, fingerprint: v.optional(FingerprintSchema) }),
    ),
  }),
);

/** @returns nothing where a result has nothing of the kind, or what is none */
export function learnedIn(text: string): readonly Taught[] {
  const { learned } = JSON.parse(text) as { learned?: unknown };
  const found = v.safeParse(LearnedSchema, learned);
  return found.success ? found.output : [];
}

/** @returns notes on what could not be kept */
export async function keepLearned(store: Store, learned: readonly Taught[]): Promise<readonly Problem[]> {
  const problems: Problem[] = [];
  for (const name of new Set(learned.map((each) => each.name)))
    problems.push(
      ...(await learnAll(
        store,
        name,
        learned.filter((each) => each.name === name),
      )),
    );
  return problems;
}
