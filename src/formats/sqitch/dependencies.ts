/** Which changes of a Sqitch plan the dependencies of each change mean, and whether the plan's order satisfies them. */
import type { Problem } from '../../migration/problem.ts';
import { groupsOf } from '../../report/grouping.ts';
import type { Change, Dependency, Plan } from './plan.ts';
import type { PlacedChange } from './registry.ts';

interface Source {
  readonly change: Change;
  readonly version: string;
  readonly scriptHash: string;
}

export interface Resolved {
  readonly placed: readonly PlacedChange[];
  /** By version, the versions that must come before it. */
  readonly edges: ReadonlyMap<string, readonly string[]>;
  readonly problems: readonly Problem[];
}

/**
 * Changes without a script are in the plan but not among the sources; what requires them still resolves.
 *
 * @param planFile for problems
 */
export function resolveDependencies(plan: Plan, sources: readonly Source[], planFile: string): Resolved {
  const problems: Problem[] = [];
  const lookup = new Lookup(plan.changes);
  const byChange = new Map<Change, PlacedChange>();
  const versions = new Map(sources.map(({ change, version }) => [change, version]));
  const edges = new Map<string, readonly string[]>();
  const scripts = new Map(sources.map((source) => [source.change, source]));
  problems.push(...otherProjects(plan.changes, planFile));
  plan.changes.forEach((change, position) => {
    problems.push(...checkChange(change, position, lookup, planFile));
    const source = scripts.get(change);
    if (source === undefined) return;
    const required = new Map<string, PlacedChange>();
    const before = new Set<Change>();
    for (const dependency of change.requires.filter(({ project }) => project === undefined)) {
      const recorded = plan.changes[lookup.recorded(dependency) ?? -1];
      const placed = recorded === undefined ? undefined : byChange.get(recorded);
      if (placed !== undefined) required.set(dependency.text, placed);
      const meant = plan.changes[lookup.latest(dependency, position) ?? -1];
      for (const item of [recorded, meant]) if (item !== undefined) before.add(item);
    }
    // A rework stands on the change it reworks, whether it says so or not.
    const reworked = plan.changes.slice(0, position).findLast(({ name }) => name === change.name);
    if (reworked !== undefined) before.add(reworked);
    before.delete(change);
    edges.set(
      source.version,
      [...before].flatMap((item) => versions.get(item) ?? []),
    );
    byChange.set(change, { ...source, required });
  });
  return { placed: [...byChange.values()], edges, problems };
}

/** Positions in the plan. */
class Lookup {
  readonly #byName = new Map<string, number[]>();
  readonly #byTag = new Map<string, number>();
  readonly #byId = new Map<string, number>();

  constructor(changes: readonly Change[]) {
    changes.forEach((change, position) => {
      this.#byName.set(change.name, [...(this.#byName.get(change.name) ?? []), position]);
      this.#byId.set(change.id, position);
      for (const tag of change.tags) this.#byTag.set(tag.name, position);
    });
  }

  /** The change that Sqitch records as the one required: of several with the name, the first. */
  recorded(dependency: Dependency): number | undefined {
    return this.#exact(dependency) ?? this.#byName.get(dependency.change ?? '')?.[0];
  }

  /** The last change before `position` that the dependency can mean. */
  latest(dependency: Dependency, position: number): number | undefined {
    const { change = '', tag, id } = dependency;
    if (tag !== undefined || id !== undefined) return this.#exact(dependency);
    return this.#byName.get(change)?.findLast((candidate) => candidate < position);
  }

  #exact({ id, tag, change }: Dependency): number | undefined {
    if (id !== undefined) return this.#byId.get(id);
    if (tag === undefined) return undefined;
    const tagged = this.#byTag.get(tag);
    if (change === undefined || tagged === undefined) return tagged;
    return this.#byName.get(change)?.findLast((candidate) => candidate <= tagged);
  }

  isKnown(dependency: Dependency): boolean {
    if (dependency.tag !== undefined || dependency.id !== undefined) return this.#exact(dependency) !== undefined;
    return this.#byName.has(dependency.change ?? '');
  }
}

/** One problem for each of them: the cure is the same however many changes it takes. */
function otherProjects(changes: readonly Change[], planFile: string): Problem[] {
  const all = changes.flatMap((change) =>
    change.requires.flatMap(({ project, text }) => (project === undefined ? [] : [{ change, project, text }])),
  );
  return groupsOf(all, ({ project }) => project).flatMap(([first, ...rest]): Problem[] => {
    if (first === undefined) return [];
    const { change, project, text } = first;
    const more =
      rest.length === 0 ? '' : `, and so do ${rest.length} more ${rest.length === 1 ? 'requirement' : 'requirements'}`;
    return [
      {
        severity: 'error',
        code: 'external-dependency',
        message: `"${change.name}" requires "${text}" of another Sqitch project${more}.`,
        path: planFile,
        line: change.line,
        hint: `Migrate the project "${project}" and this one with Sqitch itself, or remove ${rest.length === 0 ? 'the requirement' : 'the requirements'}.`,
      },
    ];
  });
}

function checkChange(change: Change, position: number, lookup: Lookup, planFile: string): Problem[] {
  const problems: Problem[] = [];
  const error = (code: string, message: string, hint: string): void => {
    problems.push({ severity: 'error', code, message, path: planFile, line: change.line, hint });
  };
  for (const dependency of change.requires) {
    const { text } = dependency;
    const target = lookup.latest(dependency, position) ?? lookup.recorded(dependency);
    if (dependency.project !== undefined) continue;
    if (!lookup.isKnown(dependency) || target === undefined) {
      error(
        'unknown-dependency',
        `"${change.name}" requires "${text}", which ${planFile} does not have.`,
        'Correct the name.',
      );
    } else if (target === position) {
      error('circular-dependency', `"${change.name}" requires itself.`, 'Remove the requirement.');
    } else if (target > position) {
      const lines = target - position;
      const cure = `Move "${change.name}" down ${lines} ${lines === 1 ? 'change' : 'changes'}.`;
      error('late-dependency', `"${change.name}" comes before "${text}", which it requires.`, cure);
    }
  }
  for (const dependency of change.conflicts) {
    if (dependency.project !== undefined) continue;
    const target = lookup.recorded(dependency);
    if (target === undefined || !lookup.isKnown(dependency)) {
      const cure = 'Correct the name, or remove the conflict.';
      error(
        'unknown-dependency',
        `"${change.name}" conflicts with "${dependency.text}", which ${planFile} does not have.`,
        cure,
      );
    } else if (target < position) {
      const cure = 'Take one of them out of the plan.';
      error(
        'conflicting-change',
        `"${change.name}" conflicts with "${dependency.text}", which is deployed before it.`,
        cure,
      );
    }
  }
  return problems;
}
