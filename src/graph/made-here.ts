/** What a set has done itself, and not the base branch since the two parted: what that did comes with the next merge. */
import type { BaseConflict, ConflictKind } from './base-conflict.ts';
import type { BaseFile, Comparison, LocalSet } from './base-conflicts.ts';

/** Of these it depends on whose doing they are. */
const EITHER: ReadonlySet<ConflictKind> = new Set(['edited', 'renamed', 'deleted']);

export function mayBeTheirs({ conflicts, editedIds }: Comparison): boolean {
  return editedIds.length > 0 || conflicts.some(({ kind }) => EITHER.has(kind));
}

/** @param common the files that both sides began with; undefined where nobody knows: better no word then than a wrong one, which fails a build */
export function madeHere(comparison: Comparison, set: LocalSet, common: readonly BaseFile[] | undefined): Comparison {
  const { conflicts, editedIds } = comparison;
  if (common === undefined) return { ...comparison, conflicts: conflicts.filter(({ kind }) => !EITHER.has(kind)) };
  const before = new Map(common.map(({ path, sha }) => [path, sha]));
  const blobs = new Map(set.migrations.map((migration) => [migration.path, migration.blobs]));
  const paths = new Map(set.migrations.map(({ id, path }) => [id, path]));
  return {
    ...comparison,
    editedIds: editedIds.filter((id) => isEdited(paths.get(id) ?? '')),
    conflicts: conflicts.filter(isOurs),
  };

  function isOurs({ kind, path, basePath = path }: BaseConflict): boolean {
    if (kind === 'edited') return isEdited(path);
    return !EITHER.has(kind) || before.has(basePath);
  }

  /** What both added is at odds with the base branch whoever was first. */
  function isEdited(path: string): boolean {
    const sha = before.get(path);
    return sha === undefined || blobs.get(path)?.includes(sha) !== true;
  }
}
