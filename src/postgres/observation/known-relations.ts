/** What relations are called, kept from one report to the next: of one that was dropped, the database no longer knows the name. */

export interface KnownRelation {
  readonly kind: string;
  readonly schema: string;
  readonly name: string;
  /** OID of the table it belongs to. */
  readonly owner: string | undefined;
  readonly ofExtension: boolean;
}

/** What a list of relations tells: all, or only those that were not known when it was asked for. */
export type Extent = 'all' | 'new';

export class KnownRelations {
  readonly #byOid = new Map<string, { readonly relation: KnownRelation; readonly since: number }>();
  #tick = 0;
  /** When names may have changed unseen, or new ones have come, for the last time; and the begin of the last transaction that told them. */
  readonly #unseen = { all: 0, new: 0 };
  readonly #told = { all: 0, new: 0 };

  /** A number for a transaction that begins now: greater than those of all reports that have come in. */
  begin(): number {
    this.#tick += 1;
    return this.#tick;
  }

  /** What has to be asked for, that all names are known; undefined if they are. */
  get lacking(): Extent | undefined {
    if (this.#told.all <= this.#unseen.all) return 'all';
    return Math.max(this.#told.all, this.#told.new) <= this.#unseen.new ? 'new' : undefined;
  }

  get oids(): Iterable<string> {
    return this.#byOid.keys();
  }

  get(oid: string): KnownRelation | undefined {
    return this.#byOid.get(oid)?.relation;
  }

  /** From the report of a committed transaction: reports come in the order of commits, so this is what holds now. */
  set(oid: string, relation: KnownRelation): void {
    this.#byOid.set(oid, { relation, since: this.#tick });
  }

  /** From a list made when the transaction `tick` began; what was reported meanwhile is newer. */
  learn(oid: string, relation: KnownRelation, tick: number): void {
    const known = this.#byOid.get(oid);
    if (known === undefined || known.since < tick) this.#byOid.set(oid, { relation, since: tick });
  }

  /** A list as `learn` is given has come in whole. */
  told(extent: Extent, tick: number): void {
    this.#told[extent] = Math.max(this.#told[extent], tick);
  }

  /** Something was done that no report tells of: it may have renamed relations, or only have made and dropped some. */
  missed(extent: Extent): void {
    this.#unseen[extent] = this.begin();
  }

  delete(oid: string): void {
    this.#byOid.delete(oid);
  }
}
