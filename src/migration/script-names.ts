/** What tells a file that holds a migration's way up, in formats whose projects may name theirs as they like. Texts, never patterns. */

export interface ScriptNames {
  /** Below the migrations directory, without a slash at the end; empty for all of it. */
  readonly folders: readonly string[];
  /** What names begin with; the longest that fits decides. None: it does not matter how they begin. */
  readonly prefixes: readonly NamePrefix[];
  /** Between what begins a name and what describes it; empty where there are no prefixes. */
  readonly separator: string;
  /** What names end with, in whatever case. */
  readonly suffixes: readonly string[];
}

export interface NamePrefix {
  readonly text: string;
  /** Whether a version comes behind it, which gives the migration its place (`versioned`), or only says where it begins (`baseline`). */
  readonly kind: 'versioned' | 'baseline' | 'repeatable' | 'undo';
}
