/** What the graph is made of: each migration, what it touches, and what its author and its format declare. */
import type { Directives } from '../migration/directives.ts';
import type { Footprint } from '../sql/footprint.ts';

export interface GraphNode {
  readonly id: string;
  readonly version: string;
  /** The up script's file, in which the lines of the touches are. */
  readonly path: string;
  readonly footprint: Footprint;
  /** Ids or versions that the format names as prerequisites. */
  readonly declared: readonly string[];
  /** What the format calls that: `requires`, `parents`. */
  readonly declaredBy?: string | undefined;
  readonly directives: Directives;
}

/** Why nothing sure can be said about a migration, as a clause; undefined when something can. */
export function whyOpaque({ footprint, directives }: GraphNode): string | undefined {
  return footprint.opaque ?? (directives.opaque ? 'it is marked opaque' : undefined);
}
