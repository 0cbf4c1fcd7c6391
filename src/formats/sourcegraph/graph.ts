/** The order of migrations whose parents are known: a walk from the root, deepest first, higher numbers first, turned around. */
import type { Problem } from '../../migration/problem.ts';
import { compareNumeric } from '../shared/naming.ts';

export interface Node {
  readonly folder: string;
  readonly version: string;
  readonly parents: readonly string[];
}

export interface Ordered<N extends Node> {
  /** Every migration after its parents; by number where there is no such order. */
  readonly order: readonly N[];
  readonly problems: readonly Problem[];
}

export function orderByParents<N extends Node>(nodes: readonly N[]): Ordered<N> {
  const byNumber = [...nodes].sort((a, b) => compareNumeric(a.version, b.version));
  const known = new Map(byNumber.map((node) => [node.version, node]));
  const wrong = [...unknownParents(byNumber, known), ...wrongRoots(byNumber)];
  const root = byNumber.find((node) => node.parents.length === 0);
  if (wrong.length > 0 || root === undefined) return { order: byNumber, problems: wrong };
  const children = childrenOf(byNumber);
  const { finished, cycle } = walk([root, ...byNumber], children);
  if (cycle !== undefined) return { order: byNumber, problems: [cycleProblem(cycle)] };
  return { order: finished.reverse(), problems: severalLeaves(byNumber, children) };
}

function unknownParents(nodes: readonly Node[], known: ReadonlyMap<string, Node>): Problem[] {
  return nodes.flatMap(({ folder, parents }) =>
    parents
      .filter((parent) => !known.has(parent))
      .map((parent) => ({
        severity: 'error',
        code: 'unknown-parent',
        message: `${folder} names the parent ${parent}, which there is no migration for.`,
        path: `${folder}/metadata.yaml`,
        hint: 'Correct the number, or bring the migration back.',
      })),
  );
}

function wrongRoots(nodes: readonly Node[]): Problem[] {
  const roots = nodes.filter((node) => node.parents.length === 0);
  const [first, second] = roots;
  if (nodes.length === 0 || (first !== undefined && second === undefined)) return [];
  if (first === undefined) {
    return [
      {
        severity: 'error',
        code: 'no-root',
        message: 'Every migration names a parent, so none can be the first.',
        hint: 'Look for a cycle, or for a first migration that was removed.',
      },
    ];
  }
  return [
    {
      severity: 'error',
      code: 'several-roots',
      message: `${roots.length} migrations name no parent: ${roots.map(({ folder }) => folder).join(', ')}.`,
      path: `${second?.folder ?? first.folder}/metadata.yaml`,
      hint: 'Give all but the first their parents.',
    },
  ];
}

/** By parent, higher numbers first. */
function childrenOf<N extends Node>(byNumber: readonly N[]): Map<string, N[]> {
  const children = new Map<string, N[]>();
  for (const node of byNumber.toReversed()) {
    for (const parent of node.parents) children.set(parent, [...(children.get(parent) ?? []), node]);
  }
  return children;
}

interface Walked<N> {
  /** Children before their parents. */
  readonly finished: N[];
  /** From a migration back to itself. */
  readonly cycle?: readonly N[] | undefined;
}

/** Depth first, without recursion: chains are as long as the set. */
function walk<N extends Node>(starts: readonly N[], children: ReadonlyMap<string, readonly N[]>): Walked<N> {
  const finished: N[] = [];
  const state = new Map<string, 'open' | 'done'>();
  for (const start of starts) {
    if (state.has(start.version)) continue;
    const path: { node: N; next: number }[] = [{ node: start, next: 0 }];
    state.set(start.version, 'open');
    for (let top = path.at(-1); top !== undefined; top = path.at(-1)) {
      const child = children.get(top.node.version)?.[top.next];
      top.next += 1;
      if (child === undefined) {
        state.set(top.node.version, 'done');
        finished.push(top.node);
        path.pop();
      } else if (state.get(child.version) === 'open') {
        const from = path.findIndex(({ node }) => node.version === child.version);
        return { finished, cycle: [...path.slice(from).map(({ node }) => node), child] };
      } else if (!state.has(child.version)) {
        state.set(child.version, 'open');
        path.push({ node: child, next: 0 });
      }
    }
  }
  return { finished };
}

function cycleProblem(cycle: readonly Node[]): Problem {
  return {
    severity: 'error',
    code: 'dependency-cycle',
    message: `Migrations are each other's parents: ${cycle.map(({ version }) => version).join(' → ')}.`,
    path: `${cycle[0]?.folder ?? ''}/metadata.yaml`,
    hint: 'Remove one of these from the parents of the other.',
  };
}

function severalLeaves(nodes: readonly Node[], children: ReadonlyMap<string, readonly Node[]>): Problem[] {
  const leaves = nodes.filter(({ version }) => !children.has(version));
  if (leaves.length < 2) return [];
  return [
    {
      severity: 'info',
      code: 'several-leaves',
      message: `${leaves.length} migrations are nobody's parent: ${leaves.map(({ folder }) => folder).join(', ')}.`,
      hint: 'The next migration should name all of them as its parents.',
    },
  ];
}
