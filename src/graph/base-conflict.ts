/** A migration that does not go together with what the base branch has by now. */

export type ConflictKind =
  /** Two migrations, one of them the base branch's, under one version. */
  | 'version-taken'
  /** A new one sorts before one that the base branch has: databases that have that one meet this one late, or never. */
  | 'out-of-order'
  /** The base branch has it with other content: databases that have applied it do not apply it again. */
  | 'edited'
  /** The base branch has its content under another name. */
  | 'renamed'
  /** The base branch has it, and this set no longer does. */
  | 'deleted'
  /** In formats that declare parents: two migrations that nothing joins, one of them the base branch's. */
  | 'two-heads';

export interface BaseConflict {
  readonly kind: ConflictKind;
  /** `error`: merged so, it fails or is never applied. `warning`: it may be meant. */
  readonly severity: 'error' | 'warning';
  /** Of the migration here; of a deleted one, as the base branch has it. */
  readonly id: string;
  /** From the repository's root, `/` between parts. Of a deleted file, where it was. */
  readonly path: string;
  /** 1-based, where it is about a line. */
  readonly line?: number | undefined;
  /** What the base branch has, from the repository's root. */
  readonly basePath?: string | undefined;
  /** One sentence that names both sides. */
  readonly message: string;
  /** For a shell at the repository's root, one to a line, in this order. Empty where a person has to decide; `advice` then says what. */
  readonly commands: readonly string[];
  /** Commands that come after those of all conflicts, once. */
  readonly afterwards?: readonly string[] | undefined;
  readonly advice?: string | undefined;
}
