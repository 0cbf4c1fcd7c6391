/** Changes of merged migrations that are meant: somebody has named them, and answers for the databases that have applied them. */
import type { BaseConflict, ConflictKind } from './base-conflict.ts';

const CHANGES: ReadonlySet<ConflictKind> = new Set(['edited', 'renamed', 'deleted']);

/**
 * @param named ids, names of files or directories, or paths from the repository's root
 * @param advice who accepts it: a sentence
 */
export function withAccepted(
  conflicts: readonly BaseConflict[],
  named: readonly string[],
  advice: string,
): readonly BaseConflict[] {
  const accepted = new Set(named);
  return conflicts.map((conflict) => {
    if (!CHANGES.has(conflict.kind) || !namesOf(conflict).some((name) => accepted.has(name))) return conflict;
    return { ...conflict, severity: 'warning', commands: [], afterwards: undefined, advice };
  });
}

/** Of what is gone nobody has read the id, which its path holds, by itself or with an ending. */
function namesOf({ id, path, basePath }: BaseConflict): readonly string[] {
  const paths = basePath === undefined ? [path] : [path, basePath];
  const parts = paths.flatMap((each) => each.split('/'));
  return [id, ...paths, ...parts, ...parts.map((part) => part.replace(/(?:\.up)?\.sql$/, ''))];
}
