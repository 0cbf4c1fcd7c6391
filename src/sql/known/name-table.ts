/** Names separated by white space, under the space-separated major versions that have them: `{ '17 18': 'random_normal' }`. */
export type NamesByVersions = Readonly<Record<string, string>>;

/** Looks names up; takes the lists apart at the first question only, as most programs ask few of the tables. */
export class NameTable {
  readonly #versions: NamesByVersions;
  #all: ReadonlySet<string> | undefined;
  #groups: readonly { readonly majors: ReadonlySet<number>; readonly names: ReadonlySet<string> }[] | undefined;

  constructor(versions: NamesByVersions) {
    this.#versions = versions;
  }

  /** @param major undefined: in any version */
  has(name: string, major?: number): boolean {
    if (major === undefined) {
      this.#all ??= new Set(Object.values(this.#versions).flatMap(words));
      return this.#all.has(name);
    }
    this.#groups ??= Object.entries(this.#versions).map(([majors, names]) => ({
      majors: new Set(majors.split(' ').map(Number)),
      names: new Set(words(names)),
    }));
    return this.#groups.some(({ majors, names }) => majors.has(major) && names.has(name));
  }
}

/** The words of a text, in order. */
export function words(text: string): readonly string[] {
  return text.match(/\S+/g) ?? [];
}
