/**
 * What the databases of several shards come to when they are put together: the image that one run of all their migrations makes.
 *
 * Each shard after the first says of what it alone applied which objects that changed, and what they were before. Put on top of what the
 * shards before it made, each such change has to find the object as it found it in its own database: else two migrations that were
 * said to be independent changed the same thing, and nobody knows what both of them, one after the other, would make of it.
 */
import type { HashedImage } from './fingerprint.ts';

export interface ShardImage {
  /** After everything that the shard applied. */
  readonly end: HashedImage;
  /**
   * After what it applied of what the shards before it applied as well, which has to be a closed set. The first shard has none: all that
   * it did is its own.
   */
  readonly shared?: HashedImage | undefined;
}

export interface Composed {
  readonly whole: HashedImage;
  /** What two shards changed, or what one did not find as others left it, by name, sorted. */
  readonly clashes: Readonly<Record<keyof HashedImage, readonly string[]>>;
}

/** @param shards in the order in which they share, one at least */
export function composeShards([first, ...others]: readonly [ShardImage, ...ShardImage[]]): Composed {
  const whole = { schema: new Map(first.end.schema), data: new Map(first.end.data) };
  const clashes = { schema: new Set<string>(), data: new Set<string>() };
  for (const { end, shared } of others) {
    for (const part of ['schema', 'data'] as const) {
      for (const name of put(whole[part], end[part], shared?.[part] ?? new Map())) clashes[part].add(name);
    }
  }
  return { whole, clashes: { schema: [...clashes.schema].sort(), data: [...clashes.data].sort() } };
}

type Hashes = ReadonlyMap<string, string>;

/** Makes the changes from `before` to `after` in the whole, and yields what was not as it was before. */
function* put(whole: Map<string, string>, after: Hashes, before: Hashes): Iterable<string> {
  for (const name of new Set([...before.keys(), ...after.keys()])) {
    const [was, is] = [before.get(name), after.get(name)];
    if (was === is) continue;
    if (whole.get(name) !== was) yield name;
    if (is === undefined) whole.delete(name);
    else whole.set(name, is);
  }
}
