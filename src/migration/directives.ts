/** What the author of a migration tells us in comments: `-- migrate-action: KEY=VALUE …` */

export interface Directives {
  readonly dependsOn: readonly string[];
  readonly independentOf: readonly string[];
  readonly reads: readonly string[];
  readonly writes: readonly string[];
  readonly opaque: boolean;
  readonly transaction?: 'off' | undefined;
  readonly irreversible: boolean;
  /** Milliseconds. */
  readonly timeoutMs?: number | undefined;
}
