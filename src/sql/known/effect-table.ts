import type { Effect, EffectGroup } from './effects.ts';
import { words } from './name-table.ts';

/** Finds a function's effect in groups of them. */
export class EffectTable {
  readonly #groups: readonly EffectGroup[];
  #read: Entries | undefined;

  constructor(groups: readonly EffectGroup[]) {
    this.#groups = groups;
  }

  /**
   * Undefined: no group names it, called with so many arguments.
   *
   * @param argumentCount undefined: unknown, so the effect of any number will do
   */
  find(name: string, argumentCount?: number): Effect | undefined {
    const fits = ({ arity }: Entry): boolean =>
      arity === undefined || argumentCount === undefined || arity === argumentCount;
    this.#read ??= read(this.#groups);
    const { byName, byPrefix } = this.#read;
    const found = byName.get(name)?.find(fits) ?? byPrefix.find(({ prefix }) => name.startsWith(prefix));
    return found?.effect;
  }
}

interface Entry {
  /** Undefined: any. */
  readonly arity: number | undefined;
  readonly effect: Effect;
}

interface Entries {
  readonly byName: ReadonlyMap<string, readonly Entry[]>;
  readonly byPrefix: readonly { readonly prefix: string; readonly effect: Effect }[];
}

function read(groups: readonly EffectGroup[]): Entries {
  const byName = new Map<string, Entry[]>();
  const byPrefix: { prefix: string; effect: Effect }[] = [];
  for (const [names, effect] of groups) {
    for (const word of words(names)) {
      const [name = '', arity] = word.split('/');
      const entry = { arity: arity === undefined ? undefined : Number(arity), effect };
      if (name.endsWith('*')) byPrefix.push({ prefix: name.slice(0, -1), effect });
      else byName.set(name, [...(byName.get(name) ?? []), entry]);
    }
  }
  return { byName, byPrefix };
}
