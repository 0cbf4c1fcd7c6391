/** Migrations after which a session is not as new again, whatever resets it. */
import type { Footprint } from '../sql/footprint.ts';
import type { Step } from '../sql/program.ts';
import { defines, outlastsReset } from '../sql/session-settings.ts';

export interface ReadScript {
  readonly steps: readonly Step[];
  readonly footprint: Footprint;
}

/**
 * Those whose own statements leave something, and those that use what an earlier one has defined with such statements in it: a function
 * that they call, a trigger that they set off. What cannot be read may use any of it.
 *
 * @param scripts all that were read together, in the order in which they run
 * @returns places among these
 */
export function leavingOnes(scripts: readonly ReadScript[]): ReadonlySet<number> {
  const leaving = new Set<number>();
  const defined = new Set<string>();
  for (const [place, { steps, footprint }] of scripts.entries()) {
    const own = steps.filter(({ statement }) => outlastsReset(statement.text));
    const lines = new Set(
      own.filter(({ statement }) => defines(statement.text)).map(({ statement }) => statement.line),
    );
    for (const { resource, manner, line } of lines.size === 0 ? [] : footprint.touches) {
      // Of a routine that is dropped first, the line is that of the DROP.
      if (manner === 'write' && (lines.has(line) || resource.startsWith('routine '))) defined.add(resource);
    }
    const uses = footprint.opaque !== undefined || footprint.touches.some(({ resource }) => defined.has(resource));
    if (own.length > 0 || (defined.size > 0 && uses)) leaving.add(place);
  }
  return leaving;
}
