/** What relations are called, kept from one report to the next: of one that was dropped, the database no longer knows the name. */

export interface KnownRelation {
  readonly kind: string;
  readonly schema: string;
  readonly name: string;
  /** OID of the table it belongs to. */
  readonly owner: string | undefined;
  readonly ofExtension: boolean;
}

export class KnownRelations {
  readonly #byOid = new Map<string, { readonly relation: KnownRelation; readonly since: number }>();
  #tick = 0;
  #highest = 0;
  /** What may be there and not known: relations of higher OIDs, since the transaction of that number; undefined if all are known. */
  #unknown: { readonly above: number; readonly since: number } | undefined = { above: 0, since: 0 };

  /** A number for a transaction that begins now: greater than those of all reports that have come in. */
  begin(): number {
    this.#tick += 1;
    return this.#tick;
  }

  /** Above which OID relations have to be asked for, that all are known; undefined if they are. */
  get unknownAbove(): number | undefined {
    return this.#unknown?.above;
  }

  get(oid: string): KnownRelation | undefined {
    return this.#byOid.get(oid)?.relation;
  }

  /** From the report of a committed transaction: reports come in the order of commits, so this is what holds now. */
  set(oid: string, relation: KnownRelation): void {
    this.#keep(oid, relation, this.#tick);
  }

  /** From a list made when the transaction `tick` began; what was reported meanwhile is newer. */
  learn(oid: string, relation: KnownRelation, tick: number): void {
    const known = this.#byOid.get(oid);
    if (known === undefined || known.since < tick) this.#keep(oid, relation, tick);
  }

  /** All that is above this OID has been learned from a list made when the transaction `tick` began. */
  told(above: number, tick: number): void {
    if (this.#unknown !== undefined && this.#unknown.above >= above && this.#unknown.since < tick)
      this.#unknown = undefined;
  }

  /**
   * Something was done that no report tells of.
   *
   * @param onlyNew it made and dropped some, each with a higher OID than all before, and did nothing else to names
   */
  missed(onlyNew: boolean): void {
    this.#unknown = { above: onlyNew ? (this.#unknown?.above ?? this.#highest) : 0, since: this.begin() };
  }

  delete(oid: string): void {
    this.#byOid.delete(oid);
  }

  #keep(oid: string, relation: KnownRelation, since: number): void {
    this.#highest = Math.max(this.#highest, Number(oid));
    this.#byOid.set(oid, { relation, since });
  }
}
