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

  /** A number for a transaction that begins now: greater than those of all reports that have come in. */
  begin(): number {
    this.#tick += 1;
    return this.#tick;
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

  delete(oid: string): void {
    this.#byOid.delete(oid);
  }
}
