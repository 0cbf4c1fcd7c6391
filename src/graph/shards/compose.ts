/**
 * What the databases of several shards come to when they are put together: what one run of all their migrations makes.
 *
 * Each shard after the first says of what it alone applied which objects that changed, and what they were before. Put on top of what the
 * shards before it made, each such change has to find the object as it found it in its own database: else two migrations that were
 * said to be independent changed the same thing, and nobody knows what both of them, one after the other, would make of it.
 */
import type { ImageHashes } from '../../migration/image-hashes.ts';
import type { ShardImage } from '../../migration/result.ts';

export interface Composed {
  readonly whole: ImageHashes;
  /** What two shards changed, or what one did not find as others left it, by name, sorted. */
  readonly clashes: Readonly<Record<keyof ImageHashes, readonly string[]>>;
}

/** @param shards in the order in which they share, one at least */
export function composeShards([first, ...others]: readonly [ShardImage, ...ShardImage[]]): Composed {
  const compose = (part: keyof ImageHashes) => {
    const whole = new Map(Object.entries(first.end[part]));
    const clashes = others.flatMap(({ end, shared }) => [...put(whole, end[part], shared?.[part] ?? {})]);
    return { whole: Object.fromEntries(whole), clashes: [...new Set(clashes)].sort() };
  };
  const [schema, data] = [compose('schema'), compose('data')];
  return {
    whole: { schema: schema.whole, data: data.whole },
    clashes: { schema: schema.clashes, data: data.clashes },
  };
}

type Hashes = Readonly<Record<string, string>>;

/** Makes the changes from `before` to `after` in the whole, and yields what was not as it was before. */
function* put(whole: Map<string, string>, after: Hashes, before: Hashes): Iterable<string> {
  const [earlier, later] = [new Map(Object.entries(before)), new Map(Object.entries(after))];
  for (const name of new Set([...earlier.keys(), ...later.keys()])) {
    const [was, is] = [earlier.get(name), later.get(name)];
    if (was === is) continue;
    if (whole.get(name) !== was) yield name;
    if (is === undefined) whole.delete(name);
    else whole.set(name, is);
  }
}
