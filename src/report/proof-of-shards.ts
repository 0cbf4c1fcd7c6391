/**
 * Whether shards together make what one run of all migrations makes.
 *
 * Each shard's database is a part of the whole. For any object, a shard whose missing migrations cannot have changed it shows it as the
 * whole has it, be it that it is there or that it is not. Where all objects are shown so, and all who show one agree, the whole's schema
 * can be put together, and has a fingerprint. Data is not compared: times and random values differ from run to run.
 */
import type { PartSchema } from '../migration/result.ts';
import type { PartResult } from '../migration/result-document.ts';
import type { ShardProof } from './report-model.ts';

/** The schema's fingerprint, as runs make it. */
export type HashSchema = (objects: ReadonlyMap<string, string>) => string;

/**
 * @param results of all shards on one version; undefined: it did not come to its end
 * @param whole fingerprint of the schema that one run of all migrations has made, where one is known
 */
export function proofOf(
  results: readonly (PartResult | undefined)[],
  whole: string | undefined,
  hash: HashSchema,
): ShardProof {
  const [first, ...more] = results;
  if (more.length === 0) return { state: 'not-needed', fingerprint: first?.fingerprint?.schema };
  if (results.includes(undefined)) return notComparable('not every shard came to its end');
  const parts = results.flatMap((result) => result?.schema ?? []);
  if (parts.length < results.length) return notComparable('not every shard has read what its database holds');
  const composed = compose(parts);
  if ('why' in composed) return notComparable(composed.why);
  const fingerprint = hash(composed.objects);
  if (whole === undefined)
    return notComparable(
      `the shards agree, and their schemas together have the fingerprint ${fingerprint.slice(0, 12)}, but no run of all migrations is known to compare it with`,
    );
  return fingerprint === whole
    ? { state: 'proved', fingerprint }
    : {
        state: 'differs',
        differences: [`the schema: together ${fingerprint.slice(0, 12)}, in one run ${whole.slice(0, 12)}`],
      };
}

function notComparable(why: string): ShardProof {
  return { state: 'not-comparable', why };
}

function compose(
  parts: readonly PartSchema[],
): { readonly objects: ReadonlyMap<string, string> } | { readonly why: string } {
  const objects = new Map<string, string>();
  const names = [...new Set(parts.flatMap((part) => Object.keys(part.objects)))].sort();
  for (const name of names) {
    const everywhere = new Set(parts.map((part) => part.objects[name]));
    // Whatever a migration makes of an object shows in the shard that has it. So where all show the same, none makes anything of it.
    const shown =
      everywhere.size === 1
        ? everywhere
        : new Set(parts.filter((part) => isLastWord(part, name)).map((part) => part.objects[name]));
    const [definition, ...others] = shown;
    if (shown.size === 0) return { why: `migrations of several shards may have changed ${name}` };
    if (others.length > 0) return { why: `shards show ${name} in different ways` };
    if (definition !== undefined) objects.set(name, definition);
  }
  return { objects };
}

function isLastWord({ elsewhere }: PartSchema, name: string): boolean {
  return elsewhere?.every((touched) => !holdsName(name, touched)) === true;
}

/** Whether it stands there by itself: `orders` in `column public.orders.id`, and not in `public.orders_id_seq`. */
function holdsName(text: string, name: string): boolean {
  if (name === '') return true;
  for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + 1)) {
    if (!IN_NAMES.test(text.charAt(at - 1)) && !IN_NAMES.test(text.charAt(at + name.length))) return true;
  }
  return false;
}

const IN_NAMES = /^[\p{L}\p{N}_$]$/u;
