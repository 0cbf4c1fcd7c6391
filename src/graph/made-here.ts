/** What of the conflicts a set has made itself, and not the base branch since the two parted: what that did comes with the next merge. */
import type { BaseConflict, ConflictKind } from './base-conflict.ts';
import type { BaseFile, LocalSet } from './base-conflicts.ts';

/** Of these it depends on whose doing they are. */
const EITHER: ReadonlySet<ConflictKind> = new Set(['edited', 'renamed', 'deleted']);

export function mayBeTheirs({ kind }: BaseConflict): boolean {
  return EITHER.has(kind);
}

/** @param common the files that both sides began with */
export function madeHere(
  conflicts: readonly BaseConflict[],
  set: LocalSet,
  common: readonly BaseFile[],
): readonly BaseConflict[] {
  const before = new Map(common.map(({ path, sha }) => [path, sha]));
  const blobs = new Map(set.migrations.map((migration) => [migration.path, migration.blobs]));
  return conflicts.filter((conflict) => {
    if (!mayBeTheirs(conflict)) return true;
    const { kind, path, basePath = path } = conflict;
    const sha = before.get(basePath);
    // What both added is at odds with the base branch whoever was first.
    return kind === 'edited' ? sha === undefined || blobs.get(path)?.includes(sha) !== true : sha !== undefined;
  });
}
