/** What is kept between runs, as `cache list` tells it: plain data. */
export interface KeptThing {
  readonly key: string;
  /** `snapshot`, `index`, `learned`. */
  readonly kind: string;
  readonly bytes: number;
  /** ISO 8601, UTC. */
  readonly writtenAt: string;
  readonly usedAt: string;
  readonly epoch: string;
  /** PostgreSQL's version, or its major. */
  readonly postgres?: string | undefined;
  /** Of a snapshot or an index: the migrations directory, as it was named to runs. */
  readonly directory?: string | undefined;
  /** Of a snapshot: how many are applied in it. */
  readonly migrations?: number | undefined;
  /** Of a snapshot: whether a seed is in it, too. */
  readonly seeded?: boolean | undefined;
  /** Of a snapshot: the last of them in file order. */
  readonly last?: string | undefined;
}

/** Files beside the entries, counted by no limit. */
export interface PackingThings {
  readonly place: string;
  readonly files: number;
  readonly bytes: number;
  /** When the last of them was written to. */
  readonly writtenAt: string;
}

export interface KeptList {
  readonly version: 1;
  readonly place: string;
  /** Of all entries. */
  readonly bytes: number;
  /** Those used last come first. */
  readonly entries: readonly KeptThing[];
  /** What runs have packed or fetched and not put where it belongs, or a killed one left behind; absent if there is nothing. */
  readonly packing?: PackingThings | undefined;
  /** Only after something was removed. */
  readonly removed?: readonly KeptThing[] | undefined;
}
