/**
 * Whether a plan is of the files that it should be of. One that the run of a fork has left is the work of whoever wrote the pull request,
 * which may leave out what a reviewer should see; what the pull request holds, GitHub says.
 */
import type { BaseFile } from './base-conflicts.ts';
import { namingOf } from './migration-naming.ts';
import type { Plan } from './plan.ts';

export type UnplannedKind =
  /** A script that the pull request adds or edits, and that is none of the plan's. */
  | 'absent'
  /** The plan has it with other content. */
  | 'other'
  /** The pull request deletes it, and the plan has it. */
  | 'deleted'
  /** The directory itself is another one than was wanted. */
  | 'elsewhere';

export interface Unplanned {
  readonly kind: UnplannedKind;
  /** From the repository's root. */
  readonly path: string;
}

export type PlannedFiles = Pick<Plan, 'format' | 'directory' | 'migrations' | 'local'>;

/**
 * What may be wrong, by the files at the pull request's head alone; of a plan that is of these there is nothing, unless the base branch has
 * gone on.
 *
 * @param directory the wanted one, from the repository's root; left out, the plan's own
 */
export function doubtsOf(plan: PlannedFiles, head: readonly BaseFile[], directory?: string): readonly Unplanned[] {
  const own = plan.local?.directory ?? plan.directory;
  const wanted = rootOf(directory ?? own);
  const planned = plannedIn(plan, rootOf(own));
  const naming = namingOf(plan.format, plan.local?.names);
  const isUp = (path: string) => naming.isUp(path.slice(wanted.length));
  const moves = new Set(plan.local?.migrations.flatMap((migration) => migration.moves));
  const belongs = (path: string) => pathsDownTo(path).some((part) => moves.has(part));
  const scripts = head.filter(({ path }) => {
    if (!path.startsWith(wanted)) return false;
    return isUp(path) || (/\.sql$/i.test(path) && !belongs(path));
  });
  const there = new Set(head.map(({ path }) => path));
  return [
    ...(rootOf(own) === wanted ? [] : [{ kind: 'elsewhere', path: own } as const]),
    ...scripts.flatMap(({ path, sha }): readonly Unplanned[] => {
      const blobs = planned.get(path);
      if (blobs === undefined) return [{ kind: 'absent', path }];
      return blobs.includes(sha) ? [] : [{ kind: 'other', path }];
    }),
    ...[...planned.keys()].filter((path) => !there.has(path)).map((path) => ({ kind: 'deleted', path }) as const),
  ];
}

/** The same commit's files as the base branch has them now, and as both began with them. */
export interface Sides {
  readonly head: readonly BaseFile[];
  readonly base: readonly BaseFile[];
  readonly common: readonly BaseFile[];
}

/** Of doubts, those that are the pull request's doing: what it has not touched is as the base branch has it, and so it was run. */
export function unplannedOf(doubts: readonly Unplanned[], sides: Sides): readonly Unplanned[] {
  const [head, base, common] = [sides.head, sides.base, sides.common].map(
    (files) => new Map(files.map(({ path, sha }) => [path, sha])),
  );
  return doubts.filter(({ kind, path }) => {
    const [here, there, before] = [head, base, common].map((files) => files?.get(path));
    switch (kind) {
      case 'elsewhere':
        return true;
      case 'absent':
        return here !== before;
      case 'other':
        // What both have edited Git puts together, and its name is that of neither.
        return here !== before && (there === before || there === here);
      case 'deleted':
        return before !== undefined;
    }
  });
}

/** Git's names of their contents, by path. */
function plannedIn({ migrations, local }: PlannedFiles, root: string): ReadonlyMap<string, readonly string[]> {
  const blobs = new Map(local?.migrations.map((each) => [each.path, each.blobs]));
  return new Map(migrations.map(({ path }) => [`${root}${path}`, blobs.get(`${root}${path}`) ?? []]));
}

/** `a`, `a/b` and `a/b/c.sql`. */
function pathsDownTo(path: string): readonly string[] {
  const parts = path.split('/');
  return parts.map((_, index) => parts.slice(0, index + 1).join('/'));
}

/** With the slash that all paths in it have before their own. */
function rootOf(directory: string): string {
  const parts = directory.split('/').filter((part) => part !== '' && part !== '.');
  return parts.map((part) => `${part}/`).join('');
}
